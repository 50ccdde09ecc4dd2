//! Honours and money from outside: published grades in, approved amounts, spending and lists of honour out.
#![cfg(test)]

mod allocation_papers;
mod allocations;
mod awards;
mod desk;
mod funds;
mod honours;
mod house;
mod spending;
