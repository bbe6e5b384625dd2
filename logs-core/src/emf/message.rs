//! Writing documents.

use std::collections::BTreeMap;

use cupola_base::{Resolution, Timestamp, Unit};
use serde::Serialize;
use serde_json::{Value, json};

use super::document::EmfDocument;
use super::error::{EmfError, EmfErrorKind};

/// A message in embedded metric format that is being written.
///
/// ```
/// use cupola_logs::emf::{EmfDocument, EmfMessage, EmfValues};
/// use cupola_logs::{Timestamp, Unit};
///
/// let at = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let line = EmfMessage::new(at, "Docks")
///     .dimensions([("dock", "north")])
///     .metric("kg", 4.5)
///     .metric("wait", EmfValues::of([12.0, 30.0]).unit(Unit::Seconds).high_resolution())
///     .property("crane", "C-7")
///     .to_line()?;
/// assert_eq!(EmfDocument::parse(&line)?.points().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch User Guide, "Specification: Embedded metric format".
#[derive(Clone, Debug, PartialEq)]
pub struct EmfMessage {
    at: Timestamp,
    namespace: String,
    sets: Vec<Vec<(String, String)>>,
    metrics: Vec<(String, EmfValues)>,
    properties: Vec<(String, Value)>,
}

impl EmfMessage {
    /// A message without metrics, for this instant and namespace.
    #[must_use]
    pub fn new(at: Timestamp, namespace: impl Into<String>) -> Self {
        Self { at, namespace: namespace.into(), sets: Vec::new(), metrics: Vec::new(), properties: Vec::new() }
    }

    /// Adds a set of dimensions: every metric is published with each set. Without any set they are published
    /// without dimensions.
    #[must_use]
    pub fn dimensions<N: Into<String>, V: Into<String>>(mut self, set: impl IntoIterator<Item = (N, V)>) -> Self {
        self.sets.push(set.into_iter().map(|(name, value)| (name.into(), value.into())).collect());
        self
    }

    /// Adds a metric: a number, or [`EmfValues`] with a unit.
    #[must_use]
    pub fn metric(mut self, name: impl Into<String>, values: impl Into<EmfValues>) -> Self {
        self.metrics.push((name.into(), values.into()));
        self
    }

    /// Adds a member that is no metric: context for whoever reads the line.
    #[must_use]
    pub fn property(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.properties.push((name.into(), value.into()));
        self
    }

    /// The message as one line of JSON.
    ///
    /// # Errors
    /// [`EmfError`] when the format does not allow it: it would be refused by [`EmfDocument::parse`], or two members of
    /// the root would have the same name and different values.
    pub fn to_line(&self) -> Result<String, EmfError> {
        let root = Root { aws: self.metadata(), members: self.members()? };
        let line = serde_json::to_string(&root).map_err(|error| {
            EmfError::new(EmfErrorKind::NotJson, "", format!("the message cannot be written: {error}"))
        })?;
        EmfDocument::parse(&line)?;
        Ok(line)
    }

    fn metadata(&self) -> Value {
        let names = |set: &Vec<(String, String)>| set.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let sets: Vec<_> = if self.sets.is_empty() { vec![Vec::new()] } else { self.sets.iter().map(names).collect() };
        let metrics: Vec<_> = self.metrics.iter().map(|(name, values)| values.definition(name)).collect();
        let directive = json!({"Namespace": self.namespace, "Dimensions": sets, "Metrics": metrics});
        json!({"Timestamp": self.at.as_millis(), "CloudWatchMetrics": [directive]})
    }

    /// The members of the root besides `_aws`.
    fn members(&self) -> Result<BTreeMap<&str, Value>, EmfError> {
        let dimensions = self.sets.iter().flatten().map(|(name, value)| (name, Value::from(value.as_str())));
        let metrics = self.metrics.iter().map(|(name, values)| (name, values.target()));
        let properties = self.properties.iter().map(|(name, value)| (name, value.clone()));
        let mut members = BTreeMap::new();
        for (name, value) in dimensions.chain(metrics).chain(properties) {
            let taken = members.get(name.as_str()).is_some_and(|other| *other != value);
            if taken || name == "_aws" {
                let message = format!("two members of the root would be called `{name}`");
                return Err(EmfError::new(EmfErrorKind::DuplicateTarget, "", message));
            }
            members.insert(name.as_str(), value);
        }
        Ok(members)
    }
}

#[derive(Serialize)]
struct Root<'a> {
    #[serde(rename = "_aws")]
    aws: Value,
    #[serde(flatten)]
    members: BTreeMap<&'a str, Value>,
}

/// The values of one metric, with unit and resolution.
#[derive(Clone, Debug, PartialEq)]
pub struct EmfValues {
    values: Vec<f64>,
    unit: Unit,
    resolution: Resolution,
}

impl EmfValues {
    /// Several values of the same instant, at most 100.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        Self { values: values.into_iter().collect(), unit: Unit::None, resolution: Resolution::Standard }
    }

    /// Sets the unit.
    #[must_use]
    pub fn unit(self, unit: Unit) -> Self {
        Self { unit, ..self }
    }

    /// Has them kept by the second.
    #[must_use]
    pub fn high_resolution(self) -> Self {
        Self { resolution: Resolution::High, ..self }
    }

    fn definition(&self, name: &str) -> Value {
        let mut definition = json!({"Name": name});
        if self.unit != Unit::None {
            definition["Unit"] = self.unit.as_str().into();
        }
        if self.resolution != Resolution::Standard {
            definition["StorageResolution"] = self.resolution.seconds().into();
        }
        definition
    }

    fn target(&self) -> Value {
        match self.values[..] {
            [value] => value.into(),
            ref values => values.into(),
        }
    }
}

impl From<f64> for EmfValues {
    fn from(value: f64) -> Self {
        Self::of([value])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> EmfMessage {
        EmfMessage::new(Timestamp::EPOCH, "N")
    }

    #[test]
    fn a_plain_message_is_short() {
        let line = message().metric("m", 1.0).to_line().unwrap();
        let directive = r#"{"Dimensions":[[]],"Metrics":[{"Name":"m"}],"Namespace":"N"}"#;
        assert_eq!(line, format!(r#"{{"_aws":{{"CloudWatchMetrics":[{directive}],"Timestamp":0}},"m":1.0}}"#));
    }

    #[test]
    fn what_the_format_does_not_allow_is_refused() {
        let kind = |message: EmfMessage| message.to_line().unwrap_err().kind();
        assert_eq!(kind(message().metric("m", f64::NAN)), EmfErrorKind::BadTargetType);
        assert_eq!(kind(message().metric("m", EmfValues::of([0.0; 101]))), EmfErrorKind::TooManyValues);
        assert_eq!(kind(message().metric("m", 1.0).property("m", "x")), EmfErrorKind::DuplicateTarget);
        assert_eq!(kind(message().property("_aws", "x")), EmfErrorKind::DuplicateTarget);
        let sets = message().dimensions([("a", "1")]).dimensions([("a", "2")]);
        assert_eq!(kind(sets), EmfErrorKind::DuplicateTarget);
        assert_eq!(kind(message().dimensions([("a", "")])), EmfErrorKind::EmptyDimension);
        assert_eq!(kind(EmfMessage::new(Timestamp::EPOCH, "")), EmfErrorKind::BadNamespace);
    }
}
