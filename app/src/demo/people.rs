//! The accounts of the sample organ: one for each role.

use std::sync::Arc;

use anyhow::Context;
use kernel::contracts::Directory;
use kernel::{Permit, Role};
use serde::Serialize;
use store::{Conn, Db};
use web::accounts::{self, NewAccount};

use super::MakeSample;
use crate::machine::{SystemChance, operator};

/// Password of every sample account.
pub const PASSWORD: &str = "Jinwei-2015";

/// A sample account.
#[derive(Debug, Clone, Serialize)]
pub struct SampleAccount {
    /// What is typed to sign in.
    pub login: &'static str,
    /// The password.
    pub password: &'static str,
    /// Its role.
    pub role: Role,
    /// Name shown to others.
    pub name: &'static str,
}

/// For which organisation a sample account holds its role.
#[derive(Debug, Clone, Copy)]
enum Place {
    Organ,
    /// The first of the appraised bodies.
    Body,
    /// The first branch below it.
    Branch,
}

/// One account per role.
const ACCOUNTS: &[(&str, Role, Place)] = &[
    ("xitong", Role::SystemAdmin, Place::Organ),
    ("anquan", Role::SecurityAdmin, Place::Organ),
    ("shenji", Role::AuditAdmin, Place::Organ),
    ("dangban", Role::CommitteeAdmin, Place::Organ),
    ("dangwei", Role::CommitteeSecretary, Place::Organ),
    ("weiyuan", Role::CommitteeMember, Place::Organ),
    ("pingwei", Role::Reviewer, Place::Organ),
    ("shuji", Role::OrganisationSecretary, Place::Body),
    ("zhuanzhi", Role::DeputySecretary, Place::Body),
    ("zhibu", Role::BranchSecretary, Place::Branch),
    ("zuzhi", Role::OrganisationCommissioner, Place::Body),
    ("xuanchuan", Role::PublicityCommissioner, Place::Body),
    ("qingnian", Role::YouthOffice, Place::Organ),
    ("dangyuan", Role::Member, Place::Branch),
    ("qunzhong", Role::Staff, Place::Branch),
    ("bianji", Role::Editor, Place::Organ),
    ("shenhe", Role::ApprovingEditor, Place::Organ),
    ("caiwu", Role::Finance, Place::Organ),
];

/// The sample accounts, in the order of the roles.
pub fn accounts() -> Vec<SampleAccount> {
    let account = |(login, role, _): &(&'static str, Role, Place)| SampleAccount {
        login,
        password: PASSWORD,
        role: *role,
        name: name_of(*role),
    };
    ACCOUNTS.iter().map(account).collect()
}

/// Makes them, with what everybody is told first.
pub(super) fn make_accounts(
    db: &Db,
    directory: &Arc<dyn Directory<Conn>>,
    organ: &sample::Organ,
) -> anyhow::Result<()> {
    let (at, body) = organ.bodies().next().context("an organ has bodies")?;
    let branch =
        organ.organisations.iter().find(|one| one.parent == Some(at)).context("a body has branches")?;
    let names = vec![body.name.clone(), branch.name.clone()];
    let password = accounts::hash_password(PASSWORD, &SystemChance)?;
    let directory = Arc::clone(directory);
    db.write(&Permit::<MakeSample>::on_the_machine(operator()), move |tx| {
        let found = directory.by_names(tx, &names)?;
        let place =
            |index: usize| found.get(index).and_then(Option::as_ref).map(|org| (org.id, org.path.clone()));
        // The two accounts of staff belong to people of the first body, so that they can vote.
        let people = match place(0) {
            Some((body, _)) => directory.people_of(tx, body)?,
            None => Vec::new(),
        };
        // Held since long before the sample's own days, so that a clock set back finds them too.
        let from = kernel::Day::new(2010, 1, 1).map_err(kernel::Problem::unexpected)?;
        let mut welcomed = Vec::new();
        for (login, role, at) in ACCOUNTS {
            let new = NewAccount {
                login: (*login).into(),
                name: name_of(*role).into(),
                person: match role {
                    Role::Member => people.first().map(|(person, _)| person.id),
                    Role::Staff => people.get(1).map(|(person, _)| person.id),
                    _ => None,
                },
                password: password.clone(),
                first_password: false,
            };
            let user = accounts::create(tx, &new)?;
            let org = match at {
                Place::Organ => None,
                Place::Body => place(0),
                Place::Branch => place(1),
            };
            accounts::grant(tx, user, *role, org, from, None)?;
            welcomed.push(user);
        }
        notices::tell(tx, &welcomed, &welcome())?;
        Ok(())
    })?;
    Ok(())
}

/// The first notice of every sample account.
fn welcome() -> notices::Notice {
    notices::Notice {
        key: "notice-welcome",
        args: Vec::new(),
        href: "/notices/preferences".into(),
        once: "welcome".into(),
        due: None,
    }
}

/// What a sample account is called: its role, so that nobody has to remember invented names.
fn name_of(role: Role) -> &'static str {
    match role {
        Role::SystemAdmin => "系统管理员",
        Role::SecurityAdmin => "安全管理员",
        Role::AuditAdmin => "审计管理员",
        Role::CommitteeAdmin => "机关党委管理员",
        Role::CommitteeSecretary => "机关党委书记",
        Role::CommitteeMember => "机关党委委员",
        Role::Reviewer => "评委",
        Role::OrganisationSecretary => "基层党组织书记",
        Role::DeputySecretary => "专职副书记",
        Role::BranchSecretary => "党支部书记",
        Role::OrganisationCommissioner => "组织委员",
        Role::PublicityCommissioner => "宣传委员",
        Role::YouthOffice => "青年工作",
        Role::Member => "党员",
        Role::Staff => "群众",
        Role::Editor => "编辑",
        Role::ApprovingEditor => "审核编辑",
        Role::Finance => "财务",
    }
}
