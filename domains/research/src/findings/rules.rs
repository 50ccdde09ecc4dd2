//! The way of a finding: its states, who takes which step, and when it is overdue. The visitor closes it, never the visited.

use kernel::{Day, Problem, Say};

use crate::coded::coded;

coded!(
    /// How far a finding is.
    State {
        /// Written down; nobody is asked to act yet.
        Pending = "pending",
        /// Handed out to whoever is to act.
        Handed = "handed",
        /// Being acted on.
        Working = "working",
        /// Said to be done; the visitor looks.
        Review = "review",
        /// Closed by the visitor.
        Closed = "closed",
    }
);

impl State {
    /// Every one, in order.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Handed, Self::Working, Self::Review, Self::Closed];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Pending => "",
            Self::Handed | Self::Working => "warn",
            Self::Review => "calm",
            Self::Closed => "done",
        }
    }

    /// Whether it is acted on, so that it can be late.
    pub fn is_acted_on(self) -> bool {
        matches!(self, Self::Handed | Self::Working)
    }
}

coded!(
    /// How grave it is.
    Severity {
        /// 一般.
        Ordinary = "ordinary",
        /// 较重.
        Considerable = "considerable",
        /// 严重.
        Severe = "severe",
    }
);

impl Severity {
    /// Every one, in order.
    pub const ALL: [Self; 3] = [Self::Ordinary, Self::Considerable, Self::Severe];

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Ordinary => "",
            Self::Considerable => "warn",
            Self::Severe => "bad",
        }
    }
}

coded!(
    /// What became of a finding.
    Conclusion {
        /// 已解决.
        Solved = "solved",
        /// 部分解决.
        Partly = "partly",
        /// 持续推进.
        Continuing = "continuing",
        /// 不采纳.
        NotAdopted = "not_adopted",
    }
);

impl Conclusion {
    /// Every one, in order.
    pub const ALL: [Self; 4] = [Self::Solved, Self::Partly, Self::Continuing, Self::NotAdopted];

    /// Whether it needs a written reason.
    pub fn needs_reason(self) -> bool {
        self != Self::Solved
    }
}

coded!(
    /// A step on the way.
    Step {
        /// 交办.
        HandOut = "hand_out",
        /// 收回, with a reason.
        TakeBack = "take_back",
        /// 开始整改, with measures.
        Begin = "begin",
        /// 申请销号.
        Submit = "submit",
        /// 退回整改, with a reason.
        SendBack = "send_back",
        /// 销号.
        Close = "close",
        /// 重新整改, with a reason.
        Reopen = "reopen",
    }
);

impl Step {
    /// From which state to which.
    pub fn way(self) -> (State, State) {
        match self {
            Self::HandOut => (State::Pending, State::Handed),
            Self::TakeBack => (State::Handed, State::Pending),
            Self::Begin => (State::Handed, State::Working),
            Self::Submit => (State::Working, State::Review),
            Self::SendBack => (State::Review, State::Working),
            Self::Close => (State::Review, State::Closed),
            Self::Reopen => (State::Closed, State::Working),
        }
    }

    /// What stands in the history.
    pub fn did(self) -> &'static str {
        match self {
            Self::HandOut => "finding-handed",
            Self::TakeBack => "finding-taken-back",
            Self::Begin => "finding-begun",
            Self::Submit => "finding-submitted",
            Self::SendBack => "finding-sent-back",
            Self::Close => "finding-closed",
            Self::Reopen => "finding-reopened",
        }
    }

    fn is_answer(self) -> bool {
        matches!(self, Self::Begin | Self::Submit)
    }
}

/// What somebody is to a finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The visitor, or the committee's administrator.
    pub visits: bool,
    /// Answers for the responsible body; the committee's administrator for an outside body.
    pub answers: bool,
    /// The responsible body is an organisation of the organ.
    pub of_the_organ: bool,
}

impl Standing {
    /// Whether they may take a step, whatever the state. Whoever answers for an organisation never judges its own work, even
    /// if they are also the visitor.
    pub fn may(self, step: Step) -> bool {
        let visited = self.answers && self.of_the_organ;
        match step {
            _ if step.is_answer() => self.answers,
            Step::HandOut | Step::TakeBack => self.visits,
            _ => self.visits && !visited,
        }
    }
}

/// The state after a step.
///
/// # Errors
/// [`Problem::Missing`] when they have no part in the finding; [`Problem::Refused`] when the step is not theirs or not the next.
pub(crate) fn after(step: Step, state: State, standing: Standing) -> Result<State, Problem> {
    if !standing.may(step) {
        return Err(Problem::refused(match step.is_answer() {
            true => "finding-only-the-responsible",
            false => "finding-only-the-visitor",
        }));
    }
    let (from, to) = step.way();
    match state == from {
        true => Ok(to),
        false => Err(Problem::refused(Say::new("finding-not-in-state"))),
    }
}

/// Whether it should have been done before today. Derived, never stored; what waits for the visitor is not late.
pub(crate) fn is_overdue(state: State, due: Option<Day>, today: Day) -> bool {
    state.is_acted_on() && due.is_some_and(|due| due < today)
}

/// Whether a closed finding was done in time: said to be done by the day on which it was due. A finding without such a day has
/// no part in the rate.
pub(crate) fn was_in_time(due: Option<Day>, review: Option<Day>) -> Option<bool> {
    Some(review? <= due?)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
