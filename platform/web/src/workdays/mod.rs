//! Working days: the week, the holidays and the make-up days of every year, kept by the committee's office and read by
//! everything that has a term in working days.

mod actions;
pub(crate) mod month;
mod pages;
mod record;
mod rules;

pub use actions::keep;
pub use record::read;
pub use rules::{LineFault, parse};

pub(crate) use pages::{routes, weekdays, year_or};
pub(crate) use record::STATEMENTS;
