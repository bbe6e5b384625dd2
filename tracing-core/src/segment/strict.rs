//! Building segments that every reader takes.

use super::check::{self, Checked, Rules};
use super::{AnnotationKeys, AnnotationValue, Body, Segment, SegmentRefusal, SegmentTime, Subsegment};
use crate::SegmentId;

/// Building: each verb gives the segment back; [`checked`](Segment::checked) ends it.
///
/// ```
/// use cupola_traces::{AnnotationKeys, Body, Segment, SegmentFault, SegmentId, SegmentTime, TraceId};
///
/// let at = |seconds| SegmentTime::from_secs(seconds).unwrap();
/// let body = Body::new(SegmentId::from_bits(7), "shop", at(1777875360.0)).ended(at(1777875361.5));
/// let build = |key| {
///     let segment = Segment::new(TraceId::from_bits(1 << 96 | 7), body.clone().annotated(key, "north"));
///     segment.checked(AnnotationKeys::WithDot)
/// };
/// assert!(build("zone").is_ok());
/// assert_eq!(build("zöne").unwrap_err(), SegmentFault::AnnotationKey { key: "zöne".into() });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Segment {
    /// Sets the subsegment that called it.
    #[must_use]
    pub fn called_by(self, parent: SegmentId) -> Self {
        Self { parent_id: Some(parent), ..self }
    }

    /// Gives the segment back when every rule of the documents holds: those that the service checks, and those that
    /// it only asks for, which are lengths of texts, keys of annotations, namespaces of metadata, counts of links, and
    /// ids of exceptions.
    ///
    /// # Errors
    /// [`SegmentFault`]: the first that does not hold.
    pub fn checked(self, keys: AnnotationKeys) -> Result<Self, SegmentFault> {
        let text = self.to_string();
        if let Checked::One(Err(refusal)) = check::check(&text, &Rules::default()) {
            return Err(SegmentFault::Refused(refusal));
        }
        short("user", self.user.as_deref())?;
        let service = self.service.as_ref();
        short("service.version", service.and_then(|service| service.version.as_deref()))?;
        judge(&self.body, keys)?;
        Ok(self)
    }
}

impl Body {
    /// Sets the end.
    #[must_use]
    pub fn ended(self, at: SegmentTime) -> Self {
        Self { end_time: Some(at), ..self }
    }

    /// Adds an annotation.
    #[must_use]
    pub fn annotated(mut self, key: impl Into<String>, value: impl Into<AnnotationValue>) -> Self {
        self.annotations.set(key, value);
        self
    }

    /// Adds a subsegment.
    #[must_use]
    pub fn with_subsegment(mut self, subsegment: Subsegment) -> Self {
        self.subsegments.push(subsegment);
        self
    }
}

fn judge(body: &Body, keys: AnnotationKeys) -> Result<(), SegmentFault> {
    http(body)?;
    short("sql.user", body.sql.as_ref().and_then(|sql| sql.user.as_deref()))?;
    annotations(body, keys)?;
    if let Some((namespace, _)) = body.metadata.iter().find(|(namespace, _)| namespace.starts_with("AWS.")) {
        return Err(SegmentFault::ReservedNamespace { namespace: namespace.to_owned() });
    }
    if body.links.len() > LINKS {
        return Err(SegmentFault::TooManyLinks);
    }
    let mut exceptions = body.cause.iter().flat_map(|cause| cause.exceptions());
    if exceptions.any(|exception| exception.id.is_none()) {
        return Err(SegmentFault::ExceptionWithoutId);
    }
    body.subsegments.iter().try_for_each(|subsegment| judge(&subsegment.body, keys))
}

/// Linked traces of a segment.
const LINKS: usize = 20;

fn http(body: &Body) -> Result<(), SegmentFault> {
    let Some(request) = body.http.as_ref().and_then(|http| http.request.as_ref()) else { return Ok(()) };
    short("http.request.method", request.method.as_deref())?;
    short("http.request.url", request.url.as_deref())?;
    short("http.request.user_agent", request.user_agent.as_deref())?;
    short("http.request.client_ip", request.client_ip.as_deref())
}

fn annotations(body: &Body, keys: AnnotationKeys) -> Result<(), SegmentFault> {
    for (key, value) in body.annotations.iter() {
        if !keys.allows(key) {
            return Err(SegmentFault::AnnotationKey { key: key.to_owned() });
        }
        if value.as_text().is_some_and(|text| text.chars().count() > AnnotationValue::MOST) {
            return Err(SegmentFault::TooLong { member: "annotations", most: AnnotationValue::MOST });
        }
    }
    Ok(())
}

fn short(member: &'static str, text: Option<&str>) -> Result<(), SegmentFault> {
    let most = 250;
    if text.is_some_and(|text| text.chars().count() > most) {
        return Err(SegmentFault::TooLong { member, most });
    }
    Ok(())
}

/// A rule of the documents that a segment does not keep.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SegmentFault {
    /// The service would not take it.
    #[error("{0}: {meaning}", meaning = .0.code().meaning())]
    Refused(SegmentRefusal),
    /// A text is too long.
    #[error("`{member}` may have {most} characters")]
    TooLong {
        /// Which text.
        member: &'static str,
        /// The most characters.
        most: usize,
    },
    /// A key of an annotation is not allowed: the pair would not be indexed.
    #[error("`{key}` is no key of an annotation")]
    AnnotationKey {
        /// The key.
        key: String,
    },
    /// A namespace of metadata begins with `AWS.`, which the service keeps for itself.
    #[error("`{namespace}` is reserved: namespaces of metadata must not begin with `AWS.`")]
    ReservedNamespace {
        /// The namespace.
        namespace: String,
    },
    /// There are more than 20 links.
    #[error("a segment may have {LINKS} links")]
    TooManyLinks,
    /// An exception has no id.
    #[error("an exception needs an id")]
    ExceptionWithoutId,
}
