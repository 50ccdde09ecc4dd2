//! What may be typed into a tally, and whether two typists agree.

use kernel::{FieldError, Say};
use schemars::JsonSchema;
use scoring::{Ballots, ChoiceCount};
use serde::{Deserialize, Serialize};

/// The counts of one voter group as somebody typed them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Counts {
    /// Ballots handed out.
    pub issued: u32,
    /// Ballots that came back.
    pub returned: u32,
    /// Spoilt ballots.
    pub spoilt: u32,
    /// By code of the choice, in the order of the scheme; choices that leave the denominator too.
    pub choices: Vec<(String, u32)>,
}

impl Counts {
    /// As an evaluation reads them.
    pub(crate) fn choice_counts(&self) -> Vec<ChoiceCount> {
        let one = |(choice, count): &(String, u32)| ChoiceCount {
            choice: choice.clone(),
            count: *count,
            source: None,
        };
        self.choices.iter().map(one).collect()
    }

    /// Names of the fields in which two typists differ.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        let mut fields = Vec::new();
        for (name, one, two) in [
            ("issued", self.issued, other.issued),
            ("returned", self.returned, other.returned),
            ("spoilt", self.spoilt, other.spoilt),
        ] {
            if one != two {
                fields.push(name.to_owned());
            }
        }
        for (code, count) in &self.choices {
            let there = other.choices.iter().find(|(known, _)| known == code).map(|(_, count)| *count);
            if there != Some(*count) {
                fields.push(code.clone());
            }
        }
        fields
    }
}

/// Codes and names of all choices on the ballot, those that leave the denominator last.
pub(crate) fn choices(ballots: &Ballots) -> Vec<(String, String)> {
    let counted = ballots.choices.iter().map(|one| (one.code.clone(), one.name.clone()));
    counted.chain(ballots.left_out.iter().map(|one| (one.code.clone(), one.name.clone()))).collect()
}

/// Name of a field of the form: the group, then what is counted.
pub(crate) fn field(indicator: &str, voters: &str, what: &str) -> String {
    format!("{indicator}.{voters}.{what}")
}

/// Reads the counts of one group out of what was typed. `due` is the number of entitled voters.
///
/// # Errors
/// What is wrong, field by field.
pub(crate) fn read(
    typed: impl Fn(&str) -> String,
    name: impl Fn(&str) -> String,
    ballots: &Ballots,
    due: u32,
) -> Result<Counts, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut number = |what: &str| {
        let text: String = typed(what).trim().chars().map(half_width).collect();
        text.parse::<u32>().ok().filter(|count| *count < 1_000_000).unwrap_or_else(|| {
            errors.push(FieldError { field: name(what), say: Say::new("appraisal-tally-number") });
            0
        })
    };
    let (issued, returned, spoilt) = (number("issued"), number("returned"), number("spoilt"));
    let choices: Vec<(String, u32)> = choices(ballots)
        .into_iter()
        .map(|(code, _)| {
            let count = number(&code);
            (code, count)
        })
        .collect();
    let counted: u64 = choices.iter().map(|(_, count)| u64::from(*count)).sum::<u64>() + u64::from(spoilt);
    if errors.is_empty() {
        let mut wrong = |what: &str, say: Say| errors.push(FieldError { field: name(what), say });
        if issued > due {
            wrong("issued", Say::new("appraisal-fault-issued").with("issued", issued).with("due", due));
        }
        if returned > issued {
            let say = Say::new("appraisal-fault-returned").with("returned", returned).with("issued", issued);
            wrong("returned", say);
        }
        if counted > u64::from(returned) {
            let say = Say::new("appraisal-tally-sum").with("sum", counted).with("returned", returned);
            wrong("returned", say);
        }
    }
    if errors.is_empty() { Ok(Counts { issued, returned, spoilt, choices }) } else { Err(errors) }
}

/// Full-width digits are digits.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use scoring::{Method, Scheme};

    use super::*;

    fn ballots() -> Ballots {
        let text = include_str!("../../../../samples/scheme.toml");
        let scheme = Scheme::from_toml(text).unwrap();
        let found = scheme.indicators.iter().find_map(|one| match &one.method {
            Method::Ballots(ballots) => Some(ballots.clone()),
            _ => None,
        });
        found.unwrap()
    }

    fn typed(pairs: &[(&str, &str)]) -> Result<Counts, Vec<FieldError>> {
        let of = |what: &str| {
            pairs.iter().find(|(name, _)| *name == what).map_or("0", |(_, value)| value).to_owned()
        };
        read(of, |what| what.to_owned(), &ballots(), 40)
    }

    #[test]
    fn counts_are_read_and_must_add_up() {
        let counts =
            typed(&[("issued", "３８"), ("returned", "34"), ("good", "20"), ("unknown", "3")]).unwrap();
        assert_eq!((counts.issued, counts.returned), (38, 34));
        assert_eq!(counts.choices[0], ("good".to_owned(), 20));
        let field = |pairs: &[(&str, &str)]| typed(pairs).unwrap_err()[0].field.clone();
        assert_eq!(field(&[("issued", "41"), ("returned", "1")]), "issued");
        assert_eq!(field(&[("issued", "30"), ("returned", "31")]), "returned");
        assert_eq!(field(&[("issued", "30"), ("returned", "30"), ("good", "31")]), "returned");
        assert_eq!(field(&[("issued", "-1")]), "issued");
        assert_eq!(field(&[("good", "many")]), "good");
    }

    #[test]
    fn two_typists_differ_where_they_differ() {
        let one = typed(&[("issued", "30"), ("returned", "30"), ("good", "20"), ("fair", "10")]).unwrap();
        let two = typed(&[("issued", "30"), ("returned", "29"), ("good", "20"), ("fair", "9")]).unwrap();
        assert_eq!(one.differences(&one.clone()), Vec::<String>::new());
        assert_eq!(one.differences(&two), ["returned", "fair"]);
    }
}
