//! Marks as they come from the marking screen: cell by cell while somebody types, or all at once from a plain form.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Done, Rejection, Writing};

use super::actions::{self, Seen, Typed};
use super::grid::{TypedCells, page, tabs};
use super::own;
use super::rules;
use super::sheet::{self, Column, address};
use crate::cycles::record::CycleId;
use crate::policy::MarkOrganisations;

/// Cells as they were typed; the three lists go side by side.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct MarksForm {
    id: CycleId,
    category: usize,
    /// Number of the organisation, a full stop, code of the indicator.
    #[serde(default)]
    cell: Vec<String>,
    /// What stood there when the page was made; may be left out.
    #[serde(default)]
    was: Vec<String>,
    /// The mark; empty clears the cell.
    #[serde(default)]
    mark: Vec<String>,
    /// `yes` when every cell was typed in; otherwise cells that hold what they held are left alone.
    #[serde(default)]
    touched: String,
}

/// Reads the cells of a form; what is wrong with them is given beside.
fn read_cells(columns: &[Column], form: &MarksForm) -> Result<(Vec<Typed>, Vec<FieldError>), Problem> {
    let malformed = |what: &str| Problem::Malformed(what.to_owned());
    let seen = !form.was.is_empty();
    if form.cell.len() != form.mark.len() || seen && form.was.len() != form.cell.len() {
        return Err(malformed("cell, was and mark are lists of one length"));
    }
    let (mut cells, mut errors) = (Vec::new(), Vec::new());
    for (index, (key, mark)) in form.cell.iter().zip(&form.mark).enumerate() {
        let (org, indicator) =
            key.split_once('.').ok_or_else(|| malformed("a cell is ORGANISATION.INDICATOR"))?;
        let org: OrgId = org.parse().map_err(|_| malformed("a cell is ORGANISATION.INDICATOR"))?;
        let column = columns.iter().find(|one| one.code == indicator).ok_or(Problem::Missing)?;
        let was = match form.was.get(index).map(|text| text.trim()) {
            None => None,
            Some("") => Some(Seen(None)),
            Some(text) => Some(Seen(Some(text.parse().map_err(|_| malformed("was is a mark"))?))),
        };
        match rules::read(mark, column.full) {
            Ok(mark) => {
                let indicator = indicator.to_owned();
                let touched = form.touched == "yes" || was.is_none_or(|Seen(was)| was != mark);
                cells.push(Typed { org, indicator, seen: was, touched, mark, source: None });
            }
            Err(say) => errors.push(FieldError { field: key.clone(), say }),
        }
    }
    Ok((cells, errors))
}

pub(super) fn save(cx: &mut Writing<'_, MarkOrganisations>, input: MarksForm) -> Result<Done, Rejection> {
    let (id, number) = (input.id, input.category);
    let permit = Arc::clone(&cx.permit);
    let (scheme, sheet, tabs) = cx.read(move |c| {
        let (cycle, scheme, reviewer) = own(c, &permit, id)?;
        let sheet = sheet::load(c, &cycle, &scheme, &reviewer, number)?;
        let tabs = tabs(c, &sheet, &scheme)?;
        Ok((scheme, sheet, tabs))
    })?;
    let (cells, errors) = read_cells(&sheet.columns, &input)?;
    if !errors.is_empty() {
        let words = cx.words();
        let said: BTreeMap<&str, String> =
            errors.iter().map(|error| (error.field.as_str(), words.say(&error.say))).collect();
        let typed: TypedCells = input
            .cell
            .iter()
            .zip(&input.mark)
            .map(|(cell, mark)| {
                (cell.clone(), (mark.clone(), said.get(cell.as_str()).cloned().unwrap_or_default()))
            })
            .collect();
        let page = page(words, cx.today(), &sheet, tabs, &typed);
        return Err(Rejection::form(page, errors));
    }
    let reviewer = sheet.reviewer.id;
    let saved = cx.write(move |tx| actions::put(tx, id, &scheme, reviewer, number, &cells))?;
    let say = match saved.elsewhere.as_slice() {
        [] => Say::new("marking-saved"),
        some => Say::new("marking-saved-elsewhere").with("elsewhere", some.len()),
    };
    let say = say.with("n", saved.saved).with("left", saved.left);
    Ok(Done::to(address(id, number, "")).say(say).view(&saved))
}
