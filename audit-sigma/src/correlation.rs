//! Correlations: how many, how many different, which together, in which order.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use cupola_audit::Record;
use cupola_base::Timestamp;

use crate::error::SigmaError;
use crate::path::{Paths, Seen};
use crate::rule::{Head, Rule};
use crate::value::Order;
use crate::yaml::{Node, Value};

/// A correlation and what it remembers.
#[derive(Clone, Debug)]
pub(crate) struct Correlation {
    pub(crate) title: String,
    pub(crate) id: Option<String>,
    pub(crate) level: Option<String>,
    pub(crate) tags: Vec<String>,
    kind: Kind,
    /// The rules that it is about, by number.
    pub(crate) rules: Vec<usize>,
    /// Whether the rules tell of themselves, too.
    pub(crate) generate: bool,
    paths: Paths,
    group_by: Vec<usize>,
    span_millis: i64,
    bounds: Vec<(Order, f64)>,
    groups: BTreeMap<Vec<String>, VecDeque<Hit>>,
    newest: Timestamp,
}

#[derive(Clone, Debug)]
enum Kind {
    Count,
    Values(usize),
    Temporal,
    Ordered,
}

#[derive(Clone, Debug)]
struct Hit {
    at: Timestamp,
    rule: usize,
    value: String,
}

/// Groups that are remembered; those that were quiet for longest are forgotten first.
const GROUPS: usize = 10_000;
/// What is remembered of a group.
const HITS: usize = 10_000;

impl Correlation {
    pub(crate) fn of(node: &Node, body: &Node, rules: &[Rule]) -> Result<Self, SigmaError> {
        let Head { title, id, level, tags, .. } = Head::of(node)?;
        for (name, _) in body.map("correlation")? {
            let text = name.needed_text("a member")?;
            if !matches!(text, "type" | "rules" | "group-by" | "timespan" | "condition" | "generate") {
                return Err(SigmaError::at(name.place, format!("`{text}` of correlations is not supported")));
            }
        }
        let condition = body.get("condition");
        let mut paths = Paths::default();
        let kind = kind(body.needed("type")?, condition, &mut paths)?;
        let meant =
            body.needed("rules")?.items().iter().map(|name| find(name, rules)).collect::<Result<Vec<_>, _>>()?;
        let group_by = body.get("group-by").map(Node::items).unwrap_or_default();
        let bounds = condition.map_or_else(|| Ok(Vec::new()), bounds)?;
        if bounds.is_empty() && matches!(kind, Kind::Count | Kind::Values(_)) {
            return Err(SigmaError::at(body.place, "a condition such as `gte: 10` is needed"));
        }
        Ok(Self {
            title,
            id,
            level,
            tags,
            kind,
            rules: meant,
            generate: body.get("generate").is_some_and(|generate| matches!(generate.value, Value::Bool(true))),
            group_by: group_by
                .iter()
                .map(|name| name.needed_text("a field's name").map(|name| paths.enter(name)))
                .collect::<Result<_, _>>()?,
            paths,
            span_millis: span(body.needed("timespan")?)?,
            bounds,
            groups: BTreeMap::new(),
            newest: Timestamp::MIN,
        })
    }

    /// Takes in that a rule holds for a record; the group when the correlation does, too. A group then begins
    /// anew.
    pub(crate) fn hit(&mut self, rule: usize, at: Timestamp, record: &Record<'_>) -> Option<Vec<String>> {
        let (group, value) = self.group_and_value(record)?;
        self.newest = self.newest.max(at);
        self.forget(&group);
        let hits = self.groups.entry(group.clone()).or_default();
        let place = hits.partition_point(|hit| hit.at <= at);
        hits.insert(place, Hit { at, rule, value });
        let from = hits.back().map_or(at, |newest| newest.at.plus_millis(-self.span_millis));
        while hits.front().is_some_and(|hit| hit.at <= from) || hits.len() > HITS {
            hits.pop_front();
        }
        let hits = self.groups.get(&group)?;
        self.holds(hits).then(|| {
            self.groups.remove(&group);
            group
        })
    }

    /// The group that a record belongs to, and the value of it that is counted. None where one of them is not there.
    fn group_and_value(&self, record: &Record<'_>) -> Option<(Vec<String>, String)> {
        let seen = Seen::of(record, &self.paths);
        let first = |path: usize| seen.texts(path).next().map(Cow::into_owned);
        let group = self.group_by.iter().map(|path| first(*path)).collect::<Option<_>>()?;
        match self.kind {
            Kind::Values(path) => Some((group, first(path)?)),
            _ => Some((group, String::new())),
        }
    }

    /// Makes room for one more group.
    fn forget(&mut self, group: &[String]) {
        if self.groups.len() < GROUPS || self.groups.contains_key(group) {
            return;
        }
        let from = self.newest.plus_millis(-self.span_millis);
        self.groups.retain(|_, hits| hits.back().is_some_and(|hit| hit.at > from));
        if self.groups.len() >= GROUPS {
            let quiet = self
                .groups
                .iter()
                .min_by_key(|(_, hits)| hits.back().map(|hit| hit.at))
                .map(|(group, _)| group.clone());
            quiet.map(|quiet| self.groups.remove(&quiet));
        }
    }

    fn holds(&self, hits: &VecDeque<Hit>) -> bool {
        let different = |mut list: Vec<&str>| {
            list.sort_unstable();
            list.dedup();
            list.len()
        };
        let seen = |rule: &usize| hits.iter().any(|hit| hit.rule == *rule);
        match &self.kind {
            Kind::Count => self.is_bound(hits.len()),
            Kind::Values(_) => self.is_bound(different(hits.iter().map(|hit| &*hit.value).collect())),
            Kind::Temporal if self.bounds.is_empty() => self.rules.iter().all(seen),
            Kind::Temporal => self.is_bound(self.rules.iter().filter(|rule| seen(rule)).count()),
            Kind::Ordered => {
                let mut wanted = self.rules.iter().peekable();
                for hit in hits {
                    wanted.next_if(|rule| **rule == hit.rule);
                }
                wanted.peek().is_none()
            }
        }
    }

    fn is_bound(&self, count: usize) -> bool {
        self.bounds.iter().all(|(order, bound)| order.holds(count as f64, *bound))
    }
}

fn kind(node: &Node, condition: Option<&Node>, paths: &mut Paths) -> Result<Kind, SigmaError> {
    match node.needed_text("type")? {
        "event_count" => Ok(Kind::Count),
        "value_count" => {
            let field = condition.and_then(|condition| condition.get("field"));
            let field =
                field.ok_or_else(|| SigmaError::at(node.place, "value_count needs the `field` of its condition"))?;
            Ok(Kind::Values(paths.enter(field.needed_text("field")?)))
        }
        "temporal" => Ok(Kind::Temporal),
        "temporal_ordered" => Ok(Kind::Ordered),
        other => Err(SigmaError::at(node.place, format!("correlations of type {other} are not supported"))),
    }
}

/// The rule of a name or id; it stands before the correlation.
fn find(name: &Node, rules: &[Rule]) -> Result<usize, SigmaError> {
    let text = name.needed_text("a rule's name")?;
    let is = |rule: &Rule| rule.name.as_deref() == Some(text) || rule.id.as_deref() == Some(text);
    rules.iter().position(is).ok_or_else(|| SigmaError::at(name.place, format!("there is no rule `{text}`")))
}

fn bounds(condition: &Node) -> Result<Vec<(Order, f64)>, SigmaError> {
    let mut bounds = Vec::new();
    for (name, value) in condition.map("condition")? {
        let word = name.needed_text("a comparison")?;
        if word == "field" {
            continue;
        }
        let number = value.text().and_then(|text| text.parse::<f64>().ok()).filter(|number| number.is_finite());
        let number = number.ok_or_else(|| SigmaError::at(value.place, "a number is needed"))?;
        match Order::of(word) {
            Some(order) => bounds.push((order, number)),
            None if word == "eq" => bounds.extend([(Order::AtLeast, number), (Order::AtMost, number)]),
            None => return Err(SigmaError::at(name.place, format!("the comparison {word} is not supported"))),
        }
    }
    Ok(bounds)
}

/// `30s`, `5m`, `1h`, `7d`.
fn span(node: &Node) -> Result<i64, SigmaError> {
    let text = node.needed_text("timespan")?;
    let wrong = || SigmaError::at(node.place, "a timespan such as 30s, 5m, 1h or 7d is needed");
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        _ => return Err(wrong()),
    };
    let count: i64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    if (1..=1_000_000).contains(&count) { Ok(count * unit * 1000) } else { Err(wrong()) }
}
