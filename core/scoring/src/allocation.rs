//! Sharing money out (党建经费): base per organisation, amount per member, grade coefficient, exact to the 分.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::number::{Money, Ratio};

/// How a budget is shared out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllocationRule {
    /// The whole budget.
    pub budget: Money,
    /// What every organisation gets before members count. It is not multiplied by the coefficient.
    #[serde(default)]
    pub base: Base,
}

/// The part every organisation gets alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// None: everything goes by members and coefficient.
    #[default]
    None,
    /// This share of the budget, divided equally.
    Share(Ratio),
    /// This amount each.
    Each(Money),
}

/// Who takes part in an allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The caller's key, unique.
    pub key: String,
    /// Members that count.
    pub members: u32,
    /// The coefficient of its grade.
    pub coefficient: Ratio,
}

/// What one organisation gets, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allotment {
    /// The caller's key.
    pub key: String,
    /// The amount.
    pub amount: Money,
    /// What the rule gives exactly, in 元.
    pub exact: Ratio,
    /// The part of it that is the base, in 元.
    pub base: Ratio,
    /// Members times coefficient: its weight in the rest.
    pub weight: Ratio,
    /// Whether it received one of the left-over 分.
    pub rounded_up: bool,
}

/// Why nothing can be shared out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are the arguments of the sentence that Display says")]
pub enum AllocationError {
    /// Nobody takes part.
    Nobody,
    /// Somebody takes part twice.
    Duplicate { key: String },
    /// The budget is below zero.
    NegativeBudget,
    /// A coefficient is below zero.
    NegativeCoefficient { key: String },
    /// The base is below zero, or above the budget altogether.
    BaseOutOfRange { needed: Ratio, budget: Money },
    /// Money is left, but all weights are zero.
    NothingToShareBy,
}

impl fmt::Display for AllocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("nobody takes part"),
            Self::Duplicate { key } => write!(f, "{key} takes part twice"),
            Self::NegativeBudget => f.write_str("the budget is below zero"),
            Self::NegativeCoefficient { key } => write!(f, "the coefficient of {key} is below zero"),
            Self::BaseOutOfRange { needed, budget } => {
                write!(f, "the base needs {}, the budget is {budget}", needed.rounded(2))
            }
            Self::NothingToShareBy => {
                f.write_str("nobody has members with a coefficient above zero, so the rest cannot be shared")
            }
        }
    }
}

impl std::error::Error for AllocationError {}

/// Shares the budget out by largest remainder: everybody gets the exact amount cut to whole 分, and the 分 left over
/// go one each to the largest cut-off remainders. Equal remainders: the larger exact amount first, then the key by
/// code point. The sum is the budget, exactly, and the order of the claims does not matter.
///
/// Allotments come in the order of the claims.
///
/// # What moves when something changes
/// The exact amounts move as one expects: a larger budget lowers nobody's, and a larger claim raises its own and nobody
/// else's. Whole 分 follow them within one: an amount is always less than 1 分 away from the exact one. So
/// - whoever's exact amount does not fall loses at most 1 分, and whoever's does not rise gains at most 1 分;
/// - every change is less than 2 分 away from the exact change, and all changes together are the change of the budget.
///
/// That 1 分 can be lost or gained against the exact change is in the nature of largest remainders (the Alabama and the
/// population paradox), and the price of never being a whole 分 away from what is due: M. L. Balinski and H. P. Young,
/// *Fair Representation*, 1982.
///
/// ```
/// use scoring::{AllocationRule, Base, Claim, Money, Ratio, allocate};
/// let fen = |budget, members: [u32; 3]| {
///     let rule = AllocationRule { budget: Money::from_fen(budget), base: Base::None };
///     let claim = |(key, members): (&str, u32)| Claim { key: key.to_owned(), members, coefficient: Ratio::ONE };
///     let claims: Vec<Claim> = ["a", "b", "c"].into_iter().zip(members).map(claim).collect();
///     allocate(&rule, &claims).unwrap().iter().map(|a| a.amount.fen()).collect::<Vec<_>>()
/// };
/// // one 分 more for all, one less for c
/// assert_eq!((fen(10, [6, 6, 2]), fen(11, [6, 6, 2])), (vec![4, 4, 2], vec![5, 5, 1]));
/// // one member more for a, one 分 more for b
/// assert_eq!((fen(2, [1, 3, 10]), fen(2, [2, 3, 10])), (vec![0, 0, 2], vec![0, 1, 1]));
/// ```
///
/// # Examples
/// ```
/// use scoring::{AllocationRule, Base, Claim, Money, allocate};
/// let claims = [("a", 37, "1.2"), ("b", 52, "1.0"), ("c", 11, "0.8")].map(|(key, members, coefficient)| Claim {
///     key: key.to_owned(),
///     members,
///     coefficient: coefficient.parse().unwrap(),
/// });
/// let amounts = |base: Base| {
///     let rule = AllocationRule { budget: Money::from_fen(10_000_000), base };
///     allocate(&rule, &claims).unwrap().iter().map(|a| a.amount.to_string()).collect::<Vec<_>>()
/// };
/// assert_eq!(amounts(Base::None), ["42205.32", "49429.66", "8365.02"]);
/// assert_eq!(amounts(Base::Share("30%".parse().unwrap())), ["39543.73", "44600.76", "15855.51"]);
/// ```
///
/// # Errors
/// See [`AllocationError`]; a budget that cannot be shared out whole is not shared out in part.
pub fn allocate(rule: &AllocationRule, claims: &[Claim]) -> Result<Vec<Allotment>, AllocationError> {
    refuse(rule, claims)?;
    let budget = Ratio::from(rule.budget.fen());
    let count = Ratio::from(i64::try_from(claims.len()).unwrap_or(i64::MAX));
    let base = match &rule.base {
        Base::None => Ratio::ZERO,
        Base::Share(share) => (budget.clone() * share.clone()).over(&count).unwrap_or_default(),
        Base::Each(each) => Ratio::from(each.fen()),
    };
    let needed = base.clone() * count;
    if base.is_negative() || needed > budget {
        let needed = needed * Ratio::new(1, 100).unwrap_or_default();
        return Err(AllocationError::BaseOutOfRange { needed, budget: rule.budget });
    }
    let rest = budget - needed;
    let weights: Vec<Ratio> = claims.iter().map(|c| Ratio::from(c.members) * c.coefficient.clone()).collect();
    let all: Ratio = weights.iter().cloned().sum();
    let per_weight = match rest.over(&all) {
        Some(per_weight) => per_weight,
        None if rest.is_zero() => Ratio::ZERO,
        None => return Err(AllocationError::NothingToShareBy),
    };
    let exact: Vec<Ratio> =
        weights.iter().map(|weight| base.clone() + weight.clone() * per_weight.clone()).collect();
    let keys: Vec<&str> = claims.iter().map(|claim| claim.key.as_str()).collect();
    let whole = largest_remainder(rule.budget.fen(), &exact, &keys);
    let yuan = |fen: Ratio| fen * Ratio::new(1, 100).unwrap_or_default();
    let shares = claims.iter().zip(exact).zip(weights).zip(whole);
    Ok(shares
        .map(|(((claim, exact), weight), (fen, rounded_up))| Allotment {
            key: claim.key.clone(),
            amount: Money::from_fen(fen),
            exact: yuan(exact),
            base: yuan(base.clone()),
            weight,
            rounded_up,
        })
        .collect())
}

fn refuse(rule: &AllocationRule, claims: &[Claim]) -> Result<(), AllocationError> {
    if claims.is_empty() {
        return Err(AllocationError::Nobody);
    }
    if rule.budget < Money::ZERO {
        return Err(AllocationError::NegativeBudget);
    }
    let mut seen = HashSet::new();
    for claim in claims {
        let key = || claim.key.clone();
        if !seen.insert(claim.key.as_str()) {
            return Err(AllocationError::Duplicate { key: key() });
        }
        if claim.coefficient.is_negative() {
            return Err(AllocationError::NegativeCoefficient { key: key() });
        }
    }
    Ok(())
}

/// Whole units for exact quotas that are not negative and add up to `total`; whether each was rounded up.
fn largest_remainder(total: i64, exact: &[Ratio], keys: &[&str]) -> Vec<(i64, bool)> {
    // each quota lies between 0 and the total, so its whole part fits
    let floors: Vec<BigInt> = exact.iter().map(Ratio::floor).collect();
    let mut shares: Vec<(i64, bool)> =
        floors.iter().map(|floor| (floor.to_i64().unwrap_or(0), false)).collect();
    let left = i128::from(total) - shares.iter().map(|(share, _)| i128::from(*share)).sum::<i128>();
    let mut claims: Vec<(Ratio, &Ratio, &str, &mut (i64, bool))> = exact
        .iter()
        .zip(floors)
        .zip(keys)
        .zip(&mut shares)
        .map(|(((exact, floor), key), share)| {
            let cut_off = exact.clone() - Ratio::from_big(floor, BigInt::from(1)).unwrap_or_default();
            (cut_off, exact, *key, share)
        })
        .collect();
    claims.sort_by(|(cut_a, a, key_a, _), (cut_b, b, key_b, _)| -> Ordering {
        cut_b.cmp(cut_a).then_with(|| b.cmp(a)).then_with(|| key_a.cmp(key_b))
    });
    for (.., share) in claims.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        *share = (share.0 + 1, true);
    }
    shares
}
