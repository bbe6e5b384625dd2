//! Traces in short.

use cupola_base::paging::fingerprint;
use cupola_base::{ApiError, Timestamp};

use super::MonitoringView;
use super::pages::{PageRefusal, page};
use crate::filter::Evaluation;
use crate::store::Stored;
use crate::{Engine, FilterExpression, GroupRefusal, Trace, TraceId, TraceSummary, Within};

/// Which traces are asked for.
///
/// ```
/// use cupola_traces::{Engine, FilterExpression, Place, SummaryQuery, Timestamp};
///
/// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
/// let now = Timestamp::parse("2026-05-04T06:16:02Z")?;
/// let text = r#"{"trace_id": "1-69f839a0-00112233445566778899aabb", "id": "00112233445566aa", "name": "quay",
///     "start_time": 1777875360, "end_time": 1777875361.5, "fault": true}"#;
/// engine.put_trace_segments(now, &[text]);
/// let query = SummaryQuery::new(now.plus_secs(-600), now).filter(FilterExpression::parse("fault")?);
/// assert_eq!(engine.trace_summaries(now, &query)?.summaries[0].response_time, Some(1.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SummaryQuery {
    /// From when.
    pub start: Timestamp,
    /// Up to but not including when.
    pub end: Timestamp,
    /// What has to be in the range.
    pub range_type: TimeRangeType,
    /// Which of them.
    pub filter: FilterExpression,
    /// How many of them.
    pub sampling: SummarySampling,
    /// Where an earlier page ended.
    pub next_token: Option<String>,
}

/// What of a trace has to be in the range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows three")]
pub enum TimeRangeType {
    /// The second that its id tells; for ids that tell none of the last 30 days, its first start.
    #[default]
    TraceId,
    /// A part of a segment.
    Event,
    /// The end of a segment.
    Service,
}

impl TimeRangeType {
    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TraceId => "TraceId",
            Self::Event => "Event",
            Self::Service => "Service",
        }
    }
}

/// How many of the traces are given.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum SummarySampling {
    /// All.
    #[default]
    All,
    /// This share of them, 0 to 1: the same traces each time.
    Fixed(f64),
}

/// Traces in short.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TraceSummaries {
    /// A page of them, newest first.
    pub summaries: Vec<TraceSummary>,
    /// Traces in the range, before the filter.
    pub processed: u64,
    /// When they were looked at.
    pub approximate_time: Timestamp,
    /// Where the next page begins; none for the last.
    pub next_token: Option<String>,
}

impl SummaryQuery {
    /// All traces whose ids tell a second from `start` up to but not including `end`.
    #[must_use]
    pub fn new(start: Timestamp, end: Timestamp) -> Self {
        Self {
            start,
            end,
            range_type: TimeRangeType::TraceId,
            filter: FilterExpression::everything(),
            sampling: SummarySampling::All,
            next_token: None,
        }
    }

    /// Sets which of them.
    #[must_use]
    pub fn filter(self, filter: FilterExpression) -> Self {
        Self { filter, ..self }
    }

    /// Sets what has to be in the range.
    #[must_use]
    pub fn by(self, range_type: TimeRangeType) -> Self {
        Self { range_type, ..self }
    }

    /// Sets how many.
    #[must_use]
    pub fn sample(self, sampling: SummarySampling) -> Self {
        Self { sampling, ..self }
    }

    /// Sets where an earlier page ended.
    #[must_use]
    pub fn after(self, next_token: Option<String>) -> Self {
        Self { next_token, ..self }
    }

    /// All that the answer depends on, save the token.
    fn fingerprint(&self) -> String {
        let Self { start, end, range_type, filter, sampling, .. } = self;
        format!("GetTraceSummaries {start} {end} {range_type:?} {sampling:?} {}", filter.source())
    }
}

impl Engine {
    /// Traces in short, newest first.
    ///
    /// # Errors
    /// [`SummariesRefusal`] for a range that ends before it begins, an unknown group, or a token of another request.
    ///
    /// # Source
    /// X-Ray API Reference, GetTraceSummaries.
    #[doc(alias = "GetTraceSummaries")]
    pub fn trace_summaries(
        &mut self,
        now: Timestamp,
        query: &SummaryQuery,
    ) -> Result<TraceSummaries, SummariesRefusal> {
        let now = self.see(now);
        summaries(&MonitoringView::alone(self), now, query)
    }
}

pub(super) fn summaries(
    view: &MonitoringView<'_>,
    now: Timestamp,
    query: &SummaryQuery,
) -> Result<TraceSummaries, SummariesRefusal> {
    if query.start >= query.end {
        return Err(SummariesRefusal::Range);
    }
    let groups = &view.own().state.read.groups;
    groups.check(&query.filter)?;
    let mut processed = 0;
    let mut found = Vec::new();
    for id in view.trace_ids().filter(|id| may_be_in(*id, query, now)) {
        let documents = view.documents(id);
        let trace = view.own().assembled(id, &documents);
        let Some(matched) = in_range(&trace, query, now) else { continue };
        processed += 1;
        if Evaluation::new(&trace, Some(groups)).holds(&query.filter) && is_kept(query, id) {
            found.push((newest_first(&trace), (id, matched)));
        }
    }
    let most = view.own().state.limits.items_per_page;
    let (page, next_token) = page(now, &query.fingerprint(), query.next_token.as_deref(), most, found)?;
    let summaries = page.into_iter().map(|(id, matched)| summary(view, id, matched, query)).collect();
    Ok(TraceSummaries { summaries, processed, approximate_time: now, next_token })
}

fn summary(view: &MonitoringView<'_>, id: TraceId, matched: f64, query: &SummaryQuery) -> TraceSummary {
    let documents = view.documents(id);
    let mut summary = view.own().assembled(id, &documents).summary();
    summary.revision = revision(&view.received(id));
    summary.matched_event_time = (query.range_type == TimeRangeType::Event).then_some(matched);
    summary
}

/// How often it changed after its first documents: instants at which something came that was not there before.
fn revision(received: &[&Stored]) -> u32 {
    let mut seen = std::collections::HashSet::new();
    let fresh = received.iter().filter(|document| seen.insert(&*document.text)).map(|document| document.at);
    let mut instants: Vec<Timestamp> = fresh.collect();
    instants.dedup();
    u32::try_from(instants.len().saturating_sub(1)).unwrap_or(u32::MAX)
}

/// A first look, without putting the trace together.
fn may_be_in(id: TraceId, query: &SummaryQuery, now: Timestamp) -> bool {
    let told = id.started();
    query.range_type != TimeRangeType::TraceId || !is_recent(told, now) || (query.start..query.end).contains(&told)
}

/// Whether an id tells of the last 30 days, or of what is to come.
fn is_recent(told: Timestamp, now: Timestamp) -> bool {
    let month = 30 * 24 * 60 * 60;
    (now.plus_secs(-month)..=now.plus_secs(month)).contains(&told)
}

/// Whether the trace is in the range; and the end of the last segment that is.
fn in_range(trace: &Trace<'_>, query: &SummaryQuery, now: Timestamp) -> Option<f64> {
    let within = Within::new(query.start, query.end);
    let last = |test: &dyn Fn(f64, Option<f64>) -> bool| {
        let meant = trace.segments().filter(|(_, part)| test(part.start_time(), part.end_time()));
        meant.map(|(_, part)| part.end_time().unwrap_or_else(|| part.start_time())).reduce(f64::max)
    };
    match query.range_type {
        TimeRangeType::TraceId => {
            let told = trace.id().started();
            let at = if is_recent(told, now) { told.as_secs_f64() } else { trace.start()? };
            within.has(at).then_some(at)
        }
        TimeRangeType::Event => last(&|start, end| within.overlaps(start, end)),
        TimeRangeType::Service => last(&|_, end| end.is_some_and(|end| within.has(end))),
    }
}

/// The same traces each time: those whose ids' hashes are low enough.
#[expect(clippy::cast_precision_loss, reason = "the rate is no more exact")]
fn is_kept(query: &SummaryQuery, id: TraceId) -> bool {
    match query.sampling {
        SummarySampling::All => true,
        SummarySampling::Fixed(rate) => (spread(id) as f64) / 2f64.powi(64) < rate,
    }
}

/// The id's hash, its bits mixed until they are even.
fn spread(id: TraceId) -> u64 {
    let hash = fingerprint(id.to_string().as_bytes());
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// Sorts as the page goes: later starts first, then ids.
fn newest_first(trace: &Trace<'_>) -> String {
    let start = trace.start().and_then(Timestamp::from_secs_f64).unwrap_or(Timestamp::MIN);
    format!("{:020}/{}", Timestamp::MAX.millis_since(start), trace.id())
}

/// Why there are no summaries.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SummariesRefusal {
    /// The range ends before it begins.
    #[error("StartTime must be before EndTime")]
    Range,
    /// The filter names a group that is not there, or that leads back to itself.
    #[error(transparent)]
    Group(#[from] GroupRefusal),
    /// The token is of another request.
    #[error(transparent)]
    Page(#[from] PageRefusal),
}

impl From<SummariesRefusal> for ApiError {
    fn from(refusal: SummariesRefusal) -> Self {
        Self::caller("InvalidRequestException", refusal.to_string())
    }
}
