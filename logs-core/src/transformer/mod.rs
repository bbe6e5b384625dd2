//! Transformers: events become JSON with named fields as they come in.
//!
//! A [`Transformer`] is a list of processors, the first of which parses the message. A group's own
//! transformer comes before the account's. The original message stays what readers get; filters that ask
//! for it see the transformed event, and so do queries. An event that cannot be transformed stays as it
//! is, and why is told.
//!
//! Decisions of ours: a parser fails when there is nothing to parse or the text has another form, a
//! conversion when a value cannot be what it is to become; every other processor passes over fields that
//! are missing or of another type. What comes in masked is transformed masked. A grok pattern matches the
//! whole text.

mod check;
mod config;
mod convert;
mod dates;
mod error;
mod explain;
mod grok;
mod keys;
mod node;
mod parsers;
mod path;
mod present;
mod record;
mod strings;
mod vended;
mod verbs;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub(crate) use config::Processor;
pub use error::{TransformFailure, TransformerError};
pub use explain::{TransformExplanation, TransformStep};
pub(crate) use present::present;
use record::{Record, Step};
pub(crate) use verbs::Outcome;
pub use verbs::{GroupTransformer, PutTransformerError, TestTransformerError, TransformedMessage};

/// The most fields of a transformed event.
pub(crate) const MAX_FIELDS: usize = 200;
/// The most bytes of a transformed event, as of any other.
pub(crate) const MAX_BYTES: usize = 1 << 20;

/// Processors that make JSON of events, one after the other.
///
/// ```
/// use cupola_logs::{TransformSource, Transformer};
///
/// let transformer = Transformer::parse(
///     r#"[
///         {"grok": {"match": "%{IPV4:client} %{WORD:method} %{INT:took}"}},
///         {"lowerCaseString": {"withKeys": ["method"]}},
///         {"typeConverter": {"entries": [{"key": "took", "type": "integer"}]}}
///     ]"#,
/// )?;
/// let transformed = transformer.apply("192.0.2.7 GET 120", &TransformSource::default())?;
/// assert_eq!(transformed, r#"{"client":"192.0.2.7","method":"get","took":120}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch Logs User Guide, "Transform logs during ingestion".
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "Vec<Processor>", into = "Vec<Processor>")]
pub struct Transformer(Arc<Compiled>);

struct Compiled {
    processors: Vec<Processor>,
    steps: Vec<Box<dyn Step>>,
}

/// Where an event comes from, for `copyValue` with `@logGroupName` and the like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct TransformSource {
    /// The account, for `@accountId`.
    pub account: String,
    /// The region, for `@regionName`.
    pub region: String,
    /// The log group, for `@logGroupName`.
    pub log_group: String,
    /// The stream, for `@logGroupStream`.
    pub log_stream: String,
}

impl Transformer {
    /// Reads the service's JSON: a list of objects with one processor each.
    ///
    /// # Errors
    /// [`TransformerError`] with what is wrong.
    pub fn parse(text: &str) -> Result<Self, TransformerError> {
        let processors: Vec<Processor> =
            serde_json::from_str(text).map_err(|error| TransformerError::Document(error.to_string()))?;
        Self::of(processors)
    }

    pub(crate) fn of(processors: Vec<Processor>) -> Result<Self, TransformerError> {
        check::order(&processors)?;
        let steps = processors.iter().map(check::step).collect::<Result<_, _>>()?;
        Ok(Self(Arc::new(Compiled { processors, steps })))
    }

    /// The names of the processors, in their order.
    ///
    /// ```
    /// use cupola_logs::Transformer;
    ///
    /// let transformer = Transformer::parse(r#"[{"parseJSON": {}}, {"deleteKeys": {"withKeys": ["secret"]}}]"#)?;
    /// assert!(transformer.processors().eq(["parseJSON", "deleteKeys"]));
    /// assert_eq!(transformer.to_string(), r#"[{"parseJSON":{}},{"deleteKeys":{"withKeys":["secret"]}}]"#);
    /// # Ok::<(), cupola_logs::TransformerError>(())
    /// ```
    pub fn processors(&self) -> impl Iterator<Item = &'static str> {
        self.0.processors.iter().map(Processor::name)
    }

    /// What becomes of a message: JSON, fields in the order in which they were made.
    ///
    /// # Errors
    /// [`TransformFailure`].
    pub fn apply(&self, message: &str, source: &TransformSource) -> Result<String, TransformFailure> {
        let mut record = Record::new(message, source);
        for step in &self.0.steps {
            step.apply(&mut record)?;
            record.check()?;
        }
        record.print()
    }
}

impl fmt::Display for Transformer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(&self.0.processors).unwrap_or_default())
    }
}

impl fmt::Debug for Transformer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Transformer").field(&self.0.processors).finish()
    }
}

impl PartialEq for Transformer {
    fn eq(&self, other: &Self) -> bool {
        self.0.processors == other.0.processors
    }
}

impl Eq for Transformer {}

impl TryFrom<Vec<Processor>> for Transformer {
    type Error = TransformerError;

    fn try_from(processors: Vec<Processor>) -> Result<Self, TransformerError> {
        Self::of(processors)
    }
}

impl From<Transformer> for Vec<Processor> {
    fn from(transformer: Transformer) -> Self {
        transformer.0.processors.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(config: &str, message: &str) -> String {
        let transformer = Transformer::parse(config).unwrap_or_else(|error| panic!("{config}: {error}"));
        let source = TransformSource {
            account: "111122223333".into(),
            region: "us-east-1".into(),
            log_group: "g".into(),
            log_stream: "s".into(),
        };
        let again: Transformer = serde_json::from_str(&serde_json::to_string(&transformer).unwrap()).unwrap();
        assert_eq!(again, transformer);
        transformer.apply(message, &source).unwrap_or_else(|error| format!("failed: {error}"))
    }

    /// The examples of the user guide.
    #[test]
    fn processors_do_what_the_guide_says() {
        for (rest, message, expected) in [
            (r#"{"lowerCaseString":{"withKeys":["o.i"]}}"#, r#"{"o":{"i":"INNER"}}"#, r#"{"o":{"i":"inner"}}"#),
            (r#"{"upperCaseString":{"withKeys":["o.i","x"]}}"#, r#"{"o":{"i":"inner"}}"#, r#"{"o":{"i":"INNER"}}"#),
            (r#"{"trimString":{"withKeys":["o"]}}"#, r#"{"o":"  x "}"#, r#"{"o":"x"}"#),
            (
                r#"{"splitString":{"entries":[{"source":"o","delimiter":", "}]}}"#,
                r#"{"o":"a, b"}"#,
                r#"{"o":["a","b"]}"#,
            ),
            (
                r#"{"substituteString":{"entries":[{"source":"o","from":"cat","to":"dog"}]}}"#,
                r#"{"o":"A cat takes a catnap."}"#,
                r#"{"o":"A dog takes a dognap."}"#,
            ),
            (r#"{"addKeys":{"entries":[{"key":"o.n","value":"v"}]}}"#, r#"{"o":{"i":1}}"#, r#"{"o":{"i":1,"n":"v"}}"#),
            (r#"{"addKeys":{"entries":[{"key":"o","value":"v"}]}}"#, r#"{"o":1}"#, r#"{"o":1}"#),
            (
                r#"{"addKeys":{"entries":[{"key":"o","value":"v","overwriteIfExists":true}]}}"#,
                r#"{"o":1}"#,
                r#"{"o":"v"}"#,
            ),
            (r#"{"deleteKeys":{"withKeys":["o.i"]}}"#, r#"{"o":{"i":1}}"#, r#"{"o":{}}"#),
            (
                r#"{"moveKeys":{"entries":[{"source":"a.x","target":"b"}]}}"#,
                r#"{"a":{"x":1},"b":{"y":2}}"#,
                r#"{"a":{},"b":{"y":2,"x":1}}"#,
            ),
            (r#"{"renameKeys":{"entries":[{"key":"o","renameTo":"n"}]}}"#, r#"{"o":{"i":1}}"#, r#"{"n":{"i":1}}"#),
            (r#"{"renameKeys":{"entries":[{"key":"o","target":"n"}]}}"#, r#"{"o":1,"n":2}"#, r#"{"o":1,"n":2}"#),
            (
                r#"{"copyValue":{"entries":[{"source":"o.i","target":"n"},{"source":"@logGroupName","target":"group"},{"source":"@logGroupStream","target":"stream"},{"source":"@accountId","target":"account"},{"source":"@regionName","target":"region"}]}}"#,
                r#"{"o":{"i":1}}"#,
                r#"{"o":{"i":1},"n":1,"group":"g","stream":"s","account":"111122223333","region":"us-east-1"}"#,
            ),
            (r#"{"typeConverter":{"entries":[{"key":"s","type":"integer"}]}}"#, r#"{"s":"200"}"#, r#"{"s":200}"#),
            (r#"{"listToMap":{"source":"l","key":"k","valueKey":"v"}}"#, LIST, r#""a":["a1"],"b":["b1","b2"]}"#),
            (
                r#"{"listToMap":{"source":"l","key":"k","valueKey":"v","flatten":true,"flattenedElement":"first"}}"#,
                LIST,
                r#""a":"a1","b":"b1"}"#,
            ),
            (
                r#"{"listToMap":{"source":"l","key":"k","valueKey":"v","target":"t","flatten":true,"flattenedElement":"last"}}"#,
                LIST,
                r#""t":{"a":"a1","b":"b2"}}"#,
            ),
            (
                r#"{"grok":{"source":"m","match":"%{WORD:method} %{NOTSPACE:request}"}}"#,
                r#"{"m":"GET /x"}"#,
                r#"{"m":"GET /x","method":"GET","request":"/x"}"#,
            ),
        ] {
            let found = apply(&format!(r#"[{{"parseJSON":{{}}}},{rest}]"#), message);
            assert!(found.ends_with(expected), "{rest}: {found}");
        }
        let config = r#"[{"parseJSON":{"destination":"n"}}]"#;
        assert_eq!(apply(config, r#"{"o":{"i":1}}"#), r#"{"n":{"o":{"i":1}}}"#);
        let config = r#"[{"parseKeyValue":{"destination":"new_key","fieldDelimiter":"!","keyValueDelimiter":":","nonMatchValue":"d","keyPrefix":"p_"}}]"#;
        assert_eq!(apply(config, "k1:v1!k2:v2!k4"), r#"{"new_key":{"p_k1":"v1","p_k2":"v2","p_k4":"d"}}"#);
        let config = r#"[{"csv":{"delimiter":":","quoteCharacter":"'","columns":["name"]}}]"#;
        assert_eq!(apply(config, "'Akua Mansa':28"), r#"{"name":"Akua Mansa","column_2":"28"}"#);
    }

    const LIST: &str = r#"{"l":[{"k":"a","v":"a1"},{"k":"b","v":"b1"},{"k":"b","v":"b2"},7]}"#;

    #[test]
    fn what_breaks_a_rule_is_refused() {
        let parse = r#"{"parseJSON":{}}"#;
        let many = |one: &str, count: usize| vec![one; count].join(",");
        for config in [
            String::new(),
            r#"{"addKeys":{"entries":[{"key":"a","value":"b"}]}}"#.into(),
            many(parse, 6),
            format!("{parse},{}", many(r#"{"trimString":{"withKeys":["a"]}}"#, 20)),
            format!(r#"{parse},{{"parseWAF":{{}}}}"#),
            r#"{"parseVPC":{"source":"x"}}"#.into(),
            r#"{"parseToOCSF":{"eventSource":"CloudTrail","ocsfVersion":"V1.1"}}"#.into(),
            format!(r#"{parse},{}"#, many(r#"{"grok":{"match":"%{WORD:a}"}}"#, 2)),
            format!(r#"{parse},{{"deleteKeys":{{"withKeys":[]}}}}"#),
            format!(r#"{parse},{{"deleteKeys":{{"withKeys":["a","b","c","d","e","f"]}}}}"#),
            format!(r#"{parse},{{"trimString":{{"withKeys":["a.b.c.d"]}}}}"#),
            format!(r#"{parse},{{"listToMap":{{"source":"a","key":"b","flatten":true}}}}"#),
            format!(r#"{parse},{{"dateTimeConverter":{{"source":"a","target":"b","matchPatterns":["qq"]}}}}"#),
            format!(
                r#"{parse},{{"dateTimeConverter":{{"source":"a","target":"b","matchPatterns":["yyyy"],"sourceTimezone":"Mars/Base"}}}}"#
            ),
            format!(r#"{parse},{{"substituteString":{{"entries":[{{"source":"a","from":"(","to":""}}]}}}}"#),
            r#"{"csv":{"delimiter":"ab"}}"#.into(),
            r#"{"unknown":{}}"#.into(),
        ] {
            assert!(Transformer::parse(&format!("[{config}]")).is_err(), "{config}");
        }
    }

    #[test]
    fn failures_say_which_processor_failed() {
        assert_eq!(apply(r#"[{"parseJSON":{}}]"#, "[1]"), "failed: parseJSON: @message is not a JSON object");
        let config = r#"[{"parseJSON":{}},{"typeConverter":{"entries":[{"key":"s","type":"integer"}]}}]"#;
        assert_eq!(apply(config, r#"{"s":"x"}"#), "failed: typeConverter: s cannot be converted");
        assert_eq!(apply(config, r#"{"t":"x"}"#), r#"{"t":"x"}"#);
        let many: Vec<String> = (0..201).map(|n| format!("k{n}=v")).collect();
        assert_eq!(apply(r#"[{"parseKeyValue":{}}]"#, &many.join("&")), "failed: the event has more than 200 fields");
    }
}
