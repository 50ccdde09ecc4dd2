//! The whole product in one process, on both databases.
#![cfg(test)]

mod access;
mod backups;
mod commands;
mod house;
mod organ;
mod papers;
mod permissions;
mod routes;
mod statements;
mod words;
mod workdays;
