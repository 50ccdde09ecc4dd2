//! A small organ for the tests of this crate.

use kernel::{Chance, Day, OrgId, Problem};
use store::{Migrations, Tx};
use testkit::db::{Fresh, permit};

use crate::organisations::actions::{self, Facts};
use crate::organisations::kind::Kind;
use crate::organisations::record::Organisation;
use crate::policy::WriteOrganisations;

/// Tables of the house and of this domain.
pub fn sets() -> Vec<Migrations> {
    vec![web::house().migrations, crate::MIGRATIONS]
}

/// Writes as somebody at the machine.
pub fn write<T: Send + 'static>(
    db: &Fresh,
    f: impl FnOnce(&mut Tx) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    db.write(&permit::<WriteOrganisations>(), f)
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// An organisation founded in 2000, as most of the tests need it.
pub fn facts(name: &str, kind: Kind, members: i64) -> Facts {
    Facts { founded: "2000-01-01".parse().ok(), members, ..Facts::named(name, kind) }
}

/// A committee, two general branches below it, and two branches below the first: 1, 2, 3, 4, 5.
pub fn organ(db: &Fresh) -> Vec<Organisation> {
    write(db, |tx| {
        let root = actions::found(tx, &facts("机关党委", Kind::Committee, 0), None, None)?;
        let first = actions::found(tx, &facts("办公室党总支", Kind::GeneralBranch, 60), Some(root.id), None)?;
        let second =
            actions::found(tx, &facts("条法司党总支", Kind::GeneralBranch, 70), Some(root.id), None)?;
        let one = actions::found(tx, &facts("办公室第一党支部", Kind::Branch, 30), Some(first.id), None)?;
        let two = actions::found(tx, &facts("办公室第二党支部", Kind::Branch, 30), Some(first.id), None)?;
        Ok(vec![root, first, second, one, two])
    })
    .unwrap()
}

pub fn id(organ: &[Organisation], name: &str) -> OrgId {
    organ.iter().find(|org| org.name == name).unwrap().id
}

/// Bytes that repeat: 0, 1, 2, …
#[derive(Debug, Default)]
pub struct Counting(std::sync::atomic::AtomicU8);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
    }
}
