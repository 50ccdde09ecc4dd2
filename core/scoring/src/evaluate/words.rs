//! Words of the scheme, as an input uses them.

use std::collections::HashMap;

use super::fault::Trouble;
use crate::scheme::{Category, Indicator, Method, Scheme};

/// Looks words of the scheme up: codes, names and aliases.
pub(super) struct Words<'a> {
    pub indicators: HashMap<&'a str, (usize, &'a Indicator)>,
    pub facts: HashMap<&'a str, Vec<&'a Indicator>>,
    pub events: Vec<&'a str>,
    pub vetoes: Vec<&'a str>,
}

impl<'a> Words<'a> {
    pub fn of(scheme: &'a Scheme) -> Self {
        let mut words = Self {
            indicators: HashMap::new(),
            facts: HashMap::new(),
            events: Vec::new(),
            vetoes: Vec::new(),
        };
        for (at, indicator) in scheme.indicators.iter().enumerate() {
            for word in [&indicator.code, &indicator.name].into_iter().chain(&indicator.aliases) {
                words.indicators.insert(word, (at, indicator));
            }
            match &indicator.method {
                Method::Formula(rule) => words.facts.entry(&rule.fact).or_default().push(indicator),
                Method::YesNo(rule) => words.facts.entry(&rule.fact).or_default().push(indicator),
                Method::Level(rule) => words.facts.entry(&rule.fact).or_default().push(indicator),
                Method::Deduction(rule) | Method::Bonus(rule) => {
                    words.events.extend(rule.events.iter().flat_map(|e| [e.code.as_str(), e.name.as_str()]));
                }
                Method::Panel(_) | Method::Ballots(_) => {}
            }
        }
        words.vetoes.extend(scheme.vetoes.iter().flat_map(|v| [v.code.as_str(), v.name.as_str()]));
        words
    }
}

/// The indicator meant by `word`, when it applies to the category.
pub(super) fn indicator<'a>(
    words: &Words<'a>,
    word: &str,
    category: &Category,
    fits: fn(&Method) -> bool,
) -> Result<(usize, &'a Indicator), Trouble> {
    let (at, indicator) = words
        .indicators
        .get(word)
        .copied()
        .ok_or_else(|| Trouble::Unknown { what: "indicator", word: word.to_owned() })?;
    if !fits(&indicator.method) {
        return Err(Trouble::WrongMethod { indicator: indicator.code.clone() });
    }
    if !indicator.applies(&category.name) {
        let (indicator, category) = (indicator.code.clone(), category.name.clone());
        return Err(Trouble::NotApplicable { indicator, category });
    }
    Ok((at, indicator))
}
