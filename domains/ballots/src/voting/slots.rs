//! Where ballots are kept until closing: one slot a key of one use, sealed, in the order of names that say nothing.

use std::sync::Arc;

use ballot::{Checked, Hash, KeptBallot, Text, frame, unframe};
use kernel::{Chance, Moment, Problem};
use store::{Db, Tx};

use crate::keys::Opened;

/// What the path of a ballot needs to know of its box, and no more.
pub(crate) const WINDOW: &str = "SELECT e.state, e.cast_from, e.cast_until, b.issued FROM evaluation_boxes b
    JOIN evaluations e ON e.id = b.evaluation_id WHERE b.id = $1";
pub(crate) const PUT: &str = "INSERT INTO ballot_slots (slot, box_id, sealed) VALUES ($1, $2, $3) ON CONFLICT (box_id, slot) DO NOTHING";
pub(crate) const KEPT: &str = "SELECT sealed FROM ballot_slots WHERE box_id = $1 AND slot = $2";
pub(crate) const REPLACE: &str = "UPDATE ballot_slots SET sealed = $3 WHERE box_id = $1 AND slot = $2";
pub(crate) const TAKE_OUT: &str = "DELETE FROM ballot_slots WHERE box_id = $1 AND slot = $2";
/// Counted once after a start, and after a write that failed; kept up in memory in between, because a row that every ballot
/// changes is what all of them would wait for.
pub(crate) const COUNT: &str = "SELECT COUNT(*) FROM ballot_slots WHERE box_id = $1";

/// What stands in a slot, sealed.
#[derive(Debug)]
pub(crate) struct Slot {
    pub leaf: Hash,
    pub ballot: KeptBallot,
    pub texts: Vec<Text>,
}

impl Slot {
    fn write(&self) -> Result<Vec<u8>, Problem> {
        let ballot = self.ballot.to_bytes().map_err(Problem::unexpected)?;
        let texts = if self.texts.is_empty() {
            Vec::new()
        } else {
            serde_json::to_vec(&self.texts).map_err(Problem::unexpected)?
        };
        let code = self.ballot.box_code.as_bytes();
        Ok(frame(&[&self.leaf.0, code, &ballot, &texts]))
    }

    /// Reads an opened slot of an evaluation with that manifest.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when it is none.
    pub fn read(manifest: Hash, bytes: &[u8]) -> Result<Self, Problem> {
        let broken = || Problem::unexpected("a slot does not hold a ballot");
        let items = unframe(bytes).ok_or_else(broken)?;
        let [leaf, code, ballot, texts] = items.as_slice() else { return Err(broken()) };
        let code = std::str::from_utf8(code).map_err(|_| broken())?;
        Ok(Self {
            leaf: Hash((*leaf).try_into().map_err(|_| broken())?),
            ballot: KeptBallot::from_bytes(manifest, code, ballot).ok_or_else(broken)?,
            texts: if texts.is_empty() {
                Vec::new()
            } else {
                serde_json::from_slice(texts).map_err(Problem::unexpected)?
            },
        })
    }
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
    let content = Slot { leaf, ballot: checked.ballot, texts: checked.texts }.write()?;
    let sealed = opened.seal(&slot, &content, chance)?;
    let here = Arc::clone(opened);
    let done = db.write_unaudited("take a ballot", move |tx: &mut Tx| {
        let open = tx.maybe(WINDOW, &[&place], |row| {
            let (state, from, until): (String, Moment, Moment) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((state == "open" && from <= now && now < until).then_some(row.get::<i64>(3)?))
        })?;
        let Some(issued) = open.flatten() else { return Ok(Err(Refused::NotOpen)) };
        if tx.run(PUT, &[&slot, &place, &sealed])? == 1 {
            let before = match here.cast(place) {
                Some(known) => known,
                // The one just put in is counted too.
                None => tx.count(COUNT, &[&place])? - 1,
            };
            if before >= issued {
                tx.run(TAKE_OUT, &[&place, &slot])?;
                return Ok(Err(Refused::Full));
            }
            here.set_cast(place, Some(before + 1));
            return Ok(Ok(()));
        }
        let before: Vec<u8> = tx.one(KEPT, &[&place, &slot], |row| row.get(0))?;
        let before = Slot::read(here.electoral.hash(), &here.open(&slot, &before)?)?;
        // The same ballot again: its receipt was lost.
        if before.leaf == leaf {
            return Ok(Ok(()));
        }
        if before.ballot.revision >= revision {
            return Ok(Err(Refused::Older));
        }
        tx.run(REPLACE, &[&place, &slot, &sealed])?;
        Ok(Ok(()))
    });
    if done.is_err() {
        opened.set_cast(place, None);
    }
    done
}
