//! A box: one organisation and one voter group, and who may vote there.

use kernel::{OrgId, PersonId, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Conn, Row};

use crate::evaluations::record::EvaluationId;

kernel::id_type!(
    /// Number of a box.
    BoxId
);
store::id_columns!(BoxId);

/// A box with its counts. While an evaluation is open they are told in steps only, and ballots are counted where they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VoteBox {
    pub id: BoxId,
    pub evaluation: EvaluationId,
    pub code: String,
    pub org: OrgId,
    pub org_code: String,
    pub org_name: String,
    pub category: String,
    /// Code of the voter group.
    pub voters: String,
    pub voters_name: String,
    /// How its voters were chosen: rule, size and seed of the sample, as [`Rule`](super::actions::Rule) writes it.
    pub drawn: String,
    pub salt: String,
    pub roster: u32,
    pub issued: u32,
    pub paper: u32,
    pub cast: u32,
}

/// Somebody who may vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Voter {
    pub person: PersonId,
    pub name: String,
    /// On paper, or, after closing, online; empty otherwise.
    pub way: String,
}

pub(crate) const OF_EVALUATION: &str = "SELECT id, evaluation_id, code, org_id, org_code, org_name, category, voters,
    voters_name, drawn, salt, roster, issued, paper,
    cast_count + (SELECT COUNT(*) FROM ballot_slots s WHERE s.box_id = evaluation_boxes.id) FROM evaluation_boxes WHERE evaluation_id = $1 ORDER BY place";
pub(crate) const FIND: &str = "SELECT id, evaluation_id, code, org_id, org_code, org_name, category, voters,
    voters_name, drawn, salt, roster, issued, paper,
    cast_count + (SELECT COUNT(*) FROM ballot_slots s WHERE s.box_id = evaluation_boxes.id) FROM evaluation_boxes WHERE id = $1";
pub(crate) const VOTERS: &str =
    "SELECT person_id, name, way FROM evaluation_voters WHERE box_id = $1 ORDER BY person_id";
pub(crate) const OF_PERSON: &str = "SELECT b.id, b.evaluation_id, b.code, b.org_id, b.org_code, b.org_name, b.category,
    b.voters, b.voters_name, b.drawn, b.salt, b.roster, b.issued, b.paper, 0,
    v.way, EXISTS (SELECT 1 FROM ballot_credentials k WHERE k.box_id = b.id AND k.person_id = v.person_id)
    FROM evaluation_voters v JOIN evaluation_boxes b ON b.id = v.box_id
    JOIN evaluations e ON e.id = b.evaluation_id
    WHERE v.person_id = $1 AND e.state IN ('open', 'closing', 'closed') ORDER BY b.evaluation_id DESC, b.place";
pub(crate) const WITHOUT_ACCOUNT: &str = "SELECT v.box_id, COUNT(*) FROM evaluation_voters v
    JOIN evaluation_boxes b ON b.id = v.box_id
    WHERE b.evaluation_id = $1 AND NOT EXISTS (SELECT 1 FROM users u WHERE u.person_id = v.person_id AND u.active)
    GROUP BY v.box_id";
pub(crate) const DROP_VOTERS: &str = "DELETE FROM evaluation_voters WHERE box_id IN (SELECT id FROM evaluation_boxes WHERE evaluation_id = $1)";
pub(crate) const DROP: &str = "DELETE FROM evaluation_boxes WHERE evaluation_id = $1";

fn vote_box(row: &Row<'_>) -> Result<VoteBox, store::Error> {
    Ok(VoteBox {
        id: row.get(0)?,
        evaluation: row.get(1)?,
        code: row.get(2)?,
        org: row.get(3)?,
        org_code: row.get(4)?,
        org_name: row.get(5)?,
        category: row.get(6)?,
        voters: row.get(7)?,
        voters_name: row.get(8)?,
        drawn: row.get(9)?,
        salt: row.get(10)?,
        roster: row.get(11)?,
        issued: row.get(12)?,
        paper: row.get(13)?,
        cast: row.get(14)?,
    })
}

/// The boxes of an evaluation, in their order.
pub(crate) fn of_evaluation(c: &mut Conn, id: EvaluationId) -> Result<Vec<VoteBox>, Problem> {
    Ok(c.all(OF_EVALUATION, &[&id], vote_box)?)
}

/// One box of an evaluation.
///
/// # Errors
/// [`Problem::Missing`] when it has none of that number.
pub(crate) fn find(c: &mut Conn, evaluation: EvaluationId, id: BoxId) -> Result<VoteBox, Problem> {
    let found = c.maybe(FIND, &[&id], vote_box)?;
    found.filter(|one| one.evaluation == evaluation).ok_or(Problem::Missing)
}

/// Who may vote in a box, by number.
pub(crate) fn voters(c: &mut Conn, id: BoxId) -> Result<Vec<Voter>, Problem> {
    Ok(c.all(VOTERS, &[&id], |row| Ok(Voter { person: row.get(0)?, name: row.get(1)?, way: row.get(2)? }))?)
}

/// A box in which a person may vote, and whether a credential was issued in their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entitled {
    pub place: VoteBox,
    pub on_paper: bool,
    pub issued: bool,
}

/// Every box in which a person may vote or might have voted, the latest evaluation first.
pub(crate) fn of_person(c: &mut Conn, person: PersonId) -> Result<Vec<Entitled>, Problem> {
    Ok(c.all(OF_PERSON, &[&person], |row| {
        let way: String = row.get(15)?;
        Ok(Entitled {
            place: vote_box(row)?,
            on_paper: way == "paper",
            issued: way == "online" || row.get::<bool>(16)?,
        })
    })?)
}

/// How many of each box's voters have no account with which they could vote online.
pub(crate) fn without_account(c: &mut Conn, id: EvaluationId) -> Result<Vec<(BoxId, i64)>, Problem> {
    Ok(c.all(WITHOUT_ACCOUNT, &[&id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
