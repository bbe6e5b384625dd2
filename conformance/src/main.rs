//! Runs conformance cases: prints those that fail, and closes with `N passed, M failed`.

use std::io::{self, BufWriter, Write, stdout};
use std::path::PathBuf;
use std::process::exit;

use clap::Parser;
use cupola_conformance::Suite;

/// Runs conformance cases and prints those that fail.
#[derive(Parser)]
struct Arguments {
    /// Files of cases, one case a line.
    #[arg(required = true, value_name = "FILE.jsonl")]
    files: Vec<PathBuf>,
    /// Also print how many passed by what stands behind them, before the last line.
    #[arg(long)]
    certainty: bool,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let passed = run(&arguments)?;
    // Threads of cases that hang may still run: they end here.
    exit(i32::from(!passed));
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let mut report = BufWriter::new(stdout().lock());
    let mut suite = Suite::new();
    for file in &arguments.files {
        suite.run_file(file, &mut report)?;
        report.flush()?;
    }
    if arguments.certainty {
        for (certainty, cases) in &suite.tally().by_certainty {
            writeln!(report, "{cases} passed as {}", certainty.map_or("not told", |certainty| certainty.as_str()))?;
        }
    }
    writeln!(report, "{}", suite.tally())?;
    report.flush()?;
    Ok(suite.tally().failed == 0)
}
