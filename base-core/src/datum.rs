//! One measurement on its way to a metric store.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// One measurement: which metric, when, how much.
///
/// Whoever produces metrics (a metric filter, an application, a canary) makes these; the metric
/// store checks and keeps them. The word itself checks nothing. Names are shared (`Arc`), so that
/// a producer that makes millions of data for one metric allocates nothing for each.
///
/// ```
/// use cupola_base::{Datum, Sample, Timestamp, Unit};
///
/// let datum = Datum::new("Shop", "Latency", Timestamp::from_secs(60), 12.5)
///     .with_dimension("Path", "/cart")
///     .with_unit(Unit::Milliseconds);
/// assert_eq!(datum.sample, Sample::Value(12.5));
/// assert_eq!(datum.dimensions[0].name.as_ref(), "Path");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Datum {
    /// The namespace, e.g. `AWS/EC2`.
    pub namespace: Arc<str>,
    /// The metric's name.
    pub name: Arc<str>,
    /// The dimensions in the order given; the set, not the order, is part of the identity.
    pub dimensions: Arc<[Dimension]>,
    /// When it was measured.
    pub at: Timestamp,
    /// How much.
    pub sample: Sample,
    /// The unit; [`Unit::None`] unless told.
    pub unit: Unit,
    /// How finely the store keeps it.
    pub resolution: Resolution,
}

impl Datum {
    /// One value, without dimensions and unit, in standard resolution.
    #[must_use]
    pub fn new(namespace: impl Into<Arc<str>>, name: impl Into<Arc<str>>, at: Timestamp, value: f64) -> Self {
        Self {
            namespace: namespace.into(),
            name: name.into(),
            dimensions: Arc::default(),
            at,
            sample: Sample::Value(value),
            unit: Unit::None,
            resolution: Resolution::Standard,
        }
    }

    /// Adds one dimension.
    #[must_use]
    pub fn with_dimension(self, name: impl Into<Arc<str>>, value: impl Into<Arc<str>>) -> Self {
        let mut dimensions = self.dimensions.to_vec();
        dimensions.push(Dimension::new(name, value));
        self.with_dimensions(dimensions)
    }

    /// Sets all dimensions.
    #[must_use]
    pub fn with_dimensions(self, dimensions: impl Into<Arc<[Dimension]>>) -> Self {
        Self { dimensions: dimensions.into(), ..self }
    }

    /// Sets the unit.
    #[must_use]
    pub fn with_unit(self, unit: Unit) -> Self {
        Self { unit, ..self }
    }

    /// Sets what was measured.
    #[must_use]
    pub fn with_sample(self, sample: Sample) -> Self {
        Self { sample, ..self }
    }

    /// Sets the resolution.
    #[must_use]
    pub fn with_resolution(self, resolution: Resolution) -> Self {
        Self { resolution, ..self }
    }
}

/// A name and a value that tell one series of a metric from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "a name and a value are all there is")]
pub struct Dimension {
    /// The dimension's name.
    pub name: Arc<str>,
    /// The dimension's value.
    pub value: Arc<str>,
}

impl Dimension {
    /// Joins the two.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, value: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows three forms")]
pub enum Sample {
    /// One value.
    Value(f64),
    /// Values with how often each occurred.
    Values(Vec<(f64, f64)>),
    /// Values that were summed up before.
    Set(StatisticSet),
}

/// Measurements that were summed up before they came here.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the service knows four members")]
pub struct StatisticSet {
    /// How many.
    pub sample_count: f64,
    /// Their sum.
    pub sum: f64,
    /// The smallest.
    pub minimum: f64,
    /// The largest.
    pub maximum: f64,
}

/// How finely a metric store keeps a measurement (`StorageResolution`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum Resolution {
    /// By the second (`1`).
    High,
    /// By the minute (`60`).
    #[default]
    Standard,
}

impl Resolution {
    /// Seconds of one storage bucket: 1 or 60.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        match self {
            Self::High => 1,
            Self::Standard => 60,
        }
    }
}

macro_rules! units {
    ($($variant:ident $text:literal),* $(,)?) => {
        /// One of the 27 units; no value is ever converted from one to another.
        ///
        /// ```
        /// use cupola_base::Unit;
        /// assert_eq!("Bytes/Second".parse(), Ok(Unit::BytesPerSecond));
        /// assert_eq!(Unit::ALL.len(), 27);
        /// assert!("bytes".parse::<Unit>().is_err());
        /// ```
        ///
        /// # Source
        /// CloudWatch API Reference, MetricDatum.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[expect(clippy::exhaustive_enums, reason = "a closed list of the service")]
        #[expect(missing_docs, reason = "the names are the documentation")]
        pub enum Unit {
            $(#[serde(rename = $text)] $variant,)*
            #[default]
            None,
        }

        impl Unit {
            /// All units, in the order in which the service lists them.
            pub const ALL: [Self; 27] = [$(Self::$variant,)* Self::None];

            /// The service's spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::None => "None",
                }
            }
        }
    };
}

units! {
    Seconds "Seconds", Microseconds "Microseconds", Milliseconds "Milliseconds",
    Bytes "Bytes", Kilobytes "Kilobytes", Megabytes "Megabytes", Gigabytes "Gigabytes", Terabytes "Terabytes",
    Bits "Bits", Kilobits "Kilobits", Megabits "Megabits", Gigabits "Gigabits", Terabits "Terabits",
    Percent "Percent", Count "Count",
    BytesPerSecond "Bytes/Second", KilobytesPerSecond "Kilobytes/Second", MegabytesPerSecond "Megabytes/Second",
    GigabytesPerSecond "Gigabytes/Second", TerabytesPerSecond "Terabytes/Second",
    BitsPerSecond "Bits/Second", KilobitsPerSecond "Kilobits/Second", MegabitsPerSecond "Megabits/Second",
    GigabitsPerSecond "Gigabits/Second", TerabitsPerSecond "Terabits/Second",
    CountPerSecond "Count/Second",
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Unit {
    type Err = UnitError;

    fn from_str(text: &str) -> Result<Self, UnitError> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == text).ok_or_else(|| UnitError(text.into()))
    }
}

/// Units order by their spelling, which is the order in which the service lists and chooses them.
impl Ord for Unit {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Unit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The text is none of the 27 units.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a unit: the spelling is exact, e.g. Count, Bytes/Second")]
pub struct UnitError(String);
