//! The same lists in the same order from both databases.

use store::sea_query::{Expr, ExprTrait, Order, Query};
use testkit::db::{each_backend, permit};

use crate::sample::{AddBook, SHELF, add, titles};

#[test]
fn nothing_comes_last_and_names_sort_by_bytes_where_told() {
    each_backend(&[SHELF], |db| {
        db.write(&permit::<AddBook>(), |tx| {
            for (title, pages) in [("c", None), ("a", Some(3)), ("b", Some(1)), ("d", None)] {
                tx.run("INSERT INTO books (title, pages) VALUES ($1, $2)", &[&title, &pages])?;
            }
            Ok(())
        })
        .unwrap();
        let by_pages = |direction: &'static str| {
            db.read(move |c| {
                let sql = format!("SELECT title FROM books ORDER BY pages {direction} NULLS LAST, title");
                Ok(c.all(&sql, &[], |row| row.get::<String>(0))?)
            })
            .unwrap()
        };
        assert_eq!(by_pages("ASC"), ["b", "a", "c", "d"]);
        assert_eq!(by_pages("DESC"), ["a", "b", "c", "d"]);
        let sum = "SELECT CAST(SUM(pages) AS BIGINT) FROM books WHERE title = $1";
        let none: Option<i64> = db.read(move |c| Ok(c.scalar(sum, &[&"c"])?)).unwrap();
        assert_eq!(none, None);
    });
}

#[test]
fn a_subtree_is_a_range_of_paths() {
    each_backend(&[SHELF], |db| {
        db.write(&permit::<AddBook>(), |tx| {
            for path in ["1.", "1.2.", "1.2.9.", "1.20.", "1.2.10.", "1.3.", "12.", "2."] {
                tx.run("INSERT INTO shelves (path) VALUES ($1)", &[&path])?;
            }
            Ok(())
        })
        .unwrap();
        let below = |root: &'static str| {
            db.read(move |c| {
                let end = format!("{}/", root.trim_end_matches('.'));
                let sql = "SELECT path FROM shelves WHERE path >= $1 AND path < $2 ORDER BY path";
                Ok(c.all(sql, &[&root, &end], |row| row.get::<String>(0))?)
            })
            .unwrap()
        };
        assert_eq!(below("1.2."), ["1.2.", "1.2.10.", "1.2.9."]);
        assert_eq!(below("1."), ["1.", "1.2.", "1.2.10.", "1.2.9.", "1.20.", "1.3."]);
        assert_eq!(below("2."), ["2."]);
    });
}

#[test]
fn a_built_list_filters_sorts_pages_and_counts() {
    each_backend(&[SHELF], |db| {
        db.write(&permit::<AddBook>(), |tx| {
            for title in ["Marx", "marx 100%", "MARX_2", "恩格斯", "a!b", "a\\b", "it's"] {
                add(tx, title)?;
            }
            Ok(())
        })
        .unwrap();
        let containing = |text: &'static str| {
            db.read(move |c| {
                let mut query = Query::select();
                query.column("title").from("books").and_where(c.contains(Expr::col("title"), text));
                query.and_where(Expr::col("lent").eq(false)).order_by("id", Order::Asc);
                let all = c.select_count(&query)?;
                query.limit(2).offset(0);
                assert_eq!(c.select_count(&query)?, all);
                Ok((c.select(&query, |row| row.get::<String>(0))?, all))
            })
            .unwrap()
        };
        assert_eq!(containing("mArX"), (vec!["Marx".into(), "marx 100%".into()], 3));
        assert_eq!(containing("%"), (vec!["marx 100%".into()], 1));
        assert_eq!(containing("_"), (vec!["MARX_2".into()], 1));
        assert_eq!(containing("格"), (vec!["恩格斯".into()], 1));
        assert_eq!(containing("!"), (vec!["a!b".into()], 1));
        assert_eq!(containing("\\"), (vec!["a\\b".into()], 1));
        assert_eq!(containing("'"), (vec!["it's".into()], 1));
        assert_eq!(db.read(|c| Ok(titles(c)?)).unwrap().len(), 7);
    });
}

#[test]
fn the_number_of_a_removed_row_is_not_given_again() {
    each_backend(&[SHELF], |db| {
        let first = db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "a")?)).unwrap();
        db.write(&permit::<AddBook>(), |tx| Ok(tx.run("DELETE FROM books", &[])?)).unwrap();
        let second = db.write(&permit::<AddBook>(), |tx| Ok(add(tx, "b")?)).unwrap();
        assert!(second > first);
    });
}
