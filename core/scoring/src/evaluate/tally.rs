//! Whether a tally can be true.

use super::fault::Trouble;
use crate::input::Tally;
use crate::scheme::{Ballots, answers_to};

/// What a choice on the ballot is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum ChoiceAt {
    /// Position among the counted choices.
    Counted(usize),
    /// Position among the left-out choices.
    LeftOut(usize),
}

/// The choice meant by `word`.
pub(crate) fn choice(ballots: &Ballots, word: &str) -> Option<ChoiceAt> {
    let counted = ballots.choices.iter().position(|c| answers_to(&c.code, &c.name, &c.aliases, word));
    counted.map(ChoiceAt::Counted).or_else(|| {
        let left_out = ballots.left_out.iter().position(|c| answers_to(&c.code, &c.name, &c.aliases, word));
        left_out.map(ChoiceAt::LeftOut)
    })
}

/// The position of the tally's group; otherwise everything that is wrong.
pub(super) fn check(ballots: &Ballots, tally: &Tally) -> Result<usize, Vec<Trouble>> {
    let mut troubles = Vec::new();
    let group = ballots.groups.iter().position(|g| answers_to(&g.code, &g.name, &g.aliases, &tally.group));
    if group.is_none() {
        troubles.push(Trouble::Unknown { what: "group", word: tally.group.clone() });
    }
    let mut seen = Vec::with_capacity(tally.choices.len());
    for entry in &tally.choices {
        match choice(ballots, &entry.choice) {
            None => troubles.push(Trouble::Unknown { what: "choice", word: entry.choice.clone() }),
            Some(at) if seen.contains(&at) => {
                let (group, choice) = (tally.group.clone(), entry.choice.clone());
                troubles.push(Trouble::DuplicateChoice { group, choice });
            }
            Some(at) => seen.push(at),
        }
    }
    let (due, issued, returned) = (tally.due, tally.issued, tally.returned);
    let counted = counted(tally);
    let name = || tally.group.clone();
    if issued > due {
        troubles.push(Trouble::IssuedAboveDue { group: name(), issued, due });
    }
    if returned > issued {
        troubles.push(Trouble::ReturnedAboveIssued { group: name(), returned, issued });
    }
    if counted > u64::from(returned) {
        troubles.push(Trouble::CountedAboveReturned { group: name(), counted, returned });
    }
    match group {
        Some(group) if troubles.is_empty() => Ok(group),
        _ => Err(troubles),
    }
}

/// Ballots that are accounted for: every choice and the spoilt ones.
pub(crate) fn counted(tally: &Tally) -> u64 {
    tally.choices.iter().map(|entry| u64::from(entry.count)).sum::<u64>() + u64::from(tally.spoilt)
}
