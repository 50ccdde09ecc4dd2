//! Reads what a request says of itself before anybody looks at its content: language, face, cookies, address.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use http_body_util::{BodyExt, Limited};
use kernel::{Moment, Principal, Problem};

use crate::answer::{DOCX, Face, XLSX};
use crate::cookies;
use crate::input::{File, Pairs, pairs, pairs_of_json};
use crate::routes::{FORM_LIMIT, UPLOAD_LIMIT};
use crate::scene::{Look, Scene};
use crate::site::Site;
use crate::words::Lang;

/// What is known of a request before the session is looked up.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) session: Option<String>,
    pub(crate) bearer: Option<Bearer>,
    pub(crate) half: Option<String>,
    pub(crate) lang: Lang,
    pub(crate) face: Face,
    pub(crate) look: Look,
    pub(crate) flash: Option<String>,
    pub(crate) path: String,
    pub(crate) request: String,
    pub(crate) now: Moment,
}

/// A token that a program has sent.
#[derive(Debug, Clone)]
pub(crate) struct Bearer {
    pub(crate) token: String,
    /// It stood in the address and not in the head of the request.
    pub(crate) in_address: bool,
}

/// Address of the feed, which calendar programs ask with a token in it.
const FEED: &str = "/calendar.ics";

/// The token of a request, if there is one.
fn bearer(request: &Request) -> Option<Bearer> {
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some((_, token)) =
        header.and_then(|value| value.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"))
    {
        return Some(Bearer { token: token.trim().to_owned(), in_address: false });
    }
    if request.uri().path() != FEED {
        return None;
    }
    let query = request.uri().query().unwrap_or_default();
    let token = query.split('&').find_map(|pair| pair.strip_prefix("token="))?;
    Some(Bearer { token: token.to_owned(), in_address: true })
}

/// Number given to a request by the outermost layer, for the log and the reader.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

impl Ask {
    pub(crate) fn of(site: &Site, request: &Request) -> Self {
        let headers = request.headers();
        let text =
            |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let cookie = text(header::COOKIE);
        let lang = cookies::find(cookie, cookies::LANG)
            .and_then(Lang::from_tag)
            .or_else(|| text(header::ACCEPT_LANGUAGE).split([',', ';']).find_map(Lang::from_tag))
            .unwrap_or(Lang::Zh);
        let look = cookies::find(cookie, cookies::LOOK).unwrap_or_default();
        Self {
            session: cookies::find(cookie, cookies::SESSION).map(str::to_owned),
            bearer: bearer(request),
            half: cookies::find(cookie, cookies::HALF).map(str::to_owned),
            lang,
            face: face(request),
            look: Look {
                theme: ["light", "dark"].into_iter().find(|theme| look.contains(theme)),
                large: look.contains("large"),
            },
            flash: cookies::find(cookie, cookies::FLASH).filter(|value| !value.is_empty()).map(str::to_owned),
            path: request.uri().path_and_query().map_or_else(|| "/".into(), ToString::to_string),
            request: request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
            now: site.clock.now(),
        }
    }

    /// Whether the feed of the calendar is asked for.
    pub(crate) fn is_feed(&self) -> bool {
        self.path.split('?').next() == Some(FEED)
    }

    pub(crate) fn scene(&self, site: &Arc<Site>, principal: Option<Principal>) -> Scene {
        Scene {
            site: Arc::clone(site),
            principal,
            session: self.session.clone(),
            half: self.half.clone(),
            words: site.wordbook.words(self.lang),
            face: self.face,
            now: self.now,
            look: self.look,
            path: self.path.clone(),
            flash: self.flash.clone(),
            request: self.request.clone(),
            first_password: false,
            factor_first: false,
            token: None,
            seen: None,
            news: None,
        }
    }
}

fn face(request: &Request) -> Face {
    let query = request.uri().query().unwrap_or_default();
    for pair in query.split('&') {
        match pair {
            "format=xlsx" => return Face::Sheet,
            "format=docx" => return Face::Paper,
            "format=json" => return Face::Json,
            _ => {}
        }
    }
    let headers = request.headers();
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("application/json") && !accept.contains("text/html") {
        Face::Json
    } else if accept.contains(XLSX) {
        Face::Sheet
    } else if accept.contains(DOCX) {
        Face::Paper
    } else if headers.contains_key(header::AUTHORIZATION) && !accept.contains("text/html") {
        // Whoever shows a token is a program, whatever it forgot to say.
        Face::Json
    } else if headers.contains_key("hx-request") && !headers.contains_key("hx-boosted") {
        Face::Fragment
    } else {
        Face::Page
    }
}

/// Reads a body as fields and files.
///
/// # Errors
/// [`Problem::TooLarge`], [`Problem::WrongType`], [`Problem::Malformed`].
pub(crate) async fn body(request: Request, upload: bool) -> Result<(Pairs, Vec<File>), Problem> {
    let limit = if upload { UPLOAD_LIMIT } else { FORM_LIMIT };
    let headers = request.headers().clone();
    let kind = content_type(&headers);
    let bytes = collect(request, limit).await?;
    match kind.as_str() {
        "application/x-www-form-urlencoded" => Ok((pairs(&bytes)?, Vec::new())),
        "application/json" => Ok((pairs_of_json(&bytes)?, Vec::new())),
        "" if bytes.is_empty() => Ok((Vec::new(), Vec::new())),
        "multipart/form-data" if upload => multipart(&headers, bytes).await,
        _ => Err(Problem::WrongType),
    }
}

fn content_type(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn collect(request: Request, limit: usize) -> Result<Bytes, Problem> {
    let too_large = || Problem::TooLarge(limit as u64);
    let said = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse().ok());
    if said.is_some_and(|length: usize| length > limit) {
        return Err(too_large());
    }
    match Limited::new(request.into_body(), limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(too_large()),
        Err(error) => Err(Problem::Malformed(error.to_string())),
    }
}

async fn multipart(headers: &HeaderMap, bytes: Bytes) -> Result<(Pairs, Vec<File>), Problem> {
    let malformed = |error: multer::Error| Problem::Malformed(error.to_string());
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(kind).map_err(malformed)?;
    let stream = futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(bytes) });
    let mut parts = multer::Multipart::new(stream, boundary);
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned());
        match name {
            Some(name) => {
                let bytes = part.bytes().await.map_err(malformed)?.to_vec();
                // A browser sends an empty, nameless part for a file field that was left alone.
                if !name.is_empty() || !bytes.is_empty() {
                    files.push(File { field, name, bytes });
                }
            }
            None => fields.push((field, part.text().await.map_err(malformed)?)),
        }
    }
    if fields.iter().any(|(key, value)| key.contains('\0') || value.contains('\0')) {
        return Err(Problem::Malformed("a NUL character".into()));
    }
    Ok((fields, files))
}
