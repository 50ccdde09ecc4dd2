//! A roster that was read: rows with values, each knowing the cells it came from.

use std::collections::BTreeMap;

use kernel::Say;
use office::{Address, CellError, Head};
use serde::Serialize;

use super::roster::Roster;
use super::warning::Warnings;
use crate::dated::Dated;
use crate::identity::Sealed;
use crate::organisations::kind::Kind;
use crate::persons::record::Sex;

/// A sheet of a workbook as it was understood.
#[derive(Debug, Clone)]
pub(crate) struct SheetRead {
    /// Its name.
    pub(crate) name: String,
    /// Last row of heads, counted from 0.
    pub(crate) header_row: u32,
    /// Its heads, recognised or not.
    pub(crate) heads: Vec<Head>,
    /// Field → column counted from 0.
    pub(crate) columns: BTreeMap<String, u32>,
    /// First rows below the heads, as they stand, for the preview.
    pub(crate) sample: Vec<Vec<String>>,
}

/// Where a row stands: which sheet of [`Batch::sheets`], which row counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) sheet: usize,
    pub(crate) row: u32,
}

/// A row of the roster of organisations. `None` and empty text mean that the roster says nothing.
#[derive(Debug, Clone)]
pub(crate) struct OrgRow {
    pub(crate) place: Place,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) kind: Kind,
    pub(crate) kind_text: String,
    pub(crate) parent: String,
    pub(crate) category: String,
    pub(crate) department: String,
    pub(crate) founded: Option<Dated>,
    pub(crate) founded_document: String,
    pub(crate) members: Option<i64>,
    pub(crate) probationary: Option<i64>,
    pub(crate) under_35: Option<i64>,
    pub(crate) staff: Option<i64>,
    pub(crate) contact: String,
    pub(crate) telephone: String,
}

/// An identity number as the roster gives it.
#[derive(Debug, Clone)]
pub(crate) enum Number {
    /// Nothing.
    None,
    /// Whole, in its plain form.
    Plain(String),
    /// With its middle hidden, as lists show and export it.
    Masked(String),
}

/// A row of the roster of cadres.
#[derive(Debug, Clone)]
pub(crate) struct CadreRow {
    pub(crate) place: Place,
    pub(crate) organisation: String,
    /// Row in which the organisation stands: the first one of a merged region.
    pub(crate) organisation_row: u32,
    pub(crate) name: String,
    pub(crate) sex: Sex,
    pub(crate) born: Option<Dated>,
    pub(crate) number: Number,
    /// The number sealed, once the key was at hand.
    pub(crate) sealed: Option<Sealed>,
    pub(crate) post: String,
    pub(crate) full_time: Option<bool>,
    pub(crate) since: Option<Dated>,
    pub(crate) joined: Option<Dated>,
    pub(crate) telephone: String,
}

/// The rows of a roster.
#[derive(Debug, Clone)]
pub(crate) enum Rows {
    Organisations(Vec<OrgRow>),
    Cadres(Vec<CadreRow>),
}

/// A roster without faults of its own, ready to be checked against the database.
#[derive(Debug, Clone)]
pub struct Batch {
    pub(crate) roster: Roster,
    pub(crate) sheets: Vec<SheetRead>,
    pub(crate) rows: Rows,
    /// The date that the roster itself bears.
    pub(crate) as_of: Option<Dated>,
    pub(crate) warnings: Warnings,
}

impl Batch {
    /// What it is a roster of.
    pub fn roster(&self) -> Roster {
        self.roster
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        match &self.rows {
            Rows::Organisations(rows) => rows.len(),
            Rows::Cadres(rows) => rows.len(),
        }
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of a field in that row; column A where the sheet has no such column.
    pub(crate) fn at(&self, place: Place, field: &str) -> (&str, Address) {
        let sheet = self.sheets.get(place.sheet);
        let column = sheet.and_then(|sheet| sheet.columns.get(field)).copied().unwrap_or(0);
        (sheet.map_or("", |sheet| sheet.name.as_str()), Address::new(place.row, column))
    }

    /// An error in the cell of a field.
    pub(crate) fn error(&self, place: Place, field: &str, value: &str, reason: Say, fix: Say) -> CellError {
        let (sheet, at) = self.at(place, field);
        CellError { sheet: sheet.into(), at, value: value.into(), reason, fix }
    }

    /// `名册!C12`
    pub(crate) fn named(&self, place: Place, field: &str) -> String {
        let (sheet, at) = self.at(place, field);
        format!("{sheet}!{at}")
    }
}

/// How many rows do what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Counts {
    /// Rows of the roster.
    pub rows: usize,
    /// Rows that bring something new.
    pub new: usize,
    /// Rows that change what is there.
    pub changed: usize,
    /// Rows that say what is there already.
    pub unchanged: usize,
}
