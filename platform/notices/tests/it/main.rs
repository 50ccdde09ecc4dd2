//! Notices from outside: told once, read by their own reader alone.
#![cfg(test)]

mod house;
mod inbox;
