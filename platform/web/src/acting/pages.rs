//! Who acts for me, and for whom I may act.

use askama::Template;
use kernel::{Day, FieldError, Problem, Say, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::actions::{self, LONGEST, NewActing};
use super::record::{self, Acting};
use crate::access::GrantRoles;
use crate::accounts;
use crate::answer::{Done, Page, Rejection};
use crate::routes::Routes;
use crate::scene::{Reading, Writing};
use crate::words::Words;

const HERE: &str = "/me/acting";
/// Characters that a reason may have.
const REASON_LENGTH: usize = 200;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/me/acting", SignedIn, show)
        .post("/me/acting", SignedIn, ask)
        .post("/me/acting/{id}/end", SignedIn, end)
        .sample("/me/acting/1/end")
        .post("/acting/{id}/start", SignedIn, start)
        .sample("/acting/1/start")
        .post("/acting/stop", SignedIn, stop)
        .post("/admin/acting/{id}/end", GrantRoles, end_by_administrator)
        .sample("/admin/acting/1/end")
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

/// A request in words.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Line {
    #[serde(flatten)]
    pub(crate) acting: Acting,
    /// Its days, in words.
    pub(crate) days: String,
    /// `running`, `ahead` or `over`.
    pub(crate) state: &'static str,
    /// The same in words.
    pub(crate) state_name: String,
}

fn line(words: &Words, acting: Acting, today: Day) -> Line {
    let state = if acting.is_over(today) {
        "over"
    } else if acting.holds_on(today) {
        "running"
    } else {
        "ahead"
    };
    let args = [("from", words.day(acting.from)), ("to", words.day(acting.until))];
    Line {
        days: words.f("occasion-from-to", args),
        state,
        state_name: words.t(&format!("acting-{state}")),
        acting,
    }
}

/// All requests, for whoever looks after accounts.
pub(crate) fn admin_lines(c: &mut store::Conn, words: &Words, today: Day) -> Result<Vec<Line>, Problem> {
    Ok(record::all(c)?.into_iter().map(|acting| line(words, acting, today)).collect())
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
struct Form {
    /// Login of the account that is asked.
    #[serde(default)]
    delegate: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    reason: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "acting.html")]
struct ActingPage {
    #[serde(skip)]
    words: Words,
    /// Accounts that were asked to act for the reader.
    given: Vec<Line>,
    /// Requests by which the reader may act for others.
    received: Vec<Line>,
    #[serde(skip)]
    form: Form,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

impl ActingPage {
    fn error(&self, field: &str) -> String {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

impl Page for ActingPage {
    fn title(&self) -> String {
        self.words.t("acting-title")
    }
}

/// What the page shows of the database.
fn page(
    words: Words,
    found: Vec<Acting>,
    user: kernel::UserId,
    today: Day,
    form: Form,
    errors: &[FieldError],
) -> ActingPage {
    let (given, received): (Vec<_>, Vec<_>) = found.into_iter().partition(|acting| acting.user == user);
    let lines = |list: Vec<Acting>| list.into_iter().map(|acting| line(&words, acting, today)).collect();
    let (given, received) = (lines(given), lines(received));
    let errors = errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect();
    ActingPage { words, given, received, form, errors }
}

fn show(cx: &mut Reading<'_, SignedIn>, _: Nothing) -> Result<ActingPage, Problem> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let found = record::of_user(cx.db, user)?;
    let form = Form { from: cx.today().to_string(), ..Form::default() };
    Ok(page(cx.words(), found, user, cx.today(), form, &[]))
}

fn ask(cx: &mut Writing<'_, SignedIn>, mut form: Form) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let today = cx.today();
    form.delegate = form.delegate.trim().to_owned();
    form.reason = form.reason.trim().to_owned();
    let mut errors = Vec::new();
    let mut wrong = |field: &str, say: Say| errors.push(FieldError { field: field.into(), say });
    let login = form.delegate.clone();
    let delegate = cx.read(move |c| match accounts::by_login(c, &login)? {
        Some(id) => Ok(Some(accounts::find(c, id)?).filter(|account| account.active)),
        None => Ok(None),
    })?;
    match &delegate {
        None => wrong("delegate", Say::new("acting-no-account")),
        Some(account) if account.id == user => wrong("delegate", Say::new("acting-not-oneself")),
        Some(_) => {}
    }
    let (from, until) = (Day::parse(&form.from).ok(), Day::parse(&form.until).ok());
    if from.is_none_or(|from| from < today) {
        wrong("from", Say::new("acting-from-wrong"));
    }
    match (from, until) {
        (_, None) => wrong("until", Say::new("field-day")),
        (Some(from), Some(until)) if until < from || from.days_until(until) >= LONGEST => {
            wrong("until", Say::new("acting-until-wrong").with("n", LONGEST));
        }
        _ => {}
    }
    if form.reason.is_empty() || form.reason.chars().count() > REASON_LENGTH {
        wrong("reason", Say::new("acting-reason-wrong").with("n", REASON_LENGTH));
    }
    let (Some(delegate), Some(from), Some(until), true) = (delegate, from, until, errors.is_empty()) else {
        let found = cx.read(move |c| record::of_user(c, user))?;
        return Err(Rejection::form(page(cx.words(), found, user, today, form, &errors), errors));
    };
    let new = NewActing { user, delegate: delegate.id, from, until, reason: form.reason };
    let id = cx.write(move |tx| actions::ask(tx, &new))?;
    let say = Say::new("acting-asked").with("name", delegate.name);
    Ok(Done::to(HERE).say(say).view(&serde_json::json!({ "id": id })).created())
}

#[derive(Debug, Deserialize, JsonSchema)]
struct One {
    id: i64,
}

fn end(cx: &mut Writing<'_, SignedIn>, input: One) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    cx.write(move |tx| actions::end(tx, input.id, Some(user)))?;
    Ok(Done::to(HERE).say("acting-ended"))
}

fn end_by_administrator(cx: &mut Writing<'_, GrantRoles>, input: One) -> Result<Done, Rejection> {
    cx.write(move |tx| actions::end(tx, input.id, None))?;
    Ok(Done::to("/admin/accounts").say("acting-ended"))
}

fn start(cx: &mut Writing<'_, SignedIn>, input: One) -> Result<Done, Rejection> {
    let user = cx.principal().ok_or(Problem::SignInNeeded)?.user;
    let token = cx.scene.session.clone().ok_or(Problem::SignInNeeded)?;
    let begun = cx.write(move |tx| actions::begin(tx, &token, user, input.id))?;
    Ok(Done::to("/").say(Say::new("acting-begun").with("name", begun.user_name)))
}

fn stop(cx: &mut Writing<'_, SignedIn>, _: Nothing) -> Result<Done, Rejection> {
    if let Some(token) = cx.scene.session.clone() {
        cx.write(move |tx| actions::stop(tx, &token))?;
    }
    Ok(Done::to("/").say("acting-stopped"))
}
