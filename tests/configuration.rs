//! The configuration from the outside: every mistake that a person makes is told with its file, line, key and a value
//! that would work; the example can be used as it stands; a secret is shown nowhere.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its scene up has failed")]

#[path = "front/mistakes.rs"]
mod mistakes;
#[path = "front/program.rs"]
mod program;
#[cfg(feature = "matrix")]
#[path = "front/reloading.rs"]
mod reloading;
#[cfg(feature = "matrix")]
#[path = "front/running.rs"]
mod running;

use std::path::{Path, PathBuf};

use mistakes::{DESKS, Mistake, NETWORKS, PEOPLE};
use program::{SOUND, folder_with, liaison, text, write_private};

/// The number of the line that begins at `start`, counted without the program's help.
fn line_of(file: &str, start: &str) -> usize {
    let at =
        file.starts_with(start).then_some(0).or_else(|| file.find(&format!("\n{start}")).map(|at| at + 1)).unwrap();
    file.get(..at).unwrap().matches('\n').count() + 1
}

fn tell(mistakes: &[Mistake]) {
    for Mistake(from, to, line, expected) in mistakes {
        assert!(SOUND.contains(from), "{from:?} is not in the sound file");
        let wrong = SOUND.replacen(from, to, 1);
        let folder = folder_with(&wrong);
        let output = liaison(folder.path(), &["check", "--offline"], &[]);
        let told = text(&output.stderr);
        let expected = format!("liaison.toml:{}: {expected}", line_of(&wrong, line));
        assert!(told.lines().any(|line| line.starts_with(&expected)), "{to:?}\nexpected {expected}\ntold\n{told}");
        assert_eq!(output.status.code(), Some(2), "{to:?}");
        assert_eq!(text(&output.stdout), "", "{to:?}");
        assert!(!told.contains("hunter2"), "{to:?} shows a secret: {told}");
    }
}

#[test]
fn mistakes_about_networks_are_told_at_their_line() {
    tell(NETWORKS);
}

#[test]
fn mistakes_about_people_are_told_at_their_line() {
    tell(PEOPLE);
}

#[test]
fn mistakes_about_desks_are_told_at_their_line() {
    tell(DESKS);
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let wrong = SOUND.replace("\"fr\"", "\"de\"").replace("prefix =", "prefx =").replace("15 min", "soon");
    let folder = folder_with(&wrong);
    let told = text(&liaison(folder.path(), &["check", "--offline"], &[]).stderr);
    let starts: Vec<&str> = told.lines().filter_map(|line| line.split(':').nth(2)).map(str::trim).collect();
    assert_eq!(starts, ["language", "desk.prefix", "desk.prefx", "target.acknowledge"], "{told}");
}

#[test]
fn a_configuration_without_a_network_is_refused() {
    let folder = folder_with("[store]\nurl = \"sqlite://a.db\"\n");
    let output = liaison(folder.path(), &["check", "--offline"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("liaison.toml:1: there is no network: add [matrix]"));
}

#[test]
fn a_sound_configuration_is_understood() {
    let folder = folder_with(SOUND);
    let output = liaison(folder.path(), &["check", "--offline"], &[]);
    let told = text(&output.stdout);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{told}");
    let database = folder.path().join("liaison.db");
    for expected in [
        format!("store: sqlite://{}", database.display()),
        "organisation pharos: OFAC-PHAROS, agency, members 1, supervisors 1, hours in Europe/Paris, no holidays, digest of its own rooms at 08:30".to_owned(),
        "desk first: YT-1 …, pharos and videos, digest at 08:30 Europe/Paris, devices cross_signed".to_owned(),
        "warning: liaison.toml:24: organisation.members: \"@*:platform.example\": whoever can make accounts".to_owned(),
    ] {
        assert!(told.lines().any(|line| line.starts_with(&expected)), "expected {expected}\ntold\n{told}");
    }
}

#[test]
fn paths_are_relative_to_the_file_and_not_to_where_the_program_runs() {
    let folder = folder_with(SOUND);
    let elsewhere = tempfile::tempdir().unwrap();
    let file = folder.path().join("liaison.toml");
    let output = liaison(elsewhere.path(), &["check", "--offline", "--config", file.to_str().unwrap()], &[]);
    let told = text(&output.stdout);
    for name in ["liaison.db", "matrix-state", "password", "passphrase"] {
        assert!(told.contains(&folder.path().join(name).display().to_string()), "{name}\n{told}");
    }
}

#[test]
fn the_file_may_be_named_by_the_environment_and_the_command_line_wins() {
    let folder = folder_with(SOUND);
    write_private(&folder.path().join("broken.toml"), "[");
    let named = [("LIAISON_CONFIG", "broken.toml")];
    assert_eq!(liaison(folder.path(), &["check", "--offline"], &named).status.code(), Some(2));
    for arguments in
        [["--config", "liaison.toml", "check", "--offline"], ["check", "--offline", "--config", "liaison.toml"]]
    {
        assert_eq!(liaison(folder.path(), &arguments, &named).status.code(), Some(0));
    }
}

#[test]
fn a_configuration_that_is_not_there_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = liaison(folder.path(), &["check", "--offline", "--config", "nowhere.toml"], &[]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("nowhere.toml") && told.contains("--config"), "{told}");
}

#[test]
fn what_is_not_text_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("liaison.toml"), b"\xff\xfe\x00").unwrap();
    let output = liaison(folder.path(), &["check", "--offline"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("liaison.toml cannot be read"));
    std::fs::write(folder.path().join("liaison.toml"), "#".repeat(5 << 20)).unwrap();
    let output = liaison(folder.path(), &["check", "--offline"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("longer than 4 MiB"), "{}", text(&output.stderr));
}

#[test]
fn the_example_can_be_used_as_it_stands() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/liaison.example.toml");
    let folder = folder_with(&std::fs::read_to_string(example).unwrap());
    let secrets = [("LIAISON_MATRIX_PASSWORD", "hunter2"), ("LIAISON_MATRIX_PASSPHRASE", "hunter2")];
    let output = liaison(folder.path(), &["check", "--offline"], &secrets);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(told.contains("password from LIAISON_MATRIX_PASSWORD"), "{told}");
    assert!(!told.contains("hunter2"), "{told}");
    let warnings: Vec<&str> = told.lines().filter(|line| line.starts_with("warning")).collect();
    let of_this_build = |line: &&&str| line.contains("without Matrix") || line.contains("Matrix is not served");
    assert_eq!(warnings.iter().filter(|line| !of_this_build(line)).count(), 0, "{told}");
}

#[test]
fn a_secret_is_found_and_never_shown() {
    let folder = folder_with(SOUND);
    let output = liaison(folder.path(), &["check", "--offline"], &[]);
    let told = text(&output.stdout);
    assert!(!told.contains("hunter2") && !told.contains("will refuse to start"), "{told}");
    let inline = SOUND.replace("password_file = \"password\"", "password = \"hunter2\"");
    let folder = folder_with(&inline);
    std::fs::remove_file(folder.path().join("passphrase")).unwrap();
    let output = liaison(folder.path(), &["check", "--offline"], &[]);
    let told = text(&output.stdout);
    let expected = "warning: liaison.toml:8: matrix.password: a secret in the configuration";
    assert!(told.contains(expected) && told.contains("password from the configuration"), "{told}");
    assert!(told.contains("the file of passphrase") && !told.contains("hunter2"), "{told}");
}

#[test]
fn a_secret_that_is_not_there_is_a_mistake_of_the_configuration() {
    let folder = folder_with(SOUND);
    std::fs::remove_file(folder.path().join("password")).unwrap();
    // A build without the network warns of its secret, and `run` says that it has no network.
    let expected = if cfg!(feature = "matrix") { 2 } else { 0 };
    let output = liaison(folder.path(), &["check", "--offline"], &[]);
    assert_eq!(output.status.code(), Some(expected), "{}", text(&output.stdout));
    assert_eq!(text(&output.stdout).contains("cannot be used as it stands"), expected == 2);
    let output = liaison(folder.path(), &["run"], &[]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.matches("No such file").count() <= 1, "{told}");
}

#[test]
fn an_error_of_form_does_not_repeat_the_line_that_it_is_in() {
    for broken in ["password = \"hunter2", "password = hunter2", "hunter2"] {
        let folder = folder_with(&SOUND.replace("password_file = \"password\"", broken));
        let output = liaison(folder.path(), &["check", "--offline"], &[]);
        let told = text(&output.stderr);
        assert!(told.starts_with("liaison.toml:8: this is not TOML: "), "{told}");
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn a_network_that_is_not_built_in_is_accepted_with_a_warning() {
    let more = "[discord]\ntoken_file = \"t\"\n[http]\nlisten = \"127.0.0.1:9640\"\n[page]\ncommand = [\"/bin/page\"]\n[network]\nproxy = \"http://p:1\"\n";
    let with_discord = SOUND
        .replace("[\"@amal:agency.example\"]", "[\"@amal:agency.example\", \"discord:user:118\"]")
        .replace("matrix:#own:agency.example", "discord:119");
    let folder = folder_with(&format!("{with_discord}{more}"));
    let token = [("LIAISON_DISCORD_TOKEN", "hunter2")];
    let output = liaison(folder.path(), &["check", "--offline"], &token);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let is_built = cfg!(feature = "discord");
    for expected in [
        "discord: this program was built without Discord",
        "Discord is not served, this program was built without it: 1 identities and 1 rooms of it are left out",
    ] {
        assert_eq!(told.contains(expected), !is_built, "{expected}\ntold\n{told}");
    }
    let expected = "desk.room.ceiling: without a ceiling a Discord channel gets the minimal card";
    assert!(told.contains(expected), "expected {expected}\ntold\n{told}");
    assert_eq!(told.contains("room discord:119"), is_built, "{told}");
}

#[test]
fn how_the_operator_is_told_is_understood_and_an_address_that_others_reach_is_warned_of() {
    let told = |more: &str| {
        let folder = folder_with(&format!("{SOUND}{more}"));
        let output = liaison(folder.path(), &["check", "--offline"], &[]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        (folder.path().to_owned(), text(&output.stdout))
    };
    let more =
        "[http]\nlisten = \"127.0.0.1:9640\"\n[heartbeat]\nfile = \"run/alive\"\ncommand = [\"/bin/beat\", \"x\"]\n";
    let (folder, lines) = told(more);
    assert!(lines.contains("\npages: /healthz, /readyz and /metrics on http://127.0.0.1:9640\n"), "{lines}");
    let file = folder.join("run/alive");
    let beats = format!("\nheartbeat: {} is touched and /bin/beat is run, every minute while the bot", file.display());
    assert!(lines.contains(&beats), "{lines}");
    assert!(!lines.contains("whoever reaches"), "{lines}");
    for open in ["0.0.0.0:9640", "[::]:9640", "192.0.2.7:9640"] {
        let (_, lines) = told(&format!("[http]\nlisten = \"{open}\"\n"));
        assert!(lines.contains("http.listen: whoever reaches this address reads which rooms"), "{lines}");
    }
    let (_, lines) = told("[http]\nlisten = \"[::1]:9640\"\n");
    assert!(!lines.contains("whoever reaches") && !lines.contains("heartbeat:"), "{lines}");
}

#[cfg(unix)]
#[test]
fn a_configuration_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder_with(SOUND);
    let file: PathBuf = folder.path().join("liaison.toml");
    let told = |mode| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        text(&liaison(folder.path(), &["check", "--offline"], &[]).stdout)
    };
    let warning = "warning: others on this machine can read liaison.toml (mode 644): chmod 600 liaison.toml";
    assert!(told(0o644).contains(warning));
    assert!(!told(0o640).contains("others on this machine"));
}

#[cfg(unix)]
#[test]
fn what_the_program_creates_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("play.txt"), "@amal> /report https://a.example/1 incites\n").unwrap();
    let output = liaison(folder.path(), &["try", "--script", "play.txt", "--store", "desk.db"], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let created = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let created: Vec<PathBuf> = created.filter(|path| !path.ends_with("play.txt")).collect();
    assert!(created.iter().any(|path| path.ends_with("desk.db")), "{created:?}");
    for path in created {
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
}

#[test]
fn wrong_use_exits_with_two_and_help_shows_examples() {
    let folder = tempfile::tempdir().unwrap();
    for wrong in [&[][..], &["rum"], &["check"], &["run", "now"], &["export", "--format", "xml"], &["audit"]] {
        let output = liaison(folder.path(), wrong, &[]);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{wrong:?}");
    }
    for command in ["try", "run", "check", "export", "audit", "commands"] {
        let output = liaison(folder.path(), &[command, "--help"], &[]);
        assert_eq!(output.status.code(), Some(0), "{command}");
        assert!(text(&output.stdout).contains(&format!("  liaison {command}")), "{command} shows no example");
    }
    let version = text(&liaison(folder.path(), &["--version"], &[]).stdout);
    assert_eq!(version, concat!("liaison ", env!("CARGO_PKG_VERSION"), "\n"));
}
