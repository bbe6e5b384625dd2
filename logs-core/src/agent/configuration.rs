//! The agent's own configuration.

use std::collections::BTreeMap;

use cupola_base::configuration::{ConfigurationError as AgentConfigurationError, Node};
use regex::Regex;

use super::host::PLACEHOLDERS;
use super::path;
use super::time_format::TimeFormat;
use crate::class::LogGroupClass;
use crate::retention::Retention;

/// The logs part of the CloudWatch agent's configuration file: `logs.logs_collected.files`.
///
/// Members that the agent does not know are errors, as they are to the agent; event logs of Windows and encodings
/// other than UTF-8 are refused by name. What belongs to other parts of the agent is ignored; of what tells it how to
/// read files, which nothing here does, [`warnings`](Self::warnings) tell.
///
/// ```
/// use cupola_logs::agent::AgentLogsConfiguration;
///
/// let text = r#"{"logs": {"logs_collected": {"files": {"collect_list": [
///     {"file_path": "/var/log/messages", "retention_in_days": 7, "filters": [{"type": "exclude", "expression": "DEBUG"}]}
/// ]}}, "log_stream_name": "{hostname}"}}"#;
/// let configuration = AgentLogsConfiguration::parse(text)?;
/// assert_eq!(configuration.files[0].group.as_deref(), Some("/var/log/messages"));
///
/// let refused = AgentLogsConfiguration::parse(&text.replace("filters", "filter")).unwrap_err();
/// assert_eq!(refused.path, "/logs/logs_collected/files/collect_list/0/filter");
/// # Ok::<(), cupola_logs::agent::AgentConfigurationError>(())
/// ```
///
/// # Source
/// CloudWatch User Guide, "CloudWatch agent configuration file: Logs section".
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AgentLogsConfiguration {
    /// The files.
    pub files: Vec<AgentLogFile>,
    /// What the agent would do and nothing here does.
    pub warnings: Vec<String>,
}

/// One entry of the list of files.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AgentLogFile {
    /// The path, with `*` and `**`.
    pub file_path: String,
    /// The group; none when each file has one of its own (`publish_multi_logs`).
    pub group: Option<String>,
    /// The stream.
    pub stream: String,
    /// Whether each file has a stream, and without a group's name a group, of its own.
    pub each_of_its_own: bool,
    /// Where lines have their time; without it, events have the time at which they were read.
    pub time_format: Option<TimeFormat>,
    /// The clock that times without a zone are of.
    pub clock: AgentClock,
    /// What the first line of an event looks like. Default: it does not begin with white space.
    pub start: Regex,
    /// Which events are kept: all filters must let them pass.
    pub filters: Vec<AgentLogFilter>,
    /// Names of files that are left out.
    pub exclude: Option<Regex>,
    /// Whether the time is cut out of the message.
    pub trim_time: bool,
    /// How long the group keeps its events.
    pub retention: Option<Retention>,
    /// The group's class.
    pub class: LogGroupClass,
    pub(super) paths: Regex,
}

/// The clock that times without a zone are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the agent knows two")]
pub enum AgentClock {
    /// UTC's.
    Utc,
    /// The machine's.
    #[default]
    Local,
}

/// Which events are kept.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AgentLogFilter {
    /// What is looked for in the whole event.
    pub expression: Regex,
    /// Whether events that have it are kept, or those that do not.
    pub keeps_matching: bool,
}

const FILE: &[&str] = &["agent", "metrics", "logs", "traces", "opentelemetry", "csm"];
const LOGS: &[&str] = &[
    "logs_collected",
    "metrics_collected",
    "log_stream_name",
    "force_flush_interval",
    "endpoint_override",
    "credentials",
    "concurrency",
    "service.name",
    "deployment.environment",
];
const ENTRY: &[&str] = &[
    "file_path",
    "log_group_name",
    "log_stream_name",
    "publish_multi_logs",
    "timestamp_format",
    "timezone",
    "multi_line_start_pattern",
    "encoding",
    "filters",
    "blacklist",
    "trim_timestamp",
    "retention_in_days",
    "log_group_class",
    "auto_removal",
    "from_beginning",
    "pipe",
    "ignore_symlinks",
    "backpressure_mode",
    "kms_key_id",
    "service.name",
    "deployment.environment",
];
/// Members that tell the agent how to read files, or how to create groups with keys.
const NOT_DONE: &[&str] =
    &["auto_removal", "from_beginning", "pipe", "ignore_symlinks", "backpressure_mode", "kms_key_id"];

type Result<T> = std::result::Result<T, AgentConfigurationError>;

/// Whose configuration it is.
const WHAT: &str = "agent configuration";

impl AgentLogsConfiguration {
    /// Reads the agent's file.
    ///
    /// # Errors
    /// [`AgentConfigurationError`] with the first thing that is wrong, and where.
    pub fn parse(text: &str) -> Result<Self> {
        let value = Node::parse(WHAT, text)?;
        let file = Node::root(WHAT, &value);
        file.knows(FILE)?;
        let logs = file.required("logs")?;
        logs.knows(LOGS)?;
        let stream =
            logs.member("log_stream_name").map_or_else(|| Ok("{instance_id}".to_owned()), |node| name(&node))?;
        let collected = logs.required("logs_collected")?;
        if let Some(windows) = collected.member("windows_events") {
            return Err(windows.refuse("is not modelled: event logs of Windows are no text"));
        }
        collected.knows(&["files"])?;
        let files = collected.required("files")?;
        files.knows(&["collect_list"])?;
        let mut read = Self { files: Vec::new(), warnings: Vec::new() };
        for entry in files.required("collect_list")?.items()? {
            read.files.push(AgentLogFile::read(&entry, &stream, &mut read.warnings)?);
        }
        read.check_groups(&files)?;
        Ok(read)
    }

    /// A group has one retention and one class, however many files write to it.
    fn check_groups(&self, files: &Node<'_>) -> Result<()> {
        let mut known = BTreeMap::new();
        for file in self.files.iter().filter(|file| file.group.is_some()) {
            let settings = (file.retention, file.class);
            if *known.entry(&file.group).or_insert(settings) != settings {
                let group = file.group.as_deref().unwrap_or_default();
                let cause = format!("gives the group {group} different retentions or classes");
                return Err(files.refuse(cause));
            }
        }
        Ok(())
    }
}

impl AgentLogFile {
    fn read(entry: &Node<'_>, stream: &str, warnings: &mut Vec<String>) -> Result<Self> {
        entry.knows(ENTRY)?;
        let path = entry.required("file_path")?;
        let file_path = path.filled_text()?.to_owned();
        for ignored in NOT_DONE.iter().filter(|ignored| entry.member(ignored).is_some()) {
            warnings.push(format!(
                "{ignored} of {file_path}: text comes in as it was read, and groups are created by the owner"
            ));
        }
        check_encoding(entry)?;
        let each_of_its_own = entry.member("publish_multi_logs").map_or(Ok(false), |node| node.boolean())?;
        let group = entry.member("log_group_name").map(|node| name(&node)).transpose()?;
        let default = || (!each_of_its_own).then(|| path::default_group(&file_path).to_owned());
        let time_format = entry.member("timestamp_format").map(|node| time_format(&node)).transpose()?;
        Ok(Self {
            paths: path::pattern(&file_path).map_err(|error| path.refuse(error.to_string()))?,
            group: group.or_else(default),
            stream: entry.member("log_stream_name").map_or_else(|| Ok(stream.to_owned()), |node| name(&node))?,
            each_of_its_own,
            start: start(entry, time_format.as_ref())?,
            time_format,
            clock: clock(entry)?,
            filters: filters(entry)?,
            exclude: entry.member("blacklist").map(|node| expression(&node)).transpose()?,
            trim_time: entry.member("trim_timestamp").map_or(Ok(false), |node| node.boolean())?,
            retention: retention(entry)?,
            class: class(entry)?,
            file_path,
        })
    }

    /// Whether the agent reads the file of this path for this entry.
    ///
    /// Packed files (`.gz`, `.zip`, ...) are left out.
    #[must_use]
    pub fn reads(&self, path: &str) -> bool {
        let left_out = self.exclude.as_ref().is_some_and(|exclude| exclude.is_match(path::base(path)));
        self.paths.is_match(path) && !left_out && !path::is_packed(path)
    }
}

/// A name of a group or a stream: placeholders must be known.
fn name(node: &Node<'_>) -> Result<String> {
    let text = node.filled_text()?;
    let bare = PLACEHOLDERS.iter().fold(text.to_owned(), |text, placeholder| text.replace(placeholder, ""));
    match bare.contains(['{', '}']) {
        true => Err(node.refuse(format!("has a placeholder that is none of {}", PLACEHOLDERS.join(" ")))),
        false => Ok(text.to_owned()),
    }
}

fn expression(node: &Node<'_>) -> Result<Regex> {
    Regex::new(node.filled_text()?).map_err(|error| node.refuse(format!("is no regular expression: {error}")))
}

fn time_format(node: &Node<'_>) -> Result<TimeFormat> {
    TimeFormat::parse(node.filled_text()?).map_err(|error| node.refuse(error.to_string()))
}

fn check_encoding(entry: &Node<'_>) -> Result<()> {
    let Some(encoding) = entry.member("encoding") else { return Ok(()) };
    match encoding.filled_text()?.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" | "utf_8" | "ascii" => Ok(()),
        _ => Err(encoding.refuse("is not modelled: utf-8 and ascii are")),
    }
}

fn start(entry: &Node<'_>, time_format: Option<&TimeFormat>) -> Result<Regex> {
    let Some(node) = entry.member("multi_line_start_pattern") else {
        return Regex::new(r"^[^\t\n\x0c\r ]").map_err(|error| entry.refuse(error.to_string()));
    };
    match (node.filled_text()?, time_format) {
        ("{timestamp_format}", Some(format)) => Ok(format.regex().clone()),
        ("{timestamp_format}", None) => Err(node.refuse("needs a timestamp_format")),
        _ => expression(&node),
    }
}

fn clock(entry: &Node<'_>) -> Result<AgentClock> {
    let Some(zone) = entry.member("timezone") else { return Ok(AgentClock::Local) };
    match zone.filled_text()? {
        "UTC" => Ok(AgentClock::Utc),
        "Local" | "LOCAL" => Ok(AgentClock::Local),
        _ => Err(zone.refuse("must be UTC or Local")),
    }
}

fn filters(entry: &Node<'_>) -> Result<Vec<AgentLogFilter>> {
    let Some(filters) = entry.member("filters") else { return Ok(Vec::new()) };
    let read = |filter: &Node<'_>| {
        filter.knows(&["type", "expression"])?;
        let kind = filter.required("type")?;
        let keeps_matching = match kind.filled_text()? {
            "include" => true,
            "exclude" => false,
            _ => return Err(kind.refuse("must be include or exclude")),
        };
        Ok(AgentLogFilter { expression: expression(&filter.required("expression")?)?, keeps_matching })
    };
    filters.items()?.iter().map(read).collect()
}

fn retention(entry: &Node<'_>) -> Result<Option<Retention>> {
    let Some(node) = entry.member("retention_in_days") else { return Ok(None) };
    match node.integer()? {
        -1 => Ok(None),
        days => {
            let days = u32::try_from(days).map_err(|_| node.refuse("must be -1 or a number of days"))?;
            Retention::days(days).map(Some).map_err(|error| node.refuse(error.to_string()))
        }
    }
}

fn class(entry: &Node<'_>) -> Result<LogGroupClass> {
    let Some(node) = entry.member("log_group_class") else { return Ok(LogGroupClass::Standard) };
    node.filled_text()?.parse().map_err(|error: crate::class::LogGroupClassError| node.refuse(error.to_string()))
}
