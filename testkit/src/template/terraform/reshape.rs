//! Where Terraform's attributes stand otherwise than the service's members.

use cupola::base::text::Span;

use super::super::node::{Member, Node, Value};

type Members = Vec<Member>;

/// `metric_query { metric { ... } }` is a `MetricStat` with a `Metric` in it.
pub(super) fn metric_alarm(_at: Span, mut members: Members) -> Members {
    for query in blocks(&mut members, "Metrics") {
        if let Some(metric) = take(query, "metric") {
            let at = metric.at;
            let mut stat = fields(metric.node);
            if stat.is_empty() {
                continue;
            }
            let names: Members =
                ["namespace", "metric_name", "dimensions"].iter().filter_map(|name| take(&mut stat, name)).collect();
            stat.push(map(at, "Metric", names));
            query.push(map(at, "MetricStat", stat));
        }
    }
    members
}

/// `actions_suppressor { alarm, wait_period, extension_period }` is three members.
pub(super) fn composite_alarm(_at: Span, mut members: Members) -> Members {
    let Some(block) = take(&mut members, "actions_suppressor") else { return members };
    let names = [
        ("alarm", "ActionsSuppressor"),
        ("wait_period", "ActionsSuppressorWaitPeriod"),
        ("extension_period", "ActionsSuppressorExtensionPeriod"),
    ];
    for Member { key, at, node } in fields(block.node) {
        let name = names.iter().find(|(from, _)| *from == key).map_or_else(|| key.clone(), |(_, to)| (*to).to_owned());
        members.push(Member { key: name, at, node });
    }
    members
}

/// No retention is 0.
pub(super) fn log_group(_at: Span, mut members: Members) -> Members {
    members.retain(|member| member.key != "retention_in_days" || member.node.text() != Some("0"));
    members
}

/// `is_enabled` is the older word for `state`.
pub(super) fn rule(_at: Span, mut members: Members) -> Members {
    if let Some(Member { at, node, .. }) = take(&mut members, "is_enabled")
        && members.iter().all(|member| member.key != "state")
    {
        let state = if node.text() == Some("false") { "DISABLED" } else { "ENABLED" };
        members.push(text(at, "state", state));
    }
    members
}

/// A target is an item of a list; the rule and its bus stand beside it.
pub(super) fn target(at: Span, mut members: Members) -> Members {
    let mut beside: Members = ["rule", "event_bus_name"].iter().filter_map(|name| take(&mut members, name)).collect();
    if members.iter().all(|member| member.key != "Id") {
        members.push(text(at, "Id", "terraform"));
    }
    for task in blocks(&mut members, "EcsParameters") {
        network(task);
    }
    for job in blocks(&mut members, "BatchParameters") {
        if let Some(Member { at, node, .. }) = take(job, "array_size") {
            job.push(map(at, "ArrayProperties", vec![Member { key: "Size".into(), at, node }]));
        }
        if let Some(Member { at, node, .. }) = take(job, "job_attempts") {
            job.push(map(at, "RetryStrategy", vec![Member { key: "Attempts".into(), at, node }]));
        }
    }
    if let Some(Member { at, node, .. }) = take(&mut members, "run_command_targets") {
        members.push(map(at, "RunCommandParameters", vec![Member { key: "RunCommandTargets".into(), at, node }]));
    }
    let item = Node::new(at, Value::Map(members));
    beside.push(Member { key: "Targets".into(), at, node: Node::new(at, Value::List(vec![item])) });
    beside
}

/// `network_configuration { subnets, ... }` stands within `awsvpcConfiguration`.
fn network(task: &mut Members) {
    if let Some(Member { key, at, node }) = take(task, "network_configuration") {
        let mut inner = fields(node);
        if let Some(public) = take(&mut inner, "assign_public_ip") {
            let word = if public.node.text() == Some("true") { "ENABLED" } else { "DISABLED" };
            inner.push(text(public.at, "AssignPublicIp", word));
        }
        let within = map(at, "awsvpcConfiguration", inner);
        task.push(Member { key, at, node: Node::new(at, Value::Map(vec![within])) });
    }
}

/// The provider's own default of `action`.
pub(super) fn permission(at: Span, mut members: Members) -> Members {
    if members.iter().all(|member| member.key != "action") {
        members.push(text(at, "action", "events:PutEvents"));
    }
    members
}

/// All but the tags stands within `SamplingRule`.
pub(super) fn sampling_rule(at: Span, mut members: Members) -> Members {
    let tags = take(&mut members, "tags");
    tags.into_iter().chain([map(at, "SamplingRule", members)]).collect()
}

/// What is about the script stands within `Code`.
pub(super) fn canary(at: Span, mut members: Members) -> Members {
    let names = ["handler", "s3_bucket", "s3_key", "s3_version", "zip_file"];
    let code: Members = names.iter().filter_map(|name| take(&mut members, name)).collect();
    members.push(map(at, "Code", code));
    members
}

fn take(members: &mut Members, key: &str) -> Option<Member> {
    let at = members.iter().position(|member| member.key == key)?;
    Some(members.remove(at))
}

/// The members of each block of a name.
fn blocks<'m>(members: &'m mut Members, key: &str) -> Vec<&'m mut Members> {
    let Some(member) = members.iter_mut().find(|member| member.key == key) else { return Vec::new() };
    match &mut member.node.value {
        Value::List(items) => items.iter_mut().filter_map(map_of).collect(),
        Value::Map(members) => vec![members],
        _ => Vec::new(),
    }
}

fn map_of(node: &mut Node) -> Option<&mut Members> {
    match &mut node.value {
        Value::Map(members) => Some(members),
        _ => None,
    }
}

/// The members of a block, which is a list of one.
fn fields(node: Node) -> Members {
    match node.value {
        Value::Map(members) => members,
        Value::List(items) => items.into_iter().next().map(fields).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn map(at: Span, key: &str, members: Members) -> Member {
    Member { key: key.into(), at, node: Node::new(at, Value::Map(members)) }
}

fn text(at: Span, key: &str, value: &str) -> Member {
    Member { key: key.into(), at, node: Node::of_text(at, value) }
}
