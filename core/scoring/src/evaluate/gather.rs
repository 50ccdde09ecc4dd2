//! Brings the input into one order, so that the order it came in cannot matter, and finds what is wrong with it.

use std::collections::HashMap;

use super::decisions::Decisions;
use super::fault::{Fault, Trouble};
use super::tally;
use super::words::{Words, indicator};
use crate::input::{Event, Fact, FactValue, Input, Mark, Participant, SourceRef, Tally, VetoEvent};
use crate::number::Score;
use crate::scheme::{Category, Method, Scheme};

/// Everything recorded about one participant, sorted.
pub(crate) struct Gathered<'a> {
    pub participant: &'a Participant,
    pub category: &'a Category,
    /// By indicator, then reviewer.
    marks: Vec<(usize, &'a Mark)>,
    /// By indicator, then group.
    tallies: Vec<(usize, usize, &'a Tally)>,
    facts: Vec<&'a Fact>,
    pub events: Vec<&'a Event>,
    pub vetoes: Vec<&'a VetoEvent>,
    pub decisions: Decisions<'a>,
}

impl<'a> Gathered<'a> {
    /// By what those of equal rank are ordered.
    pub fn named(&self) -> (&'a str, &'a str) {
        (&self.participant.name, &self.participant.key)
    }

    /// The marks of an indicator, by reviewer.
    pub fn marks(&self, indicator: usize) -> impl Iterator<Item = &'a Mark> {
        let start = self.marks.partition_point(|(at, _)| *at < indicator);
        self.marks.iter().skip(start).take_while(move |(at, _)| *at == indicator).map(|(_, mark)| *mark)
    }

    /// The tallies of an indicator, by group, with the group's position.
    pub fn tallies(&self, indicator: usize) -> impl Iterator<Item = (usize, &'a Tally)> {
        self.tallies.iter().filter(move |(at, ..)| *at == indicator).map(|(_, group, tally)| (*group, *tally))
    }

    /// The fact with this code.
    pub fn fact(&self, code: &str) -> Option<&'a Fact> {
        self.facts.iter().find(|fact| fact.fact == code).copied()
    }
}

/// Sorts the input by participant, when nothing is wrong with it.
pub(crate) fn gather<'a>(scheme: &'a Scheme, input: &'a Input) -> Result<Vec<Gathered<'a>>, Vec<Fault>> {
    let (all, faults) = recorded(scheme, input);
    if faults.is_empty() { Ok(all) } else { Err(faults) }
}

/// Sorts what can be read of the input by participant, without what is faulty, and everything that is wrong.
/// Participants come in the order of key; faults in a fixed order.
pub(crate) fn recorded<'a>(scheme: &'a Scheme, input: &'a Input) -> (Vec<Gathered<'a>>, Vec<Fault>) {
    let mut faults = Faults(Vec::new());
    let words = Words::of(scheme);
    let mut people: Vec<&Participant> = input.participants.iter().collect();
    people.sort_unstable();
    let mut all: Vec<Gathered> = Vec::with_capacity(people.len());
    for participant in people {
        let Some(category) = scheme.category(&participant.category) else {
            let category = participant.category.clone();
            faults.add(&participant.key, Trouble::UnknownCategory { category }, None);
            continue;
        };
        if all.last().is_some_and(|before| before.participant.key == participant.key) {
            faults.add(&participant.key, Trouble::DuplicateParticipant, None);
            continue;
        }
        let (marks, tallies, facts, events, vetoes, decisions) = Default::default();
        all.push(Gathered { participant, category, marks, tallies, facts, events, vetoes, decisions });
    }
    let places: HashMap<&str, usize> =
        all.iter().enumerate().map(|(at, gathered)| (gathered.participant.key.as_str(), at)).collect();
    // a participant refused above is not reported again with each of its inputs
    let refused: Vec<String> = faults.0.iter().map(|fault| fault.participant.clone()).collect();
    let mut hand = |faults: &mut Faults,
                    key: &str,
                    source: &Option<SourceRef>,
                    give: &mut dyn FnMut(&mut Gathered<'a>, &mut Faults)| {
        match places.get(key).and_then(|at| all.get_mut(*at)) {
            Some(gathered) => give(gathered, faults),
            None if refused.iter().any(|known| known == key) => {}
            None => faults.add(key, Trouble::UnknownParticipant, source.clone()),
        }
    };
    for mark in &input.marks {
        hand(&mut faults, &mark.participant, &mark.source, &mut |to, faults| {
            if let Some(at) = check_mark(&words, mark, to.category, faults) {
                to.marks.push((at, mark));
            }
        });
    }
    for tally in &input.tallies {
        hand(&mut faults, &tally.participant, &tally.source, &mut |to, faults| {
            if let Some((at, group)) = check_tally(&words, tally, to.category, faults) {
                to.tallies.push((at, group, tally));
            }
        });
    }
    for fact in &input.facts {
        hand(&mut faults, &fact.participant, &fact.source, &mut |to, faults| {
            if check_fact(&words, fact, faults) {
                to.facts.push(fact);
            }
        });
    }
    for event in &input.events {
        hand(&mut faults, &event.participant, &event.source, &mut |to, faults| {
            if faults.known("event", &words.events, &event.participant, &event.event, &event.source) {
                to.events.push(event);
            }
        });
    }
    for veto in &input.vetoes {
        hand(&mut faults, &veto.participant, &veto.source, &mut |to, faults| {
            if faults.known("veto", &words.vetoes, &veto.participant, &veto.veto, &veto.source) {
                to.vetoes.push(veto);
            }
        });
    }
    for decision in &input.decisions {
        hand(&mut faults, &decision.participant, &decision.source, &mut |to, faults| {
            if let Err(trouble) = to.decisions.take(scheme, &words, to.category, decision) {
                faults.add(&decision.participant, trouble, decision.source.clone());
            }
        });
    }
    for gathered in &mut all {
        settle(scheme, gathered, &mut faults);
    }
    faults.0.sort_unstable();
    (all, faults.0)
}

struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, participant: &str, trouble: Trouble, source: Option<SourceRef>) {
        self.0.push(Fault { participant: participant.to_owned(), trouble, source });
    }

    fn known(
        &mut self,
        what: &'static str,
        words: &[&str],
        key: &str,
        word: &str,
        source: &Option<SourceRef>,
    ) -> bool {
        let known = words.contains(&word);
        if !known {
            self.add(key, Trouble::Unknown { what, word: word.to_owned() }, source.clone());
        }
        known
    }
}

fn check_mark(words: &Words, mark: &Mark, category: &Category, faults: &mut Faults) -> Option<usize> {
    match indicator(words, &mark.indicator, category, |method| matches!(method, Method::Panel(_))) {
        Ok((_, indicator)) if mark.mark < Score::ZERO || mark.mark > indicator.full => {
            let trouble = Trouble::MarkOutOfRange {
                indicator: indicator.code.clone(),
                reviewer: mark.reviewer.clone(),
                mark: mark.mark,
                full: indicator.full,
            };
            faults.add(&mark.participant, trouble, mark.source.clone());
            None
        }
        Ok((at, _)) => Some(at),
        Err(trouble) => {
            faults.add(&mark.participant, trouble, mark.source.clone());
            None
        }
    }
}

fn check_tally(
    words: &Words,
    tally: &Tally,
    category: &Category,
    faults: &mut Faults,
) -> Option<(usize, usize)> {
    let found = indicator(words, &tally.indicator, category, |method| matches!(method, Method::Ballots(_)));
    let checked =
        found.map_err(|trouble| vec![trouble]).and_then(|(at, indicator)| match &indicator.method {
            Method::Ballots(ballots) => tally::check(ballots, tally).map(|group| (at, group)),
            _ => Err(vec![Trouble::WrongMethod { indicator: indicator.code.clone() }]),
        });
    checked
        .map_err(|troubles| {
            for trouble in troubles {
                faults.add(&tally.participant, trouble, tally.source.clone());
            }
        })
        .ok()
}

fn check_fact(words: &Words, fact: &Fact, faults: &mut Faults) -> bool {
    let Some(users) = words.facts.get(fact.fact.as_str()) else {
        let trouble = Trouble::Unknown { what: "fact", word: fact.fact.clone() };
        faults.add(&fact.participant, trouble, fact.source.clone());
        return false;
    };
    let trouble = users.iter().find_map(|indicator| match (&indicator.method, &fact.value) {
        (Method::Formula(_), FactValue::Number(_)) | (Method::YesNo(_), FactValue::Holds(_)) => None,
        (Method::Level(rule), FactValue::Level(word)) => {
            let known = rule.levels.iter().any(|l| l.code == *word || l.name == *word);
            (!known).then(|| Trouble::Unknown { what: "level", word: word.clone() })
        }
        _ => Some(Trouble::WrongKindOfFact { fact: fact.fact.clone() }),
    });
    let fine = trouble.is_none();
    if let Some(trouble) = trouble {
        faults.add(&fact.participant, trouble, fact.source.clone());
    }
    fine
}

/// Sorts what one participant was given and finds what was given twice.
fn settle(scheme: &Scheme, gathered: &mut Gathered, faults: &mut Faults) {
    let key = &gathered.participant.key;
    let code = |at: usize| scheme.indicators.get(at).map(|i| i.code.clone()).unwrap_or_default();
    gathered.marks.sort_unstable_by(|(i, a), (j, b)| {
        i.cmp(j).then_with(|| a.reviewer.cmp(&b.reviewer)).then_with(|| a.cmp(b))
    });
    for ((i, a), (j, b)) in gathered.marks.iter().zip(gathered.marks.iter().skip(1)) {
        if i == j && a.reviewer == b.reviewer {
            let trouble = Trouble::DuplicateMark { indicator: code(*j), reviewer: b.reviewer.clone() };
            faults.add(key, trouble, b.source.clone());
        }
    }
    gathered.tallies.sort_unstable();
    for ((i, g, _), (j, h, b)) in gathered.tallies.iter().zip(gathered.tallies.iter().skip(1)) {
        if i == j && g == h {
            let trouble = Trouble::DuplicateTally { indicator: code(*j), group: b.group.clone() };
            faults.add(key, trouble, b.source.clone());
        }
    }
    gathered.facts.sort_unstable();
    for (a, b) in gathered.facts.iter().zip(gathered.facts.iter().skip(1)) {
        if a.fact == b.fact {
            faults.add(key, Trouble::DuplicateFact { fact: b.fact.clone() }, b.source.clone());
        }
    }
    gathered.events.sort_unstable();
    gathered.vetoes.sort_unstable();
    gathered.decisions.settle(scheme, key, &mut faults.0);
}
