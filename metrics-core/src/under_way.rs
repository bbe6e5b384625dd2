//! Data that were taken in and are not seen yet.

use std::collections::VecDeque;

use cupola_base::{Datum, Deadline, Timestamp};
use serde::{Deserialize, Serialize};

/// Data on their way into the store, in the order in which they are seen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct UnderWay(VecDeque<(Timestamp, Datum)>);

impl UnderWay {
    /// Adds a datum that is seen at an instant, or as soon as all that came before it.
    pub(crate) fn push(&mut self, at: Timestamp, datum: Datum) {
        let at = self.0.back().map_or(at, |(newest, _)| at.max(*newest));
        self.0.push_back((at, datum));
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// When the next datum is seen.
    pub(crate) fn next(&self) -> Option<Deadline> {
        self.0.front().map(|(at, _)| Deadline { at: *at, why: "data that were held back are seen" })
    }

    /// Takes the next datum that is seen by now.
    pub(crate) fn take(&mut self, now: Timestamp) -> Option<Datum> {
        self.0.front().filter(|(at, _)| *at <= now)?;
        self.take_first()
    }

    /// Takes the next datum, whenever it were seen.
    pub(crate) fn take_first(&mut self) -> Option<Datum> {
        self.0.pop_front().map(|(_, datum)| datum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_overtakes() {
        let t = Timestamp::from_secs;
        let mut data = UnderWay::default();
        for (at, value) in [(5, 1.0), (3, 2.0), (9, 3.0)] {
            data.push(t(at), Datum::new("N", "M", t(0), value));
        }
        assert_eq!((data.len(), data.next().map(|due| due.at)), (3, Some(t(5))));
        assert!(data.take(t(4)).is_none());
        let seen = std::iter::from_fn(|| data.take(t(5))).count();
        assert_eq!((seen, data.len()), (2, 1));
        assert!(data.take_first().is_some() && data.next().is_none());
    }
}
