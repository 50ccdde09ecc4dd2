//! Handing a voucher out.

use kernel::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Download, Reading};

use super::record::{self, EntryId, reference};
use crate::policy::ReadFunds;
use crate::sources::Sources;
use web::enclosures::handed_out;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OneFile {
    id: EntryId,
    /// Its number among the vouchers of the entry, from 1.
    file: usize,
}

pub(super) fn download(cx: &mut Reading<'_, ReadFunds>, input: OneFile) -> Result<Download, Problem> {
    let sources = Sources::of(cx.site())?;
    let entry = record::find(cx.db, input.id)?;
    let reach = cx.permit.reach().clone();
    sources.must_reach(cx.db, &reach, entry.org)?;
    handed_out(cx.db, &reference(input.id), input.file)
}
