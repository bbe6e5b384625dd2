//! Reading a document.

use std::borrow::Cow;

use cupola_base::json::{Kind, ScanError, Scanner, Token};
use cupola_base::{Resolution, Timestamp, Unit};

use super::document::{EmfDimension, EmfDirective, EmfDocument, EmfMetric, unit};
use super::error::{EmfError, EmfErrorKind as Fault};
use super::rules::{EmfFaults, EmfRules, EmptyDimension};
use super::targets::Targets;
use super::value::Value;

type Result<T> = std::result::Result<T, EmfError>;

const MOST_METRICS: usize = 100;
const MOST_DIMENSIONS: usize = 30;
const LONGEST_NAME: usize = 1024;
const LONGEST_KEY: usize = 250;

pub(super) fn document<'a>(message: &'a str, rules: &EmfRules) -> Result<EmfDocument<'a>> {
    let start = if rules.prefix_tolerant { message.find('{').unwrap_or_default() } else { 0 };
    let targets = root(&message[start..]).map_err(|error| EmfError::not_json(error.kind, start + error.offset))?;
    let Some(targets) = targets else {
        return Err(EmfError::new(Fault::NotJson, "", "the message is JSON, but no object"));
    };
    let (at, directives) = metadata(&targets)?;
    let mut reader = Reader { targets, rules, faults: Vec::new() };
    let directives = reader.directives(directives)?;
    Ok(EmfDocument { at, directives, values: reader.targets.values, faults: reader.faults })
}

/// The members of the root; none when it is no object.
fn root(message: &str) -> std::result::Result<Option<Targets<'_>>, ScanError> {
    let mut scanner = Scanner::of_text(message);
    if scanner.next()? == Some(Token::ObjectStart) {
        return Targets::read(&mut scanner).map(Some);
    }
    scanner.finish().map(|()| None)
}

/// The time and the directives.
fn metadata<'a>(targets: &Targets<'a>) -> Result<(Timestamp, Value<'a>)> {
    let no_aws = |message| EmfError::new(Fault::NoAws, "/_aws", message);
    let aws = targets.find("_aws").map(|place| targets.value(place));
    let aws = aws.filter(|aws| aws.kind == Kind::Object).ok_or_else(|| no_aws("the root has no object `_aws`"))?;
    let [directives, at] = aws.members(["CloudWatchMetrics", "Timestamp"]);
    let directives = directives.filter(|directives| directives.kind == Kind::Array);
    let directives = directives.ok_or_else(|| no_aws("`_aws` has no array `CloudWatchMetrics`"))?;
    let millis = at.and_then(Value::as_i64).ok_or_else(|| {
        EmfError::new(Fault::BadTimestamp, "/_aws/Timestamp", "`Timestamp` must be a whole number of milliseconds")
    })?;
    Ok((Timestamp::from_millis(millis), directives))
}

/// Where a part of a directive stands; it costs nothing until somebody asks.
#[derive(Clone, Copy)]
struct Place {
    directive: usize,
    /// `Dimensions` or `Metrics`, and which of them.
    part: Option<(&'static str, usize)>,
}

impl From<Place> for String {
    fn from(Place { directive, part }: Place) -> Self {
        let part = part.map_or_else(Self::new, |(list, index)| format!("/{list}/{index}"));
        format!("/_aws/CloudWatchMetrics/{directive}{part}")
    }
}

impl Place {
    fn of(self, list: &'static str, index: usize) -> Self {
        Self { part: Some((list, index)), ..self }
    }
}

struct Reader<'a, 'r> {
    targets: Targets<'a>,
    rules: &'r EmfRules,
    faults: Vec<EmfError>,
}

impl<'a> Reader<'a, '_> {
    fn directives(&mut self, directives: Value<'a>) -> Result<Vec<EmfDirective<'a>>> {
        let mut read = Vec::new();
        for (index, directive) in directives.items().into_iter().flatten().enumerate() {
            let directive = self.directive(directive, Place { directive: index, part: None });
            read.extend(self.forgive(directive)?);
        }
        Ok(read)
    }

    /// Notes what is wrong, if the rules forgive it.
    fn forgive<T>(&mut self, part: Result<T>) -> Result<Option<T>> {
        match (part, self.rules.faults) {
            (Ok(part), _) => Ok(Some(part)),
            (Err(fault), EmfFaults::RefuseDocument) => Err(fault),
            (Err(fault), EmfFaults::LeaveOut) => {
                self.faults.push(fault);
                Ok(None)
            }
        }
    }

    fn directive(&mut self, directive: Value<'a>, path: Place) -> Result<EmfDirective<'a>> {
        if directive.kind != Kind::Object {
            return Err(EmfError::new(Fault::BadDirective, path, format!("{} is no directive", directive.what())));
        }
        let [namespace, sets, metrics] = directive.members(["Namespace", "Dimensions", "Metrics"]);
        let namespace = text(namespace, LONGEST_NAME).ok_or_else(|| {
            EmfError::new(Fault::BadNamespace, path, "`Namespace` must be a text of 1 to 1024 characters")
        })?;
        let sets = self.sets(sets, path)?;
        let metrics = self.metrics(metrics, path)?;
        Ok(EmfDirective { namespace, sets, metrics })
    }

    fn sets(&mut self, sets: Option<Value<'a>>, path: Place) -> Result<Vec<Vec<EmfDimension<'a>>>> {
        let refuse = || {
            EmfError::new(Fault::BadDimensions, path, "`Dimensions` must be an array of at least one array of names")
        };
        let sets = sets.and_then(Value::items).ok_or_else(refuse)?;
        let (mut read, mut given) = (Vec::new(), 0);
        for (index, set) in sets.enumerate() {
            given += 1;
            let set = self.set(set, path.of("Dimensions", index));
            read.extend(self.forgive(set)?);
        }
        if given == 0 { Err(refuse()) } else { Ok(read) }
    }

    fn set(&mut self, set: Value<'a>, path: Place) -> Result<Vec<EmfDimension<'a>>> {
        let bad = |message| EmfError::new(Fault::BadDimensions, path, message);
        let names = set.items().ok_or_else(|| bad("a set of dimensions must be an array of names"))?;
        let names: Vec<_> = names.take(MOST_DIMENSIONS + 1).collect();
        if names.len() > MOST_DIMENSIONS {
            return Err(EmfError::new(Fault::TooManyDims, path, "a set has more than 30 dimensions"));
        }
        let mut read: Vec<EmfDimension<'_>> = Vec::with_capacity(names.len());
        for name in names {
            let name = text(Some(name), LONGEST_KEY);
            let name = name.ok_or_else(|| bad("a dimension's name must be a text of 1 to 250 characters"))?;
            if read.iter().any(|(other, _)| *other == name) {
                return Err(bad("a dimension is named twice"));
            }
            let value = self.dimension(&name, path)?;
            read.push((name, value));
        }
        match read.iter().find(|(_, value)| value.is_empty()) {
            Some((name, _)) => self.empty(name, path),
            None => Ok(read),
        }
    }

    /// The value of a dimension.
    fn dimension(&self, name: &str, path: Place) -> Result<Cow<'a, str>> {
        let target = self.targets.value(self.target(name, path)?);
        if !matches!(target.kind, Kind::String { .. }) {
            let message = format!("the dimension `{name}` is {}, but must be a text", target.what());
            return Err(EmfError::new(Fault::BadTargetType, path, message));
        }
        target.as_text(LONGEST_NAME).ok_or_else(|| {
            EmfError::new(Fault::BadDimensions, path, format!("the dimension `{name}` has more than 1024 characters"))
        })
    }

    fn empty(&mut self, name: &str, path: Place) -> Result<Vec<EmfDimension<'a>>> {
        let fault = EmfError::new(Fault::EmptyDimension, path, format!("the dimension `{name}` is empty"));
        match self.rules.empty_dimension {
            EmptyDimension::Fault => Err(fault),
            EmptyDimension::WithoutDimensions => {
                self.faults.push(fault);
                Ok(Vec::new())
            }
        }
    }

    fn metrics(&mut self, metrics: Option<Value<'a>>, path: Place) -> Result<Vec<EmfMetric<'a>>> {
        let metrics = metrics.and_then(Value::items);
        let metrics = metrics.ok_or_else(|| EmfError::new(Fault::BadDirective, path, "`Metrics` must be an array"))?;
        let metrics: Vec<_> = metrics.take(MOST_METRICS + 1).collect();
        if metrics.len() > MOST_METRICS {
            return Err(EmfError::new(Fault::TooManyMetrics, path, "a directive has more than 100 metrics"));
        }
        let mut read = Vec::with_capacity(metrics.len());
        for (index, metric) in metrics.into_iter().enumerate() {
            let metric = self.metric(metric, path.of("Metrics", index));
            read.extend(self.forgive(metric)?);
        }
        Ok(read)
    }

    fn metric(&mut self, metric: Value<'a>, path: Place) -> Result<EmfMetric<'a>> {
        let [name, unit, resolution] = metric.members(["Name", "Unit", "StorageResolution"]);
        let name = text(name, LONGEST_NAME).ok_or_else(|| {
            EmfError::new(Fault::BadMetric, path, "a metric must be an object with a `Name` of 1 to 1024 characters")
        })?;
        let unit = unit.map_or(Ok(Unit::None), |given| read_unit(given, path))?;
        let resolution = resolution.map_or(Ok(Resolution::Standard), |given| read_resolution(given, path))?;
        let values = self.numbers(&name, path)?;
        Ok(EmfMetric { name, unit, resolution, values })
    }

    fn numbers(&mut self, name: &str, path: Place) -> Result<std::ops::Range<usize>> {
        let Some(place) = self.targets.find(name) else { return Err(missing(name, path)) };
        self.targets.numbers(place).map_err(|fault| {
            let message = match fault {
                Fault::TooManyValues => format!("`{name}` has more than 100 values"),
                Fault::BadValue => format!("`{name}` is beyond 2^360"),
                _ => format!("`{name}` must be a number or an array of numbers"),
            };
            EmfError::new(fault, path, message)
        })
    }

    fn target(&self, name: &str, path: Place) -> Result<usize> {
        self.targets.find(name).ok_or_else(|| missing(name, path))
    }
}

fn missing(name: &str, path: impl Into<String>) -> EmfError {
    EmfError::new(Fault::MissingTarget, path, format!("the root has no member `{name}`"))
}

fn read_unit(given: Value<'_>, path: Place) -> Result<Unit> {
    given.as_text(LONGEST_KEY).and_then(|text| unit(&text)).ok_or_else(|| {
        EmfError::new(Fault::BadUnit, path, "`Unit` must be one of the 27 units, spelt exactly, e.g. Milliseconds")
    })
}

fn read_resolution(given: Value<'_>, path: Place) -> Result<Resolution> {
    match given.as_i64() {
        Some(1) => Ok(Resolution::High),
        Some(60) => Ok(Resolution::Standard),
        _ => Err(EmfError::new(Fault::BadResolution, path, "`StorageResolution` must be 1 or 60")),
    }
}

/// A text that is not empty and has at most so many characters.
fn text(value: Option<Value<'_>>, most: usize) -> Option<Cow<'_, str>> {
    value.and_then(|value| value.as_text(most)).filter(|text| !text.is_empty())
}
