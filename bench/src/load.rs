//! The load: connections that stay open and ask again as soon as they are answered, all on one thread.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::task::{JoinSet, LocalSet};

use crate::http;

/// What a round of load gave.
#[derive(Debug, Clone, Default)]
pub struct Round {
    /// How long each request took, in microseconds, ascending.
    pub micros: Vec<u32>,
    /// How long the round took.
    pub lasted: Duration,
}

impl Round {
    /// Requests per second.
    pub fn rate(&self) -> f64 {
        self.micros.len() as f64 / self.lasted.as_secs_f64()
    }
}

/// The value, in milliseconds, that `percent` of the ascending microseconds do not exceed.
pub fn percentile(micros: &[u32], percent: usize) -> f64 {
    let place = (micros.len() * percent).div_ceil(100).saturating_sub(1);
    micros.get(place).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
}

/// Asks the same of a server over so many connections for so long. Every answer must have the status 200 and, apart from
/// its head, be as long as `length` bytes.
pub fn run(
    address: SocketAddr,
    request: &str,
    length: usize,
    connections: usize,
    lasting: Duration,
) -> anyhow::Result<Round> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let request: Rc<str> = request.into();
    LocalSet::new().block_on(&runtime, async move {
        let started = Instant::now();
        let mut clients = JoinSet::new();
        for _ in 0..connections {
            clients.spawn_local(client(address, Rc::clone(&request), length, started + lasting));
        }
        let mut micros = Vec::new();
        while let Some(done) = clients.join_next().await {
            micros.extend(done??);
        }
        let lasted = started.elapsed();
        micros.sort_unstable();
        Ok(Round { micros, lasted })
    })
}

/// Sends each of these requests once, over so many connections, each connection taking the next as soon as it is answered. Every
/// answer must have the status 200.
pub fn run_each(address: SocketAddr, requests: Vec<Vec<u8>>, connections: usize) -> anyhow::Result<Round> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let waiting = Rc::new(RefCell::new(requests));
    LocalSet::new().block_on(&runtime, async move {
        let started = Instant::now();
        let mut clients = JoinSet::new();
        for _ in 0..connections {
            let waiting = Rc::clone(&waiting);
            clients.spawn_local(async move {
                let connection = TcpStream::connect(address).await?;
                connection.set_nodelay(true)?;
                let (mut micros, mut answer) = (Vec::new(), Vec::with_capacity(4096));
                loop {
                    let Some(request) = waiting.borrow_mut().pop() else { return anyhow::Ok(micros) };
                    micros.push(exchange(&connection, &request, &mut answer).await?);
                    let said = String::from_utf8_lossy(&answer);
                    anyhow::ensure!(answer.starts_with(b"HTTP/1.1 200"), "an answer is not 200: {said}");
                }
            });
        }
        let mut micros = Vec::new();
        while let Some(done) = clients.join_next().await {
            micros.extend(done??);
        }
        let lasted = started.elapsed();
        micros.sort_unstable();
        Ok(Round { micros, lasted })
    })
}

async fn client(
    address: SocketAddr,
    request: Rc<str>,
    length: usize,
    until: Instant,
) -> anyhow::Result<Vec<u32>> {
    let connection = TcpStream::connect(address).await?;
    connection.set_nodelay(true)?;
    let mut micros = Vec::new();
    let mut answer = Vec::with_capacity(length + 4096);
    while Instant::now() < until {
        micros.push(exchange(&connection, request.as_bytes(), &mut answer).await?);
        anyhow::ensure!(answer.starts_with(b"HTTP/1.1 200"), "an answer is not 200");
        anyhow::ensure!(answer.len() > length, "an answer is shorter than the page");
    }
    Ok(micros)
}

/// Sends a request and reads the whole answer; gives the microseconds that took.
async fn exchange(connection: &TcpStream, request: &[u8], answer: &mut Vec<u8>) -> anyhow::Result<u32> {
    let asked = Instant::now();
    send(connection, request).await?;
    answer.clear();
    receive(connection, answer).await?;
    Ok(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX))
}

async fn send(connection: &TcpStream, mut bytes: &[u8]) -> anyhow::Result<()> {
    while !bytes.is_empty() {
        connection.writable().await?;
        match connection.try_write(bytes) {
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Reads one whole answer; its end is looked for only once more has come than is still missing.
async fn receive(connection: &TcpStream, answer: &mut Vec<u8>) -> anyhow::Result<()> {
    loop {
        connection.readable().await?;
        match connection.try_read_buf(answer) {
            Ok(0) => anyhow::bail!("the server closed the connection"),
            Ok(_) if http::end_of(answer)?.is_some() => return Ok(()),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let micros: Vec<u32> = (1..=200).map(|n| n * 1000).collect();
        assert_eq!((percentile(&micros, 50), percentile(&micros, 99)), (100.0, 198.0));
        assert_eq!(percentile(&[], 50), 0.0);
    }
}
