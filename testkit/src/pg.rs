//! A PostgreSQL server for tests: the one that `JINWEI_TEST_PG` names, or one of our own in a temporary directory that
//! ends with the test process. Every test gets a database of its own, copied from a migrated template.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};
use store::{Config, Db, Migrations, Url};

/// Address of a server on which databases may be made and dropped; no database name in it.
pub const SERVER: &str = "JINWEI_TEST_PG";

/// When set, tests pass over PostgreSQL, loudly, where its programs are not installed.
pub const OPTIONAL: &str = "JINWEI_TEST_PG_OPTIONAL";

/// A running server of our own. It is stopped and its directory removed when this process ends, however it ends.
pub struct Server {
    directory: PathBuf,
    // Holds the pipe whose end tells the watcher that this process is gone.
    _watcher: Child,
}

/// A database of one test; dropped with it.
pub struct Database {
    server: String,
    name: String,
}

impl Server {
    /// Makes a cluster and starts it. `durable` keeps fsync, for tests that kill the server.
    ///
    /// # Errors
    /// What is missing or went wrong, in words for whoever runs the tests.
    pub fn start(durable: bool) -> Result<Self, String> {
        let careless = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off";
        Self::start_with(if durable { "" } else { careless }, &[])
    }

    /// Makes a cluster and starts it on `localhost:port` with TLS, with this certificate and key in PEM.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub fn start_encrypted(port: u16, certificate: &[u8], key: &[u8]) -> Result<Self, String> {
        let options = format!("-p {port} -c listen_addresses=127.0.0.1 -c ssl=on");
        Self::start_with(&options, &[("server.crt", certificate), ("server.key", key)])
    }

    /// `files` are put into the data directory.
    fn start_with(options: &str, files: &[(&str, &[u8])]) -> Result<Self, String> {
        let programs = programs()?;
        let directory = tempfile::Builder::new().prefix("jinwei-pg-").tempdir().map_err(words)?.keep();
        let owner = unprivileged()?;
        if let Some((user, group)) = owner {
            chown(&directory, Some(user), Some(group)).map_err(words)?;
        }
        let data = directory.join("data");
        let run = |program: &str, args: &[&str]| {
            let mut command = Command::new(programs.join(program));
            as_user(&mut command, owner).current_dir(&directory).arg("-D").arg(&data).args(args);
            let output = command.stdin(Stdio::null()).output().map_err(words)?;
            if output.status.success() {
                return Ok(());
            }
            Err(format!("{program} failed: {}", String::from_utf8_lossy(&output.stderr)))
        };
        run("initdb", &["-A", "trust", "-U", "jinwei", "-E", "UTF8", "--locale=C", "--no-sync"])?;
        for (name, bytes) in files {
            let path = data.join(name);
            fs::write(&path, bytes).map_err(words)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).map_err(words)?;
            if let Some((user, group)) = owner {
                chown(&path, Some(user), Some(group)).map_err(words)?;
            }
        }
        let options =
            format!("-k '{}' -c listen_addresses='' -c max_connections=300 {options}", directory.display());
        let log = directory.join("log").display().to_string();
        run("pg_ctl", &["-w", "-s", "-l", &log, "-o", &options, "start"]).map_err(|error| {
            format!("{error}\n{}", fs::read_to_string(directory.join("log")).unwrap_or_default())
        })?;
        let mut watcher = Command::new("sh");
        as_user(&mut watcher, owner)
            .args(["-c", r#"read -r _; "$0" -D "$1/data" -m immediate -s stop; cd /; rm -rf "$1""#])
            .arg(programs.join("pg_ctl"))
            .arg(&directory)
            .current_dir("/")
            // Not in our group: an interrupt from the keyboard must not end it before its work is done.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Ok(Self { directory, _watcher: watcher.spawn().map_err(words)? })
    }

    /// Its address, without a database.
    pub fn address(&self) -> String {
        format!("host={} user=jinwei", self.directory.display())
    }
}

/// The address of the server that all tests of this process share. `None` where PostgreSQL is not installed and
/// [`OPTIONAL`] is set.
///
/// # Panics
/// When there is no server and none can be started: the message names what to install.
pub fn server() -> Option<&'static str> {
    static SHARED: OnceLock<Result<(String, Option<Server>), String>> = OnceLock::new();
    let shared = SHARED.get_or_init(|| match std::env::var(SERVER) {
        Ok(address) => Ok((address, None)),
        Err(_) => Server::start(false).map(|server| (server.address(), Some(server))),
    });
    match shared {
        Ok((address, _)) => Some(address),
        Err(reason) if std::env::var_os(OPTIONAL).is_some() => {
            eprintln!("\n!!! NOT TESTED ON POSTGRESQL: {reason}\n");
            None
        }
        Err(reason) => fail(reason),
    }
}

impl Database {
    /// A fresh database with these migrations applied.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn fresh(server: &str, sets: &[Migrations]) -> Self {
        let template = template(server, sets);
        let name = unique("test");
        sql(server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
        Self { server: server.to_owned(), name }
    }

    /// A database without any tables.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn empty(server: &str) -> Self {
        let name = unique("test");
        sql(server, &format!("CREATE DATABASE {name}"));
        Self { server: server.to_owned(), name }
    }

    /// Its address.
    pub fn address(&self) -> String {
        address(&self.server, &self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        if let Err(error) = admin(&self.server).and_then(|mut admin| admin.batch_execute(&drop)) {
            eprintln!("{drop}: {error}");
        }
    }
}

/// The address of a database on that server, whether the server is named by a URL or by words.
pub fn address(server: &str, database: &str) -> String {
    if server.contains("://") {
        let (base, options) = server.split_once('?').unwrap_or((server, ""));
        let question = if options.is_empty() { "" } else { "?" };
        format!("{}/{database}{question}{options}", base.trim_end_matches('/'))
    } else {
        format!("{server} dbname={database}")
    }
}

fn admin(server: &str) -> Result<Client, postgres::Error> {
    Client::connect(&address(server, "postgres"), NoTls)
}

fn sql(server: &str, statement: &str) {
    if let Err(error) = admin(server).and_then(|mut admin| admin.batch_execute(statement)) {
        fail(&format!("{statement}: {error:?}"));
    }
}

/// Name of the database that has these migrations applied, made by whoever needs it first.
fn template(server: &str, sets: &[Migrations]) -> String {
    const MAKING: i64 = 0x6a69_6e77;
    let name = format!("template_{}", fingerprint(sets));
    let made = (|| -> Result<(), Box<dyn std::error::Error>> {
        let mut admin = admin(server)?;
        admin.execute("SELECT pg_advisory_lock($1)", &[&MAKING])?;
        if admin.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])?.is_none() {
            let draft = unique("draft");
            admin.batch_execute(&format!("CREATE DATABASE {draft}"))?;
            let url = Url::Postgres { writer: address(server, &draft), reader: None };
            drop(Db::open(&Config::new(url), sets, std::sync::Arc::new(kernel::time::SystemClock))?);
            admin.batch_execute(&format!("ALTER DATABASE {draft} RENAME TO {name}"))?;
        }
        Ok(())
    })();
    if let Err(error) = made {
        fail(&format!("the template database: {error:?}"));
    }
    name
}

/// A short name for the text of these migrations.
pub(crate) fn fingerprint(sets: &[Migrations]) -> String {
    let steps = [store::STORE]
        .iter()
        .chain(sets)
        .map(|set| format!("{}{:?}", set.domain, set.steps))
        .collect::<String>();
    store::digest::sm3_hex(steps.as_bytes()).chars().take(16).collect()
}

fn unique(kind: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{kind}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The directory with the newest installed server programs.
fn programs() -> Result<PathBuf, String> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin): &(u32, PathBuf)| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin).ok_or_else(|| {
        format!("PostgreSQL is not installed: apt-get install postgresql, or set {SERVER} to a server's address, or {OPTIONAL}=1 to test without it")
    })
}

/// The user that runs the server when we are root, whom PostgreSQL refuses.
fn unprivileged() -> Result<Option<(u32, u32)>, String> {
    let me = fs::metadata(Path::new("/proc/self")).map_err(words)?.uid();
    if me != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").map_err(words)?;
    let number = |user: &str| {
        let mut fields = users.lines().find(|line| line.split(':').next() == Some(user))?.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    number("postgres")
        .or_else(|| number("nobody"))
        .map(Some)
        .ok_or_else(|| "there is no user nobody".to_owned())
}

fn as_user(command: &mut Command, owner: Option<(u32, u32)>) -> &mut Command {
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[expect(clippy::panic, reason = "a test that cannot have its database has failed")]
pub(crate) fn fail(reason: &str) -> ! {
    panic!("{reason}")
}
