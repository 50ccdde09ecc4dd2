//! From what was typed to values: every fault is kept beside its field, so that a form comes back with all of them.

use kernel::{Day, FieldError, Problem, Say, names};
use web::Words;

use crate::dated::Dated;

/// Collects the faults of a form.
#[derive(Debug, Default)]
pub struct Fields {
    errors: Vec<FieldError>,
}

impl Fields {
    /// No faults yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One more fault.
    pub fn wrong(&mut self, field: &str, say: impl Into<Say>) {
        self.errors.push(FieldError { field: field.to_owned(), say: say.into() });
    }

    /// A text of at most so many characters, without blanks at its ends.
    pub fn text(&mut self, field: &str, typed: &str, most: usize) -> String {
        let text = typed.trim();
        if text.chars().count() > most {
            self.wrong(field, Say::new("organisation-field-long").with("n", most));
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

    /// A whole number from 0 to `most`; `None` where nothing was typed. Full-width digits are read.
    pub fn number(&mut self, field: &str, typed: &str, most: i64) -> Option<i64> {
        let folded = names::fold(typed);
        if folded.is_empty() {
            return None;
        }
        match folded.parse() {
            Ok(number) if (0..=most).contains(&number) => Some(number),
            _ => {
                self.wrong(field, Say::new("organisation-field-number").with("n", most));
                None
            }
        }
    }

    /// A day, a month or a year, not in the future.
    pub fn dated(&mut self, field: &str, typed: &str, today: Day) -> Option<Dated> {
        if typed.trim().is_empty() {
            return None;
        }
        match typed.parse::<Dated>() {
            Ok(date) if date.day <= today => Some(date),
            Ok(_) => {
                self.wrong(field, "organisation-field-future");
                None
            }
            Err(_) => {
                self.wrong(field, "organisation-field-dated");
                None
            }
        }
    }

    /// A date that must be given.
    pub fn required_date(&mut self, field: &str, typed: &str, today: Day) -> Option<Dated> {
        if typed.trim().is_empty() {
            self.wrong(field, "field-required");
        }
        self.dated(field, typed, today)
    }

    /// One of a list, by its code.
    pub fn choice<T>(
        &mut self,
        field: &str,
        typed: &str,
        from_code: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let chosen = from_code(typed.trim());
        if chosen.is_none() {
            self.wrong(field, "field-choice");
        }
        chosen
    }

    /// The value, if there are no faults.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with all of them.
    pub fn done<T>(self, value: T) -> Result<T, Problem> {
        if self.errors.is_empty() { Ok(value) } else { Err(Problem::Invalid(self.errors)) }
    }
}

/// Faults in the reader's words, as a form page shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(pub Vec<(String, String)>);

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

/// A refusal by the rules is shown above the form as well, so that nothing typed is lost.
///
/// # Errors
/// Every other problem, which has a page of its own.
pub fn errors_of(problem: Problem, field: &str) -> Result<Vec<FieldError>, Problem> {
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
    fn numbers_are_read_in_any_width_and_within_bounds() {
        let mut fields = Fields::new();
        assert_eq!(fields.number("n", " １２ ", 50), Some(12));
        assert_eq!(fields.number("n", "", 50), None);
        assert_eq!(fields.number("n", "50", 50), Some(50));
        assert!(keys(fields).is_empty());
        for typed in ["51", "-1", "1.5", "many"] {
            let mut fields = Fields::new();
            assert_eq!(fields.number("n", typed, 50), None);
            assert_eq!(keys(fields), [("n".to_owned(), "organisation-field-number")], "{typed}");
        }
    }

    #[test]
    fn every_fault_is_kept() {
        let mut fields = Fields::new();
        let today = Day::parse("2015-11-30").unwrap();
        fields.required("name", "　", 10);
        fields.text("note", "12345", 4);
        fields.dated("on", "2015-12", today);
        fields.dated("on", "2015-02-30", today);
        fields.required_date("since", "", today);
        let found: Vec<_> = keys(fields).into_iter().map(|(_, key)| key).collect();
        assert_eq!(
            found,
            [
                "field-required",
                "organisation-field-long",
                "organisation-field-future",
                "organisation-field-dated",
                "field-required"
            ]
        );
    }
}
