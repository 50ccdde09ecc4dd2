//! What the neighbours of this domain say in the tests: people and organisations, and a cycle that is evaluated.

use std::sync::{Arc, Mutex};

use kernel::contracts::{
    BallotCount, Directory, Evaluated, EvaluatedCycle, MassEvaluation, OrgBrief, PersonBrief, ScoredQuestion,
};
use kernel::{OrgId, PersonId, Problem};
use store::{Conn, Tx};

/// Number and name of the organisations.
pub const ORGS: [(i64, &str); 2] = [(2, "材料审查部党委"), (3, "财务司党支部")];
/// An organisation of four thousand, for those who need many.
pub const CROWD: i64 = 9;
/// The cycle that is evaluated.
pub const CYCLE: i64 = 15;

/// The roster of both organisations and the crowd.
pub struct Roster;

/// Members of an organisation are numbered from its number times 100 on, others from 50 later on.
fn people(org: i64) -> Vec<(PersonBrief, bool)> {
    let person = |n: i64| PersonBrief { id: PersonId(n), name: format!("陈{n}") };
    let (members, others) = match org {
        2 => (7, 6),
        CROWD => (4_000, 0),
        _ => (3, 0),
    };
    let first = if org == CROWD { 100_000 } else { org * 100 };
    let members = (first..first + members).map(|n| (person(n), true));
    members.chain((first + 50..first + 50 + others).map(|n| (person(n), false))).collect()
}

impl Directory<Conn> for Roster {
    fn by_names(&self, _: &mut Conn, names: &[String]) -> Result<Vec<Option<OrgBrief>>, Problem> {
        Ok(names.iter().map(|_| None).collect())
    }

    fn by_ids(&self, _: &mut Conn, ids: &[OrgId]) -> Result<Vec<OrgBrief>, Problem> {
        let brief = |(id, name): (i64, &str)| OrgBrief {
            id: OrgId(id),
            code: format!("00100{id}"),
            name: name.into(),
            path: format!("1.{id}."),
            category: Some("综合管理类".into()),
            members: 20,
        };
        let all = ORGS.into_iter().chain([(CROWD, "大院党委")]);
        Ok(all.map(brief).filter(|org| ids.contains(&org.id)).collect())
    }

    fn appraised_on(&self, _: &mut Conn, _: kernel::Day) -> Result<Vec<OrgBrief>, Problem> {
        Ok(Vec::new())
    }

    fn people_of(&self, _: &mut Conn, org: OrgId) -> Result<Vec<(PersonBrief, bool)>, Problem> {
        Ok(people(org.0))
    }

    fn people_named(&self, _: &mut Conn, text: &str) -> Result<Vec<(PersonBrief, String)>, Problem> {
        let all = ORGS
            .into_iter()
            .flat_map(|(id, name)| people(id).into_iter().map(move |(p, _)| (p, name.into())));
        Ok(all.filter(|(person, _)| !text.is_empty() && person.name.contains(text)).collect())
    }
}

/// What the appraisal was told.
#[derive(Debug, Default)]
pub struct Told {
    pub sizes: Vec<(OrgId, String, u32)>,
    pub counts: Vec<BallotCount>,
}

/// A cycle that takes figures.
#[derive(Debug)]
pub struct Cycles {
    pub told: Mutex<Told>,
    orgs: Vec<(i64, &'static str)>,
}

impl Default for Cycles {
    fn default() -> Self {
        Self { told: Mutex::default(), orgs: ORGS.to_vec() }
    }
}

impl Cycles {
    /// A cycle of the crowd alone.
    pub fn of_the_crowd() -> Arc<Self> {
        Arc::new(Self { told: Mutex::default(), orgs: vec![(CROWD, "大院党委")] })
    }
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect()
}

impl MassEvaluation<Conn, Tx> for Cycles {
    fn cycles(&self, _: &mut Conn) -> Result<Vec<EvaluatedCycle>, Problem> {
        Ok(vec![EvaluatedCycle {
            id: CYCLE,
            year: 2014,
            questions: vec![ScoredQuestion {
                indicator: "mass".into(),
                name: "群众评价".into(),
                choices: pairs(&[("good", "好"), ("fair", "较好"), ("poor", "差"), ("unknown", "不了解")]),
                groups: pairs(&[("members", "党员"), ("staff", "群众")]),
            }],
            dimensions: pairs(&[("team", "领导班子"), ("work", "工作业绩")]),
            organisations: self
                .orgs
                .iter()
                .map(|(id, name)| Evaluated {
                    org: OrgId(*id),
                    name: (*name).into(),
                    category: "综合管理类".into(),
                })
                .collect(),
        }])
    }

    fn freeze(&self, _: &mut Tx, cycle: i64, sizes: &[(OrgId, String, u32)]) -> Result<(), Problem> {
        assert_eq!(cycle, CYCLE);
        self.told.lock().unwrap().sizes = sizes.to_vec();
        Ok(())
    }

    fn take(&self, _: &mut Tx, cycle: i64, counts: &[BallotCount]) -> Result<(), Problem> {
        assert_eq!(cycle, CYCLE);
        self.told.lock().unwrap().counts = counts.to_vec();
        Ok(())
    }
}
