//! The endpoint as a program.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, ValueEnum};
use cupola::{AccountId, Place, Region, Timestamp};
use cupola_endpoint::{ClockMode, Server, ServerError, Settings};

/// The APIs of CloudWatch, CloudWatch Logs, EventBridge, X-Ray and CloudTrail on one local address.
#[derive(Debug, Parser)]
#[command(name = "cupola-endpoint", version)]
struct Options {
    /// Where to listen; port 0 is any free port
    #[arg(long, default_value = "127.0.0.1:4599")]
    listen: SocketAddr,
    /// Whose time is kept: the machine's, or one that moves only by `PUT /_cupola/clock`
    #[arg(long, value_enum, default_value = "system")]
    clock: ClockName,
    /// Where a manual clock starts [default: 2026-01-01T00:00:00Z]
    #[arg(long)]
    start: Option<Timestamp>,
    /// Also take documents in as the X-Ray daemon does, by UDP, and answer its sampling calls there
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "127.0.0.1:2000")]
    xray_daemon: Option<SocketAddr>,
    /// The account of callers whose access key id is not an account id
    #[arg(long, default_value = "123456789012")]
    account: AccountId,
    /// The region of calls that are not signed
    #[arg(long, default_value = "us-east-1")]
    region: Region,
    /// Keep everything in this folder over restarts, also after a crash: what was answered is there again
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// The seed of all randomness
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ClockName {
    System,
    Manual,
}

impl Options {
    fn settings(self) -> Settings {
        let clock = match (self.clock, self.start) {
            (ClockName::System, Some(_)) => refuse("--start needs --clock manual"),
            (ClockName::System, None) => ClockMode::System,
            (ClockName::Manual, start) => ClockMode::Manual(start.unwrap_or(ClockMode::DEFAULT_START)),
        };
        let place = Place::new(self.account, self.region);
        let settings = Settings::new(place).with_listen(self.listen).with_clock(clock).with_seed(self.seed);
        let settings = match self.xray_daemon {
            Some(at) => settings.with_xray_daemon(at),
            None => settings,
        };
        match self.data_dir {
            Some(folder) => settings.with_data_dir(folder),
            None => settings,
        }
    }
}

fn refuse(why: &str) -> ! {
    Options::command().error(ErrorKind::ArgumentConflict, why).exit()
}

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
