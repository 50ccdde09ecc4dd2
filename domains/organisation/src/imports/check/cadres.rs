//! The roster of cadres against the persons and posts as they stand.

use std::collections::{HashMap, HashSet};

use kernel::{OrgId, PersonId, Problem, Say, names};
use store::Conn;

use super::roll::Known;
use super::{Difference, FieldChange, Findings, changes, kept, refined, shown};
use crate::appointments::actions::NewAppointment;
use crate::appointments::post;
use crate::appointments::record::Appointment;
use crate::dated::Dated;
use crate::identity::Sealed;
use crate::imports::batch::{CadreRow, Number};
use crate::persons::actions::Facts;
use crate::persons::record::{Person, Sex};

/// What is to be written.
#[derive(Debug, Clone, Default)]
pub(crate) struct CadrePlan {
    pub(crate) people: Vec<PersonStep>,
    pub(crate) posts: Vec<PostStep>,
    pub(crate) new_rows: usize,
}

/// One person of the roster, whose rows may be several.
#[derive(Debug, Clone)]
pub(crate) struct PersonStep {
    /// Who it is; `None` enters somebody.
    pub(crate) target: Option<PersonId>,
    /// What is known of them afterwards.
    pub(crate) facts: Facts,
    /// Their identity number, where it is new.
    pub(crate) sealed: Option<Sealed>,
    /// Whether anything differs from what is there.
    pub(crate) changed: bool,
}

/// One post of the roster.
#[derive(Debug, Clone)]
pub(crate) struct PostStep {
    /// Whose, counted among [`CadrePlan::people`].
    pub(crate) person: usize,
    /// The post as it stands afterwards; its person is set when they are known.
    pub(crate) new: NewAppointment,
    /// The appointment that it is; `None` appoints.
    pub(crate) target: Option<Appointment>,
    /// Whether anything differs from what is there.
    pub(crate) changed: bool,
}

/// Why the person of a row cannot be told.
enum Unclear {
    /// Several bear the number.
    Number,
    /// Several bear the name.
    Name,
    /// The number is hidden and nobody known has it.
    Hidden,
}

struct Check<'a, 'b> {
    known: Known,
    findings: &'a mut Findings<'b>,
    plan: CadrePlan,
    /// Persons of the roster so far, by number, by who they are, or by name and birth.
    seen: HashMap<String, usize>,
    matched: HashSet<i64>,
    orgs: HashSet<OrgId>,
}

pub(super) fn check(
    c: &mut Conn,
    rows: &[CadreRow],
    findings: &mut Findings<'_>,
) -> Result<CadrePlan, Problem> {
    let known = Known::load(c)?;
    let mut check = Check {
        known,
        findings,
        plan: CadrePlan::default(),
        seen: HashMap::new(),
        matched: HashSet::new(),
        orgs: HashSet::new(),
    };
    for row in rows {
        check.dates(row);
        if let Some(org) = check.org(row) {
            check.row(row, org);
        }
    }
    check.left_alone(rows);
    Ok(check.plan)
}

impl Check<'_, '_> {
    fn org(&mut self, row: &CadreRow) -> Option<OrgId> {
        let found = self.known.orgs.get(&names::fold(&row.organisation)).map_or(&[][..], Vec::as_slice);
        let (reason, fix) = match found {
            [one] => return Some(*one),
            [] => ("import-fault-organisation", "import-fix-organisation"),
            _ => ("import-fault-name-ambiguous", "import-fix-organisation-code"),
        };
        let place = crate::imports::batch::Place { row: row.organisation_row, ..row.place };
        let error = self.findings.batch.error(
            place,
            "organisation",
            &row.organisation,
            Say::new(reason),
            Say::new(fix),
        );
        self.findings.faults.push(error);
        None
    }

    fn row(&mut self, row: &CadreRow, org: OrgId) {
        self.orgs.insert(org);
        let target = match self.find(row, org) {
            Ok(target) => target,
            Err(unclear) => return self.unclear(row, &unclear),
        };
        let (person, mut found) = self.person(row, org, target);
        let (post, more) = self.post(row, org, person, target);
        let is_new = post.target.is_none();
        found.extend(more);
        self.plan.posts.push(post);
        if is_new {
            self.plan.new_rows += 1;
        } else if !found.is_empty() {
            let place = self.findings.batch.named(row.place, "name");
            self.findings.differences.push(Difference { place, name: row.name.clone(), changes: found });
        }
    }

    fn unclear(&mut self, row: &CadreRow, unclear: &Unclear) {
        let (field, value, reason, fix) = match unclear {
            Unclear::Number => {
                let mask = row.sealed.as_ref().map_or("", |sealed| sealed.mask.as_str());
                ("identity", mask, "import-fault-number-ambiguous", "import-fix-merge")
            }
            Unclear::Name => {
                ("name", row.name.as_str(), "import-fault-person-ambiguous", "import-fix-identity")
            }
            Unclear::Hidden => {
                let Number::Masked(mask) = &row.number else { return };
                ("identity", mask.as_str(), "import-fault-masked", "import-fix-identity")
            }
        };
        let error = self.findings.batch.error(row.place, field, value, Say::new(reason), Say::new(fix));
        self.findings.faults.push(error);
    }

    /// Who a row is about: by the identity number, else by name and birth, else by name and organisation.
    fn find(&self, row: &CadreRow, org: OrgId) -> Result<Option<PersonId>, Unclear> {
        if let Some(sealed) = &row.sealed {
            match self.known.by_index.get(&sealed.index).map_or(&[][..], Vec::as_slice) {
                [] => {}
                [one] => return Ok(Some(*one)),
                _ => return Err(Unclear::Number),
            }
        }
        let agrees = |person: &&Person| match (person.born, row.born) {
            (Some(known), Some(said)) => known.may_be(said),
            _ => self.known.belongs(person, org),
        };
        let mut found: Vec<&Person> = match (&row.number, &row.sealed) {
            (Number::Masked(mask), _) => {
                self.known.named(row).filter(|person| person.identity == *mask).collect()
            }
            (_, Some(_)) => {
                let bare = |person: &&Person| !self.known.numbered.contains(&person.id);
                self.known.named(row).filter(bare).filter(agrees).collect()
            }
            (_, None) => self.known.named(row).filter(agrees).collect(),
        };
        if found.len() > 1 && found.iter().any(|person| self.known.belongs(person, org)) {
            found.retain(|person| self.known.belongs(person, org));
        }
        match found.as_slice() {
            [] if matches!(row.number, Number::Masked(_)) => Err(Unclear::Hidden),
            [] => Ok(None),
            [one] => Ok(Some(one.id)),
            _ => Err(Unclear::Name),
        }
    }

    /// The step of a row's person, and what it changes.
    fn person(&mut self, row: &CadreRow, org: OrgId, target: Option<PersonId>) -> (usize, Vec<FieldChange>) {
        let key = match (target, &row.sealed) {
            (Some(id), _) => format!("id {id}"),
            (None, Some(sealed)) => format!("number {}", sealed.index),
            (None, None) => match row.born {
                Some(born) => format!("name {} {born}", names::fold(&row.name)),
                None => format!("name {} in {org}", names::fold(&row.name)),
            },
        };
        if let Some(at) = self.seen.get(&key).copied() {
            let mut found = Vec::new();
            if let Some(step) = self.plan.people.get_mut(at) {
                let before = step.facts.clone();
                overlay(&mut step.facts, row);
                found = compare(&before, &step.facts);
                step.changed |= !found.is_empty();
            }
            return (at, found);
        }
        let known = target.and_then(|id| self.known.people.get(&id));
        let before = known.map(Facts::of);
        let mut facts = before.clone().unwrap_or_else(|| Facts {
            name: row.name.clone(),
            sex: Sex::Unknown,
            born: None,
            joined: None,
            telephone: String::new(),
            member: true,
            org: Some(org),
        });
        facts.org = facts.org.or(Some(org));
        overlay(&mut facts, row);
        let bare = target.is_none_or(|id| !self.known.numbered.contains(&id));
        let sealed = row.sealed.clone().filter(|_| bare);
        let mut found = before.as_ref().map(|before| compare(before, &facts)).unwrap_or_default();
        if let (Some(_), Some(sealed)) = (target, &sealed) {
            found.push(FieldChange { field: "identity", was: String::new(), becomes: sealed.mask.clone() });
        }
        let at = self.plan.people.len();
        self.seen.insert(key, at);
        self.plan.people.push(PersonStep { target, facts, sealed, changed: !found.is_empty() });
        (at, found)
    }

    /// The step of a row's post, and what it changes.
    fn post(
        &mut self,
        row: &CadreRow,
        org: OrgId,
        person: usize,
        target: Option<PersonId>,
    ) -> (PostStep, Vec<FieldChange>) {
        let held = target.and_then(|id| self.known.posts.get(&id)).map_or(&[][..], Vec::as_slice);
        let folded = names::fold(&row.post);
        let same = |post: &&Appointment| post.org == org && names::fold(&post.post) == folded;
        let found = held.iter().find(same).cloned();
        let otherwise = found.as_ref().map_or_else(|| row.post.starts_with("专职"), |post| post.full_time);
        let new = NewAppointment {
            person: target.unwrap_or(PersonId(0)),
            org,
            post: found.as_ref().map_or_else(|| row.post.clone(), |post| post.post.clone()),
            full_time: row.full_time.unwrap_or(otherwise),
            since: refined(found.as_ref().and_then(|post| post.since), row.since),
        };
        let Some(found) = found else {
            self.second_secretary(row, org, target);
            return (PostStep { person, new, target: None, changed: true }, Vec::new());
        };
        self.matched.insert(found.id.0);
        let time = |full: bool| if full { "专职" } else { "兼职" }.to_owned();
        let more = changes([
            ("full_time", time(found.full_time), time(new.full_time)),
            ("since", shown(found.since), shown(new.since)),
        ]);
        let changed = !more.is_empty();
        (PostStep { person, new, target: Some(found), changed }, more)
    }

    /// A new secretary where another still holds the post.
    fn second_secretary(&mut self, row: &CadreRow, org: OrgId, target: Option<PersonId>) {
        let rank = post::rank(&row.post);
        let mut there = self.known.in_org.get(&org).into_iter().flatten();
        if post::is_secretary(rank)
            && there.any(|held| post::rank(&held.post) == rank && Some(held.person) != target)
        {
            let batch = self.findings.batch;
            self.findings.warnings.add("import-warning-second-secretary", || batch.named(row.place, "post"));
        }
    }

    fn dates(&mut self, row: &CadreRow) {
        let (latest, batch) = (self.findings.latest(), self.findings.batch);
        let mut later = |date: Option<Dated>, key, field: &str| {
            if date.is_some_and(|date| date.day > latest) {
                let say = Say::new(key).with("latest", latest);
                self.findings.warnings.add(say, || batch.named(row.place, field));
            }
        };
        later(row.joined, "import-warning-later-joined", "joined");
        later(row.since, "import-warning-later-since", "since");
        if let (Some(since), Some(joined)) = (row.since, row.joined)
            && since.latest() < joined.day
        {
            self.findings.warnings.add("import-warning-before-joining", || batch.named(row.place, "since"));
        }
    }

    /// Posts in the organisations of the roster that it does not name: they stay.
    fn left_alone(&mut self, rows: &[CadreRow]) {
        let there = self.orgs.iter().filter_map(|org| self.known.in_org.get(org)).flatten();
        let left = there.filter(|post| !self.matched.contains(&post.id.0)).count();
        let Some(last) = rows.last().filter(|_| left > 0) else { return };
        let batch = self.findings.batch;
        let say = Say::new("import-warning-left").with("left", left);
        self.findings.warnings.add(say, || batch.named(last.place, "post"));
    }
}

/// Puts what a row says over what is known.
fn overlay(facts: &mut Facts, row: &CadreRow) {
    if facts.name != row.name && names::fold(&facts.name) != names::fold(&row.name) {
        facts.name.clone_from(&row.name);
    }
    if row.sex != Sex::Unknown {
        facts.sex = row.sex;
    }
    facts.born = refined(facts.born, row.born);
    facts.joined = refined(facts.joined, row.joined);
    facts.telephone = kept(&facts.telephone, &row.telephone);
    facts.member |= facts.joined.is_some();
}

fn compare(before: &Facts, after: &Facts) -> Vec<FieldChange> {
    let sex = |sex: Sex| match sex {
        Sex::Unknown => "",
        Sex::Male => "男",
        Sex::Female => "女",
    };
    changes([
        ("name", names::fold(&before.name), names::fold(&after.name)),
        ("sex", sex(before.sex).to_owned(), sex(after.sex).to_owned()),
        ("born", shown(before.born), shown(after.born)),
        ("joined", shown(before.joined), shown(after.joined)),
        ("telephone", before.telephone.clone(), after.telephone.clone()),
    ])
}
