//! Pages that show a whole cycle, or all of them, for 41, 410 and 4,100 organisations.

use std::time::Duration;

use serde::Serialize;

use crate::pages::{larger_organ, product, sign_in};
use crate::process::Server;
use crate::rounds::{Spread, median, timed};
use crate::{Setting, http};

/// How many times the reference organ has its appraised bodies.
const SIZES: [usize; 3] = [1, 10, 100];

/// The pages: the later of the two published years is cycle 2.
const PAGES: [(&str, &str); 3] = [
    ("ranking of a cycle", "/cycles/2"),
    ("organisations × dimensions", "/cycles/2/matrix"),
    ("history of all years", "/cycles/history"),
];

/// One page at one size.
#[derive(Debug, Serialize)]
pub struct Grown {
    /// What it is.
    pub name: &'static str,
    /// How many times the reference organ.
    pub times: usize,
    /// Organisations appraised.
    pub organisations: usize,
    /// Bytes of its body.
    pub bytes: usize,
    /// Seconds from asking to the last byte, one request at a time.
    pub seconds: Spread,
    /// Processor time of the server per request.
    pub cpu_micros: f64,
}

pub fn measure(setting: &Setting) -> anyhow::Result<Vec<Grown>> {
    let sizes = if setting.quick { &SIZES[..2] } else { &SIZES[..] };
    let log = setting.folder.join("results.log");
    let mut grown = Vec::new();
    for &times in sizes {
        let data = larger_organ(setting, times)?;
        let server = Server::start(&mut product(setting, &data), &log)?;
        let cookie = sign_in(&server)?;
        let requests = PAGES.map(|(_, path)| http::get(path, Some(&cookie)));
        let mut bytes = Vec::new();
        for ((name, _), request) in PAGES.iter().zip(&requests) {
            let reply = http::ask(server.address, request)?;
            anyhow::ensure!(reply.status == 200, "{name} ×{times} answers {}", reply.status);
            bytes.push(reply.body.len());
        }
        // Small ones several times, so that each size takes about as long.
        let often = (200 / times).max(2);
        let mut rounds = PAGES.map(|_| (Vec::new(), Vec::new()));
        for _ in 0..setting.rounds(7, 2) {
            for (request, (took, cpu)) in requests.iter().zip(&mut rounds) {
                let before = server.cpu()?;
                let (round, ()) = timed(|| {
                    for _ in 0..often {
                        http::ask(server.address, request)?;
                    }
                    Ok(())
                })?;
                let used: Duration = server.cpu()?.saturating_sub(before);
                took.push(round / u32::try_from(often)?);
                cpu.push(used.as_secs_f64() * 1e6 / often as f64);
            }
        }
        let measured = PAGES.iter().zip(bytes).zip(&rounds);
        grown.extend(measured.map(|(((name, _), bytes), (took, cpu))| Grown {
            name,
            times,
            organisations: sample::Size::times(times).bodies.total(),
            bytes,
            seconds: Spread::of_times(took),
            cpu_micros: median(cpu),
        }));
    }
    Ok(grown)
}
