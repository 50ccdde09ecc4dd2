//! The whole product in one process, on both databases.
#![cfg(test)]

mod access;
mod acting;
mod backups;
mod calendar;
mod commands;
mod house;
mod links;
mod organ;
mod papers;
mod permissions;
mod routes;
mod second_factor;
mod statements;
mod states;
mod tokens;
mod voting;
mod words;
mod workdays;
