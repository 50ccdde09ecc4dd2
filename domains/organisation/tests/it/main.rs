//! The pages of this domain, asked through the whole web layer on both databases.
#![cfg(test)]

mod harness;
mod imports;
mod journeys;
mod pages;
mod words;
