//! Beginning a report: of which plan, by whom, as of which day.

use askama::Template;
use kernel::contracts::OrgBrief;
use kernel::{Day, FieldError, Problem, Reach};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, Fields, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions;
use super::record;
use crate::bodies::Bodies;
use crate::plans::record::{Plan, PlanId};
use crate::policy::WriteReports;

/// What stands for the whole organ among the bodies.
const WHOLE: &str = "organ";

#[derive(Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Opened {
    /// Number of the plan; the latest when none is given.
    #[serde(default, deserialize_with = "blank_is_none")]
    plan: Option<PlanId>,
}

/// A report to be begun, as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct NewForm {
    /// Number of the plan.
    plan: String,
    /// Number of the body, or `organ`.
    body: String,
    /// The day as of which it speaks.
    until: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "reports/new.html")]
pub(super) struct NewReport {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: NewForm,
    #[serde(skip)]
    plans: Vec<(String, String)>,
    /// Bodies that may report: number, or `organ`, and name.
    bodies: Vec<(String, String)>,
}

impl Page for NewReport {
    fn title(&self) -> String {
        self.words.t("report-new")
    }
}

fn reporting(c: &mut Conn, bodies: &Bodies, reach: &Reach, plan: PlanId) -> Result<Vec<OrgBrief>, Problem> {
    let ids = record::bodies(c, plan)?;
    let mut known = bodies.0.by_ids(c, &ids)?;
    known.retain(|body| reach.covers(body.id, &body.path));
    known.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(known)
}

fn page(
    c: &mut Conn,
    bodies: &Bodies,
    reach: &Reach,
    words: Words,
    form: NewForm,
    errors: &[FieldError],
) -> Result<NewReport, Problem> {
    let plans = record::plans(c)?;
    let known = match form.plan.parse() {
        Ok(plan) => reporting(c, bodies, reach, PlanId(plan))?,
        Err(_) => Vec::new(),
    };
    let mut choices: Vec<(String, String)> = Vec::new();
    if reach.all {
        choices.push((WHOLE.into(), words.t("report-whole-organ")));
    }
    choices.extend(known.iter().map(|body| (body.id.to_string(), body.name.clone())));
    Ok(NewReport {
        faults: Faults::of(errors, &words),
        plans: plans.into_iter().map(|plan| (plan.id.to_string(), plan.title)).collect(),
        bodies: choices,
        form,
        words,
    })
}

pub(super) fn new(cx: &mut Reading<'_, WriteReports>, opened: Opened) -> Result<NewReport, Problem> {
    let (bodies, reach, today) = (Bodies::of(cx.site())?, cx.permit.reach().clone(), cx.today());
    let plans = record::plans(cx.db)?;
    let plan = opened.plan.or_else(|| plans.first().map(|plan| plan.id));
    let form = NewForm {
        plan: plan.map(|plan| plan.to_string()).unwrap_or_default(),
        until: today.to_string(),
        ..NewForm::default()
    };
    page(cx.db, &bodies, &reach, cx.words(), form, &[])
}

type Checked = (Plan, Option<OrgBrief>, Day);

fn check(c: &mut Conn, bodies: &Bodies, reach: &Reach, form: &NewForm) -> Result<Checked, Problem> {
    let mut fields = Fields::default();
    let plans = record::plans(c)?;
    let plan = fields.choice("plan", plans.into_iter().find(|plan| plan.id.to_string() == form.plan));
    let until = fields.day("until", &form.until);
    let body = match &plan {
        Some(_) if form.body == WHOLE && reach.all => Some(None),
        Some(plan) => {
            let known = reporting(c, bodies, reach, plan.id)?;
            known.into_iter().find(|body| body.id.to_string() == form.body).map(Some)
        }
        None => Some(None),
    };
    let body = fields.choice("body", body);
    match (plan, body, until) {
        (Some(plan), Some(body), Some(until)) => fields.done((plan, body, until)),
        _ => fields.done(()).and(Err(Problem::field("plan", "field-choice"))),
    }
}

pub(super) fn begin(cx: &mut Writing<'_, WriteReports>, form: NewForm) -> Result<Done, Rejection> {
    let (bodies, reach) = (Bodies::of(cx.site())?, cx.permit.reach().clone());
    let (asking, within, typed) = (bodies.clone(), reach.clone(), form.clone());
    let begun = cx
        .read(move |c| check(c, &asking, &within, &typed))
        .and_then(|(plan, body, until)| cx.write(move |tx| actions::begin(tx, &plan, body.as_ref(), until)));
    match begun {
        Ok(id) => Ok(Done::to(format!("/reports/{id}/edit"))
            .say("report-was-begun")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => {
            let errors = errors_of(problem, "plan")?;
            let (words, shown) = (cx.words(), errors.clone());
            let page = cx.read(move |c| page(c, &bodies, &reach, words, form, &shown))?;
            Err(Rejection::form(page, errors))
        }
    }
}
