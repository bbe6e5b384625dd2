//! Results of scheduled queries as objects in a bucket.

use cupola_base::Timestamp;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::{DeliveredResult, DeliveryStatus, S3Destination};
use crate::engine::Engine;
use crate::export::ExportedObject;
use crate::insights::{QueryResults, ResultRow};
use crate::kms::KmsKey;
use crate::output::Output;

impl Engine {
    /// Hands the object out, and answers what became of it.
    pub(super) fn deliver_result(
        &mut self,
        at: Timestamp,
        query: &str,
        destination: &S3Destination,
        results: &QueryResults,
    ) -> DeliveredResult {
        let (uri, key) = (destination.uri.as_str().to_owned(), key(destination.uri.prefix(), query));
        if let Err(why) = self.check_destination(destination) {
            let (status, error) = (DeliveryStatus::ClientError, Some(why));
            return DeliveredResult { destination: uri, status, object: None, error };
        }
        let bucket = destination.uri.bucket().to_owned();
        let object = Some(format!("s3://{bucket}/{key}"));
        let bytes = serde_json::to_vec(&Rows(results)).unwrap_or_default();
        self.emit(Output::Object(ExportedObject {
            at,
            task: query.into(),
            bucket,
            key,
            bytes,
            role: Some(destination.role.clone()),
            owner: destination.owner,
            kms_key: destination.kms_key.clone(),
        }));
        DeliveredResult { destination: uri, status: DeliveryStatus::Complete, object, error: None }
    }

    /// Whether the bucket is there, as far as it is known, and its key can be used.
    fn check_destination(&self, destination: &S3Destination) -> Result<(), String> {
        let bucket = destination.uri.bucket();
        let is_own = destination.owner.is_none_or(|owner| owner == self.place.account);
        if is_own && !self.exports.has_bucket(bucket) {
            return Err(format!("The specified bucket does not exist: {bucket}"));
        }
        let key = destination.kms_key.as_ref().and_then(|key| KmsKey::new(key.as_str()).ok());
        key.map_or(Ok(()), |key| self.check_key(&key).map_err(|error| error.to_string()))
    }
}

/// The key of a result: the service does not tell its form.
fn key(prefix: &str, query: &str) -> String {
    if prefix.is_empty() { format!("{query}.json") } else { format!("{prefix}/{query}.json") }
}

/// All rows, as a list of maps.
struct Rows<'a>(&'a QueryResults);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.rows.len()))?;
        self.0.rows.iter().try_for_each(|row| list.serialize_element(&Fields(row)))?;
        list.end()
    }
}

/// The fields of a row but the one that leads back to its event.
struct Fields<'a>(&'a ResultRow);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut fields = self.0.iter().filter(|(name, _)| *name != "@ptr");
        fields.try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}
