//! One door for every request: recorded, judged by the faults that the test ordered, authorised, handled, answered.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use crate::asked::{Answer, Asked};
use crate::faults::{Fate, Scope, bucket};
use crate::line::Line;
use crate::record::{Rejection, Request as Recorded};
use crate::refusal::Refusal;
use crate::rest::{Handled, reading, routes};
use crate::shared::Shared;
use crate::world::World;

/// How many requests a bucket has, as the headers tell it. Nothing is enforced: limits are what a test orders.
const IN_A_BUCKET: u64 = 1000;
const LIMITED: &str = "You are being rate limited.";

pub(crate) async fn enter(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let read = reading::read(&shared, request).await;
    let (asked, unread) = match read {
        Ok(asked) => (asked, None),
        Err((asked, refusal)) => (asked, Some(refusal)),
    };
    let now = shared.look(|world| world.clock.now());
    let (number, fate) = shared.with(|world| world.arrive(&asked, query));
    let (after, lost) = match fate {
        Fate::Handled { after, lost } => (after, lost),
        Fate::Limited { wait, scope } => {
            shared.with(|world| world.left(number, &asked, &Refusal::new(429, 0, LIMITED), true));
            return limited(&asked, now, wait, scope);
        }
        Fate::Failed(status) => {
            let refusal = Refusal::new(status, 0, "ordered by the test");
            shared.with(|world| world.left(number, &asked, &refusal, true));
            return respond(Err(refusal), &asked, now);
        }
    };
    if !after.is_zero() {
        tokio::time::sleep(after).await;
    }
    let handled = shared.with(|world| world.serve(number, &asked, unread));
    if lost {
        line.hang_up();
    }
    respond(handled, &asked, now)
}

impl World {
    fn arrive(&mut self, asked: &Asked, query: String) -> (usize, Fate) {
        let path = format!("/{}", asked.path.join("/"));
        let (method, body, at) = (asked.method.clone(), asked.body.clone(), self.clock.now());
        self.record.requests.push(Recorded { method, path, query, body, at, status: None });
        let fate = self.fate(&asked.method, &asked.path);
        (self.record.requests.len() - 1, fate)
    }

    fn serve(&mut self, number: usize, asked: &Asked, unread: Option<Refusal>) -> Handled {
        let open = matches!(asked.path.first().map(String::as_str), Some("interactions" | "webhooks" | "attachments"))
            || asked.path.len() == 1 && asked.path.first().is_some_and(|first| first == "gateway");
        let handled = if !open && !self.knows(asked.authorization.as_deref()) {
            Err(Refusal::unauthorized())
        } else if let Some(refusal) = unread {
            Err(refusal)
        } else {
            routes::route(self, asked)
        };
        match &handled {
            Err(refusal) => self.left(number, asked, refusal, false),
            Ok(answer) => {
                self.record.answered(number, if let Answer::Json(status, _) = answer { *status } else { 204 })
            }
        }
        handled
    }

    fn knows(&self, authorization: Option<&str>) -> bool {
        let shown = authorization.and_then(|text| text.strip_prefix("Bot "));
        self.token.is_some() && shown == self.token.as_deref()
    }

    /// A request that was refused.
    fn left(&mut self, number: usize, asked: &Asked, refusal: &Refusal, ordered: bool) {
        self.record.answered(number, refusal.status);
        let errors = refusal.errors.as_ref().map(|errors| format!(": {errors}")).unwrap_or_default();
        self.record.rejections.push(Rejection {
            what: format!("{} /{}", asked.method, asked.path.join("/")),
            status: refusal.status,
            code: refusal.code,
            why: format!("{}{errors}", refusal.message),
            ordered,
        });
    }
}

fn respond(handled: Handled, asked: &Asked, now: u64) -> Response {
    let mut response = match handled {
        Ok(Answer::Nothing) => plain(204, Body::empty()),
        Ok(Answer::Json(status, body)) => json_response(status, &body),
        Ok(Answer::Bytes(bytes)) => plain(200, Body::from(bytes)),
        Err(refusal) => json_response(refusal.status, &refusal.body()),
    };
    rate_headers(response.headers_mut(), asked, now, IN_A_BUCKET - 1, 1.0);
    response
}

fn limited(asked: &Asked, now: u64, wait: Duration, scope: Scope) -> Response {
    let seconds = wait.as_secs_f64();
    let global = scope == Scope::Global;
    let mut response = json_response(429, &json!({ "message": LIMITED, "retry_after": seconds, "global": global }));
    let headers = response.headers_mut();
    rate_headers(headers, asked, now, 0, seconds);
    set(headers, "x-ratelimit-scope", scope.name());
    set(headers, "retry-after", &seconds.ceil().to_string());
    if global {
        set(headers, "x-ratelimit-global", "true");
    }
    response
}

fn plain(status: u16, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

fn json_response(status: u16, body: &Value) -> Response {
    let mut response = plain(status, Body::from(body.to_string()));
    set(response.headers_mut(), header::CONTENT_TYPE.as_str(), "application/json");
    response
}

fn rate_headers(headers: &mut HeaderMap, asked: &Asked, now: u64, remaining: u64, reset_after: f64) {
    let bucket = bucket(&asked.method, &asked.path);
    let number = bucket.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    // Libraries tell Discord's own 429 from a proxy's by this.
    set(headers, "via", "1.1 counterpart");
    set(headers, "x-ratelimit-limit", &IN_A_BUCKET.to_string());
    set(headers, "x-ratelimit-remaining", &remaining.to_string());
    set(headers, "x-ratelimit-reset-after", &format!("{reset_after:.3}"));
    set(headers, "x-ratelimit-reset", &format!("{:.3}", now as f64 / 1000.0 + reset_after));
    set(headers, "x-ratelimit-bucket", &format!("{number:016x}"));
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = value.parse() {
        headers.insert(name, value);
    }
}
