//! Elections that are due, and organisations of which no term is on record.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Cell, Day, OrgId, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::record::{self, Term};
use super::rules::{self, Due};
use crate::organisations::record::living;
use crate::paging::{self, PER_PAGE, Paging};
use crate::parameters::{self, Parameters};
use crate::policy::{ReadOrganisations, RecordElections};

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub(super) struct Filter {
    /// `overdue`, `soon`, `unknown`, `later`; by default what needs doing: overdue and soon.
    #[serde(default)]
    state: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

/// How one organisation stands towards its next election.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Line {
    /// The organisation.
    pub org: OrgId,
    /// Its name.
    pub name: String,
    /// The running term: the how-manieth.
    pub ordinal: Option<i64>,
    /// When it began.
    pub began: Option<Day>,
    /// When it ends.
    pub due: Option<Day>,
    /// What follows from it today.
    pub state: Due,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "terms/list.html")]
pub(super) struct ElectionList {
    #[serde(skip)]
    words: Words,
    state: String,
    #[serde(skip)]
    states: Vec<(String, String)>,
    parameters: Parameters,
    paging: Paging,
    elections: Vec<Line>,
    may_record: bool,
}

impl ElectionList {
    fn address(&self) -> String {
        paging::query("/elections", &[("state", self.state.clone())])
    }

    fn pages(&self) -> String {
        format!("{}page=", self.address())
    }

    /// Colour of the lamp; there is none where nobody knows when an election is due.
    fn lamp(&self, line: &Line) -> Option<&'static str> {
        match line.state {
            Due::Overdue => Some("red"),
            Due::Soon => Some("yellow"),
            Due::Later => Some("green"),
            Due::Unknown => None,
        }
    }

    fn state(&self, line: &Line) -> String {
        self.words.t(&format!("election-{}", line.state.code()))
    }

    fn day(&self, day: Option<Day>) -> String {
        day.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn rule(&self) -> String {
        let p = &self.parameters;
        let args = [p.committee_term_years, p.branch_term_years, p.election_notice_months];
        let [committee, branch, months] = args.map(|n| n.to_string());
        self.words.f("election-rule", [("committee", committee), ("branch", branch), ("months", months)])
    }
}

impl Page for ElectionList {
    fn title(&self) -> String {
        self.words.t("election-list")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["organisation-name", "term-ordinal", "term-began", "term-due", "organisation-state"];
        let row = |line: &Line| {
            vec![
                Cell::text(&line.name),
                line.ordinal.map_or(Cell::Empty, Cell::Int),
                Cell::day(line.began),
                Cell::day(line.due),
                Cell::text(self.state(line)),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.elections.iter().map(row).collect(),
        })
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadOrganisations>, filter: Filter) -> Result<ElectionList, Problem> {
    let (words, today) = (cx.words(), cx.today());
    let parameters = parameters::read(cx.db)?;
    let reach = cx.permit.reach();
    let mut lines: Vec<Line> = lines(cx.db, today, &parameters, reach)?;
    lines.retain(|line| match filter.state.as_str() {
        "" => matches!(line.state, Due::Overdue | Due::Soon),
        state => line.state.code() == state,
    });
    let paging = Paging::new(filter.page, i64::try_from(lines.len()).unwrap_or(0));
    let elections = match cx.face() {
        Face::Sheet => lines,
        _ => lines.into_iter().skip((paging.page - 1) * PER_PAGE).take(PER_PAGE).collect(),
    };
    let state = |code: &str, key: &str| (code.to_owned(), words.t(key));
    Ok(ElectionList {
        states: vec![
            state("", "election-to-do"),
            state("overdue", "election-overdue"),
            state("soon", "election-soon"),
            state("unknown", "election-unknown"),
            state("later", "election-later"),
        ],
        state: filter.state,
        parameters,
        paging,
        elections,
        may_record: cx.can::<RecordElections>(),
        words,
    })
}

/// Every organisation within reach that has terms, the most urgent first.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails.
pub fn lines(
    c: &mut store::Conn,
    today: Day,
    parameters: &Parameters,
    reach: &kernel::Reach,
) -> Result<Vec<Line>, Problem> {
    let terms: BTreeMap<OrgId, Term> = record::running(c)?.into_iter().map(|t| (t.org, t)).collect();
    let mut lines: Vec<Line> = living(c)?
        .into_iter()
        .filter(|org| reach.covers(org.id, &org.path) && rules::years(org.kind, parameters).is_some())
        .map(|org| {
            let term = terms.get(&org.id);
            let due = term.map(Term::due);
            Line {
                org: org.id,
                name: org.name,
                ordinal: term.map(|t| t.ordinal),
                began: term.map(|t| t.began),
                due,
                state: rules::state(due, today, parameters),
            }
        })
        .collect();
    lines.sort_by_key(|line| (line.state, line.due));
    Ok(lines)
}
