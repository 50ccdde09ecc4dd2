//! Projects, visits and findings as records that links may join.

use kernel::access::ActInfo;
use kernel::{Act, OrgId, Problem};
use store::Conn;
use store::sea_query::{Expr, ExprTrait, Order, SelectStatement};
use web::{Growth, RecordBrief, RecordKind, Visitor, Words};

use crate::findings::lines::state_word;
use crate::findings::record::{self as findings, Finding, FindingId};
use crate::policy::{KeepFindings, KeepVisits};
use crate::projects::record::{self as projects, Project, ProjectId};
use crate::sight::Sight;
use crate::visits::record::{self as visits, Visit, VisitId};

/// Found at most.
const MOST: u64 = 20;

/// The kinds of records of this domain.
pub(crate) fn kinds() -> Vec<RecordKind> {
    vec![
        RecordKind {
            kind: "research-project",
            label: "record-research-project",
            icon: "research",
            stage: 10,
            brief: |c, visitor, ids| brief(c, visitor, &PROJECTS, ids),
            find: |c, visitor, typed| find(c, visitor, &PROJECTS, typed),
            may_link: may_link_project,
        },
        RecordKind {
            kind: "visit",
            label: "record-visit",
            icon: "people",
            stage: 10,
            brief: |c, visitor, ids| brief(c, visitor, &VISITS, ids),
            find: |c, visitor, typed| find(c, visitor, &VISITS, typed),
            may_link: may_link_visit,
        },
        RecordKind {
            kind: "finding",
            label: "record-finding",
            icon: "search",
            stage: 20,
            brief: |c, visitor, ids| brief(c, visitor, &FINDINGS, ids),
            find: |c, visitor, typed| find(c, visitor, &FINDINGS, typed),
            may_link: may_link_finding,
        },
    ]
}

/// What grows out of records: findings out of whatever finds them, visits out of projects.
pub(crate) fn growths() -> Vec<Growth> {
    fn act<A: Act>(_: A) -> ActInfo {
        ActInfo { name: A::NAME, allow: A::ALLOW }
    }
    let finding =
        |from| Growth { from, act: act(KeepFindings), label: "finding-from", href: "/findings/new" };
    let visit =
        Growth { from: "research-project", act: act(KeepVisits), label: "visit-from", href: "/visits/new" };
    vec![finding("visit"), finding("research-project"), finding("review"), visit]
}

/// How the records of one kind are read.
struct Reader {
    table: &'static str,
    text: &'static str,
    select: fn(&Sight) -> SelectStatement,
    read: fn(&mut Conn, &Words, &SelectStatement) -> Result<Vec<RecordBrief>, Problem>,
}

const PROJECTS: Reader = Reader {
    table: "p",
    text: "theme",
    select: |sight| projects::select(sight.projects()),
    read: |c, words, query| {
        Ok(c.select(query, projects::project)?.iter().map(|one| of_project(words, one)).collect())
    },
};
const VISITS: Reader = Reader {
    table: "v",
    text: "org_name",
    select: |sight| visits::select(sight.visits_seen()),
    read: |c, words, query| {
        Ok(c.select(query, visits::visit)?.iter().map(|one| of_visit(words, one)).collect())
    },
};
const FINDINGS: Reader = Reader {
    table: "f",
    text: "description",
    select: |sight| findings::select(sight.findings()),
    read: |c, words, query| {
        Ok(c.select(query, findings::finding)?.iter().map(|one| of_finding(words, one)).collect())
    },
};

fn of_project(words: &Words, of: &Project) -> RecordBrief {
    RecordBrief {
        id: of.id.0,
        title: of.theme.clone(),
        detail: crate::projects::numbered(words, of),
        state: words.t(&format!("project-state-{}", of.state.code())),
        tone: of.state.tone(),
        href: format!("/research/{}", of.id),
        org: None,
    }
}

fn of_visit(words: &Words, of: &Visit) -> RecordBrief {
    RecordBrief {
        id: of.id.0,
        title: words.f("visit-of", [("day", words.day(of.on)), ("org", of.org_name.clone())]),
        detail: of.taken_name.clone(),
        state: words.t(if of.finished { "visit-finished" } else { "visit-unfinished" }),
        tone: if of.finished { "done" } else { "warn" },
        href: format!("/visits/{}", of.id),
        org: Some(of.org),
    }
}

pub(crate) fn of_finding(words: &Words, of: &Finding) -> RecordBrief {
    RecordBrief {
        id: of.id.0,
        title: of.title(),
        detail: of.responsible.clone(),
        state: state_word(words, of),
        tone: of.state.tone(),
        href: format!("/findings/{}", of.id),
        org: of.responsible_org.map(|org| OrgId(org.0)),
    }
}

fn brief(c: &mut Conn, visitor: &Visitor, reader: &Reader, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let mut query = (reader.select)(&Sight::visitor(visitor));
    query.and_where(Expr::col((reader.table, "id")).is_in(ids.iter().copied()));
    (reader.read)(c, &visitor.words, &query)
}

fn find(c: &mut Conn, visitor: &Visitor, reader: &Reader, typed: &str) -> Result<Vec<RecordBrief>, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = (reader.select)(&Sight::visitor(visitor));
    let text = Expr::col((reader.table, reader.text));
    query.and_where(c.contains(text, typed)).order_by((reader.table, "id"), Order::Desc).limit(MOST);
    (reader.read)(c, &visitor.words, &query)
}

/// Everything of this domain whose title holds a text, for the global search.
pub(crate) fn search(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<web::Hit>, Problem> {
    if !Sight::visitor(visitor).sees_anything() {
        return Ok(Vec::new());
    }
    let mut hits = Vec::new();
    for (reader, label) in
        [(PROJECTS, "record-research-project"), (VISITS, "record-visit"), (FINDINGS, "record-finding")]
    {
        let label = visitor.words.t(label);
        let found = find(c, visitor, &reader, typed)?.into_iter().take(10);
        hits.extend(found.map(|one| web::Hit {
            label: one.title,
            detail: format!("{label} {}", one.state),
            href: one.href,
        }));
    }
    hits.truncate(20);
    Ok(hits)
}

fn may_link_project(c: &mut Conn, visitor: &Visitor, id: i64) -> Result<bool, Problem> {
    Ok(projects::standing(c, &Sight::visitor(visitor), ProjectId(id))?.keeps)
}

fn may_link_visit(c: &mut Conn, visitor: &Visitor, id: i64) -> Result<bool, Problem> {
    let visit = visits::find(c, VisitId(id))?;
    visits::keeps(c, &Sight::visitor(visitor), &visit)
}

/// Whoever visited, and whoever answers: what they did about it is theirs to name.
fn may_link_finding(c: &mut Conn, visitor: &Visitor, id: i64) -> Result<bool, Problem> {
    let (sight, finding) = (Sight::visitor(visitor), findings::find(c, FindingId(id))?);
    let standing = findings::standing(c, &sight, &finding)?;
    Ok(standing.visits || standing.answers)
}
