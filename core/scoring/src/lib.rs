//! Under construction.
mod allocation;
mod evaluate;
mod grade;
mod input;
mod movement;
mod number;
mod outcome;
mod rank;
mod scheme;
pub use allocation::{AllocationError, AllocationRule, Allotment, Base, Claim, allocate};
pub use evaluate::{EvaluateError, Fault, MissingReason, Trouble, evaluate};
pub use grade::{ByQuota, ByThreshold, Cap, DecidedBy, GradeReason, LineTie};
pub use input::*;
pub use movement::{Before, Change, GradeFlow, Movement, grade_flow, movements};
pub use number::*;
pub use outcome::*;
pub use scheme::*;
