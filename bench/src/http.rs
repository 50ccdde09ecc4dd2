//! As much of HTTP/1.1 as asking a server of our own takes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use anyhow::Context;

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Headers as sent, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The text of a GET request over a connection that stays open.
pub fn get(path: &str, cookie: Option<&str>) -> String {
    let cookie = cookie.map(|cookie| format!("cookie: {cookie}\r\n")).unwrap_or_default();
    format!(
        "GET {path} HTTP/1.1\r\nhost: bench\r\naccept: text/html\r\naccept-language: zh-CN\r\n{cookie}\r\n"
    )
}

/// The text of a form that is sent.
pub fn post(path: &str, fields: &str) -> String {
    let kind = "content-type: application/x-www-form-urlencoded";
    let length = fields.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\naccept: text/html\r\n{kind}\r\ncontent-length: {length}\r\n\r\n{fields}"
    )
}

/// One request over a connection of its own.
pub fn ask(address: SocketAddr, request: &str) -> anyhow::Result<Reply> {
    let mut connection = TcpStream::connect(address)?;
    connection.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    let mut piece = [0; 65_536];
    loop {
        if let Some(end) = end_of(&bytes)? {
            return parse(bytes.get(..end).unwrap_or_default());
        }
        let read = connection.read(&mut piece)?;
        anyhow::ensure!(read > 0, "the server closed the connection");
        bytes.extend_from_slice(piece.get(..read).unwrap_or_default());
    }
}

/// Where the answer at the beginning of `bytes` ends; `None` while it is not complete.
pub fn end_of(bytes: &[u8]) -> anyhow::Result<Option<usize>> {
    let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(bytes.get(..head).unwrap_or_default())?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>())
    });
    let end = head + 4 + length.context("an answer without a length")??;
    Ok((bytes.len() >= end).then_some(end))
}

fn parse(bytes: &[u8]) -> anyhow::Result<Reply> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").context("no head")?;
    let text = std::str::from_utf8(bytes.get(..head).unwrap_or_default())?;
    let mut lines = text.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("no status")?.parse()?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Ok(Reply { status, headers, body: bytes.get(head + 4..).unwrap_or_default().to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_length_says() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP";
        assert_eq!(end_of(answer).unwrap(), Some(answer.len() - 4));
        assert_eq!(end_of(&answer[..answer.len() - 5]).unwrap(), None);
        let reply = parse(&answer[..answer.len() - 4]).unwrap();
        assert_eq!((reply.status, reply.headers.len(), reply.body.as_slice()), (200, 1, &b"abc"[..]));
    }
}
