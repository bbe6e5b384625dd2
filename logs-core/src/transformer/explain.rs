//! What each processor did to an event.

use std::fmt;

use super::config::Processor;
use super::record::Record;
use super::{TransformFailure, TransformSource, Transformer};

/// What each processor of a transformer did to an event, up to the one that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransformExplanation {
    /// The processors that ran, in their order.
    pub steps: Vec<TransformStep>,
}

/// What one processor did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransformStep {
    /// The processor.
    pub processor: &'static str,
    /// The event after it as JSON, or why it failed.
    pub result: Result<String, TransformFailure>,
    /// Whether it changed anything.
    pub changed: bool,
}

impl Transformer {
    /// What each processor does to a message, up to the one that fails.
    ///
    /// ```
    /// use cupola_logs::{TransformSource, Transformer};
    ///
    /// let transformer = Transformer::parse(r#"[{"parseJSON": {}}, {"trimString": {"withKeys": ["nme"]}}]"#)?;
    /// let explained = transformer.explain(r#"{"name": " ana"}"#, &TransformSource::default());
    /// assert!(!explained.steps[1].changed, "a misspelt key");
    /// assert_eq!(explained.to_string(), "parseJSON: {\"name\":\" ana\"}\ntrimString: changes nothing\n");
    /// # Ok::<(), cupola_logs::TransformerError>(())
    /// ```
    #[must_use]
    pub fn explain(&self, message: &str, source: &TransformSource) -> TransformExplanation {
        let (mut record, mut steps) = (Record::new(message, source), Vec::new());
        for (processor, step) in self.0.processors.iter().map(Processor::name).zip(&self.0.steps) {
            let before = record.fields.clone();
            let result = step.apply(&mut record).and_then(|()| record.check()).and_then(|()| record.print());
            let failed = result.is_err();
            steps.push(TransformStep { processor, result, changed: record.fields != before });
            if failed {
                break;
            }
        }
        TransformExplanation { steps }
    }
}

impl fmt::Display for TransformExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}

impl fmt::Display for TransformStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.result {
            Err(failure) => write!(f, "{}: fails: {failure}", self.processor),
            Ok(_) if !self.changed => write!(f, "{}: changes nothing", self.processor),
            Ok(after) => write!(f, "{}: {after}", self.processor),
        }
    }
}
