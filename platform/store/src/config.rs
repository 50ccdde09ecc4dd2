//! Where the data are and how many hands read them.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// The two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Embedded, one file.
    Sqlite,
    /// A server that speaks PostgreSQL's protocol.
    Postgres,
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// Where the data are.
#[derive(Clone, PartialEq, Eq)]
pub enum Url {
    /// The file of an embedded database; made when it is not there.
    Sqlite(PathBuf),
    /// Addresses of a PostgreSQL server: a URL, or `key=value` words. Several hosts may be named
    /// (`postgresql://a,b/jinwei`); the writer takes the one that accepts writes.
    Postgres {
        /// Where writes go.
        writer: String,
        /// Where reads go, such as a replica; the writer's address if absent. A replica may lag behind: a page
        /// read right after a write may not show it.
        reader: Option<String>,
    },
}

impl FromStr for Url {
    type Err = String;

    /// `postgres://…`, `postgresql://…` or words such as `host=… dbname=…`; everything else is a file's path, with
    /// or without `sqlite:` before it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err("an empty database address".into());
        }
        let is_server = ["postgres://", "postgresql://", "host="].iter().any(|start| text.starts_with(start));
        if is_server {
            return Ok(Self::Postgres { writer: text.into(), reader: None });
        }
        Ok(Self::Sqlite(PathBuf::from(text.strip_prefix("sqlite:").unwrap_or(text))))
    }
}

impl fmt::Debug for Url {
    /// Leaves out the address of a server, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres { .. } => f.write_str("postgres://…"),
        }
    }
}

/// How a database is opened.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data are.
    pub url: Url,
    /// Reader threads; 0 means twice the processors, and never fewer than two.
    pub readers: usize,
    /// PEM file with the certificates that a PostgreSQL server's certificate must descend from; the system's own
    /// if absent.
    pub root_certificates: Option<PathBuf>,
}

impl Config {
    /// The defaults for that address.
    pub fn new(url: Url) -> Self {
        Self { url, readers: 0, root_certificates: None }
    }

    /// The number of reader threads after defaults.
    pub fn reader_threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(2, |n| n.get());
        if self.readers == 0 { (cores() * 2).max(2) } else { self.readers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_server_or_a_file() {
        assert_eq!("sqlite:/var/a.db".parse::<Url>().unwrap(), Url::Sqlite("/var/a.db".into()));
        assert_eq!("data/a.db".parse::<Url>().unwrap(), Url::Sqlite("data/a.db".into()));
        assert!(matches!("postgres://u:p@h/d".parse::<Url>().unwrap(), Url::Postgres { reader: None, .. }));
        assert!(matches!("host=/run dbname=d".parse::<Url>().unwrap(), Url::Postgres { .. }));
        assert!(" ".parse::<Url>().is_err());
    }

    #[test]
    fn a_password_is_not_printed() {
        let url = "postgres://u:secret@h/d".parse::<Url>().unwrap();
        assert!(!format!("{:?}", Config::new(url)).contains("secret"));
    }
}
