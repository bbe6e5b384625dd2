//! Deliveries: a source and a destination.

use cupola_base::{Arn, Place, Tags};
use serde::{Deserialize, Serialize};

use super::files::Files;
use super::kind::{DeliveryDestinationType, OutputFormat};

/// A delivery: what a source sends is written to a destination.
///
/// # Source
/// CloudWatch Logs API Reference, Delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogDelivery {
    /// The id: 16 letters and digits.
    pub id: String,
    /// The ARN.
    pub arn: Arn,
    /// The source's name.
    pub source: String,
    /// The destination's ARN.
    pub destination: Arn,
    /// What kind of thing is written to.
    pub kind: DeliveryDestinationType,
    /// The fields of a record, in order; none: all that a record has.
    pub fields: Vec<String>,
    /// What stands between two values; empty: what the format has by itself.
    pub delimiter: String,
    /// Where files lie, when a bucket is written to.
    pub layout: Option<S3Layout>,
    /// The tags.
    pub tags: Tags,
}

/// Where in a bucket the files of a delivery lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the service has these two")]
pub struct S3Layout {
    /// The path, as it is in force: [`SuffixPath`](crate::SuffixPath) reads it.
    pub suffix_path: String,
    /// Whether folders that are one variable have its name: `year=2026`.
    pub hive_compatible: bool,
}

/// What is said of files; what is `None` is as usual, or stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the service has these two")]
pub struct S3DeliveryConfiguration {
    /// The path: 1 to 256 characters.
    pub suffix_path: Option<String>,
    /// Whether folders that are one variable have its name; not unless told.
    pub hive_compatible: Option<bool>,
}

/// A delivery that is to be made.
///
/// ```
/// # use cupola_logs::{Engine, Place, PutDeliveryDestination, PutDeliverySource, Timestamp};
/// use cupola_logs::{CreateDelivery, S3DeliveryConfiguration};
///
/// # let (mut engine, now) = (Engine::new(Place::parse("111122223333", "us-east-1")?, 0), Timestamp::EPOCH);
/// # let site = "arn:aws:cloudfront::111122223333:distribution/E1";
/// # engine.put_delivery_source(now, &PutDeliverySource::new("site", site, "ACCESS_LOGS"))?;
/// # engine.put_delivery_destination(now, &PutDeliveryDestination::to("archive", "arn:aws:s3:::logs/edge"))?;
/// let archive = "arn:aws:logs:us-east-1:111122223333:delivery-destination:archive";
/// let path = S3DeliveryConfiguration { suffix_path: Some("{yyyy}/{MM}/{dd}".into()), hive_compatible: Some(true) };
/// let create = CreateDelivery::new("site", archive).with_fields(["date", "time", "sc-status"]).with_files(path);
///
/// let delivery = engine.create_delivery(now, &create)?;
/// assert_eq!(delivery.fields, ["date", "time", "sc-status"]);
/// assert_eq!(delivery.layout.ok_or("a bucket")?.suffix_path, "{yyyy}/{MM}/{dd}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs API Reference, CreateDelivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateDelivery {
    pub(super) source: String,
    pub(super) destination: String,
    pub(super) configuration: DeliveryConfiguration,
    pub(super) tags: Vec<(String, String)>,
}

impl CreateDelivery {
    /// From the source of this name to the delivery destination of this ARN.
    #[must_use]
    pub fn new(source: impl Into<String>, destination: impl Into<String>) -> Self {
        let (source, destination) = (source.into(), destination.into());
        Self { source, destination, configuration: DeliveryConfiguration::default(), tags: Vec::new() }
    }

    /// Sets the fields, in order; the log's usual ones unless told.
    #[must_use]
    pub fn with_fields<F: Into<String>>(self, fields: impl IntoIterator<Item = F>) -> Self {
        let fields = Some(fields.into_iter().map(Into::into).collect());
        self.configured(|configuration| configuration.fields = fields)
    }

    /// Sets what stands between two values in formats of lines: at most 5 characters.
    #[must_use]
    pub fn with_delimiter(self, delimiter: impl Into<String>) -> Self {
        let delimiter = Some(delimiter.into());
        self.configured(|configuration| configuration.delimiter = delimiter)
    }

    /// Says where files lie.
    #[must_use]
    pub fn with_files(self, files: S3DeliveryConfiguration) -> Self {
        self.configured(|configuration| configuration.files = Some(files))
    }

    /// Gives it tags.
    #[must_use]
    pub fn tagged<K: Into<String>, V: Into<String>>(self, tags: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { tags: tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect(), ..self }
    }

    pub(crate) fn with(self, configuration: DeliveryConfiguration) -> Self {
        Self { configuration, ..self }
    }

    fn configured(mut self, set: impl FnOnce(&mut DeliveryConfiguration)) -> Self {
        set(&mut self.configuration);
        self
    }
}

/// What can be said of a delivery; what is `None` is as usual, or stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "changes are written out")]
pub struct DeliveryConfiguration {
    /// The fields, in order; an empty list is as none.
    pub fields: Option<Vec<String>>,
    /// What stands between two values.
    pub delimiter: Option<String>,
    /// Where files lie.
    pub files: Option<S3DeliveryConfiguration>,
}

/// A delivery as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptDelivery {
    pub(super) id: String,
    pub(super) source: String,
    pub(super) to: To,
    pub(super) fields: Vec<String>,
    pub(super) delimiter: String,
    pub(super) layout: Option<S3Layout>,
    pub(crate) tags: Tags,
    pub(super) files: Files,
}

/// Where a delivery goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum To {
    /// To a destination of this place, by name.
    Here(String),
    /// To one of another place, as it was when the delivery was made.
    There(OfferedDestination),
}

/// A delivery destination of another place that takes what is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OfferedDestination {
    /// The destination's ARN.
    pub arn: Arn,
    /// What kind of thing is written to.
    pub kind: DeliveryDestinationType,
    /// The format, where one was told.
    pub format: Option<OutputFormat>,
    /// What is written to.
    pub resource: Option<Arn>,
}

pub(super) fn delivery_arn(place: &Place, id: &str) -> Arn {
    place.arn("logs", format_args!("delivery:{id}"))
}
