//! The gate through which answers leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use super::JournalError;

/// How far the journal is durable, or why it goes no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) durable: u64,
    pub(super) failed: Option<JournalError>,
}

/// Lets answers pass when what they saw is durable; without a journal, at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate(Option<Watched>);

#[derive(Clone, Debug)]
struct Watched {
    /// The newest input whose answer waits for it.
    mark: Arc<AtomicU64>,
    progress: watch::Receiver<Progress>,
}

impl Gate {
    pub(super) const fn new(mark: Arc<AtomicU64>, progress: watch::Receiver<Progress>) -> Self {
        Self(Some(Watched { mark, progress }))
    }

    /// Up to where what was applied by now must be durable.
    pub(crate) fn mark(&self) -> u64 {
        self.0.as_ref().map_or(0, |watched| watched.mark.load(Ordering::Acquire))
    }

    /// Waits until the input of this number is durable.
    ///
    /// # Errors
    /// When it never will be.
    pub(crate) async fn pass(&self, seq: u64) -> Result<(), JournalError> {
        let Some(watched) = &self.0 else { return Ok(()) };
        let mut progress = watched.progress.clone();
        let known = progress.wait_for(|progress| progress.durable >= seq || progress.failed.is_some()).await;
        match known.as_deref() {
            Ok(Progress { failed: Some(failed), .. }) => Err(failed.clone()),
            Ok(_) => Ok(()),
            Err(_) => Err(ended()),
        }
    }

    /// Waits until the journal cannot be written any more, or its thread has ended: for ever, if all is well.
    pub(crate) async fn failed(&self) -> JournalError {
        let Some(watched) = &self.0 else { return std::future::pending().await };
        let mut progress = watched.progress.clone();
        let known = progress.wait_for(|progress| progress.failed.is_some()).await;
        known.ok().and_then(|progress| progress.failed.clone()).unwrap_or_else(ended)
    }
}

fn ended() -> JournalError {
    JournalError::Write("its thread has ended".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_ends_without_a_word_is_a_failure() {
        let (sender, progress) = watch::channel(Progress { durable: 1, failed: None });
        let gate = Gate::new(Arc::default(), progress);
        drop(sender);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            assert_eq!(gate.failed().await, ended());
            assert_eq!((gate.pass(1).await, gate.pass(2).await), (Ok(()), Err(ended())));
        });
    }
}
