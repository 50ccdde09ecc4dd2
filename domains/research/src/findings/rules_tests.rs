use proptest::prelude::*;

use super::*;

const OFFICE: Standing = Standing { visits: true, answers: false, of_the_organ: true };
const VISITED: Standing = Standing { visits: false, answers: true, of_the_organ: true };
const BOTH: Standing = Standing { visits: true, answers: true, of_the_organ: true };
const FOR_OUTSIDERS: Standing = Standing { visits: true, answers: true, of_the_organ: false };

const STEPS: [Step; 7] =
    [Step::HandOut, Step::TakeBack, Step::Begin, Step::Submit, Step::SendBack, Step::Close, Step::Reopen];

fn key(result: Result<State, Problem>) -> &'static str {
    match result {
        Err(Problem::Refused(say)) => say.key,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_finding_goes_its_way_and_back() {
    let mut state = State::Pending;
    let way = [
        (Step::HandOut, OFFICE),
        (Step::TakeBack, OFFICE),
        (Step::HandOut, OFFICE),
        (Step::Begin, VISITED),
        (Step::Submit, VISITED),
        (Step::SendBack, OFFICE),
        (Step::Submit, VISITED),
        (Step::Close, OFFICE),
        (Step::Reopen, OFFICE),
    ];
    for (step, standing) in way {
        state = after(step, state, standing).unwrap();
    }
    assert_eq!(state, State::Working);
    assert_eq!(key(after(Step::Close, state, OFFICE)), "finding-not-in-state");
}

#[test]
fn the_visited_never_closes() {
    assert_eq!(key(after(Step::Close, State::Review, VISITED)), "finding-only-the-visitor");
    assert_eq!(key(after(Step::Close, State::Review, BOTH)), "finding-only-the-visitor");
    assert_eq!(key(after(Step::Submit, State::Working, OFFICE)), "finding-only-the-responsible");
    assert_eq!(after(Step::Close, State::Review, FOR_OUTSIDERS).unwrap(), State::Closed);
}

#[test]
fn only_what_is_acted_on_can_be_late() {
    let day = |text| Some(Day::parse(text).unwrap());
    let today = Day::parse("2015-06-10").unwrap();
    assert!(is_overdue(State::Working, day("2015-06-09"), today));
    assert!(!is_overdue(State::Working, day("2015-06-10"), today), "its own day is in time");
    assert!(!is_overdue(State::Review, day("2015-06-09"), today));
    assert!(!is_overdue(State::Handed, None, today));
    assert_eq!(was_in_time(day("2015-06-09"), day("2015-06-09")), Some(true));
    assert_eq!(was_in_time(day("2015-06-09"), day("2015-06-10")), Some(false));
    assert_eq!(was_in_time(None, day("2015-06-10")), None);
}

proptest! {
    #[test]
    fn whatever_is_tried_only_a_visitor_who_does_not_answer_closes(
        tries in prop::collection::vec((0..STEPS.len(), any::<(bool, bool, bool)>()), 0..40)
    ) {
        let mut state = State::Pending;
        for (step, (visits, answers, of_the_organ)) in tries {
            let (step, standing) = (STEPS[step], Standing { visits, answers, of_the_organ });
            if let Ok(next) = after(step, state, standing) {
                prop_assert_eq!(step.way(), (state, next));
                if next == State::Closed {
                    prop_assert!(visits && !(answers && of_the_organ));
                }
                state = next;
            }
        }
    }
}
