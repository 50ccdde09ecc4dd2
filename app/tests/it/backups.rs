//! A backup taken on one database and restored on the other gives the same data, figure by figure.

use store::audit::{Verified, verify};
use store::backup;
use testkit::db;

use crate::house::{House, domains, migrations};
use crate::organ;

#[test]
fn an_installation_moves_between_databases_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let full = organ::both();
    for (index, from) in full.iter().enumerate() {
        let file = folder.path().join(format!("{index}.zip"));
        let taken = backup::take(&from.db(), &file, &["sessions"]).unwrap();
        assert!(taken.rows() > 4_000, "only {} rows", taken.rows());
        assert_eq!(backup::check(&file).unwrap(), taken);
        for to in db::both(&migrations(&domains())) {
            let restored = backup::restore(&to.db(), &file).unwrap();
            assert_eq!(restored.tables, taken.tables);
            assert!(matches!(to.read(|c| Ok(verify(c)?)).unwrap(), Verified::Whole { .. }));
            assert_eq!(pages(&House::on(&to, &domains())), pages(&House::on(from, &domains())));
        }
    }
}

/// What people see of the figures.
fn pages(house: &House) -> Vec<String> {
    let cookie = house.sign_in("dangban", jinwei::demo::PASSWORD);
    let paths = house.site.routes.iter().filter(|route| route.act.name == "appraisal.read_rankings");
    let paths: Vec<_> =
        paths.filter(|route| route.method == "GET").filter_map(|route| route.sample).collect();
    assert!(!paths.is_empty());
    paths.into_iter().map(|path| house.json(path, &cookie).body).collect()
}
