//! Reads a request: its path, its query, and its body, as JSON or as a form with files.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use serde_json::Value;

use crate::asked::{Asked, File, decode, parameters};
use crate::refusal::Refusal;
use crate::shared::Shared;

/// More than ten files of ten megabytes.
const LARGEST: usize = 120 * 1024 * 1024;
const PREFIX: &str = "/api/v10/";

/// A request, or what could be read of it and why it is refused.
pub(crate) async fn read(shared: &Shared, request: Request) -> Result<Asked, (Asked, Refusal)> {
    let asked = head(&request);
    let kind = text(&request, &header::CONTENT_TYPE).unwrap_or_default();
    let body = match kind.starts_with("multipart/form-data") {
        true => form(shared, request).await,
        false => json(&kind, request).await,
    };
    match body {
        Ok((body, files)) => Ok(Asked { body, files, ..asked }),
        Err(refusal) => Err((asked, refusal)),
    }
}

/// All but the body.
fn head(request: &Request) -> Asked {
    let path = request.uri().path();
    let file = path.strip_prefix('/').filter(|path| path.starts_with("attachments/"));
    let below = path.strip_prefix(PREFIX).or(file).unwrap_or_default();
    Asked {
        method: request.method().to_string(),
        path: below.split('/').filter(|part| !part.is_empty()).map(decode).collect(),
        query: parameters(request.uri().query().unwrap_or_default()),
        body: Value::Null,
        files: Vec::new(),
        authorization: text(request, &header::AUTHORIZATION),
    }
}

fn text(request: &Request, name: &header::HeaderName) -> Option<String> {
    request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

type Body = Result<(Value, Vec<(u64, File)>), Refusal>;

async fn json(kind: &str, request: Request) -> Body {
    let bytes = to_bytes(request.into_body(), LARGEST).await.map_err(|_| Refusal::not_json())?;
    if bytes.is_empty() {
        return Ok((Value::Null, Vec::new()));
    }
    if !kind.starts_with("application/json") {
        let why = format!("Expected \"Content-Type\" header to be one of {{'application/json'}}, not {kind:?}.");
        return Err(Refusal::form("", "CONTENT_TYPE_INVALID", why));
    }
    serde_json::from_slice(&bytes).map(|body| (body, Vec::new())).map_err(|_| Refusal::not_json())
}

async fn form(shared: &Shared, request: Request) -> Body {
    let broken = |_| Refusal::not_json();
    let mut request = request;
    request.extensions_mut().insert(axum::extract::DefaultBodyLimit::max(LARGEST));
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Refusal::not_json())?;
    let (mut body, mut files) = (Value::Null, Vec::new());
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let (file_name, content_type) = (part.file_name().map(str::to_owned), part.content_type().map(str::to_owned));
        let bytes = part.bytes().await.map_err(broken)?;
        let number = name.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']'));
        match number.and_then(|number| number.parse().ok()) {
            Some(number) => {
                let id = shared.with(|world| world.next_id());
                let name = file_name.unwrap_or_else(|| "unknown".to_owned());
                files.push((number, File { id, name, content_type, bytes: bytes.to_vec() }));
            }
            None if name == "payload_json" => {
                body = serde_json::from_slice(&bytes).map_err(|_| Refusal::not_json())?;
            }
            None => {}
        }
    }
    Ok((body, files))
}
