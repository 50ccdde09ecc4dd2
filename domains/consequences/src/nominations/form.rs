//! Nominating by form: an organisation by the rules, the committee as an exception from them.

use askama::Template;
use kernel::{Act, FieldError, OrgId, Problem, Reach};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Done, File, Page, Reading, Rejection, Words, Writing, blank_is_none};

use super::actions::{self, Proposal};
use crate::awards::record::{self as awards, Award, AwardId};
use crate::awards::rules::{State, Subject};
use crate::fields::{Faults, Fields};
use crate::policy::{DecideAwards, NominateAward};
use crate::sources::Sources;
use web::enclosures;

/// Characters that deeds may have.
const DEEDS: usize = 1_500;

/// Which organisation, before the form is filled in.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Opened {
    id: AwardId,
    #[serde(default, deserialize_with = "blank_is_none")]
    org: Option<i64>,
}

/// A nomination as typed.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct NominationForm {
    /// Number of the award; from the address.
    id: i64,
    /// Number of the organisation.
    org: String,
    name: String,
    deeds: String,
    /// Why it is an exception; only the committee gives one.
    exception: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "nominations/form.html")]
pub(super) struct NominationFormPage {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    #[serde(skip)]
    form: NominationForm,
    award: Award,
    #[serde(skip)]
    orgs: Vec<(String, String)>,
    /// Names on the roster of the organisation.
    #[serde(skip)]
    names: Vec<String>,
    exceptional: bool,
}

impl NominationFormPage {
    fn action(&self) -> String {
        let what = if self.exceptional { "exceptions" } else { "nominations" };
        format!("/awards/{}/{what}", self.award.id)
    }

    fn of_persons(&self) -> bool {
        self.award.subject == Subject::Person
    }

    fn lead(&self) -> String {
        self.words.t(if self.exceptional { "award-except-lead" } else { "award-nominate-lead" })
    }

    fn deeds_hint(&self) -> String {
        self.words.f("award-deeds-hint", [("n", DEEDS.to_string())])
    }
}

impl Page for NominationFormPage {
    fn title(&self) -> String {
        let key = if self.exceptional { "award-except-title" } else { "award-nominate-title" };
        self.words.f(key, [("award", self.award.name.clone())])
    }
}

fn page(
    c: &mut Conn,
    sources: &Sources,
    words: Words,
    reach: &Reach,
    exceptional: bool,
    form: NominationForm,
    errors: &[FieldError],
) -> Result<NominationFormPage, Problem> {
    let award = awards::find(c, AwardId(form.id))?;
    let graded = sources.graded(c, award.cycle)?;
    let ids: Vec<OrgId> = graded.iter().map(|of| of.result.org).collect();
    let within = sources.within(c, reach, &ids)?;
    let mine = graded.iter().filter(|of| within.as_ref().is_none_or(|w| w.contains(&of.result.org)));
    let orgs: Vec<(String, String)> = mine
        .map(|of| (of.result.org.to_string(), format!("{} · {}", of.result.name, of.result.grade_name)))
        .collect();
    let chosen = match (form.org.trim().parse::<i64>(), orgs.as_slice()) {
        (Ok(org), _) => Some(OrgId(org)),
        (Err(_), [(only, _)]) => only.parse().ok(),
        _ => None,
    };
    let known = chosen.filter(|org| orgs.iter().any(|(id, _)| *id == org.to_string()));
    let names = match known {
        Some(org) if award.subject == Subject::Person => {
            sources.directory.members_of(c, org)?.into_iter().map(|person| person.name).collect()
        }
        _ => Vec::new(),
    };
    if orgs.is_empty() {
        return Err(Problem::refused("award-not-graded"));
    }
    Ok(NominationFormPage {
        faults: Faults::of(errors, &words),
        award,
        orgs,
        names,
        exceptional,
        form,
        words,
    })
}

fn opened<A: Act>(
    cx: &mut Reading<'_, A>,
    opened: &Opened,
    exceptional: bool,
) -> Result<NominationFormPage, Problem> {
    let (words, sources) = (cx.words(), Sources::of(cx.site())?);
    if awards::find(cx.db, opened.id)?.state != State::Nominating {
        return Err(Problem::refused("award-not-nominating"));
    }
    let org = opened.org.map(|org| org.to_string()).unwrap_or_default();
    let form = NominationForm { id: opened.id.0, org, ..NominationForm::default() };
    let reach = cx.permit.reach().clone();
    page(cx.db, &sources, words, &reach, exceptional, form, &[])
}

pub(super) fn new(cx: &mut Reading<'_, NominateAward>, input: Opened) -> Result<NominationFormPage, Problem> {
    opened(cx, &input, false)
}

pub(super) fn new_exception(
    cx: &mut Reading<'_, DecideAwards>,
    input: Opened,
) -> Result<NominationFormPage, Problem> {
    opened(cx, &input, true)
}

impl NominationForm {
    fn check(&self, award: &Award, files: Vec<File>, exceptional: bool) -> Result<Proposal, Problem> {
        let mut fields = Fields::default();
        let org = fields.choice("org", self.org.trim().parse().ok()).unwrap_or(OrgId(0));
        let name = match award.subject {
            Subject::Person => fields.required("name", &self.name, 40),
            Subject::Organisation => String::new(),
        };
        let deeds = fields.required("deeds", &self.deeds, DEEDS);
        let exception = exceptional.then(|| fields.required("exception", &self.exception, 500));
        let evidence = enclosures::chosen(files, "evidence").unwrap_or_else(|say| {
            fields.wrong("evidence", say);
            Vec::new()
        });
        fields.done(Proposal { award: award.id, org, name, deeds, evidence, exception })
    }
}

pub(super) fn create(
    cx: &mut Writing<'_, NominateAward>,
    form: NominationForm,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    enter(cx, form, files, false)
}

pub(super) fn create_exception(
    cx: &mut Writing<'_, DecideAwards>,
    form: NominationForm,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    enter(cx, form, files, true)
}

fn enter<A: Act>(
    cx: &mut Writing<'_, A>,
    form: NominationForm,
    files: Vec<File>,
    exceptional: bool,
) -> Result<Done, Rejection> {
    let (sources, reach) = (Sources::of(cx.site())?, cx.permit.reach().clone());
    let id = AwardId(form.id);
    let award = cx.read(move |c| awards::find(c, id))?;
    let (asking, within) = (sources.clone(), reach.clone());
    let entered = form.check(&award, files, exceptional).and_then(|proposal| {
        cx.write(move |tx| {
            asking.must_reach(tx, &within, proposal.org)?;
            actions::nominate(tx, &asking, &proposal)
        })
    });
    match entered {
        Ok(id) => Ok(Done::to(format!("/nominations/{id}"))
            .say("award-was-nominated")
            .view(&serde_json::json!({ "id": id }))
            .created()),
        Err(Problem::Invalid(errors)) => {
            let (words, shown) = (cx.words(), errors.clone());
            let page = cx.read(move |c| page(c, &sources, words, &reach, exceptional, form, &shown))?;
            Err(Rejection::form(page, errors))
        }
        Err(problem) => Err(problem.into()),
    }
}
