//! The steps of an execution.

use serde::{Deserialize, Serialize};

use super::PipeLogLevel;

macro_rules! steps {
    ($($variant:ident $text:literal $level:ident),* $(,)?) => {
        /// A step of a pipe's execution, which its log may tell.
        ///
        /// ```
        /// use cupola_events::pipes::{PipeLogLevel, PipeStep};
        ///
        /// assert_eq!(PipeStep::TargetStageFailed.as_str(), "TARGET_STAGE_FAILED");
        /// assert_eq!(PipeStep::TargetStageFailed.level(), PipeLogLevel::Error);
        /// ```
        ///
        /// # Source
        /// EventBridge User Guide, "Specifying EventBridge Pipes log level".
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "the names are the documentation")]
        pub enum PipeStep {
            $($variant,)*
        }

        impl PipeStep {
            /// All steps.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The step's name in a log record.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// The lowest level at which it is written down.
            #[must_use]
            pub const fn level(self) -> PipeLogLevel {
                match self {
                    $(Self::$variant => PipeLogLevel::$level,)*
                }
            }
        }
    };
}

steps! {
    ExecutionFailed "EXECUTION_FAILED" Error,
    ExecutionPartiallyFailed "EXECUTION_PARTIALLY_FAILED" Error,
    ExecutionStarted "EXECUTION_STARTED" Info,
    ExecutionSucceeded "EXECUTION_SUCCEEDED" Info,
    ExecutionThrottled "EXECUTION_THROTTLED" Error,
    ExecutionTimeout "EXECUTION_TIMEOUT" Error,
    EnrichmentInvocationFailed "ENRICHMENT_INVOCATION_FAILED" Error,
    EnrichmentInvocationSkipped "ENRICHMENT_INVOCATION_SKIPPED" Info,
    EnrichmentInvocationStarted "ENRICHMENT_INVOCATION_STARTED" Trace,
    EnrichmentInvocationSucceeded "ENRICHMENT_INVOCATION_SUCCEEDED" Trace,
    EnrichmentStageEntered "ENRICHMENT_STAGE_ENTERED" Info,
    EnrichmentStageFailed "ENRICHMENT_STAGE_FAILED" Error,
    EnrichmentStageSucceeded "ENRICHMENT_STAGE_SUCCEEDED" Info,
    EnrichmentTransformationFailed "ENRICHMENT_TRANSFORMATION_FAILED" Error,
    EnrichmentTransformationStarted "ENRICHMENT_TRANSFORMATION_STARTED" Trace,
    EnrichmentTransformationSucceeded "ENRICHMENT_TRANSFORMATION_SUCCEEDED" Trace,
    TargetInvocationFailed "TARGET_INVOCATION_FAILED" Error,
    TargetInvocationPartiallyFailed "TARGET_INVOCATION_PARTIALLY_FAILED" Error,
    TargetInvocationSkipped "TARGET_INVOCATION_SKIPPED" Trace,
    TargetInvocationStarted "TARGET_INVOCATION_STARTED" Trace,
    TargetInvocationSucceeded "TARGET_INVOCATION_SUCCEEDED" Trace,
    TargetStageEntered "TARGET_STAGE_ENTERED" Info,
    TargetStageFailed "TARGET_STAGE_FAILED" Error,
    TargetStagePartiallyFailed "TARGET_STAGE_PARTIALLY_FAILED" Error,
    TargetStageSkipped "TARGET_STAGE_SKIPPED" Trace,
    TargetStageSucceeded "TARGET_STAGE_SUCCEEDED" Info,
    TargetTransformationFailed "TARGET_TRANSFORMATION_FAILED" Error,
    TargetTransformationStarted "TARGET_TRANSFORMATION_STARTED" Trace,
    TargetTransformationSucceeded "TARGET_TRANSFORMATION_SUCCEEDED" Trace,
}

impl PipeStep {
    /// Whether the batch may be another one after it.
    pub(super) const fn shows_payload(self) -> bool {
        matches!(
            self,
            Self::ExecutionStarted
                | Self::EnrichmentTransformationSucceeded
                | Self::EnrichmentStageSucceeded
                | Self::TargetTransformationSucceeded
                | Self::TargetStageSucceeded
        )
    }

    /// Whether something was called.
    pub(super) const fn shows_call(self) -> bool {
        matches!(
            self,
            Self::EnrichmentInvocationFailed
                | Self::EnrichmentInvocationSucceeded
                | Self::TargetInvocationFailed
                | Self::TargetInvocationPartiallyFailed
                | Self::TargetInvocationSucceeded
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_steps_stand_on_each_level_as_the_guide_lists() {
        let count = |level| PipeStep::ALL.iter().filter(|step| step.level() <= level).count();
        let counts = [PipeLogLevel::Off, PipeLogLevel::Error, PipeLogLevel::Info, PipeLogLevel::Trace].map(count);
        assert_eq!(counts, [0, 12, 19, 29]);
    }
}
