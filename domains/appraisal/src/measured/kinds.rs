//! Measured indicators, and organisations in a cycle, as records at the end of links.

use kernel::access::reach_of;
use kernel::{Act, OrgId, Problem, RecordRef};
use store::Conn;
use store::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use web::{RecordBrief, RecordKind, Visitor};

use crate::cycles::record::{CycleId, State};
use crate::participants::ParticipantId;
use crate::policy::{ReadPreparation, ReadRankings};

pub(crate) const INDICATOR: RecordKind = RecordKind {
    kind: "indicator",
    label: "record-indicator",
    icon: "table",
    stage: 50,
    brief: indicators,
    find: nothing,
    may_link: no,
};

pub(crate) const APPRAISED: RecordKind = RecordKind {
    kind: "appraised",
    label: "record-appraised",
    icon: "appraisal",
    stage: 60,
    brief: appraisals,
    find: nothing,
    may_link: no,
};

/// An organisation in one cycle.
pub(crate) fn appraised(participant: ParticipantId) -> RecordRef {
    RecordRef::new("appraised", participant.0)
}

/// Ties to an appraisal come from reading, never from a hand.
fn nothing(_: &mut Conn, _: &Visitor, _: &str) -> Result<Vec<RecordBrief>, Problem> {
    Ok(Vec::new())
}

fn no(_: &mut Conn, _: &Visitor, _: i64) -> Result<bool, Problem> {
    Ok(false)
}

fn may<A: Act>(visitor: &Visitor) -> bool {
    reach_of(&visitor.who, A::ALLOW, visitor.today).is_some()
}

/// Where a cycle is shown to this visitor.
struct Seen {
    preparing: bool,
    reading: bool,
}

impl Seen {
    fn by(visitor: &Visitor) -> Self {
        Self { preparing: may::<ReadPreparation>(visitor), reading: may::<ReadRankings>(visitor) }
    }

    fn sees(&self, state: &str) -> bool {
        self.reading && (self.preparing || State::of(state).is_public())
    }
}

/// Participants with their cycles and, once there is one, their result.
fn of_participants() -> SelectStatement {
    let version = Expr::cust("COALESCE(c.shown_version, c.working_version)");
    let on_result = Expr::col(("r", "version_id")).eq(version);
    let mut query = Query::select();
    query
        .columns([
            ("c", "id"),
            ("c", "year"),
            ("c", "state"),
            ("p", "org_id"),
            ("p", "name"),
            ("r", "grade_name"),
        ])
        .from_as("appraisal_participants", "p")
        .join_as(
            store::sea_query::JoinType::InnerJoin,
            "appraisal_cycles",
            "c",
            Expr::col(("c", "id")).equals(("p", "cycle_id")),
        )
        .join_as(
            store::sea_query::JoinType::LeftJoin,
            "appraisal_results",
            "r",
            Expr::col(("r", "participant_id")).equals(("p", "id")).and(on_result),
        );
    query
}

fn appraisals(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let seen = Seen::by(visitor);
    let mut query = of_participants();
    query.column(("p", "id")).and_where(Expr::col(("p", "id")).is_in(ids.iter().copied()));
    let found = c.select(&query, |row| {
        let state: String = row.get(2)?;
        if !seen.sees(&state) {
            return Ok(None);
        }
        let (cycle, year, org): (CycleId, i16, OrgId) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let (name, grade): (String, Option<String>) = (row.get(4)?, row.get(5)?);
        let href = match &grade {
            Some(_) => format!("/cycles/{cycle}/organisations/{org}"),
            None => format!("/cycles/{cycle}/progress"),
        };
        Ok(Some(RecordBrief {
            id: row.get(6)?,
            title: visitor.words.f("appraisal-standing-title", [("name", name), ("year", year.to_string())]),
            detail: String::new(),
            state: grade.unwrap_or_default(),
            tone: "",
            href,
            org: Some(org),
        }))
    })?;
    Ok(found.into_iter().flatten().collect())
}

fn indicators(c: &mut Conn, visitor: &Visitor, ids: &[i64]) -> Result<Vec<RecordBrief>, Problem> {
    let seen = Seen::by(visitor);
    let mut query = of_participants();
    query
        .columns([("m", "id"), ("m", "indicator"), ("m", "indicator_name"), ("m", "part"), ("m", "whole")])
        .join_as(
            store::sea_query::JoinType::InnerJoin,
            "appraisal_measured",
            "m",
            Expr::col(("m", "participant_id")).equals(("p", "id")),
        )
        .and_where(Expr::col(("m", "id")).is_in(ids.iter().copied()));
    let found = c.select(&query, |row| {
        let state: String = row.get(2)?;
        if !seen.sees(&state) {
            return Ok(None);
        }
        let (cycle, year, org): (CycleId, i16, OrgId) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let (name, grade): (String, Option<String>) = (row.get(4)?, row.get(5)?);
        let (indicator, title): (String, String) = (row.get(7)?, row.get(8)?);
        let (part, whole): (i64, i64) = (row.get(9)?, row.get(10)?);
        let href = match &grade {
            Some(_) => format!("/cycles/{cycle}/organisations/{org}/figures/{indicator}"),
            None => format!("/cycles/{cycle}/facts"),
        };
        Ok(Some(RecordBrief {
            id: row.get(6)?,
            title,
            detail: visitor.words.f("appraisal-standing-title", [("name", name), ("year", year.to_string())]),
            state: format!("{part}/{whole}"),
            tone: "",
            href,
            org: Some(org),
        }))
    })?;
    Ok(found.into_iter().flatten().collect())
}
