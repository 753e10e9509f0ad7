//! Secrets: where they stand, and loading them only when a command uses them. Nothing here prints one.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use liaison_chat::Secret;

use super::fields::{Fields, Form};
use super::problem::Problems;

/// A file that holds more than this holds no secret.
const LONGEST_BYTES: u64 = 64 * 1024;

/// The environment, as the secrets see it.
pub(crate) type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// The keys and the variable of one secret.
pub(crate) struct SecretForm {
    /// The key that holds the path of its file.
    pub(crate) file: Form,
    /// The key that holds the secret itself.
    pub(crate) inline: Form,
    /// The environment's variable.
    pub(crate) variable: &'static str,
}

/// Where one secret is to be found: the variable comes first, then the file, then what the configuration itself holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SecretSource {
    key: &'static str,
    variable: &'static str,
    file: Option<PathBuf>,
    inline: Option<Secret>,
}

/// Why a secret could not be had; in words for whoever runs the program, without the secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretError {
    /// It stands nowhere.
    #[error("{key} is not given: write {key}_file = \"PATH\" in the configuration, or set {variable}")]
    Absent { key: &'static str, variable: &'static str },
    /// The file cannot be read. Its cause is in the sentence: no source beside it, which would tell it a second time.
    #[error("the file of {key}, {path}, cannot be read: {why}; mend the path or its rights, or set {variable}", path = path.display())]
    Unreadable { key: &'static str, variable: &'static str, path: PathBuf, why: std::io::Error },
    /// What was found is nothing, far too long or no text.
    #[error("{found} holds no {key}: expected one line of text")]
    Unsound { key: &'static str, found: String },
}

impl SecretSource {
    /// Reads where a secret stands. Two places in one file are a mistake, the secret itself in it is worth a warning.
    pub(crate) fn read(fields: &mut Fields<'_>, form: &SecretForm, folder: &Path, problems: &mut Problems) -> Self {
        let file = fields.text(&form.file, problems);
        let inline = fields.text(&form.inline, problems);
        if let Some(inline) = &inline {
            let (key, variable) = (form.file.key, form.variable);
            if file.is_some() {
                problems.mistake(&inline.spot, format!("{key} is given too: keep one of the two"));
            }
            problems.warn(
                &inline.spot,
                format!("a secret in the configuration is read by all who can read it: use {key} or {variable}"),
            );
        }
        Self {
            key: form.inline.key,
            variable: form.variable,
            file: file.map(|file| folder.join(file.text)),
            inline: inline.map(|inline| Secret::new(inline.text)),
        }
    }

    /// Whether the configuration says where it stands.
    pub(crate) fn is_named(&self) -> bool {
        self.file.is_some() || self.inline.is_some()
    }

    /// The file, where one is named.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Where it would be taken from, in words.
    pub(crate) fn described(&self, environment: Environment<'_>) -> String {
        match (&self.file, &self.inline) {
            _ if environment(self.variable).is_some() => format!("from {}", self.variable),
            (Some(file), _) => format!("from {}", file.display()),
            (None, Some(_)) => "from the configuration".to_owned(),
            (None, None) => "given nowhere".to_owned(),
        }
    }

    /// Gets the secret, without the end of its line.
    pub(crate) fn load(&self, environment: Environment<'_>) -> Result<Secret, SecretError> {
        let key = self.key;
        if let Some(value) = environment(self.variable) {
            let text = value.into_string().ok();
            return sound(text, key, || format!("the variable {}", self.variable));
        }
        if let Some(path) = &self.file {
            let bytes = contents(path).map_err(|why| SecretError::Unreadable {
                key,
                variable: self.variable,
                path: path.clone(),
                why,
            })?;
            return sound(String::from_utf8(bytes).ok(), key, || path.display().to_string());
        }
        match &self.inline {
            Some(secret) => sound(Some(secret.expose().to_owned()), key, || "the configuration".to_owned()),
            None => Err(SecretError::Absent { key, variable: self.variable }),
        }
    }
}

fn contents(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = std::fs::File::open(path)?.take(LONGEST_BYTES + 1).read_to_end(&mut bytes)?;
    if length as u64 > LONGEST_BYTES {
        return Err(std::io::Error::other("it is longer than 64 KiB"));
    }
    Ok(bytes)
}

fn sound(text: Option<String>, key: &'static str, found: impl Fn() -> String) -> Result<Secret, SecretError> {
    let text = text.map(|text| text.trim_end_matches(['\r', '\n']).to_owned());
    text.filter(|text| !text.is_empty() && !text.contains(['\r', '\n', '\0']))
        .map(Secret::new)
        .ok_or_else(|| SecretError::Unsound { key, found: found() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(file: Option<PathBuf>, inline: Option<&str>) -> SecretSource {
        let inline = inline.map(Secret::new);
        SecretSource { key: "password", variable: "LIAISON_MATRIX_PASSWORD", file, inline }
    }

    #[test]
    fn the_environment_comes_before_the_file_and_the_file_before_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        std::fs::write(&path, "of the file\r\n").unwrap();
        let set = |_: &str| Some(OsString::from("of the environment\n"));
        let unset = |_: &str| None;
        let both = source(Some(path), Some("of the configuration"));
        assert_eq!(both.load(&set).unwrap().expose(), "of the environment");
        assert_eq!(both.load(&unset).unwrap().expose(), "of the file");
        let inline = source(None, Some("of the configuration"));
        assert_eq!(inline.load(&unset).unwrap().expose(), "of the configuration");
    }

    #[test]
    fn what_is_missing_or_unsound_is_named_and_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        let unset = |_: &str| None;
        let absent = source(None, None).load(&unset).unwrap_err().to_string();
        assert!(absent.contains("password_file") && absent.contains("LIAISON_MATRIX_PASSWORD"), "{absent}");
        let unreadable = source(Some(path.clone()), None).load(&unset).unwrap_err().to_string();
        assert!(unreadable.contains(&path.display().to_string()), "{unreadable}");
        for wrong in [&b""[..], b"\n", b"hunter2\nhunter3\n", b"\xff\xfe", b"hunter2\0"] {
            std::fs::write(&path, wrong).unwrap();
            let error = source(Some(path.clone()), None).load(&unset).unwrap_err();
            assert!(error.to_string().contains("holds no password"), "{error}");
            assert!(!format!("{error:?}{error}").contains("hunter"), "{error}");
        }
        std::fs::write(&path, "hunter2".repeat(10_000)).unwrap();
        let long = source(Some(path), None).load(&unset).unwrap_err().to_string();
        assert!(long.contains("longer than 64 KiB"), "{long}");
    }

    #[test]
    fn no_form_of_output_shows_a_secret() {
        let unset = |_: &str| None;
        let inline = source(None, Some("hunter2"));
        let shown = format!("{inline:?}{:?}{}", inline.load(&unset), inline.described(&unset));
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
