//! Money on pages: typed as people write it, shown with thousands separators, kept in whole 分.

use std::fmt;

use kernel::{Cell, Say, names};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use scoring::Money;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of money in whole 分. In JSON it is decimal text in 元, such as `"1234.50"`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub i64);
store::id_columns!(Amount);

/// More than any organ shares out: 100 亿元. Sums of many such amounts still fit.
const MOST: i64 = 1_000_000_000_000;

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Reads 元 as people write it: `12,345.6`, `１２，３４５．６`, `¥12345.60`, `12345元`, `1.5万`.
    ///
    /// ```
    /// use consequences::Amount;
    /// for typed in ["12,345.6", "１２，３４５．６０ 元", "￥12345.6", "1.23456万"] {
    ///     assert_eq!(Amount::read(typed).unwrap().to_string(), "12,345.60");
    /// }
    /// assert!(Amount::read("12,34").is_err(), "a separator that parts no thousands may be meant as a point");
    /// ```
    ///
    /// # Errors
    /// The sentence for the person who typed it.
    pub fn read(typed: &str) -> Result<Self, Say> {
        let wrong = || Say::new("fund-amount-wrong");
        let folded = names::fold(typed);
        let text = folded.strip_prefix('¥').unwrap_or(&folded);
        let text = text.strip_suffix('元').unwrap_or(text);
        let (text, shift) = text.strip_suffix('万').map_or((text, 0), |text| (text, 4));
        let (whole, behind) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let grouped = rest.is_empty() || (1..=3).contains(&first.len());
        if first.is_empty() || !grouped || rest.iter().any(|group| group.len() != 3) || !digits(behind) {
            return Err(wrong());
        }
        let whole: String = std::iter::once(first).chain(rest).collect();
        if !digits(&whole) {
            return Err(wrong());
        }
        let behind = behind.trim_end_matches('0');
        let kept = 2 + shift;
        if behind.len() > kept {
            return Err(Say::new("fund-amount-fine"));
        }
        let fen: i64 =
            format!("{whole}{behind:0<kept$}").parse().map_err(|_| Say::new("fund-amount-large"))?;
        if fen > MOST { Err(Say::new("fund-amount-large")) } else { Ok(Self(fen)) }
    }

    /// For tables that leave the program.
    pub fn cell(self) -> Cell {
        Cell::Decimal { units: self.0, digits: 2 }
    }

    /// For computing.
    pub fn money(self) -> Money {
        Money::from_fen(self.0)
    }

    /// What is left when so much is taken away; below zero when there is not enough.
    #[must_use]
    pub fn less(self, taken: Self) -> Self {
        Self(self.0.saturating_sub(taken.0))
    }

    /// With a sign in front unless it is nothing: for differences.
    pub fn signed(self) -> String {
        if self.0 > 0 { format!("+{self}") } else { self.to_string() }
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self(money.fen())
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |all, one| all.saturating_add(one.0)))
    }
}

impl fmt::Display for Amount {
    /// `1,234.50`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(&self.money().to_string()))
    }
}

/// Decimal text with its thousands parted: `-1234.5` is `-1,234.5`.
pub(crate) fn grouped(plain: &str) -> String {
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, behind) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut text = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + behind
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.money().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Money::deserialize(deserializer).map(Self::from)
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^-?[0-9]+\\.[0-9]{2}$" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_amount_is_refused_with_its_reason() {
        let key = |typed: &str| Amount::read(typed).unwrap_err().key;
        for typed in ["", "元", "十元", "-5", "1.2.3", "1,23", "1234,567", ",123", "1e3", "5/2", ".5"] {
            assert_eq!(key(typed), "fund-amount-wrong", "{typed}");
        }
        assert_eq!(key("1.005"), "fund-amount-fine");
        assert_eq!(key("1.0000005万"), "fund-amount-fine");
        assert_eq!(key("10,000,000,000.01"), "fund-amount-large");
        assert_eq!(key(&"9".repeat(40)), "fund-amount-large");
        assert_eq!(Amount::read("100.500").unwrap(), Amount(10_050), "zeros at the end say nothing");
    }

    #[test]
    fn thousands_are_parted() {
        let shown = |fen| Amount(fen).to_string();
        assert_eq!(shown(0), "0.00");
        assert_eq!(shown(99_999), "999.99");
        assert_eq!(shown(100_000), "1,000.00");
        assert_eq!(shown(-123_456_789), "-1,234,567.89");
        assert_eq!(Amount(5).signed(), "+0.05");
        assert_eq!([grouped("1234567"), grouped("-1234.56789")], ["1,234,567", "-1,234.56789"]);
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed_again(fen in 0..=MOST) {
            prop_assert_eq!(Amount::read(&Amount(fen).to_string()), Ok(Amount(fen)));
        }
    }
}
