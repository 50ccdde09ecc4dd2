//! How an import looks against the database at this moment.

use kernel::{Chance, Day, Problem};
use office::{CellError, Limits};
use store::Conn;

use super::super::batch::{Batch, Counts, SheetRead};
use super::super::check::{Difference, check};
use super::super::files;
use super::super::reading::read;
use super::super::record::Import;
use super::super::warning::Warning;
use crate::identity::IdentityKey;

/// A file, read and checked.
pub(super) struct Sight {
    pub(super) counts: Counts,
    pub(super) differences: Vec<Difference>,
    pub(super) faults: Vec<CellError>,
    pub(super) warnings: Vec<Warning>,
    /// The first sheet that was read.
    pub(super) sheet: Option<SheetRead>,
}

impl Sight {
    pub(super) fn of(
        c: &mut Conn,
        import: &Import,
        key: &IdentityKey,
        chance: &dyn Chance,
        today: Day,
    ) -> Result<Self, Problem> {
        let bytes = files::original(c, import, key)?;
        let book = office::read(&import.file, &bytes, &Limits::default())?;
        let reading = read(import.roster, &book, &import.mapping.manual());
        let sheet = reading.sheets.first().cloned();
        let counts = Counts { rows: reading.len(), ..Counts::default() };
        let (faults, warnings) = (reading.faults().to_vec(), reading.warnings());
        if !faults.is_empty() {
            return Ok(Self { counts, differences: Vec::new(), faults, warnings, sheet });
        }
        let checked = check(c, &reading.into_batch(key, chance)?, today)?;
        let (counts, differences) = (checked.counts, checked.differences);
        Ok(Self { counts, differences, faults: checked.faults, warnings: checked.warnings, sheet })
    }
}

/// The rows of an import's file, ready to be applied.
pub(super) fn batch(
    c: &mut Conn,
    import: &Import,
    key: &IdentityKey,
    chance: &dyn Chance,
) -> Result<Batch, Problem> {
    let bytes = files::original(c, import, key)?;
    let book = office::read(&import.file, &bytes, &Limits::default())?;
    read(import.roster, &book, &import.mapping.manual()).into_batch(key, chance)
}
