//! Opening the door: once, again, and with what does not fit.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use liaison_chat::{DeviceTrust, Said, Secret};
use liaison_matrix::{Credential, MatrixConfig, MatrixDoor, MatrixError};
use serde_json::json;

use super::opened::{Bot, PASSWORD, federation, person, shared_room};
use super::support::nio::Nio;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test(flavor = "multi_thread")]
async fn the_device_is_made_once_cross_signed_and_restored() {
    let servers = federation();
    let amal = person(&servers.a, "once_amal", false);
    let mut bot = Bot::new(&servers.a, "once_bot");
    let folder = bot.config().state_dir;
    let room = shared_room(&mut bot, &amal, true).await;
    bot.inbox.hears(&amal.say(&room, "!help")).await;
    bot.stop().await;

    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (session, key) = (read("session.json"), read("recovery-key"));
    assert_eq!(
        (mode(&folder), mode(&folder.join("session.json")), mode(&folder.join("recovery-key"))),
        (0o700, 0o600, 0o600)
    );
    assert!(key.trim().len() > 40, "a recovery key");
    let query = json!({ "device_keys": { bot.user.clone(): [] } });
    let (_, keys) = amal.api("POST", "/v3/keys/query", Some(query));
    let devices = keys["device_keys"][&bot.user].as_object().unwrap();
    assert_eq!(devices.len(), 1);
    let signatures = devices.values().next().unwrap()["signatures"][&bot.user].as_object().unwrap();
    assert_eq!(signatures.len(), 2, "signed by itself and by its owner: {signatures:?}");

    bot.start_and_catch_up().await;
    bot.inbox.hears(&amal.say(&room, "!help")).await;
    bot.stop().await;
    assert_eq!((read("session.json"), read("recovery-key")), (session, key));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_that_does_not_fit_is_named() {
    let servers = federation();
    let bot = Bot::new(&servers.a, "misfit_bot");
    let good = bot.config();
    drop(MatrixDoor::open(good.clone()).await.unwrap());

    let mut config = good.clone();
    config.passphrase = Secret::new("another");
    assert!(matches!(MatrixDoor::open(config).await, Err(MatrixError::WrongPassphrase(_))));
    let mut config = good.clone();
    config.user = servers.a.user_id("somebody_else");
    assert!(matches!(MatrixDoor::open(config).await, Err(MatrixError::AnothersState { .. })));
    drop(MatrixDoor::open(good.clone()).await.expect("nothing of it did any harm"));

    let elsewhere = good.state_dir.join("elsewhere");
    let mut config = good.clone();
    config.state_dir.clone_from(&elsewhere);
    config.credential = Credential::Password(Secret::new("wrong"));
    assert!(matches!(MatrixDoor::open(config.clone()).await, Err(MatrixError::WrongPassword(_))));
    config.credential = Credential::Token { token: Secret::new("syt_wrong"), device_id: "DEVICE".to_owned() };
    assert!(matches!(MatrixDoor::open(config.clone()).await, Err(MatrixError::TokenRefused(_))));
    config.homeserver = "http://127.0.0.1:9".to_owned();
    assert!(matches!(MatrixDoor::open(config.clone()).await, Err(MatrixError::Unreachable { .. })));
    config.homeserver = "matrix".to_owned();
    assert!(matches!(MatrixDoor::open(config.clone()).await, Err(MatrixError::NotAnAddress(_))));
    config.user = "liaison".to_owned();
    assert!(matches!(MatrixDoor::open(config).await, Err(MatrixError::NotAUser(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_device_is_refused_beside_the_live_one_and_after_it() {
    let servers = federation();
    let amal = person(&servers.a, "copied_amal", true);
    let mut bot = Bot::new(&servers.a, "copied_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    bot.stop().await;
    let copy = tempfile::tempdir().unwrap();
    let folder = bot.config().state_dir;
    let copied = Command::new("cp").arg("-a").arg(&folder).arg(copy.path()).status().unwrap();
    assert!(copied.success());
    bot.start_and_catch_up().await;
    let restored = MatrixConfig { state_dir: copy.path().join("state"), ..bot.config() };
    let refused = MatrixDoor::open(restored.clone()).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refused.contains("has been used from elsewhere") && refused.contains("recovery-key"), "{refused}");
    bot.inbox.hears(&amal.say(&room, "!help")).await;
    bot.stop().await;
    let refused = MatrixDoor::open(restored.clone()).await.err();
    assert!(matches!(refused, Some(MatrixError::UsedElsewhere(_))), "{refused:?}");
    // As the refusal says: a new device, by the recovery key.
    let new = copy.path().join("new");
    std::fs::create_dir(&new).unwrap();
    std::fs::copy(folder.join("recovery-key"), new.join("recovery-key")).unwrap();
    assert!(MatrixDoor::open(MatrixConfig { state_dir: new, ..restored }).await.is_ok());
    // The live one goes on where it was.
    bot.start_and_catch_up().await;
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_opens_the_door_to_its_own_device_alone() {
    let servers = federation();
    let mut bot = Bot::new(&servers.a, "token_bot");
    let amal = person(&servers.a, "token_amal", false);
    let login = json!({ "type": "m.login.password", "identifier": { "type": "m.id.user", "user": bot.user }, "password": PASSWORD });
    let (_, answer) = amal.api("POST", "/v3/login", Some(login));
    let field = |name: &str| answer[name].as_str().unwrap().to_owned();
    let mut config = bot.config();
    config.credential = Credential::Token { token: Secret::new(field("access_token")), device_id: "OTHER".to_owned() };
    assert!(matches!(MatrixDoor::open(config.clone()).await, Err(MatrixError::TokenOfAnother { .. })));
    config.credential = Credential::Token { token: Secret::new(field("access_token")), device_id: field("device_id") };
    drop(MatrixDoor::open(config.clone()).await.unwrap());
    drop(MatrixDoor::open(config.clone()).await.expect("the same device again"));
    fs::remove_dir_all(config.state_dir.join("store")).unwrap();
    assert!(matches!(MatrixDoor::open(config).await, Err(MatrixError::DeviceLost(_))));
    bot.configure(&[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_the_homeserver_ends_ends_the_door_and_a_new_start_reads_the_old_rooms() {
    let servers = federation();
    let amal = person(&servers.a, "ended_amal", true);
    let mut bot = Bot::new(&servers.a, "ended_bot");
    let room = shared_room(&mut bot, &amal, true).await;
    let said = amal.say(&room, "!help");
    bot.inbox.hears(&said).await;
    let session = fs::read_to_string(bot.config().state_dir.join("session.json")).unwrap();
    let token: serde_json::Value = serde_json::from_str(&session).unwrap();
    log_out(&servers.a.url(), token["access_token"].as_str().unwrap());
    assert!(matches!(bot.has_ended().await, Err(MatrixError::SignedOut(_))));

    // A new device with an ear that forgot: what it reads of old, the recovery key has opened.
    bot.inbox = std::sync::Arc::new(super::inbox::Inbox::new());
    bot.start_and_catch_up().await;
    let heard = bot.inbox.hears(&said).await;
    assert_eq!((heard.said, heard.device), (Said::Text("!help".to_owned()), DeviceTrust::NotConfirmed));
    // The client of amal gives its old session's key to no new device; her next one does.
    let again = Nio::login(&servers.a, "ended_amal", PASSWORD);
    bot.inbox.hears(&again.say(&room, "!help again")).await;
    bot.stop().await;
}

/// As an administrator would, who no longer trusts the device.
fn log_out(homeserver: &str, token: &str) {
    use std::io::{Read, Write};
    let address = homeserver.strip_prefix("http://").unwrap().trim_end_matches('/');
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let head = "POST /_matrix/client/v3/logout HTTP/1.0\r\nHost: localhost\r\nContent-Length: 2\r\n";
    write!(stream, "{head}Authorization: Bearer {token}\r\n\r\n{{}}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.0 200") || answer.starts_with("HTTP/1.1 200"), "{answer}");
}
