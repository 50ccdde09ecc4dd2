//! Requests that leave no trace: no cookie is read, no session looked up, no number given, no line logged, and nothing of the
//! request but its body reaches the handler.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use http_body_util::{BodyExt, Limited};
use kernel::{Chance, Clock};
use store::Db;

use crate::site::Site;

/// What the handler of a quiet route has in hand.
pub struct Quiet {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub chance: Arc<dyn Chance>,
}

impl std::fmt::Debug for Quiet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Quiet")
    }
}

/// What it answers: a status and a JSON document.
#[derive(Debug, Clone)]
pub struct QuietAnswer {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
}

impl QuietAnswer {
    /// A refusal: `{ "error": "<code>" }`.
    pub fn error(status: u16, code: &str) -> Self {
        Self { status, body: format!("{{\"error\":\"{code}\"}}").into_bytes() }
    }
}

type Hear = dyn Fn(&Quiet, &[u8]) -> QuietAnswer + Send + Sync;

/// Reads the body and lets the handler answer on a thread that may wait.
pub(crate) async fn hear(site: Arc<Site>, handler: Arc<Hear>, limit: usize, request: Request) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_json =
        kind.is_some_and(|kind| kind.split(';').next().unwrap_or_default().trim() == "application/json");
    if !is_json {
        return respond(QuietAnswer::error(400, "malformed"));
    }
    let bytes = match Limited::new(request.into_body(), limit).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            return respond(QuietAnswer::error(413, "too_large"));
        }
        Err(_) => return respond(QuietAnswer::error(400, "malformed")),
    };
    let answer = tokio::task::spawn_blocking(move || {
        let quiet =
            Quiet { db: site.db.clone(), clock: Arc::clone(&site.clock), chance: Arc::clone(&site.chance) };
        handler(&quiet, &bytes)
    });
    // A panic says so in the log by itself, without what was sent.
    respond(answer.await.unwrap_or_else(|_| QuietAnswer::error(503, "busy")))
}

fn respond(answer: QuietAnswer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let mut put =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    put(header::CONTENT_TYPE, "application/json");
    put(header::CACHE_CONTROL, "no-store");
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    put(header::REFERRER_POLICY, "no-referrer");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    response
}
