//! `jinwei serve`: the web site, until it is told to stop.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;

use crate::boot::Installation;
use crate::config::Log;

/// Options of `jinwei serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Address and port; overrides the configuration. Port 0 takes a free one.
    #[arg(long, env = "JINWEI_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
}

/// Serves until SIGINT or SIGTERM, then finishes the requests under way.
pub(crate) fn run(data: &Path, args: &Args) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(data)?;
    start_log(&installation.config.log)?;
    let ahead = installation.config.rehearsal.days_ahead;
    if ahead > 0 {
        tracing::warn!(days = ahead, "this is a rehearsal: the clock is ahead of the machine's");
    }
    let site = installation.site()?;
    let background = web::start_background(&installation.db, &installation.domains, &server_name())?;
    let address = args.listen.unwrap_or(installation.config.listen.address);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}; is another server running there?"))?;
        let address = listener.local_addr()?;
        let mut out = std::io::stdout();
        writeln!(out, "http://{address}")?;
        out.flush()?;
        tracing::info!(%address, database = %installation.db.backend(), "serving");
        axum::serve(listener, web::router(&site)).with_graceful_shutdown(told_to_stop()).await?;
        anyhow::Ok(())
    })?;
    tracing::info!("stopped");
    drop(background);
    Ok(ExitCode::SUCCESS)
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            let terminated = std::pin::pin!(terminate.recv());
            let interrupted = std::pin::pin!(interrupt);
            futures_util::future::select(terminated, interrupted).await;
            return;
        }
    }
    let _ = interrupt.await;
}

fn start_log(log: &Log) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&log.filter).context("[log] filter")?;
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    let started = if log.json { lines.json().try_init() } else { lines.try_init() };
    started.map_err(|error| anyhow::anyhow!("{error}"))
}

/// A name that this server keeps over a restart and shares with no other on the same database.
fn server_name() -> String {
    std::fs::read_to_string("/etc/hostname").map_or_else(|_| "server".into(), |name| name.trim().to_owned())
}
