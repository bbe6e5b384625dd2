//! A report in the CLI's words.

use std::fmt::Write as _;

use super::report::{DigestEvent, DigestReport, DigestStatus, LogStatus};

impl DigestReport {
    /// What `aws cloudtrail validate-logs` prints, its errors among the rest in the order of the walk; with
    /// `--verbose` what is valid, too.
    ///
    /// A digest that cannot be verified offline, which the CLI does not know, is told as such.
    #[must_use]
    pub fn to_cli_text(&self, verbose: bool) -> String {
        let mut text = Text { text: String::new(), verbose, is_open: false };
        let (arn, start, end) = (self.trail.arn(), self.start.to_seconds_text(), self.end.to_seconds_text());
        text.line(&format!("Validating log files for trail {arn} between {start} and {end}\n\n"));
        self.events.iter().for_each(|event| text.event(event));
        self.summary(&mut text);
        text.text
    }

    fn summary(&self, text: &mut Text) {
        let (start, end, counts) = (self.start.to_seconds_text(), self.end.to_seconds_text(), self.counts());
        text.close();
        text.line(&format!("Results requested for {start} to {end}\n"));
        let digests = [
            counts.valid_digests,
            counts.invalid_digests,
            counts.valid_backfill_digests,
            counts.invalid_backfill_digests,
        ];
        if digests.iter().sum::<usize>() == 0 {
            return text.line("No digests found\n");
        }
        match self.found {
            Some((from, to)) => {
                text.line(&format!("Results found for {} to {}:\n", from.to_seconds_text(), to.to_seconds_text()));
            }
            None => text.line("No valid digests found in range\n"),
        }
        text.ratio(counts.valid_digests, counts.invalid_digests, "digest");
        text.ratio(counts.valid_backfill_digests, counts.invalid_backfill_digests, "backfill digest");
        text.ratio(counts.valid_logs, counts.invalid_logs, "log");
        text.line("\n");
    }
}

struct Text {
    text: String,
    verbose: bool,
    /// Whether the last line has no empty line behind it.
    is_open: bool,
}

impl Text {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.is_open) {
            self.text.push('\n');
        }
    }

    fn fault(&mut self, fault: &str) {
        self.close();
        let _ = write!(self.text, "{fault}\n\n");
    }

    fn good(&mut self, line: &str) {
        if self.verbose {
            let _ = writeln!(self.text, "{line}");
            self.is_open = true;
        }
    }

    fn event(&mut self, event: &DigestEvent) {
        match event {
            DigestEvent::Digest { bucket, key, is_backfill, status } => {
                let file = format!("{}Digest file\ts3://{bucket}/{key}", mark(*is_backfill));
                match status {
                    DigestStatus::Valid => self.good(&format!("{file}\tvalid")),
                    DigestStatus::Missing => self.fault(&format!("{file}\tINVALID: not found")),
                    DigestStatus::Invalid(why) => self.fault(&format!("{file}\tINVALID: {why}")),
                    DigestStatus::Unverifiable => self.fault(&format!("{file}\tUNVERIFIABLE: signature unavailable")),
                }
            }
            DigestEvent::Log { bucket, key, status: LogStatus::Valid } => {
                self.good(&format!("Log file\ts3://{bucket}/{key}\tvalid"));
            }
            DigestEvent::Log { bucket, key, status } => {
                self.fault(&format!("Log file\ts3://{bucket}/{key}\tINVALID: {status}"));
            }
            DigestEvent::Gap { is_backfill, from, to, .. } => {
                let (from, to) = (from.to_seconds_text(), to.to_seconds_text());
                self.fault(&format!(
                    "{}No log files were delivered by CloudTrail between {from} and {to}",
                    mark(*is_backfill)
                ));
            }
        }
    }

    fn ratio(&mut self, valid: usize, invalid: usize, what: &str) {
        let all = valid + invalid;
        if all > 0 {
            let _ = write!(self.text, "\n{valid}/{all} {what} files valid");
        }
        if invalid > 0 {
            let _ = write!(self.text, ", {invalid}/{all} {what} files INVALID");
        }
    }
}

const fn mark(is_backfill: bool) -> &'static str {
    if is_backfill { "(backfill) " } else { "" }
}
