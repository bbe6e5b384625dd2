//! The thread that makes inputs durable, many at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};
use tokio::sync::watch;

use super::gate::{Gate, Progress};
use super::store::{Batch, Store};
use super::{ENGINE, JournalError};
use crate::state::Snapshot;

/// Queue and thread.
#[derive(Debug)]
pub(super) struct Committer {
    shared: Arc<Shared>,
    progress: watch::Receiver<Progress>,
    thread: Option<JoinHandle<Result<(), JournalError>>>,
}

#[derive(Debug)]
struct Shared {
    queue: Mutex<Queue>,
    wake: Condvar,
    mark: Arc<AtomicU64>,
    snapshot_bytes: AtomicU64,
}

#[derive(Debug, Default)]
struct Queue {
    entries: Vec<(u64, Vec<u8>)>,
    /// Of the entries.
    bytes: usize,
    snapshot: Option<(u64, Snapshot)>,
    /// Whether somebody waits for it.
    is_awaited: bool,
    is_closed: bool,
}

impl Queue {
    fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.snapshot.is_none()
    }

    fn is_due(&self) -> bool {
        self.is_awaited || self.is_closed || self.entries.len() >= MOST_LOOKS
    }

    fn is_behind(&self) -> bool {
        self.bytes > MOST_BYTES
    }

    /// Takes an input in, and says whether its answer waits for it: that of a look does where so much is unwritten that
    /// its client has to slow down.
    fn push(&mut self, seq: u64, bytes: Vec<u8>, is_look: bool) -> bool {
        self.bytes += bytes.len();
        self.entries.push((seq, bytes));
        let is_awaited = !is_look || self.is_behind();
        self.is_awaited |= is_awaited;
        is_awaited
    }

    /// Whether the newest entry is a reason to wake the thread; a look that joins others is none.
    fn is_news(&self) -> bool {
        self.is_due() || self.entries.len() == 1
    }
}

/// Looks that wait at most, and how long: then they are written though nobody waits for them.
const MOST_LOOKS: usize = 1024;
const LONGEST: Duration = Duration::from_secs(1);
/// Where more is unwritten, as while a large snapshot is written, looks are waited for like all else, and packets are
/// dropped.
const MOST_BYTES: usize = 8 << 20;

impl Committer {
    pub(super) fn start(store: Store, last: u64) -> Self {
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            wake: Condvar::new(),
            mark: Arc::new(AtomicU64::new(last)),
            snapshot_bytes: AtomicU64::new(0),
        });
        let (sender, progress) = watch::channel(Progress { durable: last, failed: None });
        let of_thread = Arc::clone(&shared);
        #[expect(clippy::disallowed_methods, reason = "the endpoint is a program, and may have threads")]
        let thread = std::thread::spawn(move || run(&of_thread, &store, &sender));
        Self { shared, progress, thread: Some(thread) }
    }

    /// Queues an input. For a look nobody waits.
    pub(super) fn entry(&self, seq: u64, bytes: Vec<u8>, is_look: bool) {
        let mut queue = self.shared.queue.lock();
        if queue.push(seq, bytes, is_look) {
            self.shared.mark.store(seq, Ordering::Release);
        }
        if queue.is_news() {
            self.shared.wake.notify_one();
        }
    }

    /// Whether so much is unwritten that nothing should come whose sender does not wait.
    pub(super) fn is_behind(&self) -> bool {
        self.shared.queue.lock().is_behind()
    }

    /// Queues a snapshot: the state after the input of this number.
    pub(super) fn snapshot(&self, seq: u64, state: Snapshot) {
        let mut queue = self.shared.queue.lock();
        queue.snapshot = Some((seq, state));
        queue.is_awaited = true;
        self.shared.wake.notify_one();
    }

    /// How long the last snapshot was that was written.
    pub(super) fn snapshot_bytes(&self) -> u64 {
        self.shared.snapshot_bytes.load(Ordering::Relaxed)
    }

    pub(super) fn gate(&self) -> Gate {
        Gate::new(Arc::clone(&self.shared.mark), self.progress.clone())
    }

    /// Writes what waits, and ends the thread.
    pub(super) fn close(&mut self) -> Result<(), JournalError> {
        self.shared.queue.lock().is_closed = true;
        self.shared.wake.notify_one();
        let Some(thread) = self.thread.take() else { return Ok(()) };
        thread.join().unwrap_or_else(|_| Err(JournalError::Write("its thread has failed".into())))
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        // Whoever wants to know whether all was written has closed it before.
        let _ = self.close();
    }
}

fn run(shared: &Shared, store: &Store, progress: &watch::Sender<Progress>) -> Result<(), JournalError> {
    while let Some(taken) = take(shared) {
        let last = taken.entries.last().map(|(seq, _)| *seq);
        if let Err(failed) = commit(shared, store, taken) {
            progress.send_modify(|progress| progress.failed = Some(failed.clone()));
            return Err(failed);
        }
        progress.send_modify(|progress| progress.durable = last.unwrap_or(progress.durable));
    }
    Ok(())
}

/// Everything that waits; `None` when nothing does, and nothing will.
fn take(shared: &Shared) -> Option<Queue> {
    let mut queue = shared.queue.lock();
    shared.wake.wait_while(&mut queue, |queue| queue.is_empty() && !queue.is_closed);
    // The time runs from the first look on, however many join it.
    shared.wake.wait_while_for(&mut queue, |queue| !queue.is_due(), LONGEST);
    let is_closed = queue.is_closed;
    (!queue.is_empty()).then(|| std::mem::replace(&mut *queue, Queue { is_closed, ..Queue::default() }))
}

fn commit(shared: &Shared, store: &Store, taken: Queue) -> Result<(), JournalError> {
    let snapshot = taken.snapshot.map(|(seq, state)| Ok::<_, JournalError>((seq, written(&state)?))).transpose()?;
    if let Some((_, bytes)) = &snapshot {
        shared.snapshot_bytes.store(bytes.len() as u64, Ordering::Relaxed);
    }
    store.commit(&Batch { engine: ENGINE, entries: &taken.entries, snapshot: snapshot.as_ref() })
}

fn written(state: &Snapshot) -> Result<Vec<u8>, JournalError> {
    serde_json::to_vec(state).map_err(|error| JournalError::Write(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thread_wakes_for_the_first_look_and_for_what_is_due() {
        let mut queue = Queue::default();
        let mut push = |seq, is_look| (queue.push(seq, vec![0], is_look), queue.is_news());
        assert_eq!(push(1, true), (false, true));
        assert_eq!(push(2, true), (false, false));
        assert_eq!(push(3, false), (true, true));
        let mut looks = Queue::default();
        let woken = (1..=MOST_LOOKS as u64).filter(|seq| {
            looks.push(*seq, vec![0], true);
            looks.is_news()
        });
        assert_eq!(woken.collect::<Vec<_>>(), [1, MOST_LOOKS as u64]);
    }

    #[test]
    fn looks_are_waited_for_where_much_is_unwritten() {
        let mut queue = Queue::default();
        assert!(!queue.push(1, vec![0; MOST_BYTES], true) && !queue.is_behind());
        assert!(queue.push(2, vec![0], true) && queue.is_due() && queue.is_behind());
    }
}
