//! What is wrong in a file, where, why, and how to mend it.

use kernel::Say;
use office::{Address, CellError, HeaderError, ReadError, Table, Workbook};
use scoring::{EvaluateError, SourceRef, Trouble};
use serde::Serialize;

use crate::troubles::sentence;

/// One thing wrong in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Name of the file; empty when it is about all of them.
    pub file: String,
    /// Name of the sheet, when it is about one.
    pub sheet: Option<String>,
    /// The cell, when it is about one.
    pub cell: Option<Address>,
    /// What stands there.
    pub value: String,
    /// What is wrong.
    pub reason: Say,
    /// How to mend it.
    pub fix: Say,
}

impl Fault {
    /// A cell of that file.
    pub fn of_cell(file: &str, error: CellError) -> Self {
        Self {
            file: file.to_owned(),
            sheet: Some(error.sheet.into()),
            cell: Some(error.at),
            value: error.value.into(),
            reason: error.reason,
            fix: error.fix,
        }
    }

    /// A file that could not be read at all.
    pub fn of_file(error: &ReadError) -> Self {
        Self::of_files(&error.file, error.say(), Say::new("appraisal-fix-file"))
    }

    /// A file as a whole, or all of them when `file` is empty.
    pub fn of_files(file: &str, reason: Say, fix: Say) -> Self {
        Self { file: file.to_owned(), sheet: None, cell: None, value: String::new(), reason, fix }
    }

    /// The place as people write it: `file:sheet!cell`, or as much of it as there is.
    pub fn place(&self) -> String {
        match (&self.sheet, &self.cell) {
            (Some(sheet), Some(cell)) => format!("{}:{sheet}!{cell}", self.file),
            (Some(sheet), None) => format!("{}:{sheet}", self.file),
            _ => self.file.clone(),
        }
    }

    /// The same as an error in a cell, for marking it in the file; `None` when it is about no cell.
    pub fn cell_error(&self) -> Option<CellError> {
        Some(CellError {
            sheet: self.sheet.clone()?.into(),
            at: self.cell?,
            value: self.value.clone().into(),
            reason: self.reason.clone(),
            fix: self.fix.clone(),
        })
    }

    fn order(&self) -> (&str, Option<&str>, Option<Address>, &str, &str) {
        (&self.file, self.sheet.as_deref(), self.cell, self.reason.key, &self.value)
    }
}

impl Ord for Fault {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order().cmp(&other.order()).then_with(|| self.reason.args.cmp(&other.reason.args))
    }
}

impl PartialOrd for Fault {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The heads of a sheet could not be made out; one fault for each thing to mend.
pub(super) fn of_heads(file: &str, error: &HeaderError) -> Vec<Fault> {
    let row = match &error.fault {
        office::HeaderFault::Columns { row, .. } => row.saturating_sub(1),
        _ => 0,
    };
    let fault = |reason| Fault {
        file: file.to_owned(),
        sheet: Some(error.sheet.clone()),
        cell: Some(Address::new(row, 0)),
        value: String::new(),
        reason,
        fix: Say::new("appraisal-fix-heads"),
    };
    error.says().into_iter().map(fault).collect()
}

/// A sheet beside score sheets that is filled but has no heads known here.
pub(super) fn unknown_sheet(file: &str, table: &Table) -> Fault {
    Fault {
        file: file.to_owned(),
        sheet: Some(table.name.clone()),
        cell: Some(Address::new(0, 0)),
        value: table.cell(Address::new(0, 0)).value.to_string(),
        reason: Say::new("appraisal-fault-sheet"),
        fix: Say::new("appraisal-fix-sheet"),
    }
}

/// No sheet of that year in any file.
pub(super) fn nothing_found(books: &[Workbook], year: i16) -> Fault {
    let files = books.iter().map(|book| book.file.as_str()).collect::<Vec<_>>().join("、");
    let reason = Say::new("appraisal-fault-nothing").with("year", year).with("files", files);
    Fault::of_files("", reason, Say::new("appraisal-fix-nothing"))
}

/// What the evaluation found wrong, in the words of the files.
pub fn faults_of_evaluation(error: &EvaluateError) -> Vec<Fault> {
    let of = |fault: &scoring::Fault| {
        let SourceRef { file, sheet, cell } = fault.source.clone().unwrap_or_default();
        let reason = sentence(&fault.trouble, &fault.participant);
        let fix = Say::new(match fault.trouble {
            Trouble::Missing { .. } => "appraisal-fix-missing",
            _ => "appraisal-fix-trouble",
        });
        let sheet = (!sheet.is_empty()).then_some(sheet);
        Fault { file, sheet, cell: cell.parse().ok(), value: String::new(), reason, fix }
    };
    match error {
        EvaluateError::Input(faults) => faults.iter().map(of).collect(),
        EvaluateError::Scheme(_) | EvaluateError::UnknownParticipant(_) => {
            let reason = Say::new("appraisal-trouble-other").with("participant", "").with("detail", error);
            vec![Fault::of_files("", reason, Say::new("appraisal-fix-trouble"))]
        }
    }
}
