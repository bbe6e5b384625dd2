//! A rung against a map that keeps every bucket as it came.

use std::collections::BTreeMap;

use cupola_base::{Sample, StatisticSet};
use proptest::prelude::*;

use super::bucket::Bucket;
use super::grid::Grid;
use super::rung::{Rung, Seen};
use super::size::Size;
use super::slot::Detail;
use crate::distribution::Distribution;
use crate::summary::Summary;

const STEP: i64 = 60_000;

#[derive(Clone, Debug)]
enum Move {
    /// At so many buckets after the newest, negative when late.
    Add(i64, Sample),
    /// So many buckets in a row, one sample each.
    Series(u16, f64),
    /// All that begin at most so many buckets after the oldest.
    Drop(i64),
    Restore,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let value =
        prop_oneof![(0..1000i32).prop_map(f64::from), (0..100_000i32).prop_map(|n| f64::from(n) / 100.0), 0.0..1e9f64];
    let values = proptest::collection::vec((value.clone(), 1..4u8), 1..12);
    let set = StatisticSet { sample_count: 3.0, sum: 30.0, minimum: 5.0, maximum: 20.0 };
    let sample = prop_oneof![
        4 => value.clone().prop_map(Sample::Value),
        2 => values.prop_map(|all| Sample::Values(all.into_iter().map(|(v, n)| (v, f64::from(n))).collect())),
        1 => Just(Sample::Set(set)),
    ];
    let place = prop_oneof![3 => -3..3i64, 2 => -400..5i64, 1 => 0..500i64];
    let one = prop_oneof![
        12 => (place, sample).prop_map(|(place, sample)| Move::Add(place, sample)),
        2 => (1..300u16, value).prop_map(|(len, value)| Move::Series(len, value)),
        1 => (0..200i64).prop_map(Move::Drop),
        1 => Just(Move::Restore),
    ];
    proptest::collection::vec(one, 1..60)
}

/// What a bucket holds, compared bit by bit.
fn content(seen: Seen<'_>) -> (Summary, Distribution) {
    let bucket = match seen {
        Seen::One(value) => Bucket::One(value),
        Seen::Packed(bytes) => Bucket::Packed(bytes.into()),
        Seen::Open(bucket) => bucket.clone(),
    };
    let mut samples = Distribution::Exact(Vec::new());
    bucket.add_samples(&mut samples, MOST);
    (bucket.summary(), samples)
}

/// Few, so that sketches are met.
const MOST: usize = 12;

struct World {
    rung: Rung,
    twin: BTreeMap<i64, Bucket>,
}

impl World {
    fn add(&mut self, start: i64, bucket: &Bucket) {
        self.rung.add(start, bucket, MOST);
        let twin = self.twin.entry(start).and_modify(|have| have.merge(bucket, MOST));
        twin.or_insert_with(|| bucket.clone());
    }

    fn newest(&self) -> i64 {
        self.twin.last_key_value().map_or(0, |(start, _)| *start)
    }

    fn go(&mut self, one: Move) {
        match one {
            Move::Add(place, sample) => {
                let bucket = Bucket::of(&sample, MOST).expect("there are samples");
                self.add(self.newest() + place * STEP, &bucket);
            }
            Move::Series(len, value) => {
                (0..len).for_each(|n| self.add(self.newest() + STEP, &Bucket::One(value + f64::from(n % 7))));
            }
            Move::Drop(after) => {
                let cutoff = self.twin.first_key_value().map_or(0, |(start, _)| *start) + after * STEP;
                let gone = self.rung.take_while(|start| start <= cutoff);
                let stay = self.twin.split_off(&(cutoff + 1));
                let wanted = std::mem::replace(&mut self.twin, stay);
                assert!(gone.iter().map(|(start, _)| start).eq(wanted.keys()), "what leaves, oldest first");
                for ((_, gone), wanted) in gone.iter().zip(wanted.values()) {
                    assert_eq!(content(Seen::Open(gone)), content(Seen::Open(wanted)));
                }
            }
            Move::Restore => {
                let text = serde_json::to_string(&self.rung).expect("a rung is data");
                let again: Rung = serde_json::from_str(&text).expect("what is written is read");
                assert_eq!(again.size(), self.rung.size());
                self.rung = again;
            }
        }
    }

    fn check(&self, from: i64, to: i64) {
        let mut got = Vec::new();
        self.rung.each(from, to, |start, seen| got.push((start, content(seen))));
        let range = if from < to { from..to } else { from..from };
        let wanted: Vec<_> =
            self.twin.range(range).map(|(start, bucket)| (*start, content(Seen::Open(bucket)))).collect();
        assert_eq!(got, wanted);
        for (detail, step) in [(Detail::Summary, 7 * STEP), (Detail::Samples(MOST), 60 * STEP + 1000)] {
            let grid = Grid { start: from.max(-1_000_000_000), step, len: 1 };
            let (mut got, mut wanted) = (grid.slots(detail), grid.slots(detail));
            self.rung.fill(from, to, &mut got);
            self.twin.range(from..to.max(from)).for_each(|(start, bucket)| wanted.add(*start, Seen::Open(bucket)));
            assert_eq!(got.done(), wanted.done());
        }
        assert_eq!(self.rung.first_from(from), self.twin.range(from..).next().map(|(start, _)| *start));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_rung_holds_what_a_map_holds(moves in moves(), from in -500..500i64, len in 0..900i64) {
        let mut world = World { rung: Rung::default(), twin: BTreeMap::new() };
        moves.into_iter().for_each(|one| world.go(one));
        world.check(i64::MIN, i64::MAX);
        let from = world.newest() + from * STEP;
        world.check(from, from + len * STEP);
        prop_assert_eq!(world.rung.size().buckets, world.twin.len());
        prop_assert_eq!(world.rung.sizes().count(), world.twin.len());
        prop_assert!(world.rung.sizes().map(|(start, _)| start).eq(world.twin.keys().copied()));
        world.rung.take_while(|_| true);
        prop_assert_eq!(world.rung.size(), Size::default());
    }
}

/// A name, and the value of each minute.
type Kind = (&'static str, fn(u64) -> f64);

#[test]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn fifteen_days_of_minutes_take_two_bytes_a_point() {
    let kinds: [Kind; 4] = [
        ("counts", |n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54) as f64),
        ("percent", |n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 10_001) as f64 / 100.0),
        ("tenths", |n| (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 5000) as f64 / 10.0),
        ("counter", |n| n as f64 * 1000.0 + (n % 13) as f64),
    ];
    for (name, value) in kinds {
        let mut rung = Rung::default();
        (0..21_600).for_each(|n| rung.add(n * STEP, &Bucket::One(value(n.cast_unsigned())), MOST));
        let room = rung.size().room;
        assert!(room <= 43_200, "{name}: {room} bytes");
    }
}
