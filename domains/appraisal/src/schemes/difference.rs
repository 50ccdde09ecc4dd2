//! What differs between two versions, kept or draft.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use scoring::Scheme;
use serde::{Deserialize, Serialize};
use store::Conn;
use web::{Page, Reading, Words};

use super::drafts::record::{self as drafts, DraftId};
use super::record::{self, SchemeId};
use super::sentences::{Sentence, between};
use crate::policy::ReadPreparation;

/// A version of a scheme: kept, or a draft as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    Kept(SchemeId),
    Draft(DraftId),
}

impl Version {
    /// `7` or `draft-3`.
    fn of(text: &str) -> Option<Self> {
        match text.strip_prefix("draft-") {
            Some(number) => number.parse().ok().map(|id| Self::Draft(DraftId(id))),
            None => text.parse().ok().map(|id| Self::Kept(SchemeId(id))),
        }
    }

    fn word(self) -> String {
        match self {
            Self::Kept(id) => id.to_string(),
            Self::Draft(id) => format!("draft-{id}"),
        }
    }

    fn href(self) -> String {
        match self {
            Self::Kept(id) => format!("/schemes/{id}"),
            Self::Draft(id) => format!("/schemes/drafts/{id}"),
        }
    }

    fn rules(self, c: &mut Conn) -> Result<Scheme, Problem> {
        match self {
            Self::Kept(id) => record::rules(c, id),
            Self::Draft(id) => Ok(drafts::read(c, id)?.1),
        }
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Two {
    /// Number of the version, or of the draft.
    id: i64,
    /// The other version: its number, or `draft-` and the number of a draft. Without it, the nearest.
    #[serde(default)]
    with: String,
}

/// All changes of one part.
#[derive(Serialize, JsonSchema)]
struct PartChanges {
    part: String,
    changes: Vec<Sentence>,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "schemes/difference.html")]
pub(super) struct DifferencePage {
    #[serde(skip)]
    words: Words,
    /// Address of the page, without the other version.
    address: String,
    before: String,
    before_href: String,
    after: String,
    after_href: String,
    with: String,
    /// Versions to compare with: value and label.
    others: Vec<(String, String)>,
    parts: Vec<PartChanges>,
    count: usize,
}

impl Page for DifferencePage {
    fn title(&self) -> String {
        self.words.t("scheme-difference")
    }

    fn sheet(&self) -> Option<Sheet> {
        let words = &self.words;
        let keys =
            ["scheme-change-part", "scheme-change-what", "scheme-change-before", "scheme-change-after"];
        let row = |one: &Sentence| {
            let what = if one.what.is_empty() { words.t(kind_key(one.kind)) } else { one.what.clone() };
            vec![Cell::text(&one.part), Cell::text(what), Cell::text(&one.before), Cell::text(&one.after)]
        };
        let rows = self.parts.iter().flat_map(|part| part.changes.iter().map(row)).collect();
        Some(Sheet { name: self.title(), head: keys.iter().map(|key| words.t(key)).collect(), rows })
    }
}

fn kind_key(kind: &str) -> &'static str {
    match kind {
        "added" => "scheme-kind-added",
        "removed" => "scheme-kind-removed",
        _ => "scheme-kind-changed",
    }
}

impl DifferencePage {
    fn kind(&self, change: &Sentence) -> String {
        self.words.t(kind_key(change.kind))
    }

    fn tone(&self, change: &Sentence) -> &'static str {
        if change.kind == "added" { "done" } else { "bad" }
    }

    fn export(&self) -> String {
        format!("{}?with={}&format=xlsx", self.address, self.with)
    }
}

/// From a kept version to another: what is newer comes after.
pub(super) fn of_kept(cx: &mut Reading<'_, ReadPreparation>, input: Two) -> Result<DifferencePage, Problem> {
    let own = Version::Kept(SchemeId(input.id));
    record::find(cx.db, SchemeId(input.id))?;
    show(cx, own, &input.with)
}

/// From whatever to a draft.
pub(super) fn of_draft(cx: &mut Reading<'_, ReadPreparation>, input: Two) -> Result<DifferencePage, Problem> {
    let draft = drafts::find(cx.db, DraftId(input.id))?;
    let base = draft.base.map(|id| id.to_string()).unwrap_or_default();
    let with = if input.with.is_empty() { base } else { input.with };
    show(cx, Version::Draft(draft.id), &with)
}

fn show(cx: &mut Reading<'_, ReadPreparation>, own: Version, with: &str) -> Result<DifferencePage, Problem> {
    let words = cx.words();
    let all = versions(cx.db, &words)?;
    let other = match Version::of(with) {
        Some(other) => other,
        None if with.is_empty() => {
            let near = all.iter().map(|(version, _)| *version).find(|version| *version != own);
            near.unwrap_or(own)
        }
        None => return Err(Problem::Missing),
    };
    // a draft comes after what is kept, and what was kept later after what was kept earlier
    let later = |version: Version| match version {
        Version::Kept(id) => (0, id.0),
        Version::Draft(id) => (1, id.0),
    };
    let (before, after) = if later(other) <= later(own) { (other, own) } else { (own, other) };
    let sentences = between(&before.rules(cx.db)?, &after.rules(cx.db)?, &words);
    let count = sentences.len();
    let mut parts: Vec<PartChanges> = Vec::new();
    for change in sentences {
        match parts.last_mut().filter(|last| last.part == change.part) {
            Some(last) => last.changes.push(change),
            None => parts.push(PartChanges { part: change.part.clone(), changes: vec![change] }),
        }
    }
    let name = |version: Version| {
        let found = all.iter().find(|(known, _)| *known == version);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    };
    Ok(DifferencePage {
        address: format!("{}/difference", own.href()),
        before: name(before),
        before_href: before.href(),
        after: name(after),
        after_href: after.href(),
        with: other.word(),
        others: all
            .iter()
            .filter(|(known, _)| *known != own)
            .map(|(v, name)| (v.word(), name.clone()))
            .collect(),
        parts,
        count,
        words,
    })
}

/// Every version with its name, drafts first, then the newest.
fn versions(c: &mut Conn, words: &Words) -> Result<Vec<(Version, String)>, Problem> {
    let args = |name: &str, version: u32| [("name", name.to_owned()), ("version", version.to_string())];
    let kept = record::all(c)?;
    let kept = kept
        .iter()
        .map(|one| (Version::Kept(one.id), words.f("appraisal-scheme-named", args(&one.name, one.version))));
    let drafts = drafts::all(c)?;
    let drafts = drafts
        .iter()
        .map(|one| (Version::Draft(one.id), words.f("scheme-draft-named", args(&one.name, one.version))));
    Ok(drafts.chain(kept).collect())
}
