//! The slow obvious twin: a tree of serde_json's, walked by the words of the specification.

use std::collections::BTreeMap;

use cupola_base::Unit;
use cupola_base::json::Scanner;
use serde_json::value::RawValue;

use super::error::EmfErrorKind as Fault;
use super::rules::{EmfFaults, EmfRules, EmptyDimension};

/// A point that owns its parts: namespace, name, dimensions, values, unit and seconds of its resolution.
pub type TwinPoint = (String, String, Vec<(String, String)>, Vec<f64>, Unit, u32);

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// What a message gives: its points, and the kinds of the faults that are forgiven.
///
/// # Errors
/// The kind of the first fault that is not.
pub fn points(message: &str, rules: &EmfRules) -> Result<(Vec<TwinPoint>, Vec<Fault>), Fault> {
    let start = if rules.prefix_tolerant { message.find('{').unwrap_or(0) } else { 0 };
    let message = &message[start..];
    // Whether a text is JSON has a twin of its own.
    Scanner::of_text(message).finish().map_err(|_| Fault::NotJson)?;
    let root: Object<'_> = serde_json::from_str(message).map_err(|_| Fault::NotJson)?;
    let aws: Object<'_> = root.get("_aws").and_then(|aws| read(aws)).ok_or(Fault::NoAws)?;
    let directives: Vec<&RawValue> = aws.get("CloudWatchMetrics").and_then(|list| read(list)).ok_or(Fault::NoAws)?;
    aws.get("Timestamp").and_then(|at| read::<i64>(at)).ok_or(Fault::BadTimestamp)?;

    let mut twin = Twin { root, rules, faults: Vec::new() };
    let mut points = Vec::new();
    for directive in directives {
        let made = twin.directive(directive);
        points.extend(twin.forgive(made)?.unwrap_or_default());
    }
    Ok((points, twin.faults))
}

struct Twin<'a> {
    root: Object<'a>,
    rules: &'a EmfRules,
    faults: Vec<Fault>,
}

impl Twin<'_> {
    fn forgive<T>(&mut self, made: Result<T, Fault>) -> Result<Option<T>, Fault> {
        match made {
            Err(fault) if self.rules.faults == EmfFaults::LeaveOut => {
                self.faults.push(fault);
                Ok(None)
            }
            made => made.map(Some),
        }
    }

    fn directive(&mut self, directive: &RawValue) -> Result<Vec<TwinPoint>, Fault> {
        let directive: Object<'_> = read(directive).ok_or(Fault::BadDirective)?;
        let namespace = name(directive.get("Namespace"), 1024).ok_or(Fault::BadNamespace)?;
        let sets: Vec<&RawValue> =
            directive.get("Dimensions").and_then(|sets| read(sets)).ok_or(Fault::BadDimensions)?;
        let mut read_sets = Vec::new();
        for set in &sets {
            let made = self.set(set);
            read_sets.extend(self.forgive(made)?);
        }
        if sets.is_empty() {
            return Err(Fault::BadDimensions);
        }
        let metrics: Vec<&RawValue> =
            directive.get("Metrics").and_then(|list| read(list)).ok_or(Fault::BadDirective)?;
        if metrics.len() > 100 {
            return Err(Fault::TooManyMetrics);
        }
        let mut read_metrics = Vec::new();
        for metric in metrics {
            let made = self.metric(metric);
            read_metrics.extend(self.forgive(made)?);
        }
        let mut points = Vec::new();
        for set in &read_sets {
            for (name, unit, resolution, values) in &read_metrics {
                points.push((namespace.clone(), name.clone(), set.clone(), values.clone(), *unit, *resolution));
            }
        }
        Ok(points)
    }

    fn set(&mut self, set: &RawValue) -> Result<Vec<(String, String)>, Fault> {
        let keys: Vec<&RawValue> = read(set).ok_or(Fault::BadDimensions)?;
        if keys.len() > 30 {
            return Err(Fault::TooManyDims);
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        for key in keys {
            let key = name(Some(&key), 250).ok_or(Fault::BadDimensions)?;
            if pairs.iter().any(|(other, _)| *other == key) {
                return Err(Fault::BadDimensions);
            }
            let target = self.root.get(&key).ok_or(Fault::MissingTarget)?;
            let value: String = read(target).ok_or(Fault::BadTargetType)?;
            if value.chars().count() > 1024 {
                return Err(Fault::BadDimensions);
            }
            pairs.push((key, value));
        }
        match (pairs.iter().any(|(_, value)| value.is_empty()), self.rules.empty_dimension) {
            (false, _) => Ok(pairs),
            (true, EmptyDimension::Fault) => Err(Fault::EmptyDimension),
            (true, EmptyDimension::WithoutDimensions) => {
                self.faults.push(Fault::EmptyDimension);
                Ok(Vec::new())
            }
        }
    }

    fn metric(&self, metric: &RawValue) -> Result<(String, Unit, u32, Vec<f64>), Fault> {
        let metric: Object<'_> = read(metric).ok_or(Fault::BadMetric)?;
        let name = name(metric.get("Name"), 1024).ok_or(Fault::BadMetric)?;
        let unit = match metric.get("Unit") {
            None => Unit::None,
            Some(unit) => read::<String>(unit).and_then(|unit| unit.parse().ok()).ok_or(Fault::BadUnit)?,
        };
        let resolution = match metric.get("StorageResolution").map(|seconds| seconds.get()) {
            None | Some("60") => 60,
            Some("1") => 1,
            Some(_) => return Err(Fault::BadResolution),
        };
        let target = self.root.get(&name).ok_or(Fault::MissingTarget)?;
        let values = match read::<Vec<&RawValue>>(target) {
            None => vec![number(target)?],
            Some(items) => {
                let read: Vec<f64> = items.iter().take(101).map(|item| number(item)).collect::<Result<_, _>>()?;
                if read.len() > 100 {
                    return Err(Fault::TooManyValues);
                }
                read
            }
        };
        Ok((name, unit, resolution, values))
    }
}

fn read<'a, T: serde::Deserialize<'a>>(value: &'a RawValue) -> Option<T> {
    serde_json::from_str(value.get()).ok()
}

fn name(value: Option<&&RawValue>, most: usize) -> Option<String> {
    read::<String>(value?).filter(|text| (1..=most).contains(&text.chars().count()))
}

fn number(value: &RawValue) -> Result<f64, Fault> {
    let text = value.get();
    if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        return Err(Fault::BadTargetType);
    }
    let number: f64 = text.parse().map_err(|_| Fault::BadTargetType)?;
    if number.abs() > 2f64.powi(360) { Err(Fault::BadValue) } else { Ok(number) }
}
