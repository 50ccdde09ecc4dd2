//! How a budget is shared out, and who may approve it. Pure.

use kernel::Say;
use schemars::JsonSchema;
use scoring::{AllocationError, AllocationRule, Base, Claim, Money, Ratio, Score, allocate};
use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::coded::coded;

coded!(
    /// How far an allocation is.
    State {
        /// Saved, and worked on.
        Draft = "draft",
        /// Waiting for two approvals.
        Proposed = "proposed",
        /// Refused by one of them, and worked on again.
        Returned = "returned",
        /// In force and frozen.
        Approved = "approved",
        /// Was in force, until another was approved for the same account.
        Replaced = "replaced",
        /// Given up.
        Withdrawn = "withdrawn",
    }
);

impl State {
    /// Whether it may still be changed.
    pub fn is_worked_on(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether it is frozen for good.
    pub fn is_frozen(self) -> bool {
        matches!(self, Self::Approved | Self::Replaced)
    }

    /// Tone of its badge.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Draft | Self::Replaced | Self::Withdrawn => "",
            Self::Proposed => "warn",
            Self::Returned => "bad",
            Self::Approved => "done",
        }
    }
}

coded!(
    /// In which capacity somebody approves.
    Capacity {
        /// As the committee's secretary.
        Secretary = "secretary",
        /// As finance.
        Finance = "finance",
    }
);

impl Capacity {
    /// Both, in the order in which they are listed to people.
    pub const ALL: [Self; 2] = [Self::Secretary, Self::Finance];
}

/// What the committee chooses when it shares a budget out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Parameters {
    /// What every organisation gets first, in 元.
    pub each: Amount,
    /// Percent of the rest that is shared equally.
    #[schemars(with = "String")]
    pub flat: Score,
    /// Coefficients of the grades, best first: code, name, coefficient.
    pub grades: Vec<GradeCoefficient>,
}

/// The coefficient by which the members of an organisation of one grade count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct GradeCoefficient {
    pub code: String,
    pub name: String,
    #[schemars(with = "String")]
    pub coefficient: Score,
}

impl Parameters {
    /// The coefficient of a grade.
    pub fn of(&self, grade: &str) -> Option<Score> {
        self.grades.iter().find(|one| one.code == grade).map(|one| one.coefficient)
    }

    /// Tone of a grade's badge: gold for the best, plain for the last.
    pub fn tone(&self, grade: &str) -> &'static str {
        let place = self.grades.iter().position(|one| one.code == grade);
        match place {
            Some(0) => "good",
            Some(place) if place + 1 < self.grades.len() => "fair",
            _ => "ordinary",
        }
    }

    /// Percent of the rest that goes by members and grade.
    pub fn by_members(&self) -> Score {
        Score::from_thousandths(Score::HUNDRED.thousandths() - self.flat.thousandths())
    }
}

/// Who takes part, in the order in which results were published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taker {
    pub members: u32,
    pub grade: String,
}

/// What the rule gives one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Computed {
    pub amount: Amount,
    /// Exactly, in 元.
    pub exact: Ratio,
    /// The part that does not depend on members and grade, exactly, in 元.
    pub base: Ratio,
    pub coefficient: Score,
    /// Whether it received one of the left-over 分.
    pub rounded_up: bool,
}

/// Shares the budget out, exactly. Remainders that are equal: the larger amount first, then whoever comes first.
///
/// # Errors
/// The sentence that says why nothing can be shared out.
pub(crate) fn share(budget: Amount, parameters: &Parameters, takers: &[Taker]) -> Result<Vec<Computed>, Say> {
    let rule = AllocationRule { budget: budget.money(), base: base(budget, parameters, takers.len())? };
    let coefficients: Vec<Score> = takers
        .iter()
        .map(|taker| parameters.of(&taker.grade).ok_or_else(|| Say::new("fund-grade-unknown")))
        .collect::<Result<_, _>>()?;
    let claims: Vec<Claim> = takers
        .iter()
        .zip(&coefficients)
        .enumerate()
        .map(|(place, (taker, coefficient))| Claim {
            key: format!("{place:08}"),
            members: taker.members,
            coefficient: coefficient.ratio(),
        })
        .collect();
    let shared = allocate(&rule, &claims).map_err(said)?;
    let computed = |(allotment, coefficient): (scoring::Allotment, Score)| Computed {
        amount: allotment.amount.into(),
        exact: allotment.exact,
        base: allotment.base,
        coefficient,
        rounded_up: allotment.rounded_up,
    };
    Ok(shared.into_iter().zip(coefficients).map(computed).collect())
}

/// The fixed amounts and the equal part together are one share of the budget, exactly.
fn base(budget: Amount, parameters: &Parameters, takers: usize) -> Result<Base, Say> {
    let takers = i64::try_from(takers).unwrap_or(i64::MAX);
    let fixed = parameters.each.0.saturating_mul(takers);
    if fixed > budget.0 {
        return Err(too_large(Money::from_fen(fixed), budget));
    }
    let percent = Ratio::new(1, 100).unwrap_or_default();
    let rest = Ratio::from(budget.0 - fixed);
    let alike = Ratio::from(fixed) + rest * parameters.flat.ratio() * percent;
    match alike.over(&Ratio::from(budget.0)) {
        Some(share) if !share.is_zero() => Ok(Base::Share(share)),
        _ => Ok(Base::None),
    }
}

fn too_large(needed: Money, budget: Amount) -> Say {
    Say::new("fund-base-too-large").with("needed", Amount::from(needed)).with("budget", budget)
}

fn said(error: AllocationError) -> Say {
    match error {
        AllocationError::Nobody => Say::new("fund-nobody"),
        AllocationError::NothingToShareBy => Say::new("fund-nothing-to-share-by"),
        AllocationError::BaseOutOfRange { needed, budget } => Say::new("fund-base-too-large")
            .with("needed", needed.rounded(2))
            .with("budget", Amount::from(budget)),
        AllocationError::Duplicate { .. }
        | AllocationError::NegativeBudget
        | AllocationError::NegativeCoefficient { .. } => Say::new("fund-cannot-share"),
    }
}

/// Whether somebody may approve or return a proposal in that capacity. `given` are the approvals so far: by whom, in
/// which capacity.
///
/// # Errors
/// The sentence that says why not.
pub(crate) fn may_decide(
    authors: &[String],
    given: &[(String, Capacity)],
    by: &str,
    capacity: Capacity,
) -> Result<(), Say> {
    if authors.iter().any(|author| author == by) {
        return Err(Say::new("fund-approve-own"));
    }
    if given.iter().any(|(other, _)| other == by) {
        return Err(Say::new("fund-approve-twice"));
    }
    if given.iter().any(|(_, other)| *other == capacity) {
        return Err(Say::new("fund-approve-done"));
    }
    Ok(())
}

/// Whether the approvals suffice: one in each capacity.
pub(crate) fn is_complete(given: &[(String, Capacity)]) -> bool {
    Capacity::ALL.iter().all(|capacity| given.iter().any(|(_, other)| other == capacity))
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
