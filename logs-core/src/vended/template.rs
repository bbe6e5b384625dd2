//! Configuration templates: what deliveries of each log can be like.

use super::catalog::{self, LogSource};
use super::delivery::S3Layout;
use super::kind::{DeliveryDestinationType, OutputFormat};
use super::suffix_path::PathVariable;

/// What deliveries of one type of log to one kind of destination can be like.
///
/// Any delimiter of up to five characters is accepted everywhere.
///
/// # Source
/// CloudWatch Logs API Reference, ConfigurationTemplate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigurationTemplate {
    /// The service that sends.
    pub service: &'static str,
    /// The type of log.
    pub log_type: &'static str,
    /// The kind of resource.
    pub resource_type: &'static str,
    /// What is written to.
    pub kind: DeliveryDestinationType,
    /// The fields that a delivery may name, in their usual order; none: any.
    pub fields: Vec<RecordField>,
    /// The fields of a delivery that names none.
    pub usual_fields: Vec<String>,
    /// The formats.
    pub formats: &'static [OutputFormat],
    /// Where files lie unless told; for buckets.
    pub usual_layout: Option<S3Layout>,
    /// The variables that a suffix path may have; for buckets.
    pub path_variables: Vec<PathVariable>,
    /// The permission that whoever makes a source needs.
    pub permission: String,
}

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordField {
    /// The name.
    pub name: &'static str,
    /// Whether every delivery must have it.
    pub mandatory: bool,
}

/// Which templates are asked for; the default is all. An empty list does not choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "queries are written with a struct update, which needs an open struct")]
pub struct ConfigurationTemplateQuery {
    /// Those of this service.
    pub service: Option<String>,
    /// Those of these log types.
    pub log_types: Vec<String>,
    /// Those of these kinds of resources.
    pub resource_types: Vec<String>,
    /// Those of these kinds of destinations.
    pub kinds: Vec<DeliveryDestinationType>,
}

impl ConfigurationTemplateQuery {
    /// The templates that the query accepts: by service, kind of resource, log type and kind of destination.
    ///
    /// ```
    /// use cupola_logs::{ConfigurationTemplateQuery, DeliveryDestinationType, OutputFormat};
    ///
    /// let query = ConfigurationTemplateQuery {
    ///     service: Some("cloudfront".into()),
    ///     log_types: vec!["ACCESS_LOGS".into()],
    ///     kinds: vec![DeliveryDestinationType::S3],
    ///     ..ConfigurationTemplateQuery::default()
    /// };
    /// let found = query.templates();
    /// assert_eq!((found.len(), found[0].usual_fields.len()), (1, 33));
    /// assert!(found[0].formats.contains(&OutputFormat::W3c));
    /// ```
    ///
    /// # Source
    /// CloudWatch Logs API Reference, DescribeConfigurationTemplates.
    #[doc(alias = "DescribeConfigurationTemplates")]
    #[must_use]
    pub fn templates(&self) -> Vec<ConfigurationTemplate> {
        let mut sources: Vec<&'static LogSource> = catalog::all().filter(|source| self.accepts(source)).collect();
        sources.sort_by_key(|source| (source.service, source.resource_type(), source.log_type));
        let kinds = || DeliveryDestinationType::ALL.into_iter().filter(|kind| has(&self.kinds, kind));
        let of = |source| kinds().filter_map(move |kind| ConfigurationTemplate::of(source, kind));
        sources.into_iter().flat_map(of).collect()
    }

    fn accepts(&self, source: &LogSource) -> bool {
        self.service.as_ref().is_none_or(|service| service == source.service)
            && has(&self.log_types, source.log_type)
            && has(&self.resource_types, source.resource_type())
    }
}

fn has<T: PartialEq<U>, U: ?Sized>(wanted: &[T], given: &U) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| wanted == given)
}

impl ConfigurationTemplate {
    fn of(source: &'static LogSource, kind: DeliveryDestinationType) -> Option<Self> {
        let is_bucket = kind == DeliveryDestinationType::S3;
        let variables = || PathVariable::ALL.into_iter().filter(|variable| has_variable(source, *variable));
        Some(Self {
            service: source.service,
            log_type: source.log_type,
            resource_type: source.resource_type(),
            kind,
            fields: source.fields().map(|field| RecordField { name: field.name, mandatory: field.mandatory }).collect(),
            usual_fields: source.usual_fields(),
            formats: source.formats(kind)?,
            usual_layout: is_bucket.then(|| S3Layout { suffix_path: source.usual_path(), hive_compatible: false }),
            path_variables: if is_bucket { variables().collect() } else { Vec::new() },
            permission: source.permission(),
        })
    }
}

/// Whether a suffix path of this log may have a variable.
pub(super) fn has_variable(source: &LogSource, variable: PathVariable) -> bool {
    !variable.is_of_distributions() || source.is_cloudfront()
}
