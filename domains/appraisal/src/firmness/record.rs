//! What was asked about a version, and the answer once it is there.

use kernel::Moment;
use serde::{Deserialize, Serialize};
use store::jobs::JobId;
use store::{Conn, Error, Row};

use super::compute::Found;
use crate::versions::record::{Version, VersionId};

kernel::id_type!(
    /// Number of a question about the firmness of a version.
    FirmnessId
);
store::id_columns!(FirmnessId);

pub(crate) const FIND: &str =
    "SELECT id, version_id, digest, share, seed, replicates, job_id, result, computed_at
    FROM appraisal_firmness WHERE id = $1";
pub(crate) const ASKED: &str =
    "SELECT id, version_id, digest, share, seed, replicates, job_id, result, computed_at
    FROM appraisal_firmness WHERE version_id = $1 AND digest = $2 AND share = $3 AND seed = $4 AND replicates = $5";

/// The parameters of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// By how many percent of itself each weight changes, up and down.
    pub share: u32,
    /// The seed of chance.
    pub seed: i64,
    /// How often all ballots are drawn again.
    pub replicates: u32,
}

/// A question, and its answer once that is computed.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub id: FirmnessId,
    pub version: VersionId,
    /// SM3 of what the version was computed from when it was asked.
    pub digest: String,
    pub asked: Asked,
    pub job: Option<JobId>,
    pub found: Option<Found>,
    pub computed: Option<Moment>,
}

fn kept(row: &Row<'_>) -> Result<Kept, Error> {
    let text: String = row.get(7)?;
    Ok(Kept {
        id: row.get(0)?,
        version: row.get(1)?,
        digest: row.get(2)?,
        asked: Asked { share: row.get(3)?, seed: row.get(4)?, replicates: row.get(5)? },
        job: row.get(6)?,
        found: if text.is_empty() { None } else { Some(serde_json::from_str(&text)?) },
        computed: row.get(8)?,
    })
}

/// A question by its number.
pub(crate) fn find(c: &mut Conn, id: FirmnessId) -> Result<Kept, Error> {
    c.one(FIND, &[&id], kept)
}

/// The question about this version with these parameters, when somebody asked it.
pub(crate) fn asked(c: &mut Conn, version: &Version, asked: &Asked) -> Result<Option<Kept>, Error> {
    let Asked { share, seed, replicates } = asked;
    c.maybe(ASKED, &[&version.id, &version.digest, share, seed, replicates], kept)
}
