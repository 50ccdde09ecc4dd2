//! Roles given to accounts for a time.

use kernel::{Day, OrgId, Problem, RecordRef, Role, Say, UserId};
use serde::Serialize;
use store::{Conn, Tx};

const GRANT: &str = "INSERT INTO grants (user_id, role, org_id, org_path, from_day, until_day, granted_by, granted) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
const GRANTS: &str = "SELECT id, user_id, role, org_id, from_day, until_day FROM grants WHERE user_id = $1 \
     ORDER BY from_day, id";
const GRANT_BY_ID: &str = "SELECT id, user_id, role, org_id, from_day, until_day FROM grants WHERE id = $1";
const END_GRANT: &str = "UPDATE grants SET until_day = $2 WHERE id = $1";
const OVERLAPPING: &str = "SELECT role FROM grants WHERE user_id = $1 AND (until_day IS NULL OR until_day >= $2) \
     AND from_day <= $3";
const REPATH: &str = "UPDATE grants SET org_path = $2 WHERE org_id = $1";
const HOLDERS: &str = "SELECT DISTINCT u.id, u.login, u.name FROM users u JOIN grants g ON g.user_id = u.id \
     WHERE g.role = $1 AND g.from_day <= $2 AND (g.until_day IS NULL OR g.until_day >= $2) AND u.active \
     ORDER BY u.login";
const PLACES: &str = "SELECT DISTINCT org_id, org_path FROM grants WHERE user_id = $1 AND from_day <= $2 \
     AND (until_day IS NULL OR until_day >= $2) AND org_id IS NOT NULL AND org_path IS NOT NULL ORDER BY org_path";
const REACHING: &str = "SELECT DISTINCT g.user_id, g.role FROM grants g JOIN users u ON u.id = g.user_id \
     WHERE u.active AND g.from_day <= $3 AND (g.until_day IS NULL OR g.until_day >= $3) \
     AND (g.org_id IS NULL OR g.org_id = $1 OR g.org_path = SUBSTR(CAST($2 AS TEXT), 1, LENGTH(g.org_path))) ORDER BY g.user_id, g.role";

/// Every statement of this file, for the test that prepares them on both databases.
pub(super) const STATEMENTS: &[&str] =
    &[GRANT, GRANTS, GRANT_BY_ID, END_GRANT, OVERLAPPING, REPATH, HOLDERS, PLACES, REACHING];

/// A role given to an account, as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct GrantRow {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub user: UserId,
    /// The role.
    pub role: Role,
    /// The organisation it is given for.
    pub org: Option<OrgId>,
    /// First day.
    pub from: Day,
    /// Last day; `None` while open.
    pub until: Option<Day>,
}

/// Gives a role to an account for a time.
///
/// # Errors
/// [`Problem::Refused`] when it would join one of the three administrators with any other role at the same time;
/// [`Problem::Invalid`] when the last day is before the first, or an organisation is missing.
pub fn grant(
    tx: &mut Tx,
    user: UserId,
    role: Role,
    org: Option<(OrgId, String)>,
    from: Day,
    until: Option<Day>,
) -> Result<i64, Problem> {
    if until.is_some_and(|until| until < from) {
        return Err(Problem::field("until", "grant-ends-before-start"));
    }
    if role.is_of_an_organisation() && org.is_none() {
        return Err(Problem::field("organisation", "grant-needs-organisation"));
    }
    let last = until.unwrap_or_else(|| Day::from_epoch_days(2_000_000));
    let others = tx.all(OVERLAPPING, &[&user.0, &from, &last], |r| r.get::<String>(0))?;
    let others: Vec<Role> = others.iter().filter_map(|code| Role::from_code(code)).collect();
    let clash = |other: &&Role| **other != role && (role.is_administrator() || other.is_administrator());
    if let Some(other) = others.iter().find(clash) {
        let say = Say::new("grant-excludes").with("role", role.code()).with("other", other.code());
        return Err(Problem::refused(say));
    }
    let by = serde_json::to_string(tx.actor()).map_err(Problem::unexpected)?;
    let (org, path) = org.map_or((None, None), |(org, path)| (Some(org.0), Some(path)));
    let now = tx.now();
    let id = tx.insert(GRANT, &[&user.0, &role.code(), &org, &path, &from, &until, &by, &now])?;
    let after = serde_json::json!({ "user": user, "role": role, "org": org, "from": from, "until": until });
    tx.note(&RecordRef::new("grant", id), None::<&()>, Some(&after))?;
    Ok(id)
}

/// Ends a grant after yesterday.
///
/// # Errors
/// [`Problem::Missing`] when there is no such grant.
pub fn end_grant(tx: &mut Tx, id: i64) -> Result<UserId, Problem> {
    let before = tx.maybe(GRANT_BY_ID, &[&id], grant_row)?.flatten().ok_or(Problem::Missing)?;
    let until = tx.today().plus_days(-1);
    tx.run(END_GRANT, &[&id, &until])?;
    let after = GrantRow { until: Some(until), ..before.clone() };
    tx.note(&RecordRef::new("grant", id), Some(&before), Some(&after))?;
    Ok(before.user)
}

/// To be called when an organisation moves in the tree, in the same transaction: its grants follow it.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn repath(tx: &mut Tx, org: OrgId, path: &str) -> Result<(), Problem> {
    tx.run(REPATH, &[&org.0, &path])?;
    Ok(())
}

/// Grants of an account, past and future ones too.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn grants(c: &mut Conn, user: UserId) -> Result<Vec<GrantRow>, Problem> {
    Ok(c.all(GRANTS, &[&user.0], grant_row)?.into_iter().flatten().collect())
}

/// An account that holds a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Holder {
    /// The account.
    pub user: UserId,
    /// What is typed to sign in.
    pub login: String,
    /// Name shown to others.
    pub name: String,
}

/// Accounts that can sign in and hold that role on that day, by login.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn holders(c: &mut Conn, role: Role, on: Day) -> Result<Vec<Holder>, Problem> {
    Ok(c.all(HOLDERS, &[&role.code(), &on], |r| {
        Ok(Holder { user: UserId(r.get(0)?), login: r.get(1)?, name: r.get(2)? })
    })?)
}

/// The organisations for which an account holds any role on that day, with their materialised paths.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn places(c: &mut Conn, user: UserId, on: Day) -> Result<Vec<(OrgId, String)>, Problem> {
    Ok(c.all(PLACES, &[&user.0, &on], |r| Ok((OrgId(r.get(0)?), r.get(1)?)))?)
}

/// Accounts that can sign in and whose grants reach that organisation on that day: those given for it, for one above it, or
/// for the organ; with the role of each.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn reaching(c: &mut Conn, org: OrgId, path: &str, on: Day) -> Result<Vec<(UserId, Role)>, Problem> {
    let found = c.all(REACHING, &[&org.0, &path, &on], |r| Ok((UserId(r.get(0)?), r.get::<String>(1)?)))?;
    Ok(found.into_iter().filter_map(|(user, role)| Some((user, Role::from_code(&role)?))).collect())
}

fn grant_row(r: &store::Row<'_>) -> Result<Option<GrantRow>, store::Error> {
    let Some(role) = Role::from_code(&r.get::<String>(2)?) else { return Ok(None) };
    Ok(Some(GrantRow {
        id: r.get(0)?,
        user: UserId(r.get(1)?),
        role,
        org: r.get::<Option<i64>>(3)?.map(OrgId),
        from: r.get(4)?,
        until: r.get(5)?,
    }))
}
