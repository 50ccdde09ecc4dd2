//! Every SQL text of every room is prepared on both databases: what compile-time checks would do.

use crate::house::{domains, migrations};

#[test]
fn every_statement_is_understood_by_both_databases() {
    let statements = [
        web::statements(),
        notices::statements(),
        organisation::statements(),
        appraisal::statements(),
        ballots::statements(),
        accountability::statements(),
        consequences::statements(),
        research::statements(),
    ]
    .concat();
    assert!(statements.len() > 100, "only {} statements are listed", statements.len());
    testkit::db::prepare_all(&migrations(&domains()), &statements);
}
