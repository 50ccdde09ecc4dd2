//! The list of reminders, with what is late now and could be reminded of.

use askama::Template;
use kernel::{Cell, Day, FieldError, Problem, Sheet};
use notices::Notice;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Face, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions::{self, Draft};
use super::record::{self, Reminder, ReminderId};
use super::rules::Proposal;
use crate::address::escaped;
use crate::plans::record::{self as plans, Plan, PlanId};
use crate::policy::{IssueReminders, ReadMeasures};
use crate::sight::Sight;
use crate::sources::Sources;
use crate::telling;

/// Rows of one page.
const PER_PAGE: usize = 50;
/// Days that a body has for its answer, unless the office says otherwise.
const ANSWER_DAYS: i64 = 7;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Filter {
    /// Number of a plan.
    #[serde(deserialize_with = "blank_is_none")]
    plan: Option<i64>,
    #[serde(deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// Number of a body.
    #[serde(deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// 1, 2 or 3.
    #[serde(deserialize_with = "blank_is_none")]
    grade: Option<u32>,
    /// `open` or `answered`.
    state: String,
    /// Part of what it speaks of.
    q: String,
    #[serde(deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

/// A reminder to be issued, as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Typed {
    plan: i64,
    org: i64,
    grade: u32,
    answer_by: String,
    note: String,
}

/// What of a plan could be reminded of.
#[derive(Serialize, JsonSchema)]
struct Due {
    plan: PlanId,
    plan_title: String,
    #[serde(flatten)]
    proposal: Proposal,
}

#[derive(Serialize, JsonSchema)]
struct ReminderLine {
    id: ReminderId,
    named: String,
    grade: u32,
    org_name: String,
    plan_title: String,
    items: usize,
    issued_on: Day,
    answer_by: Day,
    answered_on: Option<Day>,
    overdue: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reminders/list.html")]
pub(super) struct ReminderList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    plans: Vec<(String, String)>,
    #[serde(skip)]
    years: Vec<(String, String)>,
    #[serde(skip)]
    orgs: Vec<(String, String)>,
    reminders: Vec<ReminderLine>,
    /// Reminders that could be issued today; only the office sees them.
    due: Vec<Due>,
    may_remind: bool,
    /// Number of this page, of pages and of reminders.
    page: usize,
    pages: usize,
    total: usize,
    #[serde(skip)]
    typed: Typed,
    #[serde(skip)]
    faults: Faults,
}

impl ReminderList {
    fn number<N: ToString>(&self, number: Option<N>) -> String {
        number.map(|number| number.to_string()).unwrap_or_default()
    }

    fn grade(&self, grade: &u32) -> String {
        self.words.t(&format!("reminder-grade-{grade}"))
    }

    fn grade_tone(&self, grade: &u32) -> &'static str {
        match grade {
            1 => "",
            2 => "warn",
            _ => "bad",
        }
    }

    fn grades(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        std::iter::once(all).chain((1..=3).map(|grade| (grade.to_string(), self.grade(&grade)))).collect()
    }

    fn states(&self) -> Vec<(String, String)> {
        let one = |code: &str| (code.to_owned(), self.words.t(&format!("reminder-state-{code}")));
        vec![(String::new(), self.words.t("kit-all")), one("open"), one("answered")]
    }

    fn state(&self, line: &ReminderLine) -> String {
        self.words.t(match (line.answered_on, line.overdue) {
            (Some(_), _) => "reminder-state-answered",
            (None, true) => "reminder-state-overdue",
            (None, false) => "reminder-state-open",
        })
    }

    fn state_tone(&self, line: &ReminderLine) -> &'static str {
        match (line.answered_on, line.overdue) {
            (Some(_), _) => "done",
            (None, true) => "bad",
            (None, false) => "warn",
        }
    }

    fn is_filtered(&self) -> bool {
        let f = &self.filter;
        f.plan.is_some()
            || f.year.is_some()
            || f.org.is_some()
            || f.grade.is_some()
            || !f.state.is_empty()
            || !f.q.trim().is_empty()
    }

    fn is_typed(&self, due: &Due) -> bool {
        (self.typed.plan, self.typed.org, self.typed.grade)
            == (due.plan.0, due.proposal.org.0, due.proposal.grade)
    }

    /// Why a reminder was not issued, where it is no longer among those that could be.
    fn refusal(&self) -> String {
        match self.due.iter().any(|due| self.is_typed(due)) {
            true => String::new(),
            false => self.faults.at("answer_by").to_owned(),
        }
    }

    fn fault(&self, due: &Due, field: &str) -> String {
        if self.is_typed(due) { self.faults.at(field).to_owned() } else { String::new() }
    }

    fn note(&self, due: &Due) -> String {
        if self.is_typed(due) { self.typed.note.clone() } else { String::new() }
    }

    fn field(&self, due: &Due, what: &str) -> String {
        format!("{what}-{}-{}-{}", due.plan, due.proposal.org, due.proposal.grade)
    }

    fn item(&self, item: &super::rules::Item) -> String {
        let step = match item.step.is_empty() {
            true => String::new(),
            false => self.words.f("reminder-item-step", [("step", item.step.clone())]),
        };
        let args = [("step", step), ("due", self.words.day(item.due)), ("days", item.days.to_string())];
        self.words.f("reminder-item-late", args)
    }

    fn address(&self) -> String {
        let f = &self.filter;
        let (plan, year) = (self.number(f.plan), self.number(f.year));
        let (org, grade) = (self.number(f.org), self.number(f.grade));
        let (state, q) = (escaped(&f.state), escaped(&f.q));
        format!("/reminders?plan={plan}&year={year}&org={org}&grade={grade}&state={state}&q={q}&")
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for ReminderList {
    fn title(&self) -> String {
        self.words.t("reminder-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "reminder-number",
            "reminder-body",
            "measure-plan",
            "reminder-items",
            "reminder-issued-on",
            "reminder-answer-by",
            "reminder-answered-on",
            "reminder-state",
        ];
        let row = |line: &ReminderLine| {
            vec![
                Cell::text(&line.named),
                Cell::text(&line.org_name),
                Cell::text(&line.plan_title),
                Cell::Int(i64::try_from(line.items).unwrap_or(i64::MAX)),
                Cell::Day(line.issued_on),
                Cell::Day(line.answer_by),
                Cell::day(line.answered_on),
                Cell::text(self.state(line)),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.reminders.iter().map(row).collect(),
        })
    }
}

fn is_wanted(filter: &Filter, one: &Reminder) -> bool {
    let q = filter.q.trim();
    filter.plan.is_none_or(|plan| one.plan.0 == plan)
        && filter.year.is_none_or(|year| one.year == year)
        && filter.org.is_none_or(|org| one.org.0 == org)
        && filter.grade.is_none_or(|grade| one.grade == grade)
        && match filter.state.as_str() {
            "open" => one.answered_on.is_none(),
            "answered" => one.answered_on.is_some(),
            _ => true,
        }
        && (q.is_empty()
            || one.org_name.contains(q)
            || one.frozen.items.iter().any(|item| item.content.contains(q)))
}

/// Those of the reminders that somebody may see: the committee all, a body its own.
pub(super) fn seen(c: &mut Conn, sight: &Sight, mut all: Vec<Reminder>) -> Result<Vec<Reminder>, Problem> {
    let orgs: std::collections::BTreeSet<_> = all.iter().map(|one| one.org).collect();
    let orgs: Vec<_> = orgs.into_iter().collect();
    if let Some(within) = sight.sources.within(c, &sight.sees, &orgs)? {
        all.retain(|one| within.contains(&one.org));
    }
    Ok(all)
}

fn due(c: &mut Conn, sight: &Sight, plans: &[Plan], filter: &Filter) -> Result<Vec<Due>, Problem> {
    let mut found = Vec::new();
    if !sight.may_remind {
        return Ok(found);
    }
    for plan in plans.iter().filter(|plan| filter.plan.is_none_or(|id| plan.id.0 == id)) {
        let proposed = record::proposed(c, plan, sight.today)?.into_iter();
        found.extend(proposed.map(|proposal| Due {
            plan: plan.id,
            plan_title: plan.title.clone(),
            proposal,
        }));
    }
    Ok(found)
}

fn page(
    c: &mut Conn,
    sight: &Sight,
    filter: Filter,
    whole: bool,
    typed: Typed,
    errors: &[FieldError],
) -> Result<ReminderList, Problem> {
    let words = &sight.words;
    let plans = plans::all(c)?;
    let all = record::all(c)?;
    let all = seen(c, sight, all)?;
    let mut years: Vec<i16> = all.iter().map(|one| one.year).collect();
    years.dedup();
    let mut orgs: Vec<(String, String)> =
        all.iter().map(|one| (one.org.to_string(), one.org_name.clone())).collect();
    orgs.sort_by(|a, b| a.1.cmp(&b.1));
    orgs.dedup_by(|a, b| a.0 == b.0);
    let known: std::collections::BTreeSet<PlanId> = all.iter().map(|one| one.plan).collect();
    let wanted: Vec<&Reminder> = all.iter().filter(|one| is_wanted(&filter, one)).collect();
    let (total, pages) = (wanted.len(), wanted.len().div_ceil(PER_PAGE).max(1));
    let page = filter.page.unwrap_or(1).clamp(1, pages);
    let (skip, take) = if whole { (0, usize::MAX) } else { ((page - 1) * PER_PAGE, PER_PAGE) };
    let line = |one: &Reminder| ReminderLine {
        id: one.id,
        named: one.named(words),
        grade: one.grade,
        org_name: one.org_name.clone(),
        plan_title: one.frozen.plan_title.clone(),
        items: one.frozen.items.len(),
        issued_on: one.issued_on,
        answer_by: one.answer_by,
        answered_on: one.answered_on,
        overdue: one.is_overdue(sight.today),
    };
    let first = || std::iter::once((String::new(), words.t("kit-all")));
    let offered = plans.iter().filter(|plan| sight.sees.all || known.contains(&plan.id));
    let typed = match typed.answer_by.is_empty() {
        true => Typed { answer_by: sight.today.plus_days(ANSWER_DAYS).to_string(), ..typed },
        false => typed,
    };
    Ok(ReminderList {
        plans: first().chain(offered.map(|plan| (plan.id.to_string(), plan.title.clone()))).collect(),
        years: first().chain(years.iter().map(|year| (year.to_string(), year.to_string()))).collect(),
        orgs: first().chain(orgs).collect(),
        reminders: wanted.into_iter().skip(skip).take(take).map(line).collect(),
        due: due(c, sight, &plans, &filter)?,
        may_remind: sight.may_remind,
        faults: Faults::of(errors, words),
        words: words.clone(),
        filter,
        page,
        pages,
        total,
        typed,
    })
}

pub(super) fn list(cx: &mut Reading<'_, ReadMeasures>, filter: Filter) -> Result<ReminderList, Problem> {
    let sight = Sight::reading(cx)?;
    let whole = cx.face() == Face::Sheet;
    page(cx.db, &sight, filter, whole, Typed::default(), &[])
}

pub(super) fn issue(cx: &mut Writing<'_, IssueReminders>, typed: Typed) -> Result<Done, Rejection> {
    let mut fields = Fields::default();
    let answer_by = fields.day("answer_by", &typed.answer_by);
    let note = fields.text("note", &typed.note, 500);
    let (plan, org, grade) = (PlanId(typed.plan), kernel::OrgId(typed.org), typed.grade);
    let issued = fields.done(answer_by).and_then(|day| day.ok_or(Problem::Missing)).and_then(|answer_by| {
        let draft = Draft { plan, org, grade, answer_by, note };
        let sources = Sources::of(cx.site())?;
        cx.write(move |tx| {
            let id = actions::issue(tx, &draft)?;
            let notice = Notice {
                key: "notice-reminder-issued",
                args: vec![("by", answer_by.to_string())],
                href: format!("/reminders/{id}"),
                once: format!("reminder:{id}"),
                due: Some(answer_by),
            };
            telling::body(tx, &sources, org, &notice)?;
            Ok(id)
        })
    });
    match issued {
        Ok(id) => Ok(Done::to(format!("/reminders/{id}"))
            .say("reminder-was-issued")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => {
            let errors = errors_of(problem, "answer_by")?;
            let (sight, shown) = (Sight::writing(cx)?, errors.clone());
            let page = cx.read(move |c| page(c, &sight, Filter::default(), false, typed, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
