use std::fmt;
use std::str::FromStr;

use super::Ratio;
use super::text::{Decimal, NumberError, travels_as_text};

/// Points in whole thousandths: a mark, a full mark, a threshold.
///
/// ```
/// use scoring::Score;
/// let mark: Score = "９.５".parse()?;
/// assert_eq!(mark, Score::from_thousandths(9_500));
/// assert_eq!(mark.to_string(), "9.5");
/// assert!("9.5005".parse::<Score>().is_err());
/// # Ok::<(), scoring::NumberError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(i64);

impl Score {
    /// No points.
    pub const ZERO: Self = Self(0);
    /// A hundred points.
    pub const HUNDRED: Self = Self(100_000);

    /// From whole thousandths of a point.
    #[must_use]
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// Whole thousandths of a point.
    #[must_use]
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// The same as an exact fraction, in points.
    #[must_use]
    pub fn ratio(self) -> Ratio {
        Ratio::new(i128::from(self.0), 1_000).unwrap_or_default()
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.ratio().rounded(3).to_string();
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

impl FromStr for Score {
    type Err = NumberError;

    /// Reads decimal text with up to three digits behind the point.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Decimal::read(text)?.whole_units(3).map(Self)
    }
}

travels_as_text!(Score);
