//! Links between records of any domains: what a record came from, what it led to, and what it is evidence for; shown at both
//! ends with the state of the other, and drawn as the way from finding to indicator.

mod form;
mod records;
mod view;
mod way;

pub use records::{Known, briefs, find};
pub use view::{LinksView, view};

use kernel::{Act, Problem, RecordRef, SignedIn};

use crate::domain::RecordBrief;
use crate::routes::Routes;
use crate::scene::Reading;

/// What the first record brought about.
pub const LEADS_TO: &str = "leads_to";
/// What the first record replies to.
pub const ANSWERS: &str = "answers";
/// What the first record proves.
pub const EVIDENCE_FOR: &str = "evidence_for";

/// Everything a link may say.
pub const KINDS: [&str; 3] = [LEADS_TO, ANSWERS, EVIDENCE_FOR];

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/links/new", SignedIn, form::new)
        .sample("/links/new?from=organisation:1")
        .post("/links", SignedIn, form::add)
        .post("/links/removal", SignedIn, form::remove)
}

/// A record as addresses name it: `finding:12`.
pub fn address(record: &RecordRef) -> String {
    format!("{}:{}", record.kind, record.id)
}

/// The record that an address names.
pub fn parse(typed: &str) -> Option<RecordRef> {
    let (kind, id) = typed.trim().split_once(':')?;
    Some(RecordRef::new(kind, id.parse().ok()?))
}

/// The record that a form was opened from, as its `from=finding:12` says; nothing when it says nothing.
///
/// # Errors
/// [`Problem::Missing`] for a record that is not there or not to be seen.
pub fn origin<A: Act>(
    cx: &mut Reading<'_, A>,
    from: &str,
) -> Result<Option<(RecordRef, RecordBrief)>, Problem> {
    if from.trim().is_empty() {
        return Ok(None);
    }
    let record = parse(from).ok_or(Problem::Missing)?;
    let (visitor, site) = (cx.visitor()?, cx.site().clone());
    let brief = find(&site, cx.db, &visitor, &record)?;
    Ok(Some((record, brief)))
}
