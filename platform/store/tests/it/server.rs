//! Opening, migrating, and what only a server does.

use std::sync::Arc;

use kernel::Problem;
use kernel::time::SystemClock;
use store::{Backend, Config, Db, Error, Migrations, Url};
use testkit::db::{Fresh, both, each_backend, permit};
use testkit::pg;

use crate::sample::{AddBook, SHELF, add, titles};

#[test]
fn what_was_written_is_there_after_reopening() {
    for db in both(&[SHELF]) {
        db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "kept")?)).unwrap();
        let db = db.reopened(&[SHELF]);
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["kept"]);
    }
}

const SECOND: Migrations = Migrations {
    domain: "shelf",
    steps: &[SHELF.steps[0], ("V2__colour", "ALTER TABLE books ADD COLUMN colour TEXT")],
};

const EDITED: Migrations =
    Migrations { domain: "shelf", steps: &[("V1__books", "CREATE TABLE books (id {pk}) {strict}")] };

#[test]
fn a_later_step_is_applied_and_an_edited_one_refused() {
    for db in both(&[SHELF]) {
        db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "kept")?)).unwrap();
        let config = db.config.clone();
        let db = db.reopened(&[SECOND]);
        let colour = db.read(|c| Ok(c.scalar::<Option<String>>("SELECT colour FROM books", &[])?)).unwrap();
        assert_eq!(colour, None);
        let refused = Db::open(&config, &[EDITED], Arc::new(SystemClock)).err().unwrap();
        assert!(matches!(refused, Error::Migration(_)), "{refused}");
    }
}

#[test]
fn a_step_that_fails_leaves_nothing() {
    const BROKEN: Migrations = Migrations {
        domain: "broken",
        steps: &[("V1__half", "CREATE TABLE half (id {pk}) {strict}; CREATE TABLE (")],
    };
    for db in both(&[SHELF]) {
        let refused = Db::open(&db.config, &[SHELF, BROKEN], Arc::new(SystemClock)).err().unwrap();
        assert!(matches!(refused, Error::Migration(_)), "{refused}");
        assert!(db.read(|c| Ok(c.exists("SELECT 1 FROM half", &[])?)).is_err());
    }
}

#[test]
fn constraints_that_wait_for_the_commit_are_refused() {
    const WAITING: Migrations = Migrations {
        domain: "waiting",
        steps: &[(
            "V1__w",
            "CREATE TABLE w (a {int} REFERENCES w (a) DEFERRABLE INITIALLY DEFERRED) {strict}",
        )],
    };
    for db in both(&[]) {
        assert!(Db::open(&db.config, &[WAITING], Arc::new(SystemClock)).is_err());
    }
}

#[test]
fn an_address_that_does_not_answer_says_so_and_keeps_its_password() {
    let nowhere = Url::Postgres { writer: "postgres://u:secret@127.0.0.1:1/x".into(), reader: None };
    let error = Db::open(&Config::new(nowhere), &[], Arc::new(SystemClock)).err().unwrap();
    assert!(matches!(error, Error::Connection(_)));
    assert!(!error.to_string().contains("secret"), "{error}");
    let no_directory = Url::Sqlite("/nonexistent/jinwei.db".into());
    let error = Db::open(&Config::new(no_directory), &[], Arc::new(SystemClock)).err().unwrap();
    assert!(error.to_string().contains("/nonexistent/jinwei.db"), "{error}");
}

#[test]
fn the_settings_of_the_embedded_database_hold() {
    let db = Fresh::sqlite(&[SHELF]);
    let pragma = |name: &'static str| db.read(move |c| Ok(c.count(&format!("PRAGMA {name}"), &[])?)).unwrap();
    assert_eq!((pragma("synchronous"), pragma("foreign_keys"), pragma("busy_timeout")), (2, 1, 5000));
    assert_eq!(pragma("query_only"), 1);
    let mode: String = db.read(|c| Ok(c.scalar("PRAGMA journal_mode", &[])?)).unwrap();
    assert_eq!(mode, "wal");
    let on_the_writer = db
        .write_unaudited("look", |tx| {
            Ok((tx.count("PRAGMA synchronous", &[])?, tx.count("PRAGMA foreign_keys", &[])?))
        })
        .unwrap();
    assert_eq!(on_the_writer, (2, 1));
}

/// Ends every connection to the database of this test, as a restart of the server would.
fn cut(db: &Fresh) {
    let Url::Postgres { writer, .. } = &db.config.url else { return };
    let mut client = postgres::Client::connect(writer, postgres::NoTls).unwrap();
    let sql = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    client.query(sql, &[]).unwrap();
}

#[test]
fn a_cut_connection_is_made_anew() {
    each_backend(&[SHELF], |db| {
        if db.backend() == Backend::Sqlite {
            return;
        }
        db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "before")?)).unwrap();
        cut(db);
        for n in 0..6 {
            db.write(&permit::<AddBook>(), move |tx| Ok(add(tx, &format!("after {n}"))?)).unwrap();
            assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap().len(), n + 2);
        }
    });
}

#[test]
fn a_connection_cut_inside_a_write_fails_that_write_alone() {
    let Some(db) = Fresh::postgres(&[SHELF]) else { return };
    let failed = db.write(&permit::<AddBook>(), |tx| {
        add(tx, "lost")?;
        let cut = "SELECT pg_terminate_backend(pg_backend_pid())";
        Ok(tx.exists(cut, &[])?)
    });
    assert!(matches!(failed, Err(Problem::Unexpected(_))), "{failed:?}");
    db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "kept")?)).unwrap();
    let failed = db.read(|c| {
        let cut = "SELECT pg_terminate_backend(pg_backend_pid())";
        Ok(c.exists(cut, &[])?)
    });
    assert!(failed.is_err());
    assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["kept"]);
}

#[test]
fn the_writer_finds_the_host_that_accepts_writes() {
    let Some(server) = pg::server() else { return };
    if server.contains("://") {
        return;
    }
    let database = pg::Database::fresh(server, &[SHELF]);
    // The first host does not answer.
    let writer = database.address().replace("host=", "host=/nonexistent,");
    let url = Url::Postgres { reader: Some(database.address()), writer };
    let db = Db::open(&Config::new(url), &[SHELF], Arc::new(SystemClock)).unwrap();
    db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "found")?)).unwrap();
    assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["found"]);
}

#[test]
fn an_encrypted_connection_verifies_the_server() {
    // A server of its own, for the shared one need not speak TLS.
    if pg::server().is_none() {
        return;
    }
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let certificate = include_bytes!("tls/server.pem");
    let _server = pg::Server::start_encrypted(port, certificate, include_bytes!("tls/server.key")).unwrap();
    let open = |host: &str, mode: &str, roots: &str| {
        let writer = format!("postgres://jinwei@{host}:{port}/postgres?sslmode={mode}");
        let roots = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/tls").join(roots);
        let url = Url::Postgres { writer, reader: None };
        Db::open(&Config { root_certificates: Some(roots), ..Config::new(url) }, &[], Arc::new(SystemClock))
    };
    let encrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let db = open("localhost", "require", "ca.pem").unwrap();
    assert!(db.read(move |c| Ok(c.scalar::<bool>(encrypted, &[])?)).unwrap());
    drop(db);
    // Another authority, another name, and a file that is not there.
    for (host, roots) in [("localhost", "other.pem"), ("127.0.0.1", "ca.pem"), ("localhost", "absent.pem")] {
        let refused = open(host, "require", roots).err().unwrap();
        assert!(matches!(refused, Error::Connection(_) | Error::File(_)), "{refused}");
    }
    let db = open("localhost", "disable", "ca.pem").unwrap();
    assert!(!db.read(move |c| Ok(c.scalar::<bool>(encrypted, &[])?)).unwrap());
}

/// Writes of several threads while no transaction can be had, and again when it can.
fn writes_while(db: &Fresh, shut: impl FnOnce(), reopen: impl FnOnce()) {
    let write = |n: usize| db.write(&permit::<AddBook>(), move |tx| Ok(add(tx, &format!("book {n}"))?));
    write(0).unwrap();
    shut();
    std::thread::scope(|scope| {
        let writing: Vec<_> = (1..=4).map(|n| scope.spawn(move || write(n))).collect();
        for one in writing {
            assert!(matches!(one.join().unwrap(), Err(Problem::Unexpected(_))));
        }
    });
    reopen();
    write(5).unwrap();
    assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap(), ["book 0", "book 5"]);
}

#[test]
fn everybody_who_waits_is_told_when_another_program_holds_the_file() {
    let db = Fresh::sqlite(&[SHELF]);
    let Url::Sqlite(path) = &db.config.url else { return };
    let other = rusqlite::Connection::open(path).unwrap();
    let run = |sql: &str| other.execute_batch(sql).unwrap();
    writes_while(&db, || run("BEGIN IMMEDIATE"), || run("ROLLBACK"));
}

#[test]
fn everybody_who_waits_is_told_when_the_server_is_gone() {
    let (Some(db), Some(server)) = (Fresh::postgres(&[SHELF]), pg::server()) else { return };
    let Url::Postgres { writer, .. } = &db.config.url else { return };
    let name = writer.split('?').next().unwrap().rsplit(['=', '/']).next().unwrap();
    let mut admin = postgres::Client::connect(&pg::address(server, "postgres"), postgres::NoTls).unwrap();
    let mut allow = |yes: bool| {
        admin.batch_execute(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {yes}")).unwrap();
        let sql =
            format!("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'");
        admin.batch_execute(&sql).unwrap();
    };
    let allow = std::cell::RefCell::new(&mut allow);
    writes_while(&db, || allow.borrow_mut()(false), || allow.borrow_mut()(true));
}

#[test]
fn a_statement_can_be_looked_at_without_running_it() {
    testkit::db::prepare_all(&[SHELF], &["DELETE FROM books WHERE title = $1", "SELECT COUNT(*) FROM books"]);
    for db in both(&[SHELF]) {
        assert!(db.read(|c| Ok(c.prepare("SELECT colour FROM books")?)).is_err());
    }
}

#[test]
fn the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("new.db");
    let db = Db::open(&Config::new(Url::Sqlite(path.clone())), &[], Arc::new(SystemClock)).unwrap();
    for name in ["new.db", "new.db-wal"] {
        let mode = std::fs::metadata(path.with_file_name(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    drop(db);
}
