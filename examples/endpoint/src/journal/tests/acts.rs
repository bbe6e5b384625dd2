//! What somebody does to a world.

use cupola::{Place, Service};
use proptest::prelude::*;

use super::{place, t0};
use crate::world::World;

/// What one does.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Call(Service, &'static str, String),
    Elsewhere(&'static str),
    Wait(i64),
    Packet(String),
    Reset,
}

impl Act {
    pub(super) fn on(&self, world: &mut World) {
        match self {
            Self::Call(service, action, body) => drop(world.call(place(), *service, action, body.clone())),
            Self::Elsewhere(region) => {
                let place = Place::parse("123456789012", region).unwrap();
                drop(world.call(place, Service::Logs, "CreateLogGroup", r#"{"logGroupName":"app"}"#.into()));
            }
            Self::Wait(seconds) => world.set_clock(world.now().plus_secs(*seconds)).unwrap(),
            Self::Packet(packet) => world.datagram(packet.clone().into_bytes()),
            Self::Reset => world.reset(),
        }
    }
}

/// A group with a filter, an alarm on it, and a rule that sends what the alarm says.
pub(super) fn beginning() -> Vec<Act> {
    let queue = "arn:aws:sqs:us-east-1:123456789012:q";
    let transformation = r#"{"metricName":"Failed","metricNamespace":"Auth","metricValue":"1"}"#;
    [
        (Service::Logs, "CreateLogGroup", r#"{"logGroupName":"auth"}"#.to_owned()),
        (Service::Logs, "CreateLogStream", r#"{"logGroupName":"auth","logStreamName":"s"}"#.to_owned()),
        (
            Service::Logs,
            "PutMetricFilter",
            format!(
                r#"{{"logGroupName":"auth","filterName":"f","filterPattern":"Failed","metricTransformations":[{transformation}]}}"#
            ),
        ),
        (
            Service::CloudWatch,
            "PutMetricAlarm",
            format!(
                r#"{{"AlarmName":"a","Namespace":"Auth","MetricName":"Failed","Statistic":"Sum","Period":60,
                "EvaluationPeriods":1,"Threshold":2,"ComparisonOperator":"GreaterThanOrEqualToThreshold","AlarmActions":["{queue}"]}}"#
            ),
        ),
        (
            Service::Events,
            "PutRule",
            r#"{"Name":"r","EventPattern":"{\"source\":[\"aws.cloudwatch\",\"shop\"]}"}"#.to_owned(),
        ),
        (Service::Events, "PutTargets", format!(r#"{{"Rule":"r","Targets":[{{"Id":"1","Arn":"{queue}"}}]}}"#)),
    ]
    .map(|(service, action, body)| Act::Call(service, action, body))
    .into()
}

pub(super) fn act() -> impl Strategy<Value = Act> {
    let log = |word: &str| {
        let at = t0().as_millis();
        let event = format!(r#"{{"timestamp":{at},"message":"{word} login"}}"#);
        let body = format!(r#"{{"logGroupName":"auth","logStreamName":"s","logEvents":[{event}]}}"#);
        Act::Call(Service::Logs, "PutLogEvents", body)
    };
    let event = r#"{"Entries":[{"Source":"shop","DetailType":"order","Detail":"{\"n\":1}"}]}"#;
    let datum = |value: u32| {
        let body = format!(r#"{{"Namespace":"App","MetricData":[{{"MetricName":"Size","Value":{value}}}]}}"#);
        Act::Call(Service::CloudWatch, "PutMetricData", body)
    };
    let segment = |id: u64| {
        let id = format!(r#""trace_id":"1-69f839a0-{id:024x}","id":"{id:016x}""#);
        let times = r#""start_time":1777874400,"end_time":1777874401"#;
        Act::Packet(format!("{{\"format\": \"json\", \"version\": 1}}\n{{{id},\"name\":\"shop\",{times}}}"))
    };
    prop_oneof![
        6 => prop::sample::select(vec!["Failed", "Accepted"]).prop_map(log),
        3 => Just(Act::Call(Service::Events, "PutEvents", event.into())),
        3 => (0u32..100).prop_map(datum),
        3 => any::<u64>().prop_map(segment),
        3 => (1i64..200).prop_map(Act::Wait),
        2 => Just(Act::Call(Service::CloudWatch, "DescribeAlarms", "{}".into())),
        1 => Just(Act::Call(Service::Logs, "CreateLogGroup", "no json".into())),
        1 => prop::sample::select(vec!["eu-west-1", "ap-south-1"]).prop_map(Act::Elsewhere),
        1 => Just(Act::Call(
            Service::Logs, "StartLiveTail",
            r#"{"logGroupIdentifiers":["arn:aws:logs:us-east-1:123456789012:log-group:auth"]}"#.into()
        )),
    ]
}
