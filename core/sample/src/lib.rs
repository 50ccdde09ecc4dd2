//! The sample organ: an invented national office with its Party organisations, cadres and two years of appraisal, and
//! the workbooks in which its offices would send them.
//!
//! Everything follows from a seed: the same seed and size give the same organ and the same bytes. Bodies and persons
//! are invented; identity numbers and telephone numbers are valid in form and belong to nobody (see [`identity`] and
//! [`telephone`]).
//!
//! ```
//! let organ = sample::Organ::generate(sample::SEED, &sample::Size::default());
//! assert_eq!((organ.organisations.len(), organ.cadres.len()), (372, 1_294));
//! let names: Vec<String> = organ.workbooks()?.into_iter().map(|file| file.name).collect();
//! assert_eq!(names.first().map(String::as_str), Some("基层党组织一览表.xlsx"));
//! # Ok::<(), sample::WriteError>(())
//! ```

mod appraisal;
mod cadres;
mod date;
mod identity;
mod model;
mod names;
mod organisations;
mod size;
mod workbooks;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

pub use appraisal::published::Published;
pub use cadres::telephone;
pub use date::Date;
pub use identity::{REGION, identity};
pub use model::{
    Appraised, CHOICES, Cadre, Category, GROUPS, INDICATORS, Indicator, Kind, Organisation, Post, REVIEWERS,
    Sex, Tally, Year,
};
pub use size::{Counts, Size};
pub use workbooks::{File, WriteError};

/// The seed of the organ that the demonstration shows.
pub const SEED: u64 = 2014;

/// The generator's source of chance.
pub(crate) type Chance = ChaCha8Rng;

/// Each part draws from a stream of its own, so that a change to one leaves the others as they were.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Organisations = 1,
    Cadres = 2,
    Appraisal = 3,
    Spelling = 4,
}

pub(crate) fn chance(seed: u64, stream: Stream) -> Chance {
    let mut chance = Chance::seed_from_u64(seed);
    chance.set_stream(stream as u64);
    chance
}

/// An organ: its organisations, the cadres who hold posts in them, and its appraisals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organ {
    /// The seed it was made from.
    pub seed: u64,
    /// In the order of their codes: the organ's committee, then every body followed by its branches.
    pub organisations: Vec<Organisation>,
    /// A post each, in the order of the organisations.
    pub cadres: Vec<Cadre>,
    /// The years appraised, oldest first.
    pub years: Vec<Year>,
}

impl Organ {
    /// Makes an organ of that size.
    pub fn generate(seed: u64, size: &Size) -> Self {
        let organisations = organisations::generate(&mut chance(seed, Stream::Organisations), size);
        let cadres = cadres::generate(&mut chance(seed, Stream::Cadres), size, &organisations);
        let years = appraisal::generate(&mut chance(seed, Stream::Appraisal), &organisations);
        Self { seed, organisations, cadres, years }
    }

    /// The bodies that are appraised: those right below the organ's committee, with their places in
    /// [`Organ::organisations`].
    pub fn bodies(&self) -> impl Iterator<Item = (usize, &Organisation)> {
        self.organisations.iter().enumerate().filter(|(_, organisation)| organisation.parent == Some(0))
    }
}
