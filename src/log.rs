//! The program's log, to standard error: readable on a terminal, JSON otherwise. No line holds an address, a message or a
//! secret: whoever logs passes names of things and causes, never what people wrote.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// What is logged where `LIAISON_LOG` says nothing: our own rooms' news, the libraries' warnings; but not what the Matrix
/// library calls an error where the account has nothing yet, or a device is new: the door says itself what fails.
const USUAL: &str = "warn,liaison=info,liaison_engine=info,liaison_matrix=info,liaison_discord=info,liaison_store=info,\
    matrix_sdk::http_client=off,matrix_sdk_crypto::identities=error";

/// Begins to log. Called once, by the commands that run for long.
pub(crate) fn begin() {
    let filter = EnvFilter::try_from_env("LIAISON_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        log.init();
    } else {
        log.json().init();
    }
}
