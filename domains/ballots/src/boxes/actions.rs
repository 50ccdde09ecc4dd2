//! Who may vote in a box: filled from the roster, changed by hand, frozen at opening; and who takes a paper ballot instead.

use kernel::contracts::{Directory, PersonBrief};
use kernel::{OrgId, PersonId, Problem, RecordRef};
use store::{Conn, Tx};

use super::record::{self, BoxId};
use crate::evaluations::record::{self as evaluations, EvaluationId, State};

pub(crate) const ADD: &str =
    "INSERT INTO evaluation_boxes (evaluation_id, place, code, org_id, org_code, org_name, category,
    voters, voters_name, drawn, salt, roster, issued, paper, cast_count)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', 0, 0, 0, 0) RETURNING id";
pub(crate) const ADD_VOTER: &str =
    "INSERT INTO evaluation_voters (box_id, person_id, name, way) VALUES ($1, $2, $3, '')
    ON CONFLICT (box_id, person_id) DO NOTHING";
pub(crate) const DROP_VOTER: &str = "DELETE FROM evaluation_voters WHERE box_id = $1 AND person_id = $2";
pub(crate) const EMPTY: &str = "DELETE FROM evaluation_voters WHERE box_id = $1";
pub(crate) const COUNT: &str = "UPDATE evaluation_boxes SET drawn = $2,
    roster = (SELECT COUNT(*) FROM evaluation_voters v WHERE v.box_id = $1) WHERE id = $1";
pub(crate) const ON_PAPER: &str =
    "UPDATE evaluation_voters SET way = 'paper' WHERE box_id = $1 AND person_id = $2 AND way = ''";
pub(crate) const COUNT_PAPER: &str =
    "UPDATE evaluation_boxes SET paper = paper + 1 WHERE id = $1 AND issued + paper < roster";
pub(crate) const HAS_CREDENTIAL: &str =
    "SELECT 1 FROM ballot_credentials WHERE box_id = $1 AND person_id = $2";

/// By which rule a box is filled from the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Members of the Party.
    Members,
    /// Everybody else.
    Staff,
    /// Everybody.
    Everybody,
    /// Nobody: named one by one, or all on paper.
    Named,
}

impl Rule {
    pub(crate) const ALL: [Self; 4] = [Self::Members, Self::Staff, Self::Everybody, Self::Named];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Staff => "staff",
            Self::Everybody => "everybody",
            Self::Named => "named",
        }
    }

    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }

    /// The rule that the code of a voter group speaks for.
    pub(crate) fn usual(group: &str) -> Self {
        match group {
            "members" => Self::Members,
            "staff" => Self::Staff,
            _ => Self::Named,
        }
    }

    fn takes(self, member: bool) -> bool {
        match self {
            Self::Members => member,
            Self::Staff => !member,
            Self::Everybody => true,
            Self::Named => false,
        }
    }
}

/// A box as it is added.
pub(crate) struct NewBox<'a> {
    pub place: i64,
    pub org: OrgId,
    pub org_code: &'a str,
    pub org_name: &'a str,
    pub category: &'a str,
    pub voters: &'a str,
    pub voters_name: &'a str,
}

/// The record that the audit trail speaks of.
pub(crate) fn reference(id: BoxId) -> RecordRef {
    RecordRef::new("ballot-box", id.0)
}

pub(crate) fn add(tx: &mut Tx, evaluation: EvaluationId, new: &NewBox<'_>) -> Result<BoxId, Problem> {
    let code = format!("{}-{}", new.org_code, new.voters);
    Ok(tx.insert(
        ADD,
        &[
            &evaluation,
            &new.place,
            &code,
            &new.org,
            &new.org_code,
            &new.org_name,
            &new.category,
            &new.voters,
            &new.voters_name,
        ],
    )?)
}

/// A sample of that size without repetition, by a hash of the person and a seed that is kept and shown:
/// whoever has the roster can draw it again.
pub(crate) fn draw(people: Vec<PersonBrief>, size: usize, seed: u32) -> Vec<PersonBrief> {
    if size == 0 || size >= people.len() {
        return people;
    }
    let mut keyed: Vec<(ballot::Hash, PersonBrief)> = people
        .into_iter()
        .map(|person| {
            let key = [seed.to_be_bytes().as_slice(), person.id.0.to_be_bytes().as_slice()].concat();
            (ballot::sha256(&key), person)
        })
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().take(size).map(|(_, person)| person).collect()
}

/// Fills a box anew by a rule: all of them, or a sample.
///
/// # Errors
/// [`Problem::Refused`] once the evaluation is open.
pub(crate) fn fill(
    tx: &mut Tx,
    directory: &dyn Directory<Conn>,
    id: BoxId,
    rule: Rule,
    sample: u32,
    seed: u32,
) -> Result<usize, Problem> {
    let found = in_draft(tx, id)?;
    tx.run(EMPTY, &[&id])?;
    let people = match rule {
        Rule::Named => Vec::new(),
        _ => directory.people_of(tx, found.org)?,
    };
    let wanted = people.into_iter().filter(|(_, member)| rule.takes(*member)).map(|(person, _)| person);
    let drawn = draw(wanted.collect(), sample as usize, seed);
    for person in &drawn {
        tx.run(ADD_VOTER, &[&id, &person.id, &person.name])?;
    }
    let how = if sample == 0 { rule.code().to_owned() } else { format!("{}:{sample}:{seed}", rule.code()) };
    tx.run(COUNT, &[&id, &how])?;
    let after =
        serde_json::json!({ "rule": rule.code(), "sample": sample, "seed": seed, "voters": drawn.len() });
    tx.note(&reference(id), None::<&()>, Some(&after))?;
    Ok(drawn.len())
}

fn in_draft(tx: &mut Tx, id: BoxId) -> Result<record::VoteBox, Problem> {
    let evaluation = tx.maybe(OF_BOX, &[&id], |row| row.get(0))?.ok_or(Problem::Missing)?;
    if evaluations::find(tx, evaluation)?.state != State::Draft {
        return Err(Problem::refused("ballots-frozen"));
    }
    record::find(tx, evaluation, id)
}

pub(crate) const OF_BOX: &str = "SELECT evaluation_id FROM evaluation_boxes WHERE id = $1";

/// Adds people to a box or takes them out of it.
///
/// # Errors
/// [`Problem::Refused`] once the evaluation is open.
pub(crate) fn change(tx: &mut Tx, id: BoxId, add: &[PersonBrief], drop: &[PersonId]) -> Result<(), Problem> {
    let found = in_draft(tx, id)?;
    for person in add {
        tx.run(ADD_VOTER, &[&id, &person.id, &person.name])?;
    }
    for person in drop {
        tx.run(DROP_VOTER, &[&id, person])?;
    }
    let drawn = if found.drawn.ends_with('+') { found.drawn.clone() } else { format!("{}+", found.drawn) };
    tx.run(COUNT, &[&id, &drawn])?;
    let added: Vec<PersonId> = add.iter().map(|person| person.id).collect();
    let after = serde_json::json!({ "added": added, "removed": drop });
    Ok(tx.note(&reference(id), None::<&()>, Some(&after))?)
}

/// Notes that somebody took a paper ballot: they can no longer vote online.
///
/// # Errors
/// [`Problem::Refused`] when they have a credential already, or the evaluation is not open.
pub(crate) fn on_paper(
    tx: &mut Tx,
    evaluation: EvaluationId,
    id: BoxId,
    person: PersonId,
) -> Result<(), Problem> {
    record::find(tx, evaluation, id)?;
    if evaluations::find(tx, evaluation)?.state != State::Open {
        return Err(Problem::refused("ballots-not-open"));
    }
    if tx.exists(HAS_CREDENTIAL, &[&id, &person])? {
        return Err(Problem::refused("ballots-paper-has-credential"));
    }
    if tx.run(ON_PAPER, &[&id, &person])? == 0 {
        return Err(Problem::refused("ballots-paper-not"));
    }
    if tx.run(COUNT_PAPER, &[&id])? == 0 {
        return Err(Problem::refused("ballots-paper-not"));
    }
    let after = serde_json::json!({ "person": person, "way": "paper" });
    Ok(tx.note(&reference(id), None::<&()>, Some(&after))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_its_size_and_can_be_drawn_again() {
        let people = |n: i64| -> Vec<PersonBrief> {
            (1..=n).map(|id| PersonBrief { id: PersonId(id), name: format!("甲{id}") }).collect()
        };
        let once = draw(people(40), 12, 7);
        assert_eq!(once.len(), 12);
        assert_eq!(once, draw(people(40), 12, 7));
        assert_ne!(once, draw(people(40), 12, 8));
        assert_eq!(draw(people(40), 0, 7).len(), 40);
        assert_eq!(draw(people(4), 12, 7).len(), 4);
    }
}
