//! What the system knows already of an organisation when it assesses itself: nobody is asked for it again.

use std::collections::BTreeMap;

use kernel::{Day, OrgId, Problem};
use schemars::JsonSchema;
use scoring::{FactValue, Indicator, Method};
use serde::Serialize;
use store::Conn;
use web::Words;

use crate::cycles::record::{Cycle, CycleId};
use crate::participants::Participant;
use crate::rankings::record::{before, tone};
use crate::standings::portrait::plain;
use crate::standings::record as standings;

pub(crate) const FACTS: &str = "SELECT fact, value FROM appraisal_facts WHERE participant_id = $1";
pub(crate) const EVENTS: &str = "SELECT event, happened, count, note FROM appraisal_events
    WHERE participant_id = $1 ORDER BY happened, id";

/// The result of the year before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct LastYear {
    pub cycle: CycleId,
    pub year: i16,
    pub href: String,
    pub category: String,
    pub rank: u32,
    pub of: u32,
    pub total: String,
    pub grade: String,
    pub tone: &'static str,
    /// Points and full mark by code and by name of the indicator.
    #[serde(skip)]
    marks: BTreeMap<String, (String, String)>,
}

impl LastYear {
    /// What the indicator brought, as `9.35 / 10`; nothing when it was not scored then.
    pub(crate) fn mark(&self, indicator: &Indicator) -> String {
        let names = [&indicator.code, &indicator.name].into_iter().chain(&indicator.aliases);
        let found = names.filter_map(|name| self.marks.get(name)).next();
        found.map(|(points, full)| format!("{points} / {full}")).unwrap_or_default()
    }
}

/// A counted event.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Happened {
    event: String,
    on: Day,
    count: u32,
    note: String,
}

/// Everything that is known.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub last: Option<LastYear>,
    facts: BTreeMap<String, FactValue>,
    events: Vec<Happened>,
}

impl Known {
    /// Reads it.
    ///
    /// # Errors
    /// [`Problem::Unexpected`] when the database fails.
    pub(crate) fn read(c: &mut Conn, cycle: &Cycle, participant: &Participant) -> Result<Self, Problem> {
        let facts = c.all(FACTS, &[&participant.id], |row| Ok((row.get(0)?, row.json(1)?)))?;
        let events = c.all(EVENTS, &[&participant.id], |row| {
            Ok(Happened { event: row.get(0)?, on: row.get(1)?, count: row.get(2)?, note: row.get(3)? })
        })?;
        let last = last_year(c, cycle.year, participant.org)?;
        Ok(Self { last, facts: facts.into_iter().collect(), events })
    }

    /// The measured value of an indicator that the office has recorded already.
    pub(crate) fn measured(&self, indicator: &Indicator, words: &Words) -> Option<String> {
        let fact = match &indicator.method {
            Method::Formula(rule) => &rule.fact,
            Method::YesNo(rule) => &rule.fact,
            Method::Level(rule) => &rule.fact,
            _ => return None,
        };
        Some(match self.facts.get(fact)? {
            FactValue::Number(number) => plain(number),
            FactValue::Holds(true) => words.t("appraisal-fact-yes"),
            FactValue::Holds(false) => words.t("appraisal-fact-no"),
            FactValue::Level(code) => match &indicator.method {
                Method::Level(rule) => {
                    let level = rule.levels.iter().find(|level| level.code == *code);
                    level.map_or_else(|| code.clone(), |level| level.name.clone())
                }
                _ => code.clone(),
            },
        })
    }

    /// The recorded events that count in an indicator, one line each.
    pub(crate) fn counted(&self, indicator: &Indicator, words: &Words) -> Vec<String> {
        let kinds = match &indicator.method {
            Method::Deduction(rule) | Method::Bonus(rule) => &rule.events,
            _ => return Vec::new(),
        };
        let line = |one: &Happened| {
            let kind = kinds.iter().find(|kind| kind.code == one.event || kind.name == one.event)?;
            let args = [
                ("day", words.day(one.on)),
                ("event", kind.name.clone()),
                ("n", one.count.to_string()),
                ("note", one.note.clone()),
            ];
            Some(words.f("self-known-event", args))
        };
        self.events.iter().filter_map(line).collect()
    }
}

/// The published result before that year.
pub(crate) fn last_year(c: &mut Conn, year: i16, org: OrgId) -> Result<Option<LastYear>, Problem> {
    let Some((cycle, year)) = before(c, year)? else { return Ok(None) };
    let found = match standings::find(c, cycle, org, false) {
        Ok(found) => found,
        // A new organisation has no year before.
        Err(store::Error::NoRow) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut marks = BTreeMap::new();
    for line in &found.portrait.indicators {
        if line.treatment != "not_applicable" {
            let mark = (line.points.clone(), line.full.clone());
            marks.insert(line.name.clone(), mark.clone());
            marks.insert(line.code.clone(), mark);
        }
    }
    Ok(Some(LastYear {
        cycle,
        year,
        href: format!("/cycles/{cycle}/organisations/{org}"),
        category: found.category,
        rank: found.rank,
        of: found.of,
        total: found.total,
        tone: tone(found.grade_place, found.grades),
        grade: found.grade_name,
        marks,
    }))
}
