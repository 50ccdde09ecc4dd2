//! Signing in and out. An unknown login and a wrong password look and take the same.

use askama::Template;
use kernel::{FieldError, Moment, Open, Problem, RecordRef, Say, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::switches::on_this_site;
use crate::accounts;
use crate::answer::{Done, Page, Rejection};
use crate::cookies;
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::session;
use crate::words::Words;

/// A PHC string of no account, checked when the login is unknown so that both take as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub(super) fn routes() -> Routes {
    Routes::new().get("/sign-in", Open, form).post("/sign-in", Open, sign_in).post(
        "/sign-out",
        SignedIn,
        sign_out,
    )
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

fn page(
    words: &Words,
    site: &crate::site::Site,
    login: String,
    next: String,
    error: Option<String>,
) -> SignInPage {
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
    let site = std::sync::Arc::clone(cx.site());
    let token = cx.write(move |tx| {
        accounts::forget_failures(tx, found.id)?;
        let token = session::open(tx, &site, found.id, now)?;
        let record = RecordRef::new("account", found.id.0);
        tx.note(&record, None::<&()>, Some(&serde_json::json!({ "signed_in": true })))?;
        Ok(token)
    })?;
    let secure = cx.site().settings.public_url.as_deref().is_some_and(|url| url.starts_with("https:"));
    let cookie = cookies::set(cookies::SESSION, &token, None, secure);
    Ok(Done::to(next).view(&serde_json::json!({ "signed_in": true })).cookie(cookie))
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
