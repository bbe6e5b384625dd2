//! A run over files.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use crate::guard::Guard;
use crate::judge::judge_with;
use crate::{Case, CaseError, Certainty, Failure, Got, Origin, Value};

/// A run over any number of files: ids are unique within it, and the tally is over all of them.
///
/// Files are read line by line; what has been judged is forgotten, save its id.
#[derive(Debug, Default)]
pub struct Suite {
    origin: Origin,
    guard: Guard,
    ids: HashSet<String>,
    tally: Tally,
}

impl Suite {
    /// A run that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs all cases of a file and writes each that fails. A file that cannot be read is one
    /// failed case.
    ///
    /// # Errors
    /// Only those of writing the report.
    pub fn run_file(&mut self, path: &Path, report: &mut impl Write) -> io::Result<()> {
        let origin = self.origin.with_folder(path.parent().unwrap_or_else(|| Path::new("")));
        let outcome = File::open(path).and_then(|file| self.run_lines(BufReader::new(file), path, &origin, report));
        match outcome {
            Ok(written) => written,
            Err(cause) => self.fail(&Place(path, 0), "file", &broken("NoFile", cause.to_string()), report),
        }
    }

    /// Runs the cases of a reader. The outer error is the reader's, the inner the report's.
    fn run_lines(
        &mut self,
        mut lines: impl BufRead,
        path: &Path,
        origin: &Origin,
        report: &mut impl Write,
    ) -> io::Result<io::Result<()>> {
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            if lines.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            if let Err(cause) = self.run_line(&line, &Place(path, number), origin, report) {
                return Ok(Err(cause));
            }
        }
        Ok(Ok(()))
    }

    fn run_line(&mut self, line: &[u8], place: &Place<'_>, origin: &Origin, report: &mut impl Write) -> io::Result<()> {
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        match self.read(line) {
            Err(error) => self.fail_line(place, &error, report),
            Ok(case) => match judge_with(&mut self.guard, &case, origin) {
                Ok(()) => {
                    self.tally.pass(case.certainty);
                    Ok(())
                }
                Err(failure) => self.fail(&case.id, case.kind.name(), &failure, report),
            },
        }
    }

    fn read(&mut self, line: &[u8]) -> Result<Case, CaseError> {
        let text = std::str::from_utf8(line).map_err(|cause| CaseError::new(None, None, cause.to_string()))?;
        let case = Case::parse(text)?;
        if self.ids.insert(case.id.clone()) {
            return Ok(case);
        }
        let reason = "the id occurs twice in this run".to_owned();
        Err(CaseError::new(Some(case.id), Some(case.kind.name().to_owned()), reason))
    }

    fn fail_line(&mut self, place: &Place<'_>, error: &CaseError, report: &mut impl Write) -> io::Result<()> {
        let failure = broken("NotACase", format!("{place}: {error}"));
        let kind = error.kind.as_deref().unwrap_or("unknown");
        match &error.id {
            Some(id) => self.fail(id, kind, &failure, report),
            None => self.fail(place, kind, &failure, report),
        }
    }

    fn fail(
        &mut self,
        id: &(impl fmt::Display + ?Sized),
        kind: &str,
        failure: &Failure,
        report: &mut impl Write,
    ) -> io::Result<()> {
        self.tally.failed += 1;
        writeln!(report, "FAIL {id} ({kind})\n{failure}")
    }

    /// What was counted so far.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }
}

/// How many cases passed and failed. Displays as the line that closes a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Cases that passed.
    pub passed: usize,
    /// Cases that failed.
    pub failed: usize,
    /// Those that passed, by what stands behind them.
    pub by_certainty: BTreeMap<Option<Certainty>, usize>,
}

impl Tally {
    fn pass(&mut self, certainty: Option<Certainty>) {
        self.passed += 1;
        *self.by_certainty.entry(certainty).or_default() += 1;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// A line of a file; line 0 is the file itself.
struct Place<'a>(&'a Path, u64);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(path, 0) => write!(f, "{}", path.display()),
            Self(path, line) => write!(f, "{}:{line}", path.display()),
        }
    }
}

fn broken(code: &str, message: String) -> Failure {
    Failure::new(Value::Null, &Got::broken(code, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &[u8]) -> (String, Tally) {
        let (mut suite, mut report) = (Suite::new(), Vec::new());
        let path = Path::new("cases/own.jsonl");
        suite.run_lines(text, path, &Origin::folder("cases"), &mut report).unwrap().unwrap();
        (String::from_utf8(report).unwrap(), suite.tally)
    }

    #[test]
    fn whatever_a_line_holds_the_run_goes_on() {
        let good = r#"{"id":"w","kind":"api.script","input":{"steps":[]},"expect":true}"#;
        let wrong = good.replace("\"w\"", "\"x\"").replace("true", "false");
        let unknown = good.replace("\"w\"", "\"y\"").replace("api.script", "api.nothing");
        let matcher = good.replace("\"w\"", "\"z\"").replace("true", r#"{"~what":1}"#);
        let template = good.replace("\"w\"", "\"t\"").replace("[]", r#"{"$text":1}"#);
        let text = [good, "", "  \r", "nonsense", good, &wrong, &unknown, &matcher, &template].join("\n");
        let (report, tally) = run(&[text.as_bytes(), b"\n\xff\xfe\n"].concat());

        let failed: Vec<_> = report.lines().filter(|line| line.starts_with("FAIL")).collect();
        let expected = [
            "FAIL cases/own.jsonl:4 (unknown)",
            "FAIL w (api.script)",
            "FAIL x (api.script)",
            "FAIL y (api.nothing)",
            "FAIL z (api.script)",
            "FAIL t (api.script)",
            "FAIL cases/own.jsonl:10 (unknown)",
        ];
        assert_eq!(failed, expected);
        assert!(report.contains("FAIL x (api.script)\n  expected: false\n  got:      true\n"), "{report}");
        assert_eq!(tally.to_string(), "1 passed, 7 failed");
    }

    #[test]
    fn a_file_that_is_not_there_is_one_failed_case() {
        let (mut suite, mut report) = (Suite::new(), Vec::new());
        suite.run_file(Path::new("none/none.jsonl"), &mut report).unwrap();
        assert_eq!(suite.tally().to_string(), "0 passed, 1 failed");
        assert!(String::from_utf8(report).unwrap().starts_with("FAIL none/none.jsonl (file)\n"));
    }
}
