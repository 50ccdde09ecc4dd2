//! Plans (实施意见): years, aspects, parameters, and the board of their measures.

pub(crate) mod record;
