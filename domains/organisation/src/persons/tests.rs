//! Persons, appointments and terms on both databases.

use kernel::{OrgId, PersonId, Problem, Reach};
use testkit::db::{Fresh, each_backend, prepare_all};

use super::actions::{self, Facts};
use super::record::{self, Person, Sex};
use super::{duplicates, duplicates::Reason};
use crate::IdentityKey;
use crate::appointments::actions::{self as appointments, NewAppointment};
use crate::appointments::record as posts;
use crate::events::actions::{self as events, Change};
use crate::fixture::{Counting, day, id, organ, sets, write};
use crate::identity::Sealed;
use crate::terms::actions::{self as terms, Election};

const NUMBER: &str = "110105198511190862";

fn sealed(number: &str) -> Sealed {
    let born = "1985-11-19".parse().ok();
    IdentityKey::new(&[3; 32]).seal(number, born, &Counting::default()).unwrap()
}

fn facts(name: &str) -> Facts {
    Facts {
        name: name.into(),
        sex: Sex::Female,
        born: "1985-11-19".parse().ok(),
        joined: "2005-07".parse().ok(),
        telephone: "13941386700".into(),
        member: true,
        org: None,
    }
}

fn enter(db: &Fresh, facts: Facts, number: Option<&'static str>) -> Result<Person, Problem> {
    write(db, move |tx| {
        let id = actions::enter(tx, &facts, number.map(sealed).as_ref(), Some(4))?;
        record::find(tx, id)
    })
}

fn appoint(
    db: &Fresh,
    person: PersonId,
    org: OrgId,
    post: &'static str,
) -> Result<posts::Appointment, Problem> {
    let since = "2012-06".parse().ok();
    write(db, move |tx| {
        let new =
            NewAppointment { person, org, post: post.into(), full_time: post == "专职副书记", since };
        let id = appointments::appoint(tx, &new)?;
        posts::find(tx, id)
    })
}

#[test]
fn every_statement_is_understood_by_both_databases() {
    prepare_all(&sets(), &crate::statements());
}

#[test]
fn a_person_comes_back_as_saved_and_the_number_only_by_its_key() {
    each_backend(&sets(), |db| {
        let person = enter(db, facts("石 华"), Some(NUMBER)).unwrap();
        assert_eq!(Facts::of(&person), facts("石 华"));
        assert_eq!((person.identity.as_str(), person.identity_fault.as_str()), ("110105********0862", ""));
        assert_eq!(person.import, Some(4));
        let kept = db.read(move |c| record::kept(c, person.id)).unwrap();
        let opened = IdentityKey::new(&[3; 32]).open(&kept.cipher.unwrap(), &kept.index).unwrap();
        assert_eq!(opened, NUMBER);
        let trail =
            db.read(|c| Ok(store::audit::list(c, &store::audit::Filter::default(), None, 100)?)).unwrap();
        assert!(!trail.is_empty());
        assert!(!format!("{trail:?}").contains(NUMBER), "the audit trail holds no identity number");
        assert_eq!(db.read(|c| record::by_name(c, "石华")).unwrap().len(), 1);
    });
}

#[test]
fn one_number_belongs_to_one_person() {
    each_backend(&sets(), |db| {
        enter(db, facts("石华"), Some(NUMBER)).unwrap();
        let again = enter(db, facts("时华"), Some(NUMBER));
        assert!(
            matches!(again, Err(Problem::Invalid(errors)) if errors[0].say.key == "person-identity-taken")
        );
    });
}

#[test]
fn duplicates_are_found_and_merged_with_their_posts() {
    each_backend(&sets(), |db| {
        let organ = organ(db);
        let kept = enter(db, Facts { telephone: String::new(), ..facts("石华") }, None).unwrap();
        let other =
            enter(db, Facts { born: "1985-11".parse().ok(), ..facts("石　华") }, Some(NUMBER)).unwrap();
        enter(db, Facts { born: "1985-12".parse().ok(), ..facts("石华") }, None).unwrap();
        let pairs = db.read(duplicates::pairs).unwrap();
        let found: Vec<_> = pairs.iter().map(|p| (p.first.id, p.second.id, p.reason)).collect();
        assert_eq!(found, [(kept.id, other.id, Reason::NameAndBirth)]);
        let post = appoint(db, other.id, organ[1].id, "书记").unwrap();
        let merged = write(db, move |tx| actions::merge(tx, other.id, kept.id)).unwrap();
        assert_eq!(
            (merged.telephone.as_str(), merged.identity.as_str()),
            ("13941386700", "110105********0862")
        );
        assert_eq!(db.read(move |c| posts::find(c, post.id)).unwrap().person, kept.id);
        assert_eq!(db.read(move |c| record::find(c, other.id)).unwrap().merged_into, Some(kept.id));
        assert!(db.read(duplicates::pairs).unwrap().is_empty());
        assert!(matches!(
            write(db, move |tx| actions::correct(tx, other.id, &facts("石华"), None)),
            Err(Problem::Refused(_))
        ));
    });
}

#[test]
fn two_sound_numbers_are_two_persons() {
    each_backend(&sets(), |db| {
        enter(db, facts("石华"), Some(NUMBER)).unwrap();
        enter(db, Facts { born: "1976-06-19".parse().ok(), ..facts("石华") }, None).unwrap();
        let other = write(db, |tx| {
            let number = "110108198511194247";
            let sealed = IdentityKey::new(&[3; 32]).seal(number, None, &Counting::default())?;
            let sealed = Sealed { fault: None, ..sealed };
            actions::enter(tx, &facts("石华"), Some(&sealed), None)
        });
        assert!(other.is_ok());
        assert!(db.read(duplicates::pairs).unwrap().is_empty());
    });
}

#[test]
fn a_person_is_seen_from_where_they_hold_posts_and_from_nowhere_else() {
    each_backend(&sets(), |db| {
        let organ = organ(db);
        let [first, second, one] =
            ["办公室党总支", "条法司党总支", "办公室第一党支部"].map(|n| id(&organ, n));
        let person = enter(db, facts("石华"), None).unwrap().id;
        appoint(db, person, one, "书记").unwrap();
        let sees = |reach: Reach| db.read(move |c| record::find_within(c, person, &reach)).is_ok();
        assert!(sees(Reach { below: vec![format!("1.{first}.")], ..Reach::default() }));
        assert!(!sees(Reach { below: vec![format!("1.{second}.")], ..Reach::default() }));
        assert!(sees(Reach { exactly: vec![one], ..Reach::default() }));
        assert!(!sees(Reach { exactly: vec![first], ..Reach::default() }));
        assert!(sees(Reach { own: Some(person), ..Reach::default() }));
        assert!(!sees(Reach { own: Some(PersonId(99)), ..Reach::default() }));
        assert!(!sees(Reach::default()));
    });
}

#[test]
fn a_post_is_held_once_and_ends_once() {
    each_backend(&sets(), |db| {
        let organ = organ(db);
        let one = id(&organ, "办公室第一党支部");
        let person = enter(db, facts("石华"), None).unwrap().id;
        let post = appoint(db, person, one, "书记").unwrap();
        assert_eq!((post.since.unwrap().to_string(), post.full_time), ("2012-06".to_owned(), false));
        assert!(matches!(appoint(db, person, one, "书 记"), Err(Problem::Invalid(_))));
        let early = write(db, move |tx| appointments::end(tx, post.id, day("2012-05-31"), ""));
        assert!(matches!(early, Err(Problem::Invalid(_))));
        write(db, move |tx| appointments::end(tx, post.id, day("2014-06-01"), "换届")).unwrap();
        let again = write(db, move |tx| appointments::end(tx, post.id, day("2014-06-01"), ""));
        assert!(matches!(again, Err(Problem::Refused(_))));
        let ended = db.read(move |c| posts::find(c, post.id)).unwrap();
        assert!(ended.holds_on(day("2014-05-31")) && !ended.holds_on(day("2014-06-01")));
        assert!(appoint(db, person, one, "书记").is_ok());
    });
}

#[test]
fn posts_end_with_their_organisation() {
    each_backend(&sets(), |db| {
        let one = id(&organ(db), "办公室第一党支部");
        let person = enter(db, facts("石华"), None).unwrap().id;
        let post = appoint(db, person, one, "书记").unwrap();
        write(db, move |tx| events::abolish(tx, one, &Change::on(day("2014-01-01")))).unwrap();
        assert_eq!(db.read(move |c| posts::find(c, post.id)).unwrap().until, Some(day("2014-01-01")));
        assert!(matches!(appoint(db, person, one, "委员"), Err(Problem::Refused(_))));
    });
}

#[test]
fn an_election_ends_the_term_before_it() {
    each_backend(&sets(), |db| {
        let one = id(&organ(db), "办公室第一党支部");
        let election = |on: &str| Election {
            org: one,
            on: day(on),
            ordinal: None,
            due_voters: Some(30),
            present_voters: Some(28),
            document: "党〔2012〕1号".into(),
            note: String::new(),
        };
        let elect = |on: &str| {
            let election = election(on);
            write(db, move |tx| terms::record_election(tx, &election, None))
        };
        let first = elect("2009-06-15").unwrap();
        assert_eq!((first.ordinal, first.years, first.due()), (1, 3, day("2012-06-15")));
        assert!(matches!(elect("2009-06-15"), Err(Problem::Invalid(_))));
        elect("2012-07-01").unwrap();
        let all = db.read(move |c| crate::terms::record::of(c, one)).unwrap();
        assert_eq!(
            all.iter().map(|t| (t.ordinal, t.ended)).collect::<Vec<_>>(),
            [(1, Some(day("2012-07-01"))), (2, None)]
        );
        assert_eq!((all[1].due_voters, all[1].present_voters), (Some(30), Some(28)));
        assert_eq!(db.read(crate::terms::record::running).unwrap().len(), 1);
    });
}
