//! What was accessed.

use std::borrow::Cow;

use crate::{JsonKind, Raw};

/// One element of a record's `resources`. Every member is optional.
///
/// ```
/// use cupola_audit::Record;
///
/// let record = Record::parse(r#"{"eventName": "ListObjects", "resources": [
///     {"ARNPrefix": "arn:aws:s3:::pier/", "type": "AWS::S3::Object"},
///     {"ARN": "arn:aws:s3:::pier", "accountId": "111122223333", "type": "AWS::S3::Bucket"}]}"#)?;
/// let names: Vec<_> = record.resources().filter_map(|resource| resource.arn_or_prefix()).collect();
/// assert_eq!(names, ["arn:aws:s3:::pier/", "arn:aws:s3:::pier"]);
/// # Ok::<(), cupola_audit::RecordError>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "CloudTrail record contents", `resources`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource<'a>(Raw<'a>);

impl<'a> Resource<'a> {
    /// The resource that an object is; `None` for other values.
    #[must_use]
    pub fn of(value: Raw<'a>) -> Option<Self> {
        (value.kind() == JsonKind::Object).then_some(Self(value))
    }

    /// The object.
    #[must_use]
    pub const fn raw(&self) -> Raw<'a> {
        self.0
    }

    /// The ARN; the spelling `arn` is read too.
    #[must_use]
    pub fn arn(&self) -> Option<Cow<'a, str>> {
        self.text("ARN").or_else(|| self.text("arn"))
    }

    /// ARN and type, in one pass.
    pub(crate) fn arn_and_kind(&self) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
        let members = self.0.get_each(["ARN", "arn", "type"]);
        let [arn, other, kind] = members.map(|member| member.value().and_then(|value| value.text()));
        (arn.or(other), kind)
    }

    /// What the ARNs begin with, where a call accessed many: a listing.
    #[must_use]
    pub fn arn_prefix(&self) -> Option<Cow<'a, str>> {
        self.text("ARNPrefix")
    }

    /// The ARN, else the prefix.
    #[must_use]
    pub fn arn_or_prefix(&self) -> Option<Cow<'a, str>> {
        self.arn().or_else(|| self.arn_prefix())
    }

    /// The owner.
    #[must_use]
    pub fn account_id(&self) -> Option<Cow<'a, str>> {
        self.text("accountId")
    }

    /// The type, e.g. `AWS::S3::Object`: an open set.
    #[must_use]
    pub fn kind(&self) -> Option<Cow<'a, str>> {
        self.text("type")
    }

    fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.0.get(name).value()?.text()
    }
}
