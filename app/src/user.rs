//! `jinwei user`: accounts and roles from the machine itself, for the first administrator and for emergencies.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use kernel::{Chance, Day, Permit, Problem, Role, UserId};
use store::{Conn, Db, Tx};
use web::accounts::{self, NewAccount};

use crate::boot::Installation;
use crate::machine::{SystemChance, operator};

kernel::acts! {
    /// Change accounts from the command line.
    ChangeAccounts = "machine.change_accounts": [],
}

/// Options of `jinwei user`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List accounts with their roles.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make an account. The password is read from standard input, or made up and printed.
    Create {
        /// What is typed to sign in.
        login: String,
        /// Name shown to others.
        #[arg(long)]
        name: String,
        /// Role to begin with, as `system_admin`; may be given several times.
        #[arg(long = "role", value_parser = role)]
        roles: Vec<Role>,
        /// Read the password from standard input instead of making one up.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Give a role of the whole organ.
    Grant {
        /// Whose.
        login: String,
        /// Which, as `committee_admin`.
        #[arg(value_parser = role)]
        role: Role,
        /// First day; today if not given.
        #[arg(long)]
        from: Option<Day>,
        /// Last day; open if not given.
        #[arg(long)]
        until: Option<Day>,
    },
    /// Set a first password, made up and printed, and lift a lock.
    Password {
        /// Whose.
        login: String,
        /// Read the password from standard input instead of making one up.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Take the second factor of an account away, when telephone and recovery codes are lost.
    SecondFactor {
        /// Whose.
        login: String,
    },
    /// Close an account and end its sessions.
    Close {
        /// Which.
        login: String,
    },
}

fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("no such role; one of {}", codes.join(", "))
    })
}

pub(crate) fn run(data: &Path, args: Args) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(data)?;
    let db = &installation.db;
    match args.command {
        Command::List { json } => list(db, json)?,
        Command::Create { login, name, roles, password_stdin } => {
            let (password, made_up) = password(password_stdin, &login)?;
            let new = NewAccount {
                login: login.clone(),
                name,
                person: None,
                password: accounts::hash_password(&password, &SystemChance)?,
                first_password: true,
            };
            write(db, move |tx| {
                let user = accounts::create(tx, &new)?;
                let today = tx.today();
                for role in roles {
                    accounts::grant(tx, user, role, None, today, None)?;
                }
                Ok(())
            })?;
            tell(&login, &password, made_up);
        }
        Command::Grant { login, role, from, until } => {
            let user = find(db, &login)?;
            write(db, move |tx| {
                let from = from.unwrap_or(tx.today());
                accounts::grant(tx, user, role, None, from, until)
            })?;
            println!("{login}: {}", role.code());
        }
        Command::Password { login, password_stdin } => {
            let user = find(db, &login)?;
            let (password, made_up) = password(password_stdin, &login)?;
            let phc = accounts::hash_password(&password, &SystemChance)?;
            write(db, move |tx| accounts::set_password(tx, user, &phc, true, ""))?;
            tell(&login, &password, made_up);
        }
        Command::SecondFactor { login } => {
            let user = find(db, &login)?;
            write(db, move |tx| accounts::remove_second_factor(tx, user))
                .map_err(|problem| anyhow::anyhow!("{login} has no second factor ({problem})"))?;
            println!("{login}: second factor removed");
        }
        Command::Close { login } => {
            let user = find(db, &login)?;
            write(db, move |tx| accounts::activate(tx, user, false))?;
            println!("{login}: closed");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write<T: Send + 'static>(
    db: &Db,
    f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    db.write(&Permit::<ChangeAccounts>::on_the_machine(operator()), f)
}

fn find(db: &Db, login: &str) -> anyhow::Result<UserId> {
    let wanted = login.to_owned();
    db.read(move |c| accounts::by_login(c, &wanted))?.with_context(|| format!("there is no account {login}"))
}

fn list(db: &Db, json: bool) -> anyhow::Result<()> {
    let all = db.read(|c: &mut Conn| {
        let accounts = accounts::all(c)?;
        accounts.into_iter().map(|a| accounts::grants(c, a.id).map(|g| (a, g))).collect::<Result<Vec<_>, _>>()
    })?;
    if json {
        let value: Vec<_> = all
            .iter()
            .map(|(account, grants)| serde_json::json!({ "account": account, "grants": grants }))
            .collect();
        println!("{}", serde_json::to_string_pretty(&value)?);
    } else {
        for (account, grants) in all {
            let roles: Vec<&str> = grants.iter().map(|grant| grant.role.code()).collect();
            let state = if account.active { "" } else { "  (closed)" };
            println!("{:<24}{}{state}  {}", account.login, account.name, roles.join(", "));
        }
    }
    Ok(())
}

/// A password from standard input, or one made up, and which of the two.
fn password(stdin: bool, login: &str) -> anyhow::Result<(String, bool)> {
    if !stdin {
        let token = SystemChance.token();
        return Ok((
            format!("{}-{}", token.get(..6).unwrap_or_default(), token.get(6..14).unwrap_or_default()),
            true,
        ));
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let password = text.trim_end_matches(['\r', '\n']).to_owned();
    if let Some(fault) = accounts::password_fault(&password, login) {
        bail!("this password will not do: {}", fault.key.replace('-', " "));
    }
    Ok((password, false))
}

fn tell(login: &str, password: &str, made_up: bool) {
    if made_up {
        println!("{login}: first password {password}, to be changed at the first sign-in");
    } else {
        println!("{login}: password set, to be changed at the first sign-in");
    }
}
