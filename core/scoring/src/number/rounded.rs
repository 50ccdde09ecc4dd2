use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_traits::{Pow, Signed};

use super::Ratio;
use super::text::{Decimal, NumberError, travels_as_text};

/// The most digits behind the point that a figure may be published with.
pub const MAX_DIGITS: u8 = 9;

/// A figure as it is published: an exact value rounded once, half up (四舍五入), to a stated number of digits.
///
/// Halves go away from zero, so that −2.5 becomes −3 as 2.5 becomes 3. It prints with all its digits (`85.00`) and
/// compares by value.
///
/// ```
/// use scoring::Ratio;
/// let third: Ratio = "256/3".parse()?;
/// assert_eq!(third.rounded(2).to_string(), "85.33");
/// assert_eq!("1.005".parse::<Ratio>()?.rounded(2).to_string(), "1.01");
/// assert_eq!("85".parse::<Ratio>()?.rounded(2).to_string(), "85.00");
/// # Ok::<(), scoring::NumberError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rounded {
    /// The value times `10^digits`: a whole number.
    units: Ratio,
    digits: u8,
}

impl Ratio {
    /// Rounds half up to `digits` behind the point (at most [`MAX_DIGITS`]).
    #[must_use]
    pub fn rounded(&self, digits: u8) -> Rounded {
        let digits = digits.min(MAX_DIGITS);
        let units = match self.small_parts() {
            // |n| < 2^63 and 10^9 < 2^30: the doubled product stays far below 2^127
            Some((n, d)) => {
                let (n, d) = (i128::from(n), i128::from(d));
                let magnitude = (2 * n.abs() * 10_i128.pow(u32::from(digits)) + d) / (2 * d);
                Self::new(if n < 0 { -magnitude } else { magnitude }, 1)
            }
            None => {
                let (n, d) = self.parts();
                let two = BigInt::from(2);
                let scale = BigInt::from(10).pow(u32::from(digits));
                let magnitude = (&two * n.abs() * scale + &d) / (two * &d);
                Self::from_big(if n.is_negative() { -magnitude } else { magnitude }, BigInt::from(1))
            }
        };
        Rounded { units: units.unwrap_or_default(), digits }
    }
}

impl Rounded {
    /// The published value as an exact number.
    #[must_use]
    pub fn value(&self) -> Ratio {
        self.units.clone() * Ratio::new(1, 10_i128.pow(u32::from(self.digits))).unwrap_or_default()
    }

    /// How many digits stand behind the point.
    #[must_use]
    pub fn digits(&self) -> u8 {
        self.digits
    }
}

impl Ord for Rounded {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.digits == other.digits {
            self.units.cmp(&other.units)
        } else {
            self.value().cmp(&other.value()).then(self.digits.cmp(&other.digits))
        }
    }
}

impl PartialOrd for Rounded {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.units.to_string();
        let (sign, figures) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
        if self.digits == 0 {
            return write!(f, "{sign}{figures}");
        }
        let digits = usize::from(self.digits);
        let padded = format!("{figures:0>width$}", width = digits + 1);
        let (whole, behind) = padded.split_at(padded.len() - digits);
        write!(f, "{sign}{whole}.{behind}")
    }
}

impl FromStr for Rounded {
    type Err = NumberError;

    /// Reads the printed form; the digits behind the point are those of the text.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let decimal = Decimal::read(text)?;
        let digits = u8::try_from(decimal.places)
            .ok()
            .filter(|&digits| digits <= MAX_DIGITS)
            .ok_or(NumberError::TooFine { digits: MAX_DIGITS })?;
        Ok(decimal.ratio().rounded(digits))
    }
}

travels_as_text!(Rounded);
