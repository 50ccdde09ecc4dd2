//! Organisations as records that links may join.

use kernel::{OrgId, Problem, names};
use store::Conn;
use store::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use web::{RecordBrief, RecordKind, Visitor};

use crate::organisations::kind::Kind;
use crate::organisations::list::kind_label;
use crate::organisations::query::matches;
use crate::policy::{ReadOrganisations, WriteOrganisations};
use crate::scope;

/// Found at most.
const MOST: u64 = 20;

pub(crate) const RECORD: RecordKind = RecordKind {
    kind: "organisation",
    label: "record-organisation",
    icon: "organisations",
    stage: 0,
    brief,
    find,
    may_link,
};

/// Organisations within the visitor's reach; nothing where they may see none.
fn select(visitor: &Visitor) -> Option<SelectStatement> {
    let reach = scope::reach::<ReadOrganisations>(Some(&visitor.who), visitor.today)?;
    let mut query = Query::select();
    query
        .columns([("o", "id"), ("o", "name"), ("o", "kind"), ("o", "kind_text")])
        .from_as("organisations", "o")
        .cond_where(scope::organisations(&reach, "o", "id"))
        .order_by(("o", "code"), Order::Asc);
    Some(query)
}

fn read(c: &mut Conn, visitor: &Visitor, query: &SelectStatement) -> Result<Vec<RecordBrief>, Problem> {
    Ok(c.select(query, |r| {
        let id: i64 = r.get(0)?;
        Ok(RecordBrief {
            id,
            title: r.get(1)?,
            detail: kind_label(&visitor.words, Kind::at(r, 2)?, &r.get::<String>(3)?),
            state: String::new(),
            tone: "",
            href: format!("/organisations/{id}"),
            org: Some(OrgId(id)),
        })
    })?)
}

fn brief(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let Some(mut query) = select(visitor) else { return Ok(Vec::new()) };
    query.and_where(Expr::col(("o", "id")).is_in(ids.iter().copied()));
    read(c, visitor, &query)
}

fn find(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<RecordBrief>, Problem> {
    if names::fold(typed).is_empty() {
        return Ok(Vec::new());
    }
    let Some(mut query) = select(visitor) else { return Ok(Vec::new()) };
    query.and_where(Expr::col(("o", "state")).eq("normal")).cond_where(matches(c, "o", typed)).limit(MOST);
    read(c, visitor, &query)
}

fn may_link(_: &mut Conn, visitor: &Visitor, _: i64) -> Result<bool, Problem> {
    Ok(scope::reach::<WriteOrganisations>(Some(&visitor.who), visitor.today).is_some_and(|reach| reach.all))
}
