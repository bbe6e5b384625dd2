//! Metrics and alarms of a node of the service map.

use cupola_base::Timestamp;

use crate::Observatory;
use crate::metrics::{AlarmFilter, DimensionFilter, Metric, MetricAlarm, MetricFilter, Namespace, StateValue};
use crate::traces::GraphService;

/// The metrics and alarms that are about a node of the service map.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct NodeMetrics {
    /// The metrics, in order. Those with data in the last two weeks.
    pub metrics: Vec<Metric>,
    /// The alarms on metrics of the node, by name; also where those have no data.
    pub alarms: Vec<NodeAlarm>,
}

/// An alarm on a metric of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeAlarm {
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: StateValue,
    /// Why, in words.
    pub reason: String,
}

/// Types of nodes whose services measure them under their names: namespace and dimension.
///
/// # Source
/// CloudWatch User Guide, "AWS services that publish CloudWatch metrics".
const MEASURED: [(&str, &str, &str); 9] = [
    ("AWS::ApiGateway::Stage", "AWS/ApiGateway", "ApiName"),
    ("AWS::DynamoDB::Table", "AWS/DynamoDB", "TableName"),
    ("AWS::Kinesis::Stream", "AWS/Kinesis", "StreamName"),
    ("AWS::Lambda", "AWS/Lambda", "FunctionName"),
    ("AWS::Lambda::Function", "AWS/Lambda", "FunctionName"),
    ("AWS::S3::Bucket", "AWS/S3", "BucketName"),
    ("AWS::SNS::Topic", "AWS/SNS", "TopicName"),
    ("AWS::SQS::Queue", "AWS/SQS", "QueueName"),
    ("AWS::StepFunctions::StateMachine", "AWS/States", "StateMachineArn"),
];

/// Dimensions under which programs name themselves, in any namespace but the services' own.
const OWN: [&str; 3] = ["Service", "ServiceName", "service.name"];

impl Observatory {
    /// The metrics of a node of the service map, and the alarms on them.
    ///
    /// A node of a type that its service measures has the metrics of that service with its name (or one of its further names,
    /// or an ARN that ends in it) as the value of the service's dimension: `AWS/Lambda` with `FunctionName` for a function. Any
    /// node has the metrics in other namespaces whose dimension `Service`, `ServiceName` or `service.name` is its name. That
    /// is our decision: the service joins them by resources that it does not tell.
    ///
    /// ```
    /// use cupola::metrics::{Alarm, Datum, Period};
    /// use cupola::{Observatory, Place, Timestamp};
    ///
    /// let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T06:16:05Z")?;
    /// let segment = r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "gate",
    ///     "origin": "AWS::Lambda::Function", "start_time": 1777875360, "end_time": 1777875362}"#;
    /// sky.traces(now).put_trace_segments(now, &[segment]);
    /// let errors = Datum::new("AWS/Lambda", "Errors", now, 3.0).with_dimension("FunctionName", "gate");
    /// sky.metrics(now).accept(now, errors)?;
    /// let alarm = Alarm::on("AWS/Lambda", "Errors").with_dimension("FunctionName", "gate").sum(Period::MINUTE);
    /// sky.metrics(now).put_metric_alarm(now, alarm.named("gate-errors").at_least(1.0).for_periods(1))?;
    ///
    /// let graph = sky.traces(now).service_graph(now.plus_secs(-60), now, None)?;
    /// let node = graph.graph.services.iter().find(|node| node.state == "active").ok_or("a node")?;
    /// let told = sky.node_metrics(now, node);
    /// assert_eq!(told.metrics[0].to_string(), "AWS/Lambda/Errors{FunctionName=gate}");
    /// assert_eq!(told.alarms[0].name, "gate-errors");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn node_metrics(&mut self, now: Timestamp, node: &GraphService) -> NodeMetrics {
        let mut engine = self.metrics(now);
        let mut metrics: Vec<Metric> = Vec::new();
        for filter in filters(node) {
            metrics.extend(engine.list_metrics(now, &filter).filter(|metric| is_of(node, metric)).cloned());
        }
        metrics.sort();
        metrics.dedup();
        let every = AlarmFilter::default();
        let alarms = engine.describe_alarms(now, &every).filter(|alarm| watches(node, alarm)).map(NodeAlarm::of);
        NodeMetrics { metrics, alarms: alarms.collect() }
    }
}

impl NodeAlarm {
    fn of(alarm: &MetricAlarm) -> Self {
        let (name, state) = (alarm.configuration.name.to_string(), &alarm.state);
        Self { name, state: state.value, reason: state.reason().into_owned() }
    }
}

/// What the node's metrics may be among: those of its service, and those with a program's own dimension.
fn filters(node: &GraphService) -> Vec<MetricFilter> {
    let service = measured(node).and_then(|(namespace, dimension)| {
        let filter = MetricFilter::default().in_namespace(Namespace::new(namespace).ok()?);
        Some(filter.with_dimension(DimensionFilter::named(dimension)))
    });
    let own =
        OWN.map(|dimension| MetricFilter::default().with_dimension(DimensionFilter::exactly(dimension, &node.name)));
    service.into_iter().chain(own).collect()
}

fn measured(node: &GraphService) -> Option<(&'static str, &'static str)> {
    let kind = node.kind.as_deref()?;
    MEASURED.iter().find(|(of, ..)| *of == kind).map(|(_, namespace, dimension)| (*namespace, *dimension))
}

fn is_of(node: &GraphService, metric: &Metric) -> bool {
    let has = |name: &str, is_value: &dyn Fn(&str) -> bool| {
        metric.dimensions.iter().any(|dimension| &*dimension.name == name && is_value(&dimension.value))
    };
    match measured(node) {
        Some((namespace, dimension)) if metric.namespace.as_str() == namespace => {
            has(dimension, &|value| is_named(node, value))
        }
        _ => {
            !metric.namespace.as_str().starts_with("AWS/")
                && OWN.iter().any(|name| has(name, &|value| value == node.name))
        }
    }
}

/// Whether a value is one of the node's names, or an ARN that ends in one.
fn is_named(node: &GraphService, value: &str) -> bool {
    let is = |name: &str| value == name || (value.starts_with("arn:") && value.rsplit([':', '/']).next() == Some(name));
    is(&node.name) || node.names.iter().any(|name| is(name))
}

fn watches(node: &GraphService, alarm: &MetricAlarm) -> bool {
    alarm.configuration.source.metrics().any(|source| is_of(node, &source.metric))
}
