//! What one storage bucket holds.

use cupola_base::Sample;
use serde::{Deserialize, Serialize};

use super::block::{Sealed, hex, unhex};
use super::packed;
use crate::distribution::Distribution;
use crate::summary::Summary;

/// The data of one metric, in one unit, of one second, minute, five minutes or hour.
///
/// Most buckets hold a single sample and take no more room than it needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Bucket {
    /// One sample of weight 1.
    One(f64),
    /// Several samples, or weighted ones, or a statistic set.
    Many(Box<Many>),
    /// The same, in few bytes.
    #[serde(serialize_with = "write_bytes", deserialize_with = "read_bytes")]
    Packed(Box<[u8]>),
}

/// Several samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Many {
    pub(super) summary: Summary,
    pub(super) samples: Distribution,
    /// The newest samples of weight 1 in their order, which are no part of the two above yet. They become it [`RUN`]
    /// at a time, or when anything else comes in: never because somebody looks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    run: Vec<f64>,
}

/// How many samples are summed up at a time.
const RUN: usize = 256;

impl Bucket {
    /// What one datum comes to; `None` for an empty list.
    pub(crate) fn of(sample: &Sample, most: usize) -> Option<Self> {
        match sample {
            Sample::Value(value) => Some(Self::One(*value + 0.0)),
            sample => {
                let (summary, samples) = (Summary::of(sample)?, Distribution::of(sample, most));
                Some(Self::Many(Box::new(Many::new(summary, samples))))
            }
        }
    }

    /// Adds values of weight 1 to a bucket that may be there; they end up sorted.
    pub(crate) fn add_run(open: &mut Option<Self>, run: &mut [f64], most: usize) {
        let rest = match (open.is_some(), &mut *run) {
            (true, run) => run,
            (false, []) => return,
            (false, [first, rest @ ..]) => {
                *open = Some(Self::One(*first + 0.0));
                rest
            }
        };
        if let (Some(bucket), false) = (open, rest.is_empty()) {
            let many = bucket.many();
            many.fold(most);
            rest.iter().for_each(|value| many.summary.add_one(*value + 0.0));
            many.samples.add_run(rest, most);
        }
    }

    /// Adds what came later; up to `most` distinct values are kept exactly.
    pub(crate) fn merge(&mut self, later: &Self, most: usize) {
        let many = self.many();
        if let Self::One(value) = later {
            return many.push(*value + 0.0, most);
        }
        many.fold(most);
        many.summary.merge(&later.summary());
        later.add_samples(&mut many.samples, most);
    }

    /// Adds one sample where that takes neither work nor room; answers whether.
    #[inline]
    pub(super) fn push_one(&mut self, value: f64) -> bool {
        match self {
            Self::Many(many) if many.has_place() => {
                many.run.push(value + 0.0);
                true
            }
            _ => false,
        }
    }

    /// Adds the samples to others, of which `most` are kept exactly.
    pub(super) fn add_samples(&self, to: &mut Distribution, most: usize) {
        match self {
            Self::One(value) => to.add(*value, 1.0, most),
            Self::Many(many) => many.add_samples(to, most),
            Self::Packed(bytes) => packed::add_samples(bytes, to, most),
        }
    }

    pub(super) fn summary(&self) -> Summary {
        match self {
            Self::One(value) => Summary::one(*value, 1.0),
            Self::Many(many) => many.summary(),
            Self::Packed(bytes) => packed::summary(bytes),
        }
    }

    /// How many samples, by weight.
    #[cfg(all(loom, test))]
    pub(crate) fn count(&self) -> f64 {
        self.summary().count
    }

    pub(crate) fn pack(&mut self, most: usize) {
        if let Self::Many(many) = self {
            many.fold(most);
            *self = Self::Packed(packed::pack(many));
        }
    }

    pub(super) fn seal(self, most: usize) -> Sealed {
        match self {
            Self::One(value) => Sealed::One(value),
            Self::Packed(bytes) => Sealed::Many(bytes),
            Self::Many(mut many) => {
                many.fold(most);
                Sealed::Many(packed::pack(&many))
            }
        }
    }

    /// Bytes of memory.
    pub(super) fn room(&self) -> usize {
        let heap = match self {
            Self::One(_) => 0,
            Self::Many(many) => size_of::<Many>() + packed::heap(&many.samples) + many.room_of_run(),
            Self::Packed(bytes) => bytes.len(),
        };
        size_of::<(i64, Self)>() + heap
    }

    fn many(&mut self) -> &mut Many {
        let many = match self {
            Self::One(value) => Some(Many::new(Summary::one(*value, 1.0), Distribution::one(*value, 1.0))),
            Self::Packed(bytes) => Some(packed::unpack(bytes)),
            Self::Many(_) => None,
        };
        if let Some(many) = many {
            *self = Self::Many(Box::new(many));
        }
        match self {
            Self::Many(many) => many,
            Self::One(_) | Self::Packed(_) => unreachable!("it was made many"),
        }
    }
}

impl Many {
    pub(super) const fn new(summary: Summary, samples: Distribution) -> Self {
        Self { summary, samples, run: Vec::new() }
    }

    fn push(&mut self, value: f64, most: usize) {
        if self.run.len() >= RUN {
            self.fold(most);
        }
        self.run.push(value);
    }

    /// Whether one more sample changes neither the parts nor the bytes of memory.
    #[inline]
    fn has_place(&self) -> bool {
        let len = self.run.len();
        len > 2 && len < RUN && !len.is_power_of_two() && len < self.run.capacity()
    }

    /// Sums up the newest samples.
    fn fold(&mut self, most: usize) {
        self.run.iter().for_each(|value| self.summary.add_one(*value));
        self.samples.add_run(&mut self.run, most);
        self.run.clear();
    }

    fn summary(&self) -> Summary {
        let mut summary = self.summary;
        self.run.iter().for_each(|value| summary.add_one(*value));
        summary
    }

    fn add_samples(&self, to: &mut Distribution, most: usize) {
        to.merge(&self.samples, most);
        self.run.iter().for_each(|value| to.add(*value, 1.0, most));
    }

    /// Bytes of memory of the newest samples: what was full once keeps its room.
    #[expect(clippy::cast_precision_loss, reason = "a small number")]
    fn room_of_run(&self) -> usize {
        let was_full = self.summary.count >= RUN as f64;
        let len = match self.run.len() {
            0 if !was_full => 0,
            len => {
                if was_full {
                    RUN
                } else {
                    len.next_power_of_two().max(4)
                }
            }
        };
        len * size_of::<f64>()
    }
}

impl From<Sealed> for Bucket {
    fn from(sealed: Sealed) -> Self {
        match sealed {
            Sealed::One(value) => Self::One(value),
            Sealed::Many(bytes) => Self::Packed(bytes),
        }
    }
}

fn write_bytes<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex(bytes))
}

fn read_bytes<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Box<[u8]>, D::Error> {
    unhex(&String::deserialize(deserializer)?).ok_or_else(|| serde::de::Error::custom("bytes are hexadecimal"))
}
