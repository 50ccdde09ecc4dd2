//! What the mass evaluation asks of a cycle and gives to it: questions and organisations out, counts in. Counts of paper
//! ballots stay lines of their own (`tallies`); both are added up where a cycle is computed.

mod contract;
pub(crate) mod record;

pub(crate) use contract::Ballots;

pub(crate) const STATEMENTS: &[&str] =
    &[record::OF_CYCLE, record::PAPER_AWAITED, record::UNDER_WAY, contract::TAKE];
