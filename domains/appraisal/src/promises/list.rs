//! The promises made after a year, and what became of them.

use askama::Template;
use kernel::access::reach_of;
use kernel::{Act, Cell, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Page, Reading, Words};

use super::record::{self, Promise};
use super::rules::{Aim, Outcome, Reached, may_promise, outcome};
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants;
use crate::people::People;
use crate::policy::{MakePromise, ReadPreparation, ReadRankings};
use crate::rankings::record::{Place, place_of, places};
use crate::self_assessments::record::reaches;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ListInput {
    id: CycleId,
    #[serde(default)]
    category: String,
}

/// A promise with the result it was made after and the one it was made for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct Made {
    pub org: OrgId,
    pub name: String,
    pub category: String,
    /// The year it was made for.
    pub year: i16,
    /// What is aimed at, in words.
    pub aim: String,
    pub measures: String,
    pub made: String,
    pub made_by: String,
    pub outcome: Outcome,
    pub outcome_name: String,
    pub tone: &'static str,
    /// Results then and a year later, in words; empty where there is none.
    pub then: String,
    pub later: String,
    pub later_href: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "promises/list.html")]
pub(super) struct PromiseList {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    promises: Vec<Made>,
    #[serde(skip)]
    categories: Vec<(String, String)>,
    category: String,
    /// Organisations for which the reader may make one: address and name.
    #[serde(skip)]
    own: Vec<(String, String)>,
}

impl PromiseList {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn next(&self) -> String {
        self.cycle.year.saturating_add(1).to_string()
    }
}

impl Page for PromiseList {
    fn title(&self) -> String {
        self.words.f("promise-list-title", [("year", self.next())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "appraisal-category",
            "appraisal-organisation",
            "promise-then",
            "promise-aim",
            "promise-measures",
            "promise-later",
            "promise-outcome",
        ];
        let row = |one: &Made| {
            [&one.category, &one.name, &one.then, &one.aim, &one.measures, &one.later, &one.outcome_name]
                .map(Cell::text)
                .to_vec()
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.promises.iter().map(row).collect(),
        })
    }
}

/// What is aimed at, in words.
pub(super) fn in_words(aim: &Aim, words: &Words) -> String {
    let grade =
        aim.grade.as_ref().map(|(_, name, _)| words.f("promise-aim-grade", [("grade", name.clone())]));
    let rank = aim.rank.map(|rank| words.f("promise-aim-rank", [("rank", rank.to_string())]));
    let parts: Vec<String> = [grade, rank].into_iter().flatten().collect();
    parts.join(&words.t("appraisal-comma"))
}

/// A result in words.
pub(super) fn result(place: &Place, words: &Words) -> String {
    let args =
        [("grade", place.grade_name.clone()), ("rank", place.rank.to_string()), ("of", place.of.to_string())];
    words.f("promise-result", args)
}

/// The results of the year after a cycle, when the reader may see them.
fn after(c: &mut Conn, cycle: &Cycle, unpublished: bool) -> Result<Option<(CycleId, Vec<Place>)>, Problem> {
    let next = cycles::of_year(c, cycle.year.saturating_add(1))?;
    let Some(next) = next.filter(|next| next.state.is_public() || unpublished) else { return Ok(None) };
    let places = places(c, next.id)?;
    Ok((!places.is_empty()).then_some((next.id, places)))
}

fn made(
    promise: Promise,
    cycle: &Cycle,
    then: &[Place],
    later: Option<&(CycleId, Vec<Place>)>,
    made_by: String,
    words: &Words,
) -> Made {
    let of = |places: &[Place]| places.iter().find(|place| place.org == promise.org).cloned();
    let next = later.and_then(|(id, places)| Some((*id, of(places)?)));
    let reached = next.as_ref().map(|(_, place)| Reached {
        category: place.category.clone(),
        grade_place: place.grade_place,
        rank: place.rank,
    });
    let outcome = outcome(&promise.aim, &promise.category, reached.as_ref());
    let (key, tone) = outcome.look();
    Made {
        year: cycle.year.saturating_add(1),
        aim: in_words(&promise.aim, words),
        then: of(then).map(|place| result(&place, words)).unwrap_or_default(),
        later: next.as_ref().map(|(_, place)| result(place, words)).unwrap_or_default(),
        later_href: next
            .as_ref()
            .map(|(id, place)| format!("/cycles/{id}/organisations/{}", place.org))
            .unwrap_or_default(),
        outcome,
        outcome_name: words.t(key),
        tone,
        made: words.day(promise.made.day()),
        made_by,
        org: promise.org,
        name: promise.name,
        category: promise.category,
        measures: promise.measures,
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadRankings>, input: ListInput) -> Result<PromiseList, Problem> {
    let cycle = cycles::find(cx.db, input.id, false)?;
    let (words, today) = (cx.words(), cx.today());
    let (then, later) = (places(cx.db, cycle.id)?, after(cx.db, &cycle, cx.can::<ReadPreparation>())?);
    let people = People::read(cx.db)?;
    let mut promises: Vec<Made> = record::of_cycle(cx.db, cycle.id)?
        .into_iter()
        .map(|one| {
            let made_by = people.known(&one.made_by);
            made(one, &cycle, &then, later.as_ref(), made_by, &words)
        })
        .collect();
    let mut categories = vec![(String::new(), words.t("kit-all"))];
    for category in &cycle.summary.categories {
        categories.push((category.name.clone(), category.name.clone()));
    }
    promises.retain(|one| input.category.is_empty() || input.category == one.category);
    let next = cycles::of_year(cx.db, cycle.year.saturating_add(1))?.map(|next| next.state);
    let reach = cx.principal().and_then(|who| reach_of(who, MakePromise::ALLOW, today));
    let mut own = Vec::new();
    if let Some(reach) = reach.filter(|_| may_promise(cycle.state, next)) {
        let within = participants::of_cycle(cx.db, cycle.id)?;
        own.extend(
            within
                .into_iter()
                .filter(|one| reaches(&reach, one))
                .map(|one| (format!("/cycles/{}/promises/{}/form", cycle.id, one.org), one.name)),
        );
    }
    Ok(PromiseList { promises, categories, category: input.category, own, cycle, words })
}

/// What an organisation has promised for a year, after the year before, with what became of it.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub(crate) fn of_organisation(
    c: &mut Conn,
    words: &Words,
    year: i16,
    org: OrgId,
    unpublished: bool,
) -> Result<Option<Made>, Problem> {
    let before = year.saturating_sub(1);
    let Some(promise) = record::after_year(c, before, org)? else { return Ok(None) };
    let Some(cycle) = cycles::of_year(c, before)? else { return Ok(None) };
    let then: Vec<Place> = place_of(c, cycle.id, org)?.into_iter().collect();
    let next = cycles::of_year(c, year)?.filter(|next| next.state.is_public() || unpublished);
    let later = match next {
        Some(next) => place_of(c, next.id, org)?.map(|place| (next.id, vec![place])),
        None => None,
    };
    let made_by = web::history::known(c, &promise.made_by)?;
    Ok(Some(made(promise, &cycle, &then, later.as_ref(), made_by, words)))
}
