//! Saving the form: as a whole with its button, or one indicator at a time while somebody types.

use std::collections::BTreeMap;

use kernel::{FieldError, Moment, OrgId, Problem, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use store::attachments::AttachmentId;
use web::{Done, File, Rejection, Words, Writing, parsed};

use super::actions::{self, Saved, Written, fillable};
use super::form::{self, Theirs, Typed};
use super::record;
use super::rules::{Asked, Base, Content, LONGEST, LONGEST_SUMMARY, applying, read_claim, read_words};
use super::view::{Read, in_words};
use crate::cycles::record::CycleId;
use crate::evidence;
use crate::participants::ParticipantId;
use crate::people::People;
use crate::policy::FillSelfAssessment;
use crate::schemes;

/// The whole form by the names of its fields: `claim.code`, `words.code`, `base.code`, `summary`, `base`, and `do` with
/// what to do after saving.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct FormInput {
    #[serde(deserialize_with = "parsed")]
    id: CycleId,
    #[serde(deserialize_with = "parsed")]
    org: OrgId,
    #[serde(flatten)]
    values: BTreeMap<String, String>,
}

/// What is asked, by the code of the indicator.
type Asks = Vec<(String, Asked)>;

fn asks(tx: &mut Tx, scheme: crate::schemes::record::SchemeId, category: &str) -> Result<Asks, Problem> {
    let scheme = schemes::record::rules(tx, scheme)?;
    Ok(applying(&scheme, category).map(|(indicator, asked)| (indicator.code.clone(), asked)).collect())
}

/// The state from which somebody began, by the token that came back; from nothing when none did.
fn base(token: Option<&String>) -> Base {
    token.map_or_else(|| Base::of(&Content::default()), |token| Base::read(token))
}

/// Reads what was typed about an indicator. What is wrong is told and stays as it was.
fn written(
    asked: &Asked,
    claim: Option<&String>,
    words: Option<&String>,
    wrong: &mut Vec<(&'static str, Say)>,
) -> Written {
    let mut keep = |part, read: Result<String, Say>| read.map_err(|say| wrong.push((part, say))).ok();
    Written {
        claim: claim.and_then(|text| keep("claim", read_claim(asked, text))),
        words: words.and_then(|text| keep("words", read_words(text, LONGEST))),
    }
}

/// Saves everything that came with the form.
fn save_all(
    tx: &mut Tx,
    participant: ParticipantId,
    asks: &Asks,
    values: &BTreeMap<String, String>,
    clashes: &mut BTreeMap<String, Clashed>,
) -> Result<Vec<FieldError>, Problem> {
    let mut errors = Vec::new();
    if let Some(text) = values.get("summary") {
        match read_words(text, LONGEST_SUMMARY) {
            Ok(text) => {
                let saved = actions::save_summary(tx, participant, &base(values.get("base")), &text)?;
                clashed(clashes, "", saved);
            }
            Err(say) => errors.push(FieldError { field: "summary".into(), say }),
        }
    }
    for (code, asked) in asks {
        let value = |part: &str| values.get(&format!("{part}.{code}"));
        let mut wrong = Vec::new();
        let mine = written(asked, value("claim"), value("words"), &mut wrong);
        let saved = actions::save_item(tx, participant, code, asked, &base(value("base")), &mine)?;
        clashed(clashes, code, saved);
        errors
            .extend(wrong.into_iter().map(|(part, say)| FieldError { field: format!("{part}.{code}"), say }));
    }
    Ok(errors)
}

/// What somebody else has written instead, when, and the code of who.
type Clashed = (Content, Moment, String);

fn clashed(clashes: &mut BTreeMap<String, Clashed>, code: &str, saved: Saved) {
    if let Saved::Clash { now, at, by } = saved {
        clashes.insert(code.to_owned(), (now, at, by));
    }
}

/// The whole form, with files. What is right is saved even when something else is wrong.
pub(super) fn whole(
    cx: &mut Writing<'_, FillSelfAssessment>,
    input: FormInput,
    files: Vec<File>,
) -> Result<Done, Rejection> {
    let FormInput { id, org, values } = input;
    let todo = values.get("do").cloned().unwrap_or_default();
    let removed = todo.strip_prefix("remove:").and_then(|file| file.parse::<AttachmentId>().ok());
    let (permit, sent) = (cx.permit.clone(), values.clone());
    let (errors, clashes) = cx.write(move |tx| {
        let (cycle, participant) = fillable(tx, id, org, permit.reach())?;
        let asks = asks(tx, cycle.scheme, &participant.category)?;
        let mut clashes = BTreeMap::new();
        let mut errors = save_all(tx, participant.id, &asks, &sent, &mut clashes)?;
        for file in files {
            let code = file.field.strip_prefix("evidence.").unwrap_or_default();
            if !asks.iter().any(|(known, _)| known == code) {
                continue;
            }
            let added = match evidence::rules::fit(&file.name, file.bytes) {
                Ok(fit) => evidence::actions::add(tx, participant.id, code, &fit),
                Err(say) => Err(Problem::Refused(say)),
            };
            match added {
                Ok(()) => {}
                Err(Problem::Refused(say)) => errors.push(FieldError { field: file.field.clone(), say }),
                Err(problem) => return Err(problem),
            }
        }
        // One that somebody else has removed meanwhile is gone, which is what was wanted.
        if let Some(file) = removed
            && let Ok((file, whose, _)) = evidence::record::find(tx, id, file)
            && whose.id == participant.id
        {
            evidence::actions::remove(tx, &file)?;
        }
        Ok((errors, clashes))
    })?;
    if !errors.is_empty() || !clashes.is_empty() {
        return Err(back(cx, (id, org), Typed { values, errors, ..Typed::default() }, clashes));
    }
    let form = form::address(id, org);
    Ok(match todo.split_once(':') {
        _ if todo == "submit" => Done::to(format!("/cycles/{id}/self-assessments/{org}/submission")),
        Some(("upload", code)) => Done::to(format!("{form}#item-{code}")).say("self-saved"),
        _ => Done::to(form).say("self-saved"),
    })
}

/// The form again, with everything that was typed and what others have written meanwhile.
fn back(
    cx: &Writing<'_, FillSelfAssessment>,
    (id, org): (CycleId, OrgId),
    mut typed: Typed,
    clashes: BTreeMap<String, Clashed>,
) -> Rejection {
    let (words, today, permit) = (cx.words(), cx.today(), cx.permit.clone());
    let read = cx.read(move |c| {
        let (cycle, participant) = record::within(c, id, org, permit.reach())?;
        Read::of(c, cycle, participant)
    });
    let read = match read {
        Ok(read) => read,
        Err(problem) => return problem.into(),
    };
    for (code, clashed) in clashes {
        let asked = applying(&read.scheme, &read.participant.category)
            .find(|(indicator, _)| indicator.code == code)
            .map(|(_, asked)| asked);
        let theirs = theirs(&clashed, asked.as_ref(), &read.people, &words);
        let field = if code.is_empty() { "summary".to_owned() } else { format!("words.{code}") };
        typed.errors.push(FieldError { field, say: Say::new("self-clash").with("by", &theirs.by) });
        typed.clashes.insert(code, theirs);
    }
    let errors = typed.errors.clone();
    Rejection::form(form::page(&read, words, today, &typed), errors)
}

fn theirs((content, at, by): &Clashed, asked: Option<&Asked>, people: &People, words: &Words) -> Theirs {
    Theirs {
        by: people.name(by),
        at: words.moment(*at),
        claim: asked.map(|asked| in_words(asked, &content.claim, words)).unwrap_or_default(),
        words: content.words.clone(),
    }
}

/// One indicator, or the summary.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct ItemInput {
    id: CycleId,
    org: OrgId,
    indicator: String,
    /// The claim: points, a number, `yes` or `no`, or a level. What is not sent stays as it is.
    claim: Option<String>,
    words: Option<String>,
    /// The token that came with the state from which this was written; none when there was nothing.
    base: Option<String>,
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub(super) struct SummaryInput {
    id: CycleId,
    org: OrgId,
    words: Option<String>,
    /// As for an indicator.
    base: Option<String>,
}

/// What a program, and the script of the form, is told of a save.
#[derive(Serialize, JsonSchema)]
struct Outcome {
    /// `kept`, or `clash` when somebody else has changed the same since and nothing was saved.
    state: &'static str,
    /// Time of the day at which it was saved, as `14:05`.
    saved: String,
    /// What stands there now, and the token from which to write on.
    claim: String,
    words: String,
    base: String,
    /// Whoever else wrote part of it meanwhile.
    by: String,
    /// What they wrote, when it clashes.
    theirs: Option<Theirs>,
    /// What is wrong with the claim or the words, and was therefore not saved.
    errors: Vec<Wrong>,
}

#[derive(Serialize, JsonSchema)]
struct Wrong {
    field: &'static str,
    detail: String,
}

/// Somebody types: one indicator is saved at a time.
pub(super) fn one_item(
    cx: &mut Writing<'_, FillSelfAssessment>,
    input: ItemInput,
) -> Result<Done, Rejection> {
    let (permit, id, org, code) = (cx.permit.clone(), input.id, input.org, input.indicator.clone());
    let (saved, asked, wrong, people) = cx.write(move |tx| {
        let (cycle, participant) = fillable(tx, id, org, permit.reach())?;
        let asks = asks(tx, cycle.scheme, &participant.category)?;
        let (_, asked) = asks.into_iter().find(|(known, _)| *known == code).ok_or(Problem::Missing)?;
        let mut wrong = Vec::new();
        let mine = written(&asked, input.claim.as_ref(), input.words.as_ref(), &mut wrong);
        let began = base(input.base.as_ref());
        let saved = actions::save_item(tx, participant.id, &code, &asked, &began, &mine)?;
        Ok((saved, Some(asked), wrong, People::read(tx)?))
    })?;
    let to = format!("{}#item-{}", form::address(id, org), input.indicator);
    Ok(told(cx, to, saved, asked.as_ref(), wrong, &people))
}

/// The same for the summary.
pub(super) fn summary(
    cx: &mut Writing<'_, FillSelfAssessment>,
    input: SummaryInput,
) -> Result<Done, Rejection> {
    let (permit, id, org) = (cx.permit.clone(), input.id, input.org);
    let (saved, wrong, people) = cx.write(move |tx| {
        let (_, participant) = fillable(tx, id, org, permit.reach())?;
        let began = base(input.base.as_ref());
        let own = record::find(tx, participant.id)?.map(|own| own.summary).unwrap_or_default();
        let (text, wrong) = match input.words.map(|text| read_words(&text, LONGEST_SUMMARY)) {
            Some(Ok(text)) => (text, Vec::new()),
            Some(Err(say)) => (own, vec![("words", say)]),
            None => (own, Vec::new()),
        };
        let saved = actions::save_summary(tx, participant.id, &began, &text)?;
        Ok((saved, wrong, People::read(tx)?))
    })?;
    Ok(told(cx, form::address(id, org), saved, None, wrong, &people))
}

fn told(
    cx: &Writing<'_, FillSelfAssessment>,
    to: String,
    saved: Saved,
    asked: Option<&Asked>,
    wrong: Vec<(&'static str, Say)>,
    people: &People,
) -> Done {
    let words = cx.words();
    let errors = wrong.iter().map(|(field, say)| Wrong { field, detail: words.say(say) }).collect();
    let (hour, minute) = cx.now().hour_minute();
    let of = |state, content: &Content, by: String, theirs| Outcome {
        state,
        saved: format!("{hour:02}:{minute:02}"),
        claim: content.claim.clone(),
        words: content.words.clone(),
        base: Base::of(content).token(),
        by,
        theirs,
        errors,
    };
    let outcome = match saved {
        Saved::Kept { content, theirs, .. } => {
            of("kept", &content, theirs.map(|by| people.name(&by)).unwrap_or_default(), None)
        }
        Saved::Clash { now, at, by } => {
            let told = theirs(&(now.clone(), at, by), asked, people, &words);
            of("clash", &now, told.by.clone(), Some(told))
        }
    };
    let say = if outcome.state == "kept" {
        Say::new("self-saved")
    } else {
        Say::new("self-clash").with("by", &outcome.by)
    };
    Done::to(to).say(say).view(&outcome)
}
