//! Puts what was recorded under one version of a scheme under another: by code, then by name. What does not fit is told.

use std::collections::{BTreeMap, BTreeSet};

use scoring::{
    Ballots, Category, ChoiceCount, Event, Fact, FactValue, Indicator, Input, Mark, Method, Missing, Ratio,
    Scheme, Score, Tally,
};

/// Something recorded that the new version cannot take as it is, or something it wants that was not recorded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Misfit {
    /// The category is not in the new version; so many take no part.
    Category { name: String, count: usize },
    /// The indicator is not in the new version.
    Indicator { name: String },
    /// It is scored in another way now.
    Method { name: String },
    /// It has another full mark: marks are scaled.
    Scaled { name: String, before: Score, after: Score },
    /// The voter group is not in the new version.
    Group { name: String, indicator: String },
    /// The choice is not in the new version: its ballots count as abstentions.
    Choice { name: String, indicator: String },
    /// A fact, event or veto is not in the new version.
    Other { name: String },
    /// The committee decided otherwise about so many figures; a trial computes.
    Decisions { count: usize },
    /// Nothing was recorded for a new indicator.
    NoData { code: String, name: String, missing: &'static str },
}

/// What fits, and what does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fitted {
    pub input: Input,
    pub misfits: Vec<Misfit>,
}

struct Fit<'a> {
    old: &'a Scheme,
    new: &'a Scheme,
    categories: BTreeMap<&'a str, &'a Category>,
    misfits: BTreeSet<Misfit>,
}

/// Puts `input`, recorded under `old`, under `new`.
pub(crate) fn fit(input: &Input, old: &Scheme, new: &Scheme) -> Fitted {
    let mut fitted = Input::default();
    let mut lost: BTreeMap<&str, usize> = BTreeMap::new();
    let mut categories = BTreeMap::new();
    for participant in &input.participants {
        match new.category(&participant.category) {
            Some(category) => {
                categories.insert(participant.key.as_str(), category);
                fitted.participants.push(participant.clone());
            }
            None => *lost.entry(&participant.category).or_default() += 1,
        }
    }
    let mut fit = Fit { old, new, categories, misfits: BTreeSet::new() };
    let gone = lost.into_iter().map(|(name, count)| Misfit::Category { name: name.to_owned(), count });
    fit.misfits.extend(gone);
    fitted.marks = input.marks.iter().filter_map(|mark| fit.mark(mark)).collect();
    fitted.tallies = input.tallies.iter().filter_map(|tally| fit.tally(tally)).collect();
    fitted.facts = input.facts.iter().filter(|fact| fit.fact(fact)).cloned().collect();
    fitted.events = input.events.iter().filter(|event| fit.event(event)).cloned().collect();
    let veto = |word: &str| new.vetoes.iter().any(|veto| veto.code == word || veto.name == word);
    for event in input.vetoes.iter().filter(|event| fit.categories.contains_key(event.participant.as_str())) {
        if veto(&event.veto) {
            fitted.vetoes.push(event.clone());
        } else {
            fit.misfits.insert(Misfit::Other { name: event.veto.clone() });
        }
    }
    if !input.decisions.is_empty() {
        fit.misfits.insert(Misfit::Decisions { count: input.decisions.len() });
    }
    let without = new.indicators.iter().filter(|indicator| !recorded(indicator, &fitted));
    fit.misfits.extend(without.map(|indicator| Misfit::NoData {
        code: indicator.code.clone(),
        name: indicator.name.clone(),
        missing: indicator.missing.word(),
    }));
    Fitted { input: fitted, misfits: fit.misfits.into_iter().collect() }
}

/// Whether there is anything recorded for an indicator. No record of an event means that there was none.
fn recorded(indicator: &Indicator, input: &Input) -> bool {
    match &indicator.method {
        Method::Panel(_) => input.marks.iter().any(|mark| mark.indicator == indicator.code),
        Method::Ballots(_) => input.tallies.iter().any(|tally| tally.indicator == indicator.code),
        Method::Deduction(_) | Method::Bonus(_) => true,
        method => fact_of(method).is_none_or(|code| input.facts.iter().any(|fact| fact.fact == code)),
    }
}

fn fact_of(method: &Method) -> Option<&str> {
    match method {
        Method::Formula(rule) => Some(&rule.fact),
        Method::YesNo(rule) => Some(&rule.fact),
        Method::Level(rule) => Some(&rule.fact),
        Method::Panel(_) | Method::Deduction(_) | Method::Bonus(_) | Method::Ballots(_) => None,
    }
}

/// The same draft with indicators that nothing was recorded for left out where they would block.
pub(crate) fn without_blocking(new: &Scheme, misfits: &[Misfit]) -> Scheme {
    let mut scheme = new.clone();
    for misfit in misfits {
        if let Misfit::NoData { code, .. } = misfit {
            let own = scheme.indicators.iter_mut().filter(|indicator| indicator.code == *code);
            own.for_each(|indicator| indicator.missing = Missing::Exclude);
        }
    }
    scheme
}

impl<'a> Fit<'a> {
    /// The indicator of the new version for one of the old.
    fn indicator(
        &mut self,
        word: &str,
        participant: &str,
        fits: fn(&Method) -> bool,
    ) -> Option<&'a Indicator> {
        let category = self.categories.get(participant)?;
        let old = self.old.indicator(word);
        let same = |code: &str| self.new.indicators.iter().find(|indicator| indicator.code == code);
        let by_name = || self.new.indicator(old.map_or(word, |indicator| &indicator.name));
        let Some(new) = same(old.map_or(word, |indicator| &indicator.code)).or_else(by_name) else {
            let name = old.map_or(word, |indicator| &indicator.name).to_owned();
            self.misfits.insert(Misfit::Indicator { name });
            return None;
        };
        if !fits(&new.method) {
            self.misfits.insert(Misfit::Method { name: new.name.clone() });
            return None;
        }
        new.applies(&category.name).then_some(new)
    }

    fn mark(&mut self, mark: &Mark) -> Option<Mark> {
        let new = self.indicator(&mark.indicator, &mark.participant, |m| matches!(m, Method::Panel(_)))?;
        let full = self.old.indicator(&mark.indicator).map_or(new.full, |indicator| indicator.full);
        let mut own = Mark { indicator: new.code.clone(), ..mark.clone() };
        if full != new.full {
            let (name, before, after) = (new.name.clone(), full, new.full);
            self.misfits.insert(Misfit::Scaled { name, before, after });
            own.mark = scaled(mark.mark, full, new.full);
        }
        Some(own)
    }

    fn tally(&mut self, tally: &Tally) -> Option<Tally> {
        let new =
            self.indicator(&tally.indicator, &tally.participant, |m| matches!(m, Method::Ballots(_)))?;
        let Method::Ballots(rule) = &new.method else { return None };
        let old = match self.old.indicator(&tally.indicator).map(|indicator| &indicator.method) {
            Some(Method::Ballots(old)) => Some(old),
            _ => None,
        };
        let (code, name) =
            old.and_then(|old| group(old, &tally.group)).unwrap_or((&tally.group, &tally.group));
        let Some((group, _)) = group(rule, code).or_else(|| group(rule, name)) else {
            let (name, indicator) = (name.to_owned(), new.name.clone());
            self.misfits.insert(Misfit::Group { name, indicator });
            return None;
        };
        let mut choices: Vec<ChoiceCount> = Vec::new();
        for count in &tally.choices {
            let (code, name) =
                old.and_then(|old| choice(old, &count.choice)).unwrap_or((&count.choice, &count.choice));
            match choice(rule, code).or_else(|| choice(rule, name)) {
                Some((own, _)) => choices.push(ChoiceCount { choice: own.to_owned(), ..count.clone() }),
                None => {
                    let (name, indicator) = (name.to_owned(), new.name.clone());
                    self.misfits.insert(Misfit::Choice { name, indicator });
                }
            }
        }
        Some(Tally { indicator: new.code.clone(), group: group.to_owned(), choices, ..tally.clone() })
    }

    fn fact(&mut self, fact: &Fact) -> bool {
        if !self.categories.contains_key(fact.participant.as_str()) {
            return false;
        }
        let mut users = self
            .new
            .indicators
            .iter()
            .filter(|one| fact_of(&one.method) == Some(fact.fact.as_str()))
            .peekable();
        let known = users.peek().is_some();
        let fits = known
            && users.all(|indicator| match (&indicator.method, &fact.value) {
                (Method::Formula(_), FactValue::Number(_)) | (Method::YesNo(_), FactValue::Holds(_)) => true,
                (Method::Level(rule), FactValue::Level(word)) => {
                    rule.levels.iter().any(|level| level.code == *word || level.name == *word)
                }
                _ => false,
            });
        if !fits {
            self.misfits.insert(Misfit::Other { name: fact.fact.clone() });
        }
        fits
    }

    fn event(&mut self, event: &Event) -> bool {
        if !self.categories.contains_key(event.participant.as_str()) {
            return false;
        }
        let known = self.new.indicators.iter().any(|indicator| match &indicator.method {
            Method::Deduction(rule) | Method::Bonus(rule) => {
                rule.events.iter().any(|one| one.code == event.event || one.name == event.event)
            }
            _ => false,
        });
        if !known {
            self.misfits.insert(Misfit::Other { name: event.event.clone() });
        }
        known
    }
}

/// Code and name of the group meant by a word.
fn group<'a>(rule: &'a Ballots, word: &str) -> Option<(&'a str, &'a str)> {
    let means = |code: &str, name: &str, aliases: &[String]| {
        code == word || name == word || aliases.iter().any(|alias| alias == word)
    };
    let found = rule.groups.iter().find(|one| means(&one.code, &one.name, &one.aliases))?;
    Some((&found.code, &found.name))
}

/// Code and name of the choice meant by a word, counted or left out.
fn choice<'a>(rule: &'a Ballots, word: &str) -> Option<(&'a str, &'a str)> {
    let means = |code: &str, name: &str, aliases: &[String]| {
        code == word || name == word || aliases.iter().any(|alias| alias == word)
    };
    let counted = rule.choices.iter().find(|one| means(&one.code, &one.name, &one.aliases));
    let left = || rule.left_out.iter().find(|one| means(&one.code, &one.name, &one.aliases));
    match counted {
        Some(one) => Some((&one.code, &one.name)),
        None => left().map(|one| (one.code.as_str(), one.name.as_str())),
    }
}

/// A mark out of one full mark as one out of another, to the thousandth, half up, and never above it.
fn scaled(mark: Score, before: Score, after: Score) -> Score {
    let exact = (mark.ratio() * after.ratio()).over(&before.ratio()).unwrap_or(Ratio::ZERO);
    exact.rounded(3).to_string().parse().unwrap_or(after).min(after)
}
