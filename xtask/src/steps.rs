//! The tests, part by part: what `make test` runs.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::bail;

use crate::licences;
use crate::need::run;
use crate::postgres::{Server, given};

/// A part of the tests: its name and what it does.
type Part = (&'static str, fn(&Server) -> anyhow::Result<()>);

const PARTS: &[Part] = &[("check", check), ("rust", rust), ("browser", browser), ("api", api)];

/// Runs these parts, or all of them, and says how long each took.
pub(crate) fn all(names: &[String]) -> anyhow::Result<()> {
    if let Some(unknown) = names.iter().find(|name| !PARTS.iter().any(|(part, _)| part == name)) {
        bail!("no such part: {unknown}");
    }
    let server = Server::start()?;
    let mut times = Vec::new();
    for (part, work) in
        PARTS.iter().filter(|(part, _)| names.is_empty() || names.iter().any(|name| name == part))
    {
        eprintln!("── {part}");
        let started = Instant::now();
        work(&server)?;
        times.push(format!("{part} {} s", started.elapsed().as_secs()));
    }
    eprintln!("── all passed: {}", times.join(", "));
    Ok(())
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn check(_: &Server) -> anyhow::Result<()> {
    let metadata = cargo().args(["metadata", "--format-version", "1", "--locked"]).output()?;
    licences::check(&metadata.stdout)?;
    run(cargo().args(["fmt", "--all", "--check"]))?;
    run(cargo().args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    run(cargo().args(["doc", "--quiet", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

fn rust(server: &Server) -> anyhow::Result<()> {
    run(given(cargo().args(["test", "--workspace"]), server))
}

fn browser(server: &Server) -> anyhow::Result<()> {
    run(cargo().args(["build", "--quiet", "--package", "jinwei"]))?;
    run(Command::new("node").current_dir("frontend").args(["--test"]))?;
    npm_ci("e2e")?;
    let mut node = Command::new("node");
    node.current_dir("e2e")
        .args(["--test", "--test-concurrency=2"])
        .args(test_files(Path::new("e2e"), "tests")?);
    run(given(&mut node, server))
}

/// The test files in a folder and below it, as addresses from `root`, in the order of their names.
fn test_files(root: &Path, folder: &str) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let address = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            files.extend(test_files(root, &address)?);
        } else if address.ends_with(".test.mjs") {
            files.push(address);
        }
    }
    files.sort();
    Ok(files)
}

fn api(server: &Server) -> anyhow::Result<()> {
    run(cargo().args(["build", "--quiet", "--package", "jinwei"]))?;
    let mut fuzz = Command::new("bash");
    run(given(fuzz.arg("e2e/api/fuzz.sh"), server))
}

fn npm_ci(folder: &str) -> anyhow::Result<()> {
    let lock = std::fs::metadata(format!("{folder}/package-lock.json"))?.modified()?;
    let installed =
        std::fs::metadata(format!("{folder}/node_modules/.package-lock.json")).and_then(|m| m.modified());
    if installed.is_ok_and(|installed| installed >= lock) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    run(npm.current_dir(folder).args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))
}
