//! Whether the containers of a task of ECS reach the daemon.

use serde_json::Value;

/// What keeps the containers of a task from reaching the daemon, told its task definition as JSON: as
/// `RegisterTaskDefinition` takes it, or as `DescribeTaskDefinition` gives it.
///
/// ```
/// use cupola_traces::{EcsFault, lint_ecs};
///
/// let task = r#"{"networkMode": "bridge", "containerDefinitions": [
///     {"name": "xray-daemon", "image": "amazon/aws-xray-daemon", "portMappings": [{"containerPort": 2000}]},
///     {"name": "shop", "image": "shop", "links": ["xray-daemon"],
///      "environment": [{"name": "AWS_XRAY_DAEMON_ADDRESS", "value": "xray-daemon:2000"}]}]}"#;
/// assert_eq!(lint_ecs(task), [EcsFault::Protocol { container: "xray-daemon".into(), protocol: "tcp".into() }]);
/// assert_eq!(lint_ecs(&task.replace("2000}", r#"2000, "protocol": "udp"}"#)), []);
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Running the X-Ray daemon on Amazon ECS".
#[must_use]
pub fn lint_ecs(task: &str) -> Vec<EcsFault> {
    let Ok(json) = serde_json::from_str::<Value>(task) else { return vec![EcsFault::NotJson] };
    let task = json.get("taskDefinition").unwrap_or(&json);
    let containers = items(task, "containerDefinitions");
    let Some(daemon) = containers.iter().find(|container| is_daemon(container)) else {
        return vec![EcsFault::NoDaemon];
    };
    let mode = task.get("networkMode").and_then(Value::as_str).unwrap_or("bridge");
    let mut faults = Vec::new();
    if mode == "bridge" {
        faults.extend(port(daemon).err());
        let others = containers.iter().filter(|container| !is_daemon(container));
        others.for_each(|container| reaches(container, text(daemon, "name"), &mut faults));
    }
    faults
}

fn is_daemon(container: &Value) -> bool {
    let image = text(container, "image");
    ["xray-daemon", "aws-otel-collector", "cloudwatch-agent"].iter().any(|name| image.contains(name))
}

/// Whether UDP's port 2000 is mapped.
fn port(daemon: &Value) -> Result<(), EcsFault> {
    let container = text(daemon, "name").to_owned();
    let mappings = items(daemon, "portMappings");
    let ours: Vec<_> =
        mappings.iter().filter(|one| one.get("containerPort").and_then(Value::as_i64) == Some(2000)).collect();
    // Without a word of it, a mapping is of TCP.
    let protocol = |one: &Value| one.get("protocol").and_then(Value::as_str).unwrap_or("tcp").to_owned();
    match ours.first() {
        None => Err(EcsFault::NoPort { container }),
        Some(_) if ours.iter().any(|one| protocol(one) == "udp") => Ok(()),
        Some(one) => Err(EcsFault::Protocol { container, protocol: protocol(one) }),
    }
}

/// Whether a container on a bridge knows where the daemon is.
fn reaches(container: &Value, daemon: &str, faults: &mut Vec<EcsFault>) {
    let name = text(container, "name").to_owned();
    let variables = items(container, "environment");
    let address = variables.iter().find(|one| text(one, "name") == "AWS_XRAY_DAEMON_ADDRESS");
    let Some(address) = address.map(|one| text(one, "value")) else {
        return faults.push(EcsFault::NoAddress { container: name });
    };
    let linked =
        items(container, "links").iter().filter_map(Value::as_str).any(|link| link.split(':').next() == Some(daemon));
    if address.contains(daemon) && !linked {
        faults.push(EcsFault::NoLink { container: name, daemon: daemon.to_owned() });
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// What keeps the containers of a task from reaching the daemon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EcsFault {
    /// The task definition is not JSON.
    #[error("the task definition is not JSON")]
    NotJson,
    /// No container is the daemon.
    #[error("no container of the task is the daemon: its image would be amazon/aws-xray-daemon")]
    NoDaemon,
    /// The daemon's port is not mapped.
    #[error("{container} maps no container port 2000")]
    NoPort {
        /// The daemon's container.
        container: String,
    },
    /// The daemon's port is mapped for the wrong protocol.
    #[error("{container} maps container port 2000 for {protocol}; documents travel by udp")]
    Protocol {
        /// The daemon's container.
        container: String,
        /// Which one.
        protocol: String,
    },
    /// A container on a bridge is not told where the daemon is: its own 127.0.0.1 is not the daemon's.
    #[error("{container} has no AWS_XRAY_DAEMON_ADDRESS, and on a bridge the daemon is not at 127.0.0.1")]
    NoAddress {
        /// The container.
        container: String,
    },
    /// A container is told the daemon's name, but has no link to it.
    #[error("{container} is told of {daemon} by name, but has no link to it")]
    NoLink {
        /// The container.
        container: String,
        /// The daemon's container.
        daemon: String,
    },
}
