//! `with-postgres COMMAND [ARGUMENT…]` starts one PostgreSQL server in a temporary directory, runs the command with its
//! address in `JINWEI_TEST_PG`, and ends with the command's exit code. Several test programs then share one server.

use std::process::{Command, ExitCode};

use testkit::pg::{OPTIONAL, SERVER, Server};

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    let Some(program) = words.next() else {
        eprintln!("usage: with-postgres COMMAND [ARGUMENT…]");
        return ExitCode::from(2);
    };
    let mut command = Command::new(&program);
    command.args(words);
    // A server that is already there is used as it is.
    let own = match std::env::var_os(SERVER) {
        Some(_) => None,
        None => match Server::start(false) {
            Ok(server) => Some(server),
            Err(reason) if std::env::var_os(OPTIONAL).is_some() => {
                eprintln!("\n!!! NOT TESTED ON POSTGRESQL: {reason}\n");
                None
            }
            Err(reason) => {
                eprintln!("{reason}");
                return ExitCode::FAILURE;
            }
        },
    };
    if let Some(server) = &own {
        command.env(SERVER, server.address());
    }
    match command.status() {
        Ok(status) => {
            status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => {
            eprintln!("{}: {error}", program.display());
            ExitCode::FAILURE
        }
    }
}
