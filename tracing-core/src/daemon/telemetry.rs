//! The daemon's counters.

use std::collections::VecDeque;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::TelemetryRecord;

/// Counts what passes through a daemon, and cuts a record each minute. Nothing is recorded before the first packet.
///
/// ```
/// use cupola_traces::{Telemetry, Timestamp};
///
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let mut telemetry = Telemetry::default();
/// telemetry.advance(now.plus_secs(-600));
/// telemetry.received(now);
/// telemetry.advance(now.plus_secs(60));
/// let records = telemetry.take_records();
/// assert_eq!((records.len(), records[0].received, records[0].at), (1, 1, now.plus_secs(60)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// The X-Ray daemon.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Telemetry {
    /// The beginning of the minute; none before the first packet.
    since: Option<Timestamp>,
    current: TelemetryRecord,
    cut: VecDeque<TelemetryRecord>,
}

impl Telemetry {
    /// Seconds that a record is about.
    pub const RECORD_SECONDS: i64 = 60;
    /// The most records that wait; the oldest go first.
    pub const MOST_WAITING: usize = 30;
    /// The most records in one call.
    pub const MOST_PER_CALL: usize = 10;

    /// A packet came.
    pub fn received(&mut self, now: Timestamp) {
        self.advance(now);
        self.since.get_or_insert(now);
        self.current.received += 1;
    }

    /// So many documents were in a call that was answered, and so many of them were not processed.
    pub fn sent(&mut self, now: Timestamp, documents: usize, unprocessed: usize) {
        self.advance(now);
        self.current.sent += documents as u64;
        self.current.rejected += unprocessed as u64;
    }

    /// A bad packet came.
    pub fn rejected(&mut self, now: Timestamp) {
        self.advance(now);
        self.current.rejected += 1;
    }

    /// There was no room for so many documents.
    pub fn spilled(&mut self, now: Timestamp, documents: usize) {
        self.advance(now);
        self.current.spillover += documents as u64;
    }

    /// A call failed.
    pub fn failed(&mut self, now: Timestamp, fault: TransportFault) {
        self.advance(now);
        let errors = &mut self.current.errors;
        *match fault {
            TransportFault::Timeout => &mut errors.timeout,
            TransportFault::ConnectionRefused => &mut errors.connection_refused,
            TransportFault::Status(400..=499) => &mut errors.http_4xx,
            TransportFault::Status(500..=599) => &mut errors.http_5xx,
            TransportFault::UnknownHost => &mut errors.unknown_host,
            TransportFault::Status(_) | TransportFault::Other => &mut errors.other,
        } += 1;
    }

    /// Cuts the records that are due.
    pub fn advance(&mut self, now: Timestamp) {
        let Some(since) = self.since else { return };
        let due = usize::try_from(now.millis_since(since) / 1000 / Self::RECORD_SECONDS).unwrap_or(0);
        if due > Self::MOST_WAITING {
            // Those before would be pushed out by those after.
            self.skip(due - Self::MOST_WAITING);
        }
        for _ in 0..due.min(Self::MOST_WAITING) {
            self.cut_one();
        }
    }

    /// When the next record is cut.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.since.map(|since| since.plus_secs(Self::RECORD_SECONDS))
    }

    /// The oldest records, as many as go into one call.
    #[must_use]
    pub fn take_records(&mut self) -> Vec<TelemetryRecord> {
        self.cut.drain(..self.cut.len().min(Self::MOST_PER_CALL)).collect()
    }

    fn skip(&mut self, records: usize) {
        let seconds = i64::try_from(records).unwrap_or(i64::MAX).saturating_mul(Self::RECORD_SECONDS);
        self.since = self.since.map(|since| since.plus_secs(seconds));
        self.current = TelemetryRecord::default();
    }

    fn cut_one(&mut self) {
        let Some(since) = self.since else { return };
        let at = since.plus_secs(Self::RECORD_SECONDS);
        self.cut.push_back(TelemetryRecord { at, ..std::mem::take(&mut self.current) });
        if self.cut.len() > Self::MOST_WAITING {
            self.cut.pop_front();
        }
        self.since = Some(at);
    }
}

/// Why a call to the service failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportFault {
    /// There was no answer in time: the daemon waits two seconds.
    Timeout,
    /// The connection was refused.
    ConnectionRefused,
    /// The answer had this status.
    Status(u16),
    /// The request could not be made.
    UnknownHost,
    /// Anything else.
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_secs(1_777_874_400 + seconds)
    }

    #[test]
    fn one_long_step_is_many_short_ones() {
        for jump in [59, 60, 61, 1799, 1800, 1860, 1861, 5000, 86_400] {
            let (mut long, mut short) = (Telemetry::default(), Telemetry::default());
            for telemetry in [&mut long, &mut short] {
                telemetry.received(at(0));
                telemetry.failed(at(1), TransportFault::Status(503));
            }
            long.advance(at(jump));
            (0..=jump).for_each(|second| short.advance(at(second)));
            assert_eq!(serde_json::to_string(&long).unwrap(), serde_json::to_string(&short).unwrap(), "{jump}");
        }
    }

    #[test]
    fn ten_records_go_at_a_time_and_thirty_wait() {
        let mut telemetry = Telemetry::default();
        telemetry.received(at(0));
        telemetry.advance(at(100 * 60));
        let taken: Vec<_> =
            std::iter::from_fn(|| Some(telemetry.take_records()).filter(|all| !all.is_empty())).collect();
        assert_eq!(taken.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 10]);
        assert_eq!((taken[0][0].at, taken[2][9].at), (at(71 * 60), at(100 * 60)));
    }

    #[test]
    fn faults_have_their_class() {
        let mut telemetry = Telemetry::default();
        telemetry.received(at(0));
        for status in [400, 499, 500, 599, 302, 600] {
            telemetry.failed(at(0), TransportFault::Status(status));
        }
        telemetry.advance(at(60));
        let errors = telemetry.take_records()[0].errors;
        assert_eq!((errors.http_4xx, errors.http_5xx, errors.other), (2, 2, 2));
    }
}
