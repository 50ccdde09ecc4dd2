//! `jinwei doctor`: checks, one by one, what an installation needs, and says how to mend what is missing.

use std::path::Path;
use std::process::ExitCode;

use crate::boot::Installation;
use crate::config::Config;
use crate::{machine, secrets};

/// Options of `jinwei doctor`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

struct Finding {
    what: &'static str,
    well: bool,
    detail: String,
}

pub(crate) fn run(data: &Path, args: &Args) -> anyhow::Result<ExitCode> {
    let findings = examine(data);
    let well = findings.iter().all(|finding| finding.well);
    if args.json {
        let value: Vec<_> = findings
            .iter()
            .map(|f| serde_json::json!({ "what": f.what, "well": f.well, "detail": f.detail }))
            .collect();
        println!("{}", serde_json::to_string_pretty(&value)?);
    } else {
        for finding in &findings {
            let mark = if finding.well { "ok  " } else { "FAIL" };
            println!("{mark}  {:<16}{}", finding.what, finding.detail);
        }
    }
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn examine(data: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |what, result: Result<String, String>| {
        let well = result.is_ok();
        findings.push(Finding { what, well, detail: result.unwrap_or_else(|detail| detail) });
        well
    };
    if !say("data directory", writable(data)) {
        return findings;
    }
    let config = Config::of(data);
    let told = config.as_ref().map(|_| "in order".to_owned()).map_err(|error| format!("{error:#}"));
    if !say("configuration", told) {
        return findings;
    }
    say("keys", keys(data));
    let installation = Installation::open(data);
    let told = match &installation {
        Ok(installation) => Ok(format!("{}, tables up to date", installation.db.backend())),
        Err(error) => Err(format!("{error:#}")),
    };
    if say("database", told)
        && let Ok(installation) = installation
    {
        say("audit trail", audit(&installation));
        say(
            "web site",
            installation
                .site()
                .map(|site| format!("{} routes", site.routes.len()))
                .map_err(|e| e.to_string()),
        );
        say("address", listen(&installation));
    }
    findings
}

fn writable(data: &Path) -> Result<String, String> {
    std::fs::create_dir_all(data).map_err(|error| format!("{}: {error}", data.display()))?;
    let probe = data.join(".doctor");
    std::fs::write(&probe, b"probe")
        .map_err(|error| format!("{} cannot be written: {error}", data.display()))?;
    std::fs::remove_file(&probe).map_err(|error| error.to_string())?;
    Ok(data.display().to_string())
}

fn keys(data: &Path) -> Result<String, String> {
    secrets::Secrets::of(data, &machine::SystemChance).map_err(|error| format!("{error:#}"))?;
    let path = secrets::path(data);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).map_err(|error| error.to_string())?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(format!("{} can be read by others (mode {mode:o}): chmod 600 it", path.display()));
        }
    }
    Ok(format!("{}; keep a copy apart from the backups", path.display()))
}

fn audit(installation: &Installation) -> Result<String, String> {
    use store::audit::{Verified, verify};
    match installation.db.read(|c| Ok(verify(c)?)).map_err(|problem| problem.to_string())? {
        Verified::Whole { rows, .. } => Ok(format!("{rows} entries, whole")),
        Verified::Broken { seq } => {
            Err(format!("broken from entry {seq} on: seal the database and report it"))
        }
    }
}

fn listen(installation: &Installation) -> Result<String, String> {
    let address = installation.config.listen.address;
    match std::net::TcpListener::bind(address) {
        Ok(_) => Ok(format!("{address} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            Ok(format!("{address} is in use: the server is running, or another program is"))
        }
        Err(error) => Err(format!("{address}: {error}")),
    }
}
