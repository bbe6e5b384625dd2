//! One case: put the question, compare the answer.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Once};
use std::thread::{self, Builder};
use std::time::Duration;

use crate::{Case, Failure, Files, Got, Kind, Matcher, MatcherError, Templates, Value, runners, script};

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
    let run = {
        let (case, origin) = (case.clone(), origin.clone());
        move || verdict(&case, &origin)
    };
    guarded(time_limit(case.kind), run).unwrap_or_else(|got| Err(Failure::new(case.expect.clone(), &got)))
}

/// The result of `run`, or what kept it from having one.
fn guarded<T: Send + 'static>(limit: Duration, run: impl FnOnce() -> T + Send + 'static) -> Result<T, Got> {
    silence_panics();
    let (send, receive) = sync_channel(1);
    let body = move || {
        let result = catch_unwind(AssertUnwindSafe(run));
        // The receiver is gone when the case was given up.
        let _ = send.send(result);
    };
    let spawned = Builder::new().name(THREAD.into()).stack_size(STACK).spawn(body);
    spawned.map_err(|cause| Got::broken("NoThread", cause.to_string()))?;
    match receive.recv_timeout(limit) {
        Ok(Ok(result)) => Ok(result),
        Ok(Err(payload)) => Err(Got::broken("Panic", panic_text(payload.as_ref()))),
        Err(RecvTimeoutError::Timeout) => Err(Got::broken("TimeLimit", format!("needs more than {limit:?}"))),
        Err(RecvTimeoutError::Disconnected) => Err(Got::broken("Panic", "the thread ended")),
    }
}

fn verdict(case: &Case, origin: &Origin) -> Result<(), Failure> {
    let templates = Templates::new(&origin.files, &origin.folder);
    if case.kind == Kind::ApiScript {
        return script::run(case, templates);
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

fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".into())
}

fn silence_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(THREAD) {
                loud(info);
            }
        }));
    });
}

const THREAD: &str = "conformance case";
/// Deep JSON needs it: matcher and templates are recursive.
const STACK: usize = 32 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_one_failed_case() {
        let got = guarded(Duration::from_secs(5), || -> () { panic!("number {}", 7) }).unwrap_err();
        assert_eq!(got, Got::broken("Panic", "number 7"));
    }

    #[test]
    fn a_hang_is_one_failed_case() {
        let (_keep, wait) = sync_channel::<()>(0);
        let got = guarded(Duration::from_millis(20), move || wait.recv()).unwrap_err();
        assert_eq!(got, Got::broken("TimeLimit", "needs more than 20ms"));
    }
}
