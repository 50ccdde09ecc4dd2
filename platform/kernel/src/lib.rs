//! The words every room of Jinwei speaks: ids, days and moments, chance, problems, roles, acts and permits, and the
//! contracts by which one domain asks another. Nothing here reads a file, a socket or an ambient clock.

pub mod access;
pub mod chance;
pub mod contracts;
pub mod id;
pub mod names;
pub mod paper;
pub mod problem;
pub mod record;
pub mod say;
pub mod sheet;
pub mod time;
pub mod workdays;

pub use access::{Act, Actor, Capacity, Door, Grant, Open, Permit, Principal, Reach, Role, SignedIn, Span};
pub use chance::Chance;
pub use id::{OrgId, PersonId, UserId};
pub use paper::Paper;
pub use problem::{FieldError, Problem};
pub use record::RecordRef;
pub use say::Say;
pub use sheet::{Cell, Sheet};
pub use time::{Clock, Day, Moment};
pub use workdays::Workdays;
