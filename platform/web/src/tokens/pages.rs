//! One's own tokens: make, show once, revoke.

use askama::Template;
use kernel::{Day, FieldError, Problem, Say, SignedIn, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PREFIX;
use super::actions::{self, NewToken};
use super::record::{self, Scope, Token};
use crate::answer::{Done, Page, Rejection};
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::words::Words;

const HERE: &str = "/me/tokens";
/// Characters that a name may have.
const NAME_LENGTH: usize = 40;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/me/tokens", SignedIn, list)
        .post("/me/tokens", SignedIn, create)
        .post("/me/tokens/{id}/revocation", SignedIn, revoke)
        .sample("/me/tokens/1/revocation")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Wanted {
    /// Scope that the form begins with.
    #[serde(default)]
    scope: String,
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
struct Form {
    /// What its holder calls it.
    #[serde(default)]
    name: String,
    /// `read`, `write` or `calendar`.
    #[serde(default)]
    scope: String,
    /// Last day, at most a year from today.
    #[serde(default)]
    until: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tokens.html")]
struct Tokens {
    #[serde(skip)]
    words: Words,
    tokens: Vec<Token>,
    #[serde(skip)]
    form: Form,
    #[serde(skip)]
    today: Day,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl Tokens {
    fn error(&self, field: &str) -> String {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }

    fn scopes(&self) -> Vec<(&'static str, String)> {
        Scope::ALL.into_iter().map(|scope| (scope.code(), self.scope_name(scope.code()))).collect()
    }

    fn scope_name(&self, code: &str) -> String {
        self.words.t(&format!("token-scope-{code}"))
    }

    fn is_over(&self, token: &Token) -> bool {
        token.until < self.today
    }

    fn used(&self, token: &Token) -> String {
        token.used.map_or_else(|| self.words.t("token-never-used"), |day| self.words.day(day))
    }
}

impl Page for Tokens {
    fn title(&self) -> String {
        self.words.t("token-title")
    }
}

/// A token, shown this once.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "token.html")]
struct Shown {
    #[serde(skip)]
    words: Words,
    id: i64,
    name: String,
    token: String,
    /// The whole address of the feed, for a token of the calendar.
    feed: Option<String>,
}

impl Page for Shown {
    fn title(&self) -> String {
        self.words.f("token-new-title", [("name", self.name.clone())])
    }
}

fn page(words: Words, tokens: Vec<Token>, form: Form, today: Day, errors: &[FieldError]) -> Tokens {
    let errors = errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect();
    Tokens { words, tokens, form, today, errors }
}

fn list(cx: &mut Reading<'_, SignedIn>, input: Wanted) -> Result<Tokens, Problem> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let tokens = record::of_user(cx.db, user)?;
    let until = cx.today().plus_months(3).to_string();
    let scope = Scope::from_code(&input.scope).unwrap_or(Scope::Read).code().into();
    let form = Form { scope, until, ..Form::default() };
    Ok(page(cx.words(), tokens, form, cx.today(), &[]))
}

/// What was typed as a new token, or what is wrong with it.
fn read(user: UserId, form: &Form, today: Day) -> Result<NewToken, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, say: Say| errors.push(FieldError { field: field.into(), say });
    let name = form.name.trim().to_owned();
    if name.is_empty() {
        wrong("name", Say::new("field-required"));
    } else if name.chars().count() > NAME_LENGTH || name.chars().any(char::is_control) {
        wrong("name", Say::new("token-name-long").with("n", NAME_LENGTH));
    }
    let scope = Scope::from_code(&form.scope);
    if scope.is_none() {
        wrong("scope", Say::new("field-choice"));
    }
    let until = Day::parse(&form.until).ok();
    match until {
        None => wrong("until", Say::new("field-day")),
        Some(day) if day < today || day > today.plus_years(1) => {
            wrong("until", Say::new("token-until-wrong"))
        }
        Some(_) => {}
    }
    match (scope, until) {
        (Some(scope), Some(until)) if errors.is_empty() => Ok(NewToken { user, name, scope, until }),
        _ => Err(errors),
    }
}

fn create(cx: &mut Writing<'_, SignedIn>, form: Form) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let new = match read(user, &form, cx.today()) {
        Ok(new) => new,
        Err(errors) => {
            let tokens = cx.read(move |c| record::of_user(c, user))?;
            return Err(Rejection::form(page(cx.words(), tokens, form, cx.today(), &errors), errors));
        }
    };
    let token = format!("{PREFIX}{}", cx.site().chance.token());
    let (name, scope) = (new.name.clone(), new.scope);
    let kept = token.clone();
    let id = cx.write(move |tx| actions::add(tx, &new, &kept))?;
    let base = cx.site().settings.public_url.clone().unwrap_or_default();
    let feed = (scope == Scope::Calendar)
        .then(|| format!("{}/calendar.ics?token={token}", base.trim_end_matches('/')));
    let shown = Shown { words: cx.words(), id, name, token, feed };
    Ok(Done::to(HERE).say("token-made").view(&shown).created().show(shown)?)
}

#[derive(Debug, Deserialize, JsonSchema)]
struct One {
    id: i64,
}

fn revoke(cx: &mut Writing<'_, SignedIn>, input: One) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    cx.write(move |tx| actions::revoke(tx, user, input.id))?;
    Ok(Done::to(HERE).say("token-revoked"))
}
