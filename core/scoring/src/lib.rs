//! Under construction.
mod evaluate;
mod grade;
mod input;
mod number;
mod outcome;
mod rank;
mod scheme;
pub use evaluate::{EvaluateError, Fault, MissingReason, Trouble, evaluate};
pub use grade::{ByQuota, ByThreshold, Cap, DecidedBy, GradeReason, LineTie};
pub use input::*;
pub use number::*;
pub use outcome::*;
pub use scheme::*;
