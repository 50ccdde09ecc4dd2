//! The audit trail, for the audit administrator alone: filtered reading, export, and verification of the chain.

use askama::Template;
use kernel::{Cell, Day, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::audit;

use super::ReadAudit;
use crate::answer::{Face, Page};
use crate::input::blank_is_none;
use crate::routes::Routes;
use crate::scene::Reading;
use crate::words::Words;

const PER_PAGE: i64 = 50;
const PER_SHEET: i64 = 100_000;

pub(super) fn routes() -> Routes {
    Routes::new().get("/admin/audit", ReadAudit, list).get("/admin/audit/verification", ReadAudit, verify)
}

#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
struct Filter {
    /// Name of an act, or the beginning of one.
    #[serde(default)]
    act: String,
    /// Kind of record.
    #[serde(default)]
    kind: String,
    #[serde(default, deserialize_with = "blank_is_none")]
    from: Option<Day>,
    #[serde(default, deserialize_with = "blank_is_none")]
    until: Option<Day>,
    #[serde(default, deserialize_with = "blank_is_none")]
    page: Option<u32>,
}

/// One entry in words.
#[derive(Serialize, JsonSchema)]
struct Line {
    seq: i64,
    at: String,
    actor: String,
    act: String,
    record: String,
    before: String,
    after: String,
    hash: String,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "audit.html")]
struct AuditList {
    #[serde(skip)]
    words: Words,
    act: String,
    kind: String,
    from: String,
    until: String,
    page: u32,
    more: bool,
    lines: Vec<Line>,
}

impl AuditList {
    fn query(&self, page: u32) -> String {
        let filled = [("act", &self.act), ("kind", &self.kind), ("from", &self.from), ("until", &self.until)];
        let mut pairs: Vec<(&str, String)> =
            filled.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, v.clone())).collect();
        pairs.push(("page", page.to_string()));
        format!("/admin/audit?{}", serde_html_form::to_string(&pairs).unwrap_or_default())
    }
}

impl Page for AuditList {
    fn title(&self) -> String {
        self.words.t("nav-audit")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["audit-seq", "audit-at", "audit-actor", "audit-act", "audit-record", "audit-before", "audit-after"];
        let row = |l: &Line| {
            let texts = [&l.at, &l.actor, &l.act, &l.record, &l.before, &l.after];
            let mut row = vec![Cell::Int(l.seq)];
            row.extend(texts.into_iter().map(Cell::text));
            row
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.lines.iter().map(row).collect(),
        })
    }
}

fn list(cx: &mut Reading<'_, ReadAudit>, input: Filter) -> Result<AuditList, Problem> {
    let page = input.page.unwrap_or(1).max(1);
    let limit = if cx.face() == Face::Sheet { PER_SHEET } else { PER_PAGE };
    let filter = audit::Filter {
        act: (!input.act.is_empty()).then(|| input.act.clone()),
        kind: (!input.kind.is_empty()).then(|| input.kind.clone()),
        from: input.from,
        until: input.until,
        ..audit::Filter::default()
    };
    let mut entries = audit::list(cx.db, &filter, limit + 1, i64::from(page - 1) * PER_PAGE)?;
    let more = entries.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let words = cx.words();
    let names: Vec<_> = crate::accounts::all(cx.db)?;
    let actor = |text: &str| -> String {
        let user = serde_json::from_str::<serde_json::Value>(text).ok().and_then(|v| v.get("user")?.as_i64());
        user.and_then(|id| names.iter().find(|a| a.id.0 == id)).map_or_else(|| text.to_owned(), |a| a.login.clone())
    };
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let line = |entry: audit::Entry| {
        let key = format!("act-{}", entry.act.replace(['.', '_'], "-"));
        Line {
            seq: entry.seq,
            at: entry.at.to_string(),
            actor: actor(&entry.actor),
            act: if words.has(&key) { words.t(&key) } else { entry.act.clone() },
            record: if entry.kind.is_empty() { String::new() } else { format!("{} {}", entry.kind, entry.id) },
            before: entry.before.unwrap_or_default(),
            after: entry.after.unwrap_or_default(),
            hash: entry.hash,
        }
    };
    Ok(AuditList {
        act: input.act,
        kind: input.kind,
        from: day(input.from),
        until: day(input.until),
        page,
        more,
        lines: entries.into_iter().map(line).collect(),
        words,
    })
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "audit_verification.html")]
struct Verification {
    #[serde(skip)]
    words: Words,
    whole: bool,
    rows: i64,
    head: String,
    broken: Option<i64>,
}

impl Page for Verification {
    fn title(&self) -> String {
        self.words.t("audit-verification")
    }
}

fn verify(cx: &mut Reading<'_, ReadAudit>, _: Nothing) -> Result<Verification, Problem> {
    let words = cx.words();
    Ok(match audit::verify(cx.db)? {
        audit::Verified::Whole { rows, head } => Verification { words, whole: true, rows, head, broken: None },
        audit::Verified::Broken { rows, at } => {
            Verification { words, whole: false, rows, head: String::new(), broken: Some(at) }
        }
    })
}
