//! Where ballots are kept until closing: one slot a key of one use, sealed, in the order of names that say nothing.

use std::sync::Arc;

use ballot::{Checked, Hash, KeptBallot, Text};
use kernel::{Chance, Moment, Problem};
use serde::{Deserialize, Serialize};
use store::{Db, Tx};

use crate::evaluations::record::WINDOW;
use crate::keys::Opened;

pub(crate) const KEPT: &str = "SELECT sealed FROM ballot_slots WHERE slot = $1";
pub(crate) const COUNT: &str =
    "UPDATE evaluation_boxes SET cast_count = cast_count + 1 WHERE id = $1 AND cast_count < issued";
pub(crate) const PUT: &str = "INSERT INTO ballot_slots (slot, box_id, sealed) VALUES ($1, $2, $3)";
pub(crate) const REPLACE: &str = "UPDATE ballot_slots SET sealed = $2 WHERE slot = $1";

/// What stands in a slot, sealed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Slot {
    pub leaf: Hash,
    pub ballot: KeptBallot,
    pub texts: Vec<Text>,
}

/// Why a ballot that is in order is not taken.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Refused {
    /// It is not the time.
    NotOpen,
    /// A ballot of this key with this revision or a later one is there.
    Older,
    /// There are as many ballots as credentials.
    Full,
}

impl Refused {
    /// The code of the protocol.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotOpen => "not_open",
            Self::Older => "older_revision",
            Self::Full => "box_full",
        }
    }
}

/// Keeps a checked ballot; durable when this returns. The same ballot again changes nothing, a higher revision replaces.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails; what is refused by the rules comes back as such.
pub(crate) fn keep(
    db: &Db,
    chance: &dyn Chance,
    now: Moment,
    opened: &Arc<Opened>,
    checked: Checked,
) -> Result<Result<(), Refused>, Problem> {
    let slot = opened.slot(&checked.ballot.box_code, &checked.ballot.key);
    let place = opened.boxes.get(&checked.ballot.box_code).copied().ok_or(Problem::Missing)?;
    let (leaf, revision) = (checked.leaf, checked.ballot.revision);
    let content = Slot { leaf, ballot: checked.ballot, texts: checked.texts };
    let content = serde_json::to_vec(&content).map_err(Problem::unexpected)?;
    let sealed = opened.seal(&slot, &content, chance)?;
    let opened = Arc::clone(opened);
    db.write_unaudited("take a ballot", move |tx: &mut Tx| {
        let open = tx.maybe(WINDOW, &[&opened.evaluation], |row| {
            let (state, from, until): (String, Moment, Moment) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(state == "open" && from <= now && now < until)
        })?;
        if open != Some(true) {
            return Ok(Err(Refused::NotOpen));
        }
        let before = tx.maybe(KEPT, &[&slot], |row| row.get::<Vec<u8>>(0))?;
        let Some(before) = before else {
            if tx.run(COUNT, &[&place])? == 0 {
                return Ok(Err(Refused::Full));
            }
            tx.run(PUT, &[&slot, &place, &sealed])?;
            return Ok(Ok(()));
        };
        let before: Slot =
            serde_json::from_slice(&opened.open(&slot, &before)?).map_err(Problem::unexpected)?;
        // The same ballot again: its receipt was lost.
        if before.leaf == leaf {
            return Ok(Ok(()));
        }
        if before.ballot.revision >= revision {
            return Ok(Err(Refused::Older));
        }
        tx.run(REPLACE, &[&slot, &sealed])?;
        Ok(Ok(()))
    })
}
