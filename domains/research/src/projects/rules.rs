//! Projects: their kinds, their states, and who takes which step.

use std::collections::BTreeMap;

use kernel::Problem;

use crate::coded::coded;

coded!(
    /// Whose research it is.
    Kind {
        /// 书记专题.
        Secretary = "secretary",
        /// 委员集体.
        Committee = "committee",
        /// 青年.
        Youth = "youth",
        /// 其他.
        Other = "other",
    }
);

impl Kind {
    /// Every one, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Secretary, Self::Committee, Self::Youth, Self::Other];
}

coded!(
    /// How research is done.
    Method {
        /// 座谈.
        Meeting = "meeting",
        /// 走访.
        Visit = "visit",
        /// 问卷.
        Questionnaire = "questionnaire",
        /// 个别谈话.
        Talk = "talk",
        /// 赴外地.
        Elsewhere = "elsewhere",
    }
);

impl Method {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Meeting, Self::Visit, Self::Questionnaire, Self::Talk, Self::Elsewhere];
}

coded!(
    /// How far a project is.
    State {
        /// 草稿.
        Draft = "draft",
        /// 立项.
        Approved = "approved",
        /// 进行中.
        Running = "running",
        /// 报告.
        Reported = "reported",
        /// 办结.
        Concluded = "concluded",
        /// 归档.
        Archived = "archived",
    }
);

impl State {
    /// Every one, in order.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Approved, Self::Running, Self::Reported, Self::Concluded, Self::Archived];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Draft | Self::Archived => "",
            Self::Approved | Self::Reported => "calm",
            Self::Running => "warn",
            Self::Concluded => "done",
        }
    }

    /// Whether what was planned can still be changed.
    pub fn is_open(self) -> bool {
        self < Self::Concluded
    }
}

coded!(
    /// A step of a project.
    Step {
        /// 立项.
        Approve = "approve",
        /// 退回草稿, with a reason.
        Refuse = "refuse",
        /// 开始调研.
        Start = "start",
        /// 提交报告.
        Report = "report",
        /// 退回修改, with a reason.
        SendBack = "send_back",
        /// 办结.
        Conclude = "conclude",
        /// 归档.
        Archive = "archive",
    }
);

impl Step {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Approve,
        Self::Refuse,
        Self::Start,
        Self::Report,
        Self::SendBack,
        Self::Conclude,
        Self::Archive,
    ];

    /// From which state to which.
    pub fn way(self) -> (State, State) {
        match self {
            Self::Approve => (State::Draft, State::Approved),
            Self::Refuse => (State::Approved, State::Draft),
            Self::Start => (State::Approved, State::Running),
            Self::Report => (State::Running, State::Reported),
            Self::SendBack => (State::Reported, State::Running),
            Self::Conclude => (State::Reported, State::Concluded),
            Self::Archive => (State::Concluded, State::Archived),
        }
    }

    /// Whether whoever leads the project or belongs to it takes it; all others are decided by the committee.
    pub fn is_of_members(self) -> bool {
        matches!(self, Self::Start | Self::Report)
    }

    /// Whether it goes back and needs a written reason.
    pub fn goes_back(self) -> bool {
        matches!(self, Self::Refuse | Self::SendBack)
    }

    /// What stands in the history.
    pub fn did(self) -> &'static str {
        match self {
            Self::Approve => "project-approved",
            Self::Refuse => "project-refused",
            Self::Start => "project-started",
            Self::Report => "project-reported",
            Self::SendBack => "project-sent-back",
            Self::Conclude => "project-concluded",
            Self::Archive => "project-archived",
        }
    }
}

/// What somebody is to a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Leads it, belongs to it, drafted it, or is the office.
    pub keeps: bool,
    /// Decides for the committee.
    pub decides: bool,
}

impl Standing {
    /// Whether they may take a step, whatever the state.
    pub fn may(self, step: Step) -> bool {
        if step.is_of_members() { self.keeps } else { self.decides }
    }

    /// The steps that are theirs in a state.
    pub fn steps(self, state: State) -> Vec<Step> {
        Step::ALL.into_iter().filter(|step| step.way().0 == state && self.may(*step)).collect()
    }
}

/// The state after a step.
///
/// # Errors
/// [`Problem::Refused`] when the step is not theirs or not the next, when a report is wanted and empty, or when findings are
/// still open and the project is to be archived.
pub(crate) fn after(
    step: Step,
    state: State,
    standing: Standing,
    report: &str,
    open: usize,
) -> Result<State, Problem> {
    if !standing.may(step) {
        return Err(Problem::refused("project-not-yours"));
    }
    let (from, to) = step.way();
    if state != from {
        return Err(Problem::refused("project-not-in-state"));
    }
    match step {
        Step::Report if report.trim().is_empty() => Err(Problem::refused("project-report-missing")),
        Step::Archive if open > 0 => {
            Err(Problem::refused(kernel::Say::new("project-findings-open").with("n", open)))
        }
        _ => Ok(to),
    }
}

/// Whether a project may stand below another: not below itself, nor below one of its own.
pub(crate) fn may_stand_below(parents: &BTreeMap<i64, i64>, project: i64, parent: i64) -> bool {
    let mut above = Some(parent);
    // One step for each that stands below another, one for the top, and one to find that nothing stands above it.
    for _ in 0..parents.len() + 2 {
        match above {
            Some(one) if one == project => return false,
            Some(one) => above = parents.get(&one).copied(),
            None => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LEAD: Standing = Standing { keeps: true, decides: false };
    const COMMITTEE: Standing = Standing { keeps: false, decides: true };

    #[test]
    fn the_committee_decides_and_the_lead_works() {
        let mut state = State::Draft;
        let way = [
            (Step::Approve, COMMITTEE),
            (Step::Start, LEAD),
            (Step::Report, LEAD),
            (Step::SendBack, COMMITTEE),
            (Step::Report, LEAD),
            (Step::Conclude, COMMITTEE),
            (Step::Archive, COMMITTEE),
        ];
        for (step, standing) in way {
            state = after(step, state, standing, "报告", 0).unwrap();
        }
        assert_eq!(state, State::Archived);
        assert!(after(Step::Approve, State::Draft, LEAD, "", 0).is_err());
        assert!(after(Step::Report, State::Running, LEAD, " ", 0).is_err(), "a report is wanted");
        assert!(after(Step::Archive, State::Concluded, COMMITTEE, "报告", 1).is_err(), "a finding is open");
    }

    #[test]
    fn nothing_stands_below_itself() {
        let parents = BTreeMap::from([(2, 1), (3, 2)]);
        assert!(may_stand_below(&parents, 4, 3));
        assert!(!may_stand_below(&parents, 1, 3));
        assert!(!may_stand_below(&parents, 1, 1));
        assert!(may_stand_below(&parents, 3, 1));
        assert!(!may_stand_below(&BTreeMap::from([(5, 6), (6, 5)]), 4, 5), "a circle ends");
    }

    proptest! {
        #[test]
        fn what_is_offered_is_what_is_allowed(state in 0..6_usize, keeps: bool, decides: bool) {
            let (state, standing) = (State::ALL[state], Standing { keeps, decides });
            for step in Step::ALL {
                let offered = standing.steps(state).contains(&step);
                prop_assert_eq!(offered, after(step, state, standing, "报告", 0).is_ok());
            }
        }
    }
}
