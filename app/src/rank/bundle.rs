//! `jinwei rank --bundle`: an exported version recomputed offline and held against what was published.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use appraisal::bundle::{Bundle, BundleError, Checked, Difference, PublishedLine};
use web::Words;

use super::REFUSED;
use super::print::{Form, Ranking, print};

/// Recomputes the bundle. The ranking is printed only when it is the published one; what was checked goes to stderr.
pub(super) fn run(path: &Path, form: Form<'_>, words: &Words) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let file = path.display().to_string();
    let read = Bundle::from_bytes(&bytes).and_then(|bundle| {
        let (scheme, checked) = (bundle.rules()?, bundle.check()?);
        Ok((bundle, scheme, checked))
    });
    let (bundle, scheme, checked) = match read {
        Ok(read) => read,
        Err(error) => {
            let detail = match error {
                BundleError::Unreadable(why) | BundleError::Uncomputable(why) => why,
                other => other.to_string(),
            };
            eprintln!("{}", words.f("appraisal-bundle-refused", [("file", file), ("detail", detail)]));
            return Ok(ExitCode::from(REFUSED));
        }
    };
    let same_digest = bundle.agrees(&checked.digest);
    if !same_digest || !checked.differences.is_empty() {
        return differs(&bundle, &checked, same_digest, form, words);
    }
    let about = serde_json::json!({
        "year": bundle.year,
        "version": bundle.version,
        "digest": bundle.digest,
        "identical": true,
    });
    let (input, outcome) = (&bundle.input, &checked.outcome);
    Ranking { scheme: &scheme, input, outcome, year: bundle.year, about }.give(form, words)?;
    let args = [("file", file), ("year", bundle.year.to_string()), ("version", bundle.version.to_string())];
    eprintln!("{}", words.f("appraisal-bundle-same", args));
    eprintln!("{}", what_was_checked(&bundle, words));
    Ok(ExitCode::SUCCESS)
}

fn what_was_checked(bundle: &Bundle, words: &Words) -> String {
    let digest = match bundle.digest.as_str() {
        "" => words.t("appraisal-bundle-no-digest"),
        digest => digest.to_owned(),
    };
    let input = &bundle.input;
    let args = [
        ("digest", digest),
        ("organisations", bundle.published.len().to_string()),
        ("marks", input.marks.len().to_string()),
        ("tallies", input.tallies.len().to_string()),
        ("decisions", input.decisions.len().to_string()),
    ];
    words.f("appraisal-bundle-checked", args)
}

/// Says every difference on stderr, and as JSON where that is wanted.
fn differs(
    bundle: &Bundle,
    checked: &Checked,
    same_digest: bool,
    form: Form<'_>,
    words: &Words,
) -> anyhow::Result<ExitCode> {
    if !same_digest {
        let args = [("written", bundle.digest.clone()), ("computed", checked.digest.clone())];
        eprintln!("{}", words.f("appraisal-bundle-other-digest", args));
    }
    let said = |line: &Option<PublishedLine>| match line {
        Some(line) => line.to_string(),
        None => words.t("appraisal-bundle-unpublished"),
    };
    let line = |one: &Difference| {
        let name = one.organisation().to_owned();
        let args = [("name", name), ("published", said(&one.published)), ("computed", said(&one.computed))];
        words.f("appraisal-bundle-differs", args)
    };
    for one in &checked.differences {
        eprintln!("{}", line(one));
    }
    if matches!(form, Form::Json) {
        let value = serde_json::json!({
            "year": bundle.year,
            "version": bundle.version,
            "digest": bundle.digest,
            "recomputed_digest": checked.digest,
            "identical": false,
            "differences": checked.differences,
        });
        print(&format!("{}\n", serde_json::to_string_pretty(&value)?))?;
    }
    Ok(ExitCode::FAILURE)
}
