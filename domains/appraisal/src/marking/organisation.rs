//! What is known of an organisation, to be read beside the grid; and declaring a recusal from it.

use std::sync::Arc;

use askama::Template;
use kernel::{FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::attachments::AttachmentId;
use web::{Done, Page, Reading, Rejection, Shown, Words, Writing};

use super::grid::recused_words;
use super::own;
use super::sheet::{self, Sheet, SheetRow, address};
use crate::cycles::record::CycleId;
use crate::evidence::record as files;
use crate::policy::MarkOrganisations;
use crate::rankings::record::tone;
use crate::reviewers::record::RecusedBy;
use crate::reviewers::recusals;
use crate::self_assessments::view::{self, SelfAssessment};
use crate::standings::record::{self as standings, Year};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneOrganisation {
    id: CycleId,
    category: usize,
    org: OrgId,
}

/// A published year of the organisation.
#[derive(Serialize, JsonSchema)]
struct YearLine {
    href: String,
    year: i16,
    rank: u32,
    of: u32,
    total: String,
    grade: String,
    #[serde(skip)]
    tone: &'static str,
}

/// A mark of the reviewer's own.
#[derive(Serialize, JsonSchema)]
struct OwnMark {
    indicator: String,
    mark: String,
    full: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "marking/organisation.html")]
pub(super) struct OrganisationPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    id: CycleId,
    number: usize,
    category: String,
    org: OrgId,
    name: String,
    members: i64,
    /// Why the reviewer must not mark it; empty when they are to.
    recused: String,
    /// What it says of itself, once it has handed that in; nothing for whom it must not concern.
    said: Option<SelfAssessment>,
    marks: Vec<OwnMark>,
    /// Published results, the latest first.
    years: Vec<YearLine>,
    open: bool,
    #[serde(skip)]
    reason: String,
    #[serde(skip)]
    error: String,
}

impl OrganisationPage {
    fn at(&self, tail: &str) -> String {
        address(self.id, self.number, tail)
    }

    fn own_address(&self) -> String {
        self.at(&format!("/organisations/{}", self.org))
    }
}

impl Page for OrganisationPage {
    fn title(&self) -> String {
        self.name.clone()
    }
}

fn row(sheet: &Sheet, org: OrgId) -> Result<&SheetRow, Problem> {
    sheet.rows.iter().find(|row| row.participant.org == org).ok_or(Problem::Missing)
}

fn page(words: Words, sheet: &Sheet, row: &SheetRow, years: Vec<Year>, grades: usize) -> OrganisationPage {
    let year = |year: Year| YearLine {
        href: format!("/cycles/{}/organisations/{}", year.cycle, row.participant.org),
        year: year.year,
        rank: year.rank,
        of: year.of,
        total: year.total,
        tone: tone(year.grade_place, grades),
        grade: year.grade_name,
    };
    let mark = |(column, mark): (&sheet::Column, &Option<scoring::Score>)| OwnMark {
        indicator: column.name.clone(),
        mark: mark.map(|mark| mark.to_string()).unwrap_or_default(),
        full: column.full.to_string(),
    };
    OrganisationPage {
        id: sheet.cycle.id,
        number: sheet.number,
        category: sheet.category.clone(),
        org: row.participant.org,
        name: row.participant.name.clone(),
        members: row.participant.members,
        recused: recused_words(&words, row),
        said: None,
        marks: sheet.columns.iter().zip(&row.marks).map(mark).collect(),
        years: years.into_iter().rev().filter(|year| year.cycle != sheet.cycle.id).map(year).collect(),
        open: sheet.is_open(),
        reason: String::new(),
        error: String::new(),
        words,
    }
}

pub(super) fn show(
    cx: &mut Reading<'_, MarkOrganisations>,
    input: OneOrganisation,
) -> Result<OrganisationPage, Problem> {
    let (cycle, scheme, reviewer) = own(cx.db, &cx.permit, input.id)?;
    let sheet = sheet::load(cx.db, &cycle, &scheme, &reviewer, input.category)?;
    let row = row(&sheet, input.org)?;
    let years = standings::years(cx.db, input.org, false)?;
    let words = cx.words();
    let said = match row.recusal {
        None => view::read_for(cx.db, &words, input.id, input.org)?,
        Some(_) => None,
    };
    Ok(OrganisationPage { said, ..page(words, &sheet, row, years, scheme.grades.len()) })
}

/// A file that an organisation shows.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneFile {
    id: CycleId,
    category: usize,
    org: OrgId,
    file: AttachmentId,
}

/// The file, for whoever is to mark the organisation and has it handed in.
pub(super) fn evidence(cx: &mut Reading<'_, MarkOrganisations>, input: OneFile) -> Result<Shown, Problem> {
    let (cycle, scheme, reviewer) = own(cx.db, &cx.permit, input.id)?;
    let sheet = sheet::load(cx.db, &cycle, &scheme, &reviewer, input.category)?;
    let marks = row(&sheet, input.org)?.recusal.is_none();
    let (file, participant, _) = files::find(cx.db, input.id, input.file)?;
    let words = cx.words();
    if !marks || participant.org != input.org || view::read_for(cx.db, &words, input.id, input.org)?.is_none()
    {
        return Err(Problem::Missing);
    }
    files::shown(cx.db, file)
}

/// A recusal that the reviewer declares.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct RecusalForm {
    id: CycleId,
    category: usize,
    org: OrgId,
    #[serde(default)]
    reason: String,
}

pub(super) fn recuse(cx: &mut Writing<'_, MarkOrganisations>, input: RecusalForm) -> Result<Done, Rejection> {
    let (id, number, org) = (input.id, input.category, input.org);
    let permit = Arc::clone(&cx.permit);
    let (sheet, years, grades) = cx.read(move |c| {
        let (cycle, scheme, reviewer) = own(c, &permit, id)?;
        let sheet = sheet::load(c, &cycle, &scheme, &reviewer, number)?;
        Ok((sheet, standings::years(c, org, false)?, scheme.grades.len()))
    })?;
    let row = row(&sheet, org)?;
    let (participant, reviewer) = (row.participant.clone(), sheet.reviewer.id);
    let (category, reason) = (sheet.category.clone(), input.reason.clone());
    let done = cx.write(move |tx| {
        let cycle = crate::cycles::record::find(tx, id, true)?;
        if !cycle.state.takes_marks() {
            return Err(Problem::refused(Say::new("marking-closed").with("year", cycle.year)));
        }
        if super::record::state_of(tx, reviewer, &category)?.is_locked() {
            return Err(Problem::refused(Say::new("marking-submitted").with("category", category)));
        }
        recusals::declare(tx, id, reviewer, &participant, RecusedBy::Reviewer, &reason)
    });
    match done {
        Ok(n) => {
            let say = Say::new("panel-recusal-declared").with("name", &row.participant.name).with("n", n);
            Ok(Done::to(address(id, number, "")).say(say).view(&serde_json::json!({ "removed": n })))
        }
        Err(Problem::Invalid(errors)) => {
            let words = cx.words();
            let said = |error: &FieldError| words.say(&error.say);
            let error = errors.first().map(said).unwrap_or_default();
            let page = page(words.clone(), &sheet, row, years, grades);
            let page = OrganisationPage { reason: input.reason, error, ..page };
            Err(Rejection::form(page, errors))
        }
        Err(problem) => Err(problem.into()),
    }
}
