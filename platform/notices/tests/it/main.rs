//! Notices from outside: told once, read by their own reader alone; messages that leave the house once or not at all.
#![cfg(test)]

mod digests;
mod house;
mod inbox;
mod post;
mod preferences;
mod webhooks;
