//! What a rule has counted, minute by minute.

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola_base::sketch::DistinctSketch;
use serde::{Deserialize, Serialize};

use super::metric::InsightRuleMetric;

/// A minute, in milliseconds.
pub(super) const MINUTE: i64 = 60_000;

/// Who a contributor is: the texts of the keys.
pub(super) type Contributor = Arc<[Box<str>]>;

/// What a rule has counted, by the starts of minutes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Counted {
    minutes: BTreeMap<i64, Minute>,
}

/// What was counted in a minute.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Minute {
    #[serde(with = "pairs")]
    contributors: BTreeMap<Contributor, Tally>,
    /// Of all, those that are no longer kept among them.
    total: Option<Tally>,
    /// Who is no longer kept.
    lost: Option<DistinctSketch>,
}

/// What some observations come to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Tally {
    pub(super) count: u64,
    pub(super) sum: f64,
    pub(super) minimum: f64,
    pub(super) maximum: f64,
}

impl Tally {
    const fn of(value: f64) -> Self {
        Self { count: 1, sum: value, minimum: value, maximum: value }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum = (self.sum + other.sum).clamp(f64::MIN, f64::MAX);
        self.minimum = self.minimum.min(other.minimum);
        self.maximum = self.maximum.max(other.maximum);
    }
}

/// Puts a tally with what is there.
fn add<K: Ord>(all: &mut BTreeMap<K, Tally>, key: K, tally: &Tally) {
    all.entry(key).and_modify(|own| own.merge(tally)).or_insert(*tally);
}

fn add_to(total: &mut Option<Tally>, tally: &Tally) {
    match total {
        Some(own) => own.merge(tally),
        None => *total = Some(*tally),
    }
}

impl Counted {
    /// Counts an observation in a minute that keeps `most` contributors. Answers how many came, and how many had to go.
    pub(super) fn count(&mut self, minute: i64, contributor: Contributor, value: f64, most: usize) -> (usize, usize) {
        let minute = self.minutes.entry(minute).or_default();
        let tally = Tally::of(value);
        add_to(&mut minute.total, &tally);
        if let Some(own) = minute.contributors.get_mut(&contributor) {
            own.merge(&tally);
            return (0, 0);
        }
        let gone = if minute.contributors.len() >= most.max(1) { minute.prune() } else { 0 };
        minute.contributors.insert(contributor, tally);
        (1, gone)
    }

    /// The start of the oldest minute.
    pub(super) fn oldest(&self) -> Option<i64> {
        self.minutes.first_key_value().map(|(minute, _)| *minute)
    }

    /// Forgets the oldest minute, and tells how many contributors it had.
    pub(super) fn forget_oldest(&mut self) -> usize {
        self.minutes.pop_first().map_or(0, |(_, minute)| minute.contributors.len())
    }

    /// Forgets the minutes before an instant, and tells how many contributors they had.
    pub(super) fn forget_before(&mut self, instant: i64) -> usize {
        let mut gone = 0;
        while self.oldest().is_some_and(|minute| minute < instant) {
            gone += self.forget_oldest();
        }
        gone
    }

    /// How many contributors of minutes there are.
    pub(super) fn len(&self) -> usize {
        self.minutes.values().map(|minute| minute.contributors.len()).sum()
    }

    /// How many contributors of minutes there are from one instant on, before another.
    pub(super) fn len_between(&self, from: i64, to: i64) -> usize {
        if from >= to {
            return 0;
        }
        self.minutes.range(from..to).map(|(_, minute)| 1 + minute.contributors.len()).sum()
    }

    /// What the minutes from one instant on, before another, come to by the slots that they are in; contributors are
    /// told apart where that is asked for.
    pub(super) fn bins(
        &self,
        (from, to): (i64, i64),
        tells_contributors: bool,
        slot: impl Fn(i64) -> Option<i64>,
    ) -> BTreeMap<i64, Bin<'_>> {
        let mut bins: BTreeMap<i64, Bin<'_>> = BTreeMap::new();
        if from >= to {
            return bins;
        }
        for (start, minute) in self.minutes.range(from..to) {
            let (Some(slot), Some(total)) = (slot(*start), &minute.total) else { continue };
            let bin = bins.entry(slot).or_default();
            add_to(&mut bin.total, total);
            if tells_contributors {
                minute
                    .contributors
                    .iter()
                    .for_each(|(contributor, tally)| add(&mut bin.contributors, contributor, tally));
                bin.lose(minute.lost.as_ref());
            }
        }
        bins
    }
}

impl Minute {
    /// Takes the sixteenth with the smallest sums away, and tells how many those are.
    fn prune(&mut self) -> usize {
        let mut all: Vec<(f64, Contributor)> =
            self.contributors.iter().map(|(contributor, tally)| (tally.sum, contributor.clone())).collect();
        all.sort_by(|(one, who), (other, whom)| one.total_cmp(other).then_with(|| whom.cmp(who)));
        all.truncate((all.len() / 16).max(1));
        let lost = self.lost.get_or_insert_default();
        for (_, contributor) in &all {
            self.contributors.remove(contributor);
            lost.add(&bytes(contributor));
        }
        all.len()
    }
}

/// What some minutes come to.
#[derive(Debug, Default)]
pub(super) struct Bin<'a> {
    pub(super) contributors: BTreeMap<&'a Contributor, Tally>,
    pub(super) total: Option<Tally>,
    lost: Option<DistinctSketch>,
}

impl<'a> Bin<'a> {
    /// Puts another bin's minutes with these.
    pub(super) fn merge(&mut self, other: &Self) {
        other.total.iter().for_each(|total| add_to(&mut self.total, total));
        other.contributors.iter().for_each(|(contributor, tally)| add(&mut self.contributors, *contributor, tally));
        self.lose(other.lost.as_ref());
    }

    fn lose(&mut self, lost: Option<&DistinctSketch>) {
        match (&mut self.lost, lost) {
            (_, None) => {}
            (Some(own), Some(lost)) => own.merge(lost),
            (own @ None, Some(lost)) => *own = Some(lost.clone()),
        }
    }

    /// How many contributors there are; about so many where some are no longer kept.
    pub(super) fn unique(&self) -> f64 {
        let Some(lost) = &self.lost else { return count(self.contributors.len()) };
        let mut all = lost.clone();
        self.contributors.keys().for_each(|contributor| all.add(&bytes(contributor)));
        all.estimate().round()
    }

    /// What a metric comes to.
    pub(super) fn metric(&self, metric: InsightRuleMetric) -> Option<f64> {
        let total = self.total?;
        #[expect(clippy::cast_precision_loss, reason = "observations stay far below 2^53")]
        let observations = total.count as f64;
        Some(match metric {
            InsightRuleMetric::UniqueContributors => self.unique(),
            InsightRuleMetric::MaxContributorValue => {
                self.contributors.values().map(|tally| tally.sum).reduce(f64::max)?
            }
            InsightRuleMetric::SampleCount => observations,
            InsightRuleMetric::Sum => total.sum,
            InsightRuleMetric::Minimum => total.minimum,
            InsightRuleMetric::Maximum => total.maximum,
            InsightRuleMetric::Average => total.sum / observations,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "contributors stay far below 2^53")]
const fn count(contributors: usize) -> f64 {
    contributors as f64
}

/// A contributor as one text for the sketch.
fn bytes(contributor: &Contributor) -> Vec<u8> {
    contributor.iter().flat_map(|key| key.bytes().chain([0xff])).collect()
}

/// The form of snapshots.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Contributor, Tally};

    pub(super) fn serialize<S: Serializer>(
        all: &BTreeMap<Contributor, Tally>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        all.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Contributor, Tally>, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(number: u32) -> Contributor {
        [Box::from(format!("c{number:05}"))].into()
    }

    /// Those with least go, sums stay whole, and about how many there were is still known.
    #[test]
    fn a_minute_keeps_those_with_most() {
        let mut counted = Counted::default();
        let (mut came, mut gone) = (0, 0);
        for number in 0..3200 {
            let (in_, out) = counted.count(0, who(number), f64::from(number + 1), 160);
            (came, gone) = (came + in_, gone + out);
        }
        assert_eq!((came, came - gone), (3200, counted.len()));
        assert!((150..=160).contains(&counted.len()), "{}", counted.len());
        let bins = counted.bins((0, MINUTE), true, Some);
        let bin = &bins[&0];
        assert!(bin.contributors.keys().all(|contributor| *contributor > &who(3000)), "the greatest stay");
        assert_eq!(bin.metric(InsightRuleMetric::Sum), Some(3200.0 * 3201.0 / 2.0));
        assert_eq!(bin.metric(InsightRuleMetric::SampleCount), Some(3200.0));
        assert_eq!(bin.metric(InsightRuleMetric::MaxContributorValue), Some(3200.0));
        let unique = bin.unique();
        assert!((unique / 3200.0 - 1.0).abs() < 0.03, "{unique}");
    }

    #[test]
    fn snapshots_hold_everything() {
        let mut counted = Counted::default();
        for number in 0..40 {
            counted.count(i64::from(number % 3) * MINUTE, who(number), 1e308, 8);
        }
        let text = serde_json::to_string(&counted).unwrap();
        assert_eq!(serde_json::from_str::<Counted>(&text).unwrap(), counted);
    }
}
