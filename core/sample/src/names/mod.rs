//! Names of bodies and of persons.

pub(crate) mod bodies;
pub(crate) mod persons;
