use std::fmt;
use std::str::FromStr;

use super::Ratio;
use super::text::{Decimal, NumberError, travels_as_text};

/// An amount of money in whole 分.
///
/// ```
/// use scoring::Money;
/// let budget: Money = "100000.00".parse()?;
/// assert_eq!(budget.fen(), 10_000_000);
/// assert_eq!(Money::from_fen(-5).to_string(), "-0.05");
/// # Ok::<(), scoring::NumberError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From whole 分.
    #[must_use]
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// Whole 分.
    #[must_use]
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The same as an exact fraction, in 元.
    #[must_use]
    pub fn ratio(self) -> Ratio {
        Ratio::new(i128::from(self.0), 100).unwrap_or_default()
    }
}

impl fmt::Display for Money {
    /// 元 with two digits, no separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ratio().rounded(2).fmt(f)
    }
}

impl FromStr for Money {
    type Err = NumberError;

    /// Reads 元 with up to two digits behind the point.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Decimal::read(text)?.whole_units(2).map(Self)
    }
}

travels_as_text!(Money);
