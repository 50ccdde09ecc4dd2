//! What every paper of a result has in common: who signs it, on which day, and the version it tells of.

use kernel::{Act, Day, Paper, Problem};
use web::{Reading, Words, signer};

use crate::cycles::record::{self as cycles, Cycle, CycleId, State};
use crate::participants;
use crate::policy::ReadPreparation;
use crate::versions::record::{self as versions, Version};

/// The frame of a paper about the result that its reader may see.
pub(super) struct Letterhead {
    pub words: Words,
    pub cycle: Cycle,
    pub version: Version,
    /// The committee that signs.
    pub signer: String,
    /// The day of the paper: of publication, of the notice, or today while it is a draft.
    pub day: Day,
}

impl Letterhead {
    /// Of the version that is shown, or of the working one for those who prepare.
    ///
    /// # Errors
    /// [`Problem::Missing`] when there is no result, or none that the reader may see.
    pub(super) fn read<A: Act>(cx: &mut Reading<'_, A>, id: CycleId) -> Result<Self, Problem> {
        let cycle = cycles::find(cx.db, id, cx.can::<ReadPreparation>())?;
        let version = cycle.shown.or(cycle.working).ok_or(Problem::Missing)?;
        let version = versions::find(cx.db, version)?;
        let day = day(&cycle, &version, cx.today());
        let (words, site) = (cx.words(), cx.site().clone());
        let people = participants::of_cycle(cx.db, id)?;
        let signer = signer(cx.db, &site, &words, people.first().map(|one| one.path.as_str()))?;
        Ok(Self { words, signer, cycle, version, day })
    }

    /// The year, as an argument of a sentence.
    pub(super) fn year(&self) -> (&'static str, String) {
        ("year", self.cycle.year.to_string())
    }

    /// An empty paper. While nobody but the committee may see the result, the title says that it is a draft.
    pub(super) fn paper(&self, title: String) -> Paper {
        if self.cycle.state.is_public() {
            return self.words.paper(title);
        }
        self.words.paper(self.words.f("appraisal-papers-draft", [("title", title)]))
    }

    /// The last lines: which version the paper tells of and how it is verified, then the signature with room for a seal.
    pub(super) fn close(&self, paper: Paper) -> Paper {
        let words = &self.words;
        let mut facts = vec![(
            words.t("appraisal-papers-version"),
            words.f("appraisal-version-n", [("n", self.version.number.to_string())]),
        )];
        facts.push((words.t("appraisal-papers-computed-on"), words.day(self.version.computed.day())));
        if !self.version.digest.is_empty() {
            facts.push((words.t("appraisal-papers-digest"), self.version.digest.clone()));
        }
        // Text comes last, so that the signature does not stand on a sheet alone.
        let paper = paper.section(words.t("appraisal-papers-verify")).facts(facts);
        self.sign(paper.text(words.t("appraisal-papers-verify-text")))
    }

    /// The signature, with room for a seal.
    pub(super) fn sign(&self, paper: Paper) -> Paper {
        paper.signed(&self.signer, self.day).sealed("")
    }

    /// Address and label of the way back to all papers of the cycle.
    pub(super) fn back(&self) -> (String, String) {
        back(&self.words, &self.cycle)
    }
}

/// Address and label of all papers of a cycle.
pub(super) fn back(words: &Words, cycle: &Cycle) -> (String, String) {
    let label = words.f("appraisal-papers-title", [("year", cycle.year.to_string())]);
    (format!("/cycles/{}/papers", cycle.id), label)
}

fn day(cycle: &Cycle, version: &Version, today: Day) -> Day {
    match (cycle.state, cycle.notice) {
        (State::Published, _) => {
            version.published.or(cycle.published).map_or(today, |published| published.day())
        }
        // A correction released while the notice is up is of a later day than the notice.
        (State::Notice, Some(notice)) => {
            version.frozen.map_or(notice.from, |frozen| frozen.day().max(notice.from))
        }
        _ => today,
    }
}
