//! Where the tallies of a cycle stand.

use askama::Template;
use kernel::{Cell, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use scoring::{Method, Scheme};
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::record::{self, Standing};
use crate::ballots::record::{self as ballots, BallotLine};
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants::{self, Participant};
use crate::people::People;
use crate::policy::{EnterFigures, PrepareCycle, ReadPreparation};
use crate::schemes;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

/// A voter group of an indicator, as a column.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(super) struct GroupColumn {
    pub indicator: String,
    pub indicator_name: String,
    pub code: String,
    pub name: String,
}

/// Every voter group of every indicator that is scored by ballots.
pub(super) fn columns(scheme: &Scheme) -> Vec<GroupColumn> {
    let mut columns = Vec::new();
    for indicator in &scheme.indicators {
        let Method::Ballots(ballots) = &indicator.method else { continue };
        columns.extend(ballots.groups.iter().map(|group| GroupColumn {
            indicator: indicator.code.clone(),
            indicator_name: indicator.name.clone(),
            code: group.code.clone(),
            name: group.name.clone(),
        }));
    }
    columns
}

/// One tally in the list.
#[derive(Serialize, JsonSchema)]
struct TallyCell {
    group: String,
    standing: Standing,
    said: String,
    tone: &'static str,
    /// Returned of due, once counted.
    figures: String,
    /// What was cast online, in words.
    online: Option<String>,
    /// Who typed, in the order in which they typed.
    typed_by: String,
}

#[derive(Serialize, JsonSchema)]
struct TallyRow {
    org: OrgId,
    href: String,
    name: String,
    cells: Vec<TallyCell>,
}

#[derive(Serialize, JsonSchema)]
struct CategoryTallies {
    name: String,
    rows: Vec<TallyRow>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tallies/list.html")]
pub(super) struct TallyList {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    groups: Vec<GroupColumn>,
    categories: Vec<CategoryTallies>,
    counted: usize,
    all: usize,
    mismatches: usize,
    may_enter: bool,
    may_prepare: bool,
}

impl TallyList {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }
}

impl Page for TallyList {
    fn title(&self) -> String {
        self.words.f("appraisal-tallies-title", [("year", self.cycle.year.to_string())])
    }

    fn sheet(&self) -> Option<Sheet> {
        let words = &self.words;
        let head = ["appraisal-category", "appraisal-organisation", "appraisal-voters", "appraisal-state"];
        let mut head: Vec<String> = head.iter().map(|key| words.t(key)).collect();
        head.push(words.t("appraisal-tally-returned-due"));
        let rows = self.categories.iter().flat_map(|category| {
            category.rows.iter().flat_map(|row| {
                row.cells.iter().map(|cell| {
                    [&category.name, &row.name, &cell.group, &cell.said, &cell.figures]
                        .map(Cell::text)
                        .to_vec()
                })
            })
        });
        Some(Sheet { name: self.title(), head, rows: rows.collect() })
    }
}

pub(super) fn said(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Nothing => ("appraisal-tally-nothing", ""),
        Standing::Once => ("appraisal-tally-once", "warn"),
        Standing::Mismatch => ("appraisal-tally-mismatch", "bad"),
        Standing::Counted => ("appraisal-tally-counted", "done"),
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadPreparation>, input: OfCycle) -> Result<TallyList, Problem> {
    let cycle = cycles::find(cx.db, input.id, true)?;
    let scheme = schemes::record::rules(cx.db, cycle.scheme)?;
    let participants = participants::of_cycle(cx.db, input.id)?;
    let entries = record::entries(cx.db, input.id)?;
    let counted = record::counted(cx.db, input.id)?;
    let online = ballots::of_cycle(cx.db, input.id)?;
    let people = People::read(cx.db)?;
    let words = cx.words();
    let groups = columns(&scheme);
    let said_online = |line: &BallotLine| {
        let args = [
            ("returned", line.returned.to_string()),
            ("issued", line.issued.to_string()),
            ("paper", line.paper.to_string()),
        ];
        words.f(
            if line.paper > 0 { "appraisal-tally-online-and-paper" } else { "appraisal-tally-online" },
            args,
        )
    };
    let cell = |participant: &Participant, group: &GroupColumn| {
        let standing = record::standing(participant.id, &group.indicator, &group.code, &entries, &counted);
        let here = |id, indicator: &String, voters: &String| {
            id == participant.id && *indicator == group.indicator && *voters == group.code
        };
        let tally = counted.iter().find(|one| here(one.participant, &one.indicator, &one.voters));
        let mut typed: Vec<_> =
            entries.iter().filter(|one| here(one.participant, &one.indicator, &one.voters)).collect();
        typed.sort_by_key(|one| one.typed);
        let names: Vec<String> = typed.iter().map(|one| people.name(&one.by)).collect();
        let from = tally.map(|one| one.file.clone()).unwrap_or_default();
        let (key, tone) = said(standing);
        TallyCell {
            group: group.name.clone(),
            standing,
            said: words.t(key),
            tone,
            figures: tally.map(|one| format!("{} / {}", one.returned, one.due)).unwrap_or_default(),
            online: online
                .get(&(participant.id, group.indicator.clone(), group.code.clone()))
                .map(&said_online),
            typed_by: if from == record::ONLINE {
                String::new()
            } else if from.is_empty() {
                names.join(words.t("appraisal-comma").as_str())
            } else {
                from
            },
        }
    };
    let categories: Vec<CategoryTallies> = scheme
        .categories
        .iter()
        .map(|category| CategoryTallies {
            name: category.name.clone(),
            rows: participants
                .iter()
                .filter(|one| one.category == category.name)
                .map(|one| TallyRow {
                    org: one.org,
                    href: format!("/cycles/{}/tallies/{}", cycle.id, one.org),
                    name: one.name.clone(),
                    cells: groups.iter().map(|group| cell(one, group)).collect(),
                })
                .collect(),
        })
        .filter(|category| !category.rows.is_empty())
        .collect();
    let standings = || categories.iter().flat_map(|c| c.rows.iter()).flat_map(|row| row.cells.iter());
    Ok(TallyList {
        counted: standings().filter(|cell| cell.standing == Standing::Counted).count(),
        mismatches: standings().filter(|cell| cell.standing == Standing::Mismatch).count(),
        all: standings().count(),
        categories,
        groups,
        may_enter: cx.can::<EnterFigures>() && cycle.opened.is_some(),
        may_prepare: cx.can::<PrepareCycle>(),
        cycle,
        words,
    })
}
