//! Measured facts: one table of organisations and facts, typed in one go.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{Day, FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use scoring::{FactValue, Method, Ratio, Scheme};
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Site, Words, Writing, parsed};

use super::actions;
use crate::cycles::actions::touch;
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::measured::record::Measurement;
use crate::measured::{self, Offer};
use crate::participants::{self, Participant, ParticipantId};
use crate::policy::{EnterFigures, ReadPreparation};
use crate::schemes;
use crate::standings::portrait::plain;
use crate::tallies::actions::taking_figures;

pub(crate) const FACTS: &str = "SELECT f.participant_id, f.fact, f.value
    FROM appraisal_facts f JOIN appraisal_participants p ON p.id = f.participant_id WHERE p.cycle_id = $1";

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

/// What kind of value a fact has.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Number,
    Holds,
    /// Code and name of each level.
    Level(Vec<(String, String)>),
}

/// A fact that some indicator of the scheme measures.
#[derive(Debug, Clone)]
struct Wanted {
    fact: String,
    indicator: String,
    kind: Kind,
    applies_to: Vec<String>,
}

fn wanted(scheme: &Scheme) -> Vec<Wanted> {
    let mut all: Vec<Wanted> = Vec::new();
    for indicator in &scheme.indicators {
        let (fact, kind) = match &indicator.method {
            Method::Formula(rule) => (&rule.fact, Kind::Number),
            Method::YesNo(rule) => (&rule.fact, Kind::Holds),
            Method::Level(rule) => {
                let levels = rule.levels.iter().map(|one| (one.code.clone(), one.name.clone()));
                (&rule.fact, Kind::Level(levels.collect()))
            }
            _ => continue,
        };
        if all.iter().all(|known| known.fact != *fact) {
            all.push(Wanted {
                fact: fact.clone(),
                indicator: indicator.name.clone(),
                kind,
                applies_to: indicator.applies_to.clone(),
            });
        }
    }
    all
}

/// One value of the table.
#[derive(Serialize, JsonSchema)]
struct FactField {
    name: String,
    label: String,
    value: String,
    /// Choices with their names, where there is a choice.
    options: Vec<(String, String)>,
    applies: bool,
    /// What it was counted from, in words; empty for what was typed.
    from: String,
    error: String,
}

#[derive(Serialize, JsonSchema)]
struct Row {
    org: OrgId,
    name: String,
    category: String,
    fields: Vec<FactField>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "figures/facts.html")]
pub(super) struct FactsPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    /// The indicators that are measured.
    heads: Vec<String>,
    rows: Vec<Row>,
    /// What can be read from records.
    offer: Option<Offer>,
    may_enter: bool,
    errors: Vec<(String, String)>,
}

impl FactsPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }
}

impl Page for FactsPage {
    fn title(&self) -> String {
        self.words.f("appraisal-facts-title", [("year", self.cycle.year.to_string())])
    }
}

fn field(org: OrgId, fact: &str) -> String {
    format!("{org}.{fact}")
}

fn shown(value: &FactValue) -> String {
    match value {
        FactValue::Number(number) => plain(number),
        FactValue::Holds(true) => "yes".into(),
        FactValue::Holds(false) => "no".into(),
        FactValue::Level(level) => level.clone(),
    }
}

/// Facts by participant and code.
pub(crate) type Known = BTreeMap<(ParticipantId, String), FactValue>;

pub(crate) fn known(c: &mut Conn, cycle: CycleId) -> Result<Known, Problem> {
    let all = c.all(FACTS, &[&cycle], |row| Ok(((row.get(0)?, row.get(1)?), row.json(2)?)))?;
    Ok(all.into_iter().collect())
}

fn page(
    c: &mut Conn,
    site: &Site,
    (words, today): (Words, Day),
    id: CycleId,
    may: bool,
    typed: Option<&BTreeMap<String, String>>,
    errors: &[FieldError],
) -> Result<FactsPage, Problem> {
    let cycle = cycles::find(c, id, true)?;
    let scheme = schemes::record::rules(c, cycle.scheme)?;
    let (facts, wanted) = (known(c, id)?, wanted(&scheme));
    let measured: BTreeMap<(ParticipantId, String), Measurement> = measured::record::of_cycle(c, id)?
        .into_iter()
        .map(|one| ((one.participant, one.fact.clone()), one))
        .collect();
    let one = |participant: &Participant, wanted: &Wanted| {
        let name = field(participant.org, &wanted.fact);
        let value = facts.get(&(participant.id, wanted.fact.clone())).map(shown).unwrap_or_default();
        let nothing = (String::new(), words.t("appraisal-fact-nothing"));
        let options = match &wanted.kind {
            Kind::Number => Vec::new(),
            Kind::Holds => vec![
                nothing,
                ("yes".into(), words.t("appraisal-fact-yes")),
                ("no".into(), words.t("appraisal-fact-no")),
            ],
            Kind::Level(levels) => std::iter::once(nothing).chain(levels.iter().cloned()).collect(),
        };
        let wrong = errors.iter().find(|error| error.field == name);
        let from = measured.get(&(participant.id, wanted.fact.clone())).map(|one| {
            let (part, whole) = (one.part.to_string(), one.whole.to_string());
            words.f(
                "appraisal-measured-said",
                [("part", part), ("whole", whole), ("day", words.day(one.until))],
            )
        });
        FactField {
            from: from.unwrap_or_default(),
            label: wanted.indicator.clone(),
            value: typed.and_then(|typed| typed.get(&name).cloned()).unwrap_or(value),
            options,
            applies: wanted.applies_to.is_empty() || wanted.applies_to.contains(&participant.category),
            error: wrong.map(|error| words.say(&error.say)).unwrap_or_default(),
            name,
        }
    };
    let rows = participants::of_cycle(c, id)?;
    let rows = rows.iter().map(|participant| Row {
        org: participant.org,
        name: participant.name.clone(),
        category: participant.category.clone(),
        fields: wanted.iter().map(|wanted| one(participant, wanted)).collect(),
    });
    let correcting = cycle.state.is_public() && cycle.working.is_some();
    let may_enter = may && cycle.opened.is_some() && (cycle.state.takes_figures() || correcting);
    Ok(FactsPage {
        rows: rows.collect(),
        heads: wanted.iter().map(|wanted| wanted.indicator.clone()).collect(),
        offer: measured::offer(site, &words, &scheme, cycle.year, today).filter(|_| may_enter),
        may_enter,
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: OfCycle) -> Result<FactsPage, Problem> {
    let (words, may, site) = ((cx.words(), cx.today()), cx.can::<EnterFigures>(), cx.site().clone());
    page(cx.db, &site, words, input.id, may, None, &[])
}

/// Values by the names of the form; an empty one is forgotten.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct FactsInput {
    #[serde(deserialize_with = "parsed")]
    id: CycleId,
    #[serde(flatten)]
    values: BTreeMap<String, String>,
}

/// Reads a value as it was typed; nothing for an empty text.
fn read(kind: &Kind, text: &str) -> Result<Option<FactValue>, Say> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match kind {
        Kind::Number => {
            let number: Ratio = text.parse().map_err(|_| Say::new("appraisal-fact-number"))?;
            Ok(Some(FactValue::Number(number)))
        }
        Kind::Holds => match text {
            "yes" => Ok(Some(FactValue::Holds(true))),
            "no" => Ok(Some(FactValue::Holds(false))),
            _ => Err(Say::new("appraisal-fact-choice")),
        },
        Kind::Level(levels) => {
            let level = levels.iter().find(|(code, name)| code == text || name == text);
            let (code, _) = level.ok_or_else(|| Say::new("appraisal-fact-choice"))?;
            Ok(Some(FactValue::Level(code.clone())))
        }
    }
}

pub(super) fn save(cx: &mut Writing<'_, EnterFigures>, input: FactsInput) -> Result<Done, Rejection> {
    let id = input.id;
    let (scheme, people) = cx.read(move |c| {
        let cycle = cycles::find(c, id, true)?;
        Ok((schemes::record::rules(c, cycle.scheme)?, participants::of_cycle(c, id)?))
    })?;
    let (mut errors, mut values) = (Vec::new(), Vec::new());
    for participant in &people {
        for wanted in wanted(&scheme) {
            let name = field(participant.org, &wanted.fact);
            let Some(text) = input.values.get(&name) else { continue };
            match read(&wanted.kind, text) {
                Ok(value) => values.push((participant.id, wanted.fact, value)),
                Err(say) => errors.push(FieldError { field: name, say }),
            }
        }
    }
    if !errors.is_empty() {
        let (words, wrong, site) = ((cx.words(), cx.today()), errors.clone(), cx.site().clone());
        let page = cx.read(move |c| page(c, &site, words, id, true, Some(&input.values), &wrong))?;
        return Err(Rejection::form(page, errors));
    }
    let changed = cx.write(move |tx| {
        taking_figures(tx, id)?;
        let known = known(tx, id)?;
        let measured = measured::record::of_cycle(tx, id)?;
        let mut changed = 0;
        for (participant, fact, value) in values {
            let before = known.get(&(participant, fact.clone()));
            // A share such as 2/3 has no end as a decimal: sent back as it was shown, it has not changed.
            let same = before.map(shown) == value.as_ref().map(shown);
            if before != value.as_ref() && !same {
                actions::set_fact(tx, participant, &fact, before, value.as_ref())?;
                let read = measured.iter().find(|one| one.participant == participant && one.fact == fact);
                measured::actions::forget(tx, read)?;
                changed += 1;
            }
        }
        touch(tx, id)?;
        Ok(changed)
    })?;
    Ok(Done::to(format!("/cycles/{id}/facts")).say(Say::new("appraisal-facts-saved").with("n", changed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_people_type_them() {
        let number = |text: &str| read(&Kind::Number, text);
        assert_eq!(number("").unwrap(), None);
        assert_eq!(number(" 95% ").unwrap(), Some(FactValue::Number(Ratio::new(95, 100).unwrap())));
        assert_eq!(number("１２").unwrap(), Some(FactValue::Number(Ratio::from(12_u32))));
        assert!(number("many").is_err());
        assert_eq!(read(&Kind::Holds, "no").unwrap(), Some(FactValue::Holds(false)));
        let levels = Kind::Level(vec![("a".into(), "好".into())]);
        assert_eq!(read(&levels, "好").unwrap(), Some(FactValue::Level("a".into())));
        assert!(read(&levels, "b").is_err());
    }
}
