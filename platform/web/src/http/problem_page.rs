//! A problem in words: what happened, what to do, a way back, and the number of the incident.

use askama::Template;
use kernel::Problem;
use serde::Serialize;

use super::{answer, shell};
use crate::scene::Scene;
use crate::words::Words;

#[derive(Template)]
#[template(path = "problem_page.html")]
struct ProblemPage {
    words: Words,
    status: u16,
    title: String,
    detail: String,
    advice: String,
    errors: Vec<(String, String)>,
    request: String,
    sign_in: Option<String>,
}

/// RFC 9457 problem document.
#[derive(Serialize)]
pub(super) struct Document {
    r#type: &'static str,
    title: String,
    status: u16,
    detail: String,
    instance: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Wrong>,
}

#[derive(Serialize)]
struct Wrong {
    field: String,
    detail: String,
}

/// Message keys begin with this and end in `-title`, `-detail` or `-advice`.
fn stem(problem: &Problem, status: u16) -> &'static str {
    match problem {
        _ if status == 405 => "problem-method",
        Problem::SignInNeeded => "problem-sign-in",
        Problem::Forbidden { .. } => "problem-forbidden",
        Problem::Missing => "problem-missing",
        Problem::Malformed(_) => "problem-malformed",
        Problem::Invalid(_) => "problem-invalid",
        Problem::Refused(_) => "problem-refused",
        Problem::TooLarge(_) => "problem-too-large",
        Problem::WrongType => "problem-wrong-type",
        Problem::TooMany(_) => "problem-too-many",
        Problem::Unexpected(_) => "problem-unexpected",
    }
}

fn detail(scene: &Scene, problem: &Problem, stem: &str) -> String {
    let key = format!("{stem}-detail");
    let words = &scene.words;
    match problem {
        Problem::Refused(say) => words.say(say),
        Problem::Forbidden { act } => {
            let act = words.t(&format!("act-{}", act.replace(['.', '_'], "-")));
            words.f(&key, [("act", act)])
        }
        Problem::Malformed(what) => words.f(&key, [("what", what.clone())]),
        Problem::TooLarge(limit) => words.f(&key, [("limit", format!("{} MB", limit / 1024 / 1024))]),
        Problem::TooMany(seconds) => words.f(&key, [("minutes", seconds.div_ceil(60).to_string())]),
        _ => words.t(&key),
    }
}

pub(super) fn document(scene: &Scene, problem: &Problem, status: u16) -> Document {
    let stem = stem(problem, status);
    let errors = match problem {
        Problem::Invalid(errors) => answer::field_errors(scene, errors),
        _ => Vec::new(),
    };
    Document {
        r#type: "about:blank",
        title: scene.words.t(&format!("{stem}-title")),
        status,
        detail: detail(scene, problem, stem),
        instance: format!("urn:jinwei:request:{}", scene.request),
        errors: errors.into_iter().map(|(field, detail)| Wrong { field, detail }).collect(),
    }
}

pub(super) fn page(scene: &Scene, problem: &Problem, status: u16) -> Result<String, Problem> {
    let stem = stem(problem, status);
    let title = scene.words.t(&format!("{stem}-title"));
    let errors = match problem {
        Problem::Invalid(errors) => answer::field_errors(scene, errors),
        _ => Vec::new(),
    };
    let page = ProblemPage {
        words: scene.words.clone(),
        status,
        title: title.clone(),
        detail: detail(scene, problem, stem),
        advice: scene.words.t(&format!("{stem}-advice")),
        errors,
        request: scene.request.clone(),
        sign_in: scene.principal.is_none().then(|| sign_in_first(&scene.path)),
    };
    let content = page.render().map_err(Problem::unexpected)?;
    shell::wrap(scene, title, content)
}

/// The sign-in page, which leads on to where the reader wanted to go.
pub(super) fn sign_in_first(path: &str) -> String {
    let encoded: String = path.bytes().map(answer::percent).collect();
    format!("/sign-in?next={encoded}")
}
