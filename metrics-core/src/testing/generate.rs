//! Requests made from shapes and choices.

use cupola_base::shape::{Shape, Text};
use serde_json::{Map, Value, json};

/// Bytes that decide: whoever makes a value asks for one choice after the other. When they are
/// used up, every choice is the first.
#[derive(Clone, Debug)]
pub struct Choices<'a>(std::slice::Iter<'a, u8>);

impl<'a> Choices<'a> {
    /// Choices as the bytes have them.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.iter())
    }

    /// The next byte; 0 when there is none.
    pub fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or_default()
    }

    /// One of several.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<'b, T>(&mut self, of: &'b [T]) -> &'b T {
        &of[usize::from(self.byte()) % of.len()]
    }

    /// Whether bytes are left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_slice().is_empty()
    }
}

/// A value of a shape, mostly within its bounds, from a small vocabulary, so that requests meet.
#[must_use]
pub fn request(shape: &Shape, choices: &mut Choices<'_>) -> Value {
    of(shape, "", choices, 0)
}

/// How deep values go.
const DEEPEST: usize = 8;

fn of(shape: &Shape, name: &str, choices: &mut Choices<'_>, depth: usize) -> Value {
    match shape {
        _ if depth > DEEPEST => Value::Null,
        Shape::Structure(members) => {
            let mut object = Map::new();
            for member in *members {
                if member.required || is_wanted(member.name, choices) {
                    object.insert(member.name.into(), of(member.shape, member.name, choices, depth + 1));
                }
            }
            Value::Object(object)
        }
        Shape::List(list) => (0..choices.byte() % 3).map(|_| of(list.item, name, choices, depth + 1)).collect(),
        Shape::Map(map) => {
            let members = (0..choices.byte() % 3).map(|n| (format!("k{n}"), of(map.value, name, choices, depth + 1)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Shape::Text(text) => text_of(text, name, choices),
        Shape::Integer(_) => choices
            .pick(&[json!(1), json!(60), json!(60), json!(2), json!(1), json!(10), json!(300), json!(0), json!(60.0)])
            .clone(),
        Shape::Double => {
            choices.pick(&[json!(1), json!(-2.5), json!(1e12), json!(0), json!("NaN"), json!(3e108)]).clone()
        }
        Shape::Boolean => json!(choices.byte().is_multiple_of(2)),
        Shape::Timestamp => {
            let offset = i64::from(choices.byte()) * 60 - 7200;
            choices
                .pick(&[json!(BASE + offset), json!(1_777_874_400.25), json!("2026-05-04T06:00:00Z"), json!(1e300)])
                .clone()
        }
        Shape::Blob => json!("AAAA"),
        Shape::Document => json!({}),
    }
}

/// Members that most requests hold, that some hold, and that only refusals come of.
fn is_wanted(name: &str, choices: &mut Choices<'_>) -> bool {
    let byte = choices.byte();
    match name {
        "Metrics"
        | "ExtendedStatistic"
        | "ExtendedStatistics"
        | "ThresholdMetricId"
        | "EvaluationCriteria"
        | "EvaluationInterval"
        | "EvaluationWindow"
        | "WarmUpConfiguration"
        | "ActionConfiguration"
        | "EvaluateLowSampleCountPercentile"
        | "AccountId"
        | "ChildrenOfAlarmName"
        | "ParentsOfAlarmName"
        | "AlarmContributorId"
        | "ExcludeFilters"
        | "NextToken" => byte % 64 == 1,
        "ActionsSuppressor"
        | "ActionsSuppressorWaitPeriod"
        | "ActionsSuppressorExtensionPeriod"
        | "SingleMetricAnomalyDetector"
        | "MetricMathAnomalyDetector"
        | "Configuration"
        | "Value"
        | "Values"
        | "Counts"
        | "StatisticValues"
        | "Timezone"
        | "Unit"
        | "Expression" => byte % 4 == 1,
        _ => !byte.is_multiple_of(16),
    }
}

/// 2026-05-04T06:00:00Z.
pub(super) const BASE: i64 = 1_777_874_400;

fn text_of(text: &Text, name: &str, choices: &mut Choices<'_>) -> Value {
    if !text.one_of.is_empty() {
        return json!(choices.pick(text.one_of));
    }
    let alarm = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:a";
    match name {
        "Stat" => json!(choices.pick(&["Sum", "Average", "p90"])),
        "Id" => json!(choices.pick(&["a", "b", "c1", "A"])),
        "Expression" => json!(choices.pick(&[
            "a + b",
            "FILL(a, 0) / METRIC_COUNT(METRICS())",
            "SORT(SEARCH('{Bay, a} a', 'Sum'), MAX, DESC, 3)",
            "SELECT SUM(a) FROM Bay GROUP BY a",
            "SELECT AVG(b) FROM SCHEMA(Bay)",
            "c1 *",
            "cron(*/7 * * * *)",
            "at(2026-05-04T06:05)",
        ])),
        "Duration" => json!(choices.pick(&["PT1M", "PT5M", "PT1H", "x"])),
        "AlarmRule" => json!(choices.pick(&[
            "ALARM(a)",
            "OK(a) OR NOT ALARM(b)",
            "AT_LEAST(1, NOT OK, (a, b, \"a b\"))",
            "TRUE",
            "ALARM(",
        ])),
        "TreatMissingData" => json!(choices.pick(&["missing", "breaching", "notBreaching", "ignore", "x"])),
        "StateReasonData" => json!(choices.pick(&["{}", "{", "null"])),
        "ResourceARN" => json!(choices.pick(&[
            alarm,
            "arn:aws:cloudwatch:us-east-1:111122223333:alarm:z",
            "arn:aws:cloudwatch::111122223333:dashboard/a",
            "arn:aws:cloudwatch:us-east-1:111122223333:metric-stream/a",
            "arn:aws:cloudwatch:us-east-1:111122223333:alarm-mute-rule:a",
            "x"
        ])),
        "DashboardBody" => json!(choices.pick(&[
            r#"{"widgets": []}"#,
            r#"{"widgets": [{"type": "metric", "properties": {"region": "mars", "metrics": [["Bay", "a"], ["..."]]}}]}"#,
            r#"{"widgets": [{"type": "text"}], "x": 1}"#,
        ])),
        "RuleDefinition" => json!(choices.pick(&[
            r#"{"Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["a*"], "LogFormat": "JSON",
                "Contribution": {"Keys": ["$.a"], "Filters": []}, "AggregateOn": "Count"}"#,
            r#"{"Schema": {"Name": "CloudWatchLogRule", "Version": 1}, "LogGroupNames": ["a"], "LogFormat": "CLF",
                "Fields": {"1": "b"}, "Contribution": {"Keys": ["b"], "ValueOf": "2"}, "AggregateOn": "Sum"}"#,
            r#"{"Schema": "#,
        ])),
        "OrderBy" => json!(choices.pick(&["Sum", "Maximum", "a"])),
        "FirehoseArn" => json!("arn:aws:firehose:us-east-1:111122223333:deliverystream/lake"),
        "RoleArn" => json!(choices.pick(&["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b", "x"])),
        "AdditionalStatistics" => json!(choices.pick(&["p99", "p50", "tm90", "Sum"])),
        "OKActions" | "AlarmActions" => json!(choices.pick(&[
            "arn:aws:sns:us-east-1:111122223333:ops",
            "arn:aws:autoscaling:us-east-1:111122223333:scalingPolicy:i:autoScalingGroupName/g:policyName/p",
            "arn:aws:lambda:us-east-1:111122223333:function:f",
            "not an arn",
        ])),
        "Label" => json!(choices.pick(&["l", "${MAX} ${LABEL}", "${MAX_TIME_RELATIVE}", "${", "${PROP('Dim.a')}"])),
        "Namespace" => json!(choices.pick(&["Bay", "Bay", "Bay", "AWS/EC2", ":"])),
        _ => json!(choices.pick(&["a", "a", "b", "a", "a b", "a", "", "é"])),
    }
}
