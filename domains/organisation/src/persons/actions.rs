//! Entering, correcting and merging persons.

use kernel::{OrgId, PersonId, Problem, Say, names};
use store::Tx;

use super::record::{self, Person, Sex};
use crate::appointments;
use crate::dated::Dated;
use crate::identity::Sealed;

const INSERT: &str = "INSERT INTO persons (name, folded, sort_key, initials, sex, born_on, born_precision, \
     identity_cipher, identity_index, identity_mask, identity_fault, joined_on, joined_precision, telephone, member, \
     org_id, merged_into, import_id) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, NULL, $17) RETURNING id";
const UPDATE: &str = "UPDATE persons SET name = $2, folded = $3, sort_key = $4, initials = $5, sex = $6, born_on = $7, \
     born_precision = $8, joined_on = $9, joined_precision = $10, telephone = $11, member = $12, org_id = $13 \
     WHERE id = $1";
const SET_IDENTITY: &str = "UPDATE persons SET identity_cipher = $2, identity_index = $3, identity_mask = $4, \
     identity_fault = $5 WHERE id = $1";
const REVEAL: &str = "INSERT INTO identity_reveals (person_id, actor, at, reason) VALUES ($1, $2, $3, $4)";
const MERGE: &str = "UPDATE persons SET merged_into = $2 WHERE id = $1";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, UPDATE, SET_IDENTITY, REVEAL, MERGE];

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Name.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Date of birth.
    pub born: Option<Dated>,
    /// When they joined the Party.
    pub joined: Option<Dated>,
    /// Telephone; may be empty.
    pub telephone: String,
    /// Whether they are a member.
    pub member: bool,
    /// The organisation they belong to.
    pub org: Option<OrgId>,
}

impl Facts {
    /// What is known of a person now.
    pub fn of(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            sex: person.sex,
            born: person.born,
            joined: person.joined,
            telephone: person.telephone.clone(),
            member: person.member,
            org: person.org,
        }
    }
}

/// Enters a person, with a row of the audit trail (which never holds the number itself).
///
/// # Errors
/// [`Problem::Invalid`] when somebody else bears the identity number.
pub fn enter(
    tx: &mut Tx,
    facts: &Facts,
    identity: Option<&Sealed>,
    import: Option<i64>,
) -> Result<PersonId, Problem> {
    check_taken(tx, None, identity)?;
    let id = insert(tx, facts, identity, import)?;
    let person = record::find(tx, id)?;
    tx.note_new(&person.record(), &person)?;
    Ok(id)
}

/// The same without checks and without a row of the audit trail: for an import, which checks and notes the whole.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn insert(
    tx: &mut Tx,
    facts: &Facts,
    identity: Option<&Sealed>,
    import: Option<i64>,
) -> Result<PersonId, Problem> {
    let (born, born_precision) = Dated::columns(facts.born);
    let (joined, joined_precision) = Dated::columns(facts.joined);
    Ok(tx.insert(
        INSERT,
        &[
            &facts.name,
            &names::fold(&facts.name),
            &names::sort_key(&facts.name),
            &names::initials(&facts.name),
            &facts.sex.code(),
            &born,
            &born_precision,
            &identity.map(|sealed| sealed.cipher.as_slice()),
            &identity.map_or("", |sealed| sealed.index.as_str()),
            &identity.map_or("", |sealed| sealed.mask.as_str()),
            &fault_of(identity),
            &joined,
            &joined_precision,
            &facts.telephone,
            &facts.member,
            &facts.org,
            &import,
        ],
    )?)
}

/// Corrects what is known of a person; `identity` replaces the number, `None` leaves it.
///
/// # Errors
/// [`Problem::Missing`] when there is none, [`Problem::Refused`] when they were merged into somebody else,
/// [`Problem::Invalid`] when somebody else bears the identity number.
pub fn correct(
    tx: &mut Tx,
    id: PersonId,
    facts: &Facts,
    identity: Option<&Sealed>,
) -> Result<Person, Problem> {
    let before = unmerged(tx, id)?;
    check_taken(tx, Some(id), identity)?;
    update(tx, id, facts, identity)?;
    let after = record::find(tx, id)?;
    tx.note(&after.record(), Some(&before), Some(&after))?;
    Ok(after)
}

/// The same without checks and without a row of the audit trail.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn update(tx: &mut Tx, id: PersonId, facts: &Facts, identity: Option<&Sealed>) -> Result<(), Problem> {
    let (born, born_precision) = Dated::columns(facts.born);
    let (joined, joined_precision) = Dated::columns(facts.joined);
    tx.run(
        UPDATE,
        &[
            &id,
            &facts.name,
            &names::fold(&facts.name),
            &names::sort_key(&facts.name),
            &names::initials(&facts.name),
            &facts.sex.code(),
            &born,
            &born_precision,
            &joined,
            &joined_precision,
            &facts.telephone,
            &facts.member,
            &facts.org,
        ],
    )?;
    if let Some(sealed) = identity {
        tx.run(
            SET_IDENTITY,
            &[&id, &sealed.cipher.as_slice(), &sealed.index, &sealed.mask, &fault_of(Some(sealed))],
        )?;
    }
    Ok(())
}

/// Two entries turn out to be one person: the posts of the first go over to the second, which also gets what only the
/// first knew. The first entry stays, pointing to the second.
///
/// # Errors
/// [`Problem::Refused`] when both are the same entry or one was merged before.
pub fn merge(tx: &mut Tx, id: PersonId, into: PersonId) -> Result<Person, Problem> {
    if id == into {
        return Err(Problem::refused("person-into-themselves"));
    }
    let (gone, kept) = (unmerged(tx, id)?, unmerged(tx, into)?);
    appointments::actions::hand_over(tx, id, into)?;
    let text = |own: &str, other: &str| if own.is_empty() { other.to_owned() } else { own.to_owned() };
    let facts = Facts {
        name: kept.name.clone(),
        sex: if kept.sex == Sex::Unknown { gone.sex } else { kept.sex },
        born: kept.born.or(gone.born),
        joined: kept.joined.or(gone.joined),
        telephone: text(&kept.telephone, &gone.telephone),
        member: kept.member || gone.member,
        org: kept.org.or(gone.org),
    };
    let number = if kept.identity.is_empty() { identity_of(tx, &gone)? } else { None };
    update(tx, into, &facts, number.as_ref())?;
    tx.run(MERGE, &[&id, &into])?;
    let (gone_after, after) = (record::find(tx, id)?, record::find(tx, into)?);
    tx.note(&gone.record(), Some(&gone), Some(&gone_after))?;
    tx.note(&after.record(), Some(&kept), Some(&after))?;
    tx.emit("person.merged", &gone.record(), &after)?;
    Ok(after)
}

/// The number of somebody who is merged, as it is kept.
fn identity_of(tx: &mut Tx, person: &Person) -> Result<Option<Sealed>, Problem> {
    let kept = record::kept(tx, person.id)?;
    let fault = crate::identity::Fault::from_code(&person.identity_fault);
    let mask = person.identity.clone();
    Ok(kept.cipher.map(|cipher| Sealed { cipher, index: kept.index, mask, fault }))
}

/// Notes that somebody is going to see an identity number whole, and why. It stays in sight for them for a short time.
///
/// # Errors
/// [`Problem::Missing`] when there is no such person.
pub(crate) fn reveal(tx: &mut Tx, id: PersonId, reason: &str) -> Result<(), Problem> {
    let person = record::find(tx, id)?;
    let (actor, now) = (serde_json::to_string(tx.actor()).map_err(Problem::unexpected)?, tx.now());
    tx.run(REVEAL, &[&id, &actor, &now, &reason])?;
    let seen = serde_json::json!({ "identity": "revealed", "reason": reason });
    tx.note_new(&person.record(), &seen)?;
    Ok(())
}

fn unmerged(tx: &mut Tx, id: PersonId) -> Result<Person, Problem> {
    let person = record::find(tx, id)?;
    if person.merged_into.is_some() {
        return Err(Problem::refused("person-was-merged"));
    }
    Ok(person)
}

fn check_taken(tx: &mut Tx, own: Option<PersonId>, identity: Option<&Sealed>) -> Result<(), Problem> {
    let Some(sealed) = identity else { return Ok(()) };
    match record::by_identity(tx, &sealed.index)?.into_iter().find(|other| Some(other.id) != own) {
        Some(other) => {
            Err(Problem::field("identity", Say::new("person-identity-taken").with("name", other.name)))
        }
        None => Ok(()),
    }
}

fn fault_of(identity: Option<&Sealed>) -> &'static str {
    identity.and_then(|sealed| sealed.fault).map_or("", |fault| fault.code())
}
