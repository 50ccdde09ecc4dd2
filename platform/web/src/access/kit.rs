//! The page of components: every one of them once, with invented content, so that they can be looked at and tested.

use askama::Template;
use kernel::workdays::Exception;
use kernel::{Day, Open, Problem, Workdays};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::answer::Page;
use crate::routes::Routes;
use crate::scene::Reading;
use crate::words::Words;
use crate::workdays::month::{Month, months};
use crate::workdays::weekdays;

pub(super) fn routes() -> Routes {
    Routes::new().get("/kit", Open, show)
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Template, Serialize, JsonSchema)]
#[template(path = "kit_page.html")]
struct Kit {
    #[serde(skip)]
    words: Words,
}

/// A line of the sample ranking: rank, name, panel, mass, total, grade, direction, places.
type SampleRow = (usize, String, &'static str, &'static str, &'static str, &'static str, &'static str, usize);

impl Page for Kit {
    fn title(&self) -> String {
        self.words.t("kit-title")
    }
}

impl Kit {
    /// October 2015: a festival, a make-up day, and two days on which something happens.
    fn month(&self) -> Option<Month> {
        let day = |number: i8| Day::new(2015, 10, number).ok();
        let exception = |number: i8| {
            let working = number == 10;
            let name = self.words.t(if working { "kit-sample-make-up" } else { "kit-sample-festival" });
            day(number).map(|day| Exception { day, working, name })
        };
        let workdays = Workdays::new((1..=7).chain([10]).filter_map(exception));
        let busy = |at: Day| usize::from(Some(at) == day(15) || Some(at) == day(22));
        months(2015, &workdays, day(20)?, busy).into_iter().nth(9)
    }

    fn weekdays(&self) -> Vec<(String, String)> {
        weekdays(&self.words)
    }

    fn rows(&self) -> Vec<SampleRow> {
        let n = |key: &str| self.words.t(key);
        vec![
            (1, n("kit-sample-name-value"), "79.10", "14.32", "93.42", "good", "up", 12),
            (2, n("kit-sample-org-b"), "78.86", "14.05", "92.91", "good", "kept", 0),
            (2, n("kit-sample-org-c"), "79.02", "13.89", "92.91", "good", "down", 1),
            (4, n("kit-sample-org-d"), "76.40", "13.90", "90.30", "fair", "up", 2),
            (5, n("kit-sample-org-e"), "74.95", "13.41", "88.36", "ordinary", "new", 0),
        ]
    }

    fn dimensions(&self) -> Vec<(String, &'static str, &'static str)> {
        let figures = [
            ("a", "18.70", "17.20"),
            ("b", "18.20", "17.90"),
            ("c", "19.10", "16.40"),
            ("d", "23.10", "21.50"),
            ("e", "14.32", "13.60"),
        ];
        let name = |letter: &str| self.words.t(&format!("kit-sample-dimension-{letter}"));
        figures.into_iter().map(|(letter, own, median)| (name(letter), own, median)).collect()
    }

    fn radar(&self) -> String {
        let name = |letter: &str| self.words.t(&format!("kit-sample-dimension-{letter}"));
        let axes: Vec<_> = ["a", "b", "c", "d", "e"]
            .into_iter()
            .zip([20, 20, 20, 25, 15])
            .map(|(letter, max)| json!({ "name": name(letter), "max": max }))
            .collect();
        json!({ "axes": axes, "series": [
            { "name": self.words.t("kit-sample-own"), "values": [18.7, 18.2, 19.1, 23.1, 14.32] },
            { "name": self.words.t("kit-sample-median"), "values": [17.2, 17.9, 16.4, 21.5, 13.6] },
        ] })
        .to_string()
    }

    fn ranks(&self) -> Vec<(String, [u32; 3])> {
        vec![
            (self.words.t("kit-sample-name-value"), [11, 13, 1]),
            (self.words.t("kit-sample-org-b"), [1, 2, 2]),
            (self.words.t("kit-sample-org-c"), [4, 1, 2]),
            (self.words.t("kit-sample-org-d"), [2, 6, 4]),
        ]
    }

    fn bump(&self) -> String {
        let series: Vec<_> = self
            .ranks()
            .into_iter()
            .enumerate()
            .map(|(i, (name, ranks))| json!({ "name": name, "ranks": ranks, "focus": i == 0 }))
            .collect();
        json!({ "years": ["2012", "2013", "2014"], "count": 13, "series": series }).to_string()
    }

    fn grades(&self) -> [String; 3] {
        ["good", "fair", "ordinary"].map(|code| self.words.t(&format!("kit-grade-{code}")))
    }

    fn flow(&self) -> Vec<(String, [u32; 3])> {
        self.grades().into_iter().zip([[7, 3, 1], [3, 14, 3], [1, 4, 5]]).collect()
    }

    fn sankey(&self) -> String {
        let tones = ["good", "fair", "ordinary"];
        let counts = [[11, 20, 10], [11, 21, 9]];
        let node = |(column, at): (usize, usize)| {
            let count = counts.get(column).and_then(|of| of.get(at));
            json!({ "column": column, "name": self.grades().get(at), "count": count, "tone": tones.get(at) })
        };
        let nodes: Vec<_> = (0..2).flat_map(|column| (0..3).map(move |at| (column, at))).map(node).collect();
        let links: Vec<_> = self
            .flow()
            .iter()
            .enumerate()
            .flat_map(|(from, (_, to))| {
                let to = to.iter().copied().enumerate();
                to.map(move |(at, count)| json!({ "from": from, "to": at + 3, "count": count }))
            })
            .collect();
        json!({ "columns": ["2013", "2014"], "nodes": nodes, "links": links }).to_string()
    }

    fn counts(&self) -> Vec<(u32, u32)> {
        vec![(2010, 212), (2011, 260), (2012, 341), (2013, 388), (2014, 455)]
    }

    fn bars(&self) -> String {
        let people = self.words.t("kit-sample-people");
        let (labels, values): (Vec<_>, Vec<_>) =
            self.counts().into_iter().map(|(year, count)| (year.to_string(), count)).unzip();
        json!({ "labels": labels, "unit": people, "series": [{ "name": people, "values": values }] })
            .to_string()
    }
}

fn show(cx: &mut Reading<'_, Open>, _: Nothing) -> Result<Kit, Problem> {
    Ok(Kit { words: cx.words() })
}
