//! What an organisation may claim, when it may write, and how two people who write at once lose nothing.

use kernel::Say;
use scoring::{Indicator, Method, Ratio, Scheme, Score};
use serde::{Deserialize, Serialize};

use super::record::State;
use crate::cycles::record::State as CycleState;

/// Longest text about one indicator, in characters.
pub(crate) const LONGEST: usize = 2_000;
/// Longest summary, in characters.
pub(crate) const LONGEST_SUMMARY: usize = 3_000;
/// Longest reason for giving a self-assessment back, in characters.
pub(crate) const LONGEST_REASON: usize = 500;

/// What an organisation is asked about an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Points between 0 and this full mark.
    Points(Score),
    /// A measured number.
    Number,
    /// Whether a statement holds.
    Holds,
    /// One of these levels, by code and name.
    Level(Vec<(String, String)>),
}

/// What is asked about an indicator; nothing about one that is scored by ballots, for staff say that themselves.
pub(crate) fn asked(indicator: &Indicator) -> Option<Asked> {
    match &indicator.method {
        Method::Panel(_) | Method::Deduction(_) | Method::Bonus(_) => Some(Asked::Points(indicator.full)),
        Method::Formula(_) => Some(Asked::Number),
        Method::YesNo(_) => Some(Asked::Holds),
        Method::Level(rule) => {
            let levels = rule.levels.iter().map(|one| (one.code.clone(), one.name.clone()));
            Some(Asked::Level(levels.collect()))
        }
        Method::Ballots(_) => None,
    }
}

/// The indicators that an organisation of this category says something about, in the order of the scheme.
pub(crate) fn applying<'a>(
    scheme: &'a Scheme,
    category: &'a str,
) -> impl Iterator<Item = (&'a Indicator, Asked)> {
    let own = scheme.indicators.iter().filter(|indicator| indicator.applies(category));
    own.filter_map(|indicator| Some((indicator, asked(indicator)?)))
}

/// Reads a claim as it was typed and gives it as it is kept: points without needless zeros, `yes` or `no`, the code of a
/// level. Nothing typed is nothing claimed.
///
/// # Errors
/// The sentence that says what would be right.
pub(crate) fn read_claim(asked: &Asked, text: &str) -> Result<String, Say> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    match asked {
        Asked::Points(full) => {
            let wrong = || Say::new("self-claim-points").with("full", full);
            let points: Score = text.parse().map_err(|_| wrong())?;
            if points < Score::ZERO || points > *full { Err(wrong()) } else { Ok(points.to_string()) }
        }
        Asked::Number => {
            let number = text.parse::<Ratio>().ok().filter(|_| text.chars().count() <= LONGEST_NUMBER);
            number.map(|_| text.to_owned()).ok_or_else(|| Say::new("appraisal-fact-number"))
        }
        Asked::Holds => match text {
            "yes" | "no" => Ok(text.to_owned()),
            _ => Err(Say::new("appraisal-fact-choice")),
        },
        Asked::Level(levels) => {
            let level = levels.iter().find(|(code, name)| code == text || name == text);
            level.map(|(code, _)| code.clone()).ok_or_else(|| Say::new("appraisal-fact-choice"))
        }
    }
}

/// Longest number, in characters.
const LONGEST_NUMBER: usize = 40;

/// A text as it is kept: line ends of one kind, nothing blank at its ends.
///
/// # Errors
/// The sentence that says how long it may be.
pub(crate) fn read_words(text: &str, most: usize) -> Result<String, Say> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim();
    let n = text.chars().count();
    if n > most {
        return Err(Say::new("self-words-long").with("most", most).with("n", n));
    }
    Ok(text.to_owned())
}

/// What is said about an indicator: the claim as it is kept, and words. The summary has words only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Content {
    pub claim: String,
    pub words: String,
}

impl Content {
    /// Whether anything is said at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.claim.is_empty() && self.words.is_empty()
    }
}

/// The state from which somebody began to write, as a token that travels through their page: a digest of each part, so
/// that it can be told which parts they changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base {
    claim: String,
    words: String,
}

impl Base {
    /// Of that content.
    pub(crate) fn of(content: &Content) -> Self {
        Self { claim: digest(&content.claim), words: digest(&content.words) }
    }

    /// The token that came back. One that was not ours stands for a state nobody has seen.
    pub(crate) fn read(token: &str) -> Self {
        let (claim, words) = token.split_once('.').unwrap_or_default();
        Self { claim: claim.to_owned(), words: words.to_owned() }
    }

    pub(crate) fn token(&self) -> String {
        format!("{}.{}", self.claim, self.words)
    }
}

fn digest(text: &str) -> String {
    store::digest::sm3_hex(text.as_bytes()).chars().take(16).collect()
}

/// What becomes of what somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Merged {
    /// This is to be kept; `theirs` when it holds something that somebody else has written meanwhile.
    Keep { content: Content, theirs: bool },
    /// Two people changed the same part into different things.
    Clash,
}

/// Brings together what stands there now and what somebody made of the state they began from.
pub(crate) fn merge(base: &Base, now: &Content, mine: &Content) -> Merged {
    let part = |base: &String, now: &String, mine: &String| {
        let (moved, written) = (*base != digest(now), *base != digest(mine));
        match (moved, written) {
            _ if now == mine => Some((now.clone(), false)),
            (true, true) => None,
            (true, false) => Some((now.clone(), true)),
            (false, _) => Some((mine.clone(), false)),
        }
    };
    match (part(&base.claim, &now.claim, &mine.claim), part(&base.words, &now.words, &mine.words)) {
        (Some((claim, a)), Some((words, b))) => {
            Merged::Keep { content: Content { claim, words }, theirs: a || b }
        }
        _ => Merged::Clash,
    }
}

/// Whether an organisation may write: while self-assessments are wanted until it has handed its own in, and one that was
/// given back until the deliberation.
pub(crate) fn may_fill(cycle: CycleState, own: Option<State>) -> bool {
    match own {
        None | Some(State::Draft) => cycle == CycleState::SelfAssessment,
        Some(State::Submitted) => false,
        Some(State::Returned) => before_deliberation(cycle),
    }
}

/// Whether an organisation may take back what it has handed in.
pub(crate) fn may_withdraw(cycle: CycleState, own: Option<State>) -> bool {
    cycle == CycleState::SelfAssessment && own == Some(State::Submitted)
}

/// Whether the office may give a self-assessment back: one that was handed in, and after the time also one that was not,
/// which lets the organisation hand it in late.
pub(crate) fn may_return(cycle: CycleState, own: Option<State>) -> bool {
    match own {
        Some(State::Submitted) => before_deliberation(cycle),
        None | Some(State::Draft) => before_deliberation(cycle) && cycle != CycleState::SelfAssessment,
        Some(State::Returned) => false,
    }
}

fn before_deliberation(cycle: CycleState) -> bool {
    matches!(cycle, CycleState::SelfAssessment | CycleState::Review | CycleState::MassEvaluation)
}

/// Adds up the claims that are points: the sum and the full marks it is out of.
pub(crate) fn sum<'a>(claims: impl Iterator<Item = (&'a Asked, &'a str)>) -> Option<(Score, Score)> {
    let points = claims.filter_map(|(asked, claim)| match asked {
        Asked::Points(full) => Some((claim.parse::<Score>().ok()?.thousandths(), full.thousandths())),
        _ => None,
    });
    let added = points.fold(None, |sum: Option<(i64, i64)>, (claim, full)| {
        let (claims, fulls) = sum.unwrap_or_default();
        Some((claims.saturating_add(claim), fulls.saturating_add(full)))
    });
    added.map(|(claims, fulls)| (Score::from_thousandths(claims), Score::from_thousandths(fulls)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn content(claim: &str, words: &str) -> Content {
        Content { claim: claim.into(), words: words.into() }
    }

    #[test]
    fn claims_are_read_as_people_type_them() {
        let points = Asked::Points("10".parse().unwrap());
        assert_eq!(read_claim(&points, " ９.５０ ").unwrap(), "9.5");
        assert_eq!(read_claim(&points, "").unwrap(), "");
        for wrong in ["10.001", "-1", "ten", "9.5分"] {
            assert_eq!(read_claim(&points, wrong).unwrap_err().key, "self-claim-points", "{wrong}");
        }
        assert_eq!(read_claim(&Asked::Number, "95%").unwrap(), "95%");
        assert!(read_claim(&Asked::Number, "many").is_err());
        assert_eq!(read_claim(&Asked::Holds, "yes").unwrap(), "yes");
        assert!(read_claim(&Asked::Holds, "maybe").is_err());
        let levels = Asked::Level(vec![("a".into(), "好".into())]);
        assert_eq!(read_claim(&levels, "好").unwrap(), "a");
        assert!(read_claim(&levels, "b").is_err());
    }

    #[test]
    fn words_are_bounded_in_characters_and_keep_their_lines() {
        assert_eq!(read_words(" 一\r\n二 \n", 10).unwrap(), "一\n二");
        assert_eq!(read_words(&"字".repeat(10), 10).unwrap().chars().count(), 10);
        let long = read_words(&"字".repeat(11), 10).unwrap_err();
        assert_eq!(long.args, vec![("most", "10".to_owned()), ("n", "11".to_owned())]);
    }

    #[test]
    fn different_parts_are_brought_together_and_the_same_part_clashes() {
        let began = content("9", "起步");
        let base = Base::of(&began);
        let keep = |claim: &str, words: &str, theirs| Merged::Keep { content: content(claim, words), theirs };
        assert_eq!(merge(&base, &began, &content("9", "写完")), keep("9", "写完", false));
        // The other one changed the claim, I the words.
        assert_eq!(merge(&base, &content("8", "起步"), &content("9", "写完")), keep("8", "写完", true));
        // Both did the same.
        assert_eq!(merge(&base, &content("8", "完"), &content("8", "完")), keep("8", "完", false));
        // Both changed the words.
        assert_eq!(merge(&base, &content("9", "他写"), &content("9", "我写")), Merged::Clash);
        assert_eq!(Base::read(&base.token()), base);
        assert_eq!(merge(&Base::read("nonsense"), &content("", "他写"), &content("", "我写")), Merged::Clash);
    }

    #[test]
    fn writing_ends_with_its_time_unless_it_was_given_back() {
        use CycleState::{Deliberation, Notice, Published, Review, SelfAssessment};
        for own in [None, Some(State::Draft)] {
            assert!(may_fill(SelfAssessment, own) && !may_fill(Review, own));
            assert!(!may_return(SelfAssessment, own) && may_return(Review, own));
        }
        assert!(!may_fill(SelfAssessment, Some(State::Submitted)));
        assert!(may_fill(Review, Some(State::Returned)) && !may_fill(Deliberation, Some(State::Returned)));
        assert!(may_withdraw(SelfAssessment, Some(State::Submitted)));
        assert!(!may_withdraw(Review, Some(State::Submitted)));
        for late in [Deliberation, Notice, Published] {
            assert!(!may_return(late, Some(State::Submitted)) && !may_fill(late, Some(State::Returned)));
        }
    }

    proptest! {
        #[test]
        fn a_claim_that_is_kept_lies_within_the_full_mark(full in 0_i64..200_000, typed in -300_000_i64..300_000) {
            let (full, typed) = (Score::from_thousandths(full), Score::from_thousandths(typed));
            let kept = read_claim(&Asked::Points(full), &typed.to_string());
            prop_assert_eq!(kept.is_ok(), Score::ZERO <= typed && typed <= full);
            if let Ok(kept) = kept {
                prop_assert_eq!(kept.parse::<Score>().unwrap(), typed);
            }
        }

        #[test]
        fn nothing_that_either_wrote_is_lost(base in "[ab]{0,2}", now in "[ab]{0,2}", mine in "[ab]{0,2}") {
            let of = |words: &str| content("", words);
            match merge(&Base::of(&of(&base)), &of(&now), &of(&mine)) {
                Merged::Clash => prop_assert!(now != base && mine != base && now != mine),
                Merged::Keep { content, theirs } => {
                    prop_assert!(now == base || content.words == now);
                    prop_assert!(mine == base || content.words == mine);
                    prop_assert_eq!(theirs, now != base && mine == base);
                }
            }
        }

        #[test]
        fn sums_are_within_what_they_are_out_of(claims in proptest::collection::vec((0_i64..20_000, 0_i64..20_000), 1..9)) {
            let asked: Vec<(Asked, String)> = claims
                .into_iter()
                .map(|(a, b)| (a.min(b), a.max(b)))
                .map(|(claim, full)| {
                    let text = Score::from_thousandths(claim).to_string();
                    (Asked::Points(Score::from_thousandths(full)), text)
                })
                .collect();
            let (sum, full) = sum(asked.iter().map(|(asked, claim)| (asked, claim.as_str()))).unwrap();
            prop_assert!(Score::ZERO <= sum && sum <= full);
        }
    }
}
