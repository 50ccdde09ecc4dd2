//! Setting up a leading group and naming its members.

use kernel::{Day, Problem};
use store::Tx;
use web::history::note;

use super::record::{self, Group, GroupId, Member, MemberId, Role, SAME, reference};

pub(crate) const CREATE: &str = "INSERT INTO leading_groups (name, duties, document, founded, ended) VALUES ($1, $2, $3, $4, $5) RETURNING id";
pub(crate) const CORRECT: &str =
    "UPDATE leading_groups SET name = $2, duties = $3, document = $4, founded = $5, ended = $6 WHERE id = $1";
pub(crate) const NAME: &str =
    "INSERT INTO leading_group_members (group_id, role, name, folded, post, since, until)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
pub(crate) const RENAME: &str =
    "UPDATE leading_group_members SET role = $3, name = $4, folded = $5, post = $6, since = $7, until = $8
    WHERE id = $1 AND group_id = $2";

/// A group as it is to be.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub name: String,
    pub duties: String,
    pub document: String,
    pub founded: Day,
    pub ended: Option<Day>,
}

/// A member as they are to stand in it.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub role: Role,
    pub name: String,
    pub post: String,
    pub since: Day,
    pub until: Option<Day>,
}

fn ordered(field: &str, from: Day, until: Option<Day>) -> Result<(), Problem> {
    match until {
        Some(until) if until < from => Err(Problem::field(field, "group-ends-early")),
        _ => Ok(()),
    }
}

/// Sets a group up.
///
/// # Errors
/// [`Problem::Invalid`] when one of that name was founded on that day.
pub(crate) fn create(tx: &mut Tx, draft: &Draft) -> Result<GroupId, Problem> {
    ordered("ended", draft.founded, draft.ended)?;
    if tx.exists(SAME, &[&draft.name, &draft.founded])? {
        return Err(Problem::field("name", "group-name-taken"));
    }
    let id: GroupId =
        tx.insert(CREATE, &[&draft.name, &draft.duties, &draft.document, &draft.founded, &draft.ended])?;
    let made = record::find(tx, id)?;
    note(tx, &reference(id), "group-created", "", None::<&()>, &made)?;
    Ok(id)
}

/// Corrects a group, or ends it.
///
/// # Errors
/// [`Problem::Invalid`] when another of that name was founded on that day.
pub(crate) fn correct(tx: &mut Tx, id: GroupId, draft: &Draft) -> Result<Group, Problem> {
    ordered("ended", draft.founded, draft.ended)?;
    let before = record::find(tx, id)?;
    let same: Option<GroupId> = tx.maybe(SAME, &[&draft.name, &draft.founded], |row| row.get(0))?;
    if same.is_some_and(|other| other != id) {
        return Err(Problem::field("name", "group-name-taken"));
    }
    tx.run(CORRECT, &[&id, &draft.name, &draft.duties, &draft.document, &draft.founded, &draft.ended])?;
    let after = record::find(tx, id)?;
    note(tx, &reference(id), "group-corrected", "", Some(&before), &after)?;
    Ok(after)
}

/// Names a member, or corrects one; with a last day their time is over.
///
/// # Errors
/// [`Problem::Invalid`] when they are named twice at the same time.
pub(crate) fn name(
    tx: &mut Tx,
    id: GroupId,
    corrects: Option<MemberId>,
    named: &Named,
) -> Result<Member, Problem> {
    ordered("until", named.since, named.until)?;
    record::find(tx, id)?;
    let there = record::members(tx, id)?;
    let folded = kernel::names::fold(&named.name);
    let meets = |other: &&Member| {
        Some(other.id) != corrects
            && kernel::names::fold(&other.name) == folded
            && other.role == named.role
            && named.until.is_none_or(|until| other.since <= until)
            && other.until.is_none_or(|until| named.since <= until)
    };
    if there.iter().any(|other| meets(&other)) {
        return Err(Problem::field("name", "group-member-twice"));
    }
    let before = match corrects {
        Some(known) => Some(there.into_iter().find(|one| one.id == known).ok_or(Problem::Missing)?),
        None => None,
    };
    let Named { role, name, post, since, until } = named;
    let number = match corrects {
        Some(known) => {
            tx.run(RENAME, &[&known, &id, role, name, &folded, post, since, until])?;
            known
        }
        None => tx.insert(NAME, &[&id, role, name, &folded, post, since, until])?,
    };
    let after = record::members(tx, id)?.into_iter().find(|one| one.id == number).ok_or(Problem::Missing)?;
    let mut about = serde_json::to_value(&after).map_err(Problem::unexpected)?;
    if let Some(fields) = about.as_object_mut() {
        fields.insert("about".into(), after.name.clone().into());
    }
    let did = if before.is_some() { "group-member-corrected" } else { "group-member-named" };
    note(tx, &reference(id), did, "", before.as_ref(), &about)?;
    Ok(after)
}
