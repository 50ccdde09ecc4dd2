//! Files to take away: the original, the same with its faults marked, and empty rosters to fill in.

use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Download, Reading};

use super::super::ImportRoster;
use super::super::files;
use super::super::record::{self, ImportId};
use super::super::roster::Roster;
use super::One;
use super::sight::Sight;
use crate::identity::IdentityKey;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const BYTES: &str = "application/octet-stream";

pub(super) fn original(
    cx: &mut Reading<'_, ImportRoster>,
    key: &IdentityKey,
    input: One,
) -> Result<Download, Problem> {
    let import = record::find(cx.db, ImportId(input.id))?;
    let bytes = files::original(cx.db, &import, key)?;
    Ok(Download { name: import.file, mime: BYTES, bytes })
}

pub(super) fn errors(
    cx: &mut Reading<'_, ImportRoster>,
    key: &IdentityKey,
    input: One,
) -> Result<Download, Problem> {
    let import = record::find(cx.db, ImportId(input.id))?;
    let (today, words) = (cx.today(), cx.words());
    let chance = cx.site().chance.clone();
    let sight = Sight::of(cx.db, &import, key, chance.as_ref(), today)?;
    let bytes = files::original(cx.db, &import, key)?;
    let bytes = office::mark_errors(&bytes, &import.file, &sight.faults, |say| words.say(say))?;
    let stem = import.file.rsplit_once('.').map_or(import.file.as_str(), |(stem, _)| stem);
    Ok(Download { name: format!("{stem} {}.xlsx", words.t("import-errors-name")), mime: XLSX, bytes })
}

/// Which roster.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    /// `organisations` or `cadres`.
    roster: String,
}

/// The roster's own columns under the heads that are read, and a sheet that says what goes where.
pub(super) fn template(cx: &mut Reading<'_, ImportRoster>, input: Which) -> Result<Download, Problem> {
    let roster = Roster::from_code(&input.roster).ok_or(Problem::Missing)?;
    let words = cx.words();
    let usual = |names: &[&str]| names.first().copied().unwrap_or_default().to_owned();
    let explain =
        |field: &str| words.t(&format!("import-explain-{}-{}", roster.code(), field.replace('_', "-")));
    let name = words.t(&format!("import-roster-{}", roster.code()));
    let sheet = Sheet {
        name: name.clone(),
        head: roster.columns().iter().map(|column| usual(column.names)).collect(),
        rows: Vec::new(),
    };
    let row = |column: &super::super::roster::Column| {
        let needed = words.t(if column.required { "import-needed" } else { "import-not-needed" });
        vec![Cell::text(usual(column.names)), Cell::text(needed), Cell::text(explain(column.field))]
    };
    let guide = Sheet {
        name: words.t("import-guide"),
        head: ["import-guide-column", "import-guide-needed", "import-guide-content"]
            .map(|key| words.t(key))
            .to_vec(),
        rows: roster.columns().iter().map(row).collect(),
    };
    let bytes = office::write::workbook(&[sheet, guide])?;
    Ok(Download { name: format!("{name}.xlsx"), mime: XLSX, bytes })
}
