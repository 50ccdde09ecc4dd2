//! Amounts and decimals among the fields of a form.

use kernel::{Say, names};
use scoring::Score;
pub(crate) use web::form::{Faults, Fields, errors_of, reason};

use crate::amount::Amount;

/// What forms about money ask for beside words and days.
pub(crate) trait Figures {
    /// A decimal with up to three digits behind the point, from zero to `most`; a percent sign is passed over.
    fn decimal(&mut self, field: &str, typed: &str, most: i64) -> Score;
    /// An amount in 元; nothing typed is nothing.
    fn amount(&mut self, field: &str, typed: &str) -> Amount;
    /// An amount in 元 above zero.
    fn positive(&mut self, field: &str, typed: &str) -> Amount;
}

impl Figures for Fields {
    fn decimal(&mut self, field: &str, typed: &str, most: i64) -> Score {
        let folded = names::fold(typed);
        let number = folded.strip_suffix('%').unwrap_or(&folded).parse::<Score>().ok();
        let within = |score: &Score| (Score::ZERO..=Score::from_thousandths(most * 1_000)).contains(score);
        number.filter(within).unwrap_or_else(|| {
            self.wrong(field, Say::new("consequences-decimal-wrong").with("to", most));
            Score::ZERO
        })
    }

    fn amount(&mut self, field: &str, typed: &str) -> Amount {
        if names::fold(typed).is_empty() {
            return Amount::ZERO;
        }
        Amount::read(typed).unwrap_or_else(|say| {
            self.wrong(field, say);
            Amount::ZERO
        })
    }

    fn positive(&mut self, field: &str, typed: &str) -> Amount {
        let before = self.faults();
        let amount = self.amount(field, typed);
        if amount == Amount::ZERO && self.faults() == before {
            self.wrong(field, "fund-amount-zero");
        }
        amount
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Problem;

    #[test]
    fn every_fault_is_kept_beside_its_field() {
        let mut fields = Fields::default();
        fields.decimal("flat", "100.5", 100);
        fields.positive("amount", "");
        fields.positive("amount", "x");
        let Err(Problem::Invalid(errors)) = fields.done(()) else { panic!("three faults") };
        let found: Vec<_> = errors.into_iter().map(|error| error.say.key).collect();
        assert_eq!(found, ["consequences-decimal-wrong", "fund-amount-zero", "fund-amount-wrong"]);
    }

    #[test]
    fn numbers_are_read_in_any_width() {
        let mut fields = Fields::default();
        assert_eq!(fields.decimal("flat", "３０％", 100).to_string(), "30");
        assert_eq!(fields.decimal("k", "1.2", 100).to_string(), "1.2");
        assert_eq!(fields.amount("each", ""), Amount::ZERO);
        assert_eq!(fields.faults(), 0);
    }
}
