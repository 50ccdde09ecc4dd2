//! Signing in and out. An unknown login and a wrong password look and take the same.

use std::sync::Arc;

use askama::Template;
use kernel::{FieldError, Moment, Open, Problem, RecordRef, Say, SignedIn, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;

use super::switches::on_this_site;
use crate::accounts;
use crate::answer::{Done, Page, Rejection};
use crate::cookies;
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::second_factor;
use crate::session;
use crate::site::Site;
use crate::words::Words;

/// A PHC string of no account, checked when the login is unknown so that both take as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Open, form)
        .post("/sign-in", Open, sign_in)
        .get("/sign-in/code", Open, code_form)
        .post("/sign-in/code", Open, send_code)
        .post("/sign-out", SignedIn, sign_out)
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct SignIn {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "signin.html")]
struct SignInPage {
    #[serde(skip)]
    words: Words,
    login: String,
    next: String,
    error: Option<String>,
    lockout_after: i64,
    lockout_minutes: i64,
}

impl Page for SignInPage {
    fn title(&self) -> String {
        self.words.t("signin-title")
    }
}

fn form(cx: &mut Reading<'_, Open>, input: Next) -> Result<SignInPage, Problem> {
    Ok(page(&cx.words(), cx.site(), String::new(), on_this_site(&input.next), None))
}

fn page(words: &Words, site: &Site, login: String, next: String, error: Option<String>) -> SignInPage {
    SignInPage {
        words: words.clone(),
        login,
        next,
        error,
        lockout_after: site.settings.lockout_after,
        lockout_minutes: site.settings.lockout_window / 60,
    }
}

fn sign_in(cx: &mut Writing<'_, Open>, input: SignIn) -> Result<Done, Rejection> {
    let now = cx.now();
    let login = input.login.trim().to_owned();
    let next = on_this_site(&input.next);
    let found = {
        let login = login.clone();
        cx.read(move |c| accounts::credentials(c, &login))?
    };
    let locked_until = found.as_ref().map_or(0, |found| found.locked_until);
    if locked_until > now.0 {
        return Err(Problem::TooMany(locked_until.abs_diff(now.0)).into());
    }
    let phc = found.as_ref().map_or(NOBODY, |found| found.password.as_str());
    let matches = accounts::password_matches(&input.password, phc);
    let Some(found) = found.filter(|found| matches && found.active) else {
        return Err(refuse(cx, login, next, now)?);
    };
    let user = found.id;
    if cx.read(move |c| second_factor::confirmed(c, user))? {
        return ask_for_code(cx, user, &next);
    }
    let site = Arc::clone(cx.site());
    let token = cx.write(move |tx| open_session(tx, &site, user, now))?;
    Ok(signed_in(cx.site(), next, &token))
}

/// Opens a session and forgets the failures before.
fn open_session(tx: &mut Tx, site: &Site, user: UserId, now: Moment) -> Result<String, Problem> {
    accounts::forget_failures(tx, user)?;
    let token = session::open(tx, site, user, now)?;
    let record = RecordRef::new("account", user.0);
    tx.note(&record, None::<&()>, Some(&serde_json::json!({ "signed_in": true })))?;
    Ok(token)
}

fn signed_in(site: &Site, next: String, token: &str) -> Done {
    let cookie = cookies::set(cookies::SESSION, token, None, secure(site));
    Done::to(next).view(&serde_json::json!({ "signed_in": true })).cookie(cookie)
}

fn secure(site: &Site) -> bool {
    site.settings.public_url.as_deref().is_some_and(|url| url.starts_with("https:"))
}

/// The password is right; the account asks for a code as well.
fn ask_for_code(cx: &Writing<'_, Open>, user: UserId, next: &str) -> Result<Done, Rejection> {
    let (site, now) = (Arc::clone(cx.site()), cx.now());
    let token = cx.write(move |tx| {
        let token = session::open_half(tx, &site, user, now)?;
        let record = RecordRef::new("account", user.0);
        tx.note(&record, None::<&()>, Some(&serde_json::json!({ "password": "right", "code": "awaited" })))?;
        Ok(token)
    })?;
    let to: String = next.bytes().map(crate::http::percent).collect();
    let cookie = cookies::set(cookies::HALF, &token, Some(session::HALF), secure(cx.site()));
    let view = serde_json::json!({ "signed_in": false, "code_wanted": true });
    Ok(Done::to(format!("/sign-in/code?next={to}")).view(&view).cookie(cookie))
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "signin_code.html")]
struct CodePage {
    #[serde(skip)]
    words: Words,
    next: String,
    error: Option<String>,
    /// Whether a password was right a moment ago; without that there is nothing to ask.
    awaited: bool,
    clock: String,
}

impl Page for CodePage {
    fn title(&self) -> String {
        self.words.t("signin-code-title")
    }
}

fn code_page(words: Words, next: String, error: Option<String>, awaited: bool, now: Moment) -> CodePage {
    CodePage { clock: words.moment(now), words, next, error, awaited }
}

fn code_form(cx: &mut Reading<'_, Open>, input: Next) -> Result<CodePage, Problem> {
    let now = cx.now();
    let awaited = match cx.scene.half.clone() {
        Some(token) => session::find_half(cx.db, &token, now)?.is_some(),
        None => false,
    };
    Ok(code_page(cx.words(), on_this_site(&input.next), None, awaited, now))
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Code {
    /// Six digits of the app, or a recovery code.
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

fn send_code(cx: &mut Writing<'_, Open>, input: Code) -> Result<Done, Rejection> {
    let (now, next) = (cx.now(), on_this_site(&input.next));
    let half = match cx.scene.half.clone() {
        Some(token) => cx.read(move |c| Ok(session::find_half(c, &token, now)?.map(|half| (half, token))))?,
        None => None,
    };
    let Some((half, token)) = half else {
        return Err(Problem::refused("signin-code-late").into());
    };
    if half.locked_until > now.0 {
        return Err(Problem::TooMany(half.locked_until.abs_diff(now.0)).into());
    }
    let (key, user, code) = (cx.site().sealing.clone(), half.user, input.code);
    let tried = cx.read(move |c| second_factor::try_code(c, &key, user, &code, now))?;
    let site = Arc::clone(cx.site());
    let opened = cx.write(move |tx| {
        if !tried.take(tx, user)? {
            return Ok(None);
        }
        session::close_half(tx, &token)?;
        open_session(tx, &site, user, now).map(Some)
    })?;
    if let Some(token) = opened {
        let gone = cookies::set(cookies::HALF, "", Some(0), secure(cx.site()));
        return Ok(signed_in(cx.site(), next, &token).cookie(gone));
    }
    let (after, window) = (cx.site().settings.lockout_after, cx.site().settings.lockout_window);
    let locked = cx.write(move |tx| accounts::count_failure(tx, &half.login, after, window, now))?;
    if let Some(until) = locked {
        return Err(Problem::TooMany(until.0.abs_diff(now.0)).into());
    }
    let say = Say::new("factor-code-wrong");
    let page = code_page(cx.words(), next, Some(cx.words().say(&say)), true, now);
    Err(Rejection::form(page, vec![FieldError { field: "code".into(), say }]))
}

/// Counts the failure and says the one sentence that fits every reason.
fn refuse(cx: &Writing<'_, Open>, login: String, next: String, now: Moment) -> Result<Rejection, Problem> {
    let (after, window) = (cx.site().settings.lockout_after, cx.site().settings.lockout_window);
    let locked = {
        let login = login.clone();
        cx.write(move |tx| {
            let locked = accounts::count_failure(tx, &login, after, window, now)?;
            if locked.is_none() {
                tx.note(
                    &RecordRef::new("account", 0),
                    None::<&()>,
                    Some(&serde_json::json!({ "sign_in": "refused" })),
                )?;
            }
            Ok(locked)
        })?
    };
    if let Some(until) = locked {
        return Ok(Problem::TooMany(until.0.abs_diff(now.0)).into());
    }
    let say = Say::new("signin-wrong");
    let words = cx.words();
    let page = page(&words, cx.site(), login, next, Some(words.say(&say)));
    Ok(Rejection::form(page, vec![FieldError { field: "password".into(), say }]))
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

fn sign_out(cx: &mut Writing<'_, SignedIn>, _: Nothing) -> Result<Done, Rejection> {
    if let Some(token) = cx.scene.session.clone() {
        cx.write(move |tx| session::close(tx, &token))?;
    }
    Ok(Done::to("/sign-in").say("signin-signed-out").cookie(cookies::set(
        cookies::SESSION,
        "",
        Some(0),
        false,
    )))
}
