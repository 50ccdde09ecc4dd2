//! The mass evaluation from outside: two organisations, seven members and six others in the first, three members in the second.
#![cfg(test)]

mod booth;
mod casting;
mod closing;
mod crash;
mod house;
mod issuing;
mod roster;
mod setting_up;
mod traces;
