//! Counting anomalies, and letting some out.

use std::collections::{BTreeMap, HashMap, VecDeque};

use cupola_base::Timestamp;

use super::AnomalyConfig;
use crate::{BoostStatistics, TraceId};

/// What is known of a span that has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "written with a struct update, which needs an open struct")]
pub struct AnomalySpan<'a> {
    /// The status of the HTTP answer.
    pub status: Option<u16>,
    /// Whether the span itself says that it failed.
    pub failed: bool,
    /// How long it took, in milliseconds.
    pub latency_ms: f64,
    /// `aws.local.operation`, or what [`AnomalySpan::operation_of`] makes of a request.
    pub operation: &'a str,
    /// Whether it is sampled.
    pub sampled: bool,
    /// The rule that decided, here or upstream.
    pub rule: &'a str,
    /// The service.
    pub service: &'a str,
}

impl AnomalySpan<'_> {
    /// The operation of a request that tells none: `GET /cart`, of the first part of its path.
    ///
    /// ```
    /// use cupola_traces::AnomalySpan;
    ///
    /// assert_eq!(AnomalySpan::operation_of(Some("GET"), Some("/cart/7?x")), "GET /cart");
    /// assert_eq!(AnomalySpan::operation_of(None, Some("/cart")), "UnknownOperation");
    /// ```
    #[must_use]
    pub fn operation_of(method: Option<&str>, path: Option<&str>) -> String {
        let Some((method, path)) = method.zip(path) else { return "UnknownOperation".to_owned() };
        let path = path.split('?').next().unwrap_or_default().trim_start_matches('/');
        format!("{method} /{}", path.split('/').next().unwrap_or_default())
    }
}

/// Counts anomalies for the service, and says which spans are exported although nobody sampled them: of so many new
/// traces a second, and of those traces all later spans.
///
/// ```
/// use cupola_traces::{AnomalyCapture, AnomalyConfig, AnomalySpan, Timestamp, TraceId};
///
/// let mut capture = AnomalyCapture::new(AnomalyConfig::default());
/// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
/// let bad = AnomalySpan { status: Some(503), rule: "Default", service: "shop", ..AnomalySpan::default() };
/// let good = AnomalySpan { status: Some(200), ..bad };
/// let trace = |number| TraceId::from_bits(number);
///
/// assert!(capture.span_ended(now, trace(1), &bad).export);
/// assert!(!capture.span_ended(now, trace(2), &bad).export, "one trace a second");
/// assert!(capture.span_ended(now, trace(1), &good).export, "later spans of a captured trace are, too");
///
/// let told = capture.take_statistics(now);
/// assert_eq!((told[0].anomalies, told[0].total, told[0].sampled_anomalies), (2, 2, 0));
/// # Ok::<(), cupola_traces::TimestampError>(())
/// ```
///
/// # Source
/// The X-Ray sampler of OpenTelemetry Java. How many traces are remembered is our decision.
#[derive(Clone, Debug)]
pub struct AnomalyCapture {
    config: AnomalyConfig,
    traces: HashMap<TraceId, Seen>,
    /// The traces in the order in which they came.
    order: VecDeque<TraceId>,
    counts: BTreeMap<(String, String), Counts>,
    /// Thousandths of a trace that may be let out.
    tokens: u64,
    filled: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    anomaly: bool,
    captured: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    total: u64,
    anomalies: u64,
    sampled: u64,
}

/// What becomes of a span that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Captured {
    /// Whether it is to be exported: it is sampled, or captured.
    pub export: bool,
}

impl AnomalyCapture {
    /// Traces that are remembered; the oldest are forgotten, and count anew when another of their spans comes.
    pub const MOST_TRACES: usize = 100_000;

    /// A count from nothing.
    #[must_use]
    pub fn new(config: AnomalyConfig) -> Self {
        let tokens = u64::from(config.traces_per_second) * 1000;
        Self { config, traces: HashMap::new(), order: VecDeque::new(), counts: BTreeMap::new(), tokens, filled: None }
    }

    /// Hears of a span that has ended.
    pub fn span_ended(&mut self, now: Timestamp, trace: TraceId, span: &AnomalySpan<'_>) -> Captured {
        let uses = self.config.judge(span);
        let is_new = !self.traces.contains_key(&trace);
        if is_new {
            self.remember(trace);
        }
        let seen = self.traces.entry(trace).or_default();
        let is_first = uses.boost && !seen.anomaly;
        seen.anomaly |= uses.boost;
        let captured = seen.captured;
        self.count(span, is_new, is_first);
        let captures = !span.sampled && !captured && uses.capture && self.take_token(now);
        if captures {
            self.traces.entry(trace).or_default().captured = true;
        }
        Captured { export: span.sampled || captured || captures }
    }

    /// What is told the service, by rule and service; it begins anew.
    #[must_use]
    pub fn take_statistics(&mut self, now: Timestamp) -> Vec<BoostStatistics> {
        let told = |((rule, service), counts): ((String, String), Counts)| {
            BoostStatistics::new(rule, service, now).with_counts(counts.anomalies, counts.total, counts.sampled)
        };
        std::mem::take(&mut self.counts).into_iter().map(told).collect()
    }

    fn remember(&mut self, trace: TraceId) {
        self.order.push_back(trace);
        if self.order.len() > Self::MOST_TRACES
            && let Some(oldest) = self.order.pop_front()
        {
            self.traces.remove(&oldest);
        }
    }

    fn count(&mut self, span: &AnomalySpan<'_>, is_new: bool, is_first: bool) {
        if !is_new && !is_first {
            return;
        }
        let counts = self.counts.entry((span.rule.to_owned(), span.service.to_owned())).or_default();
        counts.total += u64::from(is_new);
        counts.anomalies += u64::from(is_first);
        counts.sampled += u64::from(is_first && span.sampled);
    }

    /// Takes a whole token out of the bucket, which holds a second's worth.
    fn take_token(&mut self, now: Timestamp) -> bool {
        let most = u64::from(self.config.traces_per_second) * 1000;
        let past = self.filled.map_or(0, |filled| now.millis_since(filled).max(0));
        let gained = u64::try_from(past).unwrap_or(0).saturating_mul(self.config.traces_per_second.into());
        self.tokens = self.tokens.saturating_add(gained).min(most);
        self.filled = Some(self.filled.map_or(now, |filled| filled.max(now)));
        let has = self.tokens >= 1000;
        self.tokens -= if has { 1000 } else { 0 };
        has
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_counts_once_under_the_rule_of_its_span() {
        let mut capture = AnomalyCapture::new(AnomalyConfig::default());
        let now = Timestamp::from_secs(1_777_874_400);
        let good = AnomalySpan { status: Some(499), rule: "a", service: "s", ..AnomalySpan::default() };
        let bad = AnomalySpan { status: None, failed: true, sampled: true, ..good };
        for span in [&good, &bad, &bad, &good] {
            capture.span_ended(now, TraceId::from_bits(1), span);
        }
        capture.span_ended(now, TraceId::from_bits(2), &AnomalySpan { rule: "b", ..good });
        let told: Vec<_> = capture
            .take_statistics(now)
            .iter()
            .map(|one| (one.rule.clone(), one.total, one.anomalies, one.sampled_anomalies))
            .collect();
        assert_eq!(told, [("a".into(), 1, 1, 1), ("b".into(), 1, 0, 0)]);
        assert!(capture.take_statistics(now).is_empty());
    }

    #[test]
    fn the_bucket_holds_one_seconds_traces() {
        let config = AnomalyConfig::parse(r#"{"version": 1, "anomalyCaptureLimit": {"anomalyTracesPerSecond": 2}}"#);
        let mut capture = AnomalyCapture::new(config.unwrap());
        let bad = AnomalySpan { status: Some(500), ..AnomalySpan::default() };
        let mut number = 0;
        let mut out = |millis: i64| {
            let now = Timestamp::from_millis(1_777_874_400_000 + millis);
            (0..5)
                .filter(|_| {
                    number += 1;
                    capture.span_ended(now, TraceId::from_bits(number), &bad).export
                })
                .count()
        };
        assert_eq!([0, 499, 500, 400, 5000].map(&mut out), [2, 0, 1, 0, 2]);
    }

    #[test]
    fn configurations_are_read_strictly() {
        use crate::AnomalyConfigError as E;
        let fault = |text: &str| AnomalyConfig::parse(text).err();
        assert!(matches!(fault("{"), Some(E::Json(_))));
        assert_eq!(fault("{}"), Some(E::Version));
        assert_eq!(fault(r#"{"version": 1, "anomalyConditions": [{}]}"#), Some(E::Empty { index: 0 }));
        assert!(matches!(fault(r#"{"version": 1, "x": 1}"#), Some(E::Json(_))));
        assert!(matches!(
            fault(r#"{"version": 1, "anomalyConditions": [{"errorCodeRegex": "("}]}"#),
            Some(E::Regex { .. })
        ));
        assert!(matches!(
            fault(r#"{"version": 1, "anomalyConditions": [{"highLatencyMs": 1, "usage": "x"}]}"#),
            Some(E::Usage { .. })
        ));
        let never = AnomalyConfig::parse(r#"{"version": 1, "anomalyConditions": []}"#).unwrap();
        assert_eq!(
            never.judge(&AnomalySpan { status: Some(500), ..AnomalySpan::default() }),
            crate::AnomalyUse::default()
        );
        let whole =
            AnomalyConfig::parse(r#"{"version": 1, "anomalyConditions": [{"errorCodeRegex": "50|4.."}]}"#).unwrap();
        let judged = |status| whole.judge(&AnomalySpan { status: Some(status), ..AnomalySpan::default() }).boost;
        assert_eq!([500, 404, 50].map(judged), [false, true, true]);
    }
}
