//! The pages, and what is answered to whatever asks for something else.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::{Method, Response, StatusCode};

use crate::health::health;
use crate::metrics::metrics;
use crate::observer::Observer;
use crate::ready::{readiness, unseen};

const WORDS: &str = "text/plain; charset=utf-8";
/// What Prometheus asks for, by its version.
const FIGURES: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The answer to one request. What else stands in it, and what it brings along, is not read.
pub(crate) async fn page(observer: &Observer, method: &Method, path: &str) -> Response<Full<Bytes>> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut refused = answer(StatusCode::METHOD_NOT_ALLOWED, WORDS, "these pages can only be read: GET or HEAD\n");
        refused.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    match path {
        "/healthz" => match health(observer.turned_at(), observer.now()) {
            Ok(()) => answer(StatusCode::OK, WORDS, "ok\n"),
            Err(words) => answer(StatusCode::SERVICE_UNAVAILABLE, WORDS, format!("{words}\n")),
        },
        "/readyz" => {
            let judged = observer.look().await.map_or_else(unseen, |vitals| readiness(&vitals));
            let status = if judged.is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            answer(status, WORDS, judged.text())
        }
        "/metrics" => match observer.look().await {
            Some(vitals) => answer(StatusCode::OK, FIGURES, metrics(&vitals, &readiness(&vitals))),
            None => answer(StatusCode::SERVICE_UNAVAILABLE, WORDS, unseen().text()),
        },
        _ => answer(StatusCode::NOT_FOUND, WORDS, "there is /healthz, /readyz and /metrics\n"),
    }
}

fn answer(status: StatusCode, kind: &'static str, text: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(text.into()));
    *answer.status_mut() = status;
    let about: [(HeaderName, &'static str); 3] =
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    answer.headers_mut().extend(about.map(|(name, value)| (name, HeaderValue::from_static(value))));
    answer
}
