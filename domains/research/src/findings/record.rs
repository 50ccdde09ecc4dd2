//! A finding: what was found, who is to act, and how far it is.

use kernel::{Day, Moment, OrgId, Problem, RecordRef, UserId};
use schemars::JsonSchema;
use serde::Serialize;
use store::sea_query::{Condition, Query, SelectStatement};
use store::{Conn, Row};

use super::rules::{Conclusion, Severity, Standing, State, is_overdue};
use crate::sight::Sight;

kernel::id_type!(
    /// Number of a finding.
    FindingId
);
store::id_columns!(FindingId);
kernel::id_type!(
    /// Number of an entry about a finding.
    EntryId
);
store::id_columns!(EntryId);

/// Characters of a title.
const TITLE: usize = 36;

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Finding {
    pub id: FindingId,
    /// The year in which it was found.
    pub year: i16,
    /// Code of its kind; nothing while it is not sorted.
    pub kind: Option<String>,
    pub description: String,
    pub severity: Severity,
    /// Found in more than one place.
    pub common: bool,
    pub recommendations: String,
    /// Who is to act; `None` for an outside body, or while nobody is asked.
    pub responsible_org: Option<OrgId>,
    pub responsible: String,
    /// What the responsible body will do.
    pub measures: String,
    pub due: Option<Day>,
    pub state: State,
    pub conclusion: Option<Conclusion>,
    pub conclusion_reason: String,
    /// When the visitor will look again.
    pub return_due: Option<Day>,
    pub returned_on: Option<Day>,
    pub return_note: String,
    pub found_on: Day,
    pub handed_on: Option<Day>,
    /// When it was last said to be done.
    pub review_on: Option<Day>,
    pub closed_on: Option<Day>,
    /// The finding that says the same and is kept.
    pub merged_into: Option<FindingId>,
    #[serde(skip)]
    pub author: Option<UserId>,
    #[serde(skip)]
    pub by: String,
}

impl Finding {
    /// What it is called: the beginning of its text.
    pub fn title(&self) -> String {
        title(&self.description)
    }

    pub fn is_overdue(&self, today: Day) -> bool {
        self.merged_into.is_none() && is_overdue(self.state, self.due, today)
    }
}

/// The beginning of a text, up to the end of its first sentence.
pub(crate) fn title(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    let sentence = line.split(['。', '；']).next().unwrap_or(line);
    let mut title: String = sentence.chars().take(TITLE).collect();
    if title.chars().count() < sentence.chars().count() {
        title.push('…');
    }
    title
}

/// The columns that [`finding`] reads, of the table under the name `f`.
const COLUMNS: [(&str, &str); 24] = [
    ("f", "id"),
    ("f", "year"),
    ("f", "kind"),
    ("f", "description"),
    ("f", "severity"),
    ("f", "common"),
    ("f", "recommendations"),
    ("f", "responsible_org"),
    ("f", "responsible"),
    ("f", "measures"),
    ("f", "due"),
    ("f", "state"),
    ("f", "conclusion"),
    ("f", "conclusion_reason"),
    ("f", "return_due"),
    ("f", "returned_on"),
    ("f", "return_note"),
    ("f", "found_on"),
    ("f", "handed_on"),
    ("f", "review_on"),
    ("f", "closed_on"),
    ("f", "merged_into"),
    ("f", "author"),
    ("f", "created_by"),
];

pub(crate) const FIND: &str =
    "SELECT id, year, kind, description, severity, common, recommendations, responsible_org, responsible,
    measures, due, state, conclusion, conclusion_reason, return_due, returned_on, return_note, found_on, handed_on, review_on,
    closed_on, merged_into, author, created_by FROM research_findings WHERE id = $1";
pub(crate) const ORGS: &str =
    "SELECT org_id, name FROM finding_organisations WHERE finding_id = $1 ORDER BY org_id";
pub(crate) const SOURCES: &str =
    "SELECT kind, record_id FROM finding_sources WHERE finding_id = $1 ORDER BY kind, record_id";
pub(crate) const ENTRIES: &str = "SELECT id, finding_id, what, text, entered_at, entered_name
    FROM finding_entries WHERE finding_id = $1 ORDER BY id DESC";
pub(crate) const ENTRY: &str = "SELECT id, finding_id, what, text, entered_at, entered_name
    FROM finding_entries WHERE id = $1";
pub(crate) const MERGED: &str =
    "SELECT id, description FROM research_findings WHERE merged_into = $1 ORDER BY id";

/// Reads the columns of [`select`].
pub(crate) fn finding(row: &Row<'_>) -> Result<Finding, store::Error> {
    Ok(Finding {
        id: row.get(0)?,
        year: row.get(1)?,
        kind: row.get(2)?,
        description: row.get(3)?,
        severity: row.get(4)?,
        common: row.get(5)?,
        recommendations: row.get(6)?,
        responsible_org: row.get(7)?,
        responsible: row.get(8)?,
        measures: row.get(9)?,
        due: row.get(10)?,
        state: row.get(11)?,
        conclusion: row.get(12)?,
        conclusion_reason: row.get(13)?,
        return_due: row.get(14)?,
        returned_on: row.get(15)?,
        return_note: row.get(16)?,
        found_on: row.get(17)?,
        handed_on: row.get(18)?,
        review_on: row.get(19)?,
        closed_on: row.get(20)?,
        merged_into: row.get(21)?,
        author: row.get::<Option<i64>>(22)?.map(UserId),
        by: row.get(23)?,
    })
}

/// Findings that somebody may see, for lists.
pub(crate) fn select(seen: Condition) -> SelectStatement {
    Query::select().columns(COLUMNS).from_as("research_findings", "f").cond_where(seen).to_owned()
}

/// The record that links, attachments and the audit trail speak of.
pub(crate) fn reference(id: FindingId) -> RecordRef {
    RecordRef::new("finding", id.0)
}

/// The record to which the files of an entry belong.
pub(crate) fn entry_reference(id: EntryId) -> RecordRef {
    RecordRef::new("finding-entry", id.0)
}

/// One finding, whoever asks.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn find(c: &mut Conn, id: FindingId) -> Result<Finding, Problem> {
    c.maybe(FIND, &[&id], finding)?.ok_or(Problem::Missing)
}

/// One finding that somebody may see.
///
/// # Errors
/// [`Problem::Missing`] when there is none or they may not.
pub(crate) fn seen(c: &mut Conn, sight: &Sight, id: FindingId) -> Result<Finding, Problem> {
    use store::sea_query::{Expr, ExprTrait};
    let mut query = select(sight.findings());
    query.and_where(Expr::col(("f", "id")).eq(id.0));
    c.select(&query, finding)?.pop().ok_or(Problem::Missing)
}

/// What somebody is to a finding.
pub(crate) fn standing(c: &mut Conn, sight: &Sight, of: &Finding) -> Result<Standing, Problem> {
    let answers = match of.responsible_org {
        Some(org) => sight.answers_for(c, org)?,
        None => sight.office && !of.responsible.is_empty(),
    };
    Ok(Standing {
        visits: sight.office || (sight.visits() && sight.is_visitor(c, &of.id)?),
        answers,
        of_the_organ: of.responsible_org.is_some(),
    })
}

/// Organisations that a finding concerns.
pub(crate) fn orgs(c: &mut Conn, id: FindingId) -> Result<Vec<(OrgId, String)>, Problem> {
    Ok(c.all(ORGS, &[&id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Records in which it was found.
pub(crate) fn sources(c: &mut Conn, id: FindingId) -> Result<Vec<RecordRef>, Problem> {
    Ok(c.all(SOURCES, &[&id], |row| Ok(RecordRef { kind: row.get(0)?, id: row.get(1)? }))?)
}

/// Findings that were merged into this one.
pub(crate) fn merged(c: &mut Conn, id: FindingId) -> Result<Vec<(FindingId, String)>, Problem> {
    Ok(c.all(MERGED, &[&id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

crate::coded::coded!(
    /// What an entry is.
    What {
        /// How far it is.
        Progress = "progress",
        /// It is done.
        Submission = "submission",
    }
);

/// What the responsible body wrote about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Entry {
    pub id: EntryId,
    #[serde(skip)]
    pub finding: FindingId,
    pub what: What,
    pub text: String,
    #[serde(skip)]
    pub at: Moment,
    pub by: String,
}

fn entry_row(row: &Row<'_>) -> Result<Entry, store::Error> {
    Ok(Entry {
        id: row.get(0)?,
        finding: row.get(1)?,
        what: row.get(2)?,
        text: row.get(3)?,
        at: row.get(4)?,
        by: row.get(5)?,
    })
}

/// What was written about a finding, the latest first.
pub(crate) fn entries(c: &mut Conn, id: FindingId) -> Result<Vec<Entry>, Problem> {
    Ok(c.all(ENTRIES, &[&id], entry_row)?)
}

/// One entry.
///
/// # Errors
/// [`Problem::Missing`] when there is none.
pub(crate) fn entry(c: &mut Conn, id: EntryId) -> Result<Entry, Problem> {
    c.maybe(ENTRY, &[&id], entry_row)?.ok_or(Problem::Missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence_or_its_beginning() {
        assert_eq!(
            title("会议形式比较死板，建议小型、快捷、灵活。\n其余"),
            "会议形式比较死板，建议小型、快捷、灵活"
        );
        let long = "很".repeat(60);
        assert_eq!(title(&long).chars().count(), TITLE + 1);
    }
}
