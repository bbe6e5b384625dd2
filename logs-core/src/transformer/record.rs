//! An event on its way through the processors.

use super::error::TransformFailure;
use super::node::{Members, Node};
use super::path::Path;
use super::{MAX_BYTES, MAX_FIELDS, TransformSource};

/// An event on its way through the processors: its message, and the fields found so far.
#[derive(Debug)]
pub(super) struct Record<'m> {
    pub(super) message: &'m str,
    pub(super) origin: &'m TransformSource,
    pub(super) fields: Members,
}

/// Where a parser reads.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Message,
    Field(Path),
}

/// One processor, ready to run.
pub(super) trait Step: std::fmt::Debug + Send + Sync {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure>;
}

impl Source {
    /// What a parser's `source` means; without one it is the message.
    pub(super) fn of(written: Option<&str>) -> Result<Self, super::TransformerError> {
        match written {
            None | Some("@message") => Ok(Self::Message),
            Some(path) => Path::parse(path).map(Self::Field),
        }
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::Message => "@message",
            Self::Field(path) => path.as_str(),
        }
    }

    /// The text that a parser reads.
    pub(super) fn read<'r>(&self, processor: &str, record: &'r Record<'_>) -> Result<&'r str, TransformFailure> {
        let text = match self {
            Self::Message => Some(record.message),
            Self::Field(path) => path.get(&record.fields).and_then(Node::as_text).map(String::as_str),
        };
        text.ok_or_else(|| TransformFailure::NoText { processor: processor.into(), field: self.name().into() })
    }

    pub(super) fn misshapen(&self, processor: &str) -> TransformFailure {
        TransformFailure::Form { processor: processor.into(), field: self.name().into() }
    }
}

impl<'m> Record<'m> {
    pub(super) fn new(message: &'m str, origin: &'m TransformSource) -> Self {
        Self { message, origin, fields: Members::default() }
    }

    /// Puts members at a place, or at the root; those that are there stay unless `overwrite`.
    pub(super) fn merge(&mut self, destination: Option<&Path>, members: Members, overwrite: bool) {
        match destination {
            Some(path) => {
                path.put(&mut self.fields, Node::Object(members), overwrite);
            }
            None => members.into_iter().for_each(|(name, node)| {
                if overwrite || self.fields.get(&name).is_none() {
                    self.fields.set(&name, node);
                }
            }),
        }
    }

    /// What a path of `copyValue` names: a field, or something about the event.
    pub(super) fn value(&self, path: &Path) -> Option<Node> {
        let about = |text: &str| Some(Node::text(text));
        match path.as_str() {
            "@logGroupName" => about(&self.origin.log_group),
            "@logGroupStream" | "@logStreamName" => about(&self.origin.log_stream),
            "@accountId" => about(&self.origin.account),
            "@regionName" => about(&self.origin.region),
            "@message" => about(self.message),
            _ => path.get(&self.fields).cloned(),
        }
    }

    pub(super) fn check(&self) -> Result<(), TransformFailure> {
        if self.fields.fields() > MAX_FIELDS { Err(TransformFailure::TooManyFields(MAX_FIELDS)) } else { Ok(()) }
    }

    /// The fields as JSON.
    pub(super) fn print(&self) -> Result<String, TransformFailure> {
        let text = serde_json::to_string(&self.fields).unwrap_or_default();
        if text.len() > MAX_BYTES { Err(TransformFailure::TooLarge(MAX_BYTES)) } else { Ok(text) }
    }
}
