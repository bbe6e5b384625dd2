//! Ask log files what you want to know, in the language of Logs Insights.
//!
//! ```text
//! cargo run --release --example insights -- 'stats count(*) by status | sort count(*) desc' access.log more.jsonl.gz
//! tail -n 100000 app.jsonl | cargo run --release --example insights -- 'stats pct(ms, 95) by bin(5m)' --chart p95.svg
//! cargo run --release --example insights -- 'pattern @message | limit 20' /var/log/syslog --format csv
//! ```
//!
//! Files may be gzip; without any, standard input is read, or a few lines of our own where that is a terminal. Fields
//! of JSON lines are there at once; `parse` finds those of others. The time of an event is the first that stands in its
//! line, else that of the line before. A query that makes no sense is shown with a caret under the fault.

mod chart;
mod clock;
mod output;
mod sample;
mod source;

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use cupola::Timestamp;
use cupola::logs::Limits;
use cupola::logs::insights::{Query, QueryResults, Scope};

use crate::source::Logs;

#[derive(Parser)]
#[command(about = "Asks log files what you want to know, in the language of CloudWatch Logs Insights")]
struct Arguments {
    /// The query; without one, a few are asked of lines of our own.
    query: Option<String>,
    /// Files with one event a line, plain or gzip.
    files: Vec<PathBuf>,
    /// How rows are written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Draws the rows, as lines over time where they have times and as bars elsewhere, into an SVG file.
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Tells what each step of the query had to do.
    #[arg(long)]
    explain: bool,
}

/// How rows are written.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let Some(text) = &arguments.query else { return sample::show() };
    let query = Query::parse(text)?;
    let results = ask(&query, &Logs::open(&arguments.files, sample::LINES)?)?;
    write(&results, arguments)
}

/// Asks all lines, whenever they are of.
fn ask(query: &Query, logs: &Logs) -> Result<QueryResults, Box<dyn Error>> {
    let scope = if query.commands().any(|command| command == "fillmissing") {
        range(logs)?
    } else {
        Scope::new(Timestamp::EPOCH, Timestamp::MAX)
    };
    Ok(query.plan().run(&scope, logs, &Limits::default())?)
}

/// From the first to the last line, between which bins may be missing.
fn range(logs: &Logs) -> Result<Scope, Box<dyn Error>> {
    let times = Query::parse("stats min(@timestamp) as first, max(@timestamp) as last")?;
    let all = Scope::new(Timestamp::EPOCH, Timestamp::MAX);
    let results = times.plan().run(&all, logs, &Limits::default())?;
    let time = |name: &str| results.rows.first().and_then(|row| row.get(name)).and_then(chart::time);
    Ok(Scope::new(time("first").unwrap_or_default(), time("last").unwrap_or_default()))
}

fn write(results: &QueryResults, arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Table => out.write_all(output::table(results).as_bytes())?,
        Format::Json => out.write_all(output::json(results)?.as_bytes())?,
        Format::Csv => out.write_all(output::csv(results).as_bytes())?,
    }
    if arguments.explain {
        writeln!(io::stderr(), "{}", results.explain())?;
    }
    if let Some(path) = &arguments.chart {
        std::fs::write(path, chart::draw(arguments.query.as_deref().unwrap_or_default(), results)?)?;
    }
    Ok(())
}
