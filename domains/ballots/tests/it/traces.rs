//! After a whole cycle nothing that is stored joins a person to a ballot.

use std::io::Read;

use kernel::Role;
use testkit::db::{Fresh, each_backend};

use crate::booth::{chosen, said};
use crate::house::{House, TIMES, log, march, migrations};

/// Every value of every table, as text.
fn dump(house: &House) -> Vec<(String, String)> {
    let tables = match house.site.db.backend() {
        store::Backend::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        }
        store::Backend::Postgres => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()"
        }
    };
    let read = house.site.db.read(move |c| {
        let names: Vec<String> = c.all(tables, &[], |row| row.get(0))?;
        let mut all = Vec::new();
        for name in names {
            let sql = match c.backend() {
                store::Backend::Postgres => format!("SELECT t::text FROM \"{name}\" t"),
                store::Backend::Sqlite => {
                    let columns: Vec<String> =
                        c.all(&format!("SELECT name FROM pragma_table_info('{name}')"), &[], |row| row.get(0))?;
                    let parts: Vec<String> = columns
                        .iter()
                        .map(|column| format!("COALESCE(CASE WHEN typeof(\"{column}\") = 'blob' THEN hex(\"{column}\") ELSE CAST(\"{column}\" AS TEXT) END, '')"))
                        .collect();
                    format!("SELECT {} FROM \"{name}\"", parts.join(" || '|' || "))
                }
            };
            for row in c.all(&sql, &[], |row| row.get::<String>(0))? {
                all.push((name.clone(), row));
            }
        }
        Ok(all)
    });
    read.unwrap()
}

/// Every byte that the database keeps in files: tables and their log.
fn files(fresh: &Fresh, house: &House) -> Vec<(String, Vec<u8>)> {
    match &fresh.config.url {
        store::Url::Sqlite(path) => ["", "-wal"]
            .iter()
            .map(|end| {
                let name = format!("{}{end}", path.display());
                let bytes = std::fs::read(&name).unwrap_or_default();
                (name, bytes)
            })
            .collect(),
        store::Url::Postgres { .. } => {
            let read = house.site.db.read(|c| {
                let mut names: Vec<String> =
                    c.all("SELECT 'pg_wal/' || name FROM pg_ls_waldir()", &[], |row| row.get(0))?;
                let tables = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 't', 'i')
                    AND relnamespace IN (current_schema()::regnamespace, 'pg_toast'::regnamespace)
                    AND pg_relation_filepath(oid) IS NOT NULL";
                names.extend(c.all(tables, &[], |row| row.get::<String>(0))?);
                let mut all = Vec::new();
                for name in names {
                    let sql = "SELECT COALESCE(pg_read_binary_file($1, 0, 1000000000, true), ''::bytea)";
                    let bytes: Vec<u8> = c.one(sql, &[&name], |row| row.get(0))?;
                    all.push((name, bytes));
                }
                Ok(all)
            });
            read.unwrap()
        }
    }
}

/// A backup as it is taken while the server runs, unpacked.
fn backup(house: &House) -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    store::backup::take(&house.site.db, &path, &[]).unwrap();
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// Fails when any of these is found in any of those.
fn nowhere(needles: &[Vec<u8>], hay: &[(String, Vec<u8>)]) {
    for (name, bytes) in hay {
        for needle in needles {
            let found = bytes.windows(needle.len()).any(|window| window == needle.as_slice());
            assert!(!found, "{} is in {name}", String::from_utf8_lossy(needle));
        }
    }
}

#[test]
fn no_row_joins_a_person_to_a_ballot() {
    each_backend(&migrations(), |fresh| {
        let house = House::on(fresh);
        let office = house.someone(Role::CommitteeAdmin);
        let id = house.opened(&office, TIMES);
        // Votes in an order that nothing may keep; what was sent is remembered here alone.
        let order = [204i64, 200, 206, 202, 205, 201];
        let (mut keys, mut blinded, mut leaves) = (Vec::new(), Vec::new(), Vec::new());
        for (n, person) in (0..).zip(order) {
            // Seconds apart, as people are: the clock would tell one from the other.
            fresh.clock.set(kernel::Moment(march(2, 9).0 + 60 + 13 * n));
            let who = house.voter(person, id);
            let issuer = house.manifest(id).0.boxes[0].issuer_key.clone();
            let asked = ballot::voter::ask(&issuer, &mut crate::booth::fill).unwrap();
            blinded.push((ballot::sha256(asked.blinded()).to_string(), ballot::base64url(asked.blinded())));
            let reply = house.ask_for(id, &who, "001002-members", asked.blinded());
            let answer = ballot::from_base64url(reply.json()["blind_signature"].as_str().unwrap()).unwrap();
            let credential = asked.finish(&answer).unwrap();
            let choice = if n % 2 == 0 { "good" } else { "poor" };
            let words = said("own-1", &format!("第{n}条意见"));
            let cast = house.fill_in(id, "001002-members", &credential, 1, &[chosen("mass", choice), words]);
            keys.push(ballot::base64url(&cast.key));
            leaves.push(house.cast(&cast).json()["leaf"].as_str().unwrap().to_owned());
        }
        // Neither files nor a backup hold anything of a ballot in the clear, nor a key that would open one.
        let words = (0..6).map(|n| format!("第{n}条意见").into_bytes());
        let raw = keys.iter().map(|key| ballot::from_base64url(key).unwrap());
        let mut needles: Vec<Vec<u8>> =
            words.chain(raw).chain(keys.iter().map(|key| key.clone().into_bytes())).collect();
        nowhere(&needles, &files(fresh, &house));
        nowhere(&needles, &backup(&house));
        let path = house.keys.path().join(format!("evaluation-{id}.keys"));
        let secrets: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let secret = |name: &str| secrets[name].as_str().unwrap().to_owned().into_bytes();
        let issuers = secrets["issuers"].as_object().unwrap().values();
        let mut opening: Vec<Vec<u8>> = issuers.map(|key| key.as_str().unwrap()[200..400].into()).collect();
        opening.extend([secret("seal"), secret("slots"), secret("board")]);
        nowhere(&opening, &files(fresh, &house));
        nowhere(&opening, &backup(&house));
        // While it is open: nothing of a ballot can be read in the database, neither its key nor its words.
        let open = dump(&house);
        for secret in keys.iter().chain(&leaves).map(String::as_str).chain(["第0条意见", "第3条意见"])
        {
            assert!(!open.iter().any(|(_, row)| row.contains(secret)), "{secret} is in the open database");
        }
        fresh.clock.set(march(6, 18));
        house.run_jobs();
        let closed = dump(&house);
        // What was kept until closing is gone from the files too: sealed ballots leave no rest that a stolen key would open.
        nowhere(&needles, &files(fresh, &house));
        nowhere(&opening, &files(fresh, &house));
        needles.extend(blinded.iter().map(|(hash, _)| hash.clone().into_bytes()));
        nowhere(&needles, &backup(&house));
        if let store::Url::Sqlite(_) = &fresh.config.url {
            nowhere(&needles, &files(fresh, &house));
        }
        // The log has lines of pages, and none of taking or casting.
        let log = log();
        assert!(log.contains("/evaluations/"));
        for line in log.lines().filter(|line| line.contains("jinwei::request")) {
            assert!(!line.contains("/credentials") && !line.contains("path=/ballots "), "{line}");
        }
        for key in keys.iter().chain(&leaves) {
            assert!(!log.contains(key.as_str()));
        }
        // The blinded messages by which the issuer knew people are gone.
        for (hash, message) in &blinded {
            assert!(!closed.iter().any(|(_, row)| row.contains(hash) || row.contains(message)));
        }
        // Rows that name a voter name no ballot, and rows of ballots name nobody; neither has a time of voting.
        let times: Vec<String> = (0..6).map(|n| (march(2, 9).0 + 60 + 13 * n).to_string()).collect();
        for (table, row) in &closed {
            let speaks_of_ballots = leaves.iter().chain(&keys).any(|secret| row.contains(secret.as_str()));
            if speaks_of_ballots {
                assert!(!order.iter().any(|person| row.contains(&format!("陈{person}"))), "{table}: {row}");
                assert!(!times.iter().any(|time| row.contains(time.as_str())), "{table}: {row}");
            }
            if table.starts_with("evaluation") || table.starts_with("ballot") {
                assert!(!times.iter().any(|time| row.contains(time.as_str())), "{table}: {row}");
            }
        }
        // The trail says that it was opened and closed, and nothing of taking or casting.
        let trail: Vec<&String> =
            closed.iter().filter(|(table, _)| table.contains("audit")).map(|(_, row)| row).collect();
        assert!(trail.iter().any(|row| row.contains("ballots.run_evaluation")));
        let own = |row: &&&String| {
            row.contains("credential") || row.contains("ballot_slots") || row.contains("/ballots")
        };
        assert_eq!(trail.iter().filter(own).count(), 0);
        // The order of the roster is that of its key: no row lies where it was changed.
        let rows = house.site.db.read(|c| {
            Ok(c.all("SELECT person_id FROM evaluation_voters WHERE box_id = 1", &[], |row| {
                row.get::<i64>(0)
            })?)
        });
        let rows = rows.unwrap();
        assert!(rows.is_sorted(), "{rows:?}");
        if house.site.db.backend() == store::Backend::Postgres {
            hidden_columns(&house);
        }
    });
}

/// PostgreSQL keeps with each row the transaction that wrote it and the place where it lies: both must be the same for all, or in
/// the order of the key.
fn hidden_columns(house: &House) {
    let read = house.site.db.read(|c| {
        let written: Vec<String> =
            c.all("SELECT DISTINCT xmin::text FROM evaluation_voters", &[], |row| row.get(0))?;
        let placed: Vec<i64> =
            c.all("SELECT person_id FROM evaluation_voters WHERE box_id = 1 ORDER BY ctid", &[], |row| {
                row.get(0)
            })?;
        Ok((written, placed))
    });
    let (written, placed) = read.unwrap();
    assert_eq!(written.len(), 1, "all rows were written by one transaction");
    assert!(placed.is_sorted(), "{placed:?}");
}
