//! Files of a visit.

use kernel::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Done, Download, File, Reading, Rejection, Writing, enclosures};

use super::actions;
use super::record::{self, VisitId, reference};
use crate::policy::{KeepVisits, ReadVisits};
use crate::sight::Sight;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: VisitId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneFile {
    id: VisitId,
    /// Its number among the files of the visit, from 1.
    file: usize,
}

pub(super) fn hand_out(cx: &mut Reading<'_, ReadVisits>, one: OneFile) -> Result<Download, Problem> {
    let sight = Sight::reading(cx)?;
    record::seen(cx.db, &sight, one.id)?;
    // What was said is for the visitors only, and so is what was brought along.
    match sight.visits() {
        true => enclosures::handed_out(cx.db, &reference(one.id), one.file),
        false => Err(Problem::Missing),
    }
}

pub(super) fn add(cx: &mut Writing<'_, KeepVisits>, one: One, files: Vec<File>) -> Result<Done, Rejection> {
    let (id, sight) = (one.id, Sight::writing(cx)?);
    let looking = sight.clone();
    cx.read(move |c| record::seen(c, &looking, id))?;
    let chosen = match enclosures::chosen(files, "files") {
        Ok(files) if files.is_empty() => Err(Problem::field("files", "research-file-missing")),
        Ok(files) => Ok(files),
        Err(say) => Err(Problem::field("files", say)),
    };
    let added = chosen.and_then(|files| cx.write(move |tx| actions::enclose(tx, &sight, id, &files)));
    match added {
        Ok(visit) => Ok(Done::to(format!("/visits/{id}")).say("research-files-added").view(&visit)),
        Err(problem) => Err(super::show::refuse(cx, id, String::new(), problem)),
    }
}
