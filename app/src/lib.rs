//! `jinwei`: the one binary. Every subcommand is a file of its own; this one only lists them.

mod audit;
mod backup;
mod ballots_command;
mod boot;
mod config;
mod config_command;
mod database;
pub mod demo;
mod doctor;
pub mod domains;
mod import;
mod machine;
mod rank;
mod restore;
mod said;
pub mod secrets;
mod serve;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Party-building platform: organisations, appraisal and ranking, on your own machine.
#[derive(Debug, Parser)]
#[command(name = "jinwei", version, arg_required_else_help = true)]
struct Cli {
    /// Data directory: database, configuration and keys.
    #[arg(long, global = true, env = "JINWEI_DATA", default_value = "data", value_name = "DIR")]
    data: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the web site.
    Serve(serve::Args),
    /// Fill an empty installation with the sample organ.
    Demo(demo::Args),
    /// Bring in rosters, score sheets and tallies.
    Import(import::ImportArgs),
    /// Rank organisations from workbooks, without a server or a database.
    Rank(rank::RankArgs),
    /// Write everything into one file, while the server runs.
    Backup(backup::Args),
    /// Fill an empty installation from a backup.
    Restore(restore::Args),
    /// Look after the database.
    Db(database::Args),
    /// Recount a closed mass evaluation from its bundle, without a server or a database.
    Ballots(ballots_command::Args),
    /// Look after accounts and roles.
    User(user::Args),
    /// Read and verify the audit trail.
    Audit(audit::Args),
    /// Check that this installation can work.
    Doctor(doctor::Args),
    /// Show and check the configuration.
    Config(config_command::Args),
    /// Print a completion script for a shell.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

/// Carries out what the command line says; errors go to standard error.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Serve(args) => serve::run(&cli.data, &args),
        Command::Demo(args) => demo::run(&cli.data, &args),
        Command::Import(args) => import::run(&cli.data, args),
        Command::Rank(args) => rank::run(args),
        Command::Backup(args) => backup::run(&cli.data, &args),
        Command::Restore(args) => restore::run(&cli.data, &args),
        Command::Db(args) => database::run(&cli.data, args),
        Command::Ballots(args) => ballots_command::run(args),
        Command::User(args) => user::run(&cli.data, args),
        Command::Audit(args) => audit::run(&cli.data, args),
        Command::Doctor(args) => doctor::run(&cli.data, &args),
        Command::Config(args) => config_command::run(&cli.data, args),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "jinwei", &mut std::io::stdout());
            Ok(ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("jinwei: {}", said::in_words(&error));
        ExitCode::FAILURE
    })
}
