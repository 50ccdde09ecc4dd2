//! Three rehearsals for the sample organ: one closed, one open, one being set up. Everything goes through the same actions as
//! the pages and the jobs use; the voters of the first are the core's own.

use std::sync::Arc;

use ballot::{Answer, base64url, sha256, voter};
use kernel::access::MachineActor;
use kernel::contracts::{Directory, EvaluatedCycle, PersonBrief};
use kernel::{Permit, Problem};
use store::{Conn, Db, Tx};

use crate::boxes::actions::{self as boxes, Rule};
use crate::boxes::record::{self as box_record, VoteBox};
use crate::evaluations::actions::{self, Draft};
use crate::evaluations::record::{EvaluationId, OwnQuestion, Windows};
use crate::opening::{self, Hand};
use crate::policy::RunEvaluation;
use crate::services::Services;
use crate::voting::{keep, record_issue};
use crate::{civil, closing};

/// Ballots cast in the closed rehearsal: choice of the scored question and words.
const VOTES: [(usize, &str); 12] = [
    (0, "会议更短、更有用，大家愿意来了。"),
    (0, ""),
    (0, "结对活动办得好，希望多到审查一线去。"),
    (1, "主题党日的形式可以再活泼一些。"),
    (0, ""),
    (0, "书记经常来听意见。"),
    (1, ""),
    (0, ""),
    (2, "学习材料发得太多，看不过来。"),
    (0, ""),
    (1, ""),
    (0, ""),
];

/// Makes them in the cycle that is under way; `voters` are people with accounts who may vote in the open one.
///
/// # Errors
/// [`Problem::Missing`] when no cycle is under way or it has no organisations, and when the database fails.
pub fn sample(
    db: &Db,
    actor: &MachineActor,
    services: &Arc<Services>,
    directory: &Arc<dyn Directory<Conn>>,
    voters: &[PersonBrief],
) -> Result<(), Problem> {
    let permit: Permit<RunEvaluation> = Permit::on_the_machine(actor.clone());
    let tell = |_: i64, _: i64, _: &str| Ok(());
    let hand = Hand { db, permit: &permit, tell: &tell };
    let cycle = {
        let appraisal = services.appraisal()?;
        db.read(move |c| appraisal.cycles(c))?.into_iter().next().ok_or(Problem::Missing)?
    };
    let today = db.clock().now().day();
    let windows = |until: i64| {
        let (from, until) = (civil::at(today, 0), civil::at(today.plus_days(until), 18));
        Windows { issue_from: from, issue_until: until, cast_from: from, cast_until: until }
    };
    let tried = set_up(&hand, directory, &cycle, "群众评价试投", windows(1), Fill::Twelve)?;
    open(services, &hand, tried)?;
    vote(services, &hand, tried)?;
    db.write(&permit, move |tx| closing::early(tx, tried, "试投结束"))?;
    closing::close(services, &hand, tried, true, |_| Ok(()))?;
    closing::clean_up(services, db, tried)?;
    let rehearsed =
        set_up(&hand, directory, &cycle, "群众评价演练", windows(20), Fill::These(voters.to_vec()))?;
    open(services, &hand, rehearsed)?;
    set_up(&hand, directory, &cycle, "群众评价（准备中）", windows(30), Fill::Usual)?;
    Ok(())
}

/// Who may vote.
enum Fill {
    /// As the roster says, everywhere.
    Usual,
    /// Twelve people in the first box.
    Twelve,
    /// These people, each in the next box of the first organisation.
    These(Vec<PersonBrief>),
}

fn set_up(
    hand: &Hand<'_>,
    directory: &Arc<dyn Directory<Conn>>,
    cycle: &EvaluatedCycle,
    title: &str,
    windows: Windows,
    fill: Fill,
) -> Result<EvaluationId, Problem> {
    let draft = Draft {
        title: title.to_owned(),
        windows,
        minimum: 5,
        minimum_text: 10,
        by_dimension: true,
        questions: vec![OwnQuestion {
            text: "您对这个党组织有什么意见和建议？".into(),
            in_words: true,
            groups: Vec::new(),
        }],
        rehearsal: true,
    };
    let (directory, cycle) = (Arc::clone(directory), cycle.clone());
    hand.db.write(hand.permit, move |tx| {
        let id = actions::create(tx, directory.as_ref(), &cycle, &draft)?;
        let all = box_record::of_evaluation(tx, id)?;
        match fill {
            Fill::Usual => {}
            Fill::Twelve => only(tx, directory.as_ref(), &all, |at, people| {
                if at == 0 { people.into_iter().take(VOTES.len() + 2).collect() } else { Vec::new() }
            })?,
            Fill::These(voters) => {
                only(tx, directory.as_ref(), &all, |at, _| voters.get(at).cloned().into_iter().collect())?;
            }
        }
        Ok(id)
    })
}

/// Fills the boxes with nobody but whom `choose` takes of the people of the organisation.
fn only(
    tx: &mut Tx,
    directory: &dyn Directory<Conn>,
    all: &[VoteBox],
    choose: impl Fn(usize, Vec<PersonBrief>) -> Vec<PersonBrief>,
) -> Result<(), Problem> {
    for (at, one) in all.iter().enumerate() {
        boxes::fill(tx, directory, one.id, Rule::Named, 0, 0)?;
        let people = if at == 0 { directory.people_of(tx, one.org)? } else { Vec::new() };
        let chosen = choose(at, people.into_iter().map(|(person, _)| person).collect());
        if !chosen.is_empty() {
            boxes::change(tx, one.id, &chosen, &[])?;
        }
    }
    Ok(())
}

fn open(services: &Arc<Services>, hand: &Hand<'_>, id: EvaluationId) -> Result<(), Problem> {
    hand.db.write(hand.permit, move |tx| opening::ask(tx, id))?;
    opening::open(services, hand, id, |_| Ok(()))
}

/// Takes and casts a ballot for each of the voters, as their browsers would.
fn vote(services: &Arc<Services>, hand: &Hand<'_>, id: EvaluationId) -> Result<(), Problem> {
    let ring = Arc::clone(services);
    let (opened, voters) = hand.db.read(move |c| {
        let opened = ring.keyring.opened(c, id)?;
        let place = box_record::of_evaluation(c, id)?.into_iter().find(|one| one.roster > 0);
        let voters = box_record::voters(c, place.ok_or(Problem::Missing)?.id)?;
        Ok((opened, voters))
    })?;
    let (manifest, hash) = (opened.electoral.manifest().clone(), opened.electoral.hash());
    let place = manifest.boxes.first().ok_or(Problem::Missing)?;
    let form = manifest.forms.get(&place.group.code).ok_or(Problem::Missing)?;
    let issuer = opened.issuer(&place.code).ok_or(Problem::Missing)?;
    let chance = services.chance.as_ref();
    let mut fill = |bytes: &mut [u8]| chance.fill(bytes);
    for (voter, (choice, words)) in voters.iter().zip(VOTES) {
        let asked = voter::ask(&place.issuer_key, &mut fill).map_err(Problem::unexpected)?;
        let answer = issuer.blind_sign(asked.blinded()).map_err(Problem::unexpected)?;
        let (number, asked_hash) =
            (*opened.boxes.get(&place.code).ok_or(Problem::Missing)?, sha256(asked.blinded()).to_string());
        let person = voter.person;
        hand.db.write_unaudited("issue a credential", move |tx| {
            record_issue(tx, id, number, person, &asked_hash)
        })?;
        let credential = asked.finish(&answer).map_err(Problem::unexpected)?;
        let mut salt = [0; 32];
        chance.fill(&mut salt);
        let blank = |code: &str| Answer {
            question: code.to_owned(),
            choice: None,
            text: None,
            salt: None,
            commitment: None,
        };
        let answers: Vec<Answer> = form
            .questions
            .iter()
            .map(|question| match question.choices.get(choice).or_else(|| question.choices.first()) {
                Some(chosen) => Answer { choice: Some(chosen.code.clone()), ..blank(&question.code) },
                None if words.is_empty() => blank(&question.code),
                None => Answer {
                    text: Some(words.to_owned()),
                    salt: Some(base64url(&salt)),
                    ..blank(&question.code)
                },
            })
            .collect();
        let cast = credential
            .cast(&hash, &place.code, form, 1, &answers)
            .ok_or_else(|| Problem::unexpected("a ballot of the sample does not fit its form"))?;
        let checked = opened.electoral.check(&cast).map_err(Problem::unexpected)?;
        keep(hand.db, chance, hand.db.clock().now(), &opened, checked)?
            .map_err(|refused| Problem::unexpected(refused.code()))?;
    }
    Ok(())
}
