//! Organisations on both databases: what is saved comes back, and the tree can be seen as of any day.

use kernel::contracts::Directory;
use kernel::{Day, OrgId, Problem, Reach};
use proptest::prelude::*;
use testkit::db::{Fresh, each_backend};

use super::actions::{self, Facts};
use super::kind::{EventKind, Kind, State};
use super::{record, tree};
use crate::directory::Organisations;
use crate::events::actions::{self as events, Change, Part};
use crate::fixture::{day, facts, id, organ, sets, write};

fn on(text: &str) -> Change {
    Change::on(day(text))
}

/// Names and paths of the tree as of a day.
fn tree_on(db: &Fresh, day: Day) -> Vec<(String, String)> {
    let nodes = db.read(move |c| tree::nodes(c, day)).unwrap();
    let mut found: Vec<_> = nodes.into_iter().map(|node| (node.path, node.name)).collect();
    found.sort();
    found
}

fn names_on(db: &Fresh, text: &str) -> Vec<String> {
    tree_on(db, day(text)).into_iter().map(|(_, name)| name).collect()
}

#[test]
fn every_field_comes_back_as_it_was_saved() {
    each_backend(&sets(), |db| {
        let full = Facts {
            code: "001".into(),
            name: "某某 机关党委 'Ω' 𠮷".into(),
            short_name: "机关".into(),
            kind: Kind::Committee,
            kind_text: "机关党委".into(),
            category: "综合管理类".into(),
            department: "办公室".into(),
            founded: "1998-06".parse().ok(),
            founded_document: "党〔1998〕6号".into(),
            members: 12,
            probationary: Some(2),
            under_35: Some(0),
            staff: Some(40),
            contact: "王某".into(),
            telephone: "010-1".into(),
        };
        let expected = full.clone();
        let saved = write(db, move |tx| actions::found(tx, &full, None, Some(7))).unwrap();
        let read = db.read(move |c| record::find(c, saved.id)).unwrap();
        assert_eq!(Facts::of(&read), expected);
        assert_eq!(read, saved);
        assert_eq!((read.import, read.path.as_str(), read.state), (Some(7), "1.", State::Normal));
        let events = db.read(move |c| record::events(c, saved.id)).unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!((events[0].kind, events[0].on.to_string()), (EventKind::Founded, "1998-06".to_owned()));
    });
}

#[test]
fn the_tree_is_seen_as_of_any_day() {
    each_backend(&sets(), |db| {
        let organ = organ(db);
        let [first, second, one, two] =
            ["办公室党总支", "条法司党总支", "办公室第一党支部", "办公室第二党支部"].map(|n| id(&organ, n));
        write(db, move |tx| events::rename(tx, one, "综合党支部", "", &on("2010-05-01"))).unwrap();
        write(db, move |tx| events::relocate(tx, one, second, &on("2012-05-01"))).unwrap();
        write(db, move |tx| events::merge(tx, two, one, &on("2013-05-01"))).unwrap();
        write(db, move |tx| events::abolish(tx, first, &on("2014-05-01"))).unwrap();
        assert!(names_on(db, "1999-12-31").is_empty());
        assert_eq!(names_on(db, "2010-04-30")[2], "办公室第一党支部");
        assert_eq!(names_on(db, "2010-05-01")[2], "综合党支部");
        let path =
            |text: &str| tree_on(db, day(text)).into_iter().find(|(_, n)| n == "综合党支部").unwrap().0;
        assert_eq!(path("2012-04-30"), format!("1.{first}.{one}."));
        assert_eq!(path("2012-05-01"), format!("1.{second}.{one}."));
        assert_eq!(names_on(db, "2013-04-30").len(), 5);
        assert_eq!(names_on(db, "2013-05-01").len(), 4);
        assert_eq!(names_on(db, "2014-05-01"), ["机关党委", "条法司党总支", "综合党支部"]);
        let gone = db.read(move |c| record::find(c, two)).unwrap();
        assert_eq!(
            (gone.state, gone.successor, gone.ended),
            (State::Merged, Some(one), Some(day("2013-05-01")))
        );
        assert_eq!(db.read(move |c| record::find(c, one)).unwrap().members, 60);
    });
}

#[test]
fn a_move_takes_everything_below_with_it() {
    each_backend(&sets(), |db| {
        let organ = organ(db);
        let [root, first, one] = ["机关党委", "办公室党总支", "办公室第一党支部"].map(|n| id(&organ, n));
        let other = write(db, move |tx| {
            let other = actions::found(tx, &facts("直属单位党委", Kind::Committee, 200), Some(root), None)?;
            events::relocate(tx, first, other.id, &on("2014-01-01"))?;
            Ok(other.id)
        })
        .unwrap();
        let moved = db.read(move |c| record::find(c, one)).unwrap();
        assert_eq!(moved.path, format!("{root}.{other}.{first}.{one}."));
        let below = db.read(move |c| record::subtree(c, &format!("{root}.{other}."))).unwrap();
        assert_eq!(below.iter().map(record::Organisation::depth).collect::<Vec<_>>(), [1, 2, 3, 3]);
        let reach = Reach { below: vec![format!("{root}.{other}.")], ..Reach::default() };
        assert!(db.read(move |c| record::find_within(c, one, &reach)).is_ok());
        assert!(
            tree_on(db, day("2013-12-31")).iter().any(|(path, _)| *path == format!("{root}.{first}.{one}."))
        );
    });
}

#[test]
fn what_the_field_forbids_changes_nothing() {
    each_backend(&sets(), |db| {
        let organ = organ(db);
        let [root, first, one] = ["机关党委", "办公室党总支", "办公室第一党支部"].map(|n| id(&organ, n));
        let before = tree_on(db, day("2015-03-01"));
        let refused = |key: &str, outcome: Result<(), Problem>| match outcome {
            Err(Problem::Refused(say)) => assert_eq!(say.key, key),
            Err(Problem::Invalid(errors)) => assert_eq!(errors[0].say.key, key),
            other => panic!("{key}: {other:?}"),
        };
        let change = || on("2014-01-01");
        refused("organisation-not-empty", write(db, move |tx| events::abolish(tx, first, &change())));
        refused("organisation-is-root", write(db, move |tx| events::abolish(tx, root, &change())));
        refused(
            "organisation-below-itself",
            write(db, move |tx| events::relocate(tx, first, one, &change()).map(|_| ())),
        );
        refused(
            "organisation-wrong-place",
            write(db, move |tx| {
                let group = facts("组", Kind::Group, 3);
                actions::found(tx, &group, Some(first), None).map(|_| ())
            }),
        );
        refused(
            "organisation-second-root",
            write(db, |tx| {
                actions::found(tx, &facts("另一党委", Kind::Committee, 1), None, None).map(|_| ())
            }),
        );
        refused(
            "organisation-name-taken",
            write(db, move |tx| events::rename(tx, one, "办公室 第二党支部", "", &change()).map(|_| ())),
        );
        refused(
            "organisation-not-higher",
            write(db, move |tx| events::upgrade(tx, one, Kind::Branch, "新", &change()).map(|_| ())),
        );
        refused(
            "organisation-day-in-future",
            write(db, move |tx| events::rename(tx, one, "新", "", &on("2015-03-03")).map(|_| ())),
        );
        refused(
            "organisation-day-before-latest",
            write(db, move |tx| events::rename(tx, one, "新", "", &on("1999-01-01")).map(|_| ())),
        );
        refused(
            "organisation-part-too-large",
            write(db, move |tx| {
                let part = Part { name: "新".into(), code: String::new(), members: 30 };
                events::split(tx, one, &part, &change()).map(|_| ())
            }),
        );
        refused(
            "organisation-unchanged",
            write(db, move |tx| events::rename(tx, one, "办公室第一党支部", "", &change()).map(|_| ())),
        );
        refused(
            "organisation-unchanged",
            write(db, move |tx| events::relocate(tx, one, first, &change()).map(|_| ())),
        );
        assert_eq!(tree_on(db, day("2015-03-01")), before);
    });
}

#[test]
fn a_split_leaves_as_many_members_as_there_were() {
    each_backend(&sets(), |db| {
        let one = id(&organ(db), "办公室第一党支部");
        let part = Part { name: "办公室第三党支部".into(), code: "x".into(), members: 12 };
        let new = write(db, move |tx| events::split(tx, one, &part, &on("2014-01-01"))).unwrap();
        let old = db.read(move |c| record::find(c, one)).unwrap();
        assert_eq!((old.members, new.members, new.parent), (18, 12, old.parent));
    });
}

#[test]
fn the_directory_knows_former_names_and_the_appraised() {
    each_backend(&sets(), |db| {
        let root = organ(db)[0].id;
        write(db, move |tx| {
            let appraised = Facts {
                category: "审查业务类".into(),
                ..facts("审查部党委", Kind::Committee, 300)
            };
            let org = actions::found(tx, &appraised, Some(root), None)?;
            events::rename(tx, org.id, "审查一部党委", "", &on("2014-06-01"))?;
            Ok(())
        })
        .unwrap();
        let names = ["审查 部党委", "审查一部党委", "没有这个"].map(str::to_owned);
        let found = db.read(move |c| Organisations.by_names(c, &names)).unwrap();
        let ids: Vec<Option<OrgId>> = found.iter().map(|brief| brief.as_ref().map(|b| b.id)).collect();
        assert_eq!(ids, [Some(OrgId(6)), Some(OrgId(6)), None]);
        let appraised = |text: &str| {
            let day = day(text);
            db.read(move |c| Organisations.appraised_on(c, day))
                .unwrap()
                .into_iter()
                .map(|b| b.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(appraised("2013-12-31"), ["审查部党委"]);
        assert_eq!(appraised("2014-12-31"), ["审查一部党委"]);
        assert!(appraised("1999-12-31").is_empty());
    });
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Rename(usize),
    Move(usize, usize),
    Merge(usize, usize),
    Abolish(usize),
    Split(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..9usize).prop_map(Step::Rename),
        (0..9usize, 0..9usize).prop_map(|(a, b)| Step::Move(a, b)),
        (0..9usize, 0..9usize).prop_map(|(a, b)| Step::Merge(a, b)),
        (0..9usize).prop_map(Step::Abolish),
        (0..9usize).prop_map(Step::Split),
    ]
}

fn carry_out(db: &Fresh, step: Step, at: i64) -> Result<(), Problem> {
    let change = Change::on(day("2001-01-01").plus_days(at));
    let org = |n: usize| OrgId(i64::try_from(n).unwrap() + 1);
    write(db, move |tx| match step {
        Step::Rename(n) => events::rename(tx, org(n), &format!("更名{at}"), "", &change).map(|_| ()),
        Step::Move(n, to) => events::relocate(tx, org(n), org(to), &change).map(|_| ()),
        Step::Merge(n, into) => events::merge(tx, org(n), org(into), &change).map(|_| ()),
        Step::Abolish(n) => events::abolish(tx, org(n), &change),
        Step::Split(n) => {
            let part = Part { name: format!("分出{at}"), code: String::new(), members: 1 };
            events::split(tx, org(n), &part, &change).map(|_| ())
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Rosters change, the past does not: whatever happens later, the tree of an earlier day stays as it was, and the
    /// tree of today is what the organisations themselves say.
    #[test]
    fn the_past_stays_as_it_was(steps in proptest::collection::vec(step(), 1..14)) {
        let db = Fresh::sqlite(&sets());
        organ(&db);
        let mut seen = vec![(day("2000-06-01"), tree_on(&db, day("2000-06-01")))];
        for (n, step) in steps.into_iter().enumerate() {
            let at = i64::try_from(n).unwrap() * 10;
            match carry_out(&db, step, at) {
                Ok(()) | Err(Problem::Refused(_) | Problem::Invalid(_) | Problem::Missing) => {}
                Err(other) => panic!("{step:?}: {other}"),
            }
            let day = day("2001-01-01").plus_days(at);
            seen.push((day, tree_on(&db, day)));
        }
        for (day, tree) in seen {
            prop_assert_eq!(tree_on(&db, day), tree);
        }
        let mut living: Vec<_> = db.read(record::living).unwrap().into_iter().map(|o| (o.path, o.name)).collect();
        living.sort();
        prop_assert_eq!(tree_on(&db, day("2015-03-02")), living);
    }
}
