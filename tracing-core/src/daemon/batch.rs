//! How the daemon gathers documents and sends them on.

use std::collections::VecDeque;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Datagram, DatagramError, Telemetry, TransportFault};

/// Gathers documents as the daemon does: 50 to a batch, or what there is after a second without another. Batches wait
/// in a queue of 20; when it is full, the oldest goes and its documents are counted as spilled. Eight may be on their
/// way at a time. A batch that cannot be sent is lost, as there.
///
/// The owner sends: it asks for [`next_batch`](Self::next_batch), and tells what became of it.
///
/// ```
/// use cupola_traces::{Batches, Datagram, SendOutcome, Timestamp};
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let mut batches = Batches::default();
/// batches.receive(now, Datagram::new("{}").to_string().as_bytes())?;
/// assert!(batches.next_batch(now).is_none());
///
/// let later = batches.next_deadline().unwrap();
/// let batch = batches.next_batch(later).unwrap();
/// assert_eq!((later, batch.documents.len()), (now.plus_secs(1), 1));
/// batches.settle(later, &batch, SendOutcome::Answered { unprocessed: 0 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// The X-Ray daemon.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Batches {
    limits: BatchLimits,
    open: Vec<String>,
    /// When the last document came.
    last: Option<Timestamp>,
    queue: VecDeque<Batch>,
    on_their_way: usize,
    telemetry: Telemetry,
}

impl Batches {
    /// The sizes that are not the daemon's.
    #[must_use]
    pub fn new(limits: BatchLimits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Takes a packet.
    ///
    /// # Errors
    /// [`DatagramError`] for one that is thrown away; it is counted as rejected.
    pub fn receive(&mut self, now: Timestamp, packet: &[u8]) -> Result<(), DatagramError> {
        self.advance(now);
        self.telemetry.received(now);
        match Datagram::parse(packet) {
            Ok(datagram) => self.push(now, datagram.document().to_owned()),
            Err(error) => {
                self.telemetry.rejected(now);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Takes a document that came another way. It is not counted as received.
    pub fn push(&mut self, now: Timestamp, document: String) {
        self.advance(now);
        self.open.push(document);
        self.last = Some(now);
        if self.open.len() >= self.limits.documents {
            self.close(now);
        }
    }

    /// Closes the batch that has waited long enough, and cuts the records that are due.
    pub fn advance(&mut self, now: Timestamp) {
        if let Some(due) = self.batch_due()
            && due <= now
        {
            self.close(due);
        }
        self.telemetry.advance(now);
    }

    /// When something happens by itself.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        [self.batch_due(), self.telemetry.next_deadline()].into_iter().flatten().min()
    }

    /// Closes the batch that is open, full or not.
    pub fn flush(&mut self, now: Timestamp) {
        self.advance(now);
        self.close(now);
    }

    /// The oldest batch, to be sent; `None` when there is none, or all senders are busy.
    #[must_use]
    pub fn next_batch(&mut self, now: Timestamp) -> Option<Batch> {
        self.advance(now);
        if self.on_their_way >= self.limits.senders {
            return None;
        }
        let batch = self.queue.pop_front()?;
        self.on_their_way += 1;
        Some(batch)
    }

    /// What became of a batch that was handed out.
    pub fn settle(&mut self, now: Timestamp, batch: &Batch, outcome: SendOutcome) {
        self.advance(now);
        self.on_their_way = self.on_their_way.saturating_sub(1);
        match outcome {
            SendOutcome::Answered { unprocessed } => self.telemetry.sent(now, batch.documents.len(), unprocessed),
            SendOutcome::Failed(fault) => self.telemetry.failed(now, fault),
        }
    }

    /// The counters.
    #[must_use]
    pub const fn telemetry(&mut self) -> &mut Telemetry {
        &mut self.telemetry
    }

    fn batch_due(&self) -> Option<Timestamp> {
        let last = self.last.filter(|_| !self.open.is_empty());
        last.map(|last| last.plus_millis(self.limits.idle_millis))
    }

    fn close(&mut self, now: Timestamp) {
        if self.open.is_empty() {
            return;
        }
        self.queue.push_back(Batch { documents: std::mem::take(&mut self.open) });
        while self.queue.len() > self.limits.queue
            && let Some(oldest) = self.queue.pop_front()
        {
            self.telemetry.spilled(now, oldest.documents.len());
        }
    }
}

/// Documents for one `PutTraceSegments`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Batch {
    /// In the order in which they came.
    pub documents: Vec<String>,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a call is answered or not")]
pub enum SendOutcome {
    /// The service answered, and did not process so many of the documents.
    Answered {
        /// How many.
        unprocessed: usize,
    },
    /// There was no answer, or a refusal.
    Failed(TransportFault),
}

/// How many documents wait, and how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "limits are written with a struct update, which needs an open struct")]
pub struct BatchLimits {
    /// Documents of a batch. Default 50.
    pub documents: usize,
    /// Milliseconds without another document after which a batch is closed. Default 1000.
    pub idle_millis: i64,
    /// Batches that wait. Default 20.
    pub queue: usize,
    /// Batches that may be on their way at a time. Default 8.
    pub senders: usize,
}

impl Default for BatchLimits {
    fn default() -> Self {
        Self { documents: 50, idle_millis: 1000, queue: 20, senders: 8 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(1_777_874_400_000 + millis)
    }

    #[test]
    fn a_batch_closes_when_full_or_idle() {
        let mut batches = Batches::default();
        (0..51).for_each(|n| batches.push(at(n), n.to_string()));
        assert_eq!(batches.next_batch(at(51)).unwrap().documents.len(), 50);
        assert_eq!(batches.next_batch(at(1049)), None);
        batches.push(at(1049), "x".into());
        assert_eq!(batches.next_batch(at(2048)), None, "each document begins the wait anew");
        assert_eq!(batches.next_batch(at(2049)).unwrap().documents, ["50", "x"]);
    }

    #[test]
    fn the_oldest_batch_spills_and_eight_are_on_their_way() {
        let mut batches = Batches::default();
        let packet = Datagram::new("{}").to_string();
        for _ in 0..22 * 50 {
            batches.receive(at(0), packet.as_bytes()).unwrap();
        }
        assert_eq!(batches.receive(at(0), b"x"), Err(DatagramError::NoLineFeed));
        let out: Vec<Batch> = std::iter::from_fn(|| batches.next_batch(at(0))).collect();
        assert_eq!(out.len(), 8);
        batches.settle(at(0), &out[0], SendOutcome::Answered { unprocessed: 3 });
        batches.settle(at(0), &out[1], SendOutcome::Failed(TransportFault::Timeout));
        assert!(batches.next_batch(at(0)).is_some());
        batches.advance(at(60_000));
        let record = batches.telemetry().take_records()[0];
        assert_eq!((record.received, record.spillover, record.sent, record.rejected), (1101, 100, 50, 4));
        assert_eq!(record.errors.timeout, 1);
    }
}
