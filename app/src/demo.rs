//! `jinwei demo`: fills an empty installation with the sample organ. The rosters, score sheets and tallies come in as
//! workbooks, through the same code that reads what offices send.

mod people;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use appraisal::Load;
use kernel::Permit;
use kernel::contracts::Directory;
use organisation::Election;
use store::{Conn, Db};
use web::accounts;

use self::people::make_accounts;
pub use self::people::{PASSWORD, SampleAccount, accounts};
use crate::boot::Installation;
use crate::machine::{SystemChance, operator};

kernel::acts! {
    /// Make the accounts of the sample organ.
    MakeSample = "machine.make_sample": [],
}

/// The scheme of the sample organ, as it ships.
const SCHEME: &str = include_str!("../../samples/scheme.toml");
/// The published year of which the sample organ also knows how firm its grades are.
const FIRM: i16 = 2014;
/// The holidays and make-up days of its years, from the yearly notices of the State Council.
const WORKDAYS: &str = include_str!("../../samples/workdays.txt");
/// The year whose appraisal is under way in the sample organ.
const ONGOING: i16 = 2015;
/// Options of `jinwei demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Do nothing when there is an account already, and say which sample accounts there are.
    #[arg(long)]
    if_empty: bool,
    /// Seed of the organ; the same seed gives the same organ.
    #[arg(long, default_value_t = sample::SEED)]
    seed: u64,
    /// So many times as many appraised bodies, with their published years and nothing else: for measuring.
    #[arg(long, default_value_t = 1, hide = true)]
    times: usize,
    /// Print JSON: a list of login, password, role and name.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(data: &Path, args: &Args) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(data)?;
    let taken = !installation.db.read(accounts::all)?.is_empty();
    if taken && !args.if_empty {
        bail!("there are accounts already: the sample organ goes into an empty installation only");
    }
    if !taken {
        let started = std::time::Instant::now();
        eprintln!("making the sample organ …");
        let directory = directory(&installation)?;
        let organ = sample::Organ::generate(args.seed, &size(args.times));
        fill(&installation.db, &installation.secrets.identity(), &directory, &organ)?;
        if args.times <= 1 {
            go_on(&installation.db, &directory, &installation.ballots)?;
            appraisal::firmness(&installation.db, &operator(), FIRM)
                .map_err(|problem| anyhow::anyhow!("{problem}"))?;
        }
        name_the_organ(data)?;
        eprintln!("made in {:.1} s", started.elapsed().as_secs_f64());
    }
    let there = installation.db.read(|c: &mut Conn| accounts::all(c))?;
    let mut samples = self::accounts();
    samples.retain(|sample| there.iter().any(|account| account.login == sample.login));
    if args.json {
        println!("{}", serde_json::to_string_pretty(&samples)?);
    } else if !samples.is_empty() {
        println!("password of every sample account: {PASSWORD}");
        for account in &samples {
            println!("  {:<11}{:<28}{}", account.login, account.role.code(), account.name);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts the name of the sample organ into the configuration, unless there is one already.
fn name_the_organ(data: &Path) -> anyhow::Result<()> {
    let path = data.join("jinwei.toml");
    if !path.exists() {
        let text = "[site]\norgan = \"国家技术登记局\"\norgan_en = \"National Technology Registry\"\n";
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn directory(installation: &Installation) -> anyhow::Result<Arc<dyn Directory<Conn>>> {
    let found = installation.domains.iter().find_map(|domain| domain.directory.clone());
    found.context("no domain knows the organisations")
}

/// The reference organ with so many times its appraised bodies.
fn size(times: usize) -> sample::Size {
    let usual = sample::Size::default();
    let bodies = sample::Size::times(times.max(1)).bodies;
    sample::Size { bodies, branches: usual.branches.max(2 * bodies.total()), ..usual }
}

/// Fills an empty database with an organ, its published years, and one account per role.
///
/// # Errors
/// When a workbook of the sample is refused, which a test forbids, or the database fails.
pub fn fill(
    db: &Db,
    key: &organisation::IdentityKey,
    directory: &Arc<dyn Directory<Conn>>,
    organ: &sample::Organ,
) -> anyhow::Result<()> {
    let files = |files: Vec<sample::File>| -> Vec<(String, Vec<u8>)> {
        files.into_iter().map(|file| (file.name, file.bytes)).collect()
    };
    let rosters = files(vec![organ.organisation_workbook()?, organ.cadre_workbook()?]);
    let permit = Permit::on_the_machine(operator());
    let verdicts = organisation::imports::bring_in(db, &permit, key, &SystemChance, &rosters, false)?;
    if let Some(refused) = verdicts.iter().find(|verdict| !verdict.is_clean()) {
        bail!("{} is refused: {:?} {:?}", refused.file, refused.refusal, refused.faults);
    }
    for year in &organ.years {
        let sheets = files(organ.appraisal_workbooks(year.year)?);
        let load = Load {
            year: i16::try_from(year.year)?,
            scheme: Some(SCHEME),
            category: None,
            files: &sheets,
            publish: true,
            dry_run: false,
        };
        appraisal::load(db, &operator(), directory, &load)
            .map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    }
    keep_workdays(db)?;
    hold_elections(db, directory, organ)?;
    make_accounts(db, directory, organ)?;
    Ok(())
}

/// Sets up what is under way in the sample organ: the year after the published ones, and a scheme being written.
///
/// # Errors
/// When the database fails, or [`fill`] was not called before.
pub fn go_on(
    db: &Db,
    directory: &Arc<dyn Directory<Conn>>,
    ballots: &Arc<ballots::Services>,
) -> anyhow::Result<()> {
    appraisal::ongoing(db, &operator(), directory, ONGOING)?;
    appraisal::sample_draft(db, &operator())?;
    rehearse(db, directory, ballots)?;
    look_into(db, directory)?;
    plan(db, directory)?;
    follow_up(db, directory)
}

/// The plan of the year with its measures.
fn plan(db: &Db, directory: &Arc<dyn Directory<Conn>>) -> anyhow::Result<()> {
    let sources = accountability::Sources { directory: Arc::clone(directory) };
    let people = db.read(|c: &mut Conn| {
        let mut user = |login| accounts::by_login(c, login)?.ok_or(kernel::Problem::Missing);
        Ok(accountability::SamplePeople { admin: user("dangban")?, of_an_organisation: user("shuji")? })
    })?;
    accountability::sample(db, &operator(), &sources, people)?;
    Ok(())
}

/// Rehearsals of the mass evaluation; the two accounts of staff may vote in the open one.
fn rehearse(
    db: &Db,
    directory: &Arc<dyn Directory<Conn>>,
    ballots: &Arc<ballots::Services>,
) -> anyhow::Result<()> {
    let asking = Arc::clone(directory);
    let today = db.clock().now().day();
    let voters = db.read(move |c: &mut Conn| {
        let accounts = accounts::all(c)?;
        let person = |login: &str| {
            accounts.iter().find(|account| account.login == login).and_then(|account| account.person)
        };
        let wanted = [person("dangyuan"), person("qunzhong")];
        let body = asking.appraised_on(c, today)?;
        let people = match body.first() {
            Some(body) => asking.people_of(c, body.id)?,
            None => Vec::new(),
        };
        Ok(wanted
            .into_iter()
            .flatten()
            .filter_map(|id| {
                people.iter().find(|(person, _)| person.id == id).map(|(person, _)| person.clone())
            })
            .collect::<Vec<_>>())
    })?;
    ballots::sample(db, &operator(), ballots, directory, &voters)?;
    Ok(())
}

/// Enters the holidays, as the office does from its list.
fn keep_workdays(db: &Db) -> anyhow::Result<()> {
    let days = web::workdays::parse(WORKDAYS).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    let permit = Permit::<MakeSample>::on_the_machine(operator());
    db.write(&permit, move |tx| web::workdays::keep(tx, &days))?;
    Ok(())
}

/// Research since 2009, with a project under way.
fn look_into(db: &Db, directory: &Arc<dyn Directory<Conn>>) -> anyhow::Result<()> {
    let people = db.read(|c: &mut Conn| {
        let mut user = |login| accounts::by_login(c, login)?.ok_or(kernel::Problem::Missing);
        Ok(research::SamplePeople {
            admin: user("dangban")?,
            secretary: user("dangwei")?,
            member: user("weiyuan")?,
            youth: user("qingnian")?,
            of_an_organisation: user("shuji")?,
        })
    })?;
    research::sample(db, &operator(), directory, people)?;
    Ok(())
}

/// What follows from the published grades: honours and money.
fn follow_up(db: &Db, directory: &Arc<dyn Directory<Conn>>) -> anyhow::Result<()> {
    let results = appraisal::domain().results.context("the appraisal knows the results")?;
    let sources = consequences::Sources { directory: Arc::clone(directory), results };
    let people = db.read(|c: &mut Conn| {
        let mut user = |login| accounts::by_login(c, login)?.ok_or(kernel::Problem::Missing);
        Ok(consequences::SamplePeople {
            admin: user("dangban")?,
            secretary: user("dangwei")?,
            finance: user("caiwu")?,
            of_an_organisation: user("shuji")?,
        })
    })?;
    consequences::sample(db, &operator(), &sources, people)?;
    go_through_the_year(db, directory)
}

/// The yearly work beside the appraisal: leading group, key work, reports, reviews.
fn go_through_the_year(db: &Db, directory: &Arc<dyn Directory<Conn>>) -> anyhow::Result<()> {
    let people = db.read(|c: &mut Conn| {
        let mut user = |login| accounts::by_login(c, login)?.ok_or(kernel::Problem::Missing);
        Ok(accountability::YearPeople {
            admin: user("dangban")?,
            secretary: user("dangwei")?,
            member: user("weiyuan")?,
            of_a_body: user("shuji")?,
        })
    })?;
    let sources = accountability::Sources { directory: Arc::clone(directory) };
    accountability::sample_year(db, &operator(), &sources, people)?;
    Ok(())
}

/// Records the last election of every body, so that a few are overdue today, some are near, and most are far.
fn hold_elections(
    db: &Db,
    directory: &Arc<dyn Directory<Conn>>,
    organ: &sample::Organ,
) -> anyhow::Result<()> {
    let bodies = organ.bodies().map(|(_, body)| (body.name.clone(), body.kind == sample::Kind::Committee));
    let (names, committees): (Vec<String>, Vec<bool>) = bodies.unzip();
    let directory = Arc::clone(directory);
    db.write(&Permit::<MakeSample>::on_the_machine(operator()), move |tx| {
        let found = directory.by_names(tx, &names)?;
        for (index, (org, committee)) in (0_i64..).zip(found.into_iter().zip(committees)) {
            let Some(org) = org else { continue };
            let years = if committee { 5 } else { 3 };
            let left = index * 53 % 1_000 - 60;
            let on = tx.today().plus_days(left).plus_years(-years);
            let election = Election {
                org: org.id,
                on,
                ordinal: None,
                due_voters: None,
                present_voters: None,
                document: String::new(),
                note: String::new(),
            };
            organisation::record_election(tx, &election, None)?;
        }
        Ok(())
    })?;
    Ok(())
}
