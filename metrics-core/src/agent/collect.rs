//! The agent: readings in, data out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cupola_base::{Datum, Dimension, Resolution, Sample, Timestamp, Unit};

use super::configuration::{AgentConfiguration, HostFact, SectionConfiguration};
use super::reading::AgentSnapshot;
use super::sample::{Sampled, What, counters, samples};
use super::section::AgentSection;
use super::seh1::Seh1;

/// What the agent knows about its host; what is empty makes no dimension.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "facts are written with a struct update, which needs an open struct")]
pub struct AgentHost {
    /// The host's name.
    pub name: String,
    /// The instance's id.
    pub instance_id: String,
    /// The image that it was started from.
    pub image_id: String,
    /// Its type.
    pub instance_type: String,
    /// The Auto Scaling group that it belongs to.
    pub auto_scaling_group: String,
}

/// Makes data of readings as the CloudWatch agent does, driven by its configuration.
///
/// Give it a snapshot whenever one was read: it derives percentages, takes differences of counters,
/// and sums up what lies within one collection interval (levels as a distribution, differences by
/// adding them). Data wait until the flush interval is over.
///
/// ```
/// use cupola_metrics::{Agent, AgentConfiguration, AgentHost, AgentSnapshot, NetworkReading, Sample, Timestamp};
///
/// let configuration = AgentConfiguration::parse(
///     r#"{"metrics": {"metrics_collected": {"net": {"measurement": ["bytes_recv"]}}}}"#,
/// )?;
/// let mut agent = Agent::new(configuration, AgentHost { name: "h1".into(), ..AgentHost::default() });
/// let t0 = Timestamp::parse("2026-05-04T08:00:00Z").expect("it is one");
/// for (minute, bytes_recv) in [(0, 1000), (1, 1700)] {
///     let net = NetworkReading { interface: "eth0".into(), bytes_recv, ..NetworkReading::default() };
///     agent.observe(&AgentSnapshot { networks: vec![net], ..AgentSnapshot::at(t0.plus_secs(60 * minute)) });
/// }
/// let data = agent.flush(t0.plus_secs(60));
/// assert_eq!((data[0].name.as_ref(), &data[0].sample), ("net_bytes_recv", &Sample::Value(700.0)));
/// # Ok::<(), cupola_metrics::AgentConfigurationError>(())
/// ```
///
/// # Source
/// CloudWatch User Guide, "Metrics collected by the CloudWatch agent".
#[derive(Clone, Debug)]
pub struct Agent {
    configuration: AgentConfiguration,
    host: Vec<Dimension>,
    before: Option<AgentSnapshot>,
    waiting: BTreeMap<Key, Collected>,
    /// How many samples wait.
    held: usize,
    lost: u64,
    flushed: Option<Timestamp>,
}

/// One interval of one series.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    interval: Timestamp,
    /// The name in the catalogue, so that the order does not depend on names that were chosen.
    name: String,
    dimensions: Vec<Dimension>,
    resolution: Resolution,
    published: String,
    unit: Unit,
    keeps_original: bool,
}

#[derive(Clone, Debug)]
struct Collected {
    first: Timestamp,
    samples: Vec<f64>,
    is_delta: bool,
}

impl Agent {
    /// How many samples wait for a flush at most; beyond, those of the oldest interval are dropped.
    pub const MOST_WAITING: usize = 200_000;

    /// An agent that has collected nothing yet.
    #[must_use]
    pub fn new(configuration: AgentConfiguration, host: AgentHost) -> Self {
        let host = host_dimensions(&configuration, &host);
        Self { configuration, host, before: None, waiting: BTreeMap::new(), held: 0, lost: 0, flushed: None }
    }

    /// What drives it.
    #[must_use]
    pub const fn configuration(&self) -> &AgentConfiguration {
        &self.configuration
    }

    /// Takes a snapshot in. One that is older than the one before is left out.
    pub fn observe(&mut self, snapshot: &AgentSnapshot) {
        if self.before.as_ref().is_some_and(|before| before.at > snapshot.at) {
            return;
        }
        self.flushed.get_or_insert(snapshot.at);
        let before = self.before.replace(snapshot.clone());
        let sections: Vec<(AgentSection, SectionConfiguration)> =
            self.configuration.sections.iter().map(|(section, how)| (*section, how.clone())).collect();
        for (section, how) in &sections {
            for sample in samples(*section, before.as_ref(), snapshot) {
                self.collect(snapshot.at, sample, how);
            }
        }
        let objects = self.configuration.objects.clone();
        for sample in counters(snapshot) {
            let What::Counter { object, .. } = &sample.what else { continue };
            if let Some(how) = objects.get(object) {
                self.collect(snapshot.at, sample, how);
            }
        }
    }

    /// When data are to be published next; `None` before anything was collected.
    #[must_use]
    pub fn next_flush(&self) -> Option<Timestamp> {
        let seconds = i64::from(self.configuration.force_flush_seconds);
        self.flushed.map(|flushed| flushed.plus_secs(seconds))
    }

    /// Everything that was collected, when the flush interval is over, by interval and name; else nothing.
    pub fn flush(&mut self, now: Timestamp) -> Vec<Datum> {
        if self.next_flush().is_none_or(|due| now < due) {
            return Vec::new();
        }
        self.flushed = Some(now);
        self.flush_now()
    }

    /// Everything that was collected, whether the flush interval is over or not.
    pub fn flush_now(&mut self) -> Vec<Datum> {
        self.held = 0;
        let waiting = std::mem::take(&mut self.waiting);
        waiting.into_iter().flat_map(|(key, collected)| self.publish(&key, &collected)).collect()
    }

    /// How many samples were dropped since the start, because too many waited for a flush.
    #[must_use]
    pub const fn lost(&self) -> u64 {
        self.lost
    }

    fn collect(&mut self, at: Timestamp, sample: Sampled, how: &SectionConfiguration) {
        let (wanted, is_delta, default) = match &sample.what {
            What::Metric(metric) => (metric.name, metric.is_delta, metric.unit),
            What::Counter { counter, .. } => (counter.as_str(), false, Unit::None),
        };
        let Some(measurement) = how.measurements.get(wanted) else { return };
        if !is_wanted(&sample, how) || !sample.value.is_finite() {
            return;
        }
        let name = sample.what.name();
        let seconds = i64::from(how.interval_seconds);
        let key = Key {
            interval: at.floor_to(seconds * 1000),
            published: measurement.rename.clone().unwrap_or_else(|| name.clone()),
            unit: measurement.unit.unwrap_or(default),
            resolution: if seconds < 60 { Resolution::High } else { Resolution::Standard },
            keeps_original: !how.drop_original.contains(wanted),
            dimensions: self.dimensions(&sample, how),
            name,
        };
        let fresh = || Collected { first: at, samples: Vec::new(), is_delta };
        self.waiting.entry(key).or_insert_with(fresh).samples.push(sample.value);
        self.held += 1;
        while self.held > Self::MOST_WAITING {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        let gone = self.waiting.pop_first().map_or(0, |(_, collected)| collected.samples.len());
        self.held = if gone == 0 { 0 } else { self.held - gone };
        self.lost += gone as u64;
    }

    fn dimensions(&self, sample: &Sampled, how: &SectionConfiguration) -> Vec<Dimension> {
        let drops_device = |dimension: &&Dimension| !(how.drop_device && &*dimension.name == "device");
        let own = sample.dimensions.iter().filter(drops_device).cloned();
        let append = how.append.iter().map(|(name, value)| Dimension::new(name.as_str(), value.as_str()));
        let all = self.host.iter().cloned().chain(own).chain(append);
        let by_name: BTreeMap<Arc<str>, Dimension> = all
            .filter(|dimension| !dimension.value.is_empty())
            .map(|dimension| (dimension.name.clone(), dimension))
            .collect();
        by_name.into_values().collect()
    }

    /// The datum with all its dimensions, and its copies with fewer.
    fn publish(&self, key: &Key, collected: &Collected) -> Vec<Datum> {
        let mut sets: Vec<Vec<Dimension>> = Vec::new();
        if key.keeps_original {
            sets.push(key.dimensions.clone());
        }
        for names in &self.configuration.aggregation {
            let reduced: Vec<Dimension> =
                key.dimensions.iter().filter(|have| names.iter().any(|name| *name == *have.name)).cloned().collect();
            let distinct: BTreeSet<&String> = names.iter().collect();
            if reduced.len() == distinct.len() && !sets.contains(&reduced) {
                sets.push(reduced);
            }
        }
        let data = data(&self.configuration.namespace.as_str().into(), key, collected);
        sets.iter().flat_map(|set| data.iter().map(|datum| datum.clone().with_dimensions(set.clone()))).collect()
    }
}

/// Values of one datum, as many as the service takes.
const MOST_VALUES: usize = 150;

/// The data of one interval: a value where there is one, a distribution where there are several.
/// Negative samples, which the distribution does not take, stand for themselves.
fn data(namespace: &Arc<str>, key: &Key, collected: &Collected) -> Vec<Datum> {
    let datum = |at: Timestamp, sample: Sample| {
        Datum::new(namespace.clone(), key.published.as_str(), at, 0.0)
            .with_unit(key.unit)
            .with_resolution(key.resolution)
            .with_sample(sample)
    };
    match collected.samples.as_slice() {
        [one] => vec![datum(collected.first, Sample::Value(*one))],
        many if collected.is_delta => vec![datum(collected.first, Sample::Value(many.iter().sum()))],
        many => {
            let values = distribution(many);
            values.chunks(MOST_VALUES).map(|part| datum(collected.first, Sample::Values(part.to_vec()))).collect()
        }
    }
}

fn distribution(samples: &[f64]) -> Vec<(f64, f64)> {
    let mut distribution = Seh1::default();
    let negative: Vec<(f64, f64)> =
        samples.iter().filter(|value| distribution.add(**value, 1.0).is_err()).map(|value| (*value, 1.0)).collect();
    negative.into_iter().chain(distribution.values_and_counts()).collect()
}

fn is_wanted(sample: &Sampled, how: &SectionConfiguration) -> bool {
    let value = |name: &str| sample.dimensions.iter().find(|have| &*have.name == name).map(|have| &*have.value);
    let among = |name: &str| how.resources.as_ref().is_none_or(|all| value(name).is_some_and(|one| all.contains(one)));
    match &sample.what {
        What::Counter { .. } => value("instance").is_none() || among("instance"),
        What::Metric(metric) => match metric.section {
            AgentSection::Cpu if value("cpu") == Some("cpu-total") => how.total_cpu,
            AgentSection::Cpu => among("cpu"),
            AgentSection::Disk => {
                among("path") && value("fstype").is_none_or(|kind| !how.ignored_file_systems.contains(kind))
            }
            AgentSection::DiskIo => among("name"),
            AgentSection::Network | AgentSection::Ethtool => among("interface"),
            _ => true,
        },
    }
}

/// The host's own dimensions: chosen facts, or its name where none is chosen.
fn host_dimensions(configuration: &AgentConfiguration, host: &AgentHost) -> Vec<Dimension> {
    let facts = configuration.append.iter().map(|fact| {
        let value = match fact {
            HostFact::AutoScalingGroupName => &host.auto_scaling_group,
            HostFact::ImageId => &host.image_id,
            HostFact::InstanceId => &host.instance_id,
            HostFact::InstanceType => &host.instance_type,
        };
        Dimension::new(fact.as_str(), value.as_str())
    });
    let name = (configuration.append.is_empty() && !configuration.omit_hostname)
        .then(|| Dimension::new("host", host.name.as_str()));
    facts.chain(name).filter(|dimension| !dimension.value.is_empty()).collect()
}
