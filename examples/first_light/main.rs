//! First light: reads an sshd log and says who was guessing passwords.
//!
//! ```text
//! cargo run --release --example first_light
//! cargo run --release --example first_light -- /var/log/auth.log --year 2026
//! cargo run --release --example first_light -- --lines 1000000
//! ```
//!
//! Without a file it makes up a log. Failed logins go through a metric filter into a metric; an alarm
//! watches it; its changes become events; a rule delivers them. CloudTrail records (`--trail`, or some
//! of our own) go the same way: sign-ins of the root user and deleted trails each have their rule. For
//! each login the sampler decides whether it would be traced. Time is that of the lines: a night passes
//! in a blink. What the account says is checked against plain counting before it is printed, and drawn
//! into one HTML page.

mod account;
mod batch;
mod check;
mod generate;
mod line;
mod login;
mod outcome;
mod page;
mod progress;
mod sampling;
mod setup;
mod source;
mod story;
mod trail;

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Parser;
use cupola::Timestamp;

use crate::line::Lines;
use crate::outcome::Outcome;
use crate::progress::Progress;
use crate::source::{FileLines, Saving};
use crate::story::Story;

/// Reads an sshd log: failed logins become a metric, an alarm, events and deliveries.
#[derive(Debug, Parser)]
struct Arguments {
    /// The log; without it, one is made up.
    log: Option<PathBuf>,
    /// CloudTrail records: a log file, an array, a record, or one in each line; without it, some are made up.
    #[arg(long, value_name = "FILE")]
    trail: Option<PathBuf>,
    /// The year of the log's first line, where times have none.
    #[arg(long, default_value_t = 2024, value_parser = clap::value_parser!(i32).range(0..=9998))]
    year: i32,
    /// Where the page goes.
    #[arg(long, value_name = "FILE", default_value = "target/first_light.html")]
    out: PathBuf,
    /// Lines of the log that is made up.
    #[arg(long, default_value_t = 6_000, conflicts_with = "log")]
    lines: u64,
    /// Keeps the log that is made up.
    #[arg(long, value_name = "FILE", conflicts_with = "log")]
    save: Option<PathBuf>,
    /// What all chance comes from.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let outcome = match &arguments.log {
        Some(path) => read_file(&arguments, path)?,
        None => read_made_up(&arguments)?,
    };
    check::check(&outcome);
    let page = page::page(&outcome);
    check::check_page(&outcome, &page);
    if let Some(directory) = arguments.out.parent() {
        fs::create_dir_all(directory)?;
    }
    fs::write(&arguments.out, page)?;
    show(&outcome, &arguments.out)?;
    Ok(())
}

/// Writes the account; a reader who has seen enough of it is no fault.
fn show(outcome: &Outcome, page: &Path) -> io::Result<()> {
    match account::write(&mut io::stdout().lock(), outcome, page) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        shown => shown,
    }
}

fn read_file(arguments: &Arguments, path: &Path) -> Result<Outcome, Box<dyn Error>> {
    let file = FileLines::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let bytes = Progress::bytes(file.len()?);
    let lines = file.inspect(|line| bytes.seen(line.as_ref().map_or(0, |line| line.len() as u64 + 1)));
    run(arguments, path.display().to_string(), lines)
}

fn read_made_up(arguments: &Arguments) -> Result<Outcome, Box<dyn Error>> {
    let start = Timestamp::parse(&format!("{:04}{}", arguments.year, generate::START))?;
    let wanted = usize::try_from(arguments.lines)?;
    let bar = Progress::lines(arguments.lines);
    let lines = generate::Generator::new(arguments.seed, start, arguments.lines).take(wanted);
    let lines = lines.inspect(|_| bar.seen(1));
    let source = format!("a log made up from seed {}", arguments.seed);
    match &arguments.save {
        Some(path) => run(arguments, source, Saving::new(path, lines)?),
        None => run(arguments, source, lines),
    }
}

#[expect(clippy::disallowed_methods, reason = "a program may read the clock to say how fast it was")]
fn run(
    arguments: &Arguments,
    source: String,
    raw: impl Iterator<Item = io::Result<String>>,
) -> Result<Outcome, Box<dyn Error>> {
    let began = Instant::now();
    let mut lines = Lines::new(raw, arguments.year);
    let first = lines.next().ok_or("there is not a single line in the log")??;
    let mut story = Story::begin(arguments.seed, first.at, arguments.trail.as_deref())?;
    story.tell(first)?;
    for line in lines.by_ref() {
        story.tell(line?)?;
    }
    let mut outcome = story.end()?;
    outcome.source = source;
    outcome.tally = lines.tally;
    outcome.seconds = began.elapsed().as_secs_f64();
    Ok(outcome)
}
