//! SIGHUP to the program as it runs: the file is read again, and the log says what came of it. The homeserver does not answer:
//! no service is needed for it.

use rustix::process::Signal;

use crate::program::{SOUND, folder_with, write_private};
use crate::running::Running;

#[test]
fn a_hangup_reads_the_file_again_and_a_wrong_one_is_refused_whole() {
    let sound = SOUND.replace("https://matrix.agency.example", "http://127.0.0.1:9");
    let folder = folder_with(&sound);
    let file = folder.path().join("liaison.toml");
    let mut running = Running::begin(folder.path());
    running.until("it is tried again in");

    write_private(&file, &sound.replace("15 min", "20 min").replace("PHAROS-14", "PHAROS-15"));
    running.signal(Signal::HUP);
    let told = running.until("the configuration was read again").join("\n");
    assert!(told.contains("organisation pharos: member amal: alias PHAROS-14 → PHAROS-15"), "{told}");
    assert!(told.contains("target of removal_referral, urgent: acknowledge 15 min → 20 min"), "{told}");

    write_private(&file, &sound.replace("15 min", "25 min").replace("prefix =", "prefx ="));
    running.signal(Signal::HUP);
    let told = running.until("the configuration was not taken over").join("\n");
    assert!(told.contains("desk.prefx: there is no such key; the nearest is prefix"), "{told}");
    assert!(!told.contains("25 min"), "{told}");

    write_private(&file, &sound.replace("15 min", "25 min"));
    running.signal(Signal::HUP);
    let told = running.until("the configuration was read again").join("\n");
    assert!(
        told.contains("acknowledge 20 min → 25 min"),
        "what was taken over before is what it is compared with: {told}"
    );
    assert!(!told.contains("hunter2"), "{told}");

    running.signal(Signal::TERM);
    running.until("told to stop");
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
}
