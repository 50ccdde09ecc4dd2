//! Programs under measurement, and what the system knows of them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::http;

/// A server that prints `http://ADDRESS` on its first line. It ends with this value.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts it; what it logs goes into a file, as under a service manager.
    pub fn start(command: &mut Command, log: &Path) -> anyhow::Result<Self> {
        let log = File::options().create(true).append(true).open(log)?;
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn()?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let address = line.trim().strip_prefix("http://").and_then(|address| address.parse().ok());
        match address {
            Some(address) => Ok(Self { child, address }),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                anyhow::bail!("the server printed no address but {line:?}")
            }
        }
    }

    /// Processor time it has used, user's and system's.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        cpu(&self.child.id().to_string())
    }

    /// Memory it holds, in megabytes.
    pub fn resident_mb(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Processor time that a process, or `self`, has used, user's and system's.
pub fn cpu(process: &str) -> anyhow::Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // Fields are counted after the name, which stands in parentheses and may hold blanks.
    let (_, fields) = stat.rsplit_once(')').context("no name")?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    // Linux tells ticks of a hundredth of a second, whatever the machine.
    Ok(Duration::from_millis(ticks * 10))
}

/// Starts a server and waits for the first page: the server, and how long that took.
pub fn first_page(command: &mut Command, log: &Path, path: &str) -> anyhow::Result<(Server, Duration)> {
    let started = Instant::now();
    let server = Server::start(command, log)?;
    let reply = http::ask(server.address, &http::get(path, None))?;
    anyhow::ensure!(reply.status == 200, "{path} answers {}", reply.status);
    Ok((server, started.elapsed()))
}
