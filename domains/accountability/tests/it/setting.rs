//! A plan of 2015 with a few measures, and those who have to do with it.

use kernel::Role;
use testkit::db::Fresh;

use crate::house::House;

/// A plan as the form sends it.
pub const PLAN: &str = "title=实施意见&number=机党发〔2015〕3号&from_year=2015&until_year=2015&near_days=30&tolerance=20\
&first_after=1&second_after=15&third_after=30&aspects=思想建设%0A组织建设";

/// A measure as the form sends it: content, lead body, last day (nothing: standing), and what else there is.
pub fn measure(content: &str, org: &str, due: &str, more: &str) -> String {
    let until = if due.is_empty() { "standing=yes".to_owned() } else { format!("due={due}") };
    format!(
        "plan=1&aspect=1&content={content}&standard=材料齐全&org={org}&person=陈一&starts=2015-01-01&{until}&weight=1{more}"
    )
}

/// Those who have to do with a plan.
pub struct People {
    pub admin: String,
    pub committee: String,
    /// Secretary of organisation 2, which leads.
    pub lead: String,
    /// Secretary of organisation 3, which helps.
    pub helper: String,
    /// Secretary of organisation 4, which has nothing to do with it.
    pub neighbour: String,
}

impl People {
    pub fn of(house: &House) -> Self {
        Self {
            admin: house.someone(Role::CommitteeAdmin),
            committee: house.someone(Role::CommitteeMember),
            lead: house.secretary_of(2),
            helper: house.secretary_of(3),
            neighbour: house.secretary_of(4),
        }
    }
}

/// Two milestones of a measure.
pub const STEPS: &str = "&step=0&step_due=2015-04-30&step_name=印发办法&step_form=文件\
&step=0&step_due=2015-05-31&step_name=完成培训&step_form=总结";

/// A house with a draft of a plan: measure 1 led by 2 and helped by 3, until 30 June, with two milestones; measure 2 led by
/// 3, standing.
pub fn draft(fresh: &Fresh) -> (House, People) {
    let house = House::on(fresh);
    let people = People::of(&house);
    assert_eq!(house.post("/plans", &people.admin, PLAN).done(), "/plans/1");
    let first =
        measure("健全学习制度", "材料审查部党委", "2015-06-30", &format!("&helpers=通信审查部党委{STEPS}"));
    assert_eq!(house.post("/measures", &people.admin, &first).done(), "/measures/1");
    let second = measure("严格发展党员", "通信审查部党委", "", "");
    assert_eq!(house.post("/measures", &people.admin, &second).done(), "/measures/2");
    (house, people)
}

/// The same in force.
pub fn in_force(fresh: &Fresh) -> (House, People) {
    let (house, people) = draft(fresh);
    assert_eq!(house.post("/plans/1/entry-into-force", &people.admin, "").done(), "/plans/1");
    (house, people)
}

/// The same, with measure 1 signed for and at so many per cent.
pub fn at_work(fresh: &Fresh, percent: &str) -> (House, People) {
    let (house, people) = in_force(fresh);
    house.post("/measures/1/signature", &people.lead, "").done();
    tell(&house, &people.lead, percent);
    (house, people)
}

/// Reports progress on measure 1.
pub fn tell(house: &House, cookie: &str, percent: &str) {
    house.upload("/measures/1/entries", cookie, &[("percent", percent), ("text", "已起草")], &[]).done();
}

/// Reaches both milestones of measure 1 today and hands it in.
pub fn hand_in(house: &House, people: &People, today: &str) {
    for step in [1, 2] {
        let at = format!("/measures/1/milestones/{step}/completion");
        house.post(&at, &people.lead, &format!("on={today}")).done();
    }
    house.upload("/measures/1/submission", &people.lead, &[("result", "制度已印发")], &[]).done();
}
