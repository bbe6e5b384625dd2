//! What runs of the service's blueprints come to.

use super::run::{CanaryFailure, CanaryFailureKind, CanaryRequest, CanaryRun, CanaryStep, VisualComparison};

/// What a run of one of the service's blueprints did. [`of`](Self::of) makes it the rest of a run.
///
/// ```
/// use cupola_metrics::{CanaryBlueprint, CanaryRequest, CanaryRun, Timestamp};
///
/// let checked = CanaryBlueprint::BrokenLinks(vec![CanaryRequest::Answered(200), CanaryRequest::Answered(404)]);
/// let run = checked.of(CanaryRun { duration_ms: 950.0, ..CanaryRun::new("links", Timestamp::EPOCH) });
/// assert!(!run.passed && run.requests.len() == 2);
/// assert_eq!(run.failure.expect("a link is broken").reason, "1 of 2 links are broken");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// CloudWatch User Guide, "Using canary blueprints".
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CanaryBlueprint {
    /// A page was loaded.
    Heartbeat(CanaryRequest),
    /// An interface was called: each step with what it was answered.
    Api(Vec<(CanaryStep, CanaryRequest)>),
    /// Links were followed.
    BrokenLinks(Vec<CanaryRequest>),
    /// Screenshots were compared with those of a run before.
    Visual(VisualComparison),
    /// What was recorded in a browser was done again, step by step.
    Recorder(Vec<CanaryStep>),
    /// A way through a site was gone, step by step.
    GuiWorkflow(Vec<CanaryStep>),
}

impl CanaryBlueprint {
    /// The run that did so: it passed when everything went well.
    #[must_use]
    pub fn of(self, run: CanaryRun) -> CanaryRun {
        let reason = self.trouble();
        let run = match self {
            Self::Heartbeat(request) => CanaryRun { requests: vec![request], ..run },
            Self::BrokenLinks(requests) => CanaryRun { requests, ..run },
            Self::Api(calls) => {
                let (steps, requests) = calls.into_iter().unzip();
                CanaryRun { steps, requests, ..run }
            }
            Self::Visual(visual) => CanaryRun { visual: Some(visual), ..run },
            Self::Recorder(steps) | Self::GuiWorkflow(steps) => CanaryRun { steps, ..run },
        };
        let failure = reason.map(|reason| CanaryFailure::new(CanaryFailureKind::Script, reason));
        CanaryRun { passed: failure.is_none(), failure, ..run }
    }

    /// What went wrong.
    fn trouble(&self) -> Option<String> {
        match self {
            Self::Heartbeat(request) => request.is_failed().then(|| match request {
                CanaryRequest::Answered(status) => format!("the page was answered with {status}"),
                CanaryRequest::Unanswered => "the page was not answered".to_owned(),
            }),
            Self::BrokenLinks(requests) => {
                let broken = requests.iter().filter(|request| request.is_failed()).count();
                (broken > 0).then(|| format!("{broken} of {} links are broken", requests.len()))
            }
            Self::Api(calls) => {
                let failed = calls.iter().find(|(step, request)| !step.passed || request.is_failed());
                failed.map(|(step, _)| format!("step {} failed", step.name))
            }
            Self::Visual(visual) => {
                let different = visual.total.saturating_sub(visual.alike);
                (different > 0).then(|| format!("{different} of {} screenshots differ", visual.total))
            }
            Self::Recorder(steps) | Self::GuiWorkflow(steps) => {
                steps.iter().find(|step| !step.passed).map(|step| format!("step {} failed", step.name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use cupola_base::Timestamp;

    use super::*;

    #[test]
    fn each_blueprint_passes_when_all_went_well() {
        let step = |passed| CanaryStep { name: "pay".into(), passed, duration_ms: 1.0 };
        let answered = CanaryRequest::Answered;
        for (blueprint, reason) in [
            (CanaryBlueprint::Heartbeat(answered(200)), None),
            (CanaryBlueprint::Heartbeat(answered(500)), Some("the page was answered with 500")),
            (CanaryBlueprint::Heartbeat(CanaryRequest::Unanswered), Some("the page was not answered")),
            (CanaryBlueprint::Api(vec![(step(true), answered(200))]), None),
            (CanaryBlueprint::Api(vec![(step(true), answered(404))]), Some("step pay failed")),
            (CanaryBlueprint::BrokenLinks(vec![answered(301)]), None),
            (CanaryBlueprint::Visual(VisualComparison { total: 3, alike: 3 }), None),
            (CanaryBlueprint::Visual(VisualComparison { total: 3, alike: 1 }), Some("2 of 3 screenshots differ")),
            (CanaryBlueprint::Recorder(vec![step(true)]), None),
            (CanaryBlueprint::GuiWorkflow(vec![step(true), step(false)]), Some("step pay failed")),
        ] {
            let run = blueprint.of(CanaryRun::new("c", Timestamp::EPOCH));
            let told = run.failure.as_ref().map(|failure| failure.reason.as_str());
            assert_eq!((run.passed, told), (reason.is_none(), reason));
        }
    }
}
