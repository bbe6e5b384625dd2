//! Which resources a call was about, for event history.

use std::borrow::Cow;

use cupola_base::text::wildcard;
use serde::{Deserialize, Serialize};

use super::built_in::BUILT_IN;
use super::path::{first_of, texts_at};
use crate::classify::service_of;
use crate::{Field, Record};

/// A resource under which a record is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FoundResource {
    /// The type, e.g. `AWS::IAM::Role`; some records do not say.
    pub kind: Option<String>,
    /// The name, or the ARN where the call names the resource by it.
    pub name: String,
    /// The ARN, by which it is found too.
    pub arn: Option<String>,
}

/// Where calls name what they are about, besides the records' `resources`.
///
/// ```
/// use cupola_audit::{Record, ResourceRule, ResourceRules};
///
/// let record = Record::parse(r#"{"eventSource": "orders.amazonaws.com", "eventName": "CancelOrder",
///     "requestParameters": {"orders": [{"id": "7"}, {"id": "8"}]}}"#)?;
/// assert_eq!(ResourceRules::default().find(&record), []);
///
/// let rules = ResourceRules::default().with(ResourceRule::new("orders", "*Order", "Shop::Order", "requestParameters.orders.id"));
/// let names: Vec<_> = rules.find(&record).into_iter().map(|resource| resource.name).collect();
/// assert_eq!(names, ["7", "8"]);
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
///
/// # Source
/// Our decision: the service publishes no rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResourceRules(Vec<ResourceRule>);

/// Where calls of one kind name a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ResourceRule {
    /// The service, e.g. `iam`.
    pub service: String,
    /// The action; `*` stands for any characters.
    pub action: String,
    /// The resource's type.
    pub kind: String,
    /// Members from the record inwards, joined by points; of arrays every item is looked at.
    pub path: String,
}

impl ResourceRule {
    /// A rule.
    #[must_use]
    pub fn new(
        service: impl Into<String>,
        action: impl Into<String>,
        kind: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        Self { service: service.into(), action: action.into(), kind: kind.into(), path: path.into() }
    }
}

impl ResourceRules {
    /// The rules with one more; the built-in ones always hold.
    #[must_use]
    pub fn with(mut self, rule: ResourceRule) -> Self {
        self.0.push(rule);
        self
    }

    /// The resources of a record: those of its `resources`, then those at the places that the
    /// built-in rules and
    /// these name. None comes twice.
    #[must_use]
    pub fn find(&self, record: &Record<'_>) -> Vec<FoundResource> {
        let mut found = Found::default();
        record.resources().for_each(|resource| {
            let (arn, kind) = resource.arn_and_kind();
            if let Some(arn) = arn.filter(|arn| !arn.is_empty()) {
                let name = arn.rsplit(['/', ':']).next().unwrap_or_default().to_owned();
                found.add(kind.map(Cow::into_owned), name, Some(arn.into_owned()));
            }
        });
        let source = record.event_source().unwrap_or_default();
        let action = record.event_name().unwrap_or_default();
        for (kind, path) in self.places(service_of(&source), &action) {
            for name in names_at(record, path) {
                found.add(Some(kind.to_owned()), name.into_owned(), None);
            }
        }
        found.0
    }

    /// Types and paths that concern a call.
    fn places<'a>(&'a self, service: &'a str, action: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let is_meant = move |pattern: &str| wildcard::is_match(pattern, action);
        let built_in = BUILT_IN
            .iter()
            .filter(move |(of, .., actions)| *of == service && actions.iter().any(|action| is_meant(action)))
            .map(|(_, kind, path, _)| (*kind, *path));
        let own = self.0.iter().filter(move |rule| rule.service == service && is_meant(&rule.action));
        built_in.chain(own.map(|rule| (rule.kind.as_str(), rule.path.as_str())))
    }
}

/// Resources, each once.
#[derive(Default)]
struct Found(Vec<FoundResource>);

impl Found {
    fn add(&mut self, kind: Option<String>, name: String, arn: Option<String>) {
        let is_new = || !self.0.iter().any(|known| known.kind == kind && known.name == name);
        if !name.is_empty() && self.0.len() < MOST && is_new() {
            self.0.push(FoundResource { kind, name, arn });
        }
    }
}

/// A record is found under this many resources at most.
const MOST: usize = 200;

/// The texts at a path from the record inwards.
fn names_at<'r>(record: &'r Record<'_>, path: &str) -> Vec<Cow<'r, str>> {
    let (first, rest) = first_of(path);
    let body = Field::from_name(first).and_then(|field| record.get(field).value());
    body.map_or_else(Vec::new, |body| texts_at(body, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Vec<(String, String)> {
        let found = ResourceRules::default().find(&Record::parse(text).unwrap());
        found.into_iter().map(|resource| (resource.kind.unwrap_or_default(), resource.name)).collect()
    }

    fn pair(kind: &str, name: &str) -> (String, String) {
        (kind.into(), name.into())
    }

    #[test]
    fn resources_come_from_the_list_and_from_the_bodies() {
        for (text, expected) in [
            (
                r#"{"eventSource":"iam.amazonaws.com","eventName":"AttachRolePolicy","requestParameters":{"roleName":"App","policyArn":"arn:aws:iam::aws:policy/P"}}"#,
                vec![pair("AWS::IAM::Role", "App"), pair("AWS::IAM::Policy", "arn:aws:iam::aws:policy/P")],
            ),
            (
                r#"{"eventSource":"ec2.amazonaws.com","eventName":"RunInstances","responseElements":{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}}}"#,
                vec![pair("AWS::EC2::Instance", "i-1"), pair("AWS::EC2::Instance", "i-2")],
            ),
            (
                r#"{"eventName":"X","resources":[{"ARN":"arn:aws:s3:::pier","type":"AWS::S3::Bucket"},{"ARN":"arn:aws:kms:r:1:key/k"},{"type":"t"}]}"#,
                vec![pair("AWS::S3::Bucket", "pier"), pair("", "k")],
            ),
            (r#"{"eventSource":"s3.amazonaws.com","eventName":"CreateBucket","requestParameters":null}"#, vec![]),
            (
                r#"{"eventSource":"monitoring.amazonaws.com","eventName":"DeleteAlarms","requestParameters":{"alarmNames":["a","b","a",1]}}"#,
                vec![pair("AWS::CloudWatch::Alarm", "a"), pair("AWS::CloudWatch::Alarm", "b")],
            ),
        ] {
            assert_eq!(find(text), expected, "{text}");
        }
    }

    #[test]
    fn every_rule_begins_in_a_body() {
        for (_, kind, path, _) in BUILT_IN {
            assert!(path.starts_with("requestParameters.") || path.starts_with("responseElements."), "{path}");
            assert!(kind.starts_with("AWS::"), "{kind}");
        }
        assert!(BUILT_IN.iter().map(|(.., actions)| actions.len()).sum::<usize>() >= 60);
    }
}
