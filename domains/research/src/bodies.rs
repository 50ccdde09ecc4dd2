//! Organisations that research touches: found by their names, kept with their place in the tree, which follows when they move.

use std::sync::Arc;

use kernel::contracts::{Directory, OrgBrief};
use kernel::{OrgId, Problem, Say};
use serde::Deserialize;
use store::outbox::{Consumer, Event};
use store::{Conn, Tx};
use web::Site;
use web::form::Fields;

pub(crate) const KEEP: &str = "INSERT INTO research_bodies (org_id, name, path) VALUES ($1, $2, $3)
    ON CONFLICT (org_id) DO UPDATE SET name = excluded.name, path = excluded.path";
pub(crate) const ALL: &str = "SELECT org_id, path FROM research_bodies ORDER BY org_id";
pub(crate) const MOVE: &str = "UPDATE research_bodies SET path = $2 WHERE org_id = $1";

/// Who knows the organisations.
pub(crate) type Roster = Arc<dyn Directory<Conn>>;

/// The one of an installation.
///
/// # Errors
/// [`Problem::Unexpected`] where nobody does.
pub(crate) fn roster(site: &Site) -> Result<Roster, Problem> {
    site.directory().ok_or_else(|| Problem::unexpected("nobody knows the organisations"))
}

/// Names that a form offers: the bodies directly under the committee. Any other is typed.
pub(crate) fn offered(c: &mut Conn, roster: &Roster, today: kernel::Day) -> Result<Vec<String>, Problem> {
    Ok(roster.appraised_on(c, today)?.into_iter().map(|org| org.name).collect())
}

/// Names typed into one field, apart by 、 or commas, semicolons or lines.
pub(crate) fn names(typed: &str) -> Vec<String> {
    let parts = typed.split(['、', '，', ',', '；', ';', '\n']);
    parts.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The organisations of these names; a name that nobody bears is a fault of the field.
pub(crate) fn found(
    c: &mut Conn,
    roster: &Roster,
    fields: &mut Fields,
    field: &str,
    typed: &[String],
) -> Result<Vec<OrgBrief>, Problem> {
    let mut orgs: Vec<OrgBrief> = Vec::with_capacity(typed.len());
    for (name, org) in typed.iter().zip(roster.by_names(c, typed)?) {
        match org {
            Some(org) if orgs.iter().any(|known| known.id == org.id) => {}
            Some(org) => orgs.push(org),
            None => fields.wrong(field, Say::new("research-no-organisation").with("name", name)),
        }
    }
    Ok(orgs)
}

/// Keeps where an organisation stands, before a record speaks of it.
pub(crate) fn keep(tx: &mut Tx, org: &OrgBrief) -> Result<(), Problem> {
    tx.run(KEEP, &[&org.id, &org.name, &org.path])?;
    Ok(())
}

#[derive(Deserialize)]
struct Moved {
    id: i64,
    path: String,
}

/// The path of an organisation after one above it, or itself, has moved; nothing when it stands elsewhere.
fn after_move(path: &str, moved: i64, to: &str) -> Option<String> {
    let segment = format!("{moved}.");
    let rest = match path.strip_prefix(&segment) {
        Some(rest) => rest,
        None => path.split_once(&format!(".{segment}"))?.1,
    };
    Some(format!("{to}{rest}"))
}

/// Lets places follow when organisations move.
pub(crate) fn consumer() -> Consumer {
    Consumer::new("research.places", &["organisation.moved"], |tx: &mut Tx, event: &Event| {
        let moved: Moved = event.payload()?;
        let all: Vec<(OrgId, String)> = tx.all(ALL, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (org, path) in all {
            if let Some(path) = after_move(&path, moved.id, &moved.path) {
                tx.run(MOVE, &[&org, &path])?;
            }
        }
        Ok(())
    })
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![KEEP, ALL, MOVE]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_what_moves_above_them() {
        assert_eq!(after_move("1.2.9.", 2, "1.4.2.").as_deref(), Some("1.4.2.9."));
        assert_eq!(after_move("1.2.9.", 9, "1.9.").as_deref(), Some("1.9."));
        assert_eq!(after_move("1.12.9.", 2, "1.4.2."), None);
        assert_eq!(after_move("12.9.", 2, "1.4.2."), None);
    }

    #[test]
    fn names_are_told_apart() {
        assert_eq!(names(" 甲、乙；\n丙,"), ["甲", "乙", "丙"]);
        assert!(names(" 、").is_empty());
    }
}
