//! Research from outside.
#![cfg(test)]
