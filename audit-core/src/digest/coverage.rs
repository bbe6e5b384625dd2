//! What is known of each instant.

use cupola_base::Timestamp;

use super::report::{Coverage, CoverageClass};

/// The stretches of a walk, newest first.
#[derive(Debug, Default)]
pub(super) struct Stretches {
    /// Valid digests: start, end, whether they name log files.
    valid: Vec<(Timestamp, Timestamp, bool)>,
    /// Digests that failed: what is known of the start, the end by the key, the class.
    failed: Vec<(Option<Timestamp>, Timestamp, CoverageClass)>,
    /// Where the chain was started anew: the end of the older digest by its key, the start of the newer.
    restarted: Vec<(Timestamp, Timestamp)>,
}

impl Stretches {
    pub(super) fn valid(&mut self, start: Timestamp, end: Timestamp, has_logs: bool) {
        self.valid.push((start, end, has_logs));
    }

    pub(super) fn failed(&mut self, start: Option<Timestamp>, end: Timestamp, class: CoverageClass) {
        self.failed.push((start, end, class));
    }

    pub(super) fn restarted(&mut self, from: Timestamp, to: Timestamp) {
        self.restarted.push((from, to));
    }

    /// The classes of the range, painted one over the other: what is certain last.
    pub(super) fn paint(&self, start: Timestamp, end: Timestamp) -> Vec<Coverage> {
        let mut layers: Vec<Coverage> = Vec::new();
        let layer = |from, to, class| Coverage { from, to, class };
        layers.extend(self.restarted.iter().map(|(from, to)| layer(*from, *to, CoverageClass::ChainRestarted)));
        layers.extend(
            self.failed.iter().map(|(from, to, class)| layer(from.unwrap_or_else(|| self.before(*to)), *to, *class)),
        );
        layers.extend(self.valid.iter().map(|(from, to, has_logs)| {
            let class = if *has_logs { CoverageClass::Verified } else { CoverageClass::NoActivityVerified };
            layer(*from, *to, class)
        }));
        flatten(start, end, &layers)
    }

    /// The newest end of a digest before an instant, be it valid or not.
    fn before(&self, end: Timestamp) -> Timestamp {
        let ends = self.valid.iter().map(|(_, end, _)| *end).chain(self.failed.iter().map(|(_, end, _)| *end));
        ends.filter(|other| *other < end).max().unwrap_or(Timestamp::MIN)
    }
}

/// The topmost layer of each stretch; neighbours of one class are joined.
fn flatten(start: Timestamp, end: Timestamp, layers: &[Coverage]) -> Vec<Coverage> {
    let mut cuts: Vec<Timestamp> = layers.iter().flat_map(|layer| [layer.from, layer.to]).collect();
    cuts.retain(|cut| (start..end).contains(cut));
    cuts.extend([start, end]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut found: Vec<Coverage> = Vec::new();
    let tops = Tops::of(layers);
    for pair in cuts.windows(2) {
        let class = tops.at(pair[0]);
        match found.last_mut().filter(|last| last.class == class) {
            Some(last) => last.to = pair[1],
            None => found.push(Coverage { from: pair[0], to: pair[1], class }),
        }
    }
    found
}

/// The topmost layer at an instant, without asking all of them each time.
struct Tops {
    /// Instant, and the layer that is topmost from there on.
    changes: Vec<(Timestamp, CoverageClass)>,
}

impl Tops {
    fn of(layers: &[Coverage]) -> Self {
        let mut edges: Vec<(Timestamp, bool, usize)> = Vec::new();
        for (place, layer) in layers.iter().enumerate().filter(|(_, layer)| layer.from < layer.to) {
            edges.extend([(layer.from, true, place), (layer.to, false, place)]);
        }
        edges.sort_unstable();
        let (mut open, mut changes) = (std::collections::BTreeSet::new(), Vec::new());
        for (at, begins, place) in edges {
            if begins {
                open.insert(place)
            } else {
                open.remove(&place)
            };
            changes.push((at, open.last().map_or(CoverageClass::NotCovered, |top: &usize| layers[*top].class)));
        }
        Self { changes }
    }

    fn at(&self, instant: Timestamp) -> CoverageClass {
        let next = self.changes.partition_point(|(at, _)| *at <= instant);
        next.checked_sub(1).map_or(CoverageClass::NotCovered, |place| self.changes[place].1)
    }
}
