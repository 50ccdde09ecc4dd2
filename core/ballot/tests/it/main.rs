//! Tests of the protocol as a whole.
#![cfg(test)]

mod bundles;
mod flow;
mod fuzz;
mod house;
mod refusals;
mod suppression;
mod vectors;
