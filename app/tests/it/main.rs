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
mod states;
mod statements;
mod words;
mod workdays;
