//! The statistics of each category's panel. Reviewers are compared within a category: they mark the same organisations
//! there, and workbooks call the reviewers of different panels by the same names.

use scoring::{
    Adjusted, Concordance, EvaluateError, Figure, Icc, Input, OwnSide, Ratio, ReviewError, ReviewerFigures,
    Scheme, review_table, reviewers,
};

/// Everything about the panel of one category.
pub(super) struct Panel {
    pub category: String,
    pub reviewers: Vec<ReviewerFigures>,
    pub icc: Result<Icc, ReviewError>,
    pub concordance: Result<Concordance, ReviewError>,
    pub adjusted: Result<Adjusted, ReviewError>,
}

/// The panels of all categories that were marked, in the order of the scheme.
///
/// # Errors
/// As [`reviewers`].
pub(super) fn panels(
    scheme: &Scheme,
    input: &Input,
    own_sides: &[OwnSide],
) -> Result<Vec<Panel>, EvaluateError> {
    let mut panels = Vec::new();
    for category in &scheme.categories {
        let own = of_category(scheme, input, &category.name);
        if own.marks.is_empty() {
            continue;
        }
        let table = review_table(scheme, &own, None, None)?;
        panels.push(Panel {
            category: category.name.clone(),
            reviewers: reviewers(scheme, &own, own_sides)?,
            icc: table.icc(),
            concordance: table.concordance(),
            adjusted: table.adjusted(),
        });
    }
    Ok(panels)
}

/// Participants of one category and their marks.
fn of_category(scheme: &Scheme, input: &Input, name: &str) -> Input {
    let named = |word: &str| scheme.category(word).is_some_and(|category| category.name == name);
    let participants: Vec<_> =
        input.participants.iter().filter(|one| named(&one.category)).cloned().collect();
    let known = |key: &str| participants.iter().any(|one| one.key == key);
    let marks = input.marks.iter().filter(|mark| known(&mark.participant)).cloned().collect();
    Input { participants, marks, ..Input::default() }
}

/// How far from the panel's mean a reviewer marks before it is said, in points of a hundred.
const NOTICEABLE: i64 = 2;

/// Whether a reviewer is severe, even or lenient, as end of a message key.
pub(super) fn severity(figure: &Figure) -> &'static str {
    match &figure.exact {
        exact if *exact <= Ratio::from(-NOTICEABLE) => "severe",
        exact if *exact >= Ratio::from(NOTICEABLE) => "lenient",
        _ => "even",
    }
}

/// Whether a reviewer gave a quarter of the organisations or more the same share of every full mark. Where indicators are
/// marked one by one that hardly happens.
pub(super) fn is_straight_lining(one: &ReviewerFigures) -> bool {
    let quarter = Ratio::new(1, 4).unwrap_or(Ratio::ONE);
    one.straight_lining.as_ref().is_some_and(|share| share.exact >= quarter)
}

/// How well a panel agrees, as end of a message key, by the intraclass correlation of its mean (T. K. Koo and M. Y. Li,
/// *A guideline of selecting and reporting intraclass correlation coefficients*, J. Chiropr. Med. 15 (2016), 155–163).
pub(super) fn agreement(icc: &Figure) -> &'static str {
    let least = |hundredths: i128| Ratio::new(hundredths, 100).unwrap_or(Ratio::ONE);
    match &icc.exact {
        exact if *exact >= least(90) => "excellent",
        exact if *exact >= least(75) => "good",
        exact if *exact >= least(50) => "moderate",
        _ => "poor",
    }
}

#[cfg(test)]
mod tests {
    use scoring::{Mark, Participant};

    use super::*;

    fn figure(text: &str) -> Figure {
        Figure::new(text.parse().unwrap(), 3)
    }

    #[test]
    fn words_for_figures() {
        let severities = ["-2", "-1.999", "0", "1.999", "2"].map(|text| severity(&figure(text)));
        assert_eq!(severities, ["severe", "even", "even", "even", "lenient"]);
        let agreements = ["0.9", "0.899", "0.75", "0.5", "0.499", "-1"].map(|text| agreement(&figure(text)));
        assert_eq!(agreements, ["excellent", "good", "good", "moderate", "poor", "poor"]);
    }

    #[test]
    fn reviewers_of_two_panels_with_one_name_are_two() {
        let scheme = Scheme::from_toml(include_str!("../../../../samples/scheme.toml")).unwrap();
        let mut input = Input::default();
        for (key, category) in [("甲", 0), ("乙", 0), ("丙", 1), ("丁", 1)] {
            let category = scheme.categories[category].name.clone();
            input.participants.push(Participant { key: key.into(), name: key.into(), category });
        }
        for (participant, reviewer, mark) in [
            ("甲", "评委1", "9"),
            ("甲", "评委2", "8"),
            ("乙", "评委1", "7"),
            ("乙", "评委2", "6"),
            ("丙", "评委1", "5"),
            ("丙", "评委2", "9"),
        ] {
            input.marks.push(Mark {
                participant: participant.into(),
                indicator: "班子建设".into(),
                reviewer: reviewer.into(),
                mark: mark.parse().unwrap(),
                source: None,
            });
        }
        let panels = panels(&scheme, &input, &[]).unwrap();
        let severity =
            |panel: usize| panels[panel].reviewers[0].severity.clone().unwrap().published.to_string();
        assert_eq!(panels.len(), 2, "whoever was not marked has no panel");
        assert_eq!((severity(0), severity(1)), ("5.000".to_owned(), "-20.000".to_owned()));
    }
}
