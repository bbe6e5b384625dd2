//! Metric streams: every closed minute of the metrics that a stream takes goes out as a record.

mod configuration;
mod error;
mod filter;
mod open_telemetry;
mod publish;
mod unit;
mod update;
mod verbs;

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::{Deadline, Draft, Tags, Timestamp, Unit};
use serde::{Deserialize, Serialize};

pub use configuration::{MetricStreamConfiguration, OutputFormat, StatisticsConfiguration};
pub use error::{MetricStreamName, MetricStreamNameError, PutMetricStreamError, UnknownMetricStream};
pub use filter::{MetricStreamFilter, StreamedMetrics};
pub use open_telemetry::{AnyValue, DataPoint, Export, KeyValue, Label, QuantileValue};
pub use unit::open_telemetry_unit;
pub use update::MetricStreamUpdate;

use crate::metric::Metric;

/// A metric stream as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MetricStream {
    /// Its ARN.
    pub arn: String,
    /// What it takes, where it goes, in which form.
    pub configuration: MetricStreamConfiguration,
    /// Whether it runs.
    pub state: MetricStreamState,
    /// When it was created.
    pub created: Timestamp,
    /// When its configuration or its state changed last.
    pub updated: Timestamp,
    /// Its tags.
    pub tags: Tags,
}

/// Whether a metric stream runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "the service knows two")]
pub enum MetricStreamState {
    /// Closed minutes go out.
    Running,
    /// Nothing goes out; what is closed meanwhile never does.
    Stopped,
}

/// A record of a metric stream, on its way to a Firehose delivery stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StreamRecord {
    /// The role in which it is written.
    pub role: String,
    /// How many updates it holds, one in each line.
    pub updates: usize,
    /// What is delivered. Cause: the stream's ARN; target: the delivery stream's ARN.
    pub draft: Draft,
}

/// All metric streams, and the minutes that wait to go out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Streams {
    all: BTreeMap<MetricStreamName, MetricStream>,
    pending: BTreeSet<Pending>,
}

/// A minute of a metric in one unit, with data that no stream has told yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Pending {
    due: Timestamp,
    metric: Metric,
    unit: Unit,
    minute: Timestamp,
}

impl Streams {
    pub(crate) fn get(&self, name: &str) -> Option<&MetricStream> {
        self.all.get(&MetricStreamName::new(name).ok()?)
    }

    /// Those after `after`, by name.
    pub(crate) fn after<'a>(&'a self, after: Option<&'a str>) -> impl Iterator<Item = &'a MetricStream> {
        let name = |stream: &MetricStream| stream.configuration.name.clone();
        self.all.values().filter(move |stream| after.is_none_or(|after| name(stream).as_str() > after))
    }

    /// The tags of the stream with this ARN.
    pub(crate) fn tags_mut(&mut self, arn: &str) -> Option<&mut Tags> {
        self.all.values_mut().find(|stream| stream.arn == arn).map(|stream| &mut stream.tags)
    }

    /// When the next minutes go out.
    pub(crate) fn next(&self) -> Option<Deadline> {
        self.pending.first().map(|pending| Deadline { at: pending.due, why: "minutes of metrics are streamed" })
    }

    fn running(&self) -> impl Iterator<Item = &MetricStream> {
        self.all.values().filter(|stream| stream.state == MetricStreamState::Running)
    }

    /// Nothing waits for streams that do not run.
    fn settle(&mut self) {
        if self.running().next().is_none() {
            self.pending.clear();
        }
    }
}
