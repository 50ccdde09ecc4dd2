//! How grades flowed from year to year: a table between each two years, and the data of a Sankey.

use std::collections::HashMap;

use kernel::{Cell, OrgId, Sheet};
use schemars::JsonSchema;
use serde::Serialize;
use web::Words;

use crate::rankings::record::tone;

/// The grades of one year, as they go into a flow.
pub(crate) struct YearGrades<'a> {
    pub year: i16,
    /// Names of the grades, best first.
    pub grades: Vec<&'a str>,
    /// Everybody with the position of their grade.
    pub of: Vec<(OrgId, u32)>,
}

/// Grades over the years, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct GradeFlow {
    pub years: Vec<FlowYear>,
    /// From each year to the next.
    pub steps: Vec<FlowStep>,
}

/// One year of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct FlowYear {
    pub year: i16,
    /// Grades, best first, with how many have them.
    pub grades: Vec<(String, usize)>,
}

/// From one year to the next: whoever took part in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct FlowStep {
    pub from: i16,
    pub to: i16,
    /// Names of the later grades.
    pub grades: Vec<String>,
    pub rows: Vec<FlowRow>,
}

/// Where those of one grade went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct FlowRow {
    pub from: String,
    /// How many have each of the later grades.
    pub to: Vec<usize>,
}

/// The flow between years, the earliest first.
pub(crate) fn flow(years: &[YearGrades<'_>]) -> GradeFlow {
    let counted = |one: &YearGrades<'_>| FlowYear {
        year: one.year,
        grades: (0_u32..)
            .zip(&one.grades)
            .map(|(at, name)| ((*name).to_owned(), one.of.iter().filter(|(_, own)| *own == at).count()))
            .collect(),
    };
    let steps = years.iter().zip(years.iter().skip(1)).map(|(before, after)| step(before, after));
    GradeFlow { years: years.iter().map(counted).collect(), steps: steps.collect() }
}

fn step(before: &YearGrades<'_>, after: &YearGrades<'_>) -> FlowStep {
    let mut counts = vec![vec![0_usize; after.grades.len()]; before.grades.len()];
    let then: HashMap<OrgId, u32> = before.of.iter().copied().collect();
    let at = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
    for (org, now) in &after.of {
        let row = then.get(org).and_then(|then| counts.get_mut(at(*then)));
        if let Some(count) = row.and_then(|row| row.get_mut(at(*now))) {
            *count += 1;
        }
    }
    let row = |(from, to): (&&str, Vec<usize>)| FlowRow { from: (*from).to_owned(), to };
    FlowStep {
        from: before.year,
        to: after.year,
        grades: after.grades.iter().map(|name| (*name).to_owned()).collect(),
        rows: before.grades.iter().zip(counts).map(row).collect(),
    }
}

impl GradeFlow {
    /// Whether anybody took part in two years one after the other.
    pub(crate) fn is_empty(&self) -> bool {
        self.steps.iter().flat_map(|step| &step.rows).flat_map(|row| &row.to).all(|count| *count == 0)
    }

    /// The data of the chart.
    pub(crate) fn sankey(&self) -> String {
        let columns: Vec<String> = self.years.iter().map(|one| one.year.to_string()).collect();
        let (mut nodes, mut links) = (Vec::new(), Vec::new());
        // Number of each node by column and position, for those that somebody has.
        let mut numbers: HashMap<(usize, usize), usize> = HashMap::new();
        for (column, year) in self.years.iter().enumerate() {
            for ((at, (name, count)), place) in year.grades.iter().enumerate().zip(0_u32..) {
                if *count > 0 {
                    numbers.insert((column, at), nodes.len());
                    let tone = tone(place, year.grades.len());
                    nodes.push(serde_json::json!({
                        "column": column, "name": name, "count": count, "tone": tone,
                    }));
                }
            }
        }
        for (column, step) in self.steps.iter().enumerate() {
            for (from, row) in step.rows.iter().enumerate() {
                for (to, count) in row.to.iter().enumerate().filter(|(_, count)| **count > 0) {
                    let ends = (numbers.get(&(column, from)), numbers.get(&(column + 1, to)));
                    if let (Some(from), Some(to)) = ends {
                        links.push(serde_json::json!({ "from": from, "to": to, "count": count }));
                    }
                }
            }
        }
        serde_json::json!({ "columns": columns, "nodes": nodes, "links": links }).to_string()
    }

    /// One row for every two grades between which somebody went.
    pub(crate) fn sheet(&self, words: &Words) -> Sheet {
        const HEADS: [&str; 5] = [
            "appraisal-from-year",
            "appraisal-history-grade-before",
            "appraisal-to-year",
            "appraisal-history-grade-after",
            "appraisal-organisations",
        ];
        let mut rows = Vec::new();
        for step in &self.steps {
            for row in &step.rows {
                for (grade, count) in step.grades.iter().zip(&row.to).filter(|(_, count)| **count > 0) {
                    rows.push(vec![
                        Cell::Int(i64::from(step.from)),
                        Cell::text(&row.from),
                        Cell::Int(i64::from(step.to)),
                        Cell::text(grade),
                        Cell::Int(i64::try_from(*count).unwrap_or(i64::MAX)),
                    ]);
                }
            }
        }
        let head = HEADS.iter().map(|key| words.t(key)).collect();
        Sheet { name: words.t("appraisal-flow"), head, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year(year: i16, of: &[(i64, u32)]) -> YearGrades<'static> {
        let of = of.iter().map(|(org, place)| (OrgId(*org), *place)).collect();
        YearGrades { year, grades: vec!["好", "较好", "一般"], of }
    }

    #[test]
    fn whoever_took_part_in_both_years_flows() {
        let years = [
            year(2013, &[(1, 0), (2, 1), (3, 2), (4, 2)]),
            year(2014, &[(1, 0), (2, 0), (3, 1), (5, 2)]),
            year(2015, &[(2, 2)]),
        ];
        let flow = flow(&years);
        let to: Vec<_> = flow.steps[0].rows.iter().map(|row| row.to.clone()).collect();
        assert_eq!(to, [[1, 0, 0], [1, 0, 0], [0, 1, 0]], "4 left, 5 is new");
        assert_eq!(flow.steps[1].rows[0].to, [0, 0, 1]);
        assert_eq!(flow.years[0].grades[2], ("一般".to_owned(), 2), "those who leave stand in their year");
        let chart: serde_json::Value = serde_json::from_str(&flow.sankey()).unwrap();
        assert_eq!(chart["nodes"].as_array().unwrap().len(), 7, "grades that nobody has are not drawn");
        assert_eq!(chart["links"][3], serde_json::json!({ "from": 3, "to": 6, "count": 1 }));
    }

    #[test]
    fn one_year_alone_flows_nowhere() {
        assert!(flow(&[year(2014, &[(1, 0)])]).is_empty() && flow(&[]).is_empty());
    }
}
