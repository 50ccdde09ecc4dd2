//! The board of a plan: its aspects side by side, every measure a card with its lamp. What hangs on the wall is the same
//! page, printed.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use kernel::{Day, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words, blank_is_none};

use super::record::{self, AspectId, Plan, PlanId};
use crate::address::escaped;
use crate::measures::record::{self as measures, Measure, MeasureId, Milestone};
use crate::measures::rules::{Lamp, Progress, State};
use crate::measures::sheet;
use crate::policy::ReadMeasures;
use crate::sight::Sight;

/// Which measures of the plan are shown.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct Filter {
    id: PlanId,
    /// `red`, `yellow`, `green`, `done` or `off`.
    #[serde(default)]
    lamp: String,
    /// Number of the body that leads or helps.
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// Number of an aspect.
    #[serde(default, deserialize_with = "blank_is_none")]
    aspect: Option<i64>,
    /// Part of the content.
    #[serde(default)]
    q: String,
}

/// A measure on the board.
#[derive(Serialize, JsonSchema)]
struct Card {
    id: MeasureId,
    /// As 1.3.
    number: String,
    content: String,
    org: OrgId,
    org_name: String,
    helpers: Vec<String>,
    person: String,
    state: State,
    lamp: Lamp,
    percent: u32,
    /// Its last day; standing measures have none.
    due: Option<Day>,
    /// Days by which it, or a milestone of it, is late.
    days_late: i64,
    milestones: u32,
    milestones_done: u32,
}

/// An aspect with its measures.
#[derive(Serialize, JsonSchema)]
struct Column {
    id: AspectId,
    place: u32,
    name: String,
    /// Of all its measures that the reader may see, in hundredths, half up.
    percent: Option<i64>,
    cards: Vec<Card>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "plans/board.html")]
pub(super) struct Board {
    #[serde(skip)]
    words: Words,
    plan: Plan,
    today: Day,
    /// Of all measures that the reader may see, in hundredths, half up.
    percent: Option<i64>,
    /// How many of them are under each lamp.
    lamps: Vec<(Lamp, usize)>,
    columns: Vec<Column>,
    may_set_up: bool,
    may_remind: bool,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    orgs: Vec<(String, String)>,
    #[serde(skip)]
    aspects: Vec<(String, String)>,
    #[serde(skip)]
    sheet: Sheet,
}

impl Board {
    fn at(&self, tail: &str) -> String {
        format!("/plans/{}{tail}", self.plan.id)
    }

    fn number(&self, number: Option<i64>) -> String {
        number.map(|number| number.to_string()).unwrap_or_default()
    }

    fn address(&self, lamp: &str) -> String {
        let f = &self.filter;
        let (org, aspect) = (self.number(f.org), self.number(f.aspect));
        format!("/plans/{}?lamp={}&org={org}&aspect={aspect}&q={}", f.id, escaped(lamp), escaped(&f.q))
    }

    fn export(&self) -> String {
        self.address(&self.filter.lamp) + "&format=xlsx"
    }

    fn lead(&self) -> String {
        let state = self.words.t(&format!("plan-state-{}", self.plan.state.code().replace('_', "-")));
        [self.plan.years(), self.plan.number.clone(), state]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    fn as_of(&self) -> String {
        self.words.f("plan-as-of", [("day", self.words.day(self.today))])
    }

    fn percent(&self, percent: &Option<i64>) -> String {
        percent.map_or_else(|| self.words.t("measure-no-progress"), |percent| format!("{percent}%"))
    }

    fn lamp_name(&self, lamp: &Lamp) -> String {
        self.words.t(&format!("measure-lamp-{}", lamp.code()))
    }

    fn lamp_choices(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.words.t("kit-all"));
        let one = |lamp: &Lamp| (lamp.code().to_owned(), self.lamp_name(lamp));
        std::iter::once(all).chain(Lamp::ALL.iter().map(one)).collect()
    }

    fn state(&self, card: &Card) -> String {
        self.words.t(&format!("measure-state-{}", card.state.code().replace('_', "-")))
    }

    fn due(&self, card: &Card) -> String {
        let until = |due| self.words.f("measure-until", [("day", self.words.day(due))]);
        card.due.map_or_else(|| self.words.t("measure-standing"), until)
    }

    fn late(&self, card: &Card) -> String {
        self.words.f("measure-days-late", [("n", card.days_late.to_string())])
    }

    fn bodies(&self, card: &Card) -> String {
        if card.helpers.is_empty() {
            return card.org_name.clone();
        }
        let helpers = card.helpers.join(&self.words.t("measure-comma"));
        self.words.f("measure-with", [("org", card.org_name.clone()), ("helpers", helpers)])
    }

    fn done(&self, card: &Card) -> String {
        format!("{}%", card.percent)
    }

    fn value(&self, percent: &u32) -> usize {
        usize::try_from(*percent).unwrap_or(0)
    }

    fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| column.cards.is_empty())
    }

    fn is_filtered(&self) -> bool {
        let f = &self.filter;
        !f.lamp.is_empty() || f.org.is_some() || f.aspect.is_some() || !f.q.trim().is_empty()
    }

    fn is_draft(&self) -> bool {
        self.plan.state == record::State::Draft
    }

    fn is_closed(&self) -> bool {
        self.plan.state == record::State::Closed
    }
}

impl Page for Board {
    fn title(&self) -> String {
        self.plan.title.clone()
    }

    fn sheet(&self) -> Option<Sheet> {
        Some(self.sheet.clone())
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadMeasures>, filter: Filter) -> Result<Board, Problem> {
    let sight = Sight::reading(cx)?;
    let plan = record::find(cx.db, filter.id)?;
    let aspects = record::aspects(cx.db, plan.id)?;
    let (seen, helpers) = sight.of_plan(cx.db, &plan)?;
    let mut helped: BTreeMap<MeasureId, Vec<(OrgId, String)>> = BTreeMap::new();
    for (measure, org, name) in helpers {
        helped.entry(measure).or_default().push((org, name));
    }
    let lamp = |one: &Measure| one.standing().lamp(plan.warning, sight.today);
    let lamps: Vec<(Lamp, usize)> = Lamp::ALL
        .into_iter()
        .map(|wanted| (wanted, seen.iter().filter(|one| lamp(one) == wanted).count()))
        .collect();
    let bodies: BTreeSet<(String, OrgId)> = seen.iter().map(|one| (one.org_name.clone(), one.org)).collect();
    let wanted = |one: &&Measure| {
        let org = |id: i64| {
            one.org.0 == id || helped.get(&one.id).is_some_and(|list| list.iter().any(|(org, _)| org.0 == id))
        };
        Lamp::of(&filter.lamp).is_none_or(|wanted| lamp(one) == wanted)
            && filter.org.is_none_or(org)
            && filter.aspect.is_none_or(|aspect| one.aspect.0 == aspect)
            && one.content.contains(filter.q.trim())
    };
    let shown: Vec<&Measure> = seen.iter().filter(wanted).collect();
    let names = |id: MeasureId| -> Vec<String> {
        helped.get(&id).into_iter().flatten().map(|(_, name)| name.clone()).collect()
    };
    let sheet = if cx.face() == web::Face::Sheet {
        let mut milestones: BTreeMap<MeasureId, Vec<Milestone>> = BTreeMap::new();
        for milestone in measures::milestones_of_plan(cx.db, plan.id)? {
            milestones.entry(milestone.measure).or_default().push(milestone);
        }
        let rows = shown.iter().map(|one| sheet::Line {
            measure: one,
            aspect: aspects.iter().find(|a| a.id == one.aspect).map(|a| a.name.as_str()).unwrap_or_default(),
            helpers: names(one.id),
            milestones: milestones.get(&one.id).map(Vec::as_slice).unwrap_or_default(),
            lamp: lamp(one),
        });
        sheet::sheet(&sight.words, &plan.title, rows)
    } else {
        Sheet { name: plan.title.clone(), head: Vec::new(), rows: Vec::new() }
    };
    let card = |one: &Measure| Card {
        id: one.id,
        number: one.number(),
        content: one.content.clone(),
        org: one.org,
        org_name: one.org_name.clone(),
        helpers: names(one.id),
        person: one.person.clone(),
        state: one.state,
        lamp: lamp(one),
        percent: one.percent,
        due: one.due,
        days_late: one.standing().days_late(sight.today),
        milestones: one.milestones,
        milestones_done: one.milestones_done,
    };
    let mut by_aspect: BTreeMap<AspectId, Vec<Card>> = BTreeMap::new();
    for one in &shown {
        by_aspect.entry(one.aspect).or_default().push(card(one));
    }
    let of_aspect = |id: AspectId| -> Option<i64> {
        let counted = seen.iter().filter(|one| one.aspect == id && one.state != State::Stopped);
        Progress::of(counted.map(|one| (one.weight, one.percent))).map(Progress::rounded)
    };
    let all = || std::iter::once((String::new(), sight.words.t("kit-all")));
    let aspect_choices =
        all().chain(aspects.iter().map(|one| (one.id.to_string(), one.name.clone()))).collect();
    let column = |aspect: record::Aspect| Column {
        percent: of_aspect(aspect.id),
        cards: by_aspect.remove(&aspect.id).unwrap_or_default(),
        id: aspect.id,
        place: aspect.place,
        name: aspect.name,
    };
    Ok(Board {
        today: sight.today,
        percent: measures::progress(&seen).map(Progress::rounded),
        lamps,
        columns: aspects.into_iter().map(column).collect(),
        orgs: all().chain(bodies.into_iter().map(|(name, id)| (id.to_string(), name))).collect(),
        aspects: aspect_choices,
        may_set_up: sight.may_set_up,
        may_remind: sight.may_remind,
        words: sight.words,
        plan,
        filter,
        sheet,
    })
}
