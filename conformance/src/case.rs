//! One case: a line of a file.

use std::fmt;

use crate::{Kind, ParseError, Value};

/// A case: what is asked, and what must come out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Case {
    /// Unique within the files of one run.
    pub id: String,
    /// What is asked.
    pub kind: Kind,
    /// The arguments, before templates are filled.
    pub input: Value,
    /// The expectation, before it is compiled.
    pub expect: Value,
    /// Where the case comes from.
    pub source: Option<String>,
    /// What stands behind the expectation.
    pub certainty: Option<Certainty>,
    /// For readers.
    pub note: Option<String>,
}

impl Case {
    /// Reads a line.
    ///
    /// # Errors
    /// [`CaseError`] with the case's own id and kind, as far as they can be read.
    pub fn parse(line: &str) -> Result<Self, CaseError> {
        let value: Value = line.parse().map_err(|cause: ParseError| CaseError::new(None, None, cause.to_string()))?;
        let text = |name: &str| value.member(name).and_then(Value::as_text).map(str::to_owned);
        Self::read(&value).map_err(|reason| CaseError { id: text("id"), kind: text("kind"), reason })
    }

    fn read(value: &Value) -> Result<Self, String> {
        check_members(value)?;
        let kind = required_text(value, "kind")?;
        Ok(Self {
            id: required_text(value, "id")?.to_owned(),
            kind: Kind::from_name(kind).ok_or_else(|| format!("there is no kind `{kind}`"))?,
            input: required(value, "input")?.clone(),
            expect: required(value, "expect")?.clone(),
            source: optional_text(value, "source")?,
            certainty: optional_text(value, "certainty")?.map(|text| Certainty::from_text(&text)).transpose()?,
            note: optional_text(value, "note")?,
        })
    }
}

/// What stands behind an expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the format knows four")]
pub enum Certainty {
    /// The service's text or model.
    Documented,
    /// The service's recorded output.
    Recorded,
    /// Its SDKs, tools or open engine, or peers' tests.
    Sdk,
    /// Our reference decides where the service is silent.
    Choice,
}

impl Certainty {
    /// All, surest first.
    pub const ALL: [Self; 4] = [Self::Documented, Self::Recorded, Self::Sdk, Self::Choice];

    /// The format's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Recorded => "recorded",
            Self::Sdk => "sdk",
            Self::Choice => "choice",
        }
    }

    fn from_text(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|certainty| certainty.as_str() == text);
        found.ok_or_else(|| format!("`certainty` is documented, recorded, sdk or choice, not `{text}`"))
    }
}

/// The line is not a case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CaseError {
    /// The id, when it could be read.
    pub id: Option<String>,
    /// The kind, when it could be read.
    pub kind: Option<String>,
    /// What is wrong.
    pub reason: String,
}

impl CaseError {
    pub(crate) const fn new(id: Option<String>, kind: Option<String>, reason: String) -> Self {
        Self { id, kind, reason }
    }
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for CaseError {}

fn check_members(value: &Value) -> Result<(), String> {
    let object = value.as_object().ok_or_else(|| format!("a case is an object, not {}", value.form()))?;
    let mut seen = Vec::with_capacity(MEMBERS.len());
    for (name, _) in object.members() {
        if !MEMBERS.contains(&name.as_str()) {
            return Err(format!("a case has no member `{name}`"));
        }
        if seen.contains(&name) {
            return Err(format!("the member `{name}` occurs twice"));
        }
        seen.push(name);
    }
    Ok(())
}

fn required<'a>(value: &'a Value, name: &str) -> Result<&'a Value, String> {
    value.member(name).ok_or_else(|| format!("the member `{name}` is missing"))
}

fn required_text<'a>(value: &'a Value, name: &str) -> Result<&'a str, String> {
    required(value, name)?.as_text().ok_or_else(|| format!("the member `{name}` is a text"))
}

fn optional_text(value: &Value, name: &str) -> Result<Option<String>, String> {
    value.member(name).map(|_| required_text(value, name).map(str::to_owned)).transpose()
}

const MEMBERS: [&str; 7] = ["id", "kind", "input", "expect", "source", "certainty", "note"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_case() {
        let line =
            r#"{"id":"a","kind":"logs.filter","input":{"pattern":"x"},"expect":null,"certainty":"sdk","note":"n"}"#;
        let case = Case::parse(line).unwrap();
        assert_eq!((case.id.as_str(), case.kind), ("a", Kind::LogsFilter));
        assert_eq!((case.certainty, case.source, case.expect), (Some(Certainty::Sdk), None, Value::Null));
    }

    #[test]
    fn lines_that_are_no_cases() {
        let rows = [
            ("[]", "a case is an object, not a list"),
            (r#"{"id":"a"}"#, "the member `kind` is missing"),
            (r#"{"id":1,"kind":"logs.filter","input":0,"expect":0}"#, "the member `id` is a text"),
            (r#"{"id":"a","kind":"logs.nothing","input":0,"expect":0}"#, "there is no kind `logs.nothing`"),
            (r#"{"id":"a","kind":"logs.filter","expect":0}"#, "the member `input` is missing"),
            (r#"{"id":"a","kind":"logs.filter","input":0}"#, "the member `expect` is missing"),
            (r#"{"id":"a","kind":"logs.filter","input":0,"expect":0,"why":""}"#, "a case has no member `why`"),
            (r#"{"id":"a","id":"b","kind":"logs.filter","input":0,"expect":0}"#, "the member `id` occurs twice"),
            (r#"{"id":"a","kind":"logs.filter","input":0,"expect":0,"note":3}"#, "the member `note` is a text"),
            (
                r#"{"id":"a","kind":"logs.filter","input":0,"expect":0,"certainty":"sure"}"#,
                "`certainty` is documented, recorded, sdk or choice, not `sure`",
            ),
        ];
        for (line, reason) in rows {
            assert_eq!(Case::parse(line).unwrap_err().reason, reason, "{line}");
        }
        let error = Case::parse(r#"{"id":"a","kind":"x","input":0,"expect":0}"#).unwrap_err();
        assert_eq!((error.id.as_deref(), error.kind.as_deref()), (Some("a"), Some("x")));
    }
}
