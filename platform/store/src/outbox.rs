//! Events: rows written in the transaction that makes them true, and consumers that act on each exactly once.

use kernel::RecordRef;
use serde::Serialize;

use crate::{Error, Json, Tx};

const APPEND: &str = "INSERT INTO outbox (at, actor, kind, subject_kind, subject_id, payload)
    VALUES ($1, $2, $3, $4, $5, $6)";

pub(crate) fn append<P: Serialize + ?Sized>(
    tx: &mut Tx,
    kind: &'static str,
    subject: &RecordRef,
    payload: &P,
) -> Result<(), Error> {
    let (now, actor) = (tx.now(), tx.actor_code());
    tx.run(APPEND, &[&now, &actor, &kind, &subject.kind, &subject.id, &Json(payload)]).map(|_| ())
}
