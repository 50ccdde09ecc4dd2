//! Both rosters of the office data, exactly as they are.

use super::{CADRES, ORGANISATIONS, bring, count, each, faults, sample, warnings};

#[test]
fn both_rosters_come_in_as_they_are() {
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
        let top = "SELECT COUNT(*) FROM organisations WHERE parent_id IS NOT NULL AND path NOT LIKE '%.%.%.'";
        assert_eq!(count(db, top), 41);
        assert_eq!(count(db, "SELECT CAST(SUM(members) AS BIGINT) FROM organisations"), 21_341);
        assert_eq!(warnings(organisations), []);
        assert_eq!(warnings(cadres), []);
    });
}
