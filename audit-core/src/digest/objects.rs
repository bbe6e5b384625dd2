//! Where digests and log files are.

use std::collections::BTreeMap;

/// An object of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "bytes and metadata are all there is")]
pub struct StoredObject {
    /// The bytes as they are stored.
    pub bytes: Vec<u8>,
    /// What the store keeps beside them, by name without `x-amz-meta-`.
    pub metadata: BTreeMap<String, String>,
}

/// Objects by bucket and key: a folder, a store, a map.
pub trait ObjectSource {
    /// The keys of a bucket that begin with a prefix, in any order.
    fn keys(&self, bucket: &str, prefix: &str) -> Vec<String>;

    /// An object; `None` when there is none.
    fn object(&self, bucket: &str, key: &str) -> Option<StoredObject>;
}

/// Objects in memory.
///
/// ```
/// use cupola_audit::{Objects, ObjectSource, StoredObject};
///
/// let mut objects = Objects::default();
/// objects.put("quay", "a/b", StoredObject::default());
/// assert_eq!(objects.keys("quay", "a/"), ["a/b"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Objects(BTreeMap<(String, String), StoredObject>);

impl Objects {
    /// Puts an object; what was there before.
    pub fn put(
        &mut self,
        bucket: impl Into<String>,
        key: impl Into<String>,
        object: StoredObject,
    ) -> Option<StoredObject> {
        self.0.insert((bucket.into(), key.into()), object)
    }

    /// Takes an object away.
    pub fn remove(&mut self, bucket: &str, key: &str) -> Option<StoredObject> {
        self.0.remove(&(bucket.to_owned(), key.to_owned()))
    }

    /// The objects with their buckets and keys, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &StoredObject)> {
        self.0.iter().map(|((bucket, key), object)| (bucket.as_str(), key.as_str(), object))
    }
}

impl ObjectSource for Objects {
    fn keys(&self, bucket: &str, prefix: &str) -> Vec<String> {
        let from = (bucket.to_owned(), prefix.to_owned());
        let rest = self.0.range(from..).map(|(place, _)| place);
        rest.take_while(|(b, key)| b == bucket && key.starts_with(prefix)).map(|(_, key)| key.clone()).collect()
    }

    fn object(&self, bucket: &str, key: &str) -> Option<StoredObject> {
        self.0.get(&(bucket.to_owned(), key.to_owned())).cloned()
    }
}
