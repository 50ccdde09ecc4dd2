//! The parts of a scheme that have a form of their own.

use scoring::{Scheme, SchemeList, SchemePart};
use web::Words;

/// A part with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    General,
    Categories,
    Dimensions,
    Ranking,
    Grading,
    Guards,
    Vetoes,
    /// One indicator, by its code.
    Indicator(String),
}

impl Part {
    /// Those that every draft has, in the order of the page.
    pub const FIXED: [Self; 7] = [
        Self::General,
        Self::Categories,
        Self::Dimensions,
        Self::Grading,
        Self::Ranking,
        Self::Guards,
        Self::Vetoes,
    ];

    /// Its name in addresses.
    pub fn word(&self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Categories => "categories",
            Self::Dimensions => "dimensions",
            Self::Ranking => "ranking",
            Self::Grading => "grading",
            Self::Guards => "guards",
            Self::Vetoes => "vetoes",
            Self::Indicator(_) => "indicators",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::FIXED.into_iter().find(|part| part.word() == word)
    }

    /// Its address below that of the draft.
    pub fn tail(&self) -> String {
        match self {
            Self::Indicator(code) => format!("/indicators/{}", encoded(code)),
            part => format!("/parts/{}", part.word()),
        }
    }

    /// Its name in the reader's words.
    pub fn title(&self, words: &Words, scheme: &Scheme) -> String {
        let key = match self {
            Self::General => "scheme-part-general",
            Self::Categories => "scheme-part-categories",
            Self::Dimensions => "scheme-part-dimensions",
            Self::Ranking => "scheme-part-ranking",
            Self::Grading => "scheme-part-grading",
            Self::Guards => "scheme-part-guards",
            Self::Vetoes => "scheme-part-vetoes",
            Self::Indicator(code) => {
                let found = scheme.indicators.iter().find(|indicator| indicator.code == *code);
                let name = found.map_or(code.as_str(), |indicator| indicator.name.as_str());
                return words.f("scheme-part-indicator", [("name", name.to_owned())]);
            }
        };
        words.t(key)
    }

    /// The form on which a part of the difference is edited.
    pub fn of(part: &SchemePart) -> Self {
        match part {
            SchemePart::General => Self::General,
            SchemePart::Ranking => Self::Ranking,
            SchemePart::Category(_) | SchemePart::Order(SchemeList::Categories) => Self::Categories,
            SchemePart::Dimension(_) | SchemePart::Order(SchemeList::Dimensions | SchemeList::Indicators) => {
                Self::Dimensions
            }
            SchemePart::Indicator(code) => Self::Indicator(code.clone()),
            SchemePart::Grading | SchemePart::Grade(_) | SchemePart::Order(SchemeList::Grades) => {
                Self::Grading
            }
            SchemePart::Guard(_) | SchemePart::Order(SchemeList::Guards) => Self::Guards,
            SchemePart::Veto(_) | SchemePart::Order(SchemeList::Vetoes) => Self::Vetoes,
        }
    }
}

/// A code as a segment of an address.
pub(crate) fn encoded(code: &str) -> String {
    code.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_code_is_one_segment_of_an_address() {
        assert_eq!(encoded("central-work"), "central-work");
        assert_eq!(encoded("a/b ?"), "a%2Fb%20%3F");
        assert_eq!(encoded("业"), "%E4%B8%9A");
    }

    #[test]
    fn every_fixed_part_is_found_by_its_word() {
        for part in Part::FIXED {
            assert_eq!(Part::from_word(part.word()), Some(part));
        }
        assert_eq!(Part::from_word("indicators"), None);
    }
}
