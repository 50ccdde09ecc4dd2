//! Founding an organisation and correcting what is known of it. Dated changes stand in `events::actions`.

use kernel::{OrgId, Problem, names};
use store::{Conn, Tx};

use super::history;
use super::kind::{EventKind, Kind, State};
use super::record::{self, Organisation};
use super::rules::{self, Refusal};
use crate::dated::Dated;
use crate::events::actions::{self as events, Change};

const INSERT: &str = "INSERT INTO organisations (code, name, short_name, folded, sort_key, initials, kind, kind_text, \
     category, parent_id, path, department, founded_on, founded_precision, founded_document, members, probationary, \
     under_35, staff, contact, telephone, state, ended_on, successor_id, import_id) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 'normal', \
     NULL, NULL, $21) RETURNING id";
const SET_PATH: &str = "UPDATE organisations SET path = $2 WHERE id = $1";
const SAVE: &str = "UPDATE organisations SET code = $2, name = $3, short_name = $4, folded = $5, sort_key = $6, \
     initials = $7, kind = $8, kind_text = $9, category = $10, parent_id = $11, path = $12, department = $13, \
     founded_on = $14, founded_precision = $15, founded_document = $16, members = $17, probationary = $18, \
     under_35 = $19, staff = $20, contact = $21, telephone = $22, state = $23, ended_on = $24, successor_id = $25 \
     WHERE id = $1";
const ROOTS: &str = "SELECT COUNT(*) FROM organisations WHERE parent_id IS NULL AND state = 'normal'";

/// Every statement of this file.
pub(crate) const STATEMENTS: &[&str] = &[INSERT, SET_PATH, SAVE, ROOTS];

/// What is known of an organisation apart from its place and state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Code of the roster; may be empty.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name; may be empty.
    pub short_name: String,
    /// Kind.
    pub kind: Kind,
    /// The roster's word for the kind.
    pub kind_text: String,
    /// Category; may be empty.
    pub category: String,
    /// Department; may be empty.
    pub department: String,
    /// When it was founded.
    pub founded: Option<Dated>,
    /// Number of the founding document; may be empty.
    pub founded_document: String,
    /// Party members, probationary ones too.
    pub members: i64,
    /// Of these, probationary.
    pub probationary: Option<i64>,
    /// Of these, under 35.
    pub under_35: Option<i64>,
    /// Everybody who works there.
    pub staff: Option<i64>,
    /// Whom to ask; may be empty.
    pub contact: String,
    /// At which number; may be empty.
    pub telephone: String,
}

impl Facts {
    /// Only a name and a kind; everything else empty.
    pub fn named(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            code: String::new(),
            name: name.into(),
            short_name: String::new(),
            kind,
            kind_text: kind.word().to_owned(),
            category: String::new(),
            department: String::new(),
            founded: None,
            founded_document: String::new(),
            members: 0,
            probationary: None,
            under_35: None,
            staff: None,
            contact: String::new(),
            telephone: String::new(),
        }
    }

    /// What is known of an organisation now.
    pub fn of(org: &Organisation) -> Self {
        Self {
            code: org.code.clone(),
            name: org.name.clone(),
            short_name: org.short_name.clone(),
            kind: org.kind,
            kind_text: org.kind_text.clone(),
            category: org.category.clone(),
            department: org.department.clone(),
            founded: org.founded,
            founded_document: org.founded_document.clone(),
            members: org.members,
            probationary: org.probationary,
            under_35: org.under_35,
            staff: org.staff,
            contact: org.contact.clone(),
            telephone: org.telephone.clone(),
        }
    }

    pub(crate) fn into_organisation(self, id: OrgId, parent: Option<OrgId>, path: String) -> Organisation {
        Organisation {
            id,
            code: self.code,
            name: self.name,
            short_name: self.short_name,
            kind: self.kind,
            kind_text: self.kind_text,
            category: self.category,
            parent,
            path,
            department: self.department,
            founded: self.founded,
            founded_document: self.founded_document,
            members: self.members,
            probationary: self.probationary,
            under_35: self.under_35,
            staff: self.staff,
            contact: self.contact,
            telephone: self.telephone,
            state: State::Normal,
            ended: None,
            successor: None,
            import: None,
        }
    }
}

/// Founds an organisation, with its first version, its first event and its row of the audit trail.
///
/// # Errors
/// [`Problem::Invalid`] when name or code are taken; [`Problem::Missing`] when there is no such parent;
/// [`Problem::Refused`] when it cannot stand there.
pub fn found(
    tx: &mut Tx,
    facts: &Facts,
    parent: Option<OrgId>,
    import: Option<i64>,
) -> Result<Organisation, Problem> {
    let org = insert(tx, facts, parent, import)?;
    tx.note_new(&org.record(), &org)?;
    Ok(org)
}

/// The same without a row of the audit trail of its own: for an import, which is noted as a whole.
///
/// # Errors
/// As [`found`].
pub fn insert(
    tx: &mut Tx,
    facts: &Facts,
    parent: Option<OrgId>,
    import: Option<i64>,
) -> Result<Organisation, Problem> {
    check_taken(tx, None, &facts.name, &facts.code)?;
    let above = check_place(tx, facts.kind, parent)?;
    let (day, precision) = Dated::columns(facts.founded);
    let mut org = facts.clone().into_organisation(OrgId(0), parent, String::new());
    org.import = import;
    org.id = tx.insert(
        INSERT,
        &[
            &org.code,
            &org.name,
            &org.short_name,
            &names::fold(&org.name),
            &org.sort_key(),
            &org.initials(),
            &org.kind.code(),
            &org.kind_text,
            &org.category,
            &org.parent,
            &org.department,
            &day,
            &precision,
            &org.founded_document,
            &org.members,
            &org.probationary,
            &org.under_35,
            &org.staff,
            &org.contact,
            &org.telephone,
            &org.import,
        ],
    )?;
    org.path = format!("{above}{}.", org.id);
    tx.run(SET_PATH, &[&org.id, &org.path])?;
    history::begin(tx, &org)?;
    if let Some(on) = org.founded {
        let change = Change { on, document: org.founded_document.clone(), note: String::new() };
        events::record(tx, org.id, EventKind::Founded, &change, ("", &org.name), None, import)?;
    }
    Ok(org)
}

/// Corrects what is known of an organisation. Nothing is said to have happened: the change is not dated, and the
/// latest version is corrected with it.
///
/// # Errors
/// As [`found`]; [`Problem::Refused`] when it no longer exists.
pub fn correct(tx: &mut Tx, id: OrgId, facts: &Facts) -> Result<Organisation, Problem> {
    let before = living(tx, id)?;
    check_taken(tx, Some(id), &facts.name, &facts.code)?;
    check_place_of(tx, facts.kind, &before)?;
    let mut after = facts.clone().into_organisation(id, before.parent, before.path.clone());
    after.import = before.import;
    save(tx, &after)?;
    history::correct(tx, &after)?;
    tx.note(&after.record(), Some(&before), Some(&after))?;
    Ok(after)
}

/// The organisation, if it still exists.
pub(crate) fn living(c: &mut Conn, id: OrgId) -> Result<Organisation, Problem> {
    let org = record::find(c, id)?;
    if org.state == State::Normal { Ok(org) } else { Err(Refusal::Ended.into()) }
}

/// Writes every column of an organisation.
pub(crate) fn save(tx: &mut Tx, org: &Organisation) -> Result<(), Problem> {
    let (day, precision) = Dated::columns(org.founded);
    tx.run(
        SAVE,
        &[
            &org.id,
            &org.code,
            &org.name,
            &org.short_name,
            &names::fold(&org.name),
            &org.sort_key(),
            &org.initials(),
            &org.kind.code(),
            &org.kind_text,
            &org.category,
            &org.parent,
            &org.path,
            &org.department,
            &day,
            &precision,
            &org.founded_document,
            &org.members,
            &org.probationary,
            &org.under_35,
            &org.staff,
            &org.contact,
            &org.telephone,
            &org.state.code(),
            &org.ended,
            &org.successor,
        ],
    )?;
    Ok(())
}

/// Refuses a name or a code that another organisation bears.
pub(crate) fn check_taken(c: &mut Conn, own: Option<OrgId>, name: &str, code: &str) -> Result<(), Problem> {
    if record::by_name(c, name)?.iter().any(|other| Some(other.id) != own) {
        return Err(Problem::field("name", "organisation-name-taken"));
    }
    if !code.is_empty() && record::by_code(c, code)?.is_some_and(|other| Some(other.id) != own) {
        return Err(Problem::field("code", "organisation-code-taken"));
    }
    Ok(())
}

/// Path of the parent under which that kind may stand; empty for the root.
pub(crate) fn check_place(c: &mut Conn, kind: Kind, parent: Option<OrgId>) -> Result<String, Problem> {
    let Some(parent) = parent else {
        return if c.count(ROOTS, &[])? == 0 { Ok(String::new()) } else { Err(Refusal::SecondRoot.into()) };
    };
    let above = living(c, parent)?;
    if rules::may_stand_under(kind, above.kind) { Ok(above.path) } else { Err(Refusal::Place.into()) }
}

/// Whether an organisation can be of that kind where it stands, with those below it.
pub(crate) fn check_place_of(c: &mut Conn, kind: Kind, org: &Organisation) -> Result<(), Problem> {
    if let Some(parent) = org.parent {
        check_place(c, kind, Some(parent))?;
    }
    let below = record::children(c, org.id)?;
    if below.iter().all(|child| rules::may_stand_under(child.kind, kind)) {
        Ok(())
    } else {
        Err(Refusal::Place.into())
    }
}
