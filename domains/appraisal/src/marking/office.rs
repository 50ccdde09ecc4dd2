//! What the committee's office sees of a reviewer's sheet: its marks once it is submitted, before that nothing but how far
//! it is. The office returns it, and brings one in for a reviewer who marks on paper.

use askama::Template;
use kernel::{Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::grid::recused_words;
use super::record::SheetState;
use super::rules::{self, Line, Looks, Spread};
use super::sheet::{self, Column};
use crate::cycles::record::{self as cycles, CycleId};
use crate::policy::{ManagePanel, ReadPreparation};
use crate::reviewers::record::{self as reviewers, ReviewerId};
use crate::schemes;

/// A sheet of a reviewer, as the office speaks of it.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfficeSheet {
    pub id: CycleId,
    pub reviewer: ReviewerId,
    /// Number of the category, from 1.
    pub category: usize,
}

/// One organisation with its marks.
#[derive(Serialize, JsonSchema)]
struct RowView {
    name: String,
    /// Why it is not marked; empty when it is.
    recused: String,
    marks: Vec<String>,
    #[serde(flatten)]
    line: Line,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "marking/office.html")]
pub(super) struct OfficePage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    id: CycleId,
    #[serde(skip)]
    reviewer_id: ReviewerId,
    number: usize,
    year: i16,
    label: String,
    category: String,
    given: usize,
    wanted: usize,
    #[serde(flatten)]
    state: SheetState,
    /// Somebody submitted it for the reviewer.
    by_office: bool,
    columns: Vec<Column>,
    /// Empty until it is submitted.
    rows: Vec<RowView>,
    spreads: Vec<Spread>,
    looks: Looks,
    may_return: bool,
    may_enter: bool,
}

impl OfficePage {
    fn panel(&self) -> String {
        format!("/cycles/{}/panel", self.id)
    }

    fn progress(&self) -> String {
        format!("/cycles/{}/progress", self.id)
    }

    fn reviewer(&self) -> String {
        format!("/cycles/{}/panel/{}", self.id, self.reviewer_id)
    }

    fn at(&self, tail: &str) -> String {
        format!("{}/sheets/{}{tail}", self.reviewer(), self.number)
    }
}

impl Page for OfficePage {
    fn title(&self) -> String {
        let args = [("label", self.label.clone()), ("category", self.category.clone())];
        self.words.f("panel-sheet-title", args)
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: OfficeSheet) -> Result<OfficePage, Problem> {
    let reviewer = reviewers::find(cx.db, input.id, input.reviewer)?;
    let cycle = cycles::find(cx.db, input.id, true)?;
    let scheme = schemes::record::rules(cx.db, cycle.scheme)?;
    let sheet = sheet::load(cx.db, &cycle, &scheme, &reviewer, input.category)?;
    let words = cx.words();
    let submitted = sheet.state.is_locked();
    let row = |(row, line): (&sheet::SheetRow, Line)| RowView {
        name: row.participant.name.clone(),
        recused: recused_words(&words, row),
        marks: row.marks.iter().map(|mark| mark.map(|mark| mark.to_string()).unwrap_or_default()).collect(),
        line,
    };
    let own = reviewer.user.map(|user| store::audit::actor_code(&kernel::Actor::User(user)));
    let (may, takes) = (cx.can::<ManagePanel>(), cycle.state.takes_marks());
    Ok(OfficePage {
        id: input.id,
        reviewer_id: reviewer.id,
        number: sheet.number,
        year: cycle.year,
        label: reviewer.label.clone(),
        category: sheet.category.clone(),
        given: sheet.given(),
        wanted: sheet.wanted(),
        by_office: submitted && sheet.state.by != own,
        columns: sheet.columns.clone(),
        rows: if submitted {
            sheet.rows.iter().zip(rules::lines(&sheet)).map(row).collect()
        } else {
            Vec::new()
        },
        spreads: if submitted { rules::spreads(&sheet) } else { Vec::new() },
        looks: if submitted { rules::looks(&sheet) } else { Looks::default() },
        may_return: may && takes && submitted,
        may_enter: may && sheet.is_open() && sheet.wanted() > 0,
        state: sheet.state.clone(),
        words,
    })
}

/// Why a sheet is returned.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct ReturnForm {
    id: CycleId,
    reviewer: ReviewerId,
    category: usize,
    #[serde(default)]
    reason: String,
}

pub(super) fn give_back(cx: &mut Writing<'_, ManagePanel>, input: ReturnForm) -> Result<Done, Rejection> {
    let (id, reviewer, number) = (input.id, input.reviewer, input.category);
    let scheme = cx.read(move |c| {
        let cycle = cycles::find(c, id, true)?;
        schemes::record::rules(c, cycle.scheme)
    })?;
    let sheet = cx.write(move |tx| actions::give_back(tx, id, &scheme, reviewer, number, &input.reason))?;
    let say = Say::new("panel-sheet-returned").with("label", &sheet.reviewer.label);
    Ok(Done::to(format!("/cycles/{id}/panel/{reviewer}")).say(say.with("category", &sheet.category)))
}
