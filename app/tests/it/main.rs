//! The whole product in one process, on both databases.
#![cfg(test)]

mod access;
mod backups;
mod calendar;
mod commands;
mod house;
mod organ;
mod papers;
mod permissions;
mod routes;
mod statements;
mod states;
mod words;
mod workdays;
