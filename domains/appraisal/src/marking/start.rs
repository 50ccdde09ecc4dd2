//! Where a reviewer begins: their sheets with due day and progress; and the same on the home page.

use askama::Template;
use kernel::access::reach_of;
use kernel::{Act, Actor, Day, Problem, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Page, Reading, Todo, Visitor, Words};

use super::record::State;
use super::sheet::{self, Sheet};
use crate::cycles::record as cycles;
use crate::policy::MarkOrganisations;
use crate::reviewers::record as reviewers;
use crate::schemes;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

/// One sheet.
#[derive(Serialize, JsonSchema)]
struct SheetLine {
    href: String,
    category: String,
    organisations: usize,
    recused: usize,
    given: usize,
    wanted: usize,
    state: State,
    state_name: String,
    tone: &'static str,
    /// When it was submitted, or why it was returned.
    note: String,
}

/// The sheets of one cycle.
#[derive(Serialize, JsonSchema)]
struct CycleLine {
    year: i16,
    /// How the reviewer is called.
    label: String,
    due: String,
    overdue: bool,
    /// Whether marks are taken now.
    open: bool,
    cycle_state: String,
    sheets: Vec<SheetLine>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "marking/start.html")]
pub(super) struct StartPage {
    #[serde(skip)]
    words: Words,
    cycles: Vec<CycleLine>,
}

impl Page for StartPage {
    fn title(&self) -> String {
        self.words.t("marking-mine")
    }
}

/// Every sheet of an account, cycle by cycle.
fn sheets(
    c: &mut Conn,
    user: UserId,
) -> Result<Vec<(cycles::Cycle, reviewers::Reviewer, Vec<Sheet>)>, Problem> {
    let mut all = Vec::new();
    for reviewer in reviewers::of_user(c, user)? {
        let cycle = cycles::find(c, reviewer.cycle, true)?;
        let scheme = schemes::record::rules(c, cycle.scheme)?;
        let sheets = sheet::all(c, &cycle, &scheme, &reviewer)?;
        all.push((cycle, reviewer, sheets));
    }
    all.sort_by_key(|(cycle, _, _)| std::cmp::Reverse(cycle.year));
    Ok(all)
}

pub(super) fn show(cx: &mut Reading<'_, MarkOrganisations>, _: Nothing) -> Result<StartPage, Problem> {
    let (words, today) = (cx.words(), cx.today());
    let all = match cx.permit.actor() {
        Actor::User(user) => sheets(cx.db, *user)?,
        _ => Vec::new(),
    };
    let line = |(cycle, reviewer, sheets): (cycles::Cycle, reviewers::Reviewer, Vec<Sheet>)| CycleLine {
        year: cycle.year,
        label: reviewer.label,
        due: cycle.due.review.map(|day| words.day(day)).unwrap_or_default(),
        overdue: is_late(&cycle, &sheets, today),
        open: cycle.state.takes_marks(),
        cycle_state: words.t(cycle.state.key()),
        sheets: sheets.iter().map(|sheet| sheet_line(&words, sheet)).collect(),
    };
    Ok(StartPage { cycles: all.into_iter().map(line).collect(), words: words.clone() })
}

fn sheet_line(words: &Words, sheet: &Sheet) -> SheetLine {
    let note = match (sheet.state.state, sheet.state.submitted) {
        (State::Submitted, Some(at)) => words.moment(at),
        (State::Returned, _) => sheet.state.reason.clone(),
        _ => String::new(),
    };
    SheetLine {
        href: sheet.at(""),
        category: sheet.category.clone(),
        organisations: sheet.to_mark().count(),
        recused: sheet.rows.len() - sheet.to_mark().count(),
        given: sheet.given(),
        wanted: sheet.wanted(),
        state: sheet.state.state,
        state_name: words.t(sheet.state.state.key()),
        tone: sheet.state.state.tone(),
        note,
    }
}

fn waiting(sheets: &[Sheet]) -> impl Iterator<Item = &Sheet> {
    sheets.iter().filter(|sheet| sheet.is_open() && sheet.wanted() > 0)
}

fn is_late(cycle: &cycles::Cycle, sheets: &[Sheet], today: Day) -> bool {
    waiting(sheets).next().is_some() && cycle.due.review.is_some_and(|day| day < today)
}

/// What a reviewer still has to mark.
pub(crate) fn todos(c: &mut Conn, visitor: &Visitor) -> Result<Vec<Todo>, Problem> {
    if reach_of(&visitor.who, <MarkOrganisations as Act>::ALLOW, visitor.today).is_none() {
        return Ok(Vec::new());
    }
    let words = &visitor.words;
    let mut todos = Vec::new();
    for (cycle, _, sheets) in sheets(c, visitor.who.user)? {
        let n = waiting(&sheets).count();
        if n == 0 {
            continue;
        }
        let left: usize = waiting(&sheets).map(Sheet::left).sum();
        let parts = [
            words.f("marking-tile-sheets", [("n", n.to_string())]),
            words.f("marking-tile-left", [("n", left.to_string())]),
        ];
        todos.push(Todo {
            title: words.f("marking-tile", [("year", cycle.year.to_string())]),
            detail: parts.join(" · "),
            due: cycle.due.review,
            href: "/marking".into(),
        });
    }
    Ok(todos)
}
