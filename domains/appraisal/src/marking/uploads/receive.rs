//! Sending a filled-in sheet, and looking through it.

use std::sync::Arc;

use askama::Template;
use kernel::{Act, FieldError, Problem, Say};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::Serialize;
use web::{Done, File, Page, Reading, Rejection, Wordbook, Words, Writing};

use super::actions;
use super::record::{Found, FoundMark};
use crate::cycles::pages::chosen;
use crate::cycles::record as cycles;
use crate::marking::grid::OneSheet;
use crate::marking::office::OfficeSheet;
use crate::marking::own;
use crate::marking::sheet::{self, Sheet, address};
use crate::policy::{ManagePanel, MarkOrganisations};
use crate::reviewers::record as reviewers;
use crate::schemes;
use crate::submissions::rules::in_words;
use crate::workbooks::{Fault, OwnRow, OwnSheet, Wanted, read_own};

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "marking/uploads/form.html")]
pub(super) struct UploadForm {
    #[serde(skip)]
    words: Words,
    year: i16,
    category: String,
    reviewer: String,
    open: bool,
    /// Where it is sent.
    action: String,
    /// Where the workbook to be filled in is.
    workbook: String,
    /// Where whoever sends it came from.
    #[serde(skip)]
    back: String,
    /// The way there: pairs of address and label.
    #[serde(skip)]
    crumbs: Vec<(String, String)>,
    #[serde(skip)]
    error: String,
}

impl Page for UploadForm {
    fn title(&self) -> String {
        self.words.f("marking-upload-title", [("category", self.category.clone())])
    }
}

fn own_form(words: Words, sheet: &Sheet, error: String) -> UploadForm {
    UploadForm {
        year: sheet.cycle.year,
        category: sheet.category.clone(),
        reviewer: sheet.reviewer.label.clone(),
        open: sheet.is_open(),
        action: sheet.at("/uploads"),
        workbook: sheet.at("/workbook"),
        back: sheet.at(""),
        crumbs: crumbs(&words, sheet, false),
        error,
        words,
    }
}

fn office_form(words: Words, sheet: &Sheet, error: String) -> UploadForm {
    let at = sheet_address(sheet, true);
    UploadForm {
        action: format!("{at}/uploads"),
        workbook: format!("{at}/workbook"),
        back: at,
        crumbs: crumbs(&words, sheet, true),
        ..own_form(words, sheet, error)
    }
}

/// The way to a sheet, for whoever brings it in: pairs of address and label.
pub(super) fn crumbs(words: &Words, sheet: &Sheet, office: bool) -> Vec<(String, String)> {
    let here = (sheet_address(sheet, office), sheet.category.clone());
    if !office {
        return vec![("/marking".to_owned(), words.t("marking-mine")), here];
    }
    let panel = format!("/cycles/{}/panel", sheet.cycle.id);
    let reviewer = format!("{panel}/{}", sheet.reviewer.id);
    vec![(panel, words.t("panel-panel")), (reviewer, sheet.reviewer.label.clone()), here]
}

pub(super) fn form(cx: &mut Reading<'_, MarkOrganisations>, input: OneSheet) -> Result<UploadForm, Problem> {
    let (cycle, scheme, reviewer) = own(cx.db, &cx.permit, input.id)?;
    let sheet = sheet::load(cx.db, &cycle, &scheme, &reviewer, input.category)?;
    Ok(own_form(cx.words(), &sheet, String::new()))
}

/// Reads a file against a sheet.
pub(crate) fn look_through(
    book: &Wordbook,
    scheme: &Scheme,
    sheet: &Sheet,
    name: &str,
    bytes: &[u8],
) -> (Found, Vec<Fault>) {
    let rows: Vec<OwnRow> = sheet
        .rows
        .iter()
        .map(|row| OwnRow {
            name: row.participant.name.clone(),
            key: row.participant.key.clone(),
            recused: row.recusal.is_some(),
        })
        .collect();
    let wanted = Wanted { scheme, year: sheet.cycle.year, category: Some(&sheet.category) };
    let read = read_own(name, bytes, &OwnSheet { wanted, reviewer: &sheet.reviewer.label, rows: &rows });
    let org =
        |key: &str| sheet.rows.iter().find(|row| row.participant.key == key).map(|row| row.participant.org);
    let marks = read.marks.into_iter().filter_map(|(key, indicator, mark, source)| {
        Some(FoundMark { org: org(&key)?, indicator, mark, sheet: source.sheet, cell: source.cell })
    });
    let found = Found {
        file: name.to_owned(),
        marks: marks.collect(),
        faults: read.faults.iter().map(|fault| in_words(fault, book)).collect(),
    };
    (found, read.faults)
}

/// Keeps the file that was sent, or says that there is none.
fn receive<A: Act>(
    cx: &Writing<'_, A>,
    scheme: &Scheme,
    sheet: Sheet,
    files: Vec<File>,
    office: bool,
) -> Result<Done, Rejection> {
    let Some((name, bytes)) = chosen(files, "workbook").into_iter().next() else {
        let say = Say::new("marking-upload-needed");
        let words = cx.words();
        let error = words.say(&say);
        let page = if office { office_form(words, &sheet, error) } else { own_form(words, &sheet, error) };
        return Err(Rejection::form(page, vec![FieldError { field: "workbook".into(), say }]));
    };
    let (found, _) = look_through(&cx.site().wordbook, scheme, &sheet, &name, &bytes);
    let view = serde_json::json!({ "marks": found.marks.len(), "faults": found.faults });
    let id = cx.write(move |tx| actions::keep(tx, &sheet, office, &found, &bytes))?;
    let to = if office { format!("/panel/uploads/{id}") } else { format!("/marking/uploads/{id}") };
    Ok(Done::to(to).view(&view).created())
}

pub(super) fn own_upload(
    cx: &mut Writing<'_, MarkOrganisations>,
    input: OneSheet,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let permit = Arc::clone(&cx.permit);
    let (scheme, sheet) = cx.read(move |c| {
        let (cycle, scheme, reviewer) = own(c, &permit, input.id)?;
        let sheet = sheet::load(c, &cycle, &scheme, &reviewer, input.category)?;
        Ok((scheme, sheet))
    })?;
    receive(cx, &scheme, sheet, files, false)
}

pub(super) fn office_upload(
    cx: &mut Writing<'_, ManagePanel>,
    input: OfficeSheet,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let (scheme, sheet) = cx.read(move |c| {
        let reviewer = reviewers::find(c, input.id, input.reviewer)?;
        let cycle = cycles::find(c, input.id, true)?;
        let scheme = schemes::record::rules(c, cycle.scheme)?;
        let sheet = sheet::load(c, &cycle, &scheme, &reviewer, input.category)?;
        Ok((scheme, sheet))
    })?;
    receive(cx, &scheme, sheet, files, true)
}

/// Address of the page of the sheet, for whoever brought it in.
pub(super) fn sheet_address(sheet: &Sheet, office: bool) -> String {
    if office {
        format!("/cycles/{}/panel/{}/sheets/{}", sheet.cycle.id, sheet.reviewer.id, sheet.number)
    } else {
        address(sheet.cycle.id, sheet.number, "")
    }
}
