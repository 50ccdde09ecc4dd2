//! Typing the tallies of one organisation in.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use scoring::{Ballots, Method, Scheme};
use serde::{Deserialize, Serialize};
use web::{Done, Page, Reading, Rejection, Words, Writing, parsed};

use super::actions::{self, Typed};
use super::list::{GroupColumn, columns, said};
use super::record::{self, Standing};
use super::rules::{self, Counts};
use crate::ballots::record::{self as ballots, BallotLines};
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants::{self, Participant};
use crate::people::code_of;
use crate::policy::EnterFigures;
use crate::schemes;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
    org: OrgId,
}

/// One number to be typed.
#[derive(Serialize, JsonSchema)]
struct NumberField {
    name: String,
    label: String,
    value: String,
    error: String,
}

/// The counts of one voter group.
#[derive(Serialize, JsonSchema)]
struct GroupForm {
    indicator_name: String,
    name: String,
    due: u32,
    standing: Standing,
    said: String,
    tone: &'static str,
    /// What the present typist typed before, or is to type.
    fields: Vec<NumberField>,
    /// In words, the fields in which this typist and the other differ.
    differs: Vec<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "tallies/form.html")]
pub(super) struct TallyForm {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    org: OrgId,
    name: String,
    category: String,
    groups: Vec<GroupForm>,
    /// Closed for entries; what is there is shown.
    closed: bool,
    /// Another person has typed already, so that this is the check.
    second: bool,
    errors: Vec<(String, String)>,
}

impl TallyForm {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    /// Groups that nobody may vote in have nothing to be typed.
    fn owed(&self) -> bool {
        self.groups.iter().any(|group| group.due > 0)
    }
}

impl Page for TallyForm {
    fn title(&self) -> String {
        self.words.f("appraisal-tally-title", [("name", self.name.clone())])
    }
}

/// What a page of one organisation's tallies is made from.
struct Known {
    cycle: Cycle,
    scheme: Scheme,
    participant: Participant,
    entries: Vec<record::Entry>,
    counted: Vec<record::Counted>,
    electorates: record::Electorates,
    online: BallotLines,
}

impl Known {
    fn read(c: &mut store::Conn, id: CycleId, org: OrgId) -> Result<Self, Problem> {
        let cycle = cycles::find(c, id, true)?;
        let participant = participants::find(c, id, org)?;
        Ok(Self {
            scheme: schemes::record::rules(c, cycle.scheme)?,
            entries: record::entries_of(c, participant.id)?,
            counted: record::counted(c, id)?,
            electorates: record::electorates(c, id)?,
            online: ballots::of_cycle(c, id)?,
            participant,
            cycle,
        })
    }

    /// Ballots on paper that there can be: those handed out where the others voted online, otherwise all.
    fn due(&self, voters: &str) -> u32 {
        let here = |(who, _, group): &(_, String, String)| *who == self.participant.id && group == voters;
        if let Some((_, line)) = self.online.iter().find(|(key, _)| here(key)) {
            return line.paper;
        }
        self.electorates.get(&(self.participant.id, voters.to_owned())).copied().unwrap_or(0)
    }

    /// Groups with their indicator's rules.
    fn groups(&self) -> impl Iterator<Item = (GroupColumn, &Ballots)> {
        columns(&self.scheme).into_iter().filter_map(|group| {
            let indicator = self.scheme.indicators.iter().find(|one| one.code == group.indicator)?;
            match &indicator.method {
                Method::Ballots(ballots) if indicator.applies(&self.participant.category) => {
                    Some((group, ballots))
                }
                _ => None,
            }
        })
    }
}

fn page(
    words: Words,
    known: &Known,
    me: &str,
    typed: Option<&BTreeMap<String, String>>,
    errors: &[FieldError],
) -> TallyForm {
    let form = |(group, ballots): (GroupColumn, &Ballots)| {
        let own_group = |one: &&record::Entry| one.indicator == group.indicator && one.voters == group.code;
        let own = known.entries.iter().filter(own_group).find(|one| one.by == me);
        let other = known.entries.iter().filter(own_group).find(|one| one.by != me);
        let standing = record::standing(
            known.participant.id,
            &group.indicator,
            &group.code,
            &known.entries,
            &known.counted,
        );
        let labels = labels(&words, ballots);
        let number = |what: &str, label: &String| {
            let name = rules::field(&group.indicator, &group.code, what);
            let before = own.map(|own| value_of(&own.counts, what)).unwrap_or_default();
            let value = typed.and_then(|typed| typed.get(&name).cloned()).unwrap_or(before);
            let wrong = errors.iter().find(|error| error.field == name);
            let error = wrong.map(|error| words.say(&error.say)).unwrap_or_default();
            NumberField { name, label: label.clone(), value, error }
        };
        let differs = match (own, other) {
            (Some(own), Some(other)) => own.counts.differences(&other.counts),
            _ => Vec::new(),
        };
        let named = |what: &String| {
            labels.iter().find(|(code, _)| code == what).map(|(_, label)| label.clone()).unwrap_or_default()
        };
        let (key, tone) = said(standing);
        GroupForm {
            indicator_name: group.indicator_name.clone(),
            name: group.name.clone(),
            due: known.due(&group.code),
            standing,
            said: words.t(key),
            tone,
            fields: labels.iter().map(|(what, label)| number(what, label)).collect(),
            differs: differs.iter().map(named).collect(),
        }
    };
    let correcting = known.cycle.state.is_public() && known.cycle.working.is_some();
    let second = known.entries.iter().any(|one| one.by != me) && known.entries.iter().all(|one| one.by != me);
    TallyForm {
        groups: known.groups().map(form).collect(),
        org: known.participant.org,
        name: known.participant.name.clone(),
        category: known.participant.category.clone(),
        closed: known.cycle.opened.is_none() || !(known.cycle.state.takes_figures() || correcting),
        second,
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle: known.cycle.clone(),
        words,
    }
}

/// What is typed, in the order of the form.
fn labels(words: &Words, ballots: &Ballots) -> Vec<(String, String)> {
    let mut labels: Vec<(String, String)> = vec![
        ("issued".into(), words.t("appraisal-tally-issued")),
        ("returned".into(), words.t("appraisal-tally-returned")),
    ];
    labels.extend(rules::choices(ballots));
    labels.push(("spoilt".into(), words.t("appraisal-tally-spoilt")));
    labels
}

fn value_of(counts: &Counts, what: &str) -> String {
    match what {
        "issued" => counts.issued.to_string(),
        "returned" => counts.returned.to_string(),
        "spoilt" => counts.spoilt.to_string(),
        code => {
            let found = counts.choices.iter().find(|(known, _)| known == code);
            found.map(|(_, count)| count.to_string()).unwrap_or_default()
        }
    }
}

pub(super) fn form(cx: &mut Reading<'_, EnterFigures>, input: One) -> Result<TallyForm, Problem> {
    let known = Known::read(cx.db, input.id, input.org)?;
    let me = cx.principal().map(|who| code_of(who.user)).unwrap_or_default();
    Ok(page(cx.words(), &known, &me, None, &[]))
}

/// The numbers of all groups, by the names of the form.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct TallyInput {
    #[serde(deserialize_with = "parsed")]
    id: CycleId,
    #[serde(deserialize_with = "parsed")]
    org: OrgId,
    #[serde(flatten)]
    numbers: BTreeMap<String, String>,
}

pub(super) fn enter(cx: &mut Writing<'_, EnterFigures>, input: TallyInput) -> Result<Done, Rejection> {
    let (id, org) = (input.id, input.org);
    let known = cx.read(move |c| Known::read(c, id, org))?;
    let me = cx.principal().map(|who| code_of(who.user)).unwrap_or_default();
    let mut errors = Vec::new();
    let mut ready = Vec::new();
    for (group, ballots) in known.groups() {
        let due = known.due(&group.code);
        let name = |what: &str| rules::field(&group.indicator, &group.code, what);
        let typed = |what: &str| input.numbers.get(&name(what)).cloned().unwrap_or_default();
        // Nothing of a group: it is typed another time.
        let empty = labels(&cx.words(), ballots).iter().all(|(what, _)| typed(what).trim().is_empty());
        if empty {
            continue;
        }
        if due == 0 {
            errors.push(FieldError { field: name("issued"), say: Say::new("appraisal-tally-no-electorate") });
            continue;
        }
        match rules::read(typed, name, ballots, due) {
            Ok(counts) => ready.push((group.indicator.clone(), group.code.clone(), due, counts)),
            Err(wrong) => errors.extend(wrong),
        }
    }
    if errors.is_empty() && ready.is_empty() {
        let first = known.groups().next().map(|(g, _)| rules::field(&g.indicator, &g.code, "issued"));
        let say = Say::new("appraisal-tally-empty");
        errors.push(FieldError { field: first.unwrap_or_default(), say });
    }
    if !errors.is_empty() {
        let page = page(cx.words(), &known, &me, Some(&input.numbers), &errors);
        return Err(Rejection::form(page, errors));
    }
    let participant = known.participant.id;
    let outcome = cx.write(move |tx| {
        actions::taking_figures(tx, id)?;
        let mut outcome = Vec::new();
        for (indicator, voters, due, counts) in ready {
            outcome.push(actions::enter(tx, participant, &indicator, &voters, due, &counts)?);
        }
        actions::changed(tx, id)?;
        Ok(outcome)
    })?;
    let differs = outcome.iter().any(|one| matches!(one, Typed::Differs(_)));
    let agreed = outcome.iter().all(|one| *one == Typed::Agreed);
    let (key, to) = if differs {
        ("appraisal-tally-was-mismatch", format!("/cycles/{id}/tallies/{org}"))
    } else if agreed {
        ("appraisal-tally-was-counted", format!("/cycles/{id}/tallies"))
    } else {
        ("appraisal-tally-was-typed", format!("/cycles/{id}/tallies"))
    };
    Ok(Done::to(to).say(Say::new(key).with("name", known.participant.name)))
}
