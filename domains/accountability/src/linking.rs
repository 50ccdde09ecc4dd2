//! Plans and measures as records that links may join, in the search, and what grows into a measure.

use std::collections::BTreeMap;

use kernel::access::ActInfo;
use kernel::{Act, Problem};
use store::Conn;
use store::sea_query::{Expr, ExprTrait};
use web::{Growth, Hit, RecordBrief, RecordKind, Visitor};

use crate::measures::record::{self as measures, Measure, MeasureId};
use crate::plans::record::{self as plans, Plan, PlanId};
use crate::policy::SetUpPlans;
use crate::sight::Sight;

/// Found at most.
const MOST: usize = 20;
/// Looked through at most, before what may not be seen is left out.
const LOOKED: u64 = 200;

pub(crate) const MEASURE: RecordKind = RecordKind {
    kind: "measure",
    label: "record-measure",
    icon: "check",
    stage: 30,
    brief: measure_briefs,
    find: find_measures,
    may_link: may_link_measure,
};

pub(crate) const PLAN: RecordKind = RecordKind {
    kind: "plan",
    label: "record-plan",
    icon: "file",
    stage: 29,
    brief: plan_briefs,
    find: find_plans,
    may_link: may_link_plan,
};

/// A finding becomes a measure, and so does what a leading group decided.
pub(crate) fn growths() -> Vec<Growth> {
    let act = ActInfo { name: SetUpPlans::NAME, allow: SetUpPlans::ALLOW };
    let from = |from| Growth { from, act, label: "measure-grow", href: "/measures/new" };
    vec![from("finding"), from("decision")]
}

fn brief(sight: &Sight, one: &Measure) -> RecordBrief {
    RecordBrief {
        id: one.id.0,
        title: format!("{} {}", one.number(), one.content),
        detail: one.org_name.clone(),
        state: sight.words.t(&format!("measure-state-{}", one.state.code().replace('_', "-"))),
        tone: one.state.tone(),
        href: format!("/measures/{}", one.id),
        org: Some(one.org),
    }
}

fn chosen(c: &mut Conn, sight: &Sight, which: Expr) -> Result<Vec<Measure>, Problem> {
    if !sight.sees_anything() {
        return Ok(Vec::new());
    }
    let found = measures::chosen(c, which, LOOKED)?;
    let helpers = if sight.sees.all { Vec::new() } else { measures::helpers_of(c, &found)? };
    sight.seen(c, found, &helpers)
}

fn measure_briefs(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let Some(sight) = Sight::of(visitor) else { return Ok(Vec::new()) };
    let found = chosen(c, &sight, Expr::col(("m", "id")).is_in(ids.iter().copied()))?;
    Ok(found.iter().map(|one| brief(&sight, one)).collect())
}

fn named(c: &mut Conn, sight: &Sight, typed: &str) -> Result<Vec<Measure>, Problem> {
    if typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    let which = c.contains(Expr::col(("m", "content")), typed.trim());
    let mut found = chosen(c, sight, which)?;
    found.truncate(MOST);
    Ok(found)
}

fn find_measures(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<RecordBrief>, Problem> {
    let Some(sight) = Sight::of(visitor) else { return Ok(Vec::new()) };
    Ok(named(c, &sight, typed)?.iter().map(|one| brief(&sight, one)).collect())
}

fn may_link_measure(c: &mut Conn, visitor: &Visitor, id: i64) -> Result<bool, Problem> {
    let Some(sight) = Sight::of(visitor) else { return Ok(false) };
    if sight.may_set_up {
        return Ok(true);
    }
    match sight.measure(c, MeasureId(id)) {
        Ok((measure, _)) => Ok(!sight.working_for(c, &[measure.org])?.is_empty()),
        Err(Problem::Missing) => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// Plans that somebody may see: a body those of which it leads or helps with a measure.
fn seen_plans(c: &mut Conn, sight: &Sight) -> Result<Vec<Plan>, Problem> {
    let mut all = plans::all(c)?;
    if sight.sees.all {
        return Ok(all);
    }
    let measures = measures::of_all_plans(c)?;
    let helpers = measures::helpers_of_all_plans(c)?;
    let mut of_plan: BTreeMap<PlanId, usize> = BTreeMap::new();
    for one in sight.seen(c, measures, &helpers)? {
        *of_plan.entry(one.plan).or_default() += 1;
    }
    all.retain(|plan| plan.state != plans::State::Draft && of_plan.contains_key(&plan.id));
    Ok(all)
}

fn plan_brief(sight: &Sight, plan: &Plan) -> RecordBrief {
    RecordBrief {
        id: plan.id.0,
        title: plan.title.clone(),
        detail: plan.years(),
        state: sight.words.t(&format!("plan-state-{}", plan.state.code().replace('_', "-"))),
        tone: plan.state.tone(),
        href: format!("/plans/{}", plan.id),
        org: None,
    }
}

fn plan_briefs(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let Some(sight) = Sight::of(visitor).filter(Sight::sees_anything) else { return Ok(Vec::new()) };
    let seen = seen_plans(c, &sight)?;
    Ok(seen.iter().filter(|plan| ids.contains(&plan.id.0)).map(|plan| plan_brief(&sight, plan)).collect())
}

fn find_plans(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<RecordBrief>, Problem> {
    let Some(sight) = Sight::of(visitor).filter(Sight::sees_anything) else { return Ok(Vec::new()) };
    let seen = seen_plans(c, &sight)?;
    let wanted = seen.iter().filter(|plan| plan.title.contains(typed.trim())).take(MOST);
    Ok(wanted.map(|plan| plan_brief(&sight, plan)).collect())
}

fn may_link_plan(_: &mut Conn, visitor: &Visitor, _: i64) -> Result<bool, Problem> {
    Ok(Sight::of(visitor).is_some_and(|sight| sight.may_set_up))
}

/// Measures and plans by what was typed.
pub(crate) fn search(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<Hit>, Problem> {
    let mut found = find_plans(c, visitor, typed)?;
    found.extend(find_measures(c, visitor, typed)?);
    found.truncate(MOST);
    Ok(found.into_iter().map(|one| Hit { label: one.title, detail: one.detail, href: one.href }).collect())
}
