//! The program's options.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser, ValueEnum};
use cupola::{AccountId, Place, Region, Timestamp};
use cupola_endpoint::{Access, ClockMode, DeliverTo, JournalBounds, ServerLimits, Settings};

/// CloudWatch, CloudWatch Logs, EventBridge, EventBridge Scheduler and Pipes, Synthetics, X-Ray and CloudTrail on one local
/// address, for the AWS CLI, boto3 and the SDKs, unmodified. Open the address in a browser to see what is in it.
#[derive(Debug, Parser)]
#[command(name = "cupola-endpoint", version, after_long_help = EXAMPLES, next_line_help = true)]
pub(crate) struct Options {
    /// Where to listen; port 0 is any free port, which the first line of output names
    #[arg(long, default_value = "127.0.0.1:4599", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Also take documents in as the X-Ray daemon does, by UDP, and answer its sampling calls there
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "127.0.0.1:2000")]
    xray_daemon: Option<SocketAddr>,
    /// The account of callers whose access key id is not an account id
    #[arg(long, default_value = "123456789012")]
    account: AccountId,
    /// The region of calls that are not signed
    #[arg(long, default_value = "us-east-1")]
    region: Region,

    /// Whose time is kept: the machine's, or one that moves only when you say so (PUT /_cupola/clock, or the buttons of
    /// the page at /), so that an hour of alarms takes a moment
    #[arg(long, value_enum, default_value = "system", help_heading = "Time and chance")]
    clock: ClockName,
    /// Where a manual clock starts [default: 2026-01-01T00:00:00Z]
    #[arg(long, value_name = "TIME", help_heading = "Time and chance")]
    start: Option<Timestamp>,
    /// The seed of all randomness: the same calls with the same seed give the same answers
    #[arg(long, default_value_t = 0, help_heading = "Time and chance")]
    seed: u64,

    /// Keep everything in this folder over restarts, also after a crash: what was answered is there again. One folder,
    /// one endpoint
    #[arg(long, value_name = "FOLDER", help_heading = "What is kept")]
    data_dir: Option<PathBuf>,
    /// After so many inputs a snapshot takes the journal's place
    #[arg(long, value_name = "N", default_value_t = JournalBounds::default().entries, help_heading = "What is kept")]
    journal_entries: u64,
    /// And after so many bytes
    #[arg(long, value_name = "BYTES", default_value_t = JournalBounds::default().bytes, help_heading = "What is kept")]
    journal_bytes: u64,
    /// Deliveries that are kept for reading; the oldest go first
    #[arg(long, value_name = "N", default_value_t = 10_000, help_heading = "What is kept")]
    max_deliveries: usize,

    /// Send what goes to SQS, SNS, Lambda, Firehose, Kinesis and Step Functions to another local endpoint (LocalStack, moto,
    /// ElasticMQ), which tells how it went: retries and dead letters follow. Without it, what leaves can be read at
    /// /_cupola/deliveries and counts as delivered
    #[arg(long, value_name = "URL", help_heading = "What leaves")]
    deliver_to: Option<DeliverTo>,

    /// Ask who may call what: a file with a principal and its policies for each access key id (see the README). Without
    /// it everybody may do everything
    #[arg(long, value_name = "FILE", value_parser = access, help_heading = "Access")]
    policies: Option<Access>,

    /// Connections at once; others wait
    #[arg(long, value_name = "N", default_value_t = ServerLimits::default().connections, help_heading = "Limits")]
    max_connections: usize,
    /// Bytes of a request's body, as sent and as inflated
    #[arg(long, value_name = "BYTES", default_value_t = ServerLimits::default().body_bytes, help_heading = "Limits")]
    max_body: usize,
    /// Bytes of a request's line and headers
    #[arg(long, value_name = "BYTES", default_value_t = ServerLimits::default().head_bytes, help_heading = "Limits")]
    max_head: usize,
    /// Headers of a request
    #[arg(long, value_name = "N", default_value_t = ServerLimits::default().headers, help_heading = "Limits")]
    max_headers: usize,
    /// Seconds that a head may take to come in, and a connection may be idle
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds, help_heading = "Limits")]
    head_timeout: Duration,
    /// Seconds that a body may take to come in
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds, help_heading = "Limits")]
    body_timeout: Duration,
    /// Seconds that open requests are waited for after SIGTERM or Ctrl-C
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds, help_heading = "Limits")]
    stop_timeout: Duration,
}

const EXAMPLES: &str = "\
Examples:
  A clock of your own, for tests of alarms:
    cupola-endpoint --clock manual --start 2026-05-04T06:00:00Z
    aws --endpoint-url http://127.0.0.1:4599 logs create-log-group --log-group-name app
    curl -X PUT http://127.0.0.1:4599/_cupola/clock -d '{\"now\": \"2026-05-04T06:05:00Z\"}'

  Everything kept over restarts:
    cupola-endpoint --data-dir ~/.cupola

  Rules and alarms that reach the queues and functions of LocalStack:
    cupola-endpoint --deliver-to http://127.0.0.1:4566

  Who may call what, by access key ids (the README shows a file):
    cupola-endpoint --policies policies.json

  A service with the X-Ray SDK beside it:
    cupola-endpoint --xray-daemon

It stops on SIGTERM and Ctrl-C: open requests are answered, and what is kept is written.";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ClockName {
    System,
    Manual,
}

impl Options {
    pub(crate) fn settings(self) -> Settings {
        let settings = Settings::new(Place::new(self.account, self.region.clone()))
            .with_listen(self.listen)
            .with_clock(self.clock())
            .with_seed(self.seed)
            .with_limits(self.limits())
            .with_journal(JournalBounds::default().entries(self.journal_entries).bytes(self.journal_bytes))
            .with_most_deliveries(self.max_deliveries);
        let settings = with(settings, self.xray_daemon, Settings::with_xray_daemon);
        let settings = with(settings, self.data_dir, Settings::with_data_dir);
        let settings = with(settings, self.policies, Settings::with_access);
        with(settings, self.deliver_to, Settings::with_deliver_to)
    }

    fn clock(&self) -> ClockMode {
        match (self.clock, self.start) {
            (ClockName::System, Some(_)) => {
                Self::command().error(ErrorKind::ArgumentConflict, "--start needs --clock manual").exit()
            }
            (ClockName::System, None) => ClockMode::System,
            (ClockName::Manual, start) => ClockMode::Manual(start.unwrap_or(ClockMode::DEFAULT_START)),
        }
    }

    fn limits(&self) -> ServerLimits {
        ServerLimits::default()
            .connections(self.max_connections)
            .body_bytes(self.max_body)
            .head_bytes(self.max_head)
            .headers(self.max_headers)
            .head_time(self.head_timeout)
            .body_time(self.body_timeout)
            .stop_time(self.stop_timeout)
    }
}

fn with<T>(settings: Settings, value: Option<T>, set: impl FnOnce(Settings, T) -> Settings) -> Settings {
    match value {
        Some(value) => set(settings, value),
        None => settings,
    }
}

fn access(path: &str) -> Result<Access, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    Access::parse(&text).map_err(|error| error.to_string())
}

/// Seconds above nothing, up to a day.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is a number of seconds, such as 60 or 0.5".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() && seconds <= 86_400.0 => Ok(duration),
        _ => Err("it is more than 0 and at most 86400 seconds".into()),
    }
}
