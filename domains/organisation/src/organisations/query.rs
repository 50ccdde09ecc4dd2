//! What the list of organisations asks the database: its filters, and the versions that fulfil them.

use kernel::{Day, OrgId, Reach, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::sea_query::{Condition, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use store::{Conn, Row};
use web::blank_is_none;

use super::kind::{Kind, State};
use crate::dated::Dated;
use crate::scope;

/// Filters of the list.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Filter {
    /// Part of a name, beginning of a code, or pinyin initials.
    #[serde(default)]
    pub(super) q: String,
    /// Code of a kind.
    #[serde(default)]
    pub(super) kind: String,
    /// A category.
    #[serde(default)]
    pub(super) category: String,
    /// Number of the organisation below which to look.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub(super) under: Option<i64>,
    /// `normal` (default), `merged`, `abolished`; `renamed` and `upgraded` for those to which it ever happened.
    #[serde(default)]
    pub(super) state: String,
    /// The day as of which to look; today by default.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub(super) as_of: Option<Day>,
    /// Number of the page.
    #[serde(default, deserialize_with = "blank_is_none")]
    pub(super) page: Option<usize>,
}

/// One organisation in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Line {
    /// Its number.
    pub id: OrgId,
    /// Its code.
    pub code: String,
    /// Its name on that day.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// The roster's word for it.
    pub kind_text: String,
    /// Its category.
    pub category: String,
    /// The one above it.
    pub parent: Option<OrgId>,
    /// Name of that.
    pub parent_name: String,
    /// When it was founded.
    pub founded: Option<Dated>,
    /// Party members today.
    pub members: i64,
    /// Whether it still exists.
    pub state: State,
}

/// The condition that a version holds on a day.
pub(crate) fn holds(alias: &'static str, day: Day) -> Condition {
    let until = || Expr::col((alias, "until_day"));
    Condition::all()
        .add(Expr::col((alias, "from_day")).lte(day.epoch_days()))
        .add(Condition::any().add(until().is_null()).add(until().gt(day.epoch_days())))
}

/// The condition that a name, code or initials match what was typed.
pub(crate) fn matches(c: &Conn, alias: &'static str, typed: &str) -> Condition {
    let folded = names::fold(typed);
    Condition::any()
        .add(c.contains(Expr::col((alias, "folded")), &folded))
        .add(c.contains(Expr::col((alias, "code")), &folded))
        .add(c.contains(Expr::col((alias, "initials")), &folded.to_lowercase()))
}

/// The list as a query: versions of the day, or the last ones of what has ended.
pub(super) fn select(
    c: &Conn,
    filter: &Filter,
    day: Day,
    under: Option<&str>,
    reach: &Reach,
) -> SelectStatement {
    let ended = State::from_code(&filter.state).filter(|state| *state != State::Normal);
    // The last version of what has ended; of everything else, the version of the day.
    let (version, parent) = match ended {
        Some(state) => (
            Condition::all()
                .add(Expr::col(("o", "state")).eq(state.code()))
                .add(Expr::col(("v", "until_day")).equals(("o", "ended_on"))),
            Condition::all().add(Expr::col(("pv", "from_day")).lt(Expr::col(("v", "until_day")))).add(
                Condition::any()
                    .add(Expr::col(("pv", "until_day")).is_null())
                    .add(Expr::col(("pv", "until_day")).gte(Expr::col(("v", "until_day")))),
            ),
        ),
        None => (holds("v", day), holds("pv", day)),
    };
    let mut query = Query::select();
    query
        .columns([("v", "org_id"), ("v", "code"), ("v", "name"), ("v", "kind"), ("v", "kind_text")])
        .columns([("v", "category"), ("v", "parent_id"), ("pv", "name"), ("o", "founded_on")])
        .columns([("o", "founded_precision"), ("o", "members"), ("o", "state")])
        .from_as("organisation_versions", "v")
        .join_as(JoinType::InnerJoin, "organisations", "o", Expr::col(("o", "id")).equals(("v", "org_id")))
        .join_as(
            JoinType::LeftJoin,
            "organisation_versions",
            "pv",
            Condition::all().add(Expr::col(("pv", "org_id")).equals(("v", "parent_id"))).add(parent),
        )
        .cond_where(version)
        .cond_where(scope::organisations(reach, "v", "org_id"))
        .order_by(("v", "code"), Order::Asc)
        .order_by(("v", "org_id"), Order::Asc);
    if !filter.q.trim().is_empty() {
        query.cond_where(matches(c, "v", &filter.q));
    }
    if let Some(kind) = Kind::from_code(&filter.kind) {
        query.and_where(Expr::col(("v", "kind")).eq(kind.code()));
    }
    if !filter.category.is_empty() {
        query.and_where(Expr::col(("v", "category")).eq(filter.category.as_str()));
    }
    if let Some(path) = under {
        query.cond_where(scope::below(path, "v"));
    }
    if let "renamed" | "upgraded" = filter.state.as_str() {
        let happened = Query::select()
            .column(("e", "org_id"))
            .from_as("organisation_events", "e")
            .and_where(Expr::col(("e", "kind")).eq(filter.state.as_str()))
            .to_owned();
        query.and_where(Expr::col(("v", "org_id")).in_subquery(happened));
    }
    query
}

/// Reads the columns of [`select`].
pub(super) fn line(r: &Row<'_>) -> Result<Line, store::Error> {
    Ok(Line {
        id: r.get(0)?,
        code: r.get(1)?,
        name: r.get(2)?,
        kind: Kind::at(r, 3)?,
        kind_text: r.get(4)?,
        category: r.get(5)?,
        parent: r.get(6)?,
        parent_name: r.get::<Option<String>>(7)?.unwrap_or_default(),
        founded: Dated::at(r, 8)?,
        members: r.get(10)?,
        state: State::at(r, 11)?,
    })
}
