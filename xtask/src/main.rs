//! Chores of the workspace: what the Makefile calls.
//!
//! `xtask need PART…` installs what a part needs, or names it exactly; `xtask test [PART…]` runs the tests;
//! `xtask with-postgres COMMAND…` runs a command with a PostgreSQL server of its own.

mod licences;
mod need;
mod postgres;
mod steps;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("", &[] as &[String]),
    };
    let done = match command {
        "need" => need::all(rest),
        "test" => steps::all(rest),
        "with-postgres" => postgres::around(rest),
        _ => Err(anyhow::anyhow!("usage: xtask need PART… | test [PART…] | with-postgres COMMAND…")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
