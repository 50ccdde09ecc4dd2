//! How many may vote, by organisation and voter group: known when the cycle is opened for members, said by the office for
//! the others, and fixed once counting has begun.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing, parsed};

use super::actions::{SET_ELECTORATE, reference, taking_figures};
use super::{record, rules};
use crate::cycles::opening::voter_groups;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants;
use crate::policy::{PrepareCycle, ReadPreparation};
use crate::schemes;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

#[derive(Serialize, JsonSchema)]
struct DueField {
    name: String,
    label: String,
    value: String,
    /// Counted already, so that it is fixed.
    fixed: bool,
    error: String,
}

#[derive(Serialize, JsonSchema)]
struct Row {
    org: OrgId,
    name: String,
    category: String,
    fields: Vec<DueField>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tallies/electorate.html")]
pub(super) struct ElectoratePage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    groups: Vec<String>,
    rows: Vec<Row>,
    may_change: bool,
    errors: Vec<(String, String)>,
}

impl ElectoratePage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }
}

impl Page for ElectoratePage {
    fn title(&self) -> String {
        self.words.f("appraisal-electorate-title", [("year", self.cycle.year.to_string())])
    }
}

fn field(org: OrgId, voters: &str) -> String {
    rules::field("due", &org.to_string(), voters)
}

fn page(
    c: &mut store::Conn,
    words: Words,
    id: CycleId,
    may_change: bool,
    typed: Option<&BTreeMap<String, String>>,
    errors: &[FieldError],
) -> Result<ElectoratePage, Problem> {
    let cycle = cycles::find(c, id, true)?;
    let scheme = schemes::record::rules(c, cycle.scheme)?;
    let known = record::electorates(c, id)?;
    let counted = record::counted(c, id)?;
    let groups = voter_groups(&scheme);
    let named = |code: &String| {
        let mut all = scheme.ballots().flat_map(|(_, ballots)| ballots.groups.iter());
        all.find(|group| group.code == *code).map_or_else(|| code.clone(), |group| group.name.clone())
    };
    let rows = participants::of_cycle(c, id)?.into_iter().map(|one| {
        let due = |code: &String| {
            let name = field(one.org, code);
            let value = known.get(&(one.id, code.clone())).copied().unwrap_or(0).to_string();
            let wrong = errors.iter().find(|error| error.field == name);
            DueField {
                value: typed.and_then(|typed| typed.get(&name).cloned()).unwrap_or(value),
                label: named(code),
                fixed: counted.iter().any(|tally| tally.participant == one.id && tally.voters == *code),
                error: wrong.map(|error| words.say(&error.say)).unwrap_or_default(),
                name,
            }
        };
        Row {
            org: one.org,
            fields: groups.iter().map(due).collect(),
            name: one.name.clone(),
            category: one.category.clone(),
        }
    });
    Ok(ElectoratePage {
        rows: rows.collect(),
        groups: groups.iter().map(named).collect(),
        may_change: may_change && cycle.opened.is_some() && cycle.state.takes_figures(),
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: OfCycle) -> Result<ElectoratePage, Problem> {
    let (words, may) = (cx.words(), cx.can::<PrepareCycle>());
    page(cx.db, words, input.id, may, None, &[])
}

/// Entitled voters by the names of the form.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct ElectorateInput {
    #[serde(deserialize_with = "parsed")]
    id: CycleId,
    #[serde(flatten)]
    numbers: BTreeMap<String, String>,
}

pub(super) fn save(cx: &mut Writing<'_, PrepareCycle>, input: ElectorateInput) -> Result<Done, Rejection> {
    let id = input.id;
    let numbers = input.numbers.clone();
    let mut errors = Vec::new();
    for (name, text) in input.numbers.iter().filter(|(name, _)| name.starts_with("due.")) {
        if text.trim().parse::<u32>().ok().is_none_or(|due| due >= 1_000_000) {
            errors.push(FieldError { field: name.clone(), say: Say::new("appraisal-tally-number") });
        }
    }
    if !errors.is_empty() {
        let (words, wrong) = (cx.words(), errors.clone());
        let page = cx.read(move |c| page(c, words, id, true, Some(&numbers), &wrong))?;
        return Err(Rejection::form(page, errors));
    }
    cx.write(move |tx| {
        let cycle = taking_figures(tx, id)?;
        let scheme = schemes::record::rules(tx, cycle.scheme)?;
        let known = record::electorates(tx, id)?;
        let counted = record::counted(tx, id)?;
        for one in participants::of_cycle(tx, id)? {
            for code in voter_groups(&scheme) {
                let Some(due) = numbers.get(&field(one.org, &code)) else { continue };
                let due: u32 = due.trim().parse().map_err(Problem::unexpected)?;
                let before = known.get(&(one.id, code.clone())).copied().unwrap_or(0);
                let fixed = counted.iter().any(|tally| tally.participant == one.id && tally.voters == code);
                if due == before || fixed {
                    continue;
                }
                tx.run(SET_ELECTORATE, &[&one.id, &code, &due])?;
                let said = |due: u32| serde_json::json!({ "voters": code, "due": due });
                tx.note(&reference(one.id), Some(&said(before)), Some(&said(due)))?;
            }
        }
        Ok(())
    })?;
    Ok(Done::to(format!("/cycles/{id}/electorate")).say("appraisal-electorate-saved"))
}
