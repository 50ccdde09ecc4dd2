//! Anonymous ballots: blind-signed credentials, ballots under keys of one use, a Merkle board, tallies that withhold small
//! cells, and the check of it all. Pure: no I/O, no clock, no randomness but what is given. `PROTOCOL.md` states every byte,
//! `THREATS.md` what each part defends against.

mod answers;
mod board;
mod bundle;
mod bytes;
mod cast;
mod check;
mod credential;
mod form;
mod manifest;
mod merkle;
mod roster;
mod signing;
mod suppression;
mod tally;
pub mod voter;

pub use answers::{Answer, Filled};
pub use board::{Board, BoardBox, BoardFault, Counts, Inclusion};
pub use bundle::{Bundle, Finding, Report, TextsOfQuestion};
pub use bytes::{Hash, base64url, frame, from_base64url, sha256, unframe};
pub use cast::{Cast, KeptBallot, Text};
pub use check::{Checked, Electoral, Refusal};
pub use credential::{IssuerError, IssuerKey, VerifyingKey};
pub use form::{Choice, Form, Kind, Question};
pub use manifest::{BoxOfManifest, GroupOfManifest, Manifest, ManifestFault, OrganisationOfManifest, Window};
pub use roster::{roster_hash, voter_line};
pub use signing::{BoardKey, verify_board_signature};
pub use suppression::{Cell, Rule, Shown, suppress};
pub use tally::{BoxTally, QuestionTally, tally};

/// Fills a slice with unpredictable bytes: randomness is the caller's.
pub type Fill<'a> = dyn FnMut(&mut [u8]) + 'a;
