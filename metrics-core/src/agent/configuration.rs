//! The agent's own configuration.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::Unit;
use cupola_base::configuration::{ConfigurationError as AgentConfigurationError, Node};

use super::catalogue::AgentMetric;
use super::section::AgentSection;
use crate::name::Namespace;

/// The metrics part of the CloudWatch agent's configuration file.
///
/// Members that the agent does not know are errors, as they are to the agent; its sections that
/// this library has no readings for (`statsd`, `collectd`, `procstat`, ...) are refused by name.
/// What the agent ignores, and what belongs to other parts of it (`logs`, `traces`), is ignored; of
/// the former [`warnings`](Self::warnings) tell.
///
/// ```
/// use cupola_metrics::{AgentConfiguration, AgentSection};
///
/// let text = r#"{"metrics": {"namespace": "Shop", "metrics_collected": {
///     "mem": {"measurement": ["used_percent", {"name": "mem_free", "rename": "Free", "unit": "Bytes"}],
///             "metrics_collection_interval": 10}
/// }}}"#;
/// let configuration = AgentConfiguration::parse(text)?;
/// let memory = &configuration.sections[&AgentSection::Memory];
/// assert_eq!((memory.interval_seconds, memory.measurements.len()), (10, 2));
///
/// let refused = AgentConfiguration::parse(&text.replace("rename", "renam")).unwrap_err();
/// assert_eq!(refused.path, "/metrics/metrics_collected/mem/measurement/1/renam");
/// # Ok::<(), cupola_metrics::AgentConfigurationError>(())
/// ```
///
/// # Source
/// CloudWatch User Guide, "Manually create or edit the CloudWatch agent configuration file".
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct AgentConfiguration {
    /// Where the metrics go. Default `CWAgent`.
    pub namespace: Namespace,
    /// Which facts of the host become dimensions; without any, the host's name does.
    pub append: BTreeSet<HostFact>,
    /// Whether the host's name never becomes a dimension (`omit_hostname`).
    pub omit_hostname: bool,
    /// Sets of dimensions to which copies of each datum are reduced.
    pub aggregation: Vec<Vec<String>>,
    /// Seconds for which data wait at most until they are published. Default 60.
    pub force_flush_seconds: u32,
    /// What is collected of Linux and macOS.
    pub sections: BTreeMap<AgentSection, SectionConfiguration>,
    /// What is collected of Windows, by object.
    pub objects: BTreeMap<String, SectionConfiguration>,
    /// What the agent ignores.
    pub warnings: Vec<String>,
}

/// A fact of the host that can become a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names are the service's words")]
pub enum HostFact {
    AutoScalingGroupName,
    ImageId,
    InstanceId,
    InstanceType,
}

impl HostFact {
    /// All of them, by word.
    pub const ALL: [Self; 4] = [Self::AutoScalingGroupName, Self::ImageId, Self::InstanceId, Self::InstanceType];

    /// The name of the dimension.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AutoScalingGroupName => "AutoScalingGroupName",
            Self::ImageId => "ImageId",
            Self::InstanceId => "InstanceId",
            Self::InstanceType => "InstanceType",
        }
    }
}

/// What is collected of one part of a machine.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SectionConfiguration {
    /// Which metrics, by their published names (by their counters for Windows).
    pub measurements: BTreeMap<String, Measurement>,
    /// Of which things; of all when it is none.
    pub resources: Option<BTreeSet<String>>,
    /// Whether there is a sum over all processors. Default true.
    pub total_cpu: bool,
    /// Whether file systems go without the dimension of their device.
    pub drop_device: bool,
    /// Types of file systems that are left out.
    pub ignored_file_systems: BTreeSet<String>,
    /// Seconds between two collections: the section's, else the agent's. Default 60.
    pub interval_seconds: u32,
    /// Dimensions of its metrics besides.
    pub append: BTreeMap<String, String>,
    /// Metrics of which only the aggregated copies are published.
    pub drop_original: BTreeSet<String>,
}

/// How one metric is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Measurement {
    /// Another name.
    pub rename: Option<String>,
    /// Another unit.
    pub unit: Option<Unit>,
}

/// Members of the file that belong to others, or tell the agent how to run.
const FILE: &[&str] = &["agent", "metrics", "logs", "traces", "csm"];
const AGENT: &[&str] = &[
    "metrics_collection_interval",
    "region",
    "logfile",
    "debug",
    "quiet",
    "run_as_user",
    "credentials",
    "omit_hostname",
    "internal",
    "user_agent",
    "aws_sdk_log_level",
    "region_type",
    "mode",
    "use_dualstack_endpoint",
    "service.name",
    "deployment.environment",
];
const METRICS: &[&str] = &[
    "namespace",
    "append_dimensions",
    "aggregation_dimensions",
    "force_flush_interval",
    "metrics_collected",
    "credentials",
    "endpoint_override",
    "metrics_destinations",
    "service.name",
    "deployment.environment",
];
const SECTION: &[&str] =
    &["measurement", "resources", "metrics_collection_interval", "append_dimensions", "drop_original_metrics"];
const NOT_MODELLED: &[&str] = &[
    "statsd",
    "collectd",
    "procstat",
    "nvidia_gpu",
    "jmx",
    "otlp",
    "prometheus",
    "application_signals",
    "awscsm",
    "docker",
    "icmp",
    "ntp",
    "sql_server_perf_counters",
];

/// Whose configuration it is.
const WHAT: &str = "agent configuration";

impl AgentConfiguration {
    /// Reads the agent's file.
    ///
    /// # Errors
    /// [`AgentConfigurationError`] with the first thing that is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, AgentConfigurationError> {
        let value = Node::parse(WHAT, text)?;
        let file = Node::root(WHAT, &value);
        file.knows(FILE)?;
        let agent = file.member("agent");
        agent.as_ref().map_or(Ok(()), |agent| agent.knows(AGENT))?;
        let metrics = file.required("metrics")?;
        metrics.knows(METRICS)?;
        let mut read = Self::of(agent.as_ref(), &metrics)?;
        let interval = agent.as_ref().and_then(|agent| agent.member("metrics_collection_interval"));
        let interval = interval.map_or(Ok(60), |interval| interval.seconds())?;
        for (name, section) in metrics.required("metrics_collected")?.members()? {
            read.section(&name, &section, interval)?;
        }
        Ok(read)
    }

    fn of(agent: Option<&Node<'_>>, metrics: &Node<'_>) -> Result<Self, AgentConfigurationError> {
        let namespace = metrics.member("namespace").map_or(Ok("CWAgent"), |node| node.text())?;
        let namespace = Namespace::new(namespace).map_err(|error| metrics.refuse(error.to_string()))?;
        let flush = metrics.member("force_flush_interval");
        let omit = agent.and_then(|agent| agent.member("omit_hostname"));
        let mut read = Self {
            namespace,
            append: BTreeSet::new(),
            omit_hostname: omit.map_or(Ok(false), |node| node.boolean())?,
            aggregation: Vec::new(),
            force_flush_seconds: flush.map_or(Ok(60), |node| node.seconds())?,
            sections: BTreeMap::new(),
            objects: BTreeMap::new(),
            warnings: Vec::new(),
        };
        if let Some(append) = metrics.member("append_dimensions") {
            read.append_dimensions(&append)?;
        }
        for set in metrics.member("aggregation_dimensions").map_or(Ok(Vec::new()), |node| node.items())? {
            read.aggregation.push(set.texts()?);
        }
        Ok(read)
    }

    /// Four keys with one value each are all that the agent takes; it ignores others.
    fn append_dimensions(&mut self, append: &Node<'_>) -> Result<(), AgentConfigurationError> {
        for (name, value) in append.members()? {
            let text = value.text()?;
            let fact = HostFact::ALL.into_iter().find(|fact| fact.as_str() == name);
            match fact.filter(|fact| text == format!("${{aws:{}}}", fact.as_str())) {
                Some(fact) => drop(self.append.insert(fact)),
                None => self.warnings.push(format!("{}: the agent ignores this dimension", value.path())),
            }
        }
        Ok(())
    }

    fn section(&mut self, name: &str, node: &Node<'_>, interval: u32) -> Result<(), AgentConfigurationError> {
        if NOT_MODELLED.contains(&name) {
            return Err(node.refuse("is not supported: this library has no readings for it"));
        }
        if let Some(section) = AgentSection::of(name) {
            let read = Reader { section: Some(section), node }.read(interval)?;
            self.sections.insert(section, read);
        } else if name.starts_with(|c: char| c.is_ascii_uppercase()) {
            self.objects.insert(name.into(), Reader { section: None, node }.read(interval)?);
        } else {
            return Err(node.refuse("is no section that the agent knows"));
        }
        Ok(())
    }
}

/// A section; none for an object of Windows.
struct Reader<'a> {
    section: Option<AgentSection>,
    node: &'a Node<'a>,
}

impl Reader<'_> {
    fn read(&self, interval: u32) -> Result<SectionConfiguration, AgentConfigurationError> {
        let node = self.node;
        node.knows(&[SECTION, self.own_members()].concat())?;
        let texts = |name: &str| node.member(name).map_or(Ok(Vec::new()), |node| node.texts());
        let flag = |name: &str, default| node.member(name).map_or(Ok(default), |node| node.boolean());
        let seconds = node.member("metrics_collection_interval");
        let append = node.member("append_dimensions").map_or(Ok(Vec::new()), |node| node.members())?;
        let append: Result<BTreeMap<_, _>, _> =
            append.into_iter().map(|(name, value)| Ok((name, value.text()?.to_owned()))).collect();
        Ok(SectionConfiguration {
            measurements: self.measurements()?,
            resources: self.resources()?,
            total_cpu: flag("totalcpu", true)?,
            drop_device: flag("drop_device", false)?,
            ignored_file_systems: texts("ignore_file_system_types")?.into_iter().collect(),
            interval_seconds: seconds.map_or(Ok(interval), |node| node.seconds())?,
            append: append?,
            drop_original: texts("drop_original_metrics")?.into_iter().map(|name| self.full_name(&name)).collect(),
        })
    }

    const fn own_members(&self) -> &'static [&'static str] {
        match self.section {
            Some(AgentSection::Cpu) => &["totalcpu"],
            Some(AgentSection::Disk) => &["drop_device", "ignore_file_system_types"],
            Some(AgentSection::Ethtool) => &["interface_include", "metrics_include"],
            _ => &[],
        }
    }

    /// The list of a section; of `ethtool` it has another name, and may be left out.
    fn measurements(&self) -> Result<BTreeMap<String, Measurement>, AgentConfigurationError> {
        let list = if self.section == Some(AgentSection::Ethtool) {
            self.node.member("metrics_include").or_else(|| self.node.member("measurement"))
        } else {
            Some(self.node.required("measurement")?)
        };
        let Some(list) = list else {
            let all = AgentMetric::ALL.iter().filter(|metric| Some(metric.section) == self.section);
            return Ok(all.map(|metric| (metric.name.to_owned(), Measurement::default())).collect());
        };
        list.items()?.iter().map(|item| self.measurement(item)).collect()
    }

    fn measurement(&self, item: &Node<'_>) -> Result<(String, Measurement), AgentConfigurationError> {
        if item.is_text() {
            return Ok((self.name(item)?, Measurement::default()));
        }
        item.knows(&["name", "rename", "unit"])?;
        let name = self.name(&item.required("name")?)?;
        let rename = item.member("rename").map(|node| node.text().map(str::to_owned)).transpose()?;
        let unit = item.member("unit").map(|node| node.text()?.parse().map_err(|e| node.refuse(format!("{e}"))));
        Ok((name, Measurement { rename, unit: unit.transpose()? }))
    }

    /// A metric that the section has.
    fn name(&self, node: &Node<'_>) -> Result<String, AgentConfigurationError> {
        let text = node.text()?;
        match self.section {
            Some(section) if AgentMetric::within(section, text).is_none() => {
                let known = AgentMetric::ALL.iter().filter(|metric| metric.section == section);
                let hint = cupola_base::text::nearest(text, known.map(|metric| metric.field));
                let hint = hint.map_or_else(String::new, |near| format!(": did you mean {near}?"));
                Err(node.refuse(format!("is no metric of {}{hint}", section.as_str())))
            }
            _ => Ok(self.full_name(text)),
        }
    }

    fn full_name(&self, name: &str) -> String {
        let metric = self.section.and_then(|section| AgentMetric::within(section, name));
        metric.map_or_else(|| name.to_owned(), |metric| metric.name.to_owned())
    }

    /// Of `cpu` there is nothing but `*`, and without it there is the sum alone.
    fn resources(&self) -> Result<Option<BTreeSet<String>>, AgentConfigurationError> {
        let member = if self.section == Some(AgentSection::Ethtool) { "interface_include" } else { "resources" };
        let given = self.node.member(member);
        let names: Option<BTreeSet<String>> =
            given.as_ref().map(|node| node.texts()).transpose()?.map(|names| names.into_iter().collect());
        match (self.section, names) {
            (Some(AgentSection::Cpu), None) => Ok(Some(BTreeSet::new())),
            (_, Some(names)) if names.contains("*") => Ok(None),
            (Some(AgentSection::Cpu), Some(_)) => {
                Err(given.map_or_else(|| self.node.refuse("must be [\"*\"]"), |node| node.refuse("must be [\"*\"]")))
            }
            (_, names) => Ok(names),
        }
    }
}
