//! Bringing rosters in: a workbook is recognised by its heads, read, checked against what is there, shown, applied as a
//! whole or not at all, and can be taken back as a whole.

mod apply;
mod batch;
mod bring;
mod check;
mod files;
mod image;
mod pages;
mod reading;
mod record;
mod roster;
mod undo;
mod warning;

pub use crate::policy::ImportRoster;
pub use apply::apply;
pub use batch::{Batch, Counts};
pub use bring::{Verdict, bring_in};
pub use check::{Checked, Difference, FieldChange, check};
pub use files::{Source, begin, original};
pub use reading::{Reading, read};
pub use record::{Import, ImportId, State, find, list};
pub use roster::{Roster, recognise};
pub use undo::{obstacles, undo};
pub use warning::Warning;

pub(crate) use pages::{jobs, routes};

pub(crate) fn statements() -> Vec<&'static str> {
    [record::STATEMENTS.to_vec(), undo::STATEMENTS.to_vec(), image::statements(), apply::statements()]
        .concat()
}
