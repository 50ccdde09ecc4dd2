//! The form of a measure: a new one, out of a finding for instance, and corrections.

use askama::Template;
use kernel::{FieldError, Problem, RecordRef};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::form::{Faults, errors_of};
use web::{Done, Page, Reading, Rejection, Words, Writing, blank_is_none, links};

use super::actions;
use super::record::{self, Measure, MeasureId};
use super::rules::State;
use super::typed::MeasureForm;
use crate::plans::record::{self as plans, AspectId, Plan, PlanId};
use crate::policy::SetUpPlans;
use crate::sight::Sight;

/// Empty rows for milestones below those that are there.
const MORE: usize = 3;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: MeasureId,
}

/// Where a new measure goes and what it grows out of.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Opened {
    #[serde(default, deserialize_with = "blank_is_none")]
    plan: Option<i64>,
    /// A record, as `finding:12`.
    #[serde(default)]
    from: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "measures/form.html")]
pub(super) struct MeasureFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: MeasureForm,
    /// The plan; nothing while there is none that takes measures.
    plan: Option<Plan>,
    /// What the record is called that it grows out of.
    origin: String,
    #[serde(skip)]
    plans: Vec<(String, String)>,
    #[serde(skip)]
    aspects: Vec<(String, String)>,
    /// Names that may be typed for bodies.
    #[serde(skip)]
    bodies: Vec<String>,
    /// Milestones that are done, which stay as they are.
    #[serde(skip)]
    settled: Vec<String>,
    /// Its last day is moved by an extension alone.
    handed_out: bool,
}

/// A row for a milestone.
struct StepRow {
    place: usize,
    id: String,
    due: String,
    name: String,
    form: String,
    /// It was reached, and stays as it is.
    settled: bool,
}

impl MeasureFormPage {
    fn action(&self) -> String {
        if self.form.id == 0 { "/measures".into() } else { format!("/measures/{}", self.form.id) }
    }

    fn back(&self) -> String {
        match &self.plan {
            Some(plan) if self.form.id == 0 => format!("/plans/{}", plan.id),
            _ => self.action(),
        }
    }

    fn plan_title(&self) -> String {
        self.plan.as_ref().map(|plan| plan.title.clone()).unwrap_or_default()
    }

    fn at_plan(&self) -> String {
        self.plan.as_ref().map(|plan| format!("/plans/{}", plan.id)).unwrap_or_else(|| "/plans".into())
    }

    fn plan_id(&self) -> String {
        self.plan.as_ref().map(|plan| plan.id.to_string()).unwrap_or_default()
    }

    fn origin_line(&self) -> String {
        self.words.f("measure-grows-from", [("origin", self.origin.clone())])
    }

    fn rows(&self) -> Vec<StepRow> {
        let form = &self.form;
        let row = |place: usize| {
            let text = |list: &[String]| MeasureForm::at(list, place).to_owned();
            let id = text(&form.step);
            StepRow {
                place,
                due: text(&form.step_due),
                name: text(&form.step_name),
                form: text(&form.step_form),
                settled: self.settled.contains(&id),
                id,
            }
        };
        let typed =
            form.step_name.iter().rposition(|name| !name.trim().is_empty()).map_or(0, |last| last + 1);
        (0..typed + MORE).map(row).collect()
    }

    fn fault(&self, what: &str, row: &StepRow) -> String {
        self.faults.at(&format!("step_{what}-{}", row.place)).to_owned()
    }

    fn cell_id(&self, what: &str, row: &StepRow) -> String {
        format!("step_{what}-{}", row.place)
    }

    fn is_standing(&self) -> bool {
        self.form.standing == "yes"
    }

    fn due_hint(&self) -> String {
        self.words.t(if self.handed_out { "measure-due-by-extension" } else { "measure-due-hint" })
    }
}

impl Page for MeasureFormPage {
    fn title(&self) -> String {
        self.words.t(if self.form.id == 0 { "measure-new" } else { "measure-edit" })
    }
}

/// Plans that take measures, the one in force first.
fn takers(c: &mut Conn) -> Result<Vec<Plan>, Problem> {
    let mut taking = plans::all(c)?;
    taking.retain(|plan| plan.state != plans::State::Closed);
    taking.sort_by_key(|plan| plan.state != plans::State::InForce);
    Ok(taking)
}

fn page(
    c: &mut Conn,
    sight: &Sight,
    form: MeasureForm,
    origin: String,
    errors: &[FieldError],
) -> Result<MeasureFormPage, Problem> {
    let words = sight.words.clone();
    let taking = takers(c)?;
    let chosen = form.plan.trim().parse().ok().map(PlanId);
    let plan = match chosen {
        Some(id) => Some(plans::find(c, id)?),
        None => taking.first().cloned(),
    };
    let aspects = match &plan {
        Some(plan) => plans::aspects(c, plan.id)?,
        None => Vec::new(),
    };
    let measure = match form.id {
        0 => None,
        id => Some(record::find(c, MeasureId(id))?),
    };
    let settled = match &measure {
        Some(measure) => record::milestones(c, measure.id)?
            .into_iter()
            .filter(|one| one.done_on.is_some())
            .map(|one| one.id.to_string())
            .collect(),
        None => Vec::new(),
    };
    let bodies = sight.sources.directory.appraised_on(c, sight.today)?;
    Ok(MeasureFormPage {
        faults: Faults::of(errors, &words),
        plans: taking.into_iter().map(|plan| (plan.id.to_string(), plan.title)).collect(),
        aspects: aspects
            .into_iter()
            .map(|one| (one.id.to_string(), format!("{}. {}", one.place, one.name)))
            .collect(),
        bodies: bodies.into_iter().map(|org| org.name).collect(),
        handed_out: measure.is_some_and(|one| one.state != State::Draft),
        settled,
        plan,
        origin,
        form,
        words,
    })
}

pub(super) fn new(cx: &mut Reading<'_, SetUpPlans>, opened: Opened) -> Result<MeasureFormPage, Problem> {
    let sight = Sight::reading(cx)?;
    let origin = links::origin(cx, &opened.from)?;
    let today = sight.today;
    let form = MeasureForm {
        plan: opened.plan.map(|id| id.to_string()).unwrap_or_default(),
        from: opened.from,
        content: origin.as_ref().map(|(_, brief)| brief.title.clone()).unwrap_or_default(),
        org: match origin.as_ref().and_then(|(_, brief)| brief.org) {
            Some(org) => {
                let found = sight.sources.directory.by_ids(cx.db, &[org])?;
                found.into_iter().next().map(|org| org.name).unwrap_or_default()
            }
            None => String::new(),
        },
        starts: today.to_string(),
        weight: "1".into(),
        ..MeasureForm::default()
    };
    let title = origin.map(|(_, brief)| brief.title).unwrap_or_default();
    page(cx.db, &sight, form, title, &[])
}

pub(super) fn edit(cx: &mut Reading<'_, SetUpPlans>, one: One) -> Result<MeasureFormPage, Problem> {
    let sight = Sight::reading(cx)?;
    let (measure, helpers) = sight.measure(cx.db, one.id)?;
    if matches!(measure.state, State::Done | State::Stopped) {
        return Err(Problem::refused("measure-settled"));
    }
    let milestones = record::milestones(cx.db, one.id)?;
    page(cx.db, &sight, MeasureForm::of(&measure, &helpers, &milestones), String::new(), &[])
}

/// The record a measure grows out of, if its writer may see it, and what it is called.
fn origin(cx: &Writing<'_, SetUpPlans>, from: &str) -> Result<Option<(RecordRef, String)>, Problem> {
    if from.trim().is_empty() {
        return Ok(None);
    }
    let record = links::parse(from).ok_or(Problem::Missing)?;
    let (site, visitor) = (std::sync::Arc::clone(cx.site()), cx.visitor()?);
    cx.read(move |c| {
        let brief = links::find(&site, c, &visitor, &record)?;
        Ok(Some((record, brief.title)))
    })
}

fn check(c: &mut Conn, sight: &Sight, form: &MeasureForm) -> Result<actions::Draft, Problem> {
    let plan = form.plan.trim().parse().ok().map(PlanId).ok_or(Problem::Missing)?;
    plans::find(c, plan)?;
    let aspects: Vec<AspectId> = plans::aspects(c, plan)?.into_iter().map(|one| one.id).collect();
    form.check(c, &sight.sources, plan, &aspects)
}

pub(super) fn create(cx: &mut Writing<'_, SetUpPlans>, form: MeasureForm) -> Result<Done, Rejection> {
    let (form, sight) = (MeasureForm { id: 0, ..form }, Sight::writing(cx)?);
    let origin = origin(cx, &form.from)?;
    let (title, from) = origin.map(|(record, title)| (title, record)).unzip();
    let (typed, asking) = (form.clone(), sight.clone());
    let made = cx
        .read(move |c| check(c, &asking, &typed))
        .and_then(|draft| cx.write(move |tx| actions::create(tx, &draft, from.as_ref())));
    match made {
        Ok(id) => Ok(Done::to(format!("/measures/{id}"))
            .say("measure-was-created")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(problem) => refuse(cx, sight, form, title.unwrap_or_default(), problem),
    }
}

pub(super) fn correct(cx: &mut Writing<'_, SetUpPlans>, form: MeasureForm) -> Result<Done, Rejection> {
    let (id, sight) = (MeasureId(form.id), Sight::writing(cx)?);
    let before: Measure = cx.read(move |c| record::find(c, id))?;
    let form = MeasureForm { plan: before.plan.to_string(), ..form };
    let (typed, asking) = (form.clone(), sight.clone());
    let corrected = cx
        .read(move |c| check(c, &asking, &typed))
        .and_then(|draft| cx.write(move |tx| actions::correct(tx, id, &draft)));
    match corrected {
        Ok(after) => Ok(Done::to(format!("/measures/{id}")).say("measure-was-corrected").view(&after)),
        Err(problem) => refuse(cx, sight, form, String::new(), problem),
    }
}

fn refuse(
    cx: &Writing<'_, SetUpPlans>,
    sight: Sight,
    form: MeasureForm,
    origin: String,
    problem: Problem,
) -> Result<Done, Rejection> {
    let errors = errors_of(problem, "content")?;
    let shown = errors.clone();
    let page = cx.read(move |c| page(c, &sight, form, origin, &shown))?;
    Err(Rejection::form(page, errors))
}

pub(super) fn remove(cx: &mut Writing<'_, SetUpPlans>, one: One) -> Result<Done, Rejection> {
    let gone = cx.write(move |tx| actions::remove(tx, one.id))?;
    Ok(Done::to(format!("/plans/{}", gone.plan)).say("measure-was-removed").view(&gone))
}
