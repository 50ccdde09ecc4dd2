//! The list of plans: how far each is, and how many of its measures are under which lamp.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, blank_is_none};

use super::record::{self, Plan, PlanId, State};
use crate::measures::record as measures;
use crate::measures::rules::{Lamp, Progress};
use crate::policy::ReadMeasures;
use crate::sight::Sight;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Filter {
    /// Plans of that year.
    #[serde(deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// `draft`, `in_force` or `closed`.
    state: String,
    /// Part of the title or the number of the document.
    q: String,
}

/// A plan and how far it is.
#[derive(Serialize, JsonSchema)]
struct PlanLine {
    #[serde(flatten)]
    plan: Plan,
    measures: usize,
    /// In hundredths, half up; none where nothing counts.
    percent: Option<i64>,
    red: usize,
    yellow: usize,
    done: usize,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "plans/list.html")]
pub(super) struct PlanList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    years: Vec<(String, String)>,
    plans: Vec<PlanLine>,
    may_set_up: bool,
}

impl PlanList {
    fn state(&self, state: &State) -> String {
        self.words.t(&format!("plan-state-{}", state.code().replace('_', "-")))
    }

    fn states(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |state: &State| (state.code().to_owned(), self.state(state));
        std::iter::once(all).chain(State::ALL.iter().map(one)).collect()
    }

    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn is_filtered(&self) -> bool {
        self.filter.year.is_some() || !self.filter.state.is_empty() || !self.filter.q.trim().is_empty()
    }

    fn percent(&self, line: &PlanLine) -> String {
        line.percent.map_or_else(|| self.words.t("measure-no-progress"), |percent| format!("{percent}%"))
    }

    fn export(&self) -> String {
        let q = crate::address::escaped(&self.filter.q);
        let state = crate::address::escaped(&self.filter.state);
        format!("/plans?year={}&state={state}&q={q}&format=xlsx", self.year())
    }
}

impl Page for PlanList {
    fn title(&self) -> String {
        self.words.t("plan-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "plan-name",
            "plan-number",
            "plan-years",
            "plan-state",
            "plan-measures",
            "measure-progress",
            "measure-lamp-red",
            "measure-lamp-yellow",
            "measure-lamp-done",
        ];
        let count = |n: usize| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
        let row = |line: &PlanLine| {
            vec![
                Cell::text(&line.plan.title),
                Cell::text(&line.plan.number),
                Cell::text(line.plan.years()),
                Cell::text(self.state(&line.plan.state)),
                count(line.measures),
                Cell::text(self.percent(line)),
                count(line.red),
                count(line.yellow),
                count(line.done),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.plans.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadMeasures>, filter: Filter) -> Result<PlanList, Problem> {
    let sight = Sight::reading(cx)?;
    let mut plans = record::all(cx.db)?;
    let all = measures::of_all_plans(cx.db)?;
    let helpers = if sight.sees.all { Vec::new() } else { measures::helpers_of_all_plans(cx.db)? };
    let seen = sight.seen(cx.db, all, &helpers)?;
    let mut of_plan: BTreeMap<PlanId, Vec<measures::Measure>> = BTreeMap::new();
    for measure in seen {
        of_plan.entry(measure.plan).or_default().push(measure);
    }
    if !sight.sees.all {
        plans.retain(|plan| plan.state != State::Draft && of_plan.contains_key(&plan.id));
    }
    let mut years: Vec<i16> = plans.iter().flat_map(|plan| plan.from_year..=plan.until_year).collect();
    years.sort_unstable();
    years.dedup();
    let wanted = |plan: &Plan| {
        let q = filter.q.trim();
        filter.year.is_none_or(|year| (plan.from_year..=plan.until_year).contains(&year))
            && State::of(&filter.state).is_none_or(|state| plan.state == state)
            && (plan.title.contains(q) || plan.number.contains(q))
    };
    plans.retain(wanted);
    let line = |plan: Plan| {
        let of = of_plan.get(&plan.id).map(Vec::as_slice).unwrap_or_default();
        let lamps: Vec<Lamp> = of.iter().map(|one| one.standing().lamp(plan.warning, sight.today)).collect();
        let count = |lamp: Lamp| lamps.iter().filter(|one| **one == lamp).count();
        PlanLine {
            measures: of.len(),
            percent: measures::progress(of).map(Progress::rounded),
            red: count(Lamp::Red),
            yellow: count(Lamp::Yellow),
            done: count(Lamp::Done),
            plan,
        }
    };
    let all = (String::new(), sight.words.t("kit-all"));
    Ok(PlanList {
        years: std::iter::once(all)
            .chain(years.iter().rev().map(|year| (year.to_string(), year.to_string())))
            .collect(),
        plans: plans.into_iter().map(line).collect(),
        may_set_up: sight.may_set_up,
        words: sight.words,
        filter,
    })
}
