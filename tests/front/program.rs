//! The program as somebody runs it, and a configuration without a mistake.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A configuration without a mistake; each case below makes one.
pub(crate) const SOUND: &str = r##"language = "fr"
time_zone = "Europe/Paris"
[store]
url = "sqlite://liaison.db"
[matrix]
homeserver = "https://matrix.agency.example"
user = "@liaison:agency.example"
password_file = "password"
passphrase_file = "passphrase"
[[organisation]]
id = "pharos"
name = "OFAC-PHAROS"
side = "agency"
hours = "Mon-Fri 08:00-19:00"
supervisors = ["amal"]
[[organisation.member]]
id = "amal"
at = ["@amal:agency.example"]
alias = "PHAROS-14"
[[organisation]]
id = "videos"
name = "Videos"
side = "platform"
members = ["@*:platform.example", "@aoife:other.example"]
[[desk]]
id = "first"
prefix = "YT"
agencies = ["pharos"]
platform = "videos"
digest_at = "08:30"
[[desk.room]]
at = "matrix:#shared:agency.example"
kind = "shared"
ceiling = "TLP:GREEN"
[[desk.room]]
at = "matrix:#own:agency.example"
kind = "pharos"
[coordination]
rooms = ["matrix:#coordination:agency.example"]
members = ["amal"]
reviewers = []
[[target]]
kind = "removal_referral"
urgency = "urgent"
acknowledge = "15 min"
effect = "4 working h"
"##;

/// Runs the program in a folder, with nothing in its environment but what is given.
pub(crate) fn liaison(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(arguments).current_dir(folder).env_clear().envs(environment.iter().copied());
    command.output().unwrap()
}

/// A folder of its own with that configuration in it, and the files of the sound one's secrets.
pub(crate) fn folder_with(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_private(&folder.path().join("liaison.toml"), text);
    for name in ["password", "passphrase"] {
        write_private(&folder.path().join(name), "hunter2\n");
    }
    folder
}

/// Writes a file for its owner alone.
pub(crate) fn write_private(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

/// What was printed.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
