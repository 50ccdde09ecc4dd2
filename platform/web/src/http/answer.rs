//! Turns what a handler gave back into an HTTP response.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::{Capacity, FieldError, Problem};

use super::{problem_page, shell};
use crate::answer::{DOCX, Done, Download, Face, Rejection, Rendered, XLSX};
use crate::cookies;
use crate::scene::Scene;
use crate::session::Seen;
use crate::tokens::Scope;

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// A view in the face that was asked for.
pub(super) fn rendered(scene: &Scene, rendered: Rendered, status: StatusCode) -> Response {
    match rendered {
        Rendered::Html { title, content } => {
            let whole =
                if scene.face == Face::Fragment { Ok(content) } else { shell::wrap(scene, title, content) };
            let mut response = match whole {
                Ok(html) => body(status, HTML, html.into_bytes()),
                Err(problem) => return self::problem(scene, &problem, None),
            };
            if scene.flash.is_some() && scene.face == Face::Page {
                set_cookie(&mut response, &cookies::set(cookies::FLASH, "", Some(0), false));
            }
            response
        }
        Rendered::Json(bytes) => body(status, JSON, bytes),
        Rendered::Sheets { name, sheets } => {
            written(scene, format!("{name}.xlsx"), XLSX, (scene.site.write_sheet)(&sheets))
        }
        Rendered::Paper { name, paper } => {
            written(scene, format!("{name}.docx"), DOCX, (scene.site.write_paper)(&paper))
        }
        Rendered::File(download) => file(download),
        Rendered::Inline(download) => inline(download),
        Rendered::Redirect { to, cookies } => {
            let mut response = see_other(&to);
            cookies.iter().for_each(|cookie| set_cookie(&mut response, cookie));
            response
        }
    }
}

/// A file that was made for this request.
fn written(scene: &Scene, name: String, mime: &'static str, bytes: Result<Vec<u8>, String>) -> Response {
    match bytes {
        Ok(bytes) => file(Download { name, mime, bytes }),
        Err(error) => problem(scene, &Problem::Unexpected(error), None),
    }
}

/// Tells the outer layer that the session or token was used, so that it can be noted after the answer is on its way. A
/// person's session lives by the pages they open, not by what a page asks for by itself.
pub(super) fn remember_seen(scene: &Scene, response: &mut Response) {
    let by_token = matches!(scene.seen, Some(Seen::Token(..)));
    if let Some(seen) = scene.seen.clone().filter(|_| by_token || is_html(response)) {
        response.extensions_mut().insert(seen);
    }
}

fn is_html(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value == HTML)
}

/// What is open before everything is settled that must be settled first.
const FREE: [&str; 5] = ["/sign-in", "/sign-out", "/language", "/look", "/openapi.json"];
/// What belongs to the account's holder in person: neither a program nor somebody who acts for another gets there.
const OWN: [&str; 6] =
    ["/me/password", "/me/second-factor", "/me/tokens", "/me/acting", "/acting/", "/notices/preferences"];

/// What stands before every handler: whoever signs in with a password that somebody else set must choose their own first,
/// and whoever's role asks for a second factor must set one up; programs and delegates keep off the account itself.
pub(super) fn before(scene: &Scene, writes: bool) -> Option<Response> {
    let within = |paths: &[&str]| paths.iter().any(|path| scene.path.starts_with(path));
    if let Some(scope) = scene.token {
        let say = if within(&OWN) || within(&["/sign-in", "/sign-out"]) {
            "token-not-here"
        } else if writes && scope != Scope::Write {
            "token-reads-only"
        } else {
            return None;
        };
        return Some(problem(scene, &Problem::refused(say), Some(StatusCode::FORBIDDEN)));
    }
    let acts = scene.principal.as_ref().is_some_and(|who| matches!(who.capacity, Capacity::For { .. }));
    if acts && within(&OWN) && !scene.path.starts_with("/acting/stop") {
        return Some(problem(scene, &Problem::refused("acting-not-here"), None));
    }
    let (to, say) = if scene.first_password {
        ("/me/password", "password-first")
    } else if scene.factor_first {
        ("/me/second-factor", "factor-required")
    } else {
        return None;
    };
    if within(&FREE) || within(&[to, "/acting/stop"]) {
        return None;
    }
    Some(match scene.face {
        Face::Page | Face::Fragment => see_other(to),
        Face::Json | Face::Sheet | Face::Paper => problem(scene, &Problem::refused(say), None),
    })
}

/// A finished write.
pub(super) fn done(scene: &Scene, done: Done) -> Response {
    let mut response = if scene.face == Face::Json {
        let status = if done.created { StatusCode::CREATED } else { StatusCode::OK };
        let mut response = body(status, JSON, serde_json::to_vec(&done.view).unwrap_or_default());
        if let Ok(to) = HeaderValue::from_str(&done.to) {
            response.headers_mut().insert(header::LOCATION, to);
        }
        response
    } else if let Some(page) = done.shown {
        rendered(scene, *page, if done.created { StatusCode::CREATED } else { StatusCode::OK })
    } else {
        let mut response = see_other(&done.to);
        if let Some(say) = &done.say {
            set_cookie(&mut response, &cookies::set(cookies::FLASH, &cookies::pack(say), Some(60), false));
        }
        response
    };
    done.cookies.iter().for_each(|cookie| set_cookie(&mut response, cookie));
    response
}

/// A write that was not carried out.
pub(super) fn rejection(scene: &Scene, rejection: Rejection) -> Response {
    match rejection {
        Rejection::Problem(problem) => self::problem(scene, &problem, None),
        Rejection::Form { errors, .. } if scene.face == Face::Json => {
            problem(scene, &Problem::Invalid(errors), None)
        }
        Rejection::Form { page, .. } => rendered(scene, *page, StatusCode::UNPROCESSABLE_ENTITY),
    }
}

/// A problem: a calm page for people, problem+json for programs, the sign-in page for whoever should sign in.
pub(super) fn problem(scene: &Scene, problem: &Problem, status: Option<StatusCode>) -> Response {
    let status = status
        .or_else(|| StatusCode::from_u16(problem.status()).ok())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Problem::Unexpected(detail) = problem {
        tracing::error!(request = %scene.request, detail, path = %scene.path, "unexpected");
    }
    let mut response = match (scene.face, problem) {
        (Face::Json | Face::Sheet | Face::Paper, _) => {
            let document = problem_page::document(scene, problem, status.as_u16());
            body(status, PROBLEM, serde_json::to_vec(&document).unwrap_or_default())
        }
        (Face::Page, Problem::SignInNeeded) => see_other(&problem_page::sign_in_first(&scene.path)),
        (Face::Page | Face::Fragment, _) => match problem_page::page(scene, problem, status.as_u16()) {
            Ok(html) => body(status, HTML, html.into_bytes()),
            Err(_) => super::plain(StatusCode::INTERNAL_SERVER_ERROR, "unexpected\n"),
        },
    };
    if let Problem::TooMany(seconds) = problem
        && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// Errors of fields in the words of the reader.
pub(super) fn field_errors(scene: &Scene, errors: &[FieldError]) -> Vec<(String, String)> {
    errors.iter().map(|error| (error.field.clone(), scene.words.say(&error.say))).collect()
}

fn body(status: StatusCode, mime: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept, hx-request, cookie"));
    response
}

fn file(download: Download) -> Response {
    disposed("attachment", download)
}

/// Nothing that stands in the file may load anything or act on this site; the browser's own reader needs its plug-in.
const SHOWN: &str = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

fn inline(download: Download) -> Response {
    let mut response = disposed("inline", download);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SHOWN));
    response
}

fn disposed(how: &str, download: Download) -> Response {
    let mut response = body(StatusCode::OK, download.mime, download.bytes);
    let encoded: String = download.name.bytes().map(percent).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("{how}; filename*=UTF-8''{encoded}")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A byte as RFC 5987 wants it in a file name.
pub(crate) fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

fn see_other(to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
    response
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(HeaderName::from_static("set-cookie"), value);
    }
}
