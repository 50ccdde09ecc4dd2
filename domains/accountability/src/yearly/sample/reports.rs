//! Reports of the sample organ: one of a body that is submitted, and one that is being written.

use kernel::Problem;
use kernel::contracts::OrgBrief;
use store::Conn;

use super::{Hand, YearPeople, day, page};
use crate::bodies::Bodies;
use crate::files;
use crate::policy::WriteReports;
use crate::reports::actions::{self, Typed};
use crate::reports::record;

pub(super) fn sample(
    hand: &Hand<'_>,
    people: YearPeople,
    bodies: &Bodies,
    appraised: &[OrgBrief],
) -> Result<(), Problem> {
    let (asking, known) = (bodies.clone(), appraised.to_vec());
    let found = hand.db.read(move |c: &mut Conn| {
        let Some(plan) = record::plans(c)?.into_iter().next() else { return Ok(None) };
        let ids = record::bodies(c, plan.id)?;
        let leads = asking.0.by_ids(c, &ids)?;
        // The body of the sample's secretary where it has measures, so that they find something of their own.
        let body = known.iter().find(|body| leads.iter().any(|lead| lead.id == body.id)).cloned();
        Ok(body.or_else(|| leads.into_iter().next()).map(|body| (plan, body)))
    })?;
    let Some((plan, body)) = found else { return Ok(()) };
    let half_year = day(2015, 6, 30)?;
    let (frozen, of_body) = (plan.clone(), body.clone());
    hand.write::<WriteReports, _>(people.of_a_body, move |tx| {
        let until = half_year.min(tx.today().plus_days(-14));
        let id = actions::begin(tx, &frozen, Some(&of_body), until)?;
        let typed = Typed {
            until,
            practices: "成立专班，把牵头措施分解到处室和个人，每月调度一次。\n坚持党建与业务一同部署，支部书记列席业务例会。".into(),
            problems: "个别措施启动较慢，支部之间进展不平衡。".into(),
            next_steps: "对照完成标准倒排时间，季度末前完成阶段成果。".into(),
            help: "请协调解决党员活动场所。".into(),
        };
        actions::save(tx, id, &typed)?;
        actions::submit(tx, id)?;
        files::keep(tx, &record::reference(id), &page("报告签字件"))
    })?;
    let year_end = day(2015, 12, 31)?;
    hand.write::<WriteReports, _>(people.of_a_body, move |tx| {
        let until = year_end.min(tx.today());
        let id = actions::begin(tx, &plan, Some(&body), until)?;
        let typed = Typed {
            until,
            practices: "组织支部书记逐条对照措施自查。".into(),
            problems: String::new(),
            next_steps: String::new(),
            help: String::new(),
        };
        actions::save(tx, id, &typed)?;
        Ok(())
    })
}
