//! From starting the program to the first page, memory at rest, size of the program.

use std::process::Command;
use std::thread;
use std::time::Duration;

use serde::Serialize;

use crate::memory;
use crate::pages::{self, sample_organ};
use crate::process::first_page;
use crate::rounds::Spread;
use crate::{Setting, http};

/// The product beside a bare server of the same library.
#[derive(Debug, Serialize)]
pub struct Started {
    /// Seconds from starting the program to the sign-in page, with a database that is there.
    pub first_page: Spread,
    /// The same of a server that holds this page in memory and nothing else.
    pub bare_first_page: Spread,
    /// Megabytes resident two seconds after the first page.
    pub resident_mb: f64,
    /// The same of the bare server.
    pub bare_resident_mb: f64,
    /// Size of the program in megabytes.
    pub program_mb: f64,
}

const REST: Duration = Duration::from_secs(2);

pub fn measure(setting: &Setting) -> anyhow::Result<Started> {
    let data = sample_organ(setting)?;
    let log = setting.folder.join("start.log");
    let product = || pages::product(setting, &data);
    let folder = setting.folder.join("bare");
    std::fs::create_dir_all(&folder)?;
    let (server, _) = first_page(&mut product(), &log, "/sign-in")?;
    memory::keep(&folder, 0, &http::ask(server.address, &http::get("/sign-in", None))?)?;
    drop(server);
    let bare = || -> anyhow::Result<Command> { pages::memory(&folder) };
    let (mut times, mut bare_times) = (Vec::new(), Vec::new());
    for _ in 0..setting.rounds(15, 3) {
        times.push(first_page(&mut product(), &log, "/sign-in")?.1);
        bare_times.push(first_page(&mut bare()?, &log, "/0")?.1);
    }
    let (server, _) = first_page(&mut product(), &log, "/sign-in")?;
    let (bare_server, _) = first_page(&mut bare()?, &log, "/0")?;
    thread::sleep(REST);
    Ok(Started {
        first_page: Spread::of_times(&times),
        bare_first_page: Spread::of_times(&bare_times),
        resident_mb: server.resident_mb()?,
        bare_resident_mb: bare_server.resident_mb()?,
        program_mb: std::fs::metadata(&setting.program)?.len() as f64 / 1e6,
    })
}
