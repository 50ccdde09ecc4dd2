//! Cycles on both databases.

use appraisal::{Load, Loaded, Refused, load};
use kernel::Problem;
use testkit::db::{Fresh, each_backend};

use crate::house::{actor, directory, migrations};
use crate::{files_of, scheme_text};

fn bring(fresh: &Fresh, year: i16, publish: bool) -> Result<Loaded, Refused> {
    let (scheme, files) = (scheme_text(), files_of(year));
    let what = Load { year, scheme: Some(&scheme), category: None, files: &files, publish, dry_run: false };
    load(&fresh.db(), &actor(), &directory(), &what)
}

fn count(fresh: &Fresh, table: &'static str) -> i64 {
    fresh.read(move |c| Ok(c.count(&format!("SELECT COUNT(*) FROM {table}"), &[])?)).unwrap()
}

const TABLES: [&str; 7] = [
    "appraisal_schemes",
    "appraisal_cycles",
    "appraisal_submissions",
    "appraisal_participants",
    "appraisal_marks",
    "appraisal_tallies",
    "appraisal_results",
];

#[test]
fn every_statement_is_understood_by_both_databases() {
    each_backend(&migrations(), |fresh| {
        for sql in appraisal::statements() {
            fresh.read(move |c| Ok(c.prepare(sql)?)).unwrap_or_else(|problem| panic!("{sql}: {problem}"));
        }
    });
}

#[test]
fn a_cycle_is_kept_with_every_figure_and_its_cell() {
    each_backend(&migrations(), |fresh| {
        let loaded = bring(fresh, 2014, false).unwrap();
        assert_eq!((loaded.organisations, loaded.marks, loaded.tallies), (41, 2296, 82));
        assert_eq!(loaded.absent, Vec::<String>::new());
        assert_eq!(TABLES.map(|table| count(fresh, table)), [1, 1, 1, 41, 2296, 82, 41]);
        let mark = fresh
            .read(|c| {
                let sql = "SELECT m.mark, m.file, m.sheet, m.cell FROM appraisal_marks m
                    JOIN appraisal_participants p ON p.id = m.participant_id
                    WHERE p.name = $1 AND m.indicator = 'innovation' AND m.reviewer = '评委1'";
                Ok(c.one(sql, &[&"机械发明审查部党委"], |row| {
                    Ok((
                        row.get::<i64>(0)?,
                        row.get::<String>(1)?,
                        row.get::<String>(2)?,
                        row.get::<String>(3)?,
                    ))
                })?)
            })
            .unwrap();
        assert_eq!(mark, (9500, "2014年度评分表_审查业务类.xlsx".into(), "评委1".into(), "J4".into()));
        let first = fresh
            .read(|c| {
                let sql = "SELECT p.name, r.total, r.grade_name FROM appraisal_results r
                    JOIN appraisal_participants p ON p.id = r.participant_id
                    WHERE r.rank = 1 AND p.category = '审查业务类'";
                Ok(c.one(sql, &[], |row| {
                    Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
                })?)
            })
            .unwrap();
        assert_eq!(first, ("材料工程发明审查部党委".into(), "100.00".into(), "好".into()));
    });
}

#[test]
fn workbooks_brought_in_again_take_the_place_of_the_first_until_publication() {
    each_backend(&migrations(), |fresh| {
        bring(fresh, 2014, false).unwrap();
        bring(fresh, 2014, true).unwrap();
        assert_eq!(TABLES.map(|table| count(fresh, table)), [1, 1, 2, 41, 2296, 82, 41]);
        let refused = bring(fresh, 2014, false).unwrap_err();
        let Refused::Problem(Problem::Refused(say)) = refused else { panic!("{refused:?}") };
        assert_eq!(say.key, "appraisal-cycle-final");
        assert_eq!(count(fresh, "appraisal_submissions"), 2);
    });
}

#[test]
fn faulty_workbooks_and_dry_runs_change_nothing() {
    each_backend(&migrations(), |fresh| {
        let scheme = scheme_text();
        let mut files = files_of(2014);
        files.retain(|(name, _)| !name.contains("综合管理类"));
        let what = Load {
            year: 2014,
            scheme: Some(&scheme),
            category: None,
            files: &files,
            publish: true,
            dry_run: false,
        };
        let refused = load(&fresh.db(), &actor(), &directory(), &what).unwrap_err();
        let Refused::Files(faults) = refused else { panic!("{refused:?}") };
        assert_eq!(
            faults.len(),
            26,
            "two rows of ballots for each of 13 organisations without a score sheet"
        );
        let dry = Load { files: &files_of(2014), dry_run: true, ..what };
        assert_eq!(load(&fresh.db(), &actor(), &directory(), &dry).unwrap().cycle, None);
        let other = Load { scheme: Some("format = 1"), ..dry };
        assert!(matches!(load(&fresh.db(), &actor(), &directory(), &other), Err(Refused::Scheme(_))));
        assert_eq!(TABLES.map(|table| count(fresh, table)), [0; 7]);
    });
}

#[test]
fn a_kept_version_of_a_scheme_never_changes() {
    each_backend(&migrations(), |fresh| {
        bring(fresh, 2014, false).unwrap();
        let scheme = scheme_text().replace("share = \"30%\"", "share = \"40%\"");
        let files = files_of(2014);
        let what = Load {
            year: 2014,
            scheme: Some(&scheme),
            category: None,
            files: &files,
            publish: false,
            dry_run: false,
        };
        let refused = load(&fresh.db(), &actor(), &directory(), &what).unwrap_err();
        let Refused::Problem(Problem::Refused(say)) = refused else { panic!("{refused:?}") };
        assert_eq!(say.key, "appraisal-scheme-version-taken");
        let raised = scheme.replace("version = 1\n", "version = 2\n");
        load(&fresh.db(), &actor(), &directory(), &Load { scheme: Some(&raised), ..what }).unwrap();
        assert_eq!((count(fresh, "appraisal_schemes"), count(fresh, "appraisal_cycles")), (2, 1));
    });
}
