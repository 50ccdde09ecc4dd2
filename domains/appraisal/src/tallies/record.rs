//! What was typed, and what counts.

use std::collections::BTreeMap;

use kernel::Moment;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Error, Row};

use super::rules::Counts;
use crate::cycles::record::CycleId;
use crate::participants::ParticipantId;

pub(crate) const ENTRIES: &str = "SELECT e.participant_id, e.indicator, e.voters, e.typed, e.issued, e.returned, e.spoilt,
    e.choices, e.entered_at, e.entered_by
    FROM appraisal_tally_entries e JOIN appraisal_participants p ON p.id = e.participant_id WHERE p.cycle_id = $1";
pub(crate) const ENTRIES_OF: &str =
    "SELECT participant_id, indicator, voters, typed, issued, returned, spoilt, choices,
    entered_at, entered_by FROM appraisal_tally_entries WHERE participant_id = $1";
pub(crate) const COUNTED: &str = "SELECT t.participant_id, t.indicator, t.voters, t.due, t.returned, t.file
    FROM appraisal_tallies t JOIN appraisal_participants p ON p.id = t.participant_id WHERE p.cycle_id = $1
    UNION ALL SELECT b.participant_id, b.indicator, b.voters, e.due, b.returned, 'ballots'
    FROM appraisal_ballot_counts b JOIN appraisal_participants p ON p.id = b.participant_id
    JOIN appraisal_electorates e ON e.participant_id = b.participant_id AND e.voters = b.voters
    WHERE p.cycle_id = $1 AND b.paper = 0";
pub(crate) const ELECTORATES: &str = "SELECT e.participant_id, e.voters, e.due
    FROM appraisal_electorates e JOIN appraisal_participants p ON p.id = e.participant_id WHERE p.cycle_id = $1";

/// What one person typed for one voter group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub participant: ParticipantId,
    pub indicator: String,
    pub voters: String,
    /// 1 who typed first, 2 who typed second.
    pub typed: u8,
    pub counts: Counts,
    pub at: Moment,
    pub by: String,
}

fn entry(row: &Row<'_>) -> Result<Entry, Error> {
    let typed: i64 = row.get(3)?;
    Ok(Entry {
        participant: row.get(0)?,
        indicator: row.get(1)?,
        voters: row.get(2)?,
        typed: u8::try_from(typed).unwrap_or(1),
        counts: Counts {
            issued: row.get(4)?,
            returned: row.get(5)?,
            spoilt: row.get(6)?,
            choices: row.json(7)?,
        },
        at: row.get(8)?,
        by: row.get(9)?,
    })
}

/// Everything that was typed for a cycle.
pub(crate) fn entries(c: &mut Conn, cycle: CycleId) -> Result<Vec<Entry>, Error> {
    c.all(ENTRIES, &[&cycle], entry)
}

/// What was typed for one organisation.
pub(crate) fn entries_of(c: &mut Conn, participant: ParticipantId) -> Result<Vec<Entry>, Error> {
    c.all(ENTRIES_OF, &[&participant], entry)
}

/// What stands in the place of a workbook where nobody took a paper ballot.
pub(crate) const ONLINE: &str = "ballots";

/// A tally that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub participant: ParticipantId,
    pub indicator: String,
    pub voters: String,
    pub due: u32,
    pub returned: u32,
    /// The workbook it came from; empty when it was typed in, [`ONLINE`] when all of it was cast online.
    pub file: String,
}

/// The tallies that count.
pub(crate) fn counted(c: &mut Conn, cycle: CycleId) -> Result<Vec<Counted>, Error> {
    c.all(COUNTED, &[&cycle], |row| {
        Ok(Counted {
            participant: row.get(0)?,
            indicator: row.get(1)?,
            voters: row.get(2)?,
            due: row.get(3)?,
            returned: row.get(4)?,
            file: row.get(5)?,
        })
    })
}

/// Entitled voters by participant and code of the group.
pub(crate) type Electorates = BTreeMap<(ParticipantId, String), u32>;

/// The frozen electorates of a cycle.
pub(crate) fn electorates(c: &mut Conn, cycle: CycleId) -> Result<Electorates, Error> {
    let all = c.all(ELECTORATES, &[&cycle], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(all.into_iter().collect())
}

/// How far the tally of one voter group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Standing {
    /// Nothing typed.
    Nothing,
    /// Typed once; a second person is needed.
    Once,
    /// The two typists differ.
    Mismatch,
    /// Both agree, or it came from a workbook.
    Counted,
}

/// How far the tally of that group is.
pub(crate) fn standing(
    participant: ParticipantId,
    indicator: &str,
    voters: &str,
    entries: &[Entry],
    counted: &[Counted],
) -> Standing {
    let here = counted
        .iter()
        .any(|one| one.participant == participant && one.indicator == indicator && one.voters == voters);
    let typed = entries
        .iter()
        .filter(|one| one.participant == participant && one.indicator == indicator && one.voters == voters)
        .count();
    match (here, typed) {
        (true, _) => Standing::Counted,
        (false, 0) => Standing::Nothing,
        (false, 1) => Standing::Once,
        (false, _) => Standing::Mismatch,
    }
}

/// How many tallies two typists do not agree on.
pub(crate) fn mismatches(c: &mut Conn, cycle: CycleId, scheme: &scoring::Scheme) -> Result<usize, Error> {
    let (entries, counted) = (entries(c, cycle)?, counted(c, cycle)?);
    let known = |one: &Entry| scheme.indicators.iter().any(|indicator| indicator.code == one.indicator);
    let twice = entries.iter().filter(|one| one.typed == 2 && known(one));
    let differ = |one: &&Entry| {
        standing(one.participant, &one.indicator, &one.voters, &entries, &counted) == Standing::Mismatch
    };
    Ok(twice.filter(differ).count())
}
