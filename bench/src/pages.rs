//! Pages of the sample organ under load, beside the very same bytes from memory.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use serde::Serialize;

use crate::load::{self, percentile};
use crate::process::Server;
use crate::rounds::{Spread, median};
use crate::{Setting, http, memory};

const CONNECTIONS: usize = 32;

/// The page that has an aim.
pub const STANDING: &str = "organisation in a cycle";

/// Addresses that `jinwei demo` fills: two cycles, of 2013 and 2014; 2 is the first body below the committee.
const PAGES: [(&str, &str); 4] = [
    ("ranking of a cycle", "/cycles/2"),
    (STANDING, "/cycles/2/organisations/2"),
    ("organisation", "/organisations/2"),
    ("/healthz", "/healthz"),
];

/// Somebody who may read all of them.
const READER: &str = "weiyuan";
/// Password of every sample account.
const PASSWORD: &str = "Jinwei-2015";

/// All pages.
#[derive(Debug, Serialize)]
pub struct Pages {
    /// Connections that ask at the same time.
    pub connections: usize,
    /// Each page.
    pub pages: Vec<Measured>,
    /// Memory of the server after all of it, in megabytes.
    pub resident_mb: f64,
}

/// One page.
#[derive(Debug, Serialize)]
pub struct Measured {
    /// What it is.
    pub name: &'static str,
    /// Bytes of its body.
    pub bytes: usize,
    /// From the product.
    pub product: Speed,
    /// The same bytes from memory.
    pub memory: Speed,
}

/// How fast it comes.
#[derive(Debug, Serialize)]
pub struct Speed {
    /// Requests per second.
    pub rate: Spread,
    /// Half the requests took no longer.
    pub p50_ms: f64,
    /// Of a hundred requests, one took longer.
    pub p99_ms: f64,
    /// Processor time of the server per request.
    pub cpu_micros: f64,
}

/// Data directory with the sample organ; made once in a run.
pub fn sample_organ(setting: &Setting) -> anyhow::Result<PathBuf> {
    let data = setting.folder.join("data");
    if !data.exists() {
        let done = Command::new(&setting.program)
            .arg("--data")
            .arg(&data)
            .arg("demo")
            .stdout(Stdio::null())
            .status()
            .context("jinwei demo")?;
        anyhow::ensure!(done.success(), "jinwei demo failed");
    }
    Ok(data)
}

/// Data directory with an organ that has so many times the appraised bodies; made once in a run.
pub fn larger_organ(setting: &Setting, times: usize) -> anyhow::Result<PathBuf> {
    let data = setting.folder.join(format!("data-{times}"));
    if !data.exists() {
        let done = Command::new(&setting.program)
            .arg("--data")
            .arg(&data)
            .args(["demo", "--times", &times.to_string()])
            .stdout(Stdio::null())
            .status()
            .context("jinwei demo")?;
        anyhow::ensure!(done.success(), "jinwei demo --times {times} failed");
    }
    Ok(data)
}

/// The product, serving that data directory.
pub fn product(setting: &Setting, data: &Path) -> Command {
    let mut command = Command::new(&setting.program);
    command.arg("--data").arg(data).args(["serve", "--listen", "127.0.0.1:0"]);
    command
}

/// The server that holds pages in memory.
pub fn memory(folder: &Path) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--memory").arg(folder);
    Ok(command)
}

/// A page of one server in the rounds.
struct Contestant<'a> {
    server: &'a Server,
    request: String,
    bytes: usize,
    rates: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
    cpu: Vec<f64>,
}

impl<'a> Contestant<'a> {
    fn new(server: &'a Server, request: String, bytes: usize) -> Self {
        let none = Vec::new;
        Self { server, request, bytes, rates: none(), p50: none(), p99: none(), cpu: none() }
    }

    fn round(&mut self, lasting: Duration) -> anyhow::Result<()> {
        let before = self.server.cpu()?;
        let round = load::run(self.server.address, &self.request, self.bytes, CONNECTIONS, lasting)?;
        let cpu = self.server.cpu()?.saturating_sub(before);
        self.rates.push(round.rate());
        self.p50.push(percentile(&round.micros, 50));
        self.p99.push(percentile(&round.micros, 99));
        self.cpu.push(cpu.as_secs_f64() * 1e6 / round.micros.len().max(1) as f64);
        Ok(())
    }

    fn speed(&self) -> Speed {
        Speed {
            rate: Spread::of_rates(&self.rates),
            p50_ms: median(&self.p50),
            p99_ms: median(&self.p99),
            cpu_micros: median(&self.cpu),
        }
    }
}

pub fn measure(setting: &Setting) -> anyhow::Result<Pages> {
    let data = sample_organ(setting)?;
    let log = setting.folder.join("pages.log");
    let server = Server::start(&mut product(setting, &data), &log)?;
    let cookie = sign_in(&server)?;
    let folder = setting.folder.join("memory");
    std::fs::create_dir_all(&folder)?;
    let mut sizes = Vec::new();
    for (number, (name, path)) in PAGES.iter().enumerate() {
        let reply = http::ask(server.address, &http::get(path, Some(&cookie)))?;
        anyhow::ensure!(reply.status == 200, "{name} answers {} to {READER}", reply.status);
        memory::keep(&folder, number, &reply)?;
        sizes.push(reply.body.len());
    }
    let from_memory = Server::start(&mut memory(&folder)?, &log)?;
    let mut pairs: Vec<_> = PAGES
        .iter()
        .zip(&sizes)
        .enumerate()
        .map(|(number, ((_, path), bytes))| {
            let product = Contestant::new(&server, http::get(path, Some(&cookie)), *bytes);
            let request = http::get(&format!("/{number}"), Some(&cookie));
            (product, Contestant::new(&from_memory, request, *bytes))
        })
        .collect();
    let lasting = Duration::from_millis(if setting.quick { 300 } else { 2_000 });
    for (product, memory) in &mut pairs {
        // What is read and compiled only once is not part of a page.
        product.round(lasting / 4)?;
        memory.round(lasting / 4)?;
        *product = Contestant::new(&server, std::mem::take(&mut product.request), product.bytes);
        *memory = Contestant::new(&from_memory, std::mem::take(&mut memory.request), memory.bytes);
    }
    for _ in 0..setting.rounds(7, 2) {
        for (product, memory) in &mut pairs {
            product.round(lasting)?;
            memory.round(lasting)?;
        }
    }
    let measured = PAGES.iter().zip(&pairs).map(|((name, _), (product, memory))| Measured {
        name,
        bytes: product.bytes,
        product: product.speed(),
        memory: memory.speed(),
    });
    Ok(Pages { connections: CONNECTIONS, pages: measured.collect(), resident_mb: server.resident_mb()? })
}

/// Signs the reader in; the cookie to be sent from then on.
pub fn sign_in(server: &Server) -> anyhow::Result<String> {
    let fields = format!("login={READER}&password={}", PASSWORD);
    let reply = http::ask(server.address, &http::post("/sign-in", &fields))?;
    let cookies = reply.headers.iter().filter(|(name, _)| name == "set-cookie");
    let session =
        cookies.filter_map(|(_, cookie)| cookie.split(';').next()).find(|c| c.starts_with("jinwei_session="));
    Ok(session.with_context(|| format!("signing in answers {}", reply.status))?.to_owned())
}
