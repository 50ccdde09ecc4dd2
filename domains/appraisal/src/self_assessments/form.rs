//! The form: all indicators of one organisation on one page, beside what is known of each.

use std::collections::BTreeMap;

use askama::Template;
use kernel::{FieldError, OrgId, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Page, Reading, Words};

use super::record;
use super::rules::{self, Asked, Base, Content, applying};
use super::show::One;
use super::view::{ItemView, Read, SelfAssessment};
use crate::cycles::record::Cycle;
use crate::evidence::rules as evidence;
use crate::policy::FillSelfAssessment;

/// What somebody else wrote at the same time, shown beside what was typed here.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub(super) struct Theirs {
    pub by: String,
    pub at: String,
    /// The claim as people read it.
    pub claim: String,
    pub words: String,
}

/// What was typed and did not become part of the self-assessment.
#[derive(Debug, Default)]
pub(super) struct Typed {
    /// Values by the names of the form.
    pub values: BTreeMap<String, String>,
    pub errors: Vec<FieldError>,
    /// What others wrote meanwhile, by indicator; `""` is the summary.
    pub clashes: BTreeMap<String, Theirs>,
}

/// One indicator on the form.
#[derive(Serialize, JsonSchema)]
struct FormItem {
    #[serde(flatten)]
    view: ItemView,
    /// The claim as it is typed: text or the value of a choice.
    value: String,
    /// Values and names, where there is a choice.
    options: Vec<(String, String)>,
    /// What is typed as words.
    text: String,
    /// The state from which this page begins.
    base: String,
    claim_error: String,
    words_error: String,
    evidence_error: String,
    theirs: Option<Theirs>,
}

#[derive(Serialize, JsonSchema)]
struct FormPart {
    code: String,
    name: String,
    items: Vec<FormItem>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "self_assessments/form.html")]
pub(super) struct SelfAssessmentForm {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    own: SelfAssessment,
    parts: Vec<FormPart>,
    summary: String,
    summary_base: String,
    summary_error: String,
    summary_theirs: Option<Theirs>,
    due: String,
    overdue: bool,
    /// Whether it can be written now.
    open: bool,
    errors: Vec<(String, String)>,
}

impl SelfAssessmentForm {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}/self-assessments/{}{tail}", self.cycle.id, self.own.org)
    }

    fn file(&self, id: &store::attachments::AttachmentId) -> String {
        format!("/cycles/{}/evidence/{id}", self.cycle.id)
    }

    /// Where files of evidence are, for those that arrive later.
    fn file_at(&self) -> String {
        format!("/cycles/{}/evidence/", self.cycle.id)
    }

    /// For the box that the script fills.
    fn nobody(&self) -> Theirs {
        Theirs::default()
    }

    fn removal(&self, id: &store::attachments::AttachmentId) -> String {
        format!("/cycles/{}/evidence/{id}/removal", self.cycle.id)
    }

    fn year(&self) -> String {
        self.cycle.year.to_string()
    }

    /// Why it cannot be written.
    fn closed(&self) -> String {
        let handed_in = self.own.state == Some(record::State::Submitted);
        let key = if handed_in { "self-closed-submitted" } else { "self-closed" };
        self.words.f(key, [("year", self.year())])
    }

    /// Name under which a browser keeps what could not be sent.
    fn key(&self, code: &str) -> String {
        format!("self.{}.{}.{code}", self.cycle.id, self.own.org)
    }

    fn accept(&self) -> String {
        evidence::accept()
    }

    fn longest(&self) -> usize {
        rules::LONGEST
    }

    fn longest_summary(&self) -> usize {
        rules::LONGEST_SUMMARY
    }
}

impl Page for SelfAssessmentForm {
    fn title(&self) -> String {
        self.words.f("self-form-title", [("year", self.year())])
    }
}

pub(super) fn form(
    cx: &mut Reading<'_, FillSelfAssessment>,
    input: One,
) -> Result<SelfAssessmentForm, Problem> {
    let (cycle, participant) = record::within(cx.db, input.id, input.org, cx.permit.reach())?;
    let read = Read::of(cx.db, cycle, participant)?;
    Ok(page(&read, cx.words(), cx.today(), &Typed::default()))
}

/// The page, with what was typed in place of what is kept.
pub(super) fn page(read: &Read, words: Words, today: kernel::Day, typed: &Typed) -> SelfAssessmentForm {
    let own = read.view(&words);
    let asked: BTreeMap<String, Asked> = applying(&read.scheme, &read.participant.category)
        .map(|(indicator, asked)| (indicator.code.clone(), asked))
        .collect();
    let item = |view: &ItemView| item(read, &words, typed, view, asked.get(&view.code));
    let parts = own.parts.iter().map(|part| FormPart {
        code: part.code.clone(),
        name: part.name.clone(),
        items: part.items.iter().map(item).collect(),
    });
    let parts = parts.collect();
    let said = Content { claim: String::new(), words: own.summary.clone() };
    let state = read.own.as_ref().map(|own| own.state);
    let due = read.cycle.due.self_assessment;
    SelfAssessmentForm {
        parts,
        summary: typed.values.get("summary").cloned().unwrap_or_else(|| own.summary.clone()),
        summary_base: Base::of(&said).token(),
        summary_error: error(typed, &words, "summary"),
        summary_theirs: typed.clashes.get("").cloned(),
        due: due.map(|day| words.day(day)).unwrap_or_default(),
        overdue: due.is_some_and(|day| day < today) && !own.is_returned(),
        open: rules::may_fill(read.cycle.state, state),
        errors: typed.errors.iter().map(|wrong| (wrong.field.clone(), words.say(&wrong.say))).collect(),
        cycle: read.cycle.clone(),
        own,
        words,
    }
}

fn error(typed: &Typed, words: &Words, field: &str) -> String {
    let said = typed.errors.iter().filter(|wrong| wrong.field == field).map(|wrong| words.say(&wrong.say));
    said.collect::<Vec<_>>().join(" ")
}

fn item(read: &Read, words: &Words, typed: &Typed, view: &ItemView, asked: Option<&Asked>) -> FormItem {
    let code = &view.code;
    let kept = read.items.get(code).map(|item| item.content.clone()).unwrap_or_default();
    let name = |part: &str| format!("{part}.{code}");
    let value = |part: &str, kept: &String| typed.values.get(&name(part)).unwrap_or(kept).clone();
    let nothing = || (String::new(), words.t("self-claim-nothing"));
    let options = match asked {
        Some(Asked::Holds) => vec![
            nothing(),
            ("yes".to_owned(), words.t("appraisal-fact-yes")),
            ("no".to_owned(), words.t("appraisal-fact-no")),
        ],
        Some(Asked::Level(levels)) => std::iter::once(nothing()).chain(levels.iter().cloned()).collect(),
        _ => Vec::new(),
    };
    FormItem {
        value: value("claim", &kept.claim),
        text: value("words", &kept.words),
        base: Base::of(&kept).token(),
        claim_error: error(typed, words, &name("claim")),
        words_error: error(typed, words, &name("words")),
        evidence_error: error(typed, words, &name("evidence")),
        theirs: typed.clashes.get(code).cloned(),
        options,
        view: view.clone(),
    }
}

/// Address of the form.
pub(super) fn address(cycle: crate::cycles::record::CycleId, org: OrgId) -> String {
    format!("/cycles/{cycle}/self-assessments/{org}/form")
}
