//! The versions of a cycle, what changed between them, and the bundle of each.

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Download, Page, Reading, Words};

use super::basis;
use super::bundle::{self, Bundle};
use super::record::{self, Change, Version, VersionState};
use crate::cycles::record::{self as cycles, Cycle, CycleId};
use crate::panel_statistics::sight;
use crate::policy::{PublishCycle, ReadPreparation, ReadRankings};
use crate::schemes;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct OfCycle {
    id: CycleId,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct One {
    id: CycleId,
    number: u32,
}

#[derive(Serialize, JsonSchema)]
struct VersionLine {
    number: u32,
    state: VersionState,
    state_name: String,
    tone: &'static str,
    when: String,
    reason: String,
    digest: String,
    changes: Vec<Change>,
    shown: bool,
}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "versions/list.html")]
pub(super) struct VersionList {
    #[serde(skip)]
    words: Words,
    cycle: Cycle,
    /// The latest first.
    versions: Vec<VersionLine>,
    may_read_bundles: bool,
    /// A correction can be begun.
    may_correct: bool,
    /// A correction is open and can be released.
    may_release: bool,
}

impl VersionList {
    fn at(&self, tail: &str) -> String {
        format!("/cycles/{}{tail}", self.cycle.id)
    }
}

impl Page for VersionList {
    fn title(&self) -> String {
        self.words.f("appraisal-versions-title", [("year", self.cycle.year.to_string())])
    }
}

pub(super) fn list(cx: &mut Reading<'_, ReadRankings>, input: OfCycle) -> Result<VersionList, Problem> {
    let preparing = cx.can::<ReadPreparation>();
    let cycle = cycles::find(cx.db, input.id, preparing)?;
    let words = cx.words();
    let line = |version: Version| {
        let (key, tone) = match version.state {
            VersionState::Working => ("appraisal-version-working", "warn"),
            VersionState::Noticed => ("appraisal-version-noticed", "calm"),
            VersionState::Published => ("appraisal-version-published", "done"),
        };
        VersionLine {
            number: version.number,
            state: version.state,
            state_name: words.t(key),
            tone,
            when: words.moment(version.published.or(version.frozen).unwrap_or(version.computed)),
            reason: version.reason,
            digest: version.digest,
            changes: version.changes,
            shown: cycle.shown == Some(version.id),
        }
    };
    let all = record::of_cycle(cx.db, input.id)?;
    let open = |version: &Version| preparing || version.state != VersionState::Working;
    let versions = all.into_iter().rev().filter(open).map(line).collect();
    let may = cx.can::<PublishCycle>() && cycle.state.is_public();
    Ok(VersionList {
        versions,
        may_read_bundles: preparing,
        may_correct: may && cycle.working.is_none(),
        may_release: may && cycle.working.is_some(),
        cycle,
        words,
    })
}

pub(super) fn bundle(cx: &mut Reading<'_, ReadPreparation>, input: One) -> Result<Download, Problem> {
    // A bundle holds every mark with its reviewer.
    if sight::is_closed_to(cx, input.id)? {
        return Err(Problem::Forbidden { act: <ReadPreparation as kernel::Act>::NAME });
    }
    let cycle = cycles::find(cx.db, input.id, true)?;
    let version = record::numbered(cx.db, input.id, input.number)?;
    let rules = schemes::record::rules(cx.db, version.scheme)?;
    let kept = basis::of(cx.db, version.clone())?.input;
    let published = record::published(cx.db, version.id)?;
    let bundle = Bundle {
        format: bundle::FORMAT,
        year: cycle.year,
        version: version.number,
        digest: version.digest,
        scheme: rules.to_toml().map_err(Problem::unexpected)?,
        published: in_order(published, &rules),
        input: kept,
    };
    Ok(Download {
        name: format!("jinwei-{}-v{}.json", cycle.year, input.number),
        mime: "application/json",
        bytes: bundle.to_bytes().map_err(Problem::unexpected)?,
    })
}

/// Published lines in the order of a ranking: category of the scheme, rank, name.
fn in_order(mut lines: Vec<bundle::PublishedLine>, scheme: &scoring::Scheme) -> Vec<bundle::PublishedLine> {
    let place = |name: &str| scheme.categories.iter().position(|one| one.name == name).unwrap_or(usize::MAX);
    lines.sort_by(|a, b| {
        let key = |one: &bundle::PublishedLine| (place(&one.category), one.rank, one.organisation.clone());
        key(a).cmp(&key(b))
    });
    lines
}
