//! From what was typed to values: every fault is kept beside its field, so that a form comes back with all of them.

use kernel::{Day, FieldError, Problem, Say, names};
use scoring::Score;
use web::Words;

use crate::amount::Amount;

/// Collects the faults of a form.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    errors: Vec<FieldError>,
}

impl Fields {
    /// One more fault.
    pub fn wrong(&mut self, field: &str, say: impl Into<Say>) {
        self.errors.push(FieldError { field: field.to_owned(), say: say.into() });
    }

    /// A text of at most so many characters, without blanks at its ends.
    pub fn text(&mut self, field: &str, typed: &str, most: usize) -> String {
        let text = typed.trim();
        if text.chars().count() > most {
            self.wrong(field, Say::new("consequences-too-long").with("n", most));
        }
        text.to_owned()
    }

    /// The same, and not empty.
    pub fn required(&mut self, field: &str, typed: &str, most: usize) -> String {
        if names::fold(typed).is_empty() {
            self.wrong(field, "field-required");
        }
        self.text(field, typed, most)
    }

    /// A whole number within bounds, in digits of any width.
    pub fn number(&mut self, field: &str, typed: &str, from: u32, to: u32) -> u32 {
        match names::fold(typed).parse() {
            Ok(number) if (from..=to).contains(&number) => number,
            _ => {
                self.wrong(field, Say::new("consequences-number-wrong").with("from", from).with("to", to));
                from
            }
        }
    }

    /// A decimal with up to three digits behind the point, from zero to `most`; a percent sign is passed over.
    pub fn decimal(&mut self, field: &str, typed: &str, most: i64) -> Score {
        let folded = names::fold(typed);
        let number = folded.strip_suffix('%').unwrap_or(&folded).parse::<Score>().ok();
        let within = |score: &Score| (Score::ZERO..=Score::from_thousandths(most * 1_000)).contains(score);
        number.filter(within).unwrap_or_else(|| {
            self.wrong(field, Say::new("consequences-decimal-wrong").with("to", most));
            Score::ZERO
        })
    }

    /// An amount in 元; nothing typed is nothing.
    pub fn amount(&mut self, field: &str, typed: &str) -> Amount {
        if names::fold(typed).is_empty() {
            return Amount::ZERO;
        }
        Amount::read(typed).unwrap_or_else(|say| {
            self.wrong(field, say);
            Amount::ZERO
        })
    }

    /// An amount in 元 above zero.
    pub fn positive(&mut self, field: &str, typed: &str) -> Amount {
        let before = self.errors.len();
        let amount = self.amount(field, typed);
        if amount == Amount::ZERO && self.errors.len() == before {
            self.wrong(field, "fund-amount-zero");
        }
        amount
    }

    /// A day that must be given.
    pub fn day(&mut self, field: &str, typed: &str) -> Option<Day> {
        let day = Day::parse(&names::fold(typed)).ok();
        if day.is_none() {
            self.wrong(field, "field-day");
        }
        day
    }

    /// One of a list, by its code.
    pub fn choice<T>(&mut self, field: &str, chosen: Option<T>) -> Option<T> {
        if chosen.is_none() {
            self.wrong(field, "field-choice");
        }
        chosen
    }

    /// Whether nothing was wrong so far.
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }

    /// The value, if there are no faults.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with all of them.
    pub fn done<T>(self, value: T) -> Result<T, Problem> {
        if self.errors.is_empty() { Ok(value) } else { Err(Problem::Invalid(self.errors)) }
    }
}

/// A reason that must be written: of at most 500 characters.
///
/// # Errors
/// [`Problem::Invalid`] when there is none or it is too long.
pub(crate) fn reason(field: &str, typed: &str) -> Result<String, Problem> {
    let mut fields = Fields::default();
    let text = fields.required(field, typed, 500);
    fields.done(text)
}

/// Faults in the reader's words, as a form page shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Faults(pub Vec<(String, String)>);

impl Faults {
    /// In words.
    pub fn of(errors: &[FieldError], words: &Words) -> Self {
        Self(errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect())
    }

    /// What is wrong with one field; empty when nothing is.
    pub fn at(&self, field: &str) -> &str {
        self.0.iter().find(|(name, _)| name == field).map_or("", |(_, text)| text)
    }
}

/// A refusal by the rules is shown in the form as well, so that nothing typed is lost.
///
/// # Errors
/// Every other problem, which has a page of its own.
pub(crate) fn errors_of(problem: Problem, field: &str) -> Result<Vec<FieldError>, Problem> {
    match problem {
        Problem::Invalid(errors) => Ok(errors),
        Problem::Refused(say) => Ok(vec![FieldError { field: field.to_owned(), say }]),
        other => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(fields: Fields) -> Vec<(String, &'static str)> {
        match fields.done(()) {
            Ok(()) => Vec::new(),
            Err(Problem::Invalid(errors)) => errors.into_iter().map(|e| (e.field, e.say.key)).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_fault_is_kept_beside_its_field() {
        let mut fields = Fields::default();
        fields.required("name", "　", 10);
        fields.text("note", "12345", 4);
        fields.number("days", "0", 1, 60);
        fields.decimal("flat", "100.5", 100);
        fields.positive("amount", "");
        fields.positive("amount", "x");
        fields.day("on", "2015-02-30");
        let found: Vec<_> = keys(fields).into_iter().map(|(_, key)| key).collect();
        let expected = [
            "field-required",
            "consequences-too-long",
            "consequences-number-wrong",
            "consequences-decimal-wrong",
            "fund-amount-zero",
            "fund-amount-wrong",
            "field-day",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_are_read_in_any_width() {
        let mut fields = Fields::default();
        assert_eq!(fields.number("days", " ５ ", 1, 60), 5);
        assert_eq!(fields.decimal("flat", "３０％", 100).to_string(), "30");
        assert_eq!(fields.decimal("k", "1.2", 100).to_string(), "1.2");
        assert_eq!(fields.amount("each", ""), Amount::ZERO);
        assert!(fields.is_clean());
    }
}
