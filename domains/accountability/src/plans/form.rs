//! The form of a plan.

use askama::Template;
use kernel::{FieldError, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions::{self, Draft};
use super::record::{self, Grades, Plan, PlanId, State};
use crate::measures::rules::Warning;
use crate::policy::SetUpPlans;

/// As many aspects as a plan may have.
const ASPECTS: usize = 20;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: PlanId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

/// A plan as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct PlanForm {
    /// Number of the plan; from the address, 0 for a new one.
    id: i64,
    title: String,
    number: String,
    from_year: String,
    until_year: String,
    /// Days before a day on which a lamp turns yellow.
    near_days: String,
    /// Points by which progress may be behind its share of time.
    tolerance: String,
    first_after: String,
    second_after: String,
    third_after: String,
    /// One on each line.
    aspects: String,
}

impl PlanForm {
    fn begin(year: i16) -> Self {
        Self {
            from_year: year.to_string(),
            until_year: year.to_string(),
            near_days: "30".into(),
            tolerance: "20".into(),
            first_after: "1".into(),
            second_after: "15".into(),
            third_after: "30".into(),
            ..Self::default()
        }
    }

    fn of(plan: &Plan, aspects: &[record::Aspect]) -> Self {
        let names: Vec<&str> = aspects.iter().map(|one| one.name.as_str()).collect();
        Self {
            id: plan.id.0,
            title: plan.title.clone(),
            number: plan.number.clone(),
            from_year: plan.from_year.to_string(),
            until_year: plan.until_year.to_string(),
            near_days: plan.warning.near_days.to_string(),
            tolerance: plan.warning.tolerance.to_string(),
            first_after: plan.grades.first.to_string(),
            second_after: plan.grades.second.to_string(),
            third_after: plan.grades.third.to_string(),
            aspects: names.join("\n"),
        }
    }

    fn check(&self) -> Result<Draft, Problem> {
        let mut fields = Fields::default();
        let mut year = |field: &str, typed: &str| {
            i16::try_from(fields.number(field, typed, 1990, 2100)).unwrap_or_default()
        };
        let (from_year, until_year) =
            (year("from_year", &self.from_year), year("until_year", &self.until_year));
        if until_year < from_year {
            fields.wrong("until_year", "plan-years-wrong");
        }
        let title = fields.required("title", &self.title, 100);
        let number = fields.text("number", &self.number, 60);
        let warning = Warning {
            near_days: fields.number("near_days", &self.near_days, 0, 365),
            tolerance: fields.number("tolerance", &self.tolerance, 0, 100),
        };
        let first = fields.number("first_after", &self.first_after, 1, 365);
        let second = fields.number("second_after", &self.second_after, 1, 365);
        let third = fields.number("third_after", &self.third_after, 1, 365);
        if second <= first {
            fields.wrong("second_after", "plan-grades-wrong");
        }
        if third <= second {
            fields.wrong("third_after", "plan-grades-wrong");
        }
        let aspects = self.aspects(&mut fields);
        let grades = Grades { first, second, third };
        fields.done(Draft { title, number, from_year, until_year, warning, grades, aspects })
    }

    fn aspects(&self, fields: &mut Fields) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.aspects.lines().map(str::trim).filter(|name| !name.is_empty()) {
            if name.chars().count() > 100 {
                fields.wrong("aspects", Say::new("field-long").with("n", 100));
            }
            if names.iter().any(|other| other == name) {
                fields.wrong("aspects", Say::new("plan-aspect-twice").with("name", name));
            }
            names.push(name.to_owned());
        }
        if names.is_empty() {
            fields.wrong("aspects", "field-required");
        }
        if names.len() > ASPECTS {
            fields.wrong("aspects", Say::new("plan-aspects-many").with("n", ASPECTS));
        }
        names
    }
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "plans/form.html")]
pub(super) struct PlanFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: PlanForm,
    /// Number of the plan; 0 for a new one.
    plan: i64,
}

impl PlanFormPage {
    fn new(words: Words, form: PlanForm, errors: &[FieldError]) -> Self {
        Self { faults: Faults::of(errors, &words), plan: form.id, form, words }
    }

    fn action(&self) -> String {
        if self.plan == 0 { "/plans".into() } else { format!("/plans/{}", self.plan) }
    }

    fn back(&self) -> String {
        if self.plan == 0 { "/plans".into() } else { format!("/plans/{}/about", self.plan) }
    }
}

impl Page for PlanFormPage {
    fn title(&self) -> String {
        self.words.t(if self.plan == 0 { "plan-new" } else { "plan-edit" })
    }
}

pub(super) fn new(cx: &mut Reading<'_, SetUpPlans>, _: Nothing) -> Result<PlanFormPage, Problem> {
    Ok(PlanFormPage::new(cx.words(), PlanForm::begin(cx.today().year()), &[]))
}

pub(super) fn edit(cx: &mut Reading<'_, SetUpPlans>, one: One) -> Result<PlanFormPage, Problem> {
    let plan = record::find(cx.db, one.id)?;
    if plan.state == State::Closed {
        return Err(Problem::refused("plan-is-closed"));
    }
    let aspects = record::aspects(cx.db, one.id)?;
    Ok(PlanFormPage::new(cx.words(), PlanForm::of(&plan, &aspects), &[]))
}

pub(super) fn create(cx: &mut Writing<'_, SetUpPlans>, form: PlanForm) -> Result<Done, Rejection> {
    let form = PlanForm { id: 0, ..form };
    match form.check().and_then(|draft| cx.write(move |tx| actions::create(tx, &draft))) {
        Ok(id) => Ok(Done::to(format!("/plans/{id}"))
            .say("plan-was-created")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => refuse(cx, form, problem),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, SetUpPlans>, form: PlanForm) -> Result<Done, Rejection> {
    let id = PlanId(form.id);
    cx.read(move |c| record::find(c, id))?;
    match form.check().and_then(|draft| cx.write(move |tx| actions::correct(tx, id, &draft))) {
        Ok(plan) => Ok(Done::to(format!("/plans/{id}/about")).say("plan-was-corrected").view(&plan)),
        Err(problem) => refuse(cx, form, problem),
    }
}

fn refuse(cx: &Writing<'_, SetUpPlans>, form: PlanForm, problem: Problem) -> Result<Done, Rejection> {
    let errors = errors_of(problem, "title")?;
    Err(Rejection::form(PlanFormPage::new(cx.words(), form, &errors), errors))
}
