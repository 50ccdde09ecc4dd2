//! This domain's part of the global search: organisations by name, code or initials, and persons by name or initials.

use kernel::{Problem, names};
use store::Conn;
use store::sea_query::{Condition, Expr, ExprTrait, Order, Query};
use web::{Hit, Visitor};

use crate::organisations::kind::Kind;
use crate::organisations::list::kind_label;
use crate::organisations::query::matches as organisation_matches;
use crate::persons::{list::matches as person_matches, record as persons};
use crate::policy::{ReadOrganisations, ReadPersons};
use crate::scope;

/// Hits of each kind at most.
const MOST: u64 = 10;

pub(crate) fn search(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<Hit>, Problem> {
    let folded = names::fold(typed);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let mut hits = Vec::new();
    if let Some(reach) = scope::reach::<ReadOrganisations>(Some(&visitor.who), visitor.today) {
        let mut query = Query::select();
        query
            .columns([("o", "id"), ("o", "name"), ("o", "kind"), ("o", "kind_text"), ("o", "code")])
            .from_as("organisations", "o")
            .and_where(Expr::col(("o", "state")).eq("normal"))
            .cond_where(scope::organisations(&reach, "o", "id"))
            .cond_where(organisation_matches(c, "o", typed))
            .order_by(("o", "code"), Order::Asc)
            .limit(MOST);
        hits.extend(c.select(&query, |r| {
            let (id, label): (i64, String) = (r.get(0)?, r.get(1)?);
            let kind = kind_label(&visitor.words, Kind::at(r, 2)?, &r.get::<String>(3)?);
            let detail = format!("{kind} {}", r.get::<String>(4)?);
            Ok(Hit { label, detail, href: format!("/organisations/{id}") })
        })?);
    }
    if let Some(reach) = scope::reach::<ReadPersons>(Some(&visitor.who), visitor.today) {
        let all = Condition::all().add(scope::persons(&reach)).add(person_matches(c, &folded));
        let mut query = persons::select();
        query.cond_where(all).order_by(("p", "sort_key"), Order::Asc).limit(MOST);
        for person in c.select(&query, persons::person)? {
            let detail = match person.org {
                Some(org) => crate::organisations::record::find(c, org)?.name,
                None => String::new(),
            };
            hits.push(Hit { label: person.name, detail, href: format!("/persons/{}", person.id) });
        }
    }
    Ok(hits)
}
