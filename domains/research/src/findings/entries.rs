//! Files of a finding and of what was written about it.

use kernel::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use web::history::note;
use web::{Done, Download, File, Reading, Rejection, Writing, enclosures};

use super::record::{self, EntryId, FindingId, entry_reference, reference};
use super::show::{Sent, refuse};
use super::typed::Typed;
use crate::policy::{KeepFindings, ReadFindings};
use crate::sight::Sight;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneFile {
    id: FindingId,
    /// Its number among the files of the finding, from 1.
    file: usize,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneEvidence {
    id: FindingId,
    entry: EntryId,
    /// Its number among the files of the entry, from 1.
    file: usize,
}

pub(super) fn file(cx: &mut Reading<'_, ReadFindings>, one: OneFile) -> Result<Download, Problem> {
    let sight = Sight::reading(cx)?;
    record::seen(cx.db, &sight, one.id)?;
    enclosures::handed_out(cx.db, &reference(one.id), one.file)
}

pub(super) fn evidence(cx: &mut Reading<'_, ReadFindings>, one: OneEvidence) -> Result<Download, Problem> {
    let sight = Sight::reading(cx)?;
    record::seen(cx.db, &sight, one.id)?;
    let entry = record::entry(cx.db, one.entry)?;
    match entry.finding == one.id {
        true => enclosures::handed_out(cx.db, &entry_reference(one.entry), one.file),
        false => Err(Problem::Missing),
    }
}

/// Adds files to the finding itself.
pub(super) fn enclose(
    cx: &mut Writing<'_, KeepFindings>,
    typed: Typed,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let (id, sight) = (FindingId(typed.id), Sight::writing(cx)?);
    let looking = sight.clone();
    cx.read(move |c| record::seen(c, &looking, id))?;
    let chosen = match enclosures::chosen(files, "files") {
        Ok(files) if files.is_empty() => Err(Problem::field("files", "research-file-missing")),
        Ok(files) => Ok(files),
        Err(say) => Err(Problem::field("files", say)),
    };
    let added = chosen.and_then(|files| {
        cx.write(move |tx| {
            let finding = record::find(tx, id)?;
            if !record::standing(tx, &sight, &finding)?.visits {
                return Err(Problem::refused("finding-only-the-visitor"));
            }
            enclosures::keep(tx, &reference(id), &files)?;
            note(tx, &reference(id), "files-added", "", Some(&finding), &finding)
        })
    });
    match added {
        Ok(()) => Ok(Done::to(format!("/findings/{id}")).say("research-files-added")),
        Err(problem) => Err(refuse(cx, Sent::Files, typed, problem)),
    }
}
