//! What tests of every room share: fresh databases of both kinds.

pub mod db;
pub mod pg;
