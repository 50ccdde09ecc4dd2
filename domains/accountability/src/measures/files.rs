//! Handing out a file that came with an entry.

use kernel::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Download, Reading, enclosures};

use super::record::{MeasureId, reference};
use crate::policy::ReadMeasures;
use crate::sight::Sight;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneFile {
    id: MeasureId,
    /// Its number among the files of the measure, from 1.
    file: usize,
}

pub(super) fn download(cx: &mut Reading<'_, ReadMeasures>, input: OneFile) -> Result<Download, Problem> {
    Sight::reading(cx)?.measure(cx.db, input.id)?;
    enclosures::handed_out(cx.db, &reference(input.id), input.file)
}
