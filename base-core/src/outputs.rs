//! What an engine hands out: a bounded queue, and what was lost.

use std::collections::VecDeque;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Overflow, Timestamp};

/// One kind of output of an engine, as [`Outputs`] need to know it.
pub trait Emitted {
    /// What can be lost, in the order in which it is told.
    type Lost: Copy + Ord + Serialize + DeserializeOwned;

    /// That what was lost are outputs that nobody drained.
    const UNDRAINED: Self::Lost;

    /// When it happened.
    fn when(&self) -> Timestamp;

    /// The output that tells of a loss.
    fn lost(loss: Loss<Self::Lost>) -> Self;
}

/// Outputs that wait to be drained: at most as many as the limit, the oldest go first and are counted.
///
/// ```
/// use cupola_base::Timestamp;
/// use cupola_base::outputs::{Emitted, Loss, Outputs};
///
/// #[derive(Debug, PartialEq)]
/// enum Output {
///     Tick(i64),
///     Lost(u64),
/// }
///
/// impl Emitted for Output {
///     type Lost = ();
///     const UNDRAINED: () = ();
///
///     fn when(&self) -> Timestamp {
///         let Self::Tick(second) = self else { return Timestamp::EPOCH };
///         Timestamp::from_secs(*second)
///     }
///
///     fn lost(loss: Loss<()>) -> Self {
///         Self::Lost(loss.count)
///     }
/// }
///
/// let mut outputs = Outputs::default();
/// for second in 1..=5 {
///     outputs.push(Output::Tick(second), 2);
/// }
/// assert_eq!(outputs.drain(), [Output::Lost(3), Output::Tick(4), Output::Tick(5)]);
/// assert_eq!(outputs.drain(), []);
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outputs<T: Emitted> {
    queue: VecDeque<T>,
    lost: Losses<T::Lost>,
}

impl<T: Emitted> Outputs<T> {
    /// Takes an output in; past `most` of them the oldest go.
    pub fn push(&mut self, output: T, most: usize) {
        self.queue.push_back(output);
        while self.queue.len() > most
            && let Some(oldest) = self.queue.pop_front()
        {
            self.lost.add(oldest.when(), T::UNDRAINED, 1);
        }
    }

    /// Counts something else that was lost.
    pub fn lose(&mut self, at: Timestamp, what: T::Lost, count: u64) {
        self.lost.add(at, what, count);
    }

    /// Everything that waits, oldest first; what was lost is told before.
    #[must_use]
    pub fn drain(&mut self) -> Vec<T> {
        self.lost.drain().map(T::lost).chain(self.queue.drain(..)).collect()
    }
}

impl<T: Emitted> Default for Outputs<T> {
    fn default() -> Self {
        Self { queue: VecDeque::new(), lost: Losses::default() }
    }
}

/// Something was lost because a budget was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Loss<K> {
    /// When the last of it was lost; for outputs, the time of the newest that was dropped.
    pub at: Timestamp,
    /// What.
    pub what: K,
    /// How much since the last drain.
    pub count: u64,
}

impl<K: fmt::Display> fmt::Display for Loss<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} were dropped until {}", self.count, self.what, self.at)
    }
}

impl<K> From<Loss<K>> for Overflow {
    fn from(loss: Loss<K>) -> Self {
        Self { dropped: loss.count, until: loss.at }
    }
}

/// Losses that wait to be drained: one for each kind, which bounds them.
///
/// ```
/// use cupola_base::Timestamp;
/// use cupola_base::outputs::Losses;
///
/// let mut losses = Losses::default();
/// losses.add(Timestamp::from_secs(9), "metrics", 1);
/// losses.add(Timestamp::from_secs(7), "metrics", 2);
/// losses.add(Timestamp::from_secs(8), "buckets", 5);
///
/// let told: Vec<_> = losses.drain().map(|loss| loss.to_string()).collect();
/// assert_eq!(told[0], "5 buckets were dropped until 1970-01-01T00:00:08Z");
/// assert_eq!(told[1], "3 metrics were dropped until 1970-01-01T00:00:09Z");
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Losses<K>(Vec<Loss<K>>);

impl<K: Copy + Ord> Losses<K> {
    /// Counts what was lost; nothing is no loss.
    pub fn add(&mut self, at: Timestamp, what: K, count: u64) {
        match self.0.binary_search_by_key(&what, |loss| loss.what) {
            _ if count == 0 => {}
            Ok(known) => self.0[known].grow(at, count),
            Err(place) => self.0.insert(place, Loss { at, what, count }),
        }
    }

    /// What was lost since the last drain, in the order of the kinds.
    pub fn drain(&mut self) -> impl Iterator<Item = Loss<K>> {
        self.0.drain(..)
    }
}

impl<K> Loss<K> {
    fn grow(&mut self, at: Timestamp, count: u64) {
        self.at = self.at.max(at);
        self.count = self.count.saturating_add(count);
    }
}

impl<K> Default for Losses<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
    enum Kind {
        Outputs,
        Clients,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    enum Said {
        At(i64),
        Lost(Loss<Kind>),
    }

    impl Emitted for Said {
        type Lost = Kind;
        const UNDRAINED: Kind = Kind::Outputs;

        fn when(&self) -> Timestamp {
            match self {
                Self::At(second) => Timestamp::from_secs(*second),
                Self::Lost(loss) => loss.at,
            }
        }

        fn lost(loss: Loss<Kind>) -> Self {
            Self::Lost(loss)
        }
    }

    fn lost(second: i64, what: Kind, count: u64) -> Said {
        Said::Lost(Loss { at: Timestamp::from_secs(second), what, count })
    }

    #[test]
    fn the_oldest_go_and_the_newest_of_them_gives_the_time() {
        let mut outputs = Outputs::default();
        for second in [1, 4, 3, 5] {
            outputs.push(Said::At(second), 1);
        }
        assert_eq!(outputs.drain(), [lost(4, Kind::Outputs, 3), Said::At(5)]);
        assert!(outputs.drain().is_empty());
    }

    #[test]
    fn a_limit_that_shrank_holds_at_once_and_none_keeps_nothing() {
        let mut outputs = Outputs::default();
        for second in 1..=4 {
            outputs.push(Said::At(second), 9);
        }
        outputs.push(Said::At(5), 0);
        assert_eq!(outputs.drain(), [lost(5, Kind::Outputs, 5)]);
    }

    #[test]
    fn kinds_are_told_in_their_order_whatever_came_first() {
        let mut outputs = Outputs::<Said>::default();
        outputs.lose(Timestamp::from_secs(2), Kind::Clients, u64::MAX);
        outputs.lose(Timestamp::from_secs(1), Kind::Clients, 7);
        outputs.lose(Timestamp::from_secs(3), Kind::Outputs, 1);
        outputs.lose(Timestamp::from_secs(9), Kind::Outputs, 0);
        assert_eq!(outputs.drain(), [lost(3, Kind::Outputs, 1), lost(2, Kind::Clients, u64::MAX)]);
    }

    #[test]
    fn what_waits_survives_being_written_down() {
        let mut outputs = Outputs::<Said>::default();
        outputs.lose(Timestamp::from_secs(2), Kind::Clients, 3);
        outputs.push(Said::At(1), 1);
        outputs.push(Said::At(2), 1);
        let text = serde_json::to_string(&outputs).unwrap();
        let mut again: Outputs<Said> = serde_json::from_str(&text).unwrap();
        assert_eq!(again.drain(), outputs.drain());
    }
}
