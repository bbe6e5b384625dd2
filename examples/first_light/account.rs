//! The account on the terminal.

use std::io::{self, Write};
use std::path::Path;

use crate::outcome::Outcome;
use crate::setup::{ALARM, TARGETS, THRESHOLD};

/// Writes what happened.
pub(crate) fn write(out: &mut impl Write, outcome: &Outcome, page: &Path) -> io::Result<()> {
    write_lines(out, outcome)?;
    write_metric(out, outcome)?;
    write_alarm(out, outcome)?;
    write_records(out, outcome)?;
    write_deliveries(out, outcome)?;
    write_sampling(out, outcome)?;
    writeln!(out, "\nPage: {}", page.display())
}

fn write_lines(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    let Outcome { source, lines, batches, seconds, tally, .. } = outcome;
    writeln!(out, "{source}")?;
    writeln!(out, "  {lines} lines in {batches} batches, {seconds:.2} s, {:.0} lines/s", outcome.lines_per_second())?;
    writeln!(out, "  {} to {}", outcome.first, outcome.last)?;
    let odd = [(tally.blank, "blank"), (tally.without_time, "without a time"), (tally.moved_forward, "out of order")];
    for (count, what) in odd.into_iter().filter(|(count, _)| *count > 0) {
        writeln!(out, "  {count} {what}")?;
    }
    Ok(())
}

fn write_metric(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    let peak = outcome.minutes.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    writeln!(out, "\nMetric: {} failed logins in {} datapoints", outcome.matching, outcome.minutes.len())?;
    if let Some((at, sum)) = peak {
        writeln!(out, "  most in a minute: {sum} at {at}")?;
    }
    Ok(())
}

fn write_alarm(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    writeln!(out, "\nAlarm {ALARM}: above {THRESHOLD} in two of three minutes")?;
    for change in outcome.changes.iter().take(MOST_ROWS) {
        writeln!(out, "  {}  {:>17} -> {:<17}  {}", change.at, change.from, change.to, change.reason)?;
    }
    write_rest(out, outcome.changes.len())?;
    writeln!(out, "  why it first changed, and first rang:")?;
    outcome.explanations.iter().flat_map(|text| text.lines()).try_for_each(|line| writeln!(out, "    {line}"))
}

fn write_records(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    let noted = || outcome.records.iter().filter(|record| record.root_sign_in || record.deletes_trail);
    writeln!(out, "\nAPI calls: {} records, {} of note", outcome.records.len(), noted().count())?;
    if outcome.unreadable_records > 0 {
        writeln!(out, "  {} more could not be read", outcome.unreadable_records)?;
    }
    for record in noted().take(MOST_ROWS) {
        writeln!(out, "  {}  {} by {}", record.at, record.name, record.by)?;
    }
    write_rest(out, noted().count())
}

fn write_deliveries(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    writeln!(out, "\nDeliveries: {}", outcome.deliveries.len())?;
    for target in TARGETS {
        writeln!(out, "  {:>4} to {target}", outcome.delivered_to(target).count())?;
    }
    Ok(())
}

fn write_sampling(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    writeln!(out, "\nSampling")?;
    for rule in &outcome.sampling {
        writeln!(out, "  {:<12} {:>7} requests, {:>6} sampled", rule.rule, rule.requests, rule.sampled)?;
    }
    if let Some(header) = &outcome.trace_header {
        writeln!(out, "  X-Amzn-Trace-Id: {header}")?;
    }
    Ok(())
}

fn write_rest(out: &mut impl Write, count: usize) -> io::Result<()> {
    if count > MOST_ROWS {
        writeln!(out, "  ... and {} more", count - MOST_ROWS)?;
    }
    Ok(())
}

const MOST_ROWS: usize = 20;
