//! Submitting a sheet: what it looks like as a whole, and then for good.

use std::sync::Arc;

use askama::Template;
use kernel::{OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::grid::OneSheet;
use super::own;
use super::record::SheetState;
use super::rules::{self, Line, Looks, Spread};
use super::sheet::{self, address};
use crate::cycles::record::CycleId;
use crate::policy::MarkOrganisations;

/// An organisation and what its marks come to.
#[derive(Serialize, JsonSchema)]
struct Place {
    org: OrgId,
    name: String,
    #[serde(flatten)]
    line: Line,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "marking/submission.html")]
pub(super) struct SubmissionPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    id: CycleId,
    number: usize,
    year: i16,
    category: String,
    reviewer: String,
    given: usize,
    wanted: usize,
    open: bool,
    #[serde(flatten)]
    state: SheetState,
    spreads: Vec<Spread>,
    looks: Looks,
    /// Organisations by place.
    places: Vec<Place>,
    /// Organisations whose marks are not complete, with how many are missing.
    incomplete: Vec<(String, usize)>,
    recused: Vec<String>,
}

impl SubmissionPage {
    fn at(&self, tail: &str) -> String {
        address(self.id, self.number, tail)
    }

    fn left(&self) -> usize {
        self.wanted - self.given
    }

    /// Lowest and highest total.
    fn range(&self) -> String {
        format!("{}–{}", self.looks.lowest, self.looks.highest)
    }

    /// Whether it can be submitted as it is.
    fn ready(&self) -> bool {
        self.open && self.left() == 0 && self.wanted > 0
    }
}

impl Page for SubmissionPage {
    fn title(&self) -> String {
        self.words.f("marking-submit-title", [("category", self.category.clone())])
    }
}

pub(super) fn ask(
    cx: &mut Reading<'_, MarkOrganisations>,
    input: OneSheet,
) -> Result<SubmissionPage, Problem> {
    let (cycle, scheme, reviewer) = own(cx.db, &cx.permit, input.id)?;
    let sheet = sheet::load(cx.db, &cycle, &scheme, &reviewer, input.category)?;
    let place = |(row, line): (&sheet::SheetRow, Line)| Place {
        org: row.participant.org,
        name: row.participant.name.clone(),
        line,
    };
    let rows = sheet.rows.iter().zip(rules::lines(&sheet)).filter(|(row, _)| row.recusal.is_none());
    let mut places: Vec<Place> = rows.map(place).collect();
    places.sort_by_key(|place| place.line.rank.unwrap_or(usize::MAX));
    let lacking = places.iter().filter(|place| place.line.given < sheet.columns.len());
    let recused = sheet.rows.iter().filter(|row| row.recusal.is_some());
    Ok(SubmissionPage {
        words: cx.words(),
        id: input.id,
        number: input.category,
        year: cycle.year,
        category: sheet.category.clone(),
        reviewer: reviewer.label.clone(),
        given: sheet.given(),
        wanted: sheet.wanted(),
        open: sheet.is_open(),
        state: sheet.state.clone(),
        spreads: rules::spreads(&sheet),
        looks: rules::looks(&sheet),
        incomplete: lacking
            .map(|place| (place.name.clone(), sheet.columns.len() - place.line.given))
            .collect(),
        recused: recused.map(|row| row.participant.name.clone()).collect(),
        places,
    })
}

pub(super) fn submit(cx: &mut Writing<'_, MarkOrganisations>, input: OneSheet) -> Result<Done, Rejection> {
    let (id, number) = (input.id, input.category);
    let permit = Arc::clone(&cx.permit);
    let (scheme, reviewer) = cx.read(move |c| {
        let (_, scheme, reviewer) = own(c, &permit, id)?;
        Ok((scheme, reviewer))
    })?;
    let sheet = cx.write(move |tx| actions::submit(tx, id, &scheme, reviewer.id, number))?;
    let say = Say::new("marking-was-submitted").with("category", &sheet.category).with("n", sheet.given());
    Ok(Done::to("/marking").say(say).view(&serde_json::json!({ "marks": sheet.given() })))
}
