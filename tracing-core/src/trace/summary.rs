//! A trace in short.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Part, RootCauses, Trace, What};
use crate::TraceId;
use crate::segment::AnnotationValue;

/// A trace in short. In serde it is the service's JSON.
///
/// Times are seconds since the epoch, lengths seconds in thousandths.
///
/// # Source
/// X-Ray API Reference, TraceSummary.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TraceSummary {
    /// Names the trace.
    #[serde(serialize_with = "as_text")]
    pub id: TraceId,
    /// When the first segment began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<f64>,
    /// From the first start to the last end.
    pub duration: f64,
    /// How long the root segment took; `None` while it is in progress.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_time: Option<f64>,
    /// Whether the root segment has a fault.
    pub has_fault: bool,
    /// Whether the root segment has an error.
    pub has_error: bool,
    /// Whether any segment or subsegment was throttled.
    pub has_throttle: bool,
    /// Whether a segment is in progress, or one is said to come that is not there.
    pub is_partial: bool,
    /// The HTTP call of the root segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http: Option<HttpSummary>,
    /// Annotations that are indexed, by key.
    pub annotations: BTreeMap<String, Vec<AnnotationWithServices>>,
    /// Who asked.
    pub users: Vec<TraceUser>,
    /// All services.
    pub service_ids: Vec<ServiceId>,
    /// All resources.
    #[serde(rename = "ResourceARNs")]
    pub resource_arns: Vec<ResourceArn>,
    /// All instances.
    pub instance_ids: Vec<InstanceId>,
    /// All zones.
    pub availability_zones: Vec<ZoneName>,
    /// The service of the root segment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_point: Option<ServiceId>,
    /// Why.
    #[serde(flatten)]
    pub root_causes: RootCauses,
    /// How often it changed after it was first put together.
    pub revision: u32,
    /// Of the range that was asked for by event: the end of the last segment in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched_event_time: Option<f64>,
}

/// The HTTP call of a root segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct HttpSummary {
    /// The URL.
    #[serde(rename = "HttpURL", skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The status of the answer.
    #[serde(rename = "HttpStatus", skip_serializing_if = "Option::is_none")]
    pub status: Option<i64>,
    /// The method.
    #[serde(rename = "HttpMethod", skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The client's program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The client's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_ip: Option<String>,
}

/// A value of an annotation, and the services that have it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AnnotationWithServices {
    /// The value.
    #[serde(serialize_with = "as_union")]
    pub annotation_value: AnnotationValue,
    /// The services.
    pub service_ids: Vec<ServiceId>,
}

/// A user, and the services that told of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct TraceUser {
    /// The user.
    pub user_name: String,
    /// The services.
    pub service_ids: Vec<ServiceId>,
}

/// What names a service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ServiceId {
    /// Its name.
    pub name: String,
    /// All its names.
    pub names: Vec<String>,
    /// Its account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Its type.
    #[serde(rename = "Type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

macro_rules! wrapped {
    ($($(#[$doc:meta])* $name:ident $field:ident $key:literal),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
            #[non_exhaustive]
            pub struct $name {
                /// The text.
                #[serde(rename = $key)]
                pub $field: String,
            }
        )*
    };
}

wrapped! {
    /// A resource that ran a segment.
    ResourceArn arn "ARN",
    /// An instance that ran a segment.
    InstanceId id "Id",
    /// A zone in which a segment ran.
    ZoneName name "Name",
}

impl Trace<'_> {
    /// The trace in short.
    #[must_use]
    pub fn summary(&self) -> TraceSummary {
        let root = self.root().map(|root| self.part(root));
        TraceSummary {
            id: self.id(),
            start_time: self.segments().map(|(_, part)| part.start_time()).reduce(f64::min),
            duration: thousandths(self.duration()),
            response_time: root.and_then(Part::seconds).map(thousandths),
            has_fault: root.is_some_and(|root| root.standing.is_fault),
            has_error: root.is_some_and(|root| root.standing.is_error),
            has_throttle: self.has_throttle(),
            is_partial: self.is_partial(),
            http: root.and_then(http),
            annotations: self.annotations(),
            users: self.users(),
            service_ids: distinct(self.segments().map(|(_, part)| part.service_id())),
            resource_arns: distinct(self.sent_texts(|part| part.sent()?.resource_arn.as_deref()))
                .into_iter()
                .map(|arn| ResourceArn { arn })
                .collect(),
            instance_ids: distinct(self.sent_texts(Part::instance_id))
                .into_iter()
                .map(|id| InstanceId { id })
                .collect(),
            availability_zones: self.zones(),
            entry_point: root.map(Part::service_id),
            root_causes: self.root_causes().clone(),
            revision: 0,
            matched_event_time: None,
        }
    }

    pub(crate) fn has_throttle(&self) -> bool {
        self.parts().iter().any(|part| part.standing.is_throttle || part.body.status() == Some(429))
    }

    /// Whether a segment is in progress, or a call is said to be traced and nobody answered it.
    pub(crate) fn is_partial(&self) -> bool {
        self.segments().any(|(_, part)| match part.what {
            What::Segment(segment) => segment.body.is_in_progress(),
            What::Subsegment(subsegment) | What::Inferred(subsegment) => subsegment.is_traced(),
        })
    }

    fn sent_texts<'t>(&'t self, text: impl Fn(&Part<'t>) -> Option<&'t str> + 't) -> impl Iterator<Item = String> + 't {
        self.segments().filter_map(move |(_, part)| text(part)).map(str::to_owned)
    }

    fn zones(&self) -> Vec<ZoneName> {
        let zones = self.segments().flat_map(|(_, part)| part.zones()).map(str::to_owned);
        distinct(zones).into_iter().map(|name| ZoneName { name }).collect()
    }

    fn users(&self) -> Vec<TraceUser> {
        let mut users: Vec<TraceUser> = Vec::new();
        for (_, part) in self.segments() {
            let Some(user) = part.sent().and_then(|segment| segment.user.as_ref()) else { continue };
            let service = part.service_id();
            match users.iter_mut().find(|known| known.user_name == *user) {
                Some(known) => join(&mut known.service_ids, service),
                None => users.push(TraceUser { user_name: user.clone(), service_ids: vec![service] }),
            }
        }
        users
    }

    fn annotations(&self) -> BTreeMap<String, Vec<AnnotationWithServices>> {
        let mut all: BTreeMap<String, Vec<AnnotationWithServices>> = BTreeMap::new();
        for indexed in self.indexed() {
            let values = all.entry(indexed.key.to_owned()).or_default();
            let service = self.part(indexed.part).segment.map(|segment| self.part(segment).service_id());
            let at = values.iter().position(|known| known.annotation_value == *indexed.value).unwrap_or_else(|| {
                let annotation_value = indexed.value.clone();
                values.push(AnnotationWithServices { annotation_value, service_ids: Vec::new() });
                values.len() - 1
            });
            service.into_iter().for_each(|service| join(&mut values[at].service_ids, service));
        }
        all
    }
}

impl Part<'_> {
    /// What names the service of a segment.
    pub(crate) fn service_id(&self) -> ServiceId {
        let node = self.node();
        ServiceId {
            name: node.name.to_owned(),
            names: vec![node.name.to_owned()],
            account_id: node.account.map(str::to_owned),
            kind: node.kind.text().map(Into::into),
        }
    }
}

fn http(root: &Part<'_>) -> Option<HttpSummary> {
    let http = root.body.http.as_ref()?;
    let request = http.request.as_ref();
    Some(HttpSummary {
        url: request.and_then(|request| request.url.clone()),
        status: root.body.status(),
        method: request.and_then(|request| request.method.clone()),
        user_agent: request.and_then(|request| request.user_agent.clone()),
        client_ip: request.and_then(|request| request.client_ip.clone()),
    })
}

/// In the order in which they come, each once.
fn distinct<T: Ord + Clone>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    all.filter(|one| seen.insert(one.clone())).collect()
}

fn join<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// Rounded to milliseconds.
pub(crate) fn thousandths(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

fn as_text<S: serde::Serializer>(id: &TraceId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

/// One of `NumberValue`, `BooleanValue` and `StringValue`.
fn as_union<S: serde::Serializer>(value: &AnnotationValue, serializer: S) -> Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap;
    let mut map = serializer.serialize_map(Some(1))?;
    match value {
        AnnotationValue::Bool(value) => map.serialize_entry("BooleanValue", value)?,
        AnnotationValue::Number(value) => map.serialize_entry("NumberValue", value)?,
        AnnotationValue::Text(value) => map.serialize_entry("StringValue", value)?,
    }
    map.end()
}
