//! One case: put the question, compare the answer.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::guard::Guard;
use crate::{Case, Failure, Files, Got, Kind, Matcher, MatcherError, Templates, Value, rows, runners, script};

/// Where a case comes from: the folder its paths are relative to, and the files read so far.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Origin {
    /// The folder of the case's file.
    pub folder: PathBuf,
    /// The files that cases read, shared by all cases of a run.
    pub files: Arc<Files>,
}

impl Origin {
    /// Cases of that folder.
    #[must_use]
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), files: Arc::default() }
    }

    /// The same files, another folder.
    #[must_use]
    pub fn with_folder(&self, folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), files: Arc::clone(&self.files) }
    }
}

/// Runs one case on a thread of its own, so that a panic or a hang costs this case alone.
///
/// Panics on such threads print nothing: a hook sees to that from the first call on. A case that
/// passes its time limit fails; its thread is left to itself.
///
/// # Errors
/// [`Failure`] when the case fails, for whatever reason.
///
/// ```
/// use cupola_conformance::{Case, Origin, judge};
///
/// let line = r#"{"id": "nothing", "kind": "api.script", "input": {"steps": []}, "expect": true}"#;
/// assert_eq!(judge(&Case::parse(line)?, &Origin::folder(".")), Ok(()));
/// # Ok::<(), cupola_conformance::CaseError>(())
/// ```
pub fn judge(case: &Case, origin: &Origin) -> Result<(), Failure> {
    judge_with(&mut Guard::default(), case, origin)
}

/// As [`judge`], with a guard that serves many cases.
pub(crate) fn judge_with(guard: &mut Guard, case: &Case, origin: &Origin) -> Result<(), Failure> {
    let run = {
        let (case, origin) = (case.clone(), origin.clone());
        move || verdict(&case, &origin)
    };
    guard.run(time_limit(case.kind), run).unwrap_or_else(|got| Err(Failure::new(case.expect.clone(), &got)))
}

fn verdict(case: &Case, origin: &Origin) -> Result<(), Failure> {
    let templates = Templates::new(&origin.files, &origin.folder);
    if case.kind == Kind::ApiScript {
        return script::run(case, templates);
    }
    if case.kind == Kind::LogsInsights && rows::are_expected(&case.expect) {
        return rows::compare(&case.expect, &ask(case, &templates));
    }
    compare(&case.expect, || ask(case, &templates))
}

/// Lays an expectation against what comes out.
pub(crate) fn compare(expect: &Value, ask: impl FnOnce() -> Got) -> Result<(), Failure> {
    let matcher = Matcher::compile(expect).map_err(|cause| bad_matcher(expect, &cause))?;
    let got = ask();
    if matcher.matches_got(&got) { Ok(()) } else { Err(Failure::new(expect.clone(), &got)) }
}

fn bad_matcher(expect: &Value, cause: &MatcherError) -> Failure {
    Failure::new(expect.clone(), &Got::broken("BadMatcher", cause.to_string()))
}

fn ask(case: &Case, templates: &Templates<'_>) -> Got {
    if case.kind == Kind::EventsPattern {
        return runners::ask(case.kind, &case.input);
    }
    match templates.fill(&case.input) {
        Ok(input) => runners::ask(case.kind, &input),
        Err(cause) => Got::broken("BadTemplate", cause.to_string()),
    }
}

/// How long a case may take.
const fn time_limit(kind: Kind) -> Duration {
    match kind {
        Kind::TracesWildcard => Duration::from_secs(1),
        _ => Duration::from_secs(10),
    }
}
