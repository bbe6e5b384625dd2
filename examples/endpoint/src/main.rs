//! The endpoint as a program.

mod options;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use cupola_endpoint::{Server, ServerError, Settings};

use options::Options;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse().settings()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "cupola-endpoint: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(settings: Settings) -> Result<(), ServerError> {
    let server = Server::bind(settings).await?;
    let mut out = io::stdout();
    writeln!(out, "listening on http://{}", server.address()?)?;
    if let Some(daemon) = server.daemon_address()? {
        writeln!(out, "X-Ray daemon on {daemon}")?;
    }
    out.flush()?;
    server.run(stop()).await
}

/// Waits for an interrupt or, where there are such, a request to end.
async fn stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}
