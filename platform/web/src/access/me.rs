//! One's own account: roles, and the password.

use askama::Template;
use kernel::{FieldError, Problem, Say, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::accounts;
use crate::answer::{Done, Page, Rejection};
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::words::Words;

pub(super) fn routes() -> Routes {
    Routes::new().get("/me", SignedIn, show).get("/me/password", SignedIn, password_form).post(
        "/me/password",
        SignedIn,
        change_password,
    )
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

/// A role as its holder sees it.
#[derive(Serialize, JsonSchema)]
struct MyRole {
    role: String,
    from: String,
    until: Option<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "me.html")]
struct Me {
    #[serde(skip)]
    words: Words,
    name: String,
    login: String,
    roles: Vec<MyRole>,
}

impl Page for Me {
    fn title(&self) -> String {
        self.words.t("me-title")
    }
}

fn show(cx: &mut Reading<'_, SignedIn>, _: Nothing) -> Result<Me, Problem> {
    let words = cx.words();
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let account = accounts::find(cx.db, user)?;
    let role = |grant: accounts::GrantRow| MyRole {
        role: words.t(&role_key(grant.role)),
        from: words.day(grant.from),
        until: grant.until.map(|day| words.day(day)),
    };
    let roles = accounts::grants(cx.db, user)?.into_iter().map(role).collect();
    Ok(Me { name: account.name, login: account.login, roles, words })
}

/// Message key of a role.
pub(super) fn role_key(role: kernel::Role) -> String {
    format!("role-{}", role.code().replace('_', "-"))
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "password.html")]
struct PasswordPage {
    #[serde(skip)]
    words: Words,
    first: bool,
    length: usize,
    current_error: Option<String>,
    new_error: Option<String>,
    again_error: Option<String>,
}

impl Page for PasswordPage {
    fn title(&self) -> String {
        self.words.t("password-title")
    }
}

fn password_form(cx: &mut Reading<'_, SignedIn>, _: Nothing) -> Result<PasswordPage, Problem> {
    Ok(password_page(cx.words(), cx.scene.first_password, &[]))
}

fn password_page(words: Words, first: bool, errors: &[FieldError]) -> PasswordPage {
    let of =
        |field: &str| errors.iter().find(|error| error.field == field).map(|error| words.say(&error.say));
    let (current_error, new_error, again_error) = (of("current"), of("new"), of("again"));
    PasswordPage { words, first, length: accounts::PASSWORD_LENGTH, current_error, new_error, again_error }
}

#[derive(Debug, Deserialize, JsonSchema)]
struct PasswordForm {
    #[serde(default)]
    current: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

fn change_password(cx: &mut Writing<'_, SignedIn>, input: PasswordForm) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let (login, phc) =
        cx.read(move |c| Ok((accounts::find(c, user)?.login, accounts::password_of(c, user)?)))?;
    let mut errors = Vec::new();
    let mut wrong = |field: &str, say: Say| errors.push(FieldError { field: field.into(), say });
    if !accounts::password_matches(&input.current, &phc) {
        wrong("current", Say::new("password-current-wrong"));
    }
    if let Some(fault) = accounts::password_fault(&input.new, &login) {
        wrong("new", fault);
    } else if input.new == input.current {
        wrong("new", Say::new("password-unchanged"));
    }
    if input.again != input.new {
        wrong("again", Say::new("password-again-differs"));
    }
    if !errors.is_empty() {
        let page = password_page(cx.words(), cx.scene.first_password, &errors);
        return Err(Rejection::form(page, errors));
    }
    let phc = accounts::hash_password(&input.new, cx.site().chance.as_ref())?;
    let token = cx.scene.session.clone().unwrap_or_default();
    cx.write(move |tx| accounts::set_password(tx, user, &phc, false, &token))?;
    Ok(Done::to("/me").say("password-changed"))
}
