//! The service's limits of size, and cutting records to them.

use std::borrow::Cow;
use std::fmt;

use cupola_base::json::Json;
use serde::{Deserialize, Serialize};

use crate::error::{Fault, FaultKind};
use crate::{Field, JsonKind, Raw, Record};

/// How large a record may be as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SizeClass {
    /// 256 KiB: trails, log groups and buses. The fields' own limits always hold.
    #[default]
    Standard,
    /// 1 MiB: event data stores that ask for it. The fields' own limits hold only when the whole
    /// is too large.
    Large,
}

impl SizeClass {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Standard, Self::Large];

    /// The service's word: `Standard` or `Large`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Large => "Large",
        }
    }

    /// The size of that word.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.as_str() == word)
    }

    /// The largest record in bytes of its text.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::Standard => 262_144,
            Self::Large => 1_048_576,
        }
    }
}

/// A record that fits, and what was cut so that it does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fitted {
    /// The record; its text is printed anew only when something was cut.
    pub record: Record<'static>,
    /// What was cut, in the order of cutting. A field may be cut twice: to its limit, then whole.
    pub cuts: Vec<Cut>,
}

/// One field that was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Cut {
    /// Which.
    pub field: Field,
    /// How.
    pub kind: CutKind,
    /// Bytes of its JSON text before.
    pub bytes: usize,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, kind, bytes } = self;
        match kind {
            CutKind::Truncated => write!(f, "{field} of {bytes} bytes was shortened"),
            CutKind::Omitted => write!(f, "{field} of {bytes} bytes was left out"),
        }
    }
}

/// How a field was cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CutKind {
    /// Its text was shortened, at the end of a character.
    Truncated,
    /// Its value became `{"omitted":true}`; a text became empty.
    Omitted,
}

impl Record<'_> {
    /// The record cut to the sizes that the service lets pass, and what was cut.
    ///
    /// First the fields' own limits: texts are shortened, bodies replaced by `{"omitted":true}`.
    /// If the whole is still too large, fields go one after the other: annotation,
    /// requestID, additionalEventData, serviceEventDetails, userAgent, errorCode, eventContext,
    /// responseElements,
    /// requestParameters, errorMessage.
    ///
    /// ```
    /// use cupola_audit::{Field, Record, SizeClass};
    ///
    /// let text = format!(r#"{{"eventName": "X", "userAgent": "{}", "requestParameters": {{"a": "{}"}}}}"#, "u".repeat(2000), "r".repeat(102_400));
    /// let fitted = Record::parse(&text)?.fit(SizeClass::Standard)?;
    /// assert_eq!(fitted.record.text(Field::UserAgent).map(|text| text.len()), Some(1024));
    /// assert_eq!(fitted.cuts[1].to_string(), "requestParameters of 102409 bytes was left out");
    /// assert!(fitted.record.get(Field::RequestParameters).value().is_some_and(|body| body.is_omitted()));
    /// # Ok::<(), cupola_audit::RecordError>(())
    /// ```
    ///
    /// # Errors
    /// [`RecordError::Fault`](crate::RecordError::Fault) when the record is too large with all these gone.
    ///
    /// # Source
    /// CloudTrail User Guide, "CloudTrail record contents" (sizes of fields); the order is that of
    /// event data stores of large events, used for every record by our decision.
    pub fn fit(&self, class: SizeClass) -> Result<Fitted, Fault> {
        let mut fitting = Fitting::of(self);
        if class == SizeClass::Standard || fitting.size() > class.bytes() {
            LIMITS.iter().for_each(|(field, most)| fitting.limit(*field, *most));
        }
        for field in ORDER {
            if fitting.size() > class.bytes() {
                fitting.omit(field);
            }
        }
        match fitting.size() {
            bytes if bytes > class.bytes() => {
                let kind = FaultKind::TooLarge { bytes, most: class.bytes() };
                Err(Fault::new(Field::EventVersion, kind))
            }
            _ => Ok(fitting.finish(self)),
        }
    }
}

const KIB: usize = 1024;

/// Bytes of the fields' values; of texts what they stand for, of bodies their JSON.
const LIMITS: [(Field, usize); 9] = [
    (Field::UserAgent, KIB),
    (Field::ErrorCode, KIB),
    (Field::ErrorMessage, KIB),
    (Field::RequestId, KIB),
    (Field::RequestParameters, 100 * KIB),
    (Field::ResponseElements, 100 * KIB),
    (Field::AdditionalEventData, 28 * KIB),
    (Field::ServiceEventDetails, 100 * KIB),
    (Field::EdgeDeviceDetails, 28 * KIB),
];

/// Which goes first when the whole is too large.
const ORDER: [Field; 10] = [
    Field::Annotation,
    Field::RequestId,
    Field::AdditionalEventData,
    Field::ServiceEventDetails,
    Field::UserAgent,
    Field::ErrorCode,
    Field::EventContext,
    Field::ResponseElements,
    Field::RequestParameters,
    Field::ErrorMessage,
];

const OMITTED: &str = r#"{"omitted":true}"#;

/// A record's members while they are cut.
struct Fitting<'a> {
    members: Vec<(Raw<'a>, Option<Field>, Cow<'a, str>)>,
    cuts: Vec<Cut>,
}

impl<'a> Fitting<'a> {
    fn of(record: &'a Record<'_>) -> Self {
        let members = record.members().map(|(key, value)| {
            let field = key.text().and_then(|name| Field::from_name(&name));
            (key, field, Cow::Borrowed(value.as_str()))
        });
        Self { members: members.collect(), cuts: Vec::new() }
    }

    /// Bytes of the printed record.
    fn size(&self) -> usize {
        1 + self.members.iter().map(|(key, _, value)| key.as_str().len() + value.len() + 2).sum::<usize>()
    }

    fn limit(&mut self, field: Field, most: usize) {
        self.change(field, |value| {
            let text = Raw::scanned(value).text();
            match text {
                Some(text) if text.len() > most && !was_shortened(&text, most) => {
                    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
                    Some((CutKind::Truncated, Json::of(&text[..end]).to_string()))
                }
                None if value.len() > most => Some((CutKind::Omitted, OMITTED.into())),
                _ => None,
            }
        });
    }

    fn omit(&mut self, field: Field) {
        self.change(field, |value| {
            let (is_text, gone) = (Raw::scanned(value).kind() == JsonKind::Text, OMITTED);
            let replacement = if is_text { "\"\"" } else { gone };
            (value.len() > replacement.len()).then(|| (CutKind::Omitted, replacement.into()))
        });
    }

    fn change(&mut self, field: Field, cut: impl Fn(&str) -> Option<(CutKind, String)>) {
        for (_, _, value) in self.members.iter_mut().filter(|(_, of, _)| *of == Some(field)) {
            if let Some((kind, replacement)) = cut(value) {
                self.cuts.push(Cut { field, kind, bytes: value.len() });
                *value = Cow::Owned(replacement);
            }
        }
    }

    fn finish(self, record: &Record<'_>) -> Fitted {
        let unchanged = || record.clone().into_owned();
        if self.cuts.is_empty() {
            return Fitted { record: unchanged(), cuts: self.cuts };
        }
        let members: Vec<String> = self.members.iter().map(|(key, _, value)| format!("{key}:{value}")).collect();
        let text = format!("{{{}}}", members.join(","));
        let record = Record::parse(&text).map_or_else(|_| unchanged(), Record::into_owned);
        Fitted { record, cuts: self.cuts }
    }
}

/// Whether the service has shortened a text itself: real records have 1,023 bytes and three dots.
fn was_shortened(text: &str, most: usize) -> bool {
    text.len() <= most + 2 && text.ends_with("...")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_characters() {
        let text = format!(r#"{{"eventName":"X","errorMessage":"a{}"}}"#, "é".repeat(600));
        let fitted = Record::parse(&text).unwrap().fit(SizeClass::Standard).unwrap();
        assert_eq!(fitted.record.text(Field::ErrorMessage).unwrap().len(), 1023);
        assert_eq!(fitted.cuts[0].kind, CutKind::Truncated);
    }

    #[test]
    fn what_fits_is_not_touched() {
        let text = format!(r#"{{ "eventName":"X", "requestParameters": [{}1] }}"#, "1, ".repeat(50_000));
        let record = Record::parse(&text).unwrap();
        let fitted = record.fit(SizeClass::Large).unwrap();
        assert_eq!((fitted.record.as_str(), fitted.cuts.len()), (text.as_str(), 0));
        assert_eq!(record.fit(SizeClass::Standard).unwrap().cuts.len(), 1);
    }

    #[test]
    fn the_whole_is_cut_in_the_services_order() {
        let body = format!(r#"{{"a":"{}"}}"#, "x".repeat(98 * KIB));
        let text = format!(
            r#"{{"eventName":"X","requestParameters":{body},"responseElements":{body},"serviceEventDetails":{body},"errorCode":"E"}}"#
        );
        let fitted = Record::parse(&text).unwrap().fit(SizeClass::Standard).unwrap();
        let cut: Vec<Field> = fitted.cuts.iter().map(|cut| cut.field).collect();
        assert_eq!(cut, [Field::ServiceEventDetails]);
        assert!(fitted.record.to_string().len() <= SizeClass::Standard.bytes());
    }

    #[test]
    fn a_record_that_cannot_be_cut_is_refused() {
        let text = format!(r#"{{"eventName":"X","unknown":"{}"}}"#, "x".repeat(300 * KIB));
        assert!(Record::parse(&text).unwrap().fit(SizeClass::Standard).is_err());
    }
}
