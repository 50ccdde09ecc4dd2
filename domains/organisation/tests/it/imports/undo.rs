//! Taking a whole import back.

use kernel::Problem;
use organisation::imports::{self, ImportId, ImportRoster, State};
use store::Db;
use testkit::db::permit;

use super::{CADRES, ORGANISATIONS, bring, bring_one, count, each, faults, sample, workbook};

const HEADS: [&str; 5] = ["组织代码", "党组织全称", "类型", "上级党组织", "党员数"];
const PEOPLE: [&str; 6] = ["所在党组织", "姓名", "公民身份号码", "党内职务", "任职时间", "联系电话"];

fn undo(db: &Db, id: ImportId) -> Result<(), Problem> {
    db.write(&permit::<ImportRoster>(), move |tx| imports::undo(tx, id))
}

fn refusal(outcome: Result<(), Problem>) -> &'static str {
    match outcome {
        Err(Problem::Refused(say)) => say.key,
        other => panic!("{other:?}"),
    }
}

/// Every row of the tables that an import writes, as text.
fn everything(db: &Db) -> Vec<String> {
    let tables = [
        "SELECT code, name, kind_text, path, members, 0 FROM organisations ORDER BY id",
        "SELECT code, name, kind_text, path, org_id, from_day FROM organisation_versions ORDER BY id",
        "SELECT kind, was, became, note, org_id, on_day FROM organisation_events ORDER BY id",
        "SELECT name, sex, telephone, identity_index, 0, 0 FROM persons ORDER BY id",
        "SELECT post, '', '', '', person_id, org_id FROM appointments ORDER BY id",
    ];
    tables
        .into_iter()
        .flat_map(|sql| {
            db.read(move |c| {
                Ok(c.all(sql, &[], |r| {
                    let text = |i: usize| r.get::<String>(i);
                    Ok(format!(
                        "{} {} {} {} {} {}",
                        text(0)?,
                        text(1)?,
                        text(2)?,
                        text(3)?,
                        r.get::<i64>(4)?,
                        r.get::<i64>(5)?
                    ))
                })?)
            })
            .unwrap()
        })
        .collect()
}

#[test]
fn what_came_goes_again_the_last_import_first() {
    each(|db| {
        let verdicts = bring(db, &[sample(ORGANISATIONS), sample(CADRES)]);
        let (organisations, cadres) = (verdicts[0].import.unwrap(), verdicts[1].import.unwrap());
        assert_eq!(refusal(undo(db, organisations)), "import-undo-posts-in");
        undo(db, cadres).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM persons"), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM appointments"), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM organisations"), 372);
        undo(db, organisations).unwrap();
        assert_eq!(everything(db), Vec::<String>::new());
        assert_eq!(refusal(undo(db, organisations)), "import-not-applied");
        let state = db.read(move |c| Ok(imports::find(c, organisations)?.state)).unwrap();
        assert_eq!(state, State::Undone);
        let again = bring(db, &[sample(ORGANISATIONS), sample(CADRES)]);
        assert_eq!(again[1].counts.new, 1294);
    });
}

#[test]
fn what_was_changed_is_put_back_with_its_history() {
    each(|db| {
        let first: [&[&str]; 4] = [
            &["1", "机关党委", "机关党委", "", "0"],
            &["101", "甲党委", "党委", "机关党委", "60"],
            &["101001", "甲一党支部", "党支部", "甲党委", "30"],
            &["102", "乙党支部", "党支部", "机关党委", "20"],
        ];
        let people: [&[&str]; 2] = [
            &["甲一党支部", "王小明", "11010519491231002X", "书记", "2012.6", "13800000000"],
            &["乙党支部", "李华", "", "书记", "2012.6", ""],
        ];
        let both =
            bring(db, &[workbook("组织.xlsx", &HEADS, &first), workbook("干部.xlsx", &PEOPLE, &people)]);
        assert!(both.iter().all(|verdict| verdict.import.is_some()));
        let before = everything(db);
        // A new name, a move, a higher kind, other numbers, and one more below what moved.
        let second: [&[&str]; 5] = [
            &["1", "机关党委", "机关党委", "", "0"],
            &["101", "甲部党委", "党委", "机关党委", "61"],
            &["101001", "甲一党支部", "党支部", "机关党委", "30"],
            &["102", "乙党总支", "党总支", "机关党委", "55"],
            &["102001", "乙一党支部", "党支部", "乙党总支", "25"],
        ];
        let changed = bring_one(db, workbook("组织.xlsx", &HEADS, &second));
        assert_eq!(faults(&changed), Vec::<String>::new());
        assert_eq!((changed.counts.new, changed.counts.changed, changed.counts.unchanged), (1, 3, 1));
        let fields: Vec<_> =
            changed.differences.iter().flat_map(|d| d.changes.iter().map(|c| c.field)).collect();
        assert_eq!(fields, ["name", "members", "parent", "name", "kind", "members"]);
        assert_eq!(count(db, "SELECT COUNT(*) FROM organisation_events WHERE kind = 'renamed'"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM organisation_events WHERE kind = 'upgraded'"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM organisation_events WHERE kind = 'moved'"), 1);
        let later: [&[&str]; 2] = [
            &["甲一党支部", "王小明", "11010519491231002X", "书记", "2012-06-15", "13900000000"],
            &["乙党总支", "李华", "", "副书记", "2014.6", ""],
        ];
        let persons = bring_one(db, workbook("干部.xlsx", &PEOPLE, &later));
        assert_eq!(faults(&persons), Vec::<String>::new());
        assert_eq!((persons.counts.new, persons.counts.changed), (1, 1));
        undo(db, persons.import.unwrap()).unwrap();
        undo(db, changed.import.unwrap()).unwrap();
        assert_eq!(everything(db), before);
    });
}

#[test]
fn nothing_is_taken_back_from_under_later_changes() {
    each(|db| {
        let verdicts = bring(db, &[sample(ORGANISATIONS), sample(CADRES)]);
        let cadres = verdicts[1].import.unwrap();
        let heads = ["所在党组织", "姓名", "公民身份号码", "党内职务", "联系电话"];
        let row: [&str; 5] =
            ["国家知识产权局直属机关党委", "赵超勇", "420106196602286907", "书记", "13911112222"];
        let later = bring_one(db, workbook("干部.xlsx", &heads, &[&row]));
        assert_eq!(later.counts.changed, 1);
        let before = everything(db);
        assert_eq!(refusal(undo(db, cadres)), "import-undo-changed");
        assert_eq!(everything(db), before);
        undo(db, later.import.unwrap()).unwrap();
        undo(db, cadres).unwrap();
    });
}
