//! A PostgreSQL server of one's own: in a temporary directory, under an unprivileged user, gone afterwards.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::need;

/// The variable by which tests find the server; see `testkit`.
const ADDRESS: &str = "JINWEI_TEST_PG";

/// A running server; stopped and removed when dropped.
pub(crate) struct Server {
    folder: PathBuf,
    bin: PathBuf,
}

impl Server {
    /// Starts one on a socket in its own folder.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let bin = need::server().context("PostgreSQL is not installed")?;
        let folder = std::env::temp_dir().join(format!("jinwei-pg-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let server = Self { folder, bin };
        if is_root() {
            need::run(Command::new("chown").arg("postgres").arg(&server.folder))?;
        }
        let data = server.folder.join("data");
        server
            .pg("initdb", &["-D", text(&data)?, "-A", "trust", "-U", "jinwei", "-E", "UTF8", "--no-sync"])?;
        // Tests ask whether the program is right; whether a disk keeps its word is asked elsewhere.
        let options =
            format!("-k {} -c listen_addresses= -c fsync=off -c max_connections=300", text(&server.folder)?);
        let log = server.folder.join("log");
        server.pg("pg_ctl", &["-D", text(&data)?, "-l", text(&log)?, "-w", "-o", &options, "start"])?;
        Ok(server)
    }

    /// Connection words without a database name.
    pub(crate) fn address(&self) -> String {
        format!("host={} user=jinwei", self.folder.display())
    }

    fn pg(&self, program: &str, arguments: &[&str]) -> anyhow::Result<()> {
        let program = self.bin.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(arguments).current_dir(&self.folder);
        let out = command.output().with_context(|| format!("{command:?}"))?;
        if !out.status.success() {
            bail!("{command:?}: {}", String::from_utf8_lossy(&out.stderr));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        if let Some(data) = data.to_str() {
            // Nothing can be done about a failure here; the folder goes in any case.
            let _ = self.pg("pg_ctl", &["-D", data, "-m", "immediate", "stop"]);
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Runs a command with a server for it.
pub(crate) fn around(words: &[String]) -> anyhow::Result<()> {
    let Some((program, arguments)) = words.split_first() else { bail!("which command?") };
    let server = Server::start()?;
    need::run(Command::new(program).args(arguments).env(ADDRESS, server.address()))
}

/// Gives a command the address of a server.
pub(crate) fn given<'c>(command: &'c mut Command, server: &Server) -> &'c mut Command {
    command.env(ADDRESS, server.address())
}

fn text(path: &Path) -> anyhow::Result<&str> {
    path.to_str().context("a path that is not UTF-8")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}
