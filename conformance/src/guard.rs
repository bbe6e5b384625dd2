//! Work on a thread of its own, so that a panic or a hang costs this work alone.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::thread::{self, Builder};
use std::time::Duration;

use crate::Got;

/// A thread that does one thing after the other. One that hangs is left to itself and replaced.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    worker: Option<Sender<Job>>,
}

type Job = Box<dyn FnOnce() + Send>;

impl Guard {
    /// The result of the work, or what kept it from having one.
    ///
    /// Panics print nothing: a hook sees to that from the first call on.
    pub(crate) fn run<T: Send + 'static>(
        &mut self,
        limit: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Got> {
        silence_panics();
        let (send, receive) = sync_channel(1);
        let job = Box::new(move || {
            // Nobody listens any more when the work was given up.
            let _ = send.send(catch_unwind(AssertUnwindSafe(work)));
        });
        self.start(job).map_err(|cause| Got::broken("NoThread", cause.to_string()))?;
        match receive.recv_timeout(limit) {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(payload)) => Err(Got::broken("Panic", panic_text(payload.as_ref()))),
            Err(RecvTimeoutError::Timeout) => {
                self.worker = None;
                Err(Got::broken("TimeLimit", format!("needs more than {limit:?}")))
            }
            Err(RecvTimeoutError::Disconnected) => Err(Got::broken("Panic", "the thread ended")),
        }
    }

    fn start(&mut self, job: Job) -> io::Result<()> {
        let job = match &self.worker {
            Some(worker) => match worker.send(job) {
                Ok(()) => return Ok(()),
                Err(returned) => returned.0,
            },
            None => job,
        };
        let (send, receive) = channel();
        Builder::new().name(THREAD.into()).stack_size(STACK).spawn(move || work_off(&receive))?;
        send.send(job).map_err(|_| io::Error::other("the new thread ended"))?;
        self.worker = Some(send);
        Ok(())
    }
}

fn work_off(jobs: &Receiver<Job>) {
    while let Ok(job) = jobs.recv() {
        job();
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

    const LONG: Duration = Duration::from_secs(5);

    #[test]
    fn a_panic_costs_one_piece_of_work() {
        let mut guard = Guard::default();
        let got = guard.run(LONG, || -> () { panic!("number {}", 7) }).unwrap_err();
        assert_eq!(got, Got::broken("Panic", "number 7"));
        assert_eq!(guard.run(LONG, || 8), Ok(8));
    }

    #[test]
    fn a_hang_costs_one_piece_of_work() {
        let mut guard = Guard::default();
        let (_keep, wait) = sync_channel::<()>(0);
        let got = guard.run(Duration::from_millis(20), move || wait.recv()).unwrap_err();
        assert_eq!(got, Got::broken("TimeLimit", "needs more than 20ms"));
        assert_eq!(guard.run(LONG, || 8), Ok(8));
    }
}
