//! The page of a project: what is planned, its visits and findings, its report, and the steps.

use askama::Template;
use kernel::{FieldError, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::sea_query::{Condition, Expr, ExprTrait, Order, Query};
use web::form::{Faults, Fields, errors_of};
use web::history::Line as Did;
use web::links::LinksView;
use web::{Done, Page, Reading, Rejection, Words, Writing, enclosures};

use super::actions;
use super::record::{self, Project, ProjectId, reference};
use super::rules::{Standing, State, Step};
use crate::findings::lines::Line;
use crate::findings::record::{self as findings, Finding};
use crate::kinds::record as kinds;
use crate::policy::{KeepProjects, ReadProjects};
use crate::sight::Sight;
use crate::visits::record::{self as visits, Visit};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: ProjectId,
}

/// A step as sent.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Sent {
    /// Number of the project; from the address.
    id: i64,
    /// `approve`, `refuse`, `start`, `report`, `send_back`, `conclude` or `archive`.
    step: String,
    /// Why it goes back.
    reason: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "projects/show.html")]
pub(super) struct ProjectShow {
    #[serde(skip)]
    words: Words,
    project: Project,
    members: Vec<String>,
    orgs: Vec<(i64, String)>,
    /// The project above: number and theme.
    parent: Option<(i64, String)>,
    /// Projects below.
    children: Vec<Project>,
    visits: Vec<Visit>,
    findings: Vec<Line>,
    /// How many of its findings are closed.
    closed: usize,
    /// Organisations to which a letter can be written.
    letters: Vec<(i64, String)>,
    files: Vec<(usize, String)>,
    #[serde(skip)]
    history: Vec<Did>,
    #[serde(skip)]
    links: Option<LinksView>,
    #[serde(skip)]
    standing: Standing,
    late: bool,
    takes_part: bool,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    faults: Faults,
}

impl ProjectShow {
    fn at(&self, tail: &str) -> String {
        format!("/research/{}{tail}", self.project.id)
    }

    fn lead(&self) -> String {
        format!("{} · {}", super::numbered(&self.words, &self.project), self.kind())
    }

    fn kind(&self) -> String {
        self.words.t(&format!("project-kind-{}", self.project.kind.code()))
    }

    fn state(&self, state: &State) -> String {
        self.words.t(&format!("project-state-{}", state.code()))
    }

    fn days(&self) -> String {
        let args =
            [("from", self.words.day(self.project.starts)), ("until", self.words.day(self.project.ends))];
        self.words.f("project-from-until", args)
    }

    fn methods(&self) -> String {
        let one = |method: &super::rules::Method| self.words.t(&format!("project-method-{}", method.code()));
        let all: Vec<String> = self.project.methods.iter().map(one).collect();
        all.join(&self.words.t("research-comma"))
    }

    fn stages(&self) -> Vec<String> {
        State::ALL.iter().map(|state| self.state(state)).collect()
    }

    fn stage(&self) -> usize {
        State::ALL.iter().position(|state| *state == self.project.state).map_or(1, |place| place + 1)
    }

    /// Steps that lead on, and those that go back.
    fn steps(&self, back: bool) -> Vec<(String, String)> {
        let steps = self.standing.steps(self.project.state).into_iter();
        let named = |step: Step| {
            (step.code().to_owned(), self.words.t(&format!("project-step-{}", step.code().replace('_', "-"))))
        };
        steps.filter(|step| step.goes_back() == back).map(named).collect()
    }

    fn onward(&self) -> Vec<(String, String)> {
        self.steps(false)
    }

    fn backward(&self) -> Vec<(String, String)> {
        self.steps(true)
    }

    fn may_change(&self) -> bool {
        self.standing.keeps && self.project.state.is_open()
    }

    fn new_visit(&self) -> String {
        format!("/visits/new?project={}", self.project.id)
    }

    fn new_below(&self) -> String {
        format!("/research/new?parent={}", self.project.id)
    }

    fn closed_text(&self) -> String {
        let args = [("n", self.closed.to_string()), ("all", self.findings.len().to_string())];
        self.words.f("project-closed-of", args)
    }
}

impl Page for ProjectShow {
    fn title(&self) -> String {
        self.project.theme.clone()
    }
}

/// Projects below, those that the reader may see.
fn children(c: &mut Conn, sight: &Sight, id: ProjectId) -> Result<Vec<Project>, Problem> {
    let mut query = record::select(sight.projects());
    query.and_where(Expr::col(("p", "parent_id")).eq(id.0)).order_by(("p", "id"), Order::Asc);
    Ok(c.select(&query, record::project)?)
}

/// Visits of a project that somebody may see, in the order of their days.
pub(crate) fn visits_of(c: &mut Conn, sight: &Sight, id: ProjectId) -> Result<Vec<Visit>, Problem> {
    let mut query = visits::select(sight.visits_seen());
    query
        .and_where(Expr::col(("v", "project_id")).eq(id.0))
        .order_by(("v", "visited_on"), Order::Asc)
        .order_by(("v", "id"), Order::Asc);
    let mut found = c.select(&query, visits::visit)?;
    if !sight.visits() {
        found.iter_mut().for_each(|visit| visit.notes.clear());
    }
    Ok(found)
}

/// Findings of a project and its visits that somebody may see, merged ones left out.
pub(crate) fn findings_of(c: &mut Conn, sight: &Sight, id: ProjectId) -> Result<Vec<Finding>, Problem> {
    let visited = Query::select()
        .column("id")
        .from("research_visits")
        .and_where(Expr::col("project_id").eq(id.0))
        .to_owned();
    let of = |kind: &'static str| Condition::all().add(Expr::col("kind").eq(kind));
    let sources = Query::select()
        .column("finding_id")
        .from("finding_sources")
        .cond_where(
            Condition::any()
                .add(of("research-project").add(Expr::col("record_id").eq(id.0)))
                .add(of("visit").add(Expr::col("record_id").in_subquery(visited))),
        )
        .to_owned();
    let mut query = findings::select(sight.findings());
    query
        .and_where(Expr::col(("f", "id")).in_subquery(sources))
        .and_where(Expr::col(("f", "merged_into")).is_null())
        .order_by(("f", "id"), Order::Asc);
    Ok(c.select(&query, findings::finding)?)
}

fn page(
    c: &mut Conn,
    words: Words,
    sight: &Sight,
    id: ProjectId,
    sent: Sent,
    errors: &[FieldError],
) -> Result<ProjectShow, Problem> {
    let project = record::seen(c, sight, id)?;
    let standing = record::standing(c, sight, id)?;
    let takes_part = sight.visits();
    let found = findings_of(c, sight, id)?;
    let parent = match project.parent {
        Some(parent) => match record::seen(c, sight, parent) {
            Ok(parent) => Some((parent.id.0, parent.theme)),
            Err(Problem::Missing) => None,
            Err(problem) => return Err(problem),
        },
        None => None,
    };
    let mut letters: Vec<(i64, String)> = Vec::new();
    if takes_part {
        for one in &found {
            if let Some(org) = one.responsible_org
                && letters.iter().all(|(known, _)| *known != org.0)
            {
                letters.push((org.0, one.responsible.clone()));
            }
        }
    }
    let orgs = record::orgs(c, id)?.into_iter();
    let mut children = children(c, sight, id)?;
    for child in &mut children {
        child.outline.clear();
        child.report.clear();
    }
    Ok(ProjectShow {
        members: record::members(c, id)?.into_iter().map(|(_, name)| name).collect(),
        orgs: orgs.map(|(org, name)| (org.0, name)).collect(),
        visits: visits_of(c, sight, id)?,
        closed: found.iter().filter(|one| one.state == crate::findings::rules::State::Closed).count(),
        findings: Line::all(&words, &kinds::all(c)?, sight.today, &found),
        files: if takes_part { enclosures::listed(c, &reference(id))? } else { Vec::new() },
        history: web::history::of(c, &words, "research", &reference(id))?,
        late: project.state < State::Reported && project.ends < sight.today,
        faults: Faults::of(errors, &words),
        links: None,
        takes_part,
        standing,
        children,
        letters,
        parent,
        sent,
        project,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadProjects>, one: One) -> Result<ProjectShow, Problem> {
    let sight = Sight::reading(cx)?;
    let mut page = page(cx.db, cx.words(), &sight, one.id, Sent::default(), &[])?;
    page.links = Some(web::links::view(cx, &reference(one.id))?);
    Ok(page)
}

fn refuse(cx: &Writing<'_, KeepProjects>, sent: Sent, problem: Problem) -> Rejection {
    let again = || {
        let errors = errors_of(problem, "step")?;
        let (words, sight, shown) = (cx.words(), Sight::writing(cx)?, errors.clone());
        let id = ProjectId(sent.id);
        let page = cx.read(move |c| page(c, words, &sight, id, sent, &shown))?;
        Ok((page, errors))
    };
    match again() {
        Ok((page, errors)) => Rejection::form(page, errors),
        Err(problem) => Rejection::Problem(problem),
    }
}

pub(super) fn step(cx: &mut Writing<'_, KeepProjects>, sent: Sent) -> Result<Done, Rejection> {
    let (id, sight) = (ProjectId(sent.id), Sight::writing(cx)?);
    let looking = sight.clone();
    cx.read(move |c| record::seen(c, &looking, id))?;
    let mut fields = Fields::default();
    let step = fields.choice("step", Step::of(&sent.step));
    let reason = match step.is_some_and(Step::goes_back) {
        true => fields.required("reason", &sent.reason, 500),
        false => String::new(),
    };
    let done = fields.done(step).and_then(|step| {
        let step = step.ok_or_else(|| Problem::field("step", "field-choice"))?;
        cx.write(move |tx| actions::step(tx, &sight, id, step, &reason)).map(|project| (step, project))
    });
    match done {
        Ok((step, project)) => {
            let said = match step {
                Step::Approve => "project-was-approved",
                Step::Refuse => "project-was-refused",
                Step::Start => "project-was-started",
                Step::Report => "project-was-reported",
                Step::SendBack => "project-was-sent-back",
                Step::Conclude => "project-was-concluded",
                Step::Archive => "project-was-archived",
            };
            Ok(Done::to(format!("/research/{id}")).say(said).view(&project))
        }
        // What the rules forbid is said on the page of the project, beside its steps.
        Err(problem) => Err(refuse(cx, sent, problem)),
    }
}
