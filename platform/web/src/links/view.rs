//! The links of a record as a part of its page: the way it stands on, each link with the state at its other end, and what may
//! grow out of it.

use std::collections::BTreeSet;

use askama::Template;
use kernel::access::reach_of;
use kernel::{Act, Problem, RecordRef};
use schemars::JsonSchema;
use serde::Serialize;
use store::links::around;

use super::{address, records, way};
use crate::domain::RecordBrief;
use crate::scene::Reading;
use crate::words::Words;

/// A link, seen from the record whose page it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// What the link says, as `leads_to`.
    pub kind: String,
    /// Whether it starts here.
    pub outgoing: bool,
    /// What the link says, in words and seen from here.
    pub says: String,
    /// Kind of the other record, in words.
    pub label: String,
    /// The other end as addresses name it.
    pub at: String,
    /// The other end.
    #[serde(flatten)]
    pub record: RecordBrief,
}

/// A record on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stop {
    /// Whether it is the one whose page it is.
    pub here: bool,
    /// The record.
    #[serde(flatten)]
    pub record: RecordBrief,
}

/// All records of one kind on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stage {
    /// Their kind, in words.
    pub label: String,
    /// Its icon.
    #[serde(skip)]
    pub icon: &'static str,
    /// The records, by number.
    pub stops: Vec<Stop>,
}

/// Links of a record. A page keeps it as a field and puts [`LinksView::html`] where it is to stand.
#[derive(Template, Debug, Clone, Serialize, JsonSchema)]
#[template(path = "links.html")]
pub struct LinksView {
    #[serde(skip)]
    words: Words,
    /// The record as addresses name it.
    at: String,
    /// The way it stands on, by stages; empty where nothing is linked.
    way: Vec<Stage>,
    /// Its links.
    links: Vec<Line>,
    /// What may grow out of it: label and address.
    #[serde(skip)]
    growths: Vec<(String, String)>,
    may_link: bool,
}

impl LinksView {
    /// The part of the page; already escaped.
    ///
    /// # Errors
    /// When the template fails.
    pub fn html(&self) -> askama::Result<String> {
        self.render()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty() && self.growths.is_empty() && !self.may_link
    }
}

/// The links of a record, as far as the reader may see where they end. Two queries and one for each step of the way, beside
/// the briefs.
///
/// # Errors
/// [`Problem::SignInNeeded`] when nobody is signed in; [`Problem::Unexpected`] when the database fails.
pub fn view<A: Act>(cx: &mut Reading<'_, A>, record: &RecordRef) -> Result<LinksView, Problem> {
    let (visitor, site, words) = (cx.visitor()?, cx.site().clone(), cx.words());
    let ties = around(cx.db, std::slice::from_ref(record))?;
    let on_way = way::of(cx.db, record, &ties)?;
    let mut wanted: BTreeSet<RecordRef> = on_way.clone();
    wanted.extend(ties.iter().flat_map(|tie| [tie.from.clone(), tie.to.clone()]));
    let known = records::briefs(&site, cx.db, &visitor, &wanted)?;
    let line = |tie: &store::links::Tie| {
        let outgoing = tie.from == *record;
        let other = if outgoing { &tie.to } else { &tie.from };
        let (kind, brief) = known.get(other)?;
        let side = if outgoing { "to" } else { "from" };
        Some(Line {
            kind: tie.kind.clone(),
            outgoing,
            says: words.t(&format!("links-{}-{side}", tie.kind.replace('_', "-"))),
            label: words.t(kind.label),
            at: address(other),
            record: brief.clone(),
        })
    };
    let links: Vec<Line> = ties.iter().filter_map(line).collect();
    let stage = |kind: &crate::domain::RecordKind| {
        let of_kind = on_way.iter().filter(|one| one.kind == kind.kind);
        let stops: Vec<Stop> = of_kind
            .filter_map(|one| {
                known.get(one).map(|(_, brief)| Stop { here: one == record, record: brief.clone() })
            })
            .collect();
        (!stops.is_empty()).then(|| Stage { label: words.t(kind.label), icon: kind.icon, stops })
    };
    let way = if links.is_empty() { Vec::new() } else { site.records.iter().filter_map(stage).collect() };
    let may = |act: &kernel::access::ActInfo| reach_of(&visitor.who, act.allow, visitor.today).is_some();
    let growths = site.growths.iter().filter(|growth| growth.from == record.kind && may(&growth.act));
    Ok(LinksView {
        at: address(record),
        growths: growths
            .map(|growth| (words.t(growth.label), format!("{}?from={}", growth.href, address(record))))
            .collect(),
        may_link: records::may_link(&site, cx.db, &visitor, record)?,
        way,
        links,
        words,
    })
}
