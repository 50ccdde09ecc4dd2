//! Every SQL text of every room is prepared on both databases: what compile-time checks would do.

use crate::house::{domains, migrations};

#[test]
fn every_statement_is_understood_by_both_databases() {
    let statements =
        [web::statements(), organisation::statements(), appraisal::statements()].concat();
    assert!(statements.len() > 60, "only {} statements are listed", statements.len());
    testkit::db::each_backend(&migrations(&domains()), |db| {
        // One snapshot each, because PostgreSQL gives up a transaction at its first error.
        let refused: Vec<_> = statements
            .iter()
            .filter_map(|sql| db.read(|c| Ok(c.prepare(sql)?)).err().map(|why| format!("{sql}\n  {why}")))
            .collect();
        assert!(refused.is_empty(), "{}", refused.join("\n"));
    });
}
