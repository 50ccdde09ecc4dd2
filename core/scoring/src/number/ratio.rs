use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Mul, Neg, Sub};
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::text::{Decimal, NumberError, narrowed, travels_as_text};

/// An exact fraction of any size, always in lowest terms.
///
/// Values whose two halves fit a machine word (all figures of real appraisals) are computed without allocating;
/// anything larger moves to big integers by itself. No operation overflows, panics or rounds.
///
/// ```
/// use scoring::Ratio;
/// // 党员 weight .4 mean 92, 群众 weight .3 mean 88, the third group absent: 632/7
/// let (party, staff): (Ratio, Ratio) = ("0.4".parse()?, "0.3".parse()?);
/// let mean = (party.clone() * Ratio::from(92) + staff.clone() * Ratio::from(88)).over(&(party + staff));
/// assert_eq!(mean, Some("632/7".parse()?));
/// assert_eq!(mean.map(|m| m.rounded(2).to_string()).as_deref(), Some("90.29"));
/// # Ok::<(), scoring::NumberError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Ratio(Form);

/// `Small` whenever both magnitudes are at most `i64::MAX`, so that equal values have one form.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    Small { n: i64, d: i64 },
    Large(Box<BigRational>),
}

impl Ratio {
    /// 0.
    pub const ZERO: Self = Self(Form::Small { n: 0, d: 1 });
    /// 1.
    pub const ONE: Self = Self(Form::Small { n: 1, d: 1 });

    /// `numerator / denominator`; `None` over zero.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let negative = (numerator < 0) != (denominator < 0);
        let (n, d) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        let shared = greatest_common_divisor(n, d).max(1);
        let (n, d) = (n / shared, d / shared);
        Some(match (i64::try_from(n), i64::try_from(d)) {
            (Ok(n), Ok(d)) => Self(Form::Small { n: if negative { -n } else { n }, d }),
            _ => {
                let n = BigInt::from(n);
                let n = if negative { -n } else { n };
                Self(Form::Large(Box::new(BigRational::new_raw(n, BigInt::from(d)))))
            }
        })
    }

    /// The same from big integers; `None` over zero.
    #[must_use]
    pub fn from_big(numerator: BigInt, denominator: BigInt) -> Option<Self> {
        (!denominator.is_zero()).then(|| Self::settled(BigRational::new(numerator, denominator)))
    }

    /// Back to the small form whenever it fits.
    fn settled(value: BigRational) -> Self {
        let small = |part: &BigInt| part.to_i64().filter(|&part| part != i64::MIN);
        match (small(value.numer()), small(value.denom())) {
            (Some(n), Some(d)) => Self(Form::Small { n, d }),
            _ => Self(Form::Large(Box::new(value))),
        }
    }

    fn large(&self) -> BigRational {
        match &self.0 {
            Form::Small { n, d } => BigRational::new_raw(BigInt::from(*n), BigInt::from(*d)),
            Form::Large(value) => (**value).clone(),
        }
    }

    /// Numerator and denominator (positive) in lowest terms.
    #[must_use]
    pub fn parts(&self) -> (BigInt, BigInt) {
        let (n, d) = self.large().into_raw();
        (n, d)
    }

    /// Both halves as machine words, when they fit.
    pub(super) fn small_parts(&self) -> Option<(i64, i64)> {
        match self.0 {
            Form::Small { n, d } => Some((n, d)),
            Form::Large(_) => None,
        }
    }

    /// `self / divisor`; `None` when the divisor is zero.
    #[must_use]
    pub fn over(&self, divisor: &Self) -> Option<Self> {
        match (&self.0, &divisor.0) {
            (_, Form::Small { n: 0, .. }) => None,
            (Form::Small { n, d }, Form::Small { n: m, d: e }) => {
                Self::new(i128::from(*n) * i128::from(*e), i128::from(*d) * i128::from(*m))
            }
            _ => Some(Self::settled(self.large() / divisor.large())),
        }
    }

    /// The largest whole number that is not above the value.
    #[must_use]
    pub fn floor(&self) -> BigInt {
        match &self.0 {
            Form::Small { n, d } => BigInt::from(n.div_euclid(*d)),
            Form::Large(value) => value.floor().to_integer(),
        }
    }

    /// Whether the value is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Small { n, .. } => *n < 0,
            Form::Large(value) => value.is_negative(),
        }
    }

    /// Whether the value is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Form::Small { n: 0, .. })
    }
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(small), Ok(smaller)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(num_integer::gcd(small, smaller));
        }
        (a, b) = (b, a % b);
    }
    a
}

/// `n / d` of two products that cannot overflow: both halves of the small form stay below 2^63 in magnitude.
fn exact(n: i128, d: i128) -> Ratio {
    Ratio::new(n, d).unwrap_or(Ratio::ZERO)
}

impl Add for Ratio {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        match (&self.0, &other.0) {
            (Form::Small { n, d }, Form::Small { n: m, d: e }) if d == e => {
                exact(i128::from(*n) + i128::from(*m), i128::from(*d))
            }
            (Form::Small { n, d }, Form::Small { n: m, d: e }) => exact(
                i128::from(*n) * i128::from(*e) + i128::from(*m) * i128::from(*d),
                i128::from(*d) * i128::from(*e),
            ),
            _ => Self::settled(self.large() + other.large()),
        }
    }
}

impl Mul for Ratio {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        match (&self.0, &other.0) {
            (Form::Small { n, d }, Form::Small { n: m, d: e }) => {
                exact(i128::from(*n) * i128::from(*m), i128::from(*d) * i128::from(*e))
            }
            _ => Self::settled(self.large() * other.large()),
        }
    }
}

impl Neg for Ratio {
    type Output = Self;

    fn neg(self) -> Self {
        match self.0 {
            Form::Small { n, d } => Self(Form::Small { n: -n, d }),
            Form::Large(value) => Self(Form::Large(Box::new(-*value))),
        }
    }
}

impl Sub for Ratio {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Sum for Ratio {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::ZERO, |sum, term| sum + term)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Small { n, d }, Form::Small { n: m, d: e }) => {
                (i128::from(*n) * i128::from(*e)).cmp(&(i128::from(*m) * i128::from(*d)))
            }
            _ => self.large().cmp(&other.large()),
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<i64> for Ratio {
    fn from(value: i64) -> Self {
        exact(i128::from(value), 1)
    }
}

impl From<i32> for Ratio {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<u32> for Ratio {
    fn from(value: u32) -> Self {
        Self::from(i64::from(value))
    }
}

impl Default for Ratio {
    fn default() -> Self {
        Self::ZERO
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Small { n, d: 1 } => write!(f, "{n}"),
            Form::Small { n, d } => write!(f, "{n}/{d}"),
            Form::Large(value) => value.fmt(f),
        }
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Ratio {
    type Err = NumberError;

    /// Reads `85`, `0.4`, `632/7` and `30%`.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let text = narrowed(text);
        if let Some(percent) = text.strip_suffix('%') {
            return Ok(Decimal::read(percent)?.ratio() * exact(1, 100));
        }
        match text.split_once('/') {
            Some((above, below)) => Decimal::read(above)?
                .ratio()
                .over(&Decimal::read(below)?.ratio())
                .ok_or(NumberError::OverZero),
            None => Ok(Decimal::read(&text)?.ratio()),
        }
    }
}

travels_as_text!(Ratio);
