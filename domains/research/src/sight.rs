//! Who looks, and what of research they may see: the committee everything, whoever visited their own, an organisation what
//! was handed out to it or concerns it, the youth office what belongs to youth projects.

use kernel::access::reach_of;
use kernel::{Act, Day, OrgId, Principal, Problem, Reach, UserId};
use store::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};
use store::{Conn, ToSql};
use web::{Reading, Visitor, Writing};

use crate::policy::{AnswerFindings, DecideProjects, KeepKinds, ReadFindings, ReadStatistics};

/// Whether a finding came from a visit of this user, or from a project that they lead or belong to.
pub(crate) const IS_VISITOR: &str = "SELECT f.id FROM research_findings f WHERE f.id = $1 AND (f.author = $2
    OR f.id IN (SELECT s.finding_id FROM finding_sources s JOIN research_visits v ON v.id = s.record_id
      WHERE s.kind = 'visit' AND v.taken_by = $2)
    OR f.id IN (SELECT s.finding_id FROM finding_sources s JOIN research_visits v ON v.id = s.record_id
      JOIN research_projects p ON p.id = v.project_id LEFT JOIN research_members m ON m.project_id = p.id
      WHERE s.kind = 'visit' AND (p.lead_user = $2 OR m.user_id = $2))
    OR f.id IN (SELECT s.finding_id FROM finding_sources s JOIN research_projects p ON p.id = s.record_id
      LEFT JOIN research_members m ON m.project_id = p.id
      WHERE s.kind = 'research-project' AND (p.lead_user = $2 OR m.user_id = $2)))";
/// Whether a project is led by this user, was drafted by them, or has them as a member.
pub(crate) const IS_MEMBER: &str =
    "SELECT p.id FROM research_projects p WHERE p.id = $1 AND (p.lead_user = $2 OR p.author = $2
    OR EXISTS (SELECT 1 FROM research_members m WHERE m.project_id = p.id AND m.user_id = $2))";
pub(crate) const PATH: &str = "SELECT path FROM research_bodies WHERE org_id = $1";

/// Findings that a user visited, for lists; as [`IS_VISITOR`].
const VISITED: &str = "(f.author = $1
    OR f.id IN (SELECT s.finding_id FROM finding_sources s JOIN research_visits v ON v.id = s.record_id
      WHERE s.kind = 'visit' AND v.taken_by = $1)
    OR f.id IN (SELECT s.finding_id FROM finding_sources s JOIN research_visits v ON v.id = s.record_id
      JOIN research_projects p ON p.id = v.project_id LEFT JOIN research_members m ON m.project_id = p.id
      WHERE s.kind = 'visit' AND (p.lead_user = $1 OR m.user_id = $1))
    OR f.id IN (SELECT s.finding_id FROM finding_sources s JOIN research_projects p ON p.id = s.record_id
      LEFT JOIN research_members m ON m.project_id = p.id
      WHERE s.kind = 'research-project' AND (p.lead_user = $1 OR m.user_id = $1)))";
/// Findings of youth projects.
const OF_YOUTH: &str =
    "(f.id IN (SELECT s.finding_id FROM finding_sources s JOIN research_projects p ON p.id = s.record_id
      WHERE s.kind = 'research-project' AND p.kind = 'youth')
    OR f.id IN (SELECT s.finding_id FROM finding_sources s JOIN research_visits v ON v.id = s.record_id
      JOIN research_projects p ON p.id = v.project_id WHERE s.kind = 'visit' AND p.kind = 'youth'))";
const VISITS_OF: &str = "(v.taken_by = $1 OR v.project_id IN (SELECT p.id FROM research_projects p
      LEFT JOIN research_members m ON m.project_id = p.id WHERE p.lead_user = $1 OR m.user_id = $1))";
const VISITS_OF_YOUTH: &str =
    "(v.project_id IN (SELECT p.id FROM research_projects p WHERE p.kind = 'youth'))";
const PROJECTS_OF: &str = "(p.lead_user = $1 OR p.author = $1
    OR p.id IN (SELECT m.project_id FROM research_members m WHERE m.user_id = $1))";

/// Who looks.
#[derive(Debug, Clone)]
pub(crate) struct Sight {
    pub today: Day,
    /// The account whose work this is.
    pub user: UserId,
    /// Sees everything.
    pub committee: bool,
    /// Keeps everything: the committee's administrator.
    pub office: bool,
    /// Decides on projects.
    pub decides: bool,
    /// Sees youth projects.
    pub youth: bool,
    /// Organisations for which they read.
    reads: Reach,
    /// Organisations for which they answer.
    answers: Reach,
}

fn reach<A: Act>(who: &Principal, today: Day) -> Reach {
    reach_of(who, A::ALLOW, today).unwrap_or_default()
}

impl Sight {
    /// Of somebody on a day.
    pub fn of(who: &Principal, today: Day) -> Self {
        let committee = reach_of(who, ReadStatistics::ALLOW, today).is_some();
        let holds =
            |role: kernel::Role| who.grants.iter().any(|grant| grant.role == role && grant.holds_on(today));
        let youth = holds(kernel::Role::YouthOffice);
        Self {
            today,
            user: who.stands_for(),
            committee,
            office: reach::<KeepKinds>(who, today).all,
            decides: reach::<DecideProjects>(who, today).all,
            youth,
            reads: reach::<ReadFindings>(who, today),
            answers: reach::<AnswerFindings>(who, today),
        }
    }

    /// The same, answering for one more organisation: for the sample, where not every organisation has an account.
    pub fn answering(mut self, org: OrgId) -> Self {
        self.answers.exactly.push(org);
        self
    }

    /// Of somebody who reads a page.
    ///
    /// # Errors
    /// [`Problem::SignInNeeded`] when nobody is signed in.
    pub fn reading<A: Act>(cx: &Reading<'_, A>) -> Result<Self, Problem> {
        Ok(Self::of(cx.principal().ok_or(Problem::SignInNeeded)?, cx.today()))
    }

    /// Of somebody who writes.
    ///
    /// # Errors
    /// [`Problem::SignInNeeded`] when nobody is signed in.
    pub fn writing<A: Act>(cx: &Writing<'_, A>) -> Result<Self, Problem> {
        Ok(Self::of(cx.principal().ok_or(Problem::SignInNeeded)?, cx.today()))
    }

    /// Of somebody for whom a desk, a search or a link is made.
    pub fn visitor(visitor: &Visitor) -> Self {
        Self::of(&visitor.who, visitor.today)
    }

    /// Whether they see anything of research at all.
    pub fn sees_anything(&self) -> bool {
        self.committee || self.youth || self.for_organisations()
    }

    /// Whether they look for organisations.
    pub fn for_organisations(&self) -> bool {
        self.reads.all || !self.reads.below.is_empty() || !self.reads.exactly.is_empty()
    }

    /// Whether they take part in research, and not only answer it.
    pub fn visits(&self) -> bool {
        self.committee || self.youth
    }

    /// Findings (`f`) that they may see.
    pub fn findings(&self) -> Condition {
        if self.committee {
            return Condition::all();
        }
        let mut any = Condition::any().add(own(VISITED, self.user));
        if self.youth {
            any = any.add(Expr::cust(OF_YOUTH));
        }
        if self.for_organisations() {
            let concerned = bodies(&self.reads, "finding_id", "finding_organisations", "org_id");
            let handed = Condition::all().add(Expr::col(("f", "state")).ne("pending")).add(
                Condition::any()
                    .add(Expr::col(("f", "responsible_org")).in_subquery(within(&self.reads)))
                    .add(Expr::col(("f", "id")).in_subquery(concerned)),
            );
            any = any.add(handed);
        }
        any
    }

    /// Findings (`f`) that they visited; of everybody for the office.
    pub fn visited(&self) -> Condition {
        match self.office {
            true => Condition::all(),
            false => Condition::any().add(own(VISITED, self.user)),
        }
    }

    /// Findings (`f`) that they have to answer; of outside bodies for the office.
    pub fn answered(&self) -> Condition {
        let mut any =
            Condition::any().add(Expr::col(("f", "responsible_org")).in_subquery(within(&self.answers)));
        if self.office {
            any = any.add(Expr::col(("f", "responsible_org")).is_null());
        }
        any
    }

    /// Visits (`v`) that they may see.
    pub fn visits_seen(&self) -> Condition {
        if self.committee {
            return Condition::all();
        }
        let mut any = Condition::any().add(own(VISITS_OF, self.user));
        if self.youth {
            any = any.add(Expr::cust(VISITS_OF_YOUTH));
        }
        if self.for_organisations() {
            let finished = Expr::col(("v", "finished")).eq(true);
            any = any.add(finished.and(Expr::col(("v", "org_id")).in_subquery(within(&self.reads))));
        }
        any
    }

    /// Projects (`p`) that they may see.
    pub fn projects(&self) -> Condition {
        if self.committee {
            return Condition::all();
        }
        let mut any = Condition::any().add(own(PROJECTS_OF, self.user));
        if self.youth {
            any = any.add(Expr::col(("p", "kind")).eq("youth"));
        }
        if self.for_organisations() {
            let visited = bodies(&self.reads, "project_id", "research_organisations", "org_id");
            let public = Expr::col(("p", "state")).ne("draft");
            any = any.add(public.and(Expr::col(("p", "id")).in_subquery(visited)));
        }
        any
    }

    /// Projects (`p`) that they lead, belong to or drafted; every one for the office.
    pub fn own_projects(&self) -> Condition {
        match self.office {
            true => Condition::all(),
            false => Condition::any().add(own(PROJECTS_OF, self.user)),
        }
    }

    /// Whether they are the visitor of a finding: who took the visit, leads the project or belongs to it, or wrote it down.
    pub fn is_visitor(&self, c: &mut Conn, finding: &dyn ToSql) -> Result<bool, Problem> {
        Ok(c.maybe(IS_VISITOR, &[finding, &self.user.0], |row| row.get::<i64>(0))?.is_some())
    }

    /// Whether they lead a project, belong to it or drafted it.
    pub fn is_member(&self, c: &mut Conn, project: &dyn ToSql) -> Result<bool, Problem> {
        Ok(c.maybe(IS_MEMBER, &[project, &self.user.0], |row| row.get::<i64>(0))?.is_some())
    }

    /// Whether they answer for an organisation.
    pub fn answers_for(&self, c: &mut Conn, org: OrgId) -> Result<bool, Problem> {
        let path: Option<String> = c.maybe(PATH, &[&org], |row| row.get(0))?;
        Ok(path.is_some_and(|path| self.answers.covers(org, &path)))
    }
}

fn own(condition: &'static str, user: UserId) -> Expr {
    Expr::cust_with_values(condition, [user.0])
}

/// Ids of the organisations within reach.
fn within(reach: &Reach) -> SelectStatement {
    Query::select().column("org_id").from("research_bodies").cond_where(covered(reach)).to_owned()
}

fn covered(reach: &Reach) -> Condition {
    if reach.all {
        return Condition::all();
    }
    // Nobody's organisation has this number, so that a reach of nothing covers nothing.
    let exactly = reach.exactly.iter().map(|org| org.0).chain([0]);
    let mut any = Condition::any().add(Expr::col("org_id").is_in(exactly));
    for root in &reach.below {
        let end = format!("{}/", root.strip_suffix('.').unwrap_or(root));
        any = any.add(Expr::col("path").gte(root.as_str()).and(Expr::col("path").lt(end)));
    }
    any
}

/// What of a table belongs to organisations within reach.
fn bodies(reach: &Reach, column: &'static str, table: &'static str, org: &'static str) -> SelectStatement {
    Query::select().column(column).from(table).and_where(Expr::col(org).in_subquery(within(reach))).to_owned()
}

pub(crate) fn statements() -> Vec<&'static str> {
    vec![IS_VISITOR, IS_MEMBER, PATH]
}
