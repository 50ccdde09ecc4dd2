//! One organisation before the committee.

use askama::Template;
use kernel::{FieldError, OrgId, Problem, Say};
use schemars::JsonSchema;
use scoring::{Decided, Scheme, Score};
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, Page, Reading, Rejection, Words, Writing};

use super::record::{self, DecisionId};
use super::{actions, list};
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::participants;
use crate::people::People;
use crate::policy::{Deliberate, ReadPreparation};
use crate::schemes;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
    org: OrgId,
}

/// An indicator as computed.
#[derive(Serialize, JsonSchema)]
struct IndicatorRow {
    code: String,
    name: String,
    dimension: String,
    mark: String,
    full: String,
    points: String,
}

/// A decision, in words.
#[derive(Serialize, JsonSchema)]
struct DecisionRow {
    id: DecisionId,
    what: String,
    computed: String,
    decided: String,
    reason: String,
    at: String,
    by: String,
    /// Why it was withdrawn, when it was.
    withdrawn: Option<String>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "deliberation/organisation.html")]
pub(super) struct OrganisationPage {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    org: OrgId,
    name: String,
    category: String,
    rank: u32,
    of: u32,
    total: String,
    grade: String,
    decided: Vec<String>,
    indicators: Vec<IndicatorRow>,
    decisions: Vec<DecisionRow>,
    /// What can be decided: `total`, `grade` and the codes of indicators.
    subjects: Vec<(String, String)>,
    grades: Vec<(String, String)>,
    may_decide: bool,
    form: DecisionForm,
    errors: Vec<(String, String)>,
}

impl OrganisationPage {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }

    fn figures(&self) -> String {
        format!("/cycles/{}/organisations/{}", self.cycle.id, self.org)
    }

    fn error(&self, field: &str) -> String {
        let said = self.errors.iter().filter(|(name, _)| name == field).map(|(_, text)| text.as_str());
        said.collect::<Vec<_>>().join("; ")
    }
}

impl Page for OrganisationPage {
    fn title(&self) -> String {
        self.words.f("appraisal-deliberation-of", [("name", self.name.clone())])
    }
}

fn subjects(words: &Words, scheme: &Scheme, category: &str) -> Vec<(String, String)> {
    let mut all = vec![
        ("grade".to_owned(), words.t("appraisal-grade")),
        ("total".to_owned(), words.t("appraisal-total")),
    ];
    let indicators = scheme.indicators.iter().filter(|one| one.applies(category));
    let named = |one: &scoring::Indicator| {
        let args = [("name", one.name.clone()), ("full", one.full.to_string())];
        (one.code.clone(), words.f("appraisal-mark-of", args))
    };
    all.extend(indicators.map(named));
    all
}

fn page(
    c: &mut Conn,
    words: Words,
    at: (CycleId, OrgId),
    may: bool,
    form: DecisionForm,
    errors: &[FieldError],
) -> Result<OrganisationPage, Problem> {
    let (id, org) = at;
    let cycle = cycles::find(c, id, true)?;
    let participant = participants::find(c, id, org)?;
    let (scheme, outcome) = record::outcome(c, &cycle)?;
    let people = People::read(c)?;
    let standing = outcome.of(&participant.key).ok_or(Problem::Missing)?;
    let subjects = subjects(&words, &scheme, &participant.category);
    let grade = |code: &String| scheme.grade(code).map_or_else(|| code.clone(), |grade| grade.name.clone());
    let all = record::of_cycle(c, id)?;
    let row = |one: record::Decision| {
        let subject = if one.what == "mark" { &one.subject } else { &one.what };
        let named = subjects.iter().find(|(code, _)| code == subject);
        let value = |text: &String| if one.what == "grade" { grade(text) } else { text.clone() };
        DecisionRow {
            id: one.id,
            what: named.map_or_else(|| subject.clone(), |(_, name)| name.clone()),
            computed: value(&one.computed),
            decided: value(&one.decided),
            at: words.moment(one.at),
            by: people.name(&one.by),
            withdrawn: one.withdrawn.and(one.withdrawn_reason),
            reason: one.reason,
        }
    };
    let own = all.into_iter().filter(|one| one.participant == participant.id);
    let decisions = own.map(row).collect();
    let indicator = |figure: &scoring::IndicatorFigure| {
        let rule = scheme.indicator(&figure.code);
        IndicatorRow {
            code: figure.code.clone(),
            name: rule.map(|one| one.name.clone()).unwrap_or_default(),
            dimension: scheme.dimension(&figure.dimension).map(|d| d.name.clone()).unwrap_or_default(),
            mark: figure.mark.as_ref().map(|mark| mark.published.to_string()).unwrap_or_default(),
            full: figure.full.to_string(),
            points: figure.points.published.to_string(),
        }
    };
    Ok(OrganisationPage {
        org,
        name: participant.name.clone(),
        category: participant.category.clone(),
        rank: standing.rank,
        of: standing.of,
        total: standing.total.published.to_string(),
        grade: standing.grade.name.clone(),
        decided: list::in_words(&words, &scheme, standing),
        indicators: standing.indicators.iter().map(indicator).collect(),
        decisions,
        subjects,
        grades: outcome.grades.iter().map(|one| (one.code.clone(), one.name.clone())).collect(),
        may_decide: may && record::is_open(&cycle),
        form,
        errors: errors.iter().map(|error| (error.field.clone(), words.say(&error.say))).collect(),
        cycle,
        words,
    })
}

pub(super) fn show(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<OrganisationPage, Problem> {
    let (words, may) = (cx.words(), cx.can::<Deliberate>());
    page(cx.db, words, (input.id, input.org), may, DecisionForm::default(), &[])
}

/// What is decided.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub(super) struct DecisionForm {
    #[serde(default)]
    id: i64,
    #[serde(default)]
    org: i64,
    /// `total`, `grade`, or code of an indicator.
    #[serde(default)]
    subject: String,
    /// Points, for a total or a mark.
    #[serde(default)]
    points: String,
    /// Code of a grade.
    #[serde(default)]
    grade: String,
    #[serde(default)]
    reason: String,
}

/// Longest reason in characters.
const REASON: usize = 1_000;

/// What was decided, read from the form.
fn read(scheme: &Scheme, category: &str, form: &DecisionForm) -> Result<Decided, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, say: Say| errors.push(FieldError { field: field.into(), say });
    let reason = form.reason.trim().chars().count();
    if reason == 0 {
        wrong("reason", Say::new("appraisal-reason-needed"));
    } else if reason > REASON {
        wrong("reason", Say::new("appraisal-reason-long").with("most", REASON));
    }
    let mut points = |full: Score| match form.points.trim().parse::<Score>() {
        Ok(score) if score >= Score::ZERO && score <= full => Some(score),
        _ => {
            wrong("points", Say::new("appraisal-decide-points").with("full", full));
            None
        }
    };
    let decided = match form.subject.as_str() {
        "grade" => scheme.grade(&form.grade).map(|grade| Decided::Grade { grade: grade.code.clone() }),
        "total" => points(scheme.full).map(|total| Decided::Total { total }),
        code => match scheme.indicators.iter().find(|one| one.code == code && one.applies(category)) {
            Some(one) => points(one.full).map(|mark| Decided::Mark { indicator: code.to_owned(), mark }),
            None => None,
        },
    };
    if decided.is_none() && errors.iter().all(|error| error.field != "points") {
        errors.push(FieldError { field: "subject".into(), say: Say::new("appraisal-fact-choice") });
    }
    match decided {
        Some(decided) if errors.is_empty() => Ok(decided),
        _ => Err(errors),
    }
}

pub(super) fn decide(cx: &mut Writing<'_, Deliberate>, input: DecisionForm) -> Result<Done, Rejection> {
    let (id, org) = (CycleId(input.id), OrgId(input.org));
    let (cycle, scheme, participant) = cx.read(move |c| {
        let cycle = cycles::find(c, id, true)?;
        let scheme = schemes::record::rules(c, cycle.scheme)?;
        Ok((cycle, scheme, participants::find(c, id, org)?))
    })?;
    if !record::is_open(&cycle) {
        return Err(Problem::refused(Say::new("appraisal-decide-closed").with("year", cycle.year)).into());
    }
    match read(&scheme, &participant.category, &input) {
        Ok(what) => {
            actions::decide(cx, id, &participant, &what, input.reason.trim())?;
            let say = Say::new("appraisal-was-decided").with("name", participant.name);
            Ok(Done::to(format!("/cycles/{id}/deliberation/{org}")).say(say).created())
        }
        Err(errors) => {
            let (words, wrong) = (cx.words(), errors.clone());
            let page = cx.read(move |c| page(c, words, (id, org), true, input, &wrong))?;
            Err(Rejection::form(page, errors))
        }
    }
}

/// Which decision is withdrawn, and why.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct WithdrawalForm {
    id: CycleId,
    decision: DecisionId,
    #[serde(default)]
    reason: String,
}

pub(super) fn withdraw(cx: &mut Writing<'_, Deliberate>, input: WithdrawalForm) -> Result<Done, Rejection> {
    let reason = input.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON {
        return Err(Problem::field("reason", "appraisal-reason-needed").into());
    }
    let decision = actions::withdraw(cx, input.id, input.decision, reason)?;
    let id = input.id;
    let people = cx.read(move |c| Ok(participants::of_cycle(c, id)?))?;
    let org = people.into_iter().find(|one| one.id == decision.participant).map(|one| one.org);
    let org = org.ok_or(Problem::Missing)?;
    Ok(Done::to(format!("/cycles/{id}/deliberation/{org}")).say("appraisal-decision-was-withdrawn"))
}
