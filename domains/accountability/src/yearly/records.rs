//! Reports, key work, meetings, decisions and reviews as records that links may join, and in the search.

use kernel::{OrgId, Problem, Reach};
use store::Conn;
use store::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use web::{Hit, RecordBrief, RecordKind, Visitor};

use crate::decisions::record as decisions;
use crate::key_work::record as key_work;
use crate::key_work::state_word as key_work_state;
use crate::meetings::record as meetings;
use crate::policy::{
    ConductReviews, KeepGroups, NoteKeyWork, ReadGroups, ReadKeyWork, ReadReports, ReadReviews, WriteReports,
};
use crate::reports::{self, record as written};
use crate::reviews::{self as naming, record as reviews};
use crate::viewer::{may, reach, within};

/// Found at most.
const MOST: u64 = 20;

/// Every kind.
pub(crate) fn all() -> Vec<RecordKind> {
    let kind = |kind, label, icon, stage, brief, find, may_link| RecordKind {
        kind,
        label,
        icon,
        stage,
        brief,
        find,
        may_link,
    };
    vec![
        kind(
            "key-work",
            "record-key-work",
            "responsibility",
            28,
            key_work_briefs,
            find_key_work,
            link_key_work,
        ),
        kind("meeting", "record-meeting", "calendar", 24, meeting_briefs, find_meetings, link_group),
        kind("decision", "record-decision", "check", 26, decision_briefs, find_decisions, link_group),
        kind("report", "record-report", "file", 25, report_briefs, find_reports, link_report),
        kind("review", "record-review", "award", 25, review_briefs, find_reviews, link_review),
    ]
}

fn nowhere(reach: &Reach) -> bool {
    *reach == Reach::default()
}

fn select<const N: usize>(columns: [&'static str; N], table: &'static str) -> SelectStatement {
    let mut query = Query::select();
    query.columns(columns).from(table).order_by("id", Order::Desc);
    query
}

fn by_ids(query: &mut SelectStatement, ids: &[i64]) {
    query.and_where(Expr::col("id").is_in(ids.iter().copied()));
}

fn by_text(c: &Conn, query: &mut SelectStatement, columns: &[&'static str], typed: &str) {
    let mut any = store::sea_query::Cond::any();
    for column in columns {
        any = any.add(c.contains(Expr::col(*column), typed.trim()));
    }
    query.cond_where(any).limit(MOST);
}

fn key_works(c: &mut Conn, visitor: &Visitor, query: &SelectStatement) -> Result<Vec<RecordBrief>, Problem> {
    let brief = |item: key_work::KeyWork| RecordBrief {
        id: item.id.0,
        title: item.title,
        detail: item.org_name,
        state: key_work_state(&visitor.words, item.state),
        tone: item.state.tone(),
        href: format!("/key-work/{}", item.id),
        org: Some(item.org),
    };
    Ok(c.select(query, key_work::item)?.into_iter().map(brief).collect())
}

fn key_work_briefs(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    if nowhere(&reach::<ReadKeyWork>(visitor)) {
        return Ok(Vec::new());
    }
    let mut query = select(key_work::COLUMNS, "key_work");
    by_ids(&mut query, ids);
    key_works(c, visitor, &query)
}

fn find_key_work(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<RecordBrief>, Problem> {
    if nowhere(&reach::<ReadKeyWork>(visitor)) || typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut query = select(key_work::COLUMNS, "key_work");
    by_text(c, &mut query, &["title", "standard"], typed);
    key_works(c, visitor, &query)
}

fn link_key_work(c: &mut Conn, visitor: &Visitor, id: i64) -> Result<bool, Problem> {
    let item = key_work::find(c, key_work::KeyWorkId(id))?;
    Ok(may::<NoteKeyWork>(visitor, Some(item.org), &item.org_path))
}

fn held(c: &mut Conn, visitor: &Visitor, query: &SelectStatement) -> Result<Vec<RecordBrief>, Problem> {
    let brief = |meeting: meetings::Meeting| RecordBrief {
        id: meeting.id.0,
        detail: visitor.words.day(meeting.held_on),
        title: meeting.title,
        state: String::new(),
        tone: "",
        href: format!("/group-meetings/{}", meeting.id),
        org: None,
    };
    Ok(c.select(query, meetings::meeting)?.into_iter().map(brief).collect())
}

fn meeting_briefs(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    if nowhere(&reach::<ReadGroups>(visitor)) {
        return Ok(Vec::new());
    }
    let mut query = select(meetings::COLUMNS, "group_meetings");
    by_ids(&mut query, ids);
    held(c, visitor, &query)
}

fn find_meetings(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<RecordBrief>, Problem> {
    if nowhere(&reach::<ReadGroups>(visitor)) || typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut query = select(meetings::COLUMNS, "group_meetings");
    by_text(c, &mut query, &["title", "agenda"], typed);
    held(c, visitor, &query)
}

fn decided(c: &mut Conn, visitor: &Visitor, query: &SelectStatement) -> Result<Vec<RecordBrief>, Problem> {
    let words = &visitor.words;
    let brief = |one: decisions::Decision| RecordBrief {
        id: one.id.0,
        detail: crate::decisions::responsible(words, &one),
        state: crate::decisions::state_word(words, one.state(visitor.today)),
        tone: one.state(visitor.today).tone(),
        title: one.content,
        href: format!("/decisions/{}", one.id),
        org: one.org,
    };
    Ok(c.select(query, decisions::decision)?.into_iter().map(brief).collect())
}

fn decision_briefs(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    if nowhere(&reach::<ReadGroups>(visitor)) {
        return Ok(Vec::new());
    }
    let mut query = select(decisions::COLUMNS, "group_decisions");
    by_ids(&mut query, ids);
    decided(c, visitor, &query)
}

fn find_decisions(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<RecordBrief>, Problem> {
    if nowhere(&reach::<ReadGroups>(visitor)) || typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut query = select(decisions::COLUMNS, "group_decisions");
    by_text(c, &mut query, &["content"], typed);
    decided(c, visitor, &query)
}

fn link_group(_: &mut Conn, visitor: &Visitor, _: i64) -> Result<bool, Problem> {
    Ok(may::<KeepGroups>(visitor, None, ""))
}

fn reported(c: &mut Conn, visitor: &Visitor, query: &SelectStatement) -> Result<Vec<RecordBrief>, Problem> {
    let words = &visitor.words;
    let brief = |report: written::Report| RecordBrief {
        id: report.id.0,
        title: reports::named(words, &report),
        detail: report.plan_title.clone(),
        state: words.t(&format!("report-state-{}", report.state.code())),
        tone: if report.state == written::State::Draft { "warn" } else { "done" },
        href: format!("/reports/{}", report.id),
        org: report.org,
    };
    let found = c.select(query, written::report)?;
    Ok(found.into_iter().filter(|report| reports::is_visible(visitor, report)).map(brief).collect())
}

fn report_briefs(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let mut query = select(written::COLUMNS, "duty_reports");
    query.cond_where(within(&reach::<ReadReports>(visitor)));
    by_ids(&mut query, ids);
    reported(c, visitor, &query)
}

fn find_reports(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<RecordBrief>, Problem> {
    if typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut query = select(written::COLUMNS, "duty_reports");
    query.cond_where(within(&reach::<ReadReports>(visitor)));
    by_text(c, &mut query, &["plan_title", "org_name"], typed);
    reported(c, visitor, &query)
}

fn link_report(c: &mut Conn, visitor: &Visitor, id: i64) -> Result<bool, Problem> {
    let report = written::find(c, written::ReportId(id))?;
    Ok(may::<WriteReports>(visitor, report.org, &report.org_path))
}

fn reviewed(c: &mut Conn, visitor: &Visitor, query: &SelectStatement) -> Result<Vec<RecordBrief>, Problem> {
    let words = &visitor.words;
    let brief = |review: reviews::Review| RecordBrief {
        id: review.id.0,
        title: naming::named(words, &review),
        state: naming::state_word(words, review.state),
        tone: review.state.tone(),
        href: format!("/reviews/{}", review.id),
        org: Some(OrgId(review.org.0)),
        detail: review.person,
    };
    Ok(c.select(query, reviews::review)?.into_iter().map(brief).collect())
}

fn review_briefs(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let mut query = select(reviews::COLUMNS, "reviews");
    query.cond_where(within(&reach::<ReadReviews>(visitor)));
    by_ids(&mut query, ids);
    reviewed(c, visitor, &query)
}

fn find_reviews(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<RecordBrief>, Problem> {
    if typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut query = select(reviews::COLUMNS, "reviews");
    query.cond_where(within(&reach::<ReadReviews>(visitor)));
    by_text(c, &mut query, &["org_name", "person"], typed);
    reviewed(c, visitor, &query)
}

fn link_review(c: &mut Conn, visitor: &Visitor, id: i64) -> Result<bool, Problem> {
    let review = reviews::find(c, reviews::ReviewId(id))?;
    Ok(may::<ConductReviews>(visitor, Some(review.org), &review.org_path))
}

/// Any of them by what was typed.
pub(crate) fn search(c: &mut Conn, visitor: &Visitor, typed: &str) -> Result<Vec<Hit>, Problem> {
    let mut found = find_key_work(c, visitor, typed)?;
    found.extend(find_decisions(c, visitor, typed)?);
    found.extend(find_meetings(c, visitor, typed)?);
    found.extend(find_reports(c, visitor, typed)?);
    found.extend(find_reviews(c, visitor, typed)?);
    found.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(found.into_iter().map(|one| Hit { label: one.title, detail: one.detail, href: one.href }).collect())
}
