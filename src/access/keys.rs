//! What conditions may ask of a request.
//!
//! # Source
//! Service Authorization Reference, the tables of condition keys of each service; IAM User Guide, "AWS global condition
//! context keys".

use cupola_base::policy::Request;
use cupola_base::{Arn, Place, Timestamp};
use serde_json::Value;

use super::template::texts;
use crate::Service;

/// A key, the actions that have it, and the member of their request that it stands for.
struct Key {
    service: Service,
    actions: &'static [&'static str],
    name: &'static str,
    path: &'static str,
}

const KEYS: &[Key] = &[
    Key { service: Service::CloudWatch, actions: &["PutMetricData"], name: "cloudwatch:namespace", path: "Namespace" },
    Key {
        service: Service::CloudWatch,
        actions: &["PutMetricAlarm", "PutCompositeAlarm"],
        name: "cloudwatch:AlarmActions",
        path: "AlarmActions",
    },
    Key {
        service: Service::Logs,
        actions: &["PutDeliverySource"],
        name: "logs:LogGeneratingResourceArns",
        path: "resourceArn",
    },
    Key {
        service: Service::Logs,
        actions: &["PutDeliveryDestination"],
        name: "logs:DeliveryDestinationResourceArn",
        path: "deliveryDestinationConfiguration.destinationResourceArn",
    },
    Key {
        service: Service::Events,
        actions: &["CreateEndpoint", "UpdateEndpoint"],
        name: "events:EventBusArn",
        path: "EventBuses.EventBusArn",
    },
    Key {
        service: Service::XRay,
        actions: &["PutResourcePolicy", "DeleteResourcePolicy"],
        name: "xray:ResourcePolicyName",
        path: "PolicyName",
    },
    Key {
        service: Service::XRay,
        actions: &["UpdateTraceSegmentDestination"],
        name: "xray:TraceSegmentDestination",
        path: "Destination",
    },
    Key {
        service: Service::Synthetics,
        actions: &["DescribeCanaries", "DescribeCanariesLastRun"],
        name: "synthetics:Names",
        path: "Names",
    },
];

/// Members that hold tags: as objects with key and value, or as one object.
const TAGS: [&str; 3] = ["Tags", "tags", "TagsList"];
/// Members that hold the keys of tags that are taken away.
const TAG_KEYS: [&str; 2] = ["TagKeys", "tagKeys"];

/// Adds what an action's request tells.
pub(super) fn of_request(asked: Request, service: Service, action: &str, request: &Value) -> Request {
    let keys = KEYS.iter().filter(|key| key.service == service && key.actions.contains(&action));
    let found = keys.flat_map(|key| texts(key.path, request).into_iter().map(|text| (key.name, text)));
    let asked = found.fold(asked, |asked, (name, text)| asked.with(name, text));
    let asked = tags(request).into_iter().fold(asked, |asked, (key, value)| {
        asked.with(&format!("aws:RequestTag/{key}"), value).with("aws:TagKeys", key)
    });
    let taken = TAG_KEYS.iter().flat_map(|member| texts(member, request));
    taken.fold(asked, |asked, key| asked.with("aws:TagKeys", key))
}

fn tags(request: &Value) -> Vec<(String, String)> {
    match TAGS.iter().find_map(|member| request.get(member)) {
        Some(Value::Object(tags)) => {
            tags.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
        }
        Some(Value::Array(tags)) => {
            let text = |tag: &Value, name: &str| Some(tag.get(name)?.as_str()?.to_owned());
            tags.iter().filter_map(|tag| Some((text(tag, "Key")?, text(tag, "Value").unwrap_or_default()))).collect()
        }
        _ => Vec::new(),
    }
}

/// Adds what is known of any request: time, region, the resource's account, the user's name.
pub(super) fn of_world(asked: Request, now: Timestamp, place: &Place, principal: &Arn) -> Request {
    let account = Arn::parse(&asked.resource).map(|arn| arn.account().to_owned()).ok();
    let account = account.filter(|account| !account.is_empty()).unwrap_or_else(|| place.account.as_str().to_owned());
    let asked = asked
        .with("aws:RequestedRegion", place.region.as_str())
        .with("aws:ResourceAccount", account)
        .with("aws:CurrentTime", now.to_string())
        .with("aws:EpochTime", now.as_millis().div_euclid(1_000).to_string());
    let user = principal.resource().strip_prefix("user/").and_then(|path| path.rsplit('/').next());
    user.into_iter().fold(asked, |asked, name| asked.with("aws:username", name))
}
