use num_bigint::BigInt;
use num_traits::Pow;

use super::{MAX_DIGITS, Ratio, Rounded};

impl Ratio {
    /// The square root rounded half up to `digits` behind the point (at most [`MAX_DIGITS`]); `None` below zero.
    ///
    /// The root of whole numbers is exact and so is the rounding: with `q = 4 · 10^(2·digits) · value`, the figure is
    /// `(⌊√⌊q⌋⌋ + 1) / 2` units, cut to a whole number.
    ///
    /// ```
    /// use scoring::Ratio;
    /// assert_eq!(Ratio::from(2).square_root(3).unwrap().to_string(), "1.414");
    /// assert_eq!("6.25".parse::<Ratio>()?.square_root(0).unwrap().to_string(), "3");
    /// assert_eq!(Ratio::from(-1).square_root(3), None);
    /// # Ok::<(), scoring::NumberError>(())
    /// ```
    #[must_use]
    pub fn square_root(&self, digits: u8) -> Option<Rounded> {
        if self.is_negative() {
            return None;
        }
        let digits = digits.min(MAX_DIGITS);
        let unit = BigInt::from(10).pow(u32::from(digits));
        let (n, d) = self.parts();
        let doubled: BigInt = (BigInt::from(4) * &unit * &unit * n / d).sqrt();
        Some(Self::from_big((doubled + 1) / 2, unit)?.rounded(digits))
    }
}
