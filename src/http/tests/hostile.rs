//! Clients that are slow, that never ask, that ask for too much or come in herds: each costs a little for a while, and
//! whoever asks soundly is answered all the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "what the pages say is for another file")]
mod support;

use std::time::Duration;

use liaison_http::{AT_MOST, Listening};
use support::{Bot, rest, served, status, well};
use tokio::io::AsyncWriteExt as _;
use tokio::time::timeout;

/// Longer than any connection lives.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn five_hundred_connections_that_never_ask_keep_nobody_from_being_answered() {
    let pages = served(&Bot::that_is(well())).await;
    let mut idle = Vec::new();
    for _ in 0..500 {
        idle.push(pages.open().await);
    }
    assert_eq!(timeout(PATIENCE, pages.get("/healthz")).await.unwrap().0, 200);
    let mut cut = 0;
    for stream in idle.iter_mut().take(500 - AT_MOST) {
        cut += usize::from(timeout(PATIENCE, rest(stream)).await.is_ok_and(|text| text.is_empty()));
    }
    assert_eq!(cut, 500 - AT_MOST, "the oldest made room");
}

#[tokio::test]
async fn a_client_that_never_ends_its_headers_is_cut_off() {
    let pages = served(&Bot::that_is(well())).await;
    let mut silent = pages.open().await;
    let mut slow = pages.open().await;
    slow.write_all(b"GET /metrics HTTP/1.1\r\nhost: a\r\nx-").await.unwrap();
    for stream in [&mut silent, &mut slow] {
        let told = timeout(PATIENCE, rest(stream)).await.unwrap();
        assert!(told.is_empty() || status(&told) == 408, "{told}");
    }
    assert_eq!(pages.get("/healthz").await.0, 200);
}

#[tokio::test]
async fn a_header_of_a_mebibyte_and_a_line_without_end_are_refused() {
    let pages = served(&Bot::that_is(well())).await;
    let long = "a".repeat(1 << 20);
    for request in [
        format!("GET /metrics HTTP/1.1\r\nhost: a\r\nx-long: {long}\r\n\r\n"),
        format!("GET /{long} HTTP/1.1\r\nhost: a\r\n\r\n"),
        long,
    ] {
        let mut stream = pages.open().await;
        // It may be cut off while it is still being sent.
        let _sent = stream.write_all(request.as_bytes()).await;
        let told = timeout(PATIENCE, rest(&mut stream)).await.unwrap();
        assert!(told.is_empty() || (400..500).contains(&status(&told)), "{told}");
    }
    assert_eq!(pages.get("/healthz").await.0, 200);
}

#[tokio::test]
async fn what_is_no_request_is_refused_and_a_body_is_not_awaited() {
    let pages = served(&Bot::that_is(well())).await;
    for request in
        [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"[..], b"\r\n\r\n\0\0\r\n\r\n", b"GET\r\n\r\n"]
    {
        let told = timeout(PATIENCE, pages.says(request)).await.unwrap();
        assert!(told.is_empty() || status(&told) == 400, "{told}");
    }
    let promised = b"GET /healthz HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000000\r\n\r\n";
    assert_eq!(status(&timeout(PATIENCE, pages.says(promised)).await.unwrap()), 200);
    let two = b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\nGET /healthz HTTP/1.1\r\nhost: a\r\n\r\n";
    let told = timeout(PATIENCE, pages.says(two)).await.unwrap();
    assert_eq!(told.matches("HTTP/1.1 ").count(), 1, "one request a connection: {told}");
}

#[tokio::test(start_paused = true)]
async fn a_bot_that_does_not_answer_is_not_ready_and_still_healthy() {
    let pages = served(&Bot::that_hangs()).await;
    assert_eq!(pages.get("/healthz").await.0, 200);
    for path in ["/readyz", "/metrics"] {
        let (status, text) = pages.get(path).await;
        assert!(status == 503 && text.contains("it has not answered for 5 s"), "{path}: {text}");
    }
}

#[tokio::test]
async fn an_address_that_somebody_has_is_named_with_what_to_do() {
    let pages = served(&Bot::that_is(well())).await;
    let told = Listening::on(pages.at).await.unwrap_err().to_string();
    assert!(told.starts_with(&format!("nothing can be served on {} ([http] listen): ", pages.at)), "{told}");
    assert!(told.ends_with("; end what listens there, or write another address of this machine"), "{told}");
}
