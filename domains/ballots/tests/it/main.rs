//! The mass evaluation from outside: two organisations, seven members and six others in the first, three members in the second.
#![cfg(test)]

mod casting;
mod closing;
mod crash;
mod house;
mod issuing;
mod setting_up;
mod traces;
