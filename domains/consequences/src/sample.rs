//! Honours and money of the sample organ, and of tests that look at a house in use. Everything goes through the same
//! actions as the pages use, in the name of the sample's own accounts.

use kernel::access::MachineActor;
use kernel::contracts::CycleBrief;
use kernel::{Act, Actor, Day, OrgId, Permit, Problem, UserId};
use scoring::{Score, WholePlaces};
use store::{Conn, Db, Tx};
use web::accounts;

use crate::allocations::actions::{self as allocations, Decision, Deviation};
use crate::allocations::record::{self as shares, AllocationId};
use crate::allocations::rules::{Capacity, GradeCoefficient, Parameters};
use crate::amount::Amount;
use crate::awards::actions::{self as awards, Draft};
use crate::awards::record::AwardId;
use crate::awards::rules::{Conditions, Entitlement, GradeEntitlement, Places, Subject};
use crate::funds::actions as funds;
use crate::funds::record::AccountId;
use crate::nominations::actions::{self as nominations, Proposal, Verdict};
use crate::nominations::record::NominationId;
use crate::policy::{
    ApproveAllocation, ConfirmVoucher, DecideAwards, NominateAward, ProposeAllocation, Spend,
};
use crate::sources::{Graded, Sources};
use crate::spending::actions::{self as spending, Spent};
use crate::spending::record::{EntryId, balances};
use web::enclosures::Enclosure;

/// Accounts of the sample organ in whose name things are done.
#[derive(Debug, Clone, Copy)]
pub struct SamplePeople {
    /// Sets up and proposes.
    pub admin: UserId,
    /// Approves for the committee.
    pub secretary: UserId,
    /// Approves for finance and confirms vouchers.
    pub finance: UserId,
    /// Secretary of one of the graded organisations.
    pub of_an_organisation: UserId,
}

/// A receipt of one page.
const RECEIPT: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Writes in somebody's name.
struct Hand<'a> {
    db: &'a Db,
    machine: &'a MachineActor,
}

impl Hand<'_> {
    fn write<A: Act, T: Send + 'static>(
        &self,
        user: UserId,
        f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.db.write(&Permit::<A>::on_the_machine(self.machine.clone()), move |tx| {
            tx.act_as(Actor::User(user));
            f(tx)
        })
    }
}

/// Sets up awards with nominations in several states, an account with an allocation in force and spending, one with a
/// proposal that waits, and last year's, all by the two latest published cycles. Without one there is nothing to do.
///
/// # Errors
/// [`Problem::Unexpected`] when the database fails; a refusal would be a fault of this function.
pub fn sample(
    db: &Db,
    machine: &MachineActor,
    sources: &Sources,
    people: SamplePeople,
) -> Result<(), Problem> {
    let hand = Hand { db, machine };
    let asking = sources.clone();
    let (cycles, own) = db.read(move |c: &mut Conn| {
        let grants = accounts::grants(c, people.of_an_organisation)?;
        let own = grants.iter().find_map(|grant| grant.org).ok_or(Problem::Missing)?;
        Ok((asking.results.published(c)?, own))
    })?;
    let Some(cycle) = cycles.first() else { return Ok(()) };
    share_out(&hand, sources, people, cycle, cycles.get(1), own)?;
    honour(&hand, sources, people, cycle, own)
}

fn parameters(cycle: &CycleBrief, flat: i64) -> Parameters {
    let last = cycle.grades.len().saturating_sub(1);
    let coefficient = |place: usize| match place {
        0 => 1_200,
        place if place < last => 1_000,
        _ => 800,
    };
    let grade = |(place, (code, name)): (usize, &(String, String))| GradeCoefficient {
        code: code.clone(),
        name: name.clone(),
        coefficient: Score::from_thousandths(coefficient(place)),
    };
    let grades = cycle.grades.iter().enumerate().map(grade).collect();
    Parameters { each: Amount::ZERO, flat: Score::from_thousandths(flat * 1_000), grades }
}

fn share_out(
    hand: &Hand<'_>,
    sources: &Sources,
    people: SamplePeople,
    cycle: &CycleBrief,
    before: Option<&CycleBrief>,
    own: OrgId,
) -> Result<(), Problem> {
    let year = cycle.year + 1;
    let account = |year: i16, source: &str, yuan: i64, note: &str| {
        let draft =
            funds::Draft { year, source: source.into(), budget: Amount(yuan * 100), note: note.into() };
        hand.write::<ProposeAllocation, AccountId>(people.admin, move |tx| funds::create(tx, &draft))
    };
    let dues = account(year, "党费返还", 500_000, "上级党组织返还的党费，用于党员教育培训和党组织活动")?;
    let administrative = account(year, "行政经费", 280_000, "")?;
    let allocation = propose(hand, sources, people, dues, cycle, 30, None)?;
    approve(hand, sources, people, allocation)?;
    spend(hand, people, dues, year, own)?;
    propose(hand, sources, people, administrative, cycle, 20, Some(own))?;
    if let Some(before) = before {
        let dues = account(before.year + 1, "党费返还", 460_000, "")?;
        let allocation = propose(hand, sources, people, dues, before, 30, None)?;
        approve(hand, sources, people, allocation)?;
    }
    Ok(())
}

/// Saves and submits an allocation; with an organisation, the committee has decided another amount for it.
fn propose(
    hand: &Hand<'_>,
    sources: &Sources,
    people: SamplePeople,
    account: AccountId,
    cycle: &CycleBrief,
    flat: i64,
    more_for: Option<OrgId>,
) -> Result<AllocationId, Problem> {
    let (sources, parameters, cycle) = (sources.clone(), parameters(cycle, flat), cycle.id);
    hand.write::<ProposeAllocation, _>(people.admin, move |tx| {
        let id = allocations::save(tx, &sources, account, cycle, &parameters)?;
        let all = shares::shares(tx, id)?;
        let own = all.iter().find(|share| Some(share.org) == more_for);
        let other = all.iter().filter(|share| Some(share.org) != more_for).max_by_key(|share| share.computed);
        if let (Some(own), Some(other)) = (own, other) {
            let deviation = Deviation {
                org: own.org,
                amount: Amount(own.computed.0 + 100_000),
                reason: "承担全局青年理论学习试点".into(),
                against: Some(other.org),
            };
            allocations::deviate(tx, id, &deviation)?;
        }
        allocations::submit(tx, &sources, id)?;
        Ok(id)
    })
}

fn approve(
    hand: &Hand<'_>,
    sources: &Sources,
    people: SamplePeople,
    allocation: AllocationId,
) -> Result<(), Problem> {
    for (user, capacity) in [(people.secretary, Capacity::Secretary), (people.finance, Capacity::Finance)] {
        let sources = sources.clone();
        let decision = Decision { capacity, approves: true, reason: String::new() };
        hand.write::<ApproveAllocation, _>(user, move |tx| {
            allocations::decide(tx, &sources, allocation, &decision)
        })?;
    }
    Ok(())
}

fn spend(
    hand: &Hand<'_>,
    people: SamplePeople,
    account: AccountId,
    year: i16,
    own: OrgId,
) -> Result<(), Problem> {
    let mut entries = Vec::new();
    let bought = [
        ("党员学习资料", 24, 21),
        ("赴革命旧址开展主题党日的车辆租赁", 17, 12),
        ("学习资料（重复登记）", 24, 11),
        ("志愿服务队标识服装", 9, 4),
    ];
    // Parts of what was allotted, in percent, so that they fit whatever the seed.
    for (purpose, percent, days) in bought {
        let voucher = Enclosure {
            name: format!("{purpose}发票.pdf"),
            mime: "application/pdf",
            bytes: RECEIPT.to_vec(),
        };
        let entry = move |tx: &mut Tx| -> Result<EntryId, Problem> {
            let first = Day::new(year, 1, 1).map_err(Problem::unexpected)?;
            let on = tx.today().plus_days(-days).max(first);
            let (purpose, vouchers) = (purpose.to_owned(), vec![voucher]);
            let all = balances(tx, account)?;
            let allotted = all.iter().find(|one| one.org == own).map_or(0, |one| one.allotted.0);
            let amount = Amount(allotted / 100 * percent / 50 * 50);
            spending::enter(tx, &Spent { account, org: own, on, purpose, amount, vouchers })
        };
        entries.push(hand.write::<Spend, _>(people.of_an_organisation, entry)?);
    }
    if let [first, second, twice, ..] = *entries.as_slice() {
        hand.write::<ConfirmVoucher, _>(people.finance, move |tx| {
            spending::confirm(tx, first)?;
            spending::confirm(tx, second)
        })?;
        hand.write::<Spend, _>(people.of_an_organisation, move |tx| {
            spending::cancel(tx, twice, "与第一笔重复登记", false)
        })?;
    }
    Ok(())
}

fn conditions(cycle: &CycleBrief, entitlements: [Entitlement; 3], places: Places) -> Conditions {
    let [best, middle, least] = entitlements;
    let last = cycle.grades.len().saturating_sub(1);
    let entitlement = |place: usize| match place {
        0 => best,
        place if place < last => middle,
        _ => least,
    };
    let grade = |(place, (code, name)): (usize, &(String, String))| GradeEntitlement {
        code: code.clone(),
        name: name.clone(),
        entitlement: entitlement(place),
    };
    Conditions { grades: cycle.grades.iter().enumerate().map(grade).collect(), places }
}

fn honour(
    hand: &Hand<'_>,
    sources: &Sources,
    people: SamplePeople,
    cycle: &CycleBrief,
    own: OrgId,
) -> Result<(), Problem> {
    use Entitlement::{Barred, ByException, Eligible};
    let share = |percent: i64, rounding| Places::Share {
        percent: Score::from_thousandths(percent * 1_000),
        rounding,
    };
    let award = |name: &str, subject, conditions| {
        let (cycle, name) = (cycle.clone(), name.to_owned());
        hand.write::<DecideAwards, AwardId>(people.admin, move |tx| {
            let due = Some(tx.today().plus_days(10));
            awards::create(tx, &cycle, &Draft { name, subject, conditions, due })
        })
    };
    let by_category = conditions(cycle, [Eligible, ByException, Barred], share(20, WholePlaces::HalfUp));
    let organisations = award("先进基层党组织", Subject::Organisation, by_category.clone())?;
    let by_members = conditions(cycle, [Eligible, Eligible, Barred], share(3, WholePlaces::HalfUp));
    let members = award("优秀共产党员", Subject::Person, by_members.clone())?;

    let (asking, id) = (sources.clone(), cycle.id);
    let graded = hand.db.read(move |c: &mut Conn| asking.graded(c, id))?;
    let with = |rules: &Conditions, wanted: Entitlement| -> Vec<Graded> {
        let fits = |of: &&Graded| rules.entitlement(&of.result.grade) == wanted;
        // The organisation of the sample's secretary first, so that they find something of their own.
        let (mine, others): (Vec<&Graded>, Vec<&Graded>) =
            graded.iter().filter(fits).partition(|of| of.result.org == own);
        mine.into_iter().chain(others).cloned().collect()
    };
    let nominate = |award: AwardId, of: &Graded, name: String| {
        let sources = sources.clone();
        let proposal = Proposal {
            award,
            org: of.result.org,
            name,
            deeds: "坚持党建与业务融合，围绕中心任务组织攻关，支部活动经常、有实效，群众评价好。".into(),
            evidence: vec![Enclosure {
                name: "事迹材料.pdf".into(),
                mime: "application/pdf",
                bytes: RECEIPT.to_vec(),
            }],
            exception: None,
        };
        let nominated = move |tx: &mut Tx| nominations::nominate(tx, &sources, &proposal);
        hand.write::<NominateAward, NominationId>(people.of_an_organisation, nominated)
    };
    let decide = |id: NominationId, accepts: bool, reason: &str| {
        let sources = sources.clone();
        let verdict = Verdict { accepts, reason: reason.into(), exception: String::new() };
        hand.write::<DecideAwards, _>(people.admin, move |tx| nominations::decide(tx, &sources, id, &verdict))
    };

    let mut entered = Vec::new();
    for of in with(&by_category, Eligible).iter().take(4) {
        entered.push(nominate(organisations, of, String::new())?);
    }
    if let [accepted, refused, ..] = *entered.as_slice() {
        decide(accepted, true, "")?;
        decide(refused, false, "事迹材料缺少服务对象评价，补充后可再申报")?;
    }
    if let Some(of) = with(&by_category, ByException).first() {
        let sources = sources.clone();
        let proposal = Proposal {
            award: organisations,
            org: of.result.org,
            name: String::new(),
            deeds: "牵头完成全局信息系统搬迁，连续奋战四十天无差错。".into(),
            evidence: Vec::new(),
            exception: Some("承担急难险重任务成绩突出，经机关党委会议研究".into()),
        };
        hand.write::<DecideAwards, _>(people.admin, move |tx| {
            nominations::nominate(tx, &sources, &proposal)
        })?;
    }

    for of in with(&by_members, Eligible).iter().take(5) {
        let (asking, org) = (sources.clone(), of.result.org);
        let known = hand.db.read(move |c: &mut Conn| asking.directory.members_of(c, org))?;
        if let Some(person) = known.first() {
            let id = nominate(members, of, person.name.clone())?;
            decide(id, true, "")?;
        }
    }
    let sources = sources.clone();
    hand.write::<DecideAwards, _>(people.admin, move |tx| awards::put_up(tx, &sources, members, 5))?;
    Ok(())
}
