//! The staffing dashboard.

use askama::Template;
use kernel::{Cell, Problem, Sheet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Page, Reading, Words};

use super::rules::{self, Base, Count, Department, Staffing};
use crate::appointments::list::post_label;
use crate::appointments::record::all_open;
use crate::organisations::record::living;
use crate::parameters::{self, Parameters};
use crate::policy::ReadChecks;

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Nothing {}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "staffing/show.html")]
pub(super) struct StaffingShow {
    #[serde(skip)]
    words: Words,
    staffing: Staffing,
    parameters: Parameters,
    /// Large departments without a full-time deputy secretary.
    wanting: Vec<Department>,
}

impl StaffingShow {
    /// `0.93`, in per cent.
    fn share(&self) -> String {
        self.staffing.share.map_or_else(|| "–".to_owned(), |n| format!("{}.{:02}", n / 100, n % 100))
    }

    fn share_note(&self) -> String {
        let p = &self.parameters;
        let per_cent = |thousandths: i64| format!("{}.{}", thousandths / 10, thousandths % 10);
        let key = match self.staffing.base {
            Base::Staff => "staffing-share-staff",
            Base::Members => "staffing-share-members",
        };
        self.words.f(
            key,
            [
                ("heads", self.staffing.heads.to_string()),
                ("least", per_cent(p.full_time_share_least)),
                ("most", per_cent(p.full_time_share_most)),
            ],
        )
    }

    fn wanting_lead(&self) -> String {
        self.words.f("staffing-wanting-lead", [("n", self.parameters.full_time_deputy_from.to_string())])
    }

    fn post(&self, count: &Count) -> String {
        post_label(&self.words, &count.name)
    }

    fn category(&self, count: &Count) -> String {
        if count.name.is_empty() { self.words.t("staffing-no-category") } else { count.name.clone() }
    }

    fn chart(&self, labels: Vec<String>, counts: &[Count]) -> String {
        let full: Vec<usize> = counts.iter().map(|count| count.full_time).collect();
        let part: Vec<usize> = counts.iter().map(|count| count.part_time).collect();
        let (full_name, part_name) =
            (self.words.t("appointment-full-time"), self.words.t("appointment-part-time"));
        let data = serde_json::json!({
            "labels": labels,
            "unit": self.words.t("staffing-unit"),
            "horizontal": true,
            "stacked": true,
            "series": [{ "name": full_name, "values": full }, { "name": part_name, "values": part }],
        });
        data.to_string()
    }

    fn posts_chart(&self) -> String {
        self.chart(self.staffing.posts.iter().map(|c| self.post(c)).collect(), &self.staffing.posts)
    }

    fn categories_chart(&self) -> String {
        let labels = self.staffing.categories.iter().map(|c| self.category(c)).collect();
        self.chart(labels, &self.staffing.categories)
    }

    fn full_time_href(&self) -> &'static str {
        "/appointments?time=full"
    }
}

impl Page for StaffingShow {
    fn title(&self) -> String {
        self.words.t("staffing-title")
    }

    fn sheet(&self) -> Option<Sheet> {
        let head = ["organisation-name", "organisation-members", "staffing-full-time", "staffing-deputy"];
        let row = |d: &Department| {
            let deputy = self.words.t(if d.deputy { "staffing-yes" } else { "staffing-no" });
            let full_time = i64::try_from(d.full_time).unwrap_or(0);
            vec![Cell::text(&d.name), Cell::Int(d.members), Cell::Int(full_time), Cell::text(deputy)]
        };
        Some(Sheet {
            name: self.title(),
            head: head.iter().map(|key| self.words.t(key)).collect(),
            rows: self.staffing.departments.iter().map(row).collect(),
        })
    }
}

pub(super) fn show(cx: &mut Reading<'_, ReadChecks>, _: Nothing) -> Result<StaffingShow, Problem> {
    let (today, reach) = (cx.today(), cx.permit.reach());
    let mut organisations = living(cx.db)?;
    organisations.retain(|org| reach.covers(org.id, &org.path));
    let held: Vec<_> = all_open(cx.db)?.into_iter().filter(|a| a.holds_on(today)).collect();
    let parameters = parameters::read(cx.db)?;
    let staffing = rules::staffing(&organisations, &held);
    let wanting = rules::wanting(&staffing, &parameters).cloned().collect();
    Ok(StaffingShow { words: cx.words(), staffing, parameters, wanting })
}
