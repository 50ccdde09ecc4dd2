//! What a machine needs beyond Rust, Node 20 and Python 3: installed when we may, named exactly otherwise.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// A program or font, how to see whether it is there, and the package that brings it.
struct Need {
    part: &'static str,
    what: &'static str,
    there: fn() -> bool,
    packages: &'static [&'static str],
}

const NEEDS: &[Need] = &[
    Need { part: "build", what: "a C compiler", there: || on_path("cc"), packages: &["gcc", "libc6-dev"] },
    Need { part: "build", what: "npm", there: || on_path("npm"), packages: &["npm"] },
    Need { part: "postgres", what: "PostgreSQL", there: || server().is_some(), packages: &["postgresql"] },
    Need { part: "browser", what: "Chromium", there: || on_path("chromium"), packages: &["chromium"] },
    Need {
        part: "browser",
        what: "a Chinese font",
        there: chinese_font,
        packages: &["fontconfig", "fonts-noto-cjk"],
    },
    Need {
        part: "browser",
        what: "Java, for the HTML checker",
        there: || on_path("java"),
        packages: &["default-jre-headless"],
    },
    Need {
        part: "api",
        what: "Python's venv",
        there: || {
            Command::new("python3")
                .args(["-c", "import ensurepip, venv"])
                .output()
                .is_ok_and(|o| o.status.success())
        },
        packages: &["python3-venv"],
    },
    Need {
        part: "papers",
        what: "LibreOffice",
        there: || on_path("soffice") && Path::new("/usr/lib/libreoffice/program/libsclo.so").exists(),
        packages: &["libreoffice-core-nogui", "libreoffice-writer-nogui", "libreoffice-calc-nogui"],
    },
    Need {
        part: "papers",
        what: "pdftotext and pdfinfo",
        there: || on_path("pdftotext") && on_path("pdfinfo"),
        packages: &["poppler-utils"],
    },
];

/// Sees that everything these parts need is there.
pub(crate) fn all(parts: &[String]) -> anyhow::Result<()> {
    let missing: Vec<&Need> =
        NEEDS.iter().filter(|need| parts.iter().any(|part| part == need.part) && !(need.there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    let names: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let line = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if !on_path("apt-get") || !root() {
        bail!("missing: {}. As root: {line}", names.join(", "));
    }
    eprintln!("installing {}", names.join(", "));
    run(Command::new("apt-get").args(["-qq", "update"]))?;
    run(Command::new("apt-get")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["-qq", "-y", "--no-install-recommends", "install"])
        .args(&packages))?;
    match missing.iter().find(|need| !(need.there)()) {
        Some(need) => bail!("{} is still missing after: {line}", need.what),
        None => Ok(()),
    }
}

/// Runs a command and fails with its name.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = format!("{command:?}");
    let status = command.status().with_context(|| name.clone())?;
    if !status.success() {
        bail!("{name}: {status}");
    }
    Ok(())
}

/// The folder of PostgreSQL's server programs.
pub(crate) fn server() -> Option<std::path::PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).exists())
}

fn chinese_font() -> bool {
    ["opentype/noto", "truetype/wqy"].iter().any(|folder| Path::new("/usr/share/fonts").join(folder).exists())
}

fn root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}
