//! Tallies from a workbook: all or nothing, read by the same reader as whole years.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{FieldError, Problem, Say};
use schemars::JsonSchema;
use scoring::{Method, Scheme, Tally};
use serde::{Deserialize, Serialize};
use web::{Done, File, Page, Reading, Rejection, Words, Writing};

use super::actions;
use crate::cycles::pages::chosen;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants::{self, Participant};
use crate::policy::EnterFigures;
use crate::schemes;
use crate::workbooks::{self, Fault, Kind, Wanted};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tallies/workbook.html")]
pub(super) struct WorkbookForm {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    /// Place, reason and remedy of everything that is wrong.
    faults: Vec<(String, String, String)>,
    error: String,
}

impl WorkbookForm {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }
}

impl Page for WorkbookForm {
    fn title(&self) -> String {
        self.words.f("appraisal-tally-workbook-title", [("year", self.cycle.year.to_string())])
    }
}

pub(super) fn form(cx: &mut Reading<'_, EnterFigures>, input: OfCycle) -> Result<WorkbookForm, Problem> {
    let cycle = cycles::find(cx.db, input.id, true)?;
    Ok(WorkbookForm { words: cx.words(), cycle, faults: Vec::new(), error: String::new() })
}

/// A tally of a participant, with the codes of its indicator and group.
struct Taken {
    participant: participants::ParticipantId,
    indicator: String,
    voters: String,
    tally: Tally,
}

fn as_input(one: &Participant) -> scoring::Participant {
    scoring::Participant { key: one.key.clone(), name: one.name.clone(), category: one.category.clone() }
}

/// What can be taken of what was read, or everything that is wrong with it.
fn take(
    scheme: &Scheme,
    year: i16,
    people: &[Participant],
    files: &[(String, Vec<u8>)],
) -> Result<Vec<Taken>, Vec<Fault>> {
    let known: Vec<scoring::Participant> = people.iter().map(as_input).collect();
    let found = workbooks::read_among(files, &Wanted { scheme, year, category: None }, &known);
    let mut faults = found.faults;
    if !found.sheets.iter().any(|sheet| sheet.kind == Kind::Tally) && faults.is_empty() {
        let reason = Say::new("appraisal-tally-workbook-none").with("year", year);
        faults.push(Fault::of_files("", reason, Say::new("appraisal-fix-nothing")));
    }
    let by_key: BTreeMap<&str, &Participant> = participants::by_key(people);
    let mut taken = Vec::new();
    for tally in found.input.tallies {
        let indicator = scheme.indicator(&tally.indicator);
        let group = indicator.and_then(|indicator| match &indicator.method {
            Method::Ballots(ballots) => ballots.groups.iter().find(|group| {
                group.code == tally.group || group.name == tally.group || group.aliases.contains(&tally.group)
            }),
            _ => None,
        });
        match (by_key.get(tally.participant.as_str()), indicator, group) {
            (Some(participant), Some(indicator), Some(group)) => taken.push(Taken {
                participant: participant.id,
                indicator: indicator.code.clone(),
                voters: group.code.clone(),
                tally,
            }),
            _ => {
                let source = tally.source.clone().unwrap_or_default();
                faults.push(Fault {
                    file: source.file,
                    sheet: Some(source.sheet),
                    cell: source.cell.parse().ok(),
                    value: tally.participant,
                    reason: Say::new("appraisal-tally-workbook-stranger"),
                    fix: Say::new("appraisal-fix-organisation"),
                });
            }
        }
    }
    if faults.is_empty() { Ok(taken) } else { Err(faults) }
}

pub(super) fn bring(
    cx: &mut Writing<'_, EnterFigures>,
    input: OfCycle,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let id = input.id;
    let (cycle, scheme, people) = cx.read(move |c| {
        let cycle = cycles::find(c, id, true)?;
        Ok((cycle.clone(), schemes::record::rules(c, cycle.scheme)?, participants::of_cycle(c, id)?))
    })?;
    let words = cx.words();
    let books = chosen(files, "workbooks");
    if books.is_empty() {
        let say = Say::new("appraisal-workbooks-needed");
        let page = WorkbookForm { error: words.say(&say), words, cycle, faults: Vec::new() };
        return Err(Rejection::form(page, vec![FieldError { field: "workbooks".into(), say }]));
    }
    let taken = match take(&scheme, cycle.year, &people, &books) {
        Ok(taken) => taken,
        Err(faults) => {
            let line = |fault: &Fault| (fault.place(), words.say(&fault.reason), words.say(&fault.fix));
            let lines = faults.iter().map(line).collect();
            let fields = faults
                .into_iter()
                .map(|fault| FieldError { field: "workbooks".into(), say: fault.reason })
                .collect();
            return Err(Rejection::form(
                WorkbookForm { faults: lines, error: String::new(), cycle, words },
                fields,
            ));
        }
    };
    let n = taken.len();
    cx.write(move |tx| {
        actions::taking_figures(tx, id)?;
        for one in &taken {
            actions::take(tx, one.participant, &one.tally, (&one.indicator, &one.voters))?;
        }
        let after = serde_json::json!({ "tallies": taken.len() });
        tx.note(&crate::cycles::actions::reference(id), None::<&()>, Some(&after))?;
        actions::changed(tx, id)
    })?;
    Ok(Done::to(format!("/cycles/{id}/tallies")).say(Say::new("appraisal-tally-workbook-taken").with("n", n)))
}
