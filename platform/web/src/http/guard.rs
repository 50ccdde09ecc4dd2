//! What surrounds every request: its number, its line in the log, the security headers, and the origin check on writes.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use kernel::Problem;

use super::ask::RequestId;
use crate::site::Site;

/// Everything from here, nothing inline, no frames.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// Marks a response whose request leaves no line in the log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unlogged;

/// Numbers the request, logs it when it is done, and adds the security headers.
pub(super) async fn headers_and_log(mut request: Request, next: Next) -> Response {
    static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    let id = format!("{:08x}", COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let started = std::time::Instant::now();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    if response.extensions_mut().remove::<Unlogged>().is_none() {
        tracing::info!(target: "jinwei::request", request = %id, %method, %path, status, micros);
    }
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(header::CONTENT_SECURITY_POLICY, POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::REFERRER_POLICY, "same-origin");
    put(header::CACHE_CONTROL, "no-store");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// Refuses a write that another site's page has sent. Every browser we support names the origin of a write; a client
/// that names none is not a browser and holds no cookie it did not mean to send.
pub(super) fn origin(site: &Site, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let refused = || Err(Problem::refused("problem-other-origin"));
    if let Some(origin) = text("origin") {
        let same = match &site.settings.public_url {
            Some(url) => origin == url.trim_end_matches('/'),
            None => {
                let host = origin.split_once("://").map(|(_, host)| host);
                host.is_some() && host == text("host")
            }
        };
        return if same { Ok(()) } else { refused() };
    }
    match text("sec-fetch-site") {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => refused(),
    }
}
