//! One's own second factor: begin, confirm, recovery codes, take away.

use askama::Template;
use kernel::{FieldError, Moment, Problem, Role, Say, SignedIn, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actions::{self, Tried, owner, try_code};
use super::{record, rules};
use crate::accounts;
use crate::answer::{Done, Page, Rejection};
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::site::Site;
use crate::words::Words;

const HERE: &str = "/me/second-factor";

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/me/second-factor", SignedIn, show)
        .post("/me/second-factor", SignedIn, begin)
        .post("/me/second-factor/confirmation", SignedIn, confirm)
        .post("/me/second-factor/codes", SignedIn, new_codes)
        .post("/me/second-factor/removal", SignedIn, remove)
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

/// What an app is given.
#[derive(Serialize, JsonSchema)]
struct Secret {
    /// To be typed.
    text: String,
    /// To be followed on the telephone itself.
    address: String,
    /// The picture, as the path of an SVG.
    #[serde(skip)]
    path: String,
    #[serde(skip)]
    side: usize,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "second_factor.html")]
struct Factor {
    #[serde(skip)]
    words: Words,
    /// `none`, `begun` or `confirmed`.
    state: &'static str,
    /// Whether one of the reader's roles asks for it.
    required: bool,
    secret: Option<Secret>,
    codes_left: i64,
    /// The server's clock, by which codes are judged.
    clock: String,
    errors: Vec<(String, String)>,
}

impl Factor {
    fn error(&self, field: &str) -> String {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

impl Page for Factor {
    fn title(&self) -> String {
        self.words.t("factor-title")
    }
}

/// Recovery codes, shown this once.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "recovery_codes.html")]
struct Codes {
    #[serde(skip)]
    words: Words,
    codes: Vec<String>,
}

impl Page for Codes {
    fn title(&self) -> String {
        self.words.t("factor-codes-title")
    }
}

/// Whether the site asks holders of one of these roles for a second factor.
pub(crate) fn required(site: &Site, roles: impl IntoIterator<Item = Role>) -> bool {
    let wanted = &site.settings.second_factor_roles;
    !wanted.is_empty() && roles.into_iter().any(|role| wanted.contains(&role))
}

/// What of a factor the page shows, read in one go.
struct Known {
    login: String,
    factor: Option<record::Factor>,
    codes_left: i64,
}

fn known(c: &mut store::Conn, user: UserId) -> Result<Known, Problem> {
    let factor = record::find(c, user)?;
    let codes_left = if factor.is_some() { record::codes_left(c, user)? } else { 0 };
    Ok(Known { login: accounts::find(c, user)?.login, factor, codes_left })
}

/// Everything that the page needs beside what was read.
struct Frame<'a> {
    words: Words,
    site: &'a Site,
    user: UserId,
    required: bool,
    clock: String,
}

fn page(frame: Frame<'_>, known: Known, errors: &[FieldError]) -> Result<Factor, Problem> {
    let Frame { words, site, user, required, clock } = frame;
    let state = match &known.factor {
        None => "none",
        Some(factor) if !factor.confirmed => "begun",
        Some(_) => "confirmed",
    };
    let secret = match known.factor.filter(|factor| !factor.confirmed) {
        None => None,
        Some(factor) => {
            let secret = site.sealing.open(&factor.sealed, &owner(user))?;
            let address = rules::address(&secret, &site.settings.organ, &known.login);
            let (path, side) = crate::qr::qr_picture(&address)?;
            Some(Secret { text: rules::typed(&secret), address, path, side })
        }
    };
    let errors = errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect();
    Ok(Factor { words, state, required, secret, codes_left: known.codes_left, clock, errors })
}

/// A frame from either kind of context.
macro_rules! frame {
    ($cx:expr, $user:expr) => {{
        let roles = $cx.principal().map(|who| who.grants.iter().map(|grant| grant.role).collect::<Vec<_>>());
        Frame {
            words: $cx.words(),
            site: $cx.site(),
            user: $user,
            required: required($cx.site(), roles.unwrap_or_default()),
            clock: $cx.words().moment($cx.now()),
        }
    }};
}

fn show(cx: &mut Reading<'_, SignedIn>, _: Nothing) -> Result<Factor, Problem> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let known = known(cx.db, user)?;
    page(frame!(cx, user), known, &[])
}

fn begin(cx: &mut Writing<'_, SignedIn>, _: Nothing) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let mut secret = [0u8; rules::SECRET];
    cx.site().chance.fill(&mut secret);
    let sealed = cx.site().sealing.seal(&secret, &owner(user), cx.site().chance.as_ref())?;
    cx.write(move |tx| actions::begin(tx, user, &sealed))?;
    Ok(Done::to(HERE))
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Code {
    #[serde(default)]
    code: String,
}

/// The page again with what is wrong. Every wrong code or password counts like one at the sign-in, so that whoever finds
/// an open session cannot try them all.
fn again(cx: &Writing<'_, SignedIn>, user: UserId, field: &str, say: Say) -> Result<Done, Rejection> {
    let (after, window, now) =
        (cx.site().settings.lockout_after, cx.site().settings.lockout_window, cx.now());
    let locked = cx.write(move |tx| {
        let login = accounts::find(tx, user)?.login;
        accounts::count_failure(tx, &login, after, window, now)
    })?;
    if let Some(until) = locked {
        return Err(Problem::TooMany(until.0.abs_diff(now.0)).into());
    }
    let errors = vec![FieldError { field: field.into(), say }];
    let known = cx.read(move |c| known(c, user))?;
    let page = page(frame!(cx, user), known, &errors)?;
    Err(Rejection::form(page, errors))
}

fn tried(cx: &Writing<'_, SignedIn>, user: UserId, code: String) -> Result<Tried, Problem> {
    let (key, now) = (cx.site().sealing.clone(), cx.now());
    cx.read(move |c| {
        not_locked(c, user, now)?;
        try_code(c, &key, user, &code, now)
    })
}

/// Nothing is tried while the account is locked.
fn not_locked(c: &mut store::Conn, user: UserId, now: Moment) -> Result<(), Problem> {
    let until = accounts::find(c, user)?.locked_until;
    if until > now { Err(Problem::TooMany(until.0.abs_diff(now.0))) } else { Ok(()) }
}

fn confirm(cx: &mut Writing<'_, SignedIn>, input: Code) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    if cx.read(move |c| record::confirmed(c, user))? {
        return Err(Problem::refused("factor-already").into());
    }
    let tried = tried(cx, user, input.code)?;
    let codes = rules::recovery_codes(cx.site().chance.as_ref());
    let kept = codes.clone();
    if !cx.write(move |tx| actions::confirm(tx, user, &tried, &kept))? {
        return again(cx, user, "code", Say::new("factor-code-wrong"));
    }
    shown(cx, codes, "factor-confirmed")
}

/// The codes, this once.
fn shown(cx: &Writing<'_, SignedIn>, codes: Vec<String>, say: &'static str) -> Result<Done, Rejection> {
    let view = json!({ "codes": codes });
    Ok(Done::to(HERE).say(say).view(&view).created().show(Codes { words: cx.words(), codes })?)
}

fn new_codes(cx: &mut Writing<'_, SignedIn>, input: Code) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let tried = tried(cx, user, input.code)?;
    let codes = rules::recovery_codes(cx.site().chance.as_ref());
    let kept = codes.clone();
    let done = cx.write(move |tx| {
        if !record::confirmed(tx, user)? || !tried.take(tx, user)? {
            return Ok(false);
        }
        actions::keep_codes(tx, user, &kept)?;
        Ok(true)
    })?;
    if !done {
        return again(cx, user, "code", Say::new("factor-code-wrong"));
    }
    shown(cx, codes, "factor-codes-new")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Password {
    #[serde(default)]
    password: String,
}

fn remove(cx: &mut Writing<'_, SignedIn>, input: Password) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let frame = frame!(cx, user);
    if frame.required {
        return Err(Problem::refused("factor-required-stays").into());
    }
    let now = cx.now();
    let phc = cx.read(move |c| {
        not_locked(c, user, now)?;
        accounts::password_of(c, user)
    })?;
    if !accounts::password_matches(&input.password, &phc) {
        return again(cx, user, "password", Say::new("password-current-wrong"));
    }
    cx.write(move |tx| actions::reset(tx, user))?;
    Ok(Done::to(HERE).say("factor-removed"))
}
