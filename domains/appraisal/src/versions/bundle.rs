//! A version as one file from which anybody can recompute it offline.

use scoring::{Input, Outcome, Scheme, evaluate};
use serde::{Deserialize, Serialize};

/// The only format of bundles so far.
pub const FORMAT: u32 = 1;

/// Scheme, inputs and published figures of one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// The format; [`FORMAT`].
    pub format: u32,
    /// The year appraised.
    pub year: i16,
    /// Number of the version within the year.
    pub version: u32,
    /// SM3 of scheme and inputs, as shown on the page and on the notice; empty for versions kept without one.
    pub digest: String,
    /// The scheme as TOML.
    pub scheme: String,
    /// Everything it was computed from, decisions included.
    pub input: Input,
    /// What was published, in the order of the ranking.
    pub published: Vec<PublishedLine>,
}

/// The published figures of one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedLine {
    /// Category.
    pub category: String,
    /// Competition rank within it.
    pub rank: u32,
    /// Name of the organisation.
    pub organisation: String,
    /// The panel's part, in points.
    pub panel: String,
    /// The mass evaluation's part, in points.
    pub mass: String,
    /// The total, in points.
    pub total: String,
    /// Name of the grade.
    pub grade: String,
}

impl std::fmt::Display for PublishedLine {
    /// Everything but the name: category, rank, figures, grade.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { category, rank, organisation: _, panel, mass, total, grade } = self;
        write!(f, "{category} {rank} {panel} {mass} {total} {grade}")
    }
}

/// What recomputing a bundle gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The ranking as it is computed now.
    pub outcome: Outcome,
    /// SM3 of scheme and inputs as they stand in the bundle.
    pub digest: String,
    /// Lines in which the published figures are not the computed ones.
    pub differences: Vec<Difference>,
}

/// A line that was published otherwise than it is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// As published; nothing when the organisation is not among what was published.
    pub published: Option<PublishedLine>,
    /// As computed; nothing when the inputs know no such organisation.
    pub computed: Option<PublishedLine>,
}

impl Difference {
    /// Whom it is about.
    pub fn organisation(&self) -> &str {
        self.published.as_ref().or(self.computed.as_ref()).map_or("", |line| line.organisation.as_str())
    }
}

/// Why a bundle is not what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleError {
    /// Not a bundle; what is wrong with it.
    Unreadable(String),
    /// It cannot be computed from what it holds.
    Uncomputable(String),
    /// The digest is not that of scheme and inputs.
    Digest,
    /// Published figures differ from the recomputed ones: organisation, published, recomputed.
    Differs(Vec<(String, String, String)>),
}

impl std::fmt::Display for BundleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "not a bundle: {why}"),
            Self::Uncomputable(why) => write!(f, "cannot be computed: {why}"),
            Self::Digest => f.write_str("the digest is not that of the scheme and inputs in the bundle"),
            Self::Differs(lines) => {
                writeln!(f, "{} published lines differ from the recomputed ones:", lines.len())?;
                lines.iter().try_for_each(|(name, then, now)| writeln!(f, "{name}: {then} → {now}"))
            }
        }
    }
}

impl std::error::Error for BundleError {}

/// The digest of scheme and inputs: SM3 of both texts with a line feed between them.
pub(crate) fn digest(scheme: &Scheme, input: &Input) -> Result<(String, String), String> {
    let rules = scheme.to_toml().map_err(|error| error.to_string())?;
    let text = serde_json::to_string(input).map_err(|error| error.to_string())?;
    let digest = store::digest::sm3_hex(format!("{rules}\n{text}").as_bytes());
    Ok((digest, text))
}

/// The lines of an outcome.
pub(crate) fn lines(outcome: &Outcome) -> Vec<PublishedLine> {
    let line = |one: &scoring::Standing| PublishedLine {
        category: one.category.clone(),
        rank: one.rank,
        organisation: one.name.clone(),
        panel: one.panel.published.to_string(),
        mass: one.mass.published.to_string(),
        total: one.total.published.to_string(),
        grade: one.grade.name.clone(),
    };
    outcome.standings.iter().map(line).collect()
}

impl Bundle {
    /// The bundle as the bytes of a file.
    ///
    /// # Errors
    /// When a text cannot be written as JSON, which does not happen.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BundleError> {
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|error| BundleError::Unreadable(error.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a bundle.
    ///
    /// # Errors
    /// [`BundleError::Unreadable`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BundleError> {
        let bundle: Self =
            serde_json::from_slice(bytes).map_err(|error| BundleError::Unreadable(error.to_string()))?;
        if bundle.format != FORMAT {
            return Err(BundleError::Unreadable(format!("format {} is not known", bundle.format)));
        }
        Ok(bundle)
    }

    /// The scheme, read and checked.
    ///
    /// # Errors
    /// [`BundleError::Uncomputable`].
    pub fn rules(&self) -> Result<Scheme, BundleError> {
        Scheme::from_toml(&self.scheme).map_err(|error| BundleError::Uncomputable(error.to_string()))
    }

    /// Recomputes the version and says everything in which the bundle is not what it says.
    ///
    /// # Errors
    /// [`BundleError::Uncomputable`].
    pub fn check(&self) -> Result<Checked, BundleError> {
        let scheme = self.rules()?;
        let outcome =
            evaluate(&scheme, &self.input).map_err(|error| BundleError::Uncomputable(error.to_string()))?;
        let (digest, _) = digest(&scheme, &self.input).map_err(BundleError::Uncomputable)?;
        let mut computed = lines(&outcome);
        let mut differences = Vec::new();
        for published in &self.published {
            let same = |one: &PublishedLine| one.organisation == published.organisation;
            let now = computed.iter().position(same).map(|at| computed.remove(at));
            if now.as_ref() != Some(published) {
                differences.push(Difference { published: Some(published.clone()), computed: now });
            }
        }
        differences
            .extend(computed.into_iter().map(|now| Difference { published: None, computed: Some(now) }));
        Ok(Checked { outcome, digest, differences })
    }

    /// Whether a recomputed digest is the one the bundle names; a bundle of before there were digests names none.
    pub fn agrees(&self, digest: &str) -> bool {
        self.digest.is_empty() || self.digest == digest
    }

    /// Recomputes the version and holds every published figure against it.
    ///
    /// # Errors
    /// See [`BundleError`].
    pub fn recompute(&self) -> Result<Outcome, BundleError> {
        let checked = self.check()?;
        if !self.agrees(&checked.digest) {
            return Err(BundleError::Digest);
        }
        if checked.differences.is_empty() {
            return Ok(checked.outcome);
        }
        let said = |line: &Option<PublishedLine>| line.as_ref().map(ToString::to_string).unwrap_or_default();
        let differ = checked.differences.iter();
        let differ =
            differ.map(|one| (one.organisation().to_owned(), said(&one.published), said(&one.computed)));
        Err(BundleError::Differs(differ.collect()))
    }
}
