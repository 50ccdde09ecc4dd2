//! Who may vote in one box.

use std::collections::BTreeSet;

use askama::Template;
use kernel::contracts::PersonBrief;
use kernel::{PersonId, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing, parsed};

use super::actions::{self, Rule};
use super::record::{self, BoxId, Voter};
use crate::evaluations::record::{self as evaluations, EvaluationId, State};
use crate::policy::RunEvaluation;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EvaluationId,
    box_id: BoxId,
    /// Part of a name to look for.
    #[serde(default)]
    q: String,
}

/// Somebody who was found by name.
#[derive(Debug, Serialize, JsonSchema)]
struct Found {
    person: PersonId,
    name: String,
    organisation: String,
    here: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "boxes/page.html")]
pub(super) struct BoxPage {
    #[serde(skip)]
    words: Words,
    id: EvaluationId,
    box_id: BoxId,
    evaluation: String,
    organisation: String,
    group: String,
    state: State,
    rule: String,
    sample: u32,
    seed: u32,
    voters: Vec<Voter>,
    q: String,
    found: Vec<Found>,
}

impl BoxPage {
    fn at(&self, tail: &str) -> String {
        format!("/evaluations/{}/boxes/{}{tail}", self.id, self.box_id)
    }

    fn typed_sample(&self) -> String {
        if self.sample == 0 { String::new() } else { self.sample.to_string() }
    }

    fn is_draft(&self) -> bool {
        self.state == State::Draft
    }

    fn is_open(&self) -> bool {
        self.state == State::Open
    }

    fn rules(&self) -> Vec<(String, String)> {
        let one =
            |rule: &Rule| (rule.code().to_owned(), self.words.t(&format!("ballots-rule-{}", rule.code())));
        Rule::ALL.iter().map(one).collect()
    }

    fn said(&self) -> String {
        let rule = self.words.t(&format!("ballots-rule-{}", self.rule));
        if self.sample == 0 {
            return rule;
        }
        let args = [("rule", rule), ("n", self.sample.to_string()), ("seed", self.seed.to_string())];
        self.words.f("ballots-drawn", args)
    }

    fn way(&self, voter: &Voter) -> String {
        match voter.way.as_str() {
            "paper" => self.words.t("ballots-way-paper"),
            _ => String::new(),
        }
    }
}

impl Page for BoxPage {
    fn title(&self) -> String {
        let args = [("organisation", self.organisation.clone()), ("group", self.group.clone())];
        self.words.f("ballots-box-title", args)
    }
}

/// Rule, size and seed of what `drawn` says.
fn read(drawn: &str) -> (String, u32, u32) {
    let mut parts = drawn.trim_end_matches('+').split(':');
    let rule = parts.next().filter(|code| Rule::of(code).is_some()).unwrap_or("named").to_owned();
    let mut number = || parts.next().and_then(|text| text.parse().ok()).unwrap_or(0);
    (rule, number(), number())
}

pub(super) fn show(cx: &mut Reading<'_, RunEvaluation>, one: One) -> Result<BoxPage, Problem> {
    let words = cx.words();
    let evaluation = evaluations::find(cx.db, one.id)?;
    let place = record::find(cx.db, one.id, one.box_id)?;
    let mut voters = record::voters(cx.db, one.box_id)?;
    // How somebody took part is said to themselves and to nobody else; that they took paper, the office has noted itself.
    for voter in voters.iter_mut().filter(|voter| voter.way != "paper") {
        voter.way.clear();
    }
    let here: BTreeSet<PersonId> = voters.iter().map(|voter| voter.person).collect();
    let directory = cx.site().directory();
    let found = match directory {
        Some(directory) if evaluation.state == State::Draft => directory.people_named(cx.db, &one.q)?,
        _ => Vec::new(),
    };
    let (rule, sample, seed) = read(&place.drawn);
    Ok(BoxPage {
        id: one.id,
        box_id: one.box_id,
        evaluation: evaluation.title,
        organisation: place.org_name,
        group: place.voters_name,
        state: evaluation.state,
        rule,
        sample,
        seed,
        found: found
            .into_iter()
            .map(|(person, organisation)| Found {
                here: here.contains(&person.id),
                person: person.id,
                name: person.name,
                organisation,
            })
            .collect(),
        voters,
        q: one.q,
        words,
    })
}

/// A rule, and the size of a sample; 0 or nothing takes all.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Filling {
    #[serde(deserialize_with = "parsed")]
    id: EvaluationId,
    #[serde(deserialize_with = "parsed")]
    box_id: BoxId,
    rule: String,
    #[serde(default)]
    sample: String,
}

pub(super) fn fill(cx: &mut Writing<'_, RunEvaluation>, filling: Filling) -> Result<Done, Rejection> {
    let Filling { id, box_id, rule, sample } = filling;
    let rule = Rule::of(&rule).ok_or_else(|| Problem::field("rule", "field-required"))?;
    let sample = match kernel::names::fold(&sample).as_str() {
        "" => 0,
        text => text.parse::<u32>().map_err(|_| Problem::field("sample", "ballots-sample-wrong"))?,
    };
    let mut bytes = [0; 4];
    cx.site().chance.fill(&mut bytes);
    let seed = u32::from_be_bytes(bytes);
    let directory =
        cx.site().directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
    let n = cx.write(move |tx| {
        record::find(tx, id, box_id)?;
        actions::fill(tx, directory.as_ref(), box_id, rule, sample, seed)
    })?;
    Ok(Done::to(format!("/evaluations/{id}/boxes/{box_id}"))
        .say(kernel::Say::new("ballots-filled").with("n", n)))
}

/// Numbers of people, with commas between them.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Changing {
    #[serde(deserialize_with = "parsed")]
    id: EvaluationId,
    #[serde(deserialize_with = "parsed")]
    box_id: BoxId,
    #[serde(default)]
    add: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    remove: String,
}

fn person(text: &str) -> Result<Option<PersonId>, Problem> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Problem::field("add", "field-required")),
    }
}

pub(super) fn change(cx: &mut Writing<'_, RunEvaluation>, changing: Changing) -> Result<Done, Rejection> {
    let Changing { id, box_id, add, name, remove } = changing;
    let (add, remove) = (person(&add)?, person(&remove)?);
    let directory =
        cx.site().directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))?;
    cx.write(move |tx| {
        record::find(tx, id, box_id)?;
        // The name comes from the roster, whatever the form says.
        let known: Vec<PersonBrief> = match add {
            Some(wanted) => {
                let found = directory.people_named(tx, &name)?;
                let known = found.into_iter().map(|(person, _)| person).find(|person| person.id == wanted);
                vec![known.ok_or(Problem::Missing)?]
            }
            None => Vec::new(),
        };
        let gone: Vec<PersonId> = remove.into_iter().collect();
        actions::change(tx, box_id, &known, &gone)
    })?;
    Ok(Done::to(format!("/evaluations/{id}/boxes/{box_id}")).say("ballots-voters-changed"))
}

/// Somebody who took a paper ballot.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Paper {
    #[serde(deserialize_with = "parsed")]
    id: EvaluationId,
    #[serde(deserialize_with = "parsed")]
    box_id: BoxId,
    #[serde(deserialize_with = "parsed")]
    person: PersonId,
}

pub(super) fn paper(cx: &mut Writing<'_, RunEvaluation>, paper: Paper) -> Result<Done, Rejection> {
    let Paper { id, box_id, person } = paper;
    cx.write(move |tx| actions::on_paper(tx, id, box_id, person))?;
    Ok(Done::to(format!("/evaluations/{id}/boxes/{box_id}")).say("ballots-paper-noted"))
}
