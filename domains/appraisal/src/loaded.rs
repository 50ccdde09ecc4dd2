//! A published year in a database of its own, for tests inside this crate.

use std::sync::Arc;

use kernel::access::MachineActor;
use kernel::contracts::{Directory, OrgBrief};
use kernel::{Day, OrgId, Problem};
use store::Conn;
use testkit::db::Fresh;

/// Knows every name, and numbers them as they come.
struct Everybody;

impl Directory<Conn> for Everybody {
    fn by_names(&self, _: &mut Conn, names: &[String]) -> Result<Vec<Option<OrgBrief>>, Problem> {
        let brief = |(id, name): (i64, &String)| OrgBrief {
            id: OrgId(id),
            code: String::new(),
            name: name.clone(),
            path: format!("1.{id}."),
            category: None,
            members: 0,
        };
        Ok((2..).zip(names).map(|numbered| Some(brief(numbered))).collect())
    }

    fn by_ids(&self, _: &mut Conn, _: &[OrgId]) -> Result<Vec<OrgBrief>, Problem> {
        Ok(Vec::new())
    }

    fn appraised_on(&self, _: &mut Conn, _: Day) -> Result<Vec<OrgBrief>, Problem> {
        Ok(Vec::new())
    }
}

/// The office data of 2014, published as cycle 1; the first organisation has number 2.
pub(crate) fn published_2014() -> Fresh {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/");
    let scheme = std::fs::read_to_string(format!("{samples}scheme.toml")).unwrap();
    let names = ["评分表_审查业务类", "评分表_综合管理类", "评分表_直属单位社会团体类", "群众评价汇总表"];
    let read = |name: &str| {
        let file = format!("2014年度{name}.xlsx");
        let bytes = std::fs::read(format!("{samples}office/{file}")).unwrap();
        (file, bytes)
    };
    let files: Vec<_> = names.iter().map(|name| read(name)).collect();
    let fresh = Fresh::sqlite(&[crate::MIGRATIONS]);
    let actor = MachineActor::CommandLine("tester".into());
    let directory: Arc<dyn Directory<Conn>> = Arc::new(Everybody);
    let what = crate::Load {
        year: 2014,
        scheme: Some(&scheme),
        category: None,
        files: &files,
        publish: true,
        dry_run: false,
    };
    crate::load(&fresh.db(), &actor, &directory, &what).unwrap();
    fresh
}
