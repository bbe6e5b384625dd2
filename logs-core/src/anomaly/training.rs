//! Learning from the events that are there.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use cupola_base::Timestamp;

use super::kept::{Detector, Phase};
use super::rules::AnomalyRules;
use crate::engine::Engine;
use crate::group::Group;
use crate::margin::Margin;
use crate::store::{Cursor, Gap, Mark};

impl Engine {
    /// Whether training has gone on for long enough: see
    /// [`AnomalyRules::learned_hours`](super::AnomalyRules::learned_hours).
    pub(super) fn is_learned(&self, detector: &Detector, since: Timestamp, at: Timestamp) -> bool {
        let rules = &self.policies.anomalies;
        let oldest = self.groups.get(&detector.group).and_then(Group::oldest);
        let first = oldest.map_or(since, |oldest| oldest.min(since));
        at.millis_since(since) >= i64::from(rules.training_minutes) * 60_000
            && at.millis_since(first) >= i64::from(rules.learned_hours) * 3_600_000
    }

    /// Learns from the past events of the group, by their own times. Events under keys that cannot be used are not
    /// read; what is masked stays so.
    pub(super) fn learn(&self, detector: &mut Detector, at: Timestamp) {
        let (rules, most) = (&self.policies.anomalies, self.limits.patterns_per_detector);
        detector.train(at);
        (detector.phase, detector.whole_from) = (Phase::Analyzing, at);
        let Some(group) = self.groups.get(&detector.group) else { return };
        let from = at.plus_millis(-i64::from(rules.training_days) * 86_400_000).max(group.cutoff(at));
        let (seals, mut open) = (self.seals(group), None);
        Past::of(group, from, at).each(|mark, message| {
            if seals.check(mark.sequence).is_err() || !detector.accepts(message) {
                return;
            }
            let window = detector.window(mark.at);
            if let Some(before) = open.replace(window).filter(|before| *before != window) {
                detector.learn_window(before, rules);
            }
            detector.book.take(message, mark.at, window, most);
        });
        open.into_iter().for_each(|window| detector.learn_window(window, rules));
    }
}

impl Detector {
    /// Learns that what came in a window is usual.
    fn learn_window(&mut self, window: Timestamp, rules: &AnomalyRules) {
        for pattern in self.book.patterns.values_mut().filter(|pattern| pattern.window.count > 0) {
            pattern.is_known = true;
            pattern.history.learn(window, pattern.window.count, self.frequency, rules.training_days);
            pattern.learn_values(rules);
            pattern.close();
        }
    }
}

/// The events of a group between two instants, in order of their times over all streams.
struct Past<'a> {
    cursors: Vec<(Cursor<'a>, &'a Margin)>,
    order: BinaryHeap<Reverse<(Mark, usize)>>,
    until: Timestamp,
}

impl<'a> Past<'a> {
    fn of(group: &'a Group, from: Timestamp, until: Timestamp) -> Self {
        let streams = group.streams.values();
        let cursors: Vec<_> =
            streams.map(|stream| (Cursor::forward(&stream.strand, Gap::at(from)), &stream.margin)).collect();
        let first = |(index, (cursor, _)): (usize, &(Cursor<'a>, &Margin))| Some(Reverse((cursor.peek()?, index)));
        let order = cursors.iter().enumerate().filter_map(first).collect();
        Self { cursors, order, until }
    }

    fn each(mut self, mut look: impl FnMut(Mark, &str)) {
        while let Some(Reverse((_, index))) = self.order.pop() {
            let (cursor, margin) = &mut self.cursors[index];
            let Some((mark, message)) = cursor.next().filter(|(mark, _)| mark.at < self.until) else { continue };
            look(mark, &margin.shown(mark, message, false));
            let next = cursor.peek();
            self.order.extend(next.map(|mark| Reverse((mark, index))));
        }
    }
}
