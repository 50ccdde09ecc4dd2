//! The pages of this domain, asked through the whole web layer on both databases.

mod harness;
mod imports;
mod journeys;
mod pages;
mod words;
