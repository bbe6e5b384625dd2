//! Why an alarm was refused.

use cupola_base::ApiError;

use crate::alarm::calendar::WallZoneError;
use crate::alarm::state::ComparisonOperator;
use crate::anomaly::PutAnomalyDetectorError;
use crate::code;
use crate::data::MetricDataError;
use crate::dimensions::DimensionsError;
use crate::name::NameError;
use crate::period::Period;
use crate::statistics::ExtendedError;

/// Why an alarm was refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PutAlarmError {
    /// Something that an alarm on a metric needs was not given.
    #[error("The parameter {0} is required.")]
    Missing(&'static str),
    /// Two things were given that exclude each other.
    #[error("The parameters {0} and {1} are mutually exclusive and you have specified both.")]
    Both(&'static str, &'static str),
    /// Alarm, namespace or metric name break their rules.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The dimensions are not a set of dimensions.
    #[error(transparent)]
    Dimensions(#[from] DimensionsError),
    /// The period is not one of an alarm.
    #[error("Period must be 10, 20, 30 or a multiple of 60, not {0}")]
    Period(u32),
    /// N is zero, or M is not between 1 and N.
    #[error("DatapointsToAlarm must be between 1 and EvaluationPeriods: {datapoints} of {periods} were asked for")]
    Datapoints {
        /// M.
        datapoints: u32,
        /// N.
        periods: u32,
    },
    /// Periods below an hour look back a day at most.
    #[error(
        "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms \
         using period < 3600"
    )]
    LongerThanADay,
    /// Longer periods look back a week at most.
    #[error("Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)")]
    LongerThanAWeek,
    /// The threshold is not a finite number.
    #[error("The value {0} for parameter Threshold is invalid.")]
    Threshold(f64),
    /// The operator compares with an anomaly band, which a threshold is not.
    #[error("The operator {0} needs ThresholdMetricId.")]
    BandOperator(ComparisonOperator),
    /// The treatment of missing data is none of the four.
    #[error(
        "The value {0} is not supported for TreatMissingData parameter. Supported values are [breaching, \
         notBreaching, ignore, missing]."
    )]
    TreatMissingData(String),
    /// The text is no percentile or trimmed statistic.
    #[error("The value {text} for parameter ExtendedStatistic is not supported.")]
    ExtendedStatistic {
        /// The text.
        text: String,
        /// What is wrong with it.
        #[source]
        cause: ExtendedError,
    },
    /// The treatment of low samples is none of the two.
    #[error(
        "Option {0} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and \
         ignore."
    )]
    LowSamplesWord(String),
    /// Only alarms on percentiles have low-sample percentiles.
    #[error("The parameter EvaluateLowSampleCountPercentile is valid with a percentile as ExtendedStatistic only.")]
    LowSamples,
    /// The service has it; this library does not evaluate it.
    #[error("The parameter {0} is not supported.")]
    NotSupported(&'static str),
    /// The queries cannot be answered.
    #[error(transparent)]
    Queries(#[from] MetricDataError),
    /// The anomaly band has no detector, and none can be made.
    #[error(transparent)]
    Detector(#[from] PutAnomalyDetectorError),
    /// More queries than an alarm may have.
    #[error("An alarm may have {most} {what}, {given} were given.")]
    TooManyQueries {
        /// Of which kind.
        what: &'static str,
        /// How many were given.
        given: usize,
        /// How many there may be.
        most: usize,
    },
    /// Not exactly one query returns data, or beside an anomaly band not exactly two.
    #[error("Exactly {wanted} of the Metrics must have ReturnData set to true, {given} have.")]
    Returned {
        /// How many must.
        wanted: usize,
        /// How many do.
        given: usize,
    },
    /// A search finds what there is at the moment, which no alarm can watch.
    #[error("SEARCH is not supported in the Metrics of alarms: {0}.")]
    Search(String),
    /// The query that is watched comes to an array of time series.
    #[error("The expression {0} must come to a single time series.")]
    NotOneSeries(String),
    /// The periods of the metrics differ.
    #[error("All metrics of an alarm must have the same period, {0} and {1} were given.")]
    Periods(Period, Period),
    /// A query has no period, and no metric with one.
    #[error("The parameter Period is required for the expression {0}.")]
    NoPeriod(String),
    /// No query has the id that is to be the anomaly band.
    #[error("ThresholdMetricId {0} is not the id of an ANOMALY_DETECTION_BAND expression that returns data.")]
    ThresholdMetricId(String),
    /// The operator compares with a threshold, which a band is not.
    #[error("The operator {0} needs Threshold, not ThresholdMetricId.")]
    ThresholdOperator(ComparisonOperator),
    /// Anomaly bands are for periods of a minute or more.
    #[error("Alarms on anomaly detection need a period of at least 60 seconds, not {0}.")]
    BandPeriod(Period),
    /// Metrics Insights is for periods of a minute or more.
    #[error("Alarms on Metrics Insights queries need a period of at least 60 seconds, not {0}.")]
    InsightsPeriod(Period),
    /// Metrics Insights looks back three hours at most.
    #[error("MetricsInsights monitors cannot be checked across more than 3 hours")]
    LongerThanThreeHours,
    /// Alarms on math do nothing to instances.
    #[error("The action {0} is for alarms on a single metric of an instance.")]
    InstanceOfMath(String),
    /// Alarms on anomaly bands scale nothing.
    #[error("The action {0} is not supported for alarms on anomaly detection.")]
    ScalingOfBand(String),
    /// Windows of the calendar have lengths of their own.
    #[error("WallClockWindow needs a period of 60, 300, 3600, 86400 or 604800 seconds, not {0}.")]
    WallClockPeriod(Period),
    /// The zone of the calendar is none.
    #[error("The value for parameter EvaluationWindow.WallClockWindow.Timezone is not valid: {0}.")]
    Zone(#[from] WallZoneError),
    /// A warm-up lasts from a minute to two days.
    #[error("WarmUpPeriodDurationInMinutes must be between 1 and 2880, not {0}.")]
    WarmUp(u32),
    /// More actions for one state than there may be.
    #[error("{member} holds more than {most} actions")]
    TooManyActions {
        /// Which list.
        member: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A text is empty or longer than 1024 characters.
    #[error("{0} must be 1 to 1024 characters long")]
    TooLong(&'static str),
    /// An action on an instance, but the metric has no `InstanceId`.
    #[error("The action {0} needs a metric with the dimension InstanceId.")]
    NoInstance(String),
    /// Instances are recovered when their system status check fails, and for nothing else.
    #[error("The action recover needs the metric StatusCheckFailed_System, not {0}.")]
    Recover(String),
    /// The tags are not those of a resource.
    #[error(transparent)]
    Tags(#[from] cupola_base::TagsError),
    /// There is a composite alarm of this name.
    #[error("There is a composite alarm with the name {0}: the type of an alarm cannot be changed.")]
    OtherKind(String),
    /// There are as many alarms as there may be.
    #[error("{0} alarms are as many as there may be")]
    TooManyAlarms(usize),
}

impl From<PutAlarmError> for ApiError {
    fn from(error: PutAlarmError) -> Self {
        let code = match error {
            PutAlarmError::TooManyAlarms(_) => code::LIMIT_EXCEEDED,
            PutAlarmError::Both(..) => code::INVALID_COMBINATION,
            PutAlarmError::Queries(error) => return error.into(),
            PutAlarmError::Detector(error) => return error.into(),
            PutAlarmError::Tags(_) | PutAlarmError::ExtendedStatistic { .. } => code::INVALID_VALUE,
            _ => code::VALIDATION,
        };
        Self::caller(code, error.to_string())
    }
}
