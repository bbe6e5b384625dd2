//! How many different dimensions a filter has made.

use std::collections::BTreeSet;

use cupola_base::paging::fingerprint;
use cupola_base::{Dimension, Timestamp};
use serde::{Deserialize, Serialize};

use super::FilterState;

/// The names and values of dimensions that came up in the running hour.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Pairs {
    hour: Timestamp,
    /// Fingerprints.
    seen: BTreeSet<u64>,
    throttled: Option<Timestamp>,
}

const HOUR: i64 = 3_600_000;

impl Pairs {
    pub(super) const fn state(&self) -> FilterState {
        match self.throttled {
            None => FilterState::Active,
            Some(since) => FilterState::Throttled { since },
        }
    }

    /// Whether a measurement with these dimensions is made; from the first that is not, none is.
    pub(super) fn admit(&mut self, now: Timestamp, dimensions: &[Dimension], most: usize) -> bool {
        if self.hour != now.floor_to(HOUR) {
            (self.hour, self.seen) = (now.floor_to(HOUR), BTreeSet::new());
        }
        let pair = |dimension: &Dimension| fingerprint(format!("{}\0{}", dimension.name, dimension.value).as_bytes());
        self.seen.extend(dimensions.iter().map(pair));
        if self.seen.len() > most {
            self.throttled.get_or_insert(now);
            self.seen.clear();
        }
        self.throttled.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_takes_so_many_pairs() {
        let mut pairs = Pairs::default();
        let now = Timestamp::from_secs(3600);
        let with = |value: i64| [Dimension::new("Dock", value.to_string())];
        assert!((0..10).chain(0..10).all(|value| pairs.admit(now, &with(value), 10)));
        assert!(pairs.admit(now.plus_millis(HOUR), &with(10), 10), "another hour");
        assert!((0..9).all(|value| pairs.admit(now.plus_millis(HOUR), &with(value), 10)));
        assert_eq!(pairs.state(), FilterState::Active);
        assert!(!pairs.admit(now.plus_millis(HOUR), &with(11), 10));
        assert!(!pairs.admit(now.plus_millis(5 * HOUR), &with(1), 10));
        assert_eq!(pairs.state(), FilterState::Throttled { since: now.plus_millis(HOUR) });
    }
}
