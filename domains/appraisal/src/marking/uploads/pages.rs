//! What was found in a sheet that was brought in, the file with its faults marked, and taking it.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use kernel::{Act, Actor, Problem, Say};
use office::mark_errors;
use schemars::JsonSchema;
use scoring::{Scheme, Score};
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Download, Lang, Page, Reading, Rejection, Words, Writing};

use super::actions;
use super::receive::{crumbs, look_through, sheet_address};
use super::record::{self, Upload, UploadId};
use crate::cycles::record as cycles;
use crate::marking::grid::recused_words;
use crate::marking::sheet::{self, Column, Sheet};
use crate::marking::workbook::XLSX;
use crate::policy::{ManagePanel, MarkOrganisations};
use crate::reviewers::record as reviewers;
use crate::schemes;
use crate::submissions::pages::FaultLine;
use crate::submissions::record::State;
use crate::workbooks::Fault;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    upload: UploadId,
}

/// A cell of the file beside what is kept.
#[derive(Serialize, JsonSchema)]
struct CellView {
    mark: String,
    /// `new`, `changed`, `same`, or `blank`.
    what: &'static str,
    /// The mark it takes the place of, for the reviewer.
    before: String,
}

/// One organisation of the file.
#[derive(Serialize, JsonSchema)]
struct RowView {
    name: String,
    recused: String,
    cells: Vec<CellView>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "marking/uploads/show.html")]
pub(super) struct UploadPage {
    #[serde(skip)]
    words: Words,
    upload: Upload,
    year: i16,
    label: String,
    #[serde(skip)]
    office: bool,
    file: String,
    columns: Vec<Column>,
    rows: Vec<RowView>,
    added: usize,
    changed: usize,
    same: usize,
    /// Cells that are empty in the file and stay as they are.
    blank: usize,
    /// Whether the sheet is complete once it is taken.
    complete: bool,
    faults: Vec<FaultLine>,
    /// The way here: pairs of address and label.
    #[serde(skip)]
    crumbs: Vec<(String, String)>,
    #[serde(skip)]
    again: String,
}

impl UploadPage {
    fn at(&self, tail: &str) -> String {
        let part = if self.office { "panel" } else { "marking" };
        format!("/{part}/uploads/{}{tail}", self.upload.id)
    }

    fn ready(&self) -> bool {
        self.upload.state == State::Ready
    }

    /// What the file is offered as: marked where a cell of it is at fault.
    fn file_label(&self) -> &'static str {
        let at_fault = self.faults.iter().any(|fault| fault.place.contains('!'));
        if at_fault { "appraisal-marked-file" } else { "marking-upload-original" }
    }
}

impl Page for UploadPage {
    fn title(&self) -> String {
        let args = [("label", self.label.clone()), ("category", self.upload.category.clone())];
        self.words.f("marking-upload-found", args)
    }
}

/// An upload with its sheet: of the reviewer who asks, or one that the office brought in.
fn reach<A: Act>(
    c: &mut Conn,
    permit: &kernel::Permit<A>,
    id: UploadId,
    office: bool,
) -> Result<(Upload, Scheme, Sheet), Problem> {
    let upload = record::find(c, id)?;
    let reviewer = reviewers::by_id(c, upload.reviewer)?;
    let own = matches!(permit.actor(), Actor::User(user) if reviewer.user == Some(*user));
    if if office { !upload.by_office } else { !own } {
        return Err(Problem::Missing);
    }
    let cycle = cycles::find(c, reviewer.cycle, true)?;
    let scheme = schemes::record::rules(c, cycle.scheme)?;
    let place = scheme.categories.iter().position(|one| one.name == upload.category);
    let number = place.ok_or(Problem::Missing)? + 1;
    let sheet = sheet::load(c, &cycle, &scheme, &reviewer, number)?;
    Ok((upload, scheme, sheet))
}

fn page(words: Words, upload: Upload, sheet: &Sheet, office: bool) -> UploadPage {
    let found: BTreeMap<(kernel::OrgId, &str), Score> =
        upload.found.marks.iter().map(|one| ((one.org, one.indicator.as_str()), one.mark)).collect();
    let (mut added, mut changed, mut same, mut left) = (0, 0, 0, 0);
    let mut rows = Vec::new();
    for row in &sheet.rows {
        let mut cells = Vec::new();
        for (column, kept) in sheet.columns.iter().zip(&row.marks) {
            let mark = found.get(&(row.participant.org, column.code.as_str())).copied();
            let what = match (mark, kept) {
                (Some(mark), Some(kept)) if mark == *kept => "same",
                (Some(_), Some(_)) => "changed",
                (Some(_), None) => "new",
                (None, _) => "blank",
            };
            match what {
                "same" => same += 1,
                "changed" => changed += 1,
                "new" => added += 1,
                _ => left += usize::from(kept.is_none() && row.recusal.is_none()),
            }
            let text = |mark: Option<Score>| mark.map(|mark| mark.to_string()).unwrap_or_default();
            let before = if what == "changed" && !office { text(*kept) } else { String::new() };
            cells.push(CellView { mark: text(mark), what, before });
        }
        rows.push(RowView { name: row.participant.name.clone(), recused: recused_words(&words, row), cells });
    }
    let said = |fault: &crate::submissions::record::FaultText| FaultLine::of(fault, words.lang() == Lang::Zh);
    let back = sheet_address(sheet, office);
    UploadPage {
        year: sheet.cycle.year,
        label: sheet.reviewer.label.clone(),
        office,
        file: upload.found.file.clone(),
        columns: sheet.columns.clone(),
        rows,
        added,
        changed,
        same,
        blank: sheet.wanted().saturating_sub(added + changed + same),
        complete: left == 0,
        faults: upload.found.faults.iter().map(said).collect(),
        again: if office { back.clone() } else { format!("{back}/uploads/new") },
        crumbs: crumbs(&words, sheet, office),
        upload,
        words,
    }
}

fn show<A: Act>(cx: &mut Reading<'_, A>, id: UploadId, office: bool) -> Result<UploadPage, Problem> {
    let (upload, _, sheet) = reach(cx.db, &cx.permit, id, office)?;
    Ok(page(cx.words(), upload, &sheet, office))
}

pub(super) fn own_upload(cx: &mut Reading<'_, MarkOrganisations>, input: One) -> Result<UploadPage, Problem> {
    show(cx, input.upload, false)
}

pub(super) fn office_upload(cx: &mut Reading<'_, ManagePanel>, input: One) -> Result<UploadPage, Problem> {
    show(cx, input.upload, true)
}

/// The file as it was sent; its faulty cells are coloured and say what is wrong.
fn file<A: Act>(cx: &mut Reading<'_, A>, id: UploadId, office: bool) -> Result<Download, Problem> {
    let (upload, scheme, sheet) = reach(cx.db, &cx.permit, id, office)?;
    let attached = store::attachments::of_record(cx.db, &record::reference(id))?;
    let file = attached.into_iter().next().ok_or(Problem::Missing)?;
    let bytes = store::attachments::bytes(cx.db, &file)?;
    if upload.found.faults.is_empty() {
        return Ok(Download { name: file.name, mime: "application/octet-stream", bytes });
    }
    let (_, faults) = look_through(&cx.site().wordbook, &scheme, &sheet, &file.name, &bytes);
    let errors: Vec<_> = faults.iter().filter_map(Fault::cell_error).collect();
    let words = cx.words();
    let marked = mark_errors(&bytes, &file.name, &errors, |say| words.say(say))?;
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    let name = words.f("appraisal-marked-name", [("name", stem.to_owned())]);
    Ok(Download { name: format!("{name}.xlsx"), mime: XLSX, bytes: marked })
}

pub(super) fn own_file(cx: &mut Reading<'_, MarkOrganisations>, input: One) -> Result<Download, Problem> {
    file(cx, input.upload, false)
}

pub(super) fn office_file(cx: &mut Reading<'_, ManagePanel>, input: One) -> Result<Download, Problem> {
    file(cx, input.upload, true)
}

/// Whether the sheet is to be submitted with it.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ConfirmForm {
    upload: UploadId,
    /// `yes` to submit the sheet at once.
    #[serde(default)]
    submit: String,
}

fn confirm<A: Act>(cx: &Writing<'_, A>, input: &ConfirmForm, office: bool) -> Result<Done, Rejection> {
    let (id, permit) = (input.upload, Arc::clone(&cx.permit));
    let (scheme, sheet) = cx.read(move |c| {
        let (_, scheme, sheet) = reach(c, &permit, id, office)?;
        Ok((scheme, sheet))
    })?;
    let (cycle, number, submit) = (sheet.cycle.id, sheet.number, office && input.submit == "yes");
    let saved = cx.write(move |tx| actions::apply(tx, id, cycle, &scheme, number, submit))?;
    let say = Say::new("marking-upload-applied").with("n", saved.saved).with("left", saved.left);
    Ok(Done::to(sheet_address(&sheet, office)).say(say).view(&saved))
}

pub(super) fn confirm_own(
    cx: &mut Writing<'_, MarkOrganisations>,
    input: ConfirmForm,
) -> Result<Done, Rejection> {
    confirm(cx, &input, false)
}

pub(super) fn confirm_office(
    cx: &mut Writing<'_, ManagePanel>,
    input: ConfirmForm,
) -> Result<Done, Rejection> {
    confirm(cx, &input, true)
}
