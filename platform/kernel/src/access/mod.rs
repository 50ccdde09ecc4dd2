//! Who may do what: roles, spans, acts and the permit without which nothing is read or written.
//!
//! An [`Act`] is a type of a domain's `policy.rs`; its table of roles is data. [`admit`] is the only place where a
//! [`Permit`] comes into being, so that an action that asks for `&Permit<PublishCycle>` cannot be called by anybody who
//! was not allowed to publish.

mod act;
mod permit;
mod role;

pub use act::{Act, ActInfo, Door, Open, SignedIn, Span};
pub use permit::{Actor, Capacity, Grant, MachineActor, Permit, Principal, Reach, admit, decide, reach_of};
pub use role::Role;
