//! The functions that expressions may call.

macro_rules! functions {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// A function of metric math.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Function {
            $($variant,)*
        }

        impl Function {
            /// All of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As it is written.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

functions! {
    Abs "ABS",
    AnomalyDetectionBand "ANOMALY_DETECTION_BAND",
    Average "AVG",
    Ceil "CEIL",
    DatapointCount "DATAPOINT_COUNT",
    Date "DATE",
    Day "DAY",
    DbPerfInsights "DB_PERF_INSIGHTS",
    Difference "DIFF",
    DifferenceOfTimes "DIFF_TIME",
    Epoch "EPOCH",
    Fill "FILL",
    First "FIRST",
    Floor "FLOOR",
    Hour "HOUR",
    If "IF",
    InsightRuleMetric "INSIGHT_RULE_METRIC",
    Lambda "LAMBDA",
    Last "LAST",
    Log "LOG",
    Log10 "LOG10",
    Maximum "MAX",
    MetricCount "METRIC_COUNT",
    Metrics "METRICS",
    Minimum "MIN",
    Minute "MINUTE",
    Month "MONTH",
    Period "PERIOD",
    Rate "RATE",
    RemoveEmpty "REMOVE_EMPTY",
    RunningSum "RUNNING_SUM",
    Search "SEARCH",
    ServiceQuota "SERVICE_QUOTA",
    Slice "SLICE",
    Sort "SORT",
    StandardDeviation "STDDEV",
    Sum "SUM",
    TimeSeries "TIME_SERIES",
    Year "YEAR",
}

impl Function {
    /// The function of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|function| function.name() == name)
    }

    /// What it takes, for messages.
    pub(crate) const fn usage(self) -> &'static str {
        match self {
            Self::Abs
            | Self::Ceil
            | Self::Floor
            | Self::Log
            | Self::Log10
            | Self::Average
            | Self::Sum
            | Self::Minimum
            | Self::Maximum
            | Self::StandardDeviation
            | Self::DatapointCount
            | Self::Rate
            | Self::Difference
            | Self::DifferenceOfTimes
            | Self::RunningSum => "one time series or array",
            Self::MetricCount | Self::First | Self::Last | Self::RemoveEmpty => "one array of time series",
            Self::Metrics => "nothing, or a text that ids hold",
            Self::Fill => "a time series or array, and a number, a time series, REPEAT or LINEAR",
            Self::TimeSeries => "a number",
            Self::Minute
            | Self::Hour
            | Self::Day
            | Self::Date
            | Self::Month
            | Self::Year
            | Self::Epoch
            | Self::ServiceQuota => "one time series",
            Self::Period => "the id of a metric",
            Self::Slice => "an array, from which member on, and before which member it ends",
            Self::Sort => "an array, AVG, MIN, MAX or SUM, ASC or DESC, and how many members at most",
            Self::If => "a condition, a value, and a value for where the condition does not hold",
            Self::AnomalyDetectionBand => "one time series, and a number of standard deviations",
            Self::Search => "a search in quotes, a statistic in quotes, and a period in seconds",
            Self::InsightRuleMetric => {
                "a rule's name in quotes, and UniqueContributors, MaxContributorValue, SampleCount, Sum, Minimum, \
                 Maximum or Average"
            }
            Self::DbPerfInsights => {
                "'RDS' or 'DOCDB', a resource id in quotes, and a counter in quotes or a list of them"
            }
            Self::Lambda => "a function's name in quotes, and its arguments",
        }
    }

    /// Whether it makes one number of a time series.
    pub(crate) const fn sums_up(self) -> bool {
        matches!(
            self,
            Self::Average | Self::Sum | Self::Minimum | Self::Maximum | Self::StandardDeviation | Self::DatapointCount
        )
    }

    /// Whether what it comes to may depend on the calendar, or on what comes from outside.
    pub(crate) const fn tells_time(self) -> bool {
        matches!(
            self,
            Self::Minute
                | Self::Hour
                | Self::Day
                | Self::Date
                | Self::Month
                | Self::Year
                | Self::Epoch
                | Self::ServiceQuota
                | Self::InsightRuleMetric
                | Self::DbPerfInsights
                | Self::Lambda
        )
    }

    /// The fewest and the most arguments.
    pub(crate) const fn arity(self) -> (usize, usize) {
        match self {
            Self::Metrics => (0, 1),
            Self::AnomalyDetectionBand => (1, 2),
            Self::Fill | Self::InsightRuleMetric => (2, 2),
            Self::If | Self::Slice | Self::Search => (2, 3),
            Self::DbPerfInsights => (3, 3),
            Self::Sort => (3, 4),
            Self::Lambda => (1, usize::MAX),
            _ => (1, 1),
        }
    }
}
