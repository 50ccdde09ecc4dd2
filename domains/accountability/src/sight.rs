//! Who looks, and what of the measures they may see and do: the committee everything, a body what it leads or helps with.

use std::collections::BTreeSet;

use kernel::{Act, Day, OrgId, Principal, Problem, Reach};
use store::Conn;
use web::{Reading, Site, Visitor, Words, Writing};

use crate::measures::record::{self as measures, Measure, MeasureId};
use crate::measures::rules::State as MeasureState;
use crate::plans::record::{Plan, State};
use crate::policy::{DecideMeasures, IssueReminders, ReadMeasures, SetUpPlans, WorkOnMeasures};
use crate::sources::{Sources, reach};

/// Who looks.
#[derive(Clone)]
pub(crate) struct Sight {
    pub words: Words,
    pub today: Day,
    pub sources: Sources,
    /// What they may read.
    pub sees: Reach,
    /// For which bodies they may work.
    pub works: Reach,
    pub may_set_up: bool,
    pub may_decide: bool,
    pub may_remind: bool,
}

impl Sight {
    fn new(words: Words, today: Day, sources: Sources, who: Option<&Principal>) -> Self {
        Self {
            words,
            today,
            sources,
            sees: reach::<ReadMeasures>(who, today),
            works: reach::<WorkOnMeasures>(who, today),
            may_set_up: reach::<SetUpPlans>(who, today).all,
            may_decide: reach::<DecideMeasures>(who, today).all,
            may_remind: reach::<IssueReminders>(who, today).all,
        }
    }

    fn at(site: &Site, words: Words, today: Day, who: Option<&Principal>) -> Result<Self, Problem> {
        Ok(Self::new(words, today, Sources::of(site)?, who))
    }

    /// Of somebody who reads a page.
    pub fn reading<A: Act>(cx: &Reading<'_, A>) -> Result<Self, Problem> {
        Self::at(cx.site(), cx.words(), cx.today(), cx.principal())
    }

    /// Of somebody who writes.
    pub fn writing<A: Act>(cx: &Writing<'_, A>) -> Result<Self, Problem> {
        Self::at(cx.site(), cx.words(), cx.today(), cx.principal())
    }

    /// Of somebody for whom a desk, a search or a link is made; nothing where the organisations are no part of the
    /// installation.
    pub fn of(visitor: &Visitor) -> Option<Self> {
        let sources = Sources { directory: visitor.directory.clone()? };
        Some(Self::new(visitor.words.clone(), visitor.today, sources, Some(&visitor.who)))
    }

    /// Whether they see anything at all.
    pub fn sees_anything(&self) -> bool {
        self.sees != Reach::default()
    }

    /// Of these measures, those that they may see, with who helps.
    pub fn seen(
        &self,
        c: &mut Conn,
        measures: Vec<Measure>,
        helpers: &[(MeasureId, OrgId, String)],
    ) -> Result<Vec<Measure>, Problem> {
        if self.sees.all {
            return Ok(measures);
        }
        let orgs = measures.iter().map(|one| one.org).chain(helpers.iter().map(|(_, org, _)| *org));
        let orgs: Vec<OrgId> = orgs.collect::<BTreeSet<_>>().into_iter().collect();
        let Some(within) = self.sources.within(c, &self.sees, &orgs)? else { return Ok(measures) };
        let helped: BTreeSet<MeasureId> =
            helpers.iter().filter(|(_, org, _)| within.contains(org)).map(|(id, _, _)| *id).collect();
        let mine = |one: &Measure| {
            one.state != MeasureState::Draft && (within.contains(&one.org) || helped.contains(&one.id))
        };
        Ok(measures.into_iter().filter(mine).collect())
    }

    /// Measures of a plan that they may see, with the helpers of all of them.
    ///
    /// # Errors
    /// [`Problem::Missing`] for a plan of which they see nothing.
    #[expect(clippy::type_complexity, reason = "the two lists are always wanted together")]
    pub fn of_plan(
        &self,
        c: &mut Conn,
        plan: &Plan,
    ) -> Result<(Vec<Measure>, Vec<(MeasureId, OrgId, String)>), Problem> {
        let all = measures::of_plan(c, plan.id)?;
        let helpers = measures::helpers_of_plan(c, plan.id)?;
        let seen = self.seen(c, all, &helpers)?;
        if !self.sees.all && (plan.state == State::Draft || seen.is_empty()) {
            return Err(Problem::Missing);
        }
        Ok((seen, helpers))
    }

    /// A measure with those who help, if they may see it.
    ///
    /// # Errors
    /// [`Problem::Missing`] when they may not.
    pub fn measure(&self, c: &mut Conn, id: MeasureId) -> Result<(Measure, Vec<(OrgId, String)>), Problem> {
        let measure = measures::find(c, id)?;
        let helpers = measures::helpers(c, id)?;
        let named: Vec<_> = helpers.iter().map(|(org, name)| (id, *org, name.clone())).collect();
        match self.seen(c, vec![measure], &named)?.pop() {
            Some(measure) => Ok((measure, helpers)),
            None => Err(Problem::Missing),
        }
    }

    /// Which of these bodies they may work for.
    pub fn working_for(&self, c: &mut Conn, orgs: &[OrgId]) -> Result<BTreeSet<OrgId>, Problem> {
        if self.works == Reach::default() {
            return Ok(BTreeSet::new());
        }
        Ok(self.sources.within(c, &self.works, orgs)?.unwrap_or_else(|| orgs.iter().copied().collect()))
    }
}
