//! From what was typed to values: every fault is kept beside its field, so that a form comes back with all of them.

use kernel::{Day, FieldError, Problem, Say, names};

use crate::words::Words;

/// Characters of a reason, a remark or a conclusion.
const REASON: usize = 500;

/// Collects the faults of a form.
#[derive(Debug, Default)]
pub struct Fields {
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
            self.wrong(field, Say::new("field-long").with("n", most));
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
                self.wrong(field, Say::new("field-number").with("from", from).with("to", to));
                from
            }
        }
    }

    /// A day that must be given.
    pub fn day(&mut self, field: &str, typed: &str) -> Option<Day> {
        let day = Day::parse(&names::fold(typed)).ok();
        if day.is_none() {
            self.wrong(field, "field-day");
        }
        day
    }

    /// A day that may be given.
    pub fn optional_day(&mut self, field: &str, typed: &str) -> Option<Day> {
        if names::fold(typed).is_empty() { None } else { self.day(field, typed) }
    }

    /// One of a list, by its code.
    pub fn choice<T>(&mut self, field: &str, chosen: Option<T>) -> Option<T> {
        if chosen.is_none() {
            self.wrong(field, "field-choice");
        }
        chosen
    }

    /// Faults so far.
    pub fn faults(&self) -> usize {
        self.errors.len()
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
pub fn reason(field: &str, typed: &str) -> Result<String, Problem> {
    let mut fields = Fields::default();
    let text = fields.required(field, typed, REASON);
    fields.done(text)
}

/// Faults in the reader's words, as a form page shows them: field and sentence.
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

/// A refusal by the rules is shown at a field of the form as well, so that nothing typed is lost.
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
    fn every_fault_is_kept_beside_its_field() {
        let mut fields = Fields::default();
        fields.required("name", "　", 10);
        fields.text("note", "12345", 4);
        fields.number("days", "0", 1, 60);
        fields.day("on", "2015-02-30");
        fields.optional_day("until", "soon");
        fields.choice::<()>("kind", None);
        let found: Vec<_> = keys(fields).into_iter().map(|(_, key)| key).collect();
        let expected =
            ["field-required", "field-long", "field-number", "field-day", "field-day", "field-choice"];
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_are_read_in_any_width() {
        let mut fields = Fields::default();
        assert_eq!(fields.number("days", " ５ ", 1, 60), 5);
        assert_eq!(fields.optional_day("until", " "), None);
        assert!(keys(fields).is_empty());
    }
}
