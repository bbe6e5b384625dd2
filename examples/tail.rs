//! Follow a real file through a filter pattern, with live counts: `tail -f | grep`, in the service's own language.
//!
//! ```text
//! cargo run --example tail -- /var/log/auth.log '"Failed password" -root'
//! cargo run --example tail -- --once access.log '[host, ..., status = 5*, bytes]'
//! ```
//!
//! Lines go into a log group as they appear; a live tail session shows those that match, second by second (of more than
//! 500 a second, a sample), and a metric filter counts them. `--once` reads the file to its end and stops; without a
//! file a few lines of our own are read.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Seek, SeekFrom, Write};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Parser;
use cupola::base::Sample;
use cupola::logs::{Engine, LiveTailOutput, LiveTailUpdate, MetricFilter, Output, StartLiveTail};
use cupola::{Place, Timestamp};

#[derive(Parser)]
struct Arguments {
    /// Read what is there and stop.
    #[arg(long)]
    once: bool,
    /// Also show what the file holds already.
    #[arg(long)]
    from_start: bool,
    /// The file to follow.
    file: Option<String>,
    /// The filter pattern; all lines unless told.
    #[arg(default_value = "")]
    pattern: String,
}

const SAMPLE: &str = "accepted password for ana\nFailed password for root\nFailed password for admin\n";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut follower = Follower::new(&arguments.pattern)?;
    let Some(path) = &arguments.file else {
        follower.read_to_end(&mut Cursor::new(SAMPLE))?;
        assert_eq!(follower.counts(), "3 of 3 lines match");
        return Ok(());
    };
    let mut file = BufReader::new(File::open(path)?);
    if arguments.once {
        return follower.read_to_end(&mut file);
    }
    if !arguments.from_start {
        file.seek(SeekFrom::End(0))?;
    }
    loop {
        follower.take(&mut file)?;
        follower.show(now())?;
        pause();
    }
}

/// A group with one stream, a session and a counter.
struct Follower {
    engine: Engine,
    session: String,
    lines: u64,
    matched: f64,
    /// A line whose end has not been written yet.
    partial: String,
}

impl Follower {
    /// A pattern that is refused is drawn with a caret under the fault.
    fn new(pattern: &str) -> Result<Self, Box<dyn Error>> {
        let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
        engine.create_log_group(now(), "file")?;
        engine.create_log_stream(now(), "file", "lines")?;
        engine.put_metric_filter(now(), "file", MetricFilter::new("matched", pattern, "Tail", "Matched")?)?;
        let session = engine.start_live_tail(now(), StartLiveTail::of(["file"]).matching(pattern)?)?;
        Ok(Self { engine, session, lines: 0, matched: 0.0, partial: String::new() })
    }

    fn read_to_end(&mut self, file: &mut impl BufRead) -> Result<(), Box<dyn Error>> {
        self.take(file)?;
        // The session's second is over in a second: time is ours to turn.
        self.show(now().plus_secs(1))
    }

    /// Takes the lines that are new, in batches.
    fn take(&mut self, file: &mut impl BufRead) -> Result<(), Box<dyn Error>> {
        loop {
            let lines = self.next_lines(file)?;
            if lines.is_empty() {
                return Ok(());
            }
            let at = now();
            self.lines += lines.len() as u64;
            self.engine.put_log_events(at, "file", "lines", lines.iter().map(|line| (at, line)))?;
            self.matched += self.engine.drain().iter().map(count).sum::<f64>();
        }
    }

    /// Whole lines, as many as go into a batch.
    fn next_lines(&mut self, file: &mut impl BufRead) -> io::Result<Vec<String>> {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while lines.len() < 1000 && bytes < 500_000 && file.read_line(&mut self.partial)? > 0 {
            if self.partial.ends_with('\n') {
                let line = std::mem::take(&mut self.partial);
                bytes += line.len();
                // The service takes no empty message.
                lines.extend(Some(line.trim_end().to_owned()).filter(|line| !line.is_empty()));
            }
        }
        Ok(lines)
    }

    fn show(&mut self, now: Timestamp) -> Result<(), Box<dyn Error>> {
        for output in self.engine.live_tail_updates(now, &self.session)? {
            if let LiveTailOutput::Update(update) = output {
                self.print(&update)?;
            }
        }
        Ok(())
    }

    fn counts(&self) -> String {
        format!("{} of {} lines match", self.matched, self.lines)
    }

    fn print(&self, update: &LiveTailUpdate) -> io::Result<()> {
        let mut out = io::stdout().lock();
        update.events.iter().try_for_each(|event| writeln!(out, "{}", event.message))?;
        let sampled = if update.sampled { ", a sample" } else { "" };
        if !update.events.is_empty() {
            writeln!(out, "-- {}{sampled}", self.counts())?;
        }
        out.flush()
    }
}

fn count(output: &Output) -> f64 {
    match output {
        Output::Datum(made) => sum(&made.datum.sample),
        _ => 0.0,
    }
}

fn sum(sample: &Sample) -> f64 {
    match sample {
        Sample::Value(value) => *value,
        Sample::Values(values) => values.iter().map(|(value, count)| value * count).sum(),
        Sample::Set(set) => set.sum,
    }
}

#[expect(clippy::disallowed_methods, reason = "a program may wait")]
fn pause() {
    thread::sleep(Duration::from_millis(200));
}

#[expect(clippy::disallowed_methods, reason = "a program may read the clock")]
fn now() -> Timestamp {
    Timestamp::EPOCH.plus(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}
