//! Work done in the background: rows that survive a restart, and the threads that run them.

use kernel::Moment;
use serde::Serialize;

use crate::{Error, Json, Tx};

kernel::id_type!(
    /// Number of a background job.
    JobId
);
crate::id_columns!(JobId);

const APPEND: &str = "INSERT INTO jobs (kind, payload, state, run_at, created_at, requested_by)
    VALUES ($1, $2, 'queued', $3, $4, $5) RETURNING id";

pub(crate) fn append<P: Serialize + ?Sized>(
    tx: &mut Tx,
    kind: &'static str,
    payload: &P,
    run_at: Option<Moment>,
) -> Result<JobId, Error> {
    let (now, actor) = (tx.now(), tx.actor_code());
    tx.insert(APPEND, &[&kind, &Json(payload), &run_at.unwrap_or(now), &now, &actor])
}
