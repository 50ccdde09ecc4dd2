//! Tying two records together by hand, and untying them.

use askama::Template;
use kernel::{Problem, RecordRef, Say, SignedIn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Conn;

use super::{KINDS, address, parse, records};
use crate::answer::{Done, Page, Rejection};
use crate::domain::{RecordBrief, Visitor};
use crate::form::Faults;
use crate::history;
use crate::scene::{Reading, Writing};
use crate::site::Site;
use crate::words::Words;

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Asked {
    /// The record to be linked, as `finding:12`.
    from: String,
    /// Part of the title of the other record.
    q: String,
}

/// A link as sent.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(super) struct Sent {
    /// What it says: `leads_to`, `answers` or `evidence_for`.
    kind: String,
    /// Where it starts, as `finding:12`.
    from: String,
    /// Where it ends, as `measure:3`.
    to: String,
    /// Address to go on to; the page of the first record when there is none.
    back: String,
}

/// A record that can be chosen.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Choice {
    at: String,
    label: String,
    #[serde(flatten)]
    record: RecordBrief,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "links_new.html")]
pub(super) struct NewLink {
    #[serde(skip)]
    words: Words,
    #[serde(skip)]
    faults: Faults,
    from: String,
    record: RecordBrief,
    q: String,
    choices: Vec<Choice>,
}

impl NewLink {
    fn kinds(&self) -> Vec<(String, String)> {
        let said = |kind: &str| self.words.t(&format!("links-{}-to", kind.replace('_', "-")));
        KINDS.iter().map(|kind| ((*kind).to_owned(), said(kind))).collect()
    }
}

impl Page for NewLink {
    fn title(&self) -> String {
        self.words.t("links-new")
    }
}

fn page(
    site: &Site,
    c: &mut Conn,
    visitor: &Visitor,
    asked: Asked,
    faults: Faults,
) -> Result<NewLink, Problem> {
    let from = parse(&asked.from).ok_or(Problem::Missing)?;
    let record = records::find(site, c, visitor, &from)?;
    let q = asked.q.trim().to_owned();
    let mut choices = Vec::new();
    if !q.is_empty() {
        for kind in &site.records {
            for record in (kind.find)(c, visitor, &q)? {
                let one = RecordRef::new(kind.kind, record.id);
                if one != from {
                    choices.push(Choice { at: address(&one), label: visitor.words.t(kind.label), record });
                }
            }
        }
    }
    Ok(NewLink { from: address(&from), record, q, choices, faults, words: visitor.words.clone() })
}

pub(super) fn new(cx: &mut Reading<'_, SignedIn>, asked: Asked) -> Result<NewLink, Problem> {
    let (site, visitor) = (cx.site().clone(), cx.visitor()?);
    page(&site, cx.db, &visitor, asked, Faults::default())
}

/// Both ends, seen by the sender, who may tie links to at least one of them.
fn ends(
    site: &Site,
    c: &mut Conn,
    visitor: &Visitor,
    sent: &Sent,
) -> Result<(RecordRef, RecordRef, String), Problem> {
    let from = parse(&sent.from).ok_or(Problem::Missing)?;
    let to = parse(&sent.to).ok_or_else(|| Problem::field("to", "field-choice"))?;
    if !KINDS.contains(&sent.kind.as_str()) {
        return Err(Problem::field("kind", "field-choice"));
    }
    let first = records::find(site, c, visitor, &from)?;
    records::find(site, c, visitor, &to)?;
    if !records::may_link(site, c, visitor, &from)? && !records::may_link(site, c, visitor, &to)? {
        return Err(Problem::refused("links-not-yours"));
    }
    Ok((from, to, first.href))
}

/// Where to go on to: only an address of this site.
fn onward(sent: &Sent, otherwise: String) -> String {
    let own = sent.back.starts_with('/') && !sent.back.starts_with("//") && !sent.back.contains('\\');
    if own { sent.back.clone() } else { otherwise }
}

fn seen(cx: &Writing<'_, SignedIn>, sent: &Sent) -> Result<(RecordRef, RecordRef, String), Problem> {
    let (site, visitor, sent) = (cx.site().clone(), cx.visitor()?, sent.clone());
    cx.read(move |c| ends(&site, c, &visitor, &sent))
}

pub(super) fn add(cx: &mut Writing<'_, SignedIn>, sent: Sent) -> Result<Done, Rejection> {
    let (from, to, href) = match seen(cx, &sent) {
        Ok(found) => found,
        Err(Problem::Invalid(errors)) => {
            let faults = Faults::of(&errors, &cx.words());
            let (site, visitor) = (cx.site().clone(), cx.visitor()?);
            let asked = Asked { from: sent.from.clone(), q: String::new() };
            let form = cx.read(move |c| page(&site, c, &visitor, asked, faults))?;
            return Err(Rejection::form(form, errors));
        }
        Err(problem) => return Err(problem.into()),
    };
    let kind = sent.kind.clone();
    let made = cx.write(move |tx| {
        let made = store::links::link(tx, &kind, &from, &to)?;
        if made {
            let after = serde_json::json!({ "link": kind, "to": address(&to) });
            history::note(tx, &from, "linked", "", None::<&()>, &after)?;
        }
        Ok(made)
    })?;
    let say = if made { "links-made" } else { "links-there" };
    Ok(Done::to(onward(&sent, href)).say(Say::new(say)).view(&serde_json::json!({ "made": made })))
}

pub(super) fn remove(cx: &mut Writing<'_, SignedIn>, sent: Sent) -> Result<Done, Rejection> {
    let (from, to, href) = seen(cx, &sent)?;
    let kind = sent.kind.clone();
    cx.write(move |tx| {
        if !store::links::unlink(tx, &kind, &from, &to)? {
            return Err(Problem::Missing);
        }
        let before = serde_json::json!({ "link": kind, "to": address(&to) });
        history::note(tx, &from, "unlinked", "", Some(&before), &serde_json::json!({}))
    })?;
    Ok(Done::to(onward(&sent, href)).say(Say::new("links-removed")))
}
