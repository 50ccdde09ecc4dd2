//! The reviews of a year by form: until when, how long, who fills in forms, and what they are worth.

use askama::Template;
use kernel::{FieldError, Problem, Say, names};
use schemars::JsonSchema;
use scoring::Score;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Draft};
use super::record::{self, ReviewYear, YearId};
use crate::policy::ConductReviews;
use crate::reviews::rules::{Grade, Group, Parameters};

/// Groups that a form has room for.
const GROUPS: usize = 6;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: YearId,
}

/// The reviews of a year as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct YearForm {
    /// Number of the reviews to be corrected; from the address.
    id: i64,
    year: String,
    /// Last day for reports.
    report_due: String,
    /// Characters that a report may have.
    limit: String,
    /// Names of the groups that fill in forms; empty ones are passed over.
    group: Vec<String>,
    /// Their weights.
    weight: Vec<String>,
    /// What 好, 较好, 一般, 差 are worth.
    mark: Vec<String>,
    /// From which mean on it is 好, 较好, 一般.
    from: Vec<String>,
}

fn at(typed: &[String], place: usize) -> &str {
    typed.get(place).map(String::as_str).unwrap_or_default()
}

impl YearForm {
    fn of(id: i64, year: i16, due: Option<kernel::Day>, parameters: &Parameters) -> Self {
        Self {
            id,
            year: year.to_string(),
            report_due: due.map(|day| day.to_string()).unwrap_or_default(),
            limit: parameters.limit.to_string(),
            group: parameters.groups.iter().map(|group| group.name.clone()).collect(),
            weight: parameters.groups.iter().map(|group| group.weight.to_string()).collect(),
            mark: parameters.marks.iter().map(ToString::to_string).collect(),
            from: parameters.thresholds.iter().map(ToString::to_string).collect(),
        }
    }

    fn check(&self) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let year = fields.number("year", &self.year, 2000, 2100);
        let report_due = fields.optional_day("report_due", &self.report_due);
        let limit = fields.number("limit", &self.limit, 100, 20_000);
        let groups = self.groups(&mut fields);
        let marks = falling(&mut fields, "mark", &self.mark);
        let thresholds = falling(&mut fields, "from", &self.from);
        let year = i16::try_from(year).unwrap_or(i16::MAX);
        fields.done(Draft { year, report_due, parameters: Parameters { limit, groups, marks, thresholds } })
    }

    fn groups(&self, fields: &mut Fields) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for place in 0..GROUPS {
            let (name, weight) = (at(&self.group, place), at(&self.weight, place));
            if names::fold(name).is_empty() && names::fold(weight).is_empty() {
                continue;
            }
            let name = fields.required(&format!("group-{place}"), name, 20);
            let weight = fields.number(&format!("weight-{place}"), weight, 1, 1_000);
            if groups.iter().any(|known| known.name == name) {
                fields.wrong(&format!("group-{place}"), "review-group-twice");
            }
            groups.push(Group { name, weight });
        }
        if groups.is_empty() {
            fields.wrong("group-0", "review-no-group");
        }
        groups
    }
}

/// Decimals from 0 to 100, each smaller than the one before.
fn falling<const N: usize>(fields: &mut Fields, name: &str, typed: &[String]) -> [Score; N] {
    let most = Score::from_thousandths(100_000);
    let mut before: Option<Score> = None;
    std::array::from_fn(|place| {
        let field = format!("{name}-{place}");
        let read = names::fold(at(typed, place)).parse::<Score>().ok();
        let Some(score) = read.filter(|score| (Score::ZERO..=most).contains(score)) else {
            fields.wrong(&field, "review-decimal-wrong");
            return Score::ZERO;
        };
        if before.is_some_and(|before| before <= score) {
            fields.wrong(&field, "review-not-falling");
        }
        before = Some(score);
        score
    })
}

/// A field in a row: its name, its label and what it holds.
type Cell = (String, String, String);

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "review_years/form.html")]
pub(super) struct YearFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: YearForm,
    /// Forms have been counted: only the last day for reports can be corrected.
    settled: bool,
}

impl YearFormPage {
    fn action(&self) -> String {
        if self.form.id == 0 { "/review-years".into() } else { format!("/review-years/{}", self.form.id) }
    }

    fn back(&self) -> String {
        if self.form.id == 0 { "/reviews".into() } else { self.action() }
    }

    fn groups(&self) -> Vec<(Cell, Cell)> {
        let label = |key: &str, place: usize| self.words.f(key, [("n", (place + 1).to_string())]);
        let row = |place: usize| {
            let name = (
                format!("group-{place}"),
                label("review-group-n", place),
                at(&self.form.group, place).to_owned(),
            );
            let weight = (
                format!("weight-{place}"),
                label("review-weight-n", place),
                at(&self.form.weight, place).to_owned(),
            );
            (name, weight)
        };
        (0..GROUPS).map(row).collect()
    }

    fn cells(&self, name: &str, typed: &[String], n: usize) -> Vec<Cell> {
        let cell = |(place, grade): (usize, &Grade)| {
            let label = self.words.t(&format!("review-grade-{}", grade.code()));
            (format!("{name}-{place}"), label, at(typed, place).to_owned())
        };
        Grade::ALL.iter().enumerate().take(n).map(cell).collect()
    }

    fn marks(&self) -> Vec<Cell> {
        self.cells("mark", &self.form.mark, 4)
    }

    fn thresholds(&self) -> Vec<Cell> {
        self.cells("from", &self.form.from, 3)
    }
}

impl Page for YearFormPage {
    fn title(&self) -> String {
        self.words.t(if self.form.id == 0 { "review-year-new" } else { "review-year-edit" })
    }
}

fn page(c: &mut Conn, words: Words, form: YearForm, errors: &[FieldError]) -> Result<YearFormPage, Problem> {
    let settled = form.id != 0 && record::is_counted(c, YearId(form.id))?;
    Ok(YearFormPage { faults: Faults::of(errors, &words), settled, form, words })
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

pub(super) fn new(cx: &mut Reading<'_, ConductReviews>, _: Nothing) -> Result<YearFormPage, Problem> {
    let today = cx.today();
    // What held last year is the best guess for this one.
    let parameters = record::all(cx.db)?.into_iter().next().map(|year| year.parameters).unwrap_or_default();
    page(cx.db, cx.words(), YearForm::of(0, today.year(), None, &parameters), &[])
}

pub(super) fn edit(cx: &mut Reading<'_, ConductReviews>, one: One) -> Result<YearFormPage, Problem> {
    let year = record::find(cx.db, one.id)?;
    page(cx.db, cx.words(), form_of(&year), &[])
}

fn form_of(year: &ReviewYear) -> YearForm {
    YearForm::of(year.id.0, year.year, year.report_due, &year.parameters)
}

pub(super) fn create(cx: &mut Writing<'_, ConductReviews>, form: YearForm) -> Result<Done, Rejection> {
    let form = YearForm { id: 0, ..form };
    match form.check().and_then(|draft| cx.write(move |tx| actions::create(tx, &draft))) {
        Ok(id) => Ok(Done::to(format!("/review-years/{id}"))
            .say(Say::new("review-year-was-created"))
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => refuse(cx, form, problem),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, ConductReviews>, form: YearForm) -> Result<Done, Rejection> {
    let id = YearId(form.id);
    let (year, settled) = cx.read(move |c| Ok((record::find(c, id)?, record::is_counted(c, id)?)))?;
    // What can no longer be corrected is not asked for.
    let form = match settled {
        true => YearForm { report_due: form.report_due, ..form_of(&year) },
        false => YearForm { year: year.year.to_string(), ..form },
    };
    match form.check().and_then(|draft| cx.write(move |tx| actions::correct(tx, id, &draft))) {
        Ok(after) => {
            Ok(Done::to(format!("/review-years/{id}")).say("review-year-was-corrected").view(&after))
        }
        Err(problem) => refuse(cx, form, problem),
    }
}

fn refuse(cx: &Writing<'_, ConductReviews>, form: YearForm, problem: Problem) -> Result<Done, Rejection> {
    let errors = errors_of(problem, "year")?;
    let (words, shown) = (cx.words(), errors.clone());
    let page = cx.read(move |c| page(c, words, form, &shown))?;
    Err(Rejection::form(page, errors))
}
