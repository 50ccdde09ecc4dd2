//! What keeps a cycle from giving a result, in the words of the field.

use kernel::{Problem, Say};
use scoring::{EvaluateError, Input, MissingReason, Outcome, Scheme, Trouble};

/// One trouble with the input, about the participant of that name.
pub(crate) fn sentence(trouble: &Trouble, participant: &str) -> Say {
    let about = |key: &'static str| Say::new(key).with("participant", participant);
    match trouble {
        Trouble::Missing { name, reason, .. } => about(match reason {
            MissingReason::Nothing => "appraisal-trouble-missing",
            MissingReason::BelowQuorum => "appraisal-trouble-below-quorum",
            MissingReason::TooFewToTrim => "appraisal-trouble-too-few",
            MissingReason::NoGroupReachedMinimum => "appraisal-trouble-no-group",
        })
        .with("indicator", name),
        Trouble::NothingToScore => about("appraisal-trouble-nothing"),
        Trouble::DecisionOutOfRange { decided, most, .. } => {
            about("appraisal-trouble-decision-range").with("decided", decided).with("most", most)
        }
        Trouble::DuplicateDecision { .. } => about("appraisal-trouble-decided-twice"),
        other => about("appraisal-trouble-other").with("detail", other),
    }
}

/// Why a cycle cannot be computed: the first trouble and how many there are. `name` gives the name behind a participant's
/// key.
pub(crate) fn refusal(error: &EvaluateError, name: impl Fn(&str) -> String) -> Problem {
    match error {
        EvaluateError::Input(faults) => match faults.as_slice() {
            [] => Problem::unexpected(error),
            [one] => Problem::refused(sentence(&one.trouble, &name(&one.participant))),
            [first, ..] => Problem::refused(match &first.trouble {
                Trouble::Missing { name: indicator, .. } => Say::new("appraisal-trouble-missing-many")
                    .with("participant", name(&first.participant))
                    .with("indicator", indicator)
                    .with("n", faults.len()),
                other => sentence(other, &name(&first.participant)),
            }),
        },
        other => Problem::refused(Say::new("appraisal-uncomputable").with("detail", other)),
    }
}

/// The result of these inputs.
///
/// # Errors
/// [`Problem::Refused`] with what is in the way.
pub(crate) fn evaluate(scheme: &Scheme, input: &Input) -> Result<Outcome, Problem> {
    scoring::evaluate(scheme, input).map_err(|error| {
        let named =
            |key: &str| input.participants.iter().find(|one| one.key == key).map(|one| one.name.clone());
        refusal(&error, |key| named(key).unwrap_or_else(|| key.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use kernel::Problem;
    use scoring::{EvaluateError, Fault, MissingReason, Trouble};

    use super::refusal;

    fn missing(participant: &str) -> Fault {
        let (indicator, name) = ("morale".to_owned(), "组织生活".to_owned());
        let trouble = Trouble::Missing { indicator, name, reason: MissingReason::Nothing };
        Fault { participant: participant.to_owned(), trouble, source: None }
    }

    #[test]
    fn the_first_trouble_is_told_by_name_with_how_many_there_are() {
        let said = |faults| match refusal(&EvaluateError::Input(faults), |key| format!("第{key}党委")) {
            Problem::Refused(say) => say,
            other => panic!("{other:?}"),
        };
        let one = said(vec![missing("7")]);
        assert_eq!(one.key, "appraisal-trouble-missing");
        assert!(one.args.contains(&("participant", "第7党委".to_owned())), "{:?}", one.args);
        let many = said(vec![missing("7"), missing("8")]);
        assert_eq!(many.key, "appraisal-trouble-missing-many");
        assert!(many.args.contains(&("n", "2".to_owned())), "{:?}", many.args);
    }
}
