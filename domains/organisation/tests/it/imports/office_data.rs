//! Both rosters of the office data, exactly as they are.

use super::{CADRES, ORGANISATIONS, bring, count, each, faults, sample, warnings};

#[test]
fn both_rosters_come_in_as_they_are_in_any_order() {
    each(|db| {
        let verdicts = bring(db, &[sample(CADRES), sample(ORGANISATIONS)]);
        let [cadres, organisations] = verdicts.as_slice() else { panic!("two verdicts") };
        assert_eq!(faults(organisations), Vec::<String>::new());
        assert_eq!(faults(cadres), Vec::<String>::new());
        assert_eq!((organisations.counts.rows, organisations.counts.new), (372, 372));
        assert_eq!((cadres.counts.rows, cadres.counts.new), (1294, 1294));
        assert_eq!(count(db, "SELECT COUNT(*) FROM organisations"), 372);
        assert_eq!(count(db, "SELECT COUNT(*) FROM appointments"), 1294);
        assert_eq!(count(db, "SELECT COUNT(*) FROM persons"), 1294);
        let full_time = "SELECT COUNT(*) FROM appointments WHERE post = '专职副书记' AND full_time";
        assert_eq!(count(db, full_time), 10);
        let top = "SELECT COUNT(*) FROM organisations o JOIN organisations r ON r.id = o.parent_id \
             WHERE r.parent_id IS NULL";
        assert_eq!(count(db, top), 41);
        assert_eq!(count(db, "SELECT CAST(SUM(members) AS BIGINT) FROM organisations"), 21_341);
        assert_eq!(count(db, "SELECT COUNT(*) FROM persons WHERE identity_fault <> ''"), 0);
    });
}

#[test]
fn what_is_odd_about_them_is_said_and_does_not_stand_in_the_way() {
    each(|db| {
        let verdicts = bring(db, &[sample(ORGANISATIONS), sample(CADRES)]);
        assert_eq!(warnings(&verdicts[0]), []);
        assert_eq!(
            warnings(&verdicts[1]),
            [
                ("import-warning-sex", 653),
                ("import-warning-later-joined", 50),
                ("import-warning-before-joining", 124),
            ]
        );
        let say = verdicts[1].warnings[1].say();
        assert!(say.args.contains(&("latest", "2015-11-30".into())), "{say:?}");
        assert!(
            say.args.iter().any(|(name, cells)| *name == "cells" && cells.starts_with("名册!J14、")),
            "{say:?}"
        );
    });
}

#[test]
fn the_same_files_again_say_nothing_new_and_leave_no_trace() {
    each(|db| {
        bring(db, &[sample(ORGANISATIONS), sample(CADRES)]);
        let trail = count(db, "SELECT COUNT(*) FROM audit");
        let again = bring(db, &[sample(ORGANISATIONS), sample(CADRES)]);
        for verdict in &again {
            assert_eq!(verdict.counts.unchanged, verdict.counts.rows);
            assert_eq!((verdict.differences.len(), verdict.import), (0, None));
        }
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit"), trail);
    });
}

#[test]
fn no_identity_number_stands_anywhere_in_the_clear() {
    each(|db| {
        bring(db, &[sample(ORGANISATIONS), sample(CADRES)]);
        // The first cadre's number, as it stands in cell F4 of the roster.
        let number = "420106196602286907";
        let found = db
            .read(move |c| {
                let texts =
                    c.all("SELECT name, identity_index, identity_mask, telephone FROM persons", &[], |r| {
                        Ok(format!(
                            "{}{}{}{}",
                            r.get::<String>(0)?,
                            r.get::<String>(1)?,
                            r.get::<String>(2)?,
                            r.get::<String>(3)?
                        ))
                    })?;
                let blobs = c.all("SELECT bytes FROM blobs", &[], |r| r.get::<Vec<u8>>(0))?;
                let trail = c.all("SELECT after_json FROM audit", &[], |r| {
                    Ok(r.get::<Option<String>>(0)?.unwrap_or_default())
                })?;
                let plain = blobs.iter().filter(|bytes| bytes.starts_with(b"PK"));
                Ok(texts.iter().chain(&trail).filter(|text| text.contains(number)).count() + plain.count())
            })
            .unwrap();
        assert_eq!(found, 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM persons WHERE identity_mask = '420106********6907'"), 1);
    });
}
