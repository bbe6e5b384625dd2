//! Counts of distinct values.

use std::sync::Arc;

use cupola_base::sketch::DistinctSketch;
use hashbrown::HashSet;
use serde::{Deserialize, Serialize};

use super::EXACT;
use crate::insights::value::Value;

/// Texts of which the different ones are counted: all of them as long as they are few, then a sketch.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub(in crate::insights) enum Distinct {
    Exact(HashSet<Arc<str>>),
    Sketch(DistinctSketch),
}

/// What a text takes beside its letters.
const TEXT_BYTES: u64 = 64;

impl Default for Distinct {
    fn default() -> Self {
        Self::Exact(HashSet::new())
    }
}

impl Distinct {
    /// Answers how many bytes more it holds.
    pub(in crate::insights) fn add(&mut self, text: &str) -> u64 {
        match self {
            Self::Exact(seen) if seen.contains(text) => 0,
            Self::Exact(seen) => {
                seen.insert(text.into());
                self.settle();
                TEXT_BYTES + text.len() as u64
            }
            Self::Sketch(sketch) => {
                sketch.add(text.as_bytes());
                0
            }
        }
    }

    pub(super) fn merge(&mut self, other: Self) -> u64 {
        match (&mut *self, other) {
            (Self::Exact(_), Self::Exact(other)) => return other.iter().map(|text| self.add(text)).sum(),
            (_, Self::Exact(other)) => other.iter().for_each(|text| self.sketch().add(text.as_bytes())),
            (_, Self::Sketch(sketch)) => self.sketch().merge(&sketch),
        }
        0
    }

    /// The number, or the nearest whole one to what it is about.
    pub(super) fn value(self) -> Value {
        match self {
            Self::Exact(seen) => Value::count(seen.len()),
            Self::Sketch(sketch) => Value::finite(sketch.estimate().round()),
        }
    }

    fn settle(&mut self) {
        if matches!(self, Self::Exact(seen) if seen.len() > EXACT) {
            self.sketch();
        }
    }

    fn sketch(&mut self) -> &mut DistinctSketch {
        if let Self::Exact(seen) = self {
            let mut sketch = DistinctSketch::default();
            seen.iter().for_each(|text| sketch.add(text.as_bytes()));
            *self = Self::Sketch(sketch);
        }
        match self {
            Self::Sketch(sketch) => sketch,
            Self::Exact(_) => unreachable!("it was summed up above"),
        }
    }
}

/// As it stands in a partial answer: texts in their order.
#[derive(Debug, Serialize, Deserialize)]
enum Written {
    Exact(Vec<Arc<str>>),
    Sketch(DistinctSketch),
}

impl From<Distinct> for Written {
    fn from(it: Distinct) -> Self {
        match it {
            Distinct::Exact(seen) => {
                let mut seen: Vec<Arc<str>> = seen.into_iter().collect();
                seen.sort_unstable();
                Self::Exact(seen)
            }
            Distinct::Sketch(sketch) => Self::Sketch(sketch),
        }
    }
}

impl From<Written> for Distinct {
    fn from(it: Written) -> Self {
        match it {
            Written::Exact(seen) => {
                let mut distinct = Self::Exact(seen.into_iter().collect());
                distinct.settle();
                distinct
            }
            Written::Sketch(sketch) => Self::Sketch(sketch),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(from: usize, to: usize) -> Distinct {
        let mut part = Distinct::default();
        (from..to).for_each(|number| {
            part.add(&number.to_string());
        });
        part
    }

    #[test]
    fn counts_are_exact_while_they_are_small() {
        assert_eq!(part(0, EXACT).value(), Value::count(EXACT));
        let about = part(0, 150_000).value().as_number().unwrap();
        assert!((about / 150_000.0 - 1.0).abs() < 0.025);
    }

    #[test]
    fn any_split_is_the_whole() {
        for (left, right, end) in [(60_000, 40_000, 90_000), (90_000, 50_000, 150_000), (10, 0, 120_000)] {
            let mut merged = part(right, end);
            merged.merge(part(0, left));
            assert_eq!(merged.value(), part(0, end).value());
        }
    }
}
