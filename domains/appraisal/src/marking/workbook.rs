//! A score sheet as a workbook, in the layout in which offices send theirs, so that it can be read back.

use kernel::{Cell, Problem};
use office::write::{Form, FormColumn, form};
use scoring::Score;
use web::{Download, Reading, Words};

use super::grid::OneSheet;
use super::office::OfficeSheet;
use super::own;
use super::sheet::{self, Sheet};
use crate::cycles::record as cycles;
use crate::policy::{ManagePanel, MarkOrganisations};
use crate::reviewers::record as reviewers;
use crate::schemes;

/// Media type of a workbook.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What stands in the cells of an organisation that must not be marked; the reader knows this word.
const RECUSED: &str = "回避";

/// Writes a sheet as a workbook, with its marks or to be filled in. Its heads are those that the reader knows, whatever
/// the language of whoever takes it home.
///
/// # Errors
/// [`Problem::Unexpected`] when it cannot be written.
pub(super) fn write(words: &Words, sheet: &Sheet, with_marks: bool) -> Result<Vec<u8>, Problem> {
    let plain = |head: &str, width| FormColumn { head: head.into(), width, ..FormColumn::default() };
    let mut columns = vec![plain("序号", 6.0), plain("党组织", 32.0)];
    columns.extend(sheet.columns.iter().map(|column| FormColumn {
        above: column.dimension.clone(),
        head: format!("{}({}分)", column.name, column.full),
        width: 14.0,
        most: Some(column.full.thousandths()),
    }));
    let cell = |recused: bool, mark: Option<Score>| match mark.filter(|_| with_marks) {
        _ if recused => Cell::text(RECUSED),
        Some(mark) => Cell::Decimal { units: mark.thousandths(), digits: 3 },
        None => Cell::Empty,
    };
    let row = |(nth, row): (i64, &sheet::SheetRow)| {
        let mut cells = vec![Cell::Int(nth), Cell::text(&row.participant.name)];
        cells.extend(row.marks.iter().map(|mark| cell(row.recusal.is_some(), *mark)));
        cells
    };
    let made = form(&Form {
        name: sheet.reviewer.label.clone(),
        title: format!("{}年度基层党组织晋位升级评分表（{}）", sheet.cycle.year, sheet.category),
        columns,
        rows: (1..).zip(&sheet.rows).map(row).collect(),
        refusal: (
            words.t("marking-workbook-wrong"),
            words.f("marking-workbook-wrong-text", [("most", "{most}".to_owned())]),
        ),
        foot: "评委签名：".to_owned(),
    });
    Ok(made?)
}

fn download(words: &Words, sheet: &Sheet, with_marks: bool) -> Result<Download, Problem> {
    let name = format!("{}年度评分表_{}_{}.xlsx", sheet.cycle.year, sheet.category, sheet.reviewer.label);
    Ok(Download { name, mime: XLSX, bytes: write(words, sheet, with_marks)? })
}

/// The reviewer's own sheet with the marks so far.
pub(super) fn own_sheet(
    cx: &mut Reading<'_, MarkOrganisations>,
    input: OneSheet,
) -> Result<Download, Problem> {
    let (cycle, scheme, reviewer) = own(cx.db, &cx.permit, input.id)?;
    let sheet = sheet::load(cx.db, &cycle, &scheme, &reviewer, input.category)?;
    download(&cx.words(), &sheet, true)
}

/// A reviewer's sheet for the office: to be filled in, and with its marks once it is submitted.
pub(super) fn for_office(cx: &mut Reading<'_, ManagePanel>, input: OfficeSheet) -> Result<Download, Problem> {
    let reviewer = reviewers::find(cx.db, input.id, input.reviewer)?;
    let cycle = cycles::find(cx.db, input.id, true)?;
    let scheme = schemes::record::rules(cx.db, cycle.scheme)?;
    let sheet = sheet::load(cx.db, &cycle, &scheme, &reviewer, input.category)?;
    let submitted = sheet.state.is_locked();
    download(&cx.words(), &sheet, submitted)
}
