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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Many {
    pub(crate) summary: Summary,
    pub(crate) samples: Distribution,
}

impl Bucket {
    /// What one datum comes to; `None` for an empty list.
    pub(crate) fn of(sample: &Sample, most: usize) -> Option<Self> {
        match sample {
            Sample::Value(value) => Some(Self::One(*value + 0.0)),
            sample => {
                let (summary, samples) = (Summary::of(sample)?, Distribution::of(sample, most));
                Some(Self::Many(Box::new(Many { summary, samples })))
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
            rest.iter().for_each(|value| many.summary.add_one(*value + 0.0));
            many.samples.add_run(rest, most);
        }
    }

    /// Adds what came later; up to `most` distinct values are kept exactly.
    pub(crate) fn merge(&mut self, later: &Self, most: usize) {
        let many = self.many();
        many.summary.merge(&later.summary());
        later.add_samples(&mut many.samples, most);
    }

    /// Adds the samples to others, of which `most` are kept exactly.
    pub(super) fn add_samples(&self, to: &mut Distribution, most: usize) {
        match self {
            Self::One(value) => to.add(*value, 1.0, most),
            Self::Many(many) => to.merge(&many.samples, most),
            Self::Packed(bytes) => packed::add_samples(bytes, to, most),
        }
    }

    pub(super) fn summary(&self) -> Summary {
        match self {
            Self::One(value) => Summary::one(*value, 1.0),
            Self::Many(many) => many.summary,
            Self::Packed(bytes) => packed::summary(bytes),
        }
    }

    pub(crate) fn pack(&mut self) {
        if let Self::Many(many) = self {
            *self = Self::Packed(packed::pack(many));
        }
    }

    pub(super) fn seal(mut self) -> Sealed {
        self.pack();
        match self {
            Self::One(value) => Sealed::One(value),
            Self::Many(many) => Sealed::Many(packed::pack(&many)),
            Self::Packed(bytes) => Sealed::Many(bytes),
        }
    }

    /// Bytes of memory.
    pub(super) fn room(&self) -> usize {
        let heap = match self {
            Self::One(_) => 0,
            Self::Many(many) => size_of::<Many>() + packed::heap(&many.samples),
            Self::Packed(bytes) => bytes.len(),
        };
        size_of::<(i64, Self)>() + heap
    }

    fn many(&mut self) -> &mut Many {
        let many = match self {
            Self::One(value) => {
                Some(Many { summary: Summary::one(*value, 1.0), samples: Distribution::one(*value, 1.0) })
            }
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
