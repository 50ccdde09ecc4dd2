//! What a plan is: its parameters, its links, its history, and putting it in force and closing it.

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::links::LinksView;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::record::{self, Plan, PlanId, State, reference};
use crate::history::{self, Line};
use crate::measures::record as measures;
use crate::policy::{ReadMeasures, SetUpPlans};
use crate::sight::Sight;
use crate::sources::Sources;
use crate::telling;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: PlanId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "plans/about.html")]
pub(super) struct PlanAbout {
    #[serde(skip)]
    words: Words,
    plan: Plan,
    aspects: Vec<record::Aspect>,
    measures: usize,
    /// Measures that are neither accepted nor stopped.
    open: usize,
    links: LinksView,
    #[serde(skip)]
    history: Vec<Line>,
    may_set_up: bool,
}

impl PlanAbout {
    fn at(&self, tail: &str) -> String {
        format!("/plans/{}{tail}", self.plan.id)
    }

    fn state(&self) -> String {
        self.words.t(&format!("plan-state-{}", self.plan.state.code().replace('_', "-")))
    }

    fn is(&self, code: &str) -> bool {
        self.plan.state.code() == code
    }

    fn lamps(&self) -> String {
        let warning = self.plan.warning;
        let args = [("near", warning.near_days.to_string()), ("points", warning.tolerance.to_string())];
        self.words.f("plan-lamps-rule", args)
    }

    fn grades(&self) -> String {
        let grades = self.plan.grades;
        let args = [
            ("first", grades.first.to_string()),
            ("second", grades.second.to_string()),
            ("third", grades.third.to_string()),
        ];
        self.words.f("plan-grades-rule", args)
    }
}

impl Page for PlanAbout {
    fn title(&self) -> String {
        self.plan.title.clone()
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadMeasures>, one: One) -> Result<PlanAbout, Problem> {
    let sight = Sight::reading(cx)?;
    let plan = record::find(cx.db, one.id)?;
    let (seen, _) = sight.of_plan(cx.db, &plan)?;
    let links = web::links::view(cx, &reference(plan.id))?;
    Ok(PlanAbout {
        aspects: record::aspects(cx.db, plan.id)?,
        measures: seen.len(),
        open: seen.iter().filter(|one| one.state.is_open()).count(),
        links,
        history: history::of(cx.db, &sight.words, &reference(plan.id))?,
        may_set_up: sight.may_set_up && plan.state != State::Closed,
        words: sight.words,
        plan,
    })
}

pub(super) fn put_in_force(cx: &mut Writing<'_, SetUpPlans>, one: One) -> Result<Done, Rejection> {
    let sources = Sources::of(cx.site())?;
    let plan = cx.write(move |tx| {
        let plan = actions::put_in_force(tx, one.id)?;
        let measures = measures::of_plan(tx, one.id)?;
        telling::handed_out(tx, &sources, &plan, &measures)?;
        Ok(plan)
    })?;
    Ok(Done::to(format!("/plans/{}", one.id)).say("plan-was-put-in-force").view(&plan))
}

pub(super) fn close(cx: &mut Writing<'_, SetUpPlans>, one: One) -> Result<Done, Rejection> {
    let plan = cx.write(move |tx| actions::close(tx, one.id))?;
    Ok(Done::to(format!("/plans/{}/about", one.id)).say("plan-was-closed").view(&plan))
}
