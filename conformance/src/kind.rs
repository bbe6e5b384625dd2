//! The kinds of cases.

use std::fmt;

macro_rules! kinds {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// A kind of case: which question is asked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "the names are the documentation")]
        pub enum Kind {
            $($variant,)*
        }

        impl Kind {
            /// All kinds, in the order of the format.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The format's name, e.g. `events.pattern`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

kinds! {
    ApiScript "api.script",
    EventsPattern "events.pattern",
    EventsPipe "events.pipe",
    LogsFilter "logs.filter",
    LogsInsights "logs.insights",
    LogsEmf "logs.emf",
    LogsVpcflow "logs.vpcflow",
    LogsLiveTail "logs.live_tail",
    LogsGrouping "logs.grouping",
    MetricsSearchTokens "metrics.search_tokens",
    AlarmsReason "alarms.reason",
    AuditSelector "audit.selector",
    AuditLookup "audit.lookup",
    AuditInsightMath "audit.insight_math",
    AuditInsightDetect "audit.insight_detect",
    AuditDigestChain "audit.digest_chain",
    AuditEventbridge "audit.eventbridge",
    AuditObjectKey "audit.object_key",
    AuditRoundtrip "audit.roundtrip",
    TracesHeader "traces.header",
    TracesTraceId "traces.trace_id",
    TracesWildcard "traces.wildcard",
    TracesLocalRules "traces.local_rules",
    TracesRuleMatch "traces.rule_match",
    TracesReservoir "traces.reservoir",
    TracesDatagram "traces.datagram",
    TracesDaemonAddress "traces.daemon_address",
    TracesFilter "traces.filter",
    TracesAnalyse "traces.analyse",
    TracesOtel "traces.otel",
}

impl Kind {
    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Whether a part of the library answers this kind. A case of any other kind fails.
    #[must_use]
    pub fn is_served(self) -> bool {
        SERVED.contains(&self)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The kinds that the library answers. A new runner joins here.
const SERVED: &[Kind] = &[
    Kind::ApiScript,
    Kind::EventsPattern,
    Kind::EventsPipe,
    Kind::LogsFilter,
    Kind::LogsEmf,
    Kind::LogsVpcflow,
    Kind::LogsLiveTail,
    Kind::LogsInsights,
    Kind::LogsGrouping,
    Kind::MetricsSearchTokens,
    Kind::AlarmsReason,
    Kind::AuditLookup,
    Kind::AuditInsightMath,
    Kind::AuditInsightDetect,
    Kind::AuditDigestChain,
    Kind::AuditEventbridge,
    Kind::AuditObjectKey,
    Kind::AuditRoundtrip,
    Kind::AuditSelector,
    Kind::TracesHeader,
    Kind::TracesTraceId,
    Kind::TracesWildcard,
    Kind::TracesLocalRules,
    Kind::TracesRuleMatch,
    Kind::TracesReservoir,
    Kind::TracesDatagram,
    Kind::TracesDaemonAddress,
    Kind::TracesFilter,
    Kind::TracesAnalyse,
    Kind::TracesOtel,
];
