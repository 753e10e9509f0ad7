//! Files that are changed under a running bot, as whoever runs it changes them.

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

const EXAMPLE: &str = include_str!("../../deploy/liaison.example.toml");
const BUILT: Built = Built { matrix: true, discord: true };

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 5).unwrap()
}

/// A bot that started with the example and still works with it.
struct Running {
    folder: TempDir,
    started: Configuration,
}

impl Running {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("liaison.toml"), EXAMPLE).unwrap();
        let started = read(&folder.path().join("liaison.toml"), BUILT).unwrap();
        Self { folder, started }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("liaison.toml")
    }

    /// What comes of the example with each of these replaced by the other.
    fn with(&self, changes: &[(&str, &str)]) -> Result<Again, ConfigurationError> {
        let text = changes.iter().fold(EXAMPLE.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from:?} is not in the example");
            text.replacen(from, to, 1)
        });
        std::fs::write(self.file(), text).unwrap();
        again(&self.started, &self.started.setting, &[Network::Matrix], BUILT, today())
    }
}

#[test]
fn a_file_that_says_the_same_changes_nothing() {
    let running = Running::new();
    let again = running.with(&[("# Escalations", "# Another comment")]).unwrap();
    assert_eq!((again.changed, again.later), (Vec::<String>::new(), Vec::new()));
    assert_eq!(again.setting, running.started.setting);
}

#[test]
fn how_the_operator_is_told_waits_for_a_restart() {
    let running = Running::new();
    let (listen, alive) = ("[http]\nlisten = \"127.0.0.1:9641\"\n", "[heartbeat]\nfile = \"alive\"\n");
    let more = format!("{listen}{alive}[[target]]");
    let again = running.with(&[("[[target]]", &more)]).unwrap();
    let waits =
        |what: &str| format!("{what}: the file says otherwise than at the start: restart the bot to have it so");
    assert_eq!((again.changed, again.later), (Vec::<String>::new(), vec![waits("http"), waits("heartbeat")]));
}

#[test]
fn what_changed_is_told_line_by_line() {
    let running = Running::new();
    let again = running
        .with(&[
            (
                "Mon-Thu 08:00-19:00, Fri 08:00-17:00\"",
                "Mon-Fri 00:00-24:00\"\nholidays = \"FR\"\ndigest_at = \"07:45\"",
            ),
            ("alias = \"CU-07\"", "alias = \"CU-08\""),
            ("id = \"tom\"\nat = [\"@tom:agency.example\"]", "id = \"lea\"\nat = [\"@lea:agency.example\"]"),
            ("supervisors = [\"@aoife:platform.example\"]", "supervisors = [\"@liam:platform.example\"]"),
            ("trust    = \"cross_signed\"", "practice = true\ntrust = \"any\"\nredact_addresses = false"),
            ("kind = \"shared\"\n", "kind = \"shared\"\nceiling = \"TLP:AMBER\"\nupdates = \"thread\"\n"),
            ("matrix:#unit-only:agency.example", "matrix:#unit-two:agency.example"),
            ("digest_at = \"08:15\"", "digest_at = \"09:00\""),
            ("reviewers = []", "reviewers = [\"nadia\"]"),
            ("acknowledge = \"15 min\"", "acknowledge = \"20 min\""),
            ("information = \"1 working d\"", "information = \"6 working h\""),
        ])
        .unwrap();
    let expected = [
        "organisation cyber-unit: hours Mon-Thu 08:00-19:00, Fri 08:00-17:00 → Mon-Fri 00:00-24:00",
        "organisation cyber-unit: holidays none → FR",
        "organisation cyber-unit: digest_at 08:30 → 07:45",
        "organisation cyber-unit: member tom removed",
        "organisation cyber-unit: member nadia: alias CU-07 → CU-08",
        "organisation cyber-unit: member lea added",
        "organisation videos: supervisor @aoife:platform.example removed",
        "organisation videos: supervisor @liam:platform.example added",
        "desk videos: practice false → true",
        "desk videos: trust cross_signed → any",
        "desk videos: redact_addresses true → false",
        "desk videos: room matrix:#unit-only:agency.example removed",
        "desk videos: room matrix:#unit-and-videos:agency.example: ceiling none → TLP:AMBER",
        "desk videos: room matrix:#unit-and-videos:agency.example: updates channel → thread",
        "desk videos: room matrix:#unit-two:agency.example added",
        "coordination: digest_at 08:15 → 09:00",
        "coordination: reviewer nadia added",
        "target of removal_referral, routine: information 1 working d → 6 working h",
        "target of removal_referral, urgent: acknowledge 15 min → 20 min",
    ];
    // Other kinds of cases have targets of their own, which these tables set too.
    let told: Vec<&String> =
        again.changed.iter().filter(|line| !line.starts_with("target") || line.contains("removal_referral")).collect();
    assert_eq!(told, expected.iter().collect::<Vec<_>>());
    assert_eq!(again.later, Vec::<String>::new());
}

#[test]
fn a_wrong_file_is_refused_whole_with_what_a_start_would_say() {
    let running = Running::new();
    let changes =
        [("id = \"tom\"", "id = \"lea\""), ("time_zone = \"Europe/Dublin\"", "time_zone = \"Europe/Dublyn\"")];
    let refused = running.with(&changes).unwrap_err().to_string();
    assert_eq!(refused, read(&running.file(), BUILT).unwrap_err().to_string());
    assert!(
        refused.contains("organisation.time_zone: expected a zone's name") && refused.contains("\"Europe/Dublin\"")
    );
    std::fs::remove_file(running.file()).unwrap();
    let gone = again(&running.started, &running.started.setting, &[Network::Matrix], BUILT, today());
    assert!(matches!(gone, Err(ConfigurationError::Absent(_))), "{gone:?}");
}

#[test]
fn holidays_that_are_no_longer_known_refuse_the_file_as_they_would_a_start() {
    let running = Running::new();
    running.with(&[("side        = \"agency\"", "side = \"agency\"\nholidays = \"FR\"")]).unwrap();
    let after = NaiveDate::from_ymd_opt(2031, 1, 2).unwrap();
    let refused = again(&running.started, &running.started.setting, &[Network::Matrix], BUILT, after).unwrap_err();
    assert!(
        refused.to_string().contains("organisation.holidays: this version knows no holidays of FR after 2030-12-31")
    );
}

#[test]
fn what_a_running_bot_cannot_change_is_told_and_left_for_the_next_start() {
    let running = Running::new();
    let again = running
        .with(&[
            ("sqlite://liaison.db", "sqlite://other.db"),
            ("homeserver      = \"https://matrix.agency.example\"", "homeserver = \"https://elsewhere.example\""),
            ("# [discord]\n# token_file =", "[discord]\ntoken = \"hunter2\" #"),
            ("at   = \"matrix:#unit-and-videos:agency.example\"", "at = \"discord:118\""),
        ])
        .unwrap();
    let [store, matrix, discord, room] = again.later.as_slice() else { panic!("{:?}", again.later) };
    assert!(store.starts_with("store: ") && matrix.starts_with("matrix: ") && discord.starts_with("discord: "));
    assert_eq!(room, "room discord:118: its network is served from the next start on");
    assert!(!format!("{:?}", (&again.later, &again.changed)).contains("hunter2"));
    assert_eq!(again.setting.desks[0].rooms.len(), 1, "it is not half served");
    assert_eq!(again.changed, ["desk videos: room matrix:#unit-and-videos:agency.example removed"]);
}
