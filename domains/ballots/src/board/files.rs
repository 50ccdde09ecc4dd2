//! Manifest and board, byte for byte as they were hashed and signed.

use kernel::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Download, Open, Reading};

use crate::evaluations::record::{self, EvaluationId};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: EvaluationId,
}

fn json(name: String, text: String) -> Download {
    Download { name, mime: "application/json", bytes: text.into_bytes() }
}

pub(super) fn manifest(cx: &mut Reading<'_, Open>, one: One) -> Result<Download, Problem> {
    let frozen = record::manifest(cx.db, one.id)?.ok_or(Problem::Missing)?;
    Ok(json(format!("manifest-{}.json", one.id), frozen.bytes))
}

pub(super) fn board(cx: &mut Reading<'_, Open>, one: One) -> Result<Download, Problem> {
    let board = record::board(cx.db, one.id)?.ok_or(Problem::Missing)?;
    Ok(json(format!("board-{}.json", one.id), board))
}
