//! Honours and money from outside: published grades in, approved amounts, spending and lists of honour out.
#![cfg(test)]

mod allocations;
mod funds;
mod house;
mod spending;
