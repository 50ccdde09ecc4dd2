//! The list of measures of all plans.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Cell, Day, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::record::{self, Measure, MeasureId};
use super::rules::{Lamp, State};
use crate::address::escaped;
use crate::plans::record::{self as plans, Plan, PlanId};
use crate::policy::ReadMeasures;
use crate::sight::Sight;

/// Rows of one page.
const PER_PAGE: usize = 50;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Filter {
    /// Of plans of that year.
    #[serde(deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// Number of the body that leads.
    #[serde(deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// As `running`.
    state: String,
    /// As `red`.
    lamp: String,
    /// Part of the content.
    q: String,
    #[serde(deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

#[derive(Serialize, JsonSchema)]
struct MeasureLine {
    id: MeasureId,
    number: String,
    plan: PlanId,
    plan_title: String,
    content: String,
    org_name: String,
    state: State,
    lamp: Lamp,
    percent: u32,
    due: Option<Day>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "measures/list.html")]
pub(super) struct MeasureList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    years: Vec<(String, String)>,
    #[serde(skip)]
    orgs: Vec<(String, String)>,
    measures: Vec<MeasureLine>,
    /// Number of this page, of pages and of measures.
    page: usize,
    pages: usize,
    total: usize,
}

impl MeasureList {
    fn number<N: ToString>(&self, number: Option<N>) -> String {
        number.map(|number| number.to_string()).unwrap_or_default()
    }

    fn state(&self, state: &State) -> String {
        self.words.t(&format!("measure-state-{}", state.code().replace('_', "-")))
    }

    fn states(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |state: &State| (state.code().to_owned(), self.state(state));
        std::iter::once(all).chain(State::ALL.iter().map(one)).collect()
    }

    fn lamp(&self, lamp: &Lamp) -> String {
        self.words.t(&format!("measure-lamp-{}", lamp.code()))
    }

    fn lamps(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |lamp: &Lamp| (lamp.code().to_owned(), self.lamp(lamp));
        std::iter::once(all).chain(Lamp::ALL.iter().map(one)).collect()
    }

    fn due(&self, line: &MeasureLine) -> String {
        line.due.map_or_else(|| self.words.t("measure-standing"), |due| self.words.day(due))
    }

    fn percent(&self, line: &MeasureLine) -> String {
        format!("{}%", line.percent)
    }

    fn is_filtered(&self) -> bool {
        let f = &self.filter;
        f.year.is_some()
            || f.org.is_some()
            || ![&f.state, &f.lamp, &f.q].iter().all(|text| text.trim().is_empty())
    }

    fn address(&self) -> String {
        let f = &self.filter;
        let (year, org) = (self.number(f.year), self.number(f.org));
        let (state, lamp, q) = (escaped(&f.state), escaped(&f.lamp), escaped(&f.q));
        format!("/measures?year={year}&org={org}&state={state}&lamp={lamp}&q={q}&")
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for MeasureList {
    fn title(&self) -> String {
        self.words.t("measure-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "measure-plan",
            "measure-number",
            "measure-content",
            "measure-lead",
            "measure-due",
            "measure-state",
            "measure-lamp",
            "measure-percent",
        ];
        let row = |line: &MeasureLine| {
            vec![
                Cell::text(&line.plan_title),
                Cell::text(&line.number),
                Cell::text(&line.content),
                Cell::text(&line.org_name),
                line.due.map_or_else(|| Cell::text(self.words.t("measure-standing")), Cell::Day),
                Cell::text(self.state(&line.state)),
                Cell::text(self.lamp(&line.lamp)),
                Cell::Int(i64::from(line.percent)),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.measures.iter().map(row).collect(),
        })
    }
}

fn is_wanted(filter: &Filter, plan: &Plan, one: &Measure, today: Day) -> bool {
    filter.year.is_none_or(|year| (plan.from_year..=plan.until_year).contains(&year))
        && filter.org.is_none_or(|org| one.org.0 == org)
        && State::of(&filter.state).is_none_or(|state| one.state == state)
        && Lamp::of(&filter.lamp).is_none_or(|lamp| one.standing().lamp(plan.warning, today) == lamp)
        && one.content.contains(filter.q.trim())
}

pub(super) fn list(cx: &mut Reading<'_, ReadMeasures>, filter: Filter) -> Result<MeasureList, Problem> {
    let sight = Sight::reading(cx)?;
    let plans: BTreeMap<PlanId, Plan> = plans::all(cx.db)?.into_iter().map(|plan| (plan.id, plan)).collect();
    let all = record::of_all_plans(cx.db)?;
    let helpers = if sight.sees.all { Vec::new() } else { record::helpers_of_all_plans(cx.db)? };
    let seen = sight.seen(cx.db, all, &helpers)?;
    let mut orgs: Vec<(String, String)> =
        seen.iter().map(|one| (one.org.to_string(), one.org_name.clone())).collect();
    orgs.sort_by(|a, b| a.1.cmp(&b.1));
    orgs.dedup_by(|a, b| a.0 == b.0);
    let mut years: Vec<i16> = plans.values().flat_map(|plan| plan.from_year..=plan.until_year).collect();
    years.sort_unstable();
    years.dedup();
    let wanted: Vec<(&Measure, &Plan)> = seen
        .iter()
        .filter_map(|one| plans.get(&one.plan).map(|plan| (one, plan)))
        .filter(|(one, plan)| is_wanted(&filter, plan, one, sight.today))
        .collect();
    let (total, pages) = (wanted.len(), wanted.len().div_ceil(PER_PAGE).max(1));
    let page = filter.page.unwrap_or(1).clamp(1, pages);
    let (skip, take) = match cx.face() {
        Face::Sheet => (0, usize::MAX),
        _ => ((page - 1) * PER_PAGE, PER_PAGE),
    };
    let line = |(one, plan): (&Measure, &Plan)| MeasureLine {
        id: one.id,
        number: one.number(),
        plan: plan.id,
        plan_title: plan.title.clone(),
        content: one.content.clone(),
        org_name: one.org_name.clone(),
        state: one.state,
        lamp: one.standing().lamp(plan.warning, sight.today),
        percent: one.percent,
        due: one.due,
    };
    let all = || std::iter::once((String::new(), sight.words.t("kit-all")));
    Ok(MeasureList {
        years: all().chain(years.iter().rev().map(|year| (year.to_string(), year.to_string()))).collect(),
        orgs: all().chain(orgs).collect(),
        measures: wanted.into_iter().skip(skip).take(take).map(line).collect(),
        words: sight.words.clone(),
        filter,
        page,
        pages,
        total,
    })
}
