//! The audit trail, for the audit administrator alone: filtered reading, export, and verification of the chain.

use askama::Template;
use kernel::time::CIVIL_OFFSET_SECONDS;
use kernel::{Actor, Cell, Day, Moment, Problem, Sheet, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::audit;

use super::ReadAudit;
use crate::answer::{Face, Page};
use crate::input::blank_is_none;
use crate::routes::Routes;
use crate::scene::Reading;
use crate::words::Words;

const PER_PAGE: u64 = 50;
const PER_SHEET: u64 = 100_000;

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
    /// Only entries with a smaller number than this: the next page.
    #[serde(default, deserialize_with = "blank_is_none")]
    below: Option<i64>,
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
    /// Where the next page begins, if there is one.
    next: Option<i64>,
    lines: Vec<Line>,
}

impl AuditList {
    fn next_page(&self) -> Option<String> {
        let filled = [("act", &self.act), ("kind", &self.kind), ("from", &self.from), ("until", &self.until)];
        let mut pairs: Vec<(&str, String)> =
            filled.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, v.clone())).collect();
        pairs.push(("below", self.next?.to_string()));
        Some(format!("/admin/audit?{}", serde_html_form::to_string(&pairs).unwrap_or_default()))
    }
}

impl Page for AuditList {
    fn title(&self) -> String {
        self.words.t("nav-audit")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = [
            "audit-seq",
            "audit-at",
            "audit-actor",
            "audit-act",
            "audit-record",
            "audit-before",
            "audit-after",
        ];
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

/// Entries of the trail in words.
pub(crate) struct Told<'a> {
    pub(crate) words: &'a Words,
}

impl Told<'_> {
    fn known(&self, key: &str, code: &str) -> String {
        if self.words.has(key) { self.words.t(key) } else { code.to_owned() }
    }

    /// What was done.
    pub(crate) fn act(&self, code: &str) -> String {
        match code {
            // The only writes open to everybody are attempts to sign in, and to whoever is signed in, one's own account.
            "open" => self.words.t("audit-sign-in"),
            "signed_in" => self.words.t("audit-own-account"),
            code => self.known(&format!("act-{}", code.replace(['.', '_'], "-")), code),
        }
    }

    /// To which record.
    pub(crate) fn record(&self, record: &kernel::RecordRef) -> String {
        let kind = self.known(&format!("record-{}", record.kind.replace('_', "-")), &record.kind);
        format!("{kind} {}", record.id)
    }
}

fn list(cx: &mut Reading<'_, ReadAudit>, input: Filter) -> Result<AuditList, Problem> {
    let limit = if cx.face() == Face::Sheet { PER_SHEET } else { PER_PAGE };
    let start = |day: Day| Moment(day.epoch_days() * 86_400 - CIVIL_OFFSET_SECONDS);
    let filter = audit::Filter {
        act: (!input.act.is_empty()).then(|| input.act.clone()),
        record_kind: (!input.kind.is_empty()).then(|| input.kind.clone()),
        from: input.from.map(start),
        until: input.until.map(|day| start(day.plus_days(1))),
        ..audit::Filter::default()
    };
    let entries = audit::list(cx.db, &filter, input.below, limit)?;
    let full = u64::try_from(entries.len()).is_ok_and(|found| found == limit);
    let next = entries.last().map(|last| last.seq).filter(|seq| full && *seq > 1);
    let words = cx.words();
    let names: Vec<_> = crate::accounts::all(cx.db)?;
    let login = |id: UserId| {
        names
            .iter()
            .find(|account| account.id == id)
            .map_or_else(|| id.to_string(), |found| found.login.clone())
    };
    let actor = |code: &str| match audit::actor_of(code) {
        Some(Actor::Nobody) => words.t("audit-nobody"),
        Some(Actor::CommandLine(name)) => words.f("audit-on-the-machine", [("name", name)]),
        Some(Actor::User(id)) => login(id),
        Some(Actor::UserFor { user, represented }) => {
            words.f("audit-for", [("name", login(user)), ("other", login(represented))])
        }
        Some(Actor::Token { user, name }) => {
            words.f("audit-by-token", [("name", login(user)), ("token", name)])
        }
        Some(Actor::Job(_)) | None => code.to_owned(),
    };
    let told = Told { words: &words };
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let line = |entry: audit::Entry| Line {
        seq: entry.seq,
        at: entry.at.to_string(),
        actor: actor(&entry.actor),
        act: told.act(&entry.act),
        record: entry.record.map(|record| told.record(&record)).unwrap_or_default(),
        before: entry.before.unwrap_or_default(),
        after: entry.after.unwrap_or_default(),
    };
    let lines = entries.into_iter().map(line).collect();
    Ok(AuditList {
        act: input.act,
        kind: input.kind,
        from: day(input.from),
        until: day(input.until),
        next,
        lines,
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
        audit::Verified::Whole { rows, head } => {
            Verification { words, whole: true, rows, head, broken: None }
        }
        audit::Verified::Broken { seq } => {
            Verification { words, whole: false, rows: 0, head: String::new(), broken: Some(seq) }
        }
    })
}
