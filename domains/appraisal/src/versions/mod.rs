//! Versions of a result: a working one until it is put up for notice or published, then frozen for good. A correction is
//! another version.

pub(crate) mod actions;
pub(crate) mod record;
