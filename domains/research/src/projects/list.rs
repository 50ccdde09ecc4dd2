//! The list of projects, with how many there have been of each kind.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};
use web::{Face, Page, Reading, Words, blank_is_none};

use super::numbered;
use super::record::{self, Project};
use super::rules::{Kind, State};
use crate::listing::{self, Paged, all_and, in_address};
use crate::policy::{KeepProjects, ReadProjects, ReadStatistics};
use crate::sight::Sight;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Filter {
    #[serde(deserialize_with = "blank_is_none")]
    year: Option<i16>,
    /// Number of an organisation that is visited.
    #[serde(deserialize_with = "blank_is_none")]
    org: Option<i64>,
    /// `secretary`, `committee`, `youth` or `other`.
    kind: String,
    state: String,
    /// Part of the theme or of the name of whoever leads.
    q: String,
    #[serde(deserialize_with = "blank_is_none")]
    page: Option<usize>,
}

/// How many projects of a kind there have been.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Count {
    kind: Kind,
    n: usize,
    /// The year of the first.
    since: Option<i16>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "projects/list.html")]
pub(super) struct ProjectList {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    filter: Filter,
    #[serde(skip)]
    years: Vec<(String, String)>,
    #[serde(skip)]
    orgs: Vec<(String, String)>,
    counts: Vec<Count>,
    projects: Vec<Project>,
    #[serde(flatten)]
    paged: Paged,
    may_keep: bool,
    may_count: bool,
}

impl ProjectList {
    fn year(&self) -> String {
        self.filter.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn org(&self) -> String {
        self.filter.org.map(|org| org.to_string()).unwrap_or_default()
    }

    fn kind(&self, kind: &Kind) -> String {
        self.words.t(&format!("project-kind-{}", kind.code()))
    }

    fn state(&self, project: &Project) -> String {
        self.words.t(&format!("project-state-{}", project.state.code()))
    }

    fn number(&self, project: &Project) -> String {
        numbered(&self.words, project)
    }

    fn since(&self, count: &Count) -> String {
        let since = |year: i16| self.words.f("project-since", [("year", year.to_string())]);
        count.since.map(since).unwrap_or_default()
    }

    fn days(&self, project: &Project) -> String {
        let args = [("from", self.words.day(project.starts)), ("until", self.words.day(project.ends))];
        self.words.f("project-from-until", args)
    }

    fn kinds(&self) -> Vec<(String, String)> {
        all_and(&self.words, Kind::ALL.map(|kind| (kind.code().to_owned(), self.kind(&kind))))
    }

    fn states(&self) -> Vec<(String, String)> {
        let one = |state: State| {
            (state.code().to_owned(), self.words.t(&format!("project-state-{}", state.code())))
        };
        all_and(&self.words, State::ALL.map(one))
    }

    fn of_kind(&self, count: &Count) -> String {
        format!("/research?kind={}", count.kind.code())
    }

    fn address(&self) -> String {
        let f = &self.filter;
        let [kind, state, q] = [&f.kind, &f.state, &f.q].map(|text| in_address(text));
        format!("/research?year={}&org={}&kind={kind}&state={state}&q={q}&", self.year(), self.org())
    }

    fn to_page(&self) -> String {
        self.address() + "page="
    }

    fn export(&self) -> String {
        self.address() + "format=xlsx"
    }
}

impl Page for ProjectList {
    fn title(&self) -> String {
        self.words.t("project-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "finding-year",
            "project-number",
            "project-kind",
            "project-theme",
            "project-lead",
            "project-starts",
            "project-ends",
            "finding-state",
        ];
        let row = |project: &Project| {
            vec![
                Cell::Int(project.year.into()),
                Cell::Int(project.number.into()),
                Cell::text(self.kind(&project.kind)),
                Cell::text(&project.theme),
                Cell::text(&project.lead_name),
                Cell::Day(project.starts),
                Cell::Day(project.ends),
                Cell::text(self.state(project)),
            ]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.projects.iter().map(row).collect(),
        })
    }
}

fn query(c: &Conn, sight: &Sight, filter: &Filter) -> SelectStatement {
    let mut query = record::select(sight.projects());
    if let Some(year) = filter.year {
        query.and_where(Expr::col(("p", "year")).eq(year));
    }
    if let Some(org) = filter.org {
        let visited = Query::select()
            .column("project_id")
            .from("research_organisations")
            .and_where(Expr::col("org_id").eq(org))
            .to_owned();
        query.and_where(Expr::col(("p", "id")).in_subquery(visited));
    }
    if let Some(kind) = Kind::of(&filter.kind) {
        query.and_where(Expr::col(("p", "kind")).eq(kind.code()));
    }
    if let Some(state) = State::of(&filter.state) {
        query.and_where(Expr::col(("p", "state")).eq(state.code()));
    }
    let q = filter.q.trim();
    if !q.is_empty() {
        let any = Condition::any()
            .add(c.contains(Expr::col(("p", "theme")), q))
            .add(c.contains(Expr::col(("p", "lead_name")), q));
        query.cond_where(any);
    }
    query.order_by(("p", "year"), Order::Desc).order_by(("p", "number"), Order::Desc);
    query
}

/// How many projects of each kind there have been, drafts left out.
fn counts(c: &mut Conn, sight: &Sight) -> Result<Vec<Count>, Problem> {
    let mut query = record::select(sight.projects());
    query
        .clear_selects()
        .columns([("p", "kind"), ("p", "year")])
        .and_where(Expr::col(("p", "state")).ne("draft"));
    let all: Vec<(Kind, i16)> = c.select(&query, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let count = |kind: Kind| {
        let years = all.iter().filter(|(one, _)| *one == kind).map(|(_, year)| *year);
        Count { kind, n: years.clone().count(), since: years.min() }
    };
    Ok(Kind::ALL.map(count).into())
}

/// Organisations that projects in sight visit.
fn orgs(c: &mut Conn, words: &Words, sight: &Sight) -> Result<Vec<(String, String)>, Problem> {
    let mut seen = record::select(sight.projects());
    seen.clear_selects().column(("p", "id"));
    let mut visited = Query::select();
    visited
        .columns([("o", "org_id"), ("o", "name")])
        .from_as("research_organisations", "o")
        .and_where(Expr::col(("o", "project_id")).in_subquery(seen));
    listing::orgs(c, words, &visited, [("o", "org_id"), ("o", "name")])
}

pub(super) fn list(cx: &mut Reading<'_, ReadProjects>, filter: Filter) -> Result<ProjectList, Problem> {
    let (words, sight) = (cx.words(), Sight::reading(cx)?);
    let query = query(cx.db, &sight, &filter);
    let whole = cx.face() == Face::Sheet;
    let (mut projects, paged) = listing::page(cx.db, &query, filter.page, whole, record::project)?;
    for project in &mut projects {
        // A list shows neither; they can be long.
        project.outline.clear();
        project.report.clear();
    }
    let seen = record::select(sight.projects());
    Ok(ProjectList {
        years: listing::years(cx.db, &words, &seen, ("p", "year"))?,
        orgs: orgs(cx.db, &words, &sight)?,
        counts: counts(cx.db, &sight)?,
        may_keep: cx.can::<KeepProjects>(),
        may_count: cx.can::<ReadStatistics>(),
        projects,
        paged,
        filter,
        words,
    })
}
