//! Labels with placeholders.

use cupola_base::{Place, Timestamp};

use super::LabelZone;
use crate::alarm::MetricSource;
use crate::period::Period;

/// How many placeholders a label may hold.
pub(super) const MOST: usize = 5;

/// What placeholders speak of.
pub(super) struct Series<'a> {
    pub(super) place: &'a Place,
    pub(super) now: Timestamp,
    pub(super) zone: LabelZone,
    /// The metric that the values come from alone, if there is one.
    pub(super) source: Option<&'a MetricSource>,
    pub(super) period: Period,
    pub(super) default_label: &'a str,
    /// Oldest first.
    pub(super) points: &'a [(Timestamp, f64)],
}

/// Whether a label says itself where the default one stands.
pub(super) fn holds_label(label: &str) -> bool {
    Parts(label).any(|part| Placeholder::of(part) == Some(Placeholder::Label))
}

/// Whether a label holds no more placeholders than it may.
pub(super) fn is_within_bounds(label: &str) -> bool {
    let known = || Parts(label).filter_map(Placeholder::of);
    known().count() <= MOST && known().filter(|placeholder| *placeholder == Placeholder::Label).count() <= 1
}

impl Series<'_> {
    /// A label with its placeholders filled in; unknown ones are left as typed, and those without
    /// a value become `--`.
    pub(super) fn render(&self, label: &str) -> String {
        let part = |part: &str| match Placeholder::of(part) {
            Some(placeholder) => self.value(&placeholder).unwrap_or_else(|| "--".into()),
            None => part.to_owned(),
        };
        Parts(label).map(part).collect()
    }

    fn value(&self, placeholder: &Placeholder<'_>) -> Option<String> {
        match placeholder {
            Placeholder::Label => Some(self.default_label.to_owned()),
            Placeholder::Property(name) => self.property(name),
            Placeholder::Count => Some(self.points.len().to_string()),
            Placeholder::Sum => (!self.points.is_empty()).then(|| self.sum().to_string()),
            #[expect(clippy::cast_precision_loss, reason = "far fewer points than 2^52")]
            Placeholder::Average => {
                (!self.points.is_empty()).then(|| (self.sum() / self.points.len() as f64).to_string())
            }
            Placeholder::Value(end) => self.point(*end).map(|(_, value)| value.to_string()),
            Placeholder::Time(end) => self.point(*end).map(|(at, _)| self.zone.tell(at)),
            Placeholder::Relative(end) => self.point(*end).map(|(at, _)| duration(self.now.millis_since(at))),
            Placeholder::Range(one, other) => {
                let ((_, one), (_, other)) = (self.point(*one)?, self.point(*other)?);
                Some((one - other).abs().to_string())
            }
            Placeholder::TimeRange(one, other) => {
                let ((one, _), (other, _)) = (self.point(*one)?, self.point(*other)?);
                Some(duration(one.millis_since(other).abs()))
            }
        }
    }

    fn sum(&self) -> f64 {
        self.points.iter().map(|(_, value)| value).sum()
    }

    fn point(&self, end: End) -> Option<(Timestamp, f64)> {
        let all = self.points.iter().copied();
        match end {
            End::First => self.points.first().copied(),
            End::Last => self.points.last().copied(),
            End::Min => all.reduce(|least, point| if point.1 < least.1 { point } else { least }),
            End::Max => all.reduce(|most, point| if point.1 > most.1 { point } else { most }),
        }
    }

    fn property(&self, name: &str) -> Option<String> {
        match name {
            "MetricName" => Some(self.source?.metric.name.to_string()),
            "Namespace" => Some(self.source?.metric.namespace.to_string()),
            "Period" => Some(self.source.map_or(self.period, |source| source.period).seconds().to_string()),
            "Stat" => Some(self.source?.statistic.to_string()),
            "Region" => Some(self.place.region.to_string()),
            "AccountId" => Some(self.place.account.to_string()),
            _ => self.source?.metric.dimensions.value(name.strip_prefix("Dim.")?).map(str::to_owned),
        }
    }
}

/// Days, hours, minutes and seconds, those that are not zero: `1h5m`.
fn duration(millis: i64) -> String {
    let seconds = millis.max(0) / 1000;
    let parts = [(seconds / 86_400, 'd'), (seconds / 3600 % 24, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')];
    let text: String = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    if text.is_empty() { "0s".into() } else { text }
}

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placeholder<'a> {
    Label,
    Property(&'a str),
    Count,
    Sum,
    Average,
    Value(End),
    Time(End),
    Relative(End),
    Range(End, End),
    TimeRange(End, End),
}

/// A point of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    First,
    Last,
    Min,
    Max,
}

impl<'a> Placeholder<'a> {
    fn of(part: &'a str) -> Option<Self> {
        let word = part.strip_prefix("${")?.strip_suffix('}')?;
        if let Some(name) = word.strip_prefix("PROP('").and_then(|rest| rest.strip_suffix("')")) {
            return is_property(name).then_some(Self::Property(name));
        }
        match word {
            "LABEL" => Some(Self::Label),
            "DATAPOINT_COUNT" => Some(Self::Count),
            "SUM" => Some(Self::Sum),
            "AVG" => Some(Self::Average),
            "FIRST_LAST_RANGE" => Some(Self::Range(End::First, End::Last)),
            "MIN_MAX_RANGE" => Some(Self::Range(End::Min, End::Max)),
            "FIRST_LAST_TIME_RANGE" => Some(Self::TimeRange(End::First, End::Last)),
            "MIN_MAX_TIME_RANGE" => Some(Self::TimeRange(End::Min, End::Max)),
            _ => Self::of_one_point(word),
        }
    }

    fn of_one_point(word: &str) -> Option<Self> {
        let (name, rest) = word.split_once('_').unwrap_or((word, ""));
        let end = match name {
            "FIRST" => End::First,
            "LAST" => End::Last,
            "MIN" => End::Min,
            "MAX" => End::Max,
            _ => return None,
        };
        match rest {
            "" if !word.ends_with('_') => Some(Self::Value(end)),
            "TIME" => Some(Self::Time(end)),
            "TIME_RELATIVE" => Some(Self::Relative(end)),
            _ => None,
        }
    }
}

fn is_property(name: &str) -> bool {
    let known = ["MetricName", "Namespace", "Period", "Region", "Stat", "AccountId", "AccountLabel"];
    known.contains(&name) || name.starts_with("Dim.")
}

/// A label cut into what may be placeholders and what stands between them.
struct Parts<'a>(&'a str);

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let Self(rest) = *self;
        let cut = match rest.find("${") {
            _ if rest.is_empty() => return None,
            None => rest.len(),
            Some(0) => end_of_placeholder(rest),
            Some(start) => start,
        };
        let (part, rest) = rest.split_at(cut);
        *self = Self(rest);
        Some(part)
    }
}

fn end_of_placeholder(text: &str) -> usize {
    let end = if text.starts_with("${PROP('") { "')}" } else { "}" };
    text.find(end).map_or(text.len(), |found| found + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Metric;
    use crate::statistic::Statistic;

    fn render(label: &str, values: &[f64]) -> String {
        let start = Timestamp::parse("2026-05-04T06:00:00Z").unwrap();
        let metric = Metric::new("Bay", "Load").unwrap().with_dimensions([cupola_base::Dimension::new("Dock", "n1")]);
        let source = MetricSource::new(metric.unwrap(), Statistic::Sum, Period::MINUTE);
        let points: Vec<_> = (0..).zip(values).map(|(i, value)| (start.plus_secs(60 * i), *value)).collect();
        let place = Place::parse("111122223333", "eu-west-1").unwrap();
        let zone = LabelZone::parse("+0200").unwrap();
        let now = start.plus_secs(3900);
        let (source, period) = (Some(&source), Period::MINUTE);
        Series { place: &place, now, zone, source, period, default_label: "Load", points: &points }.render(label)
    }

    #[test]
    fn placeholders_take_their_values_from_the_series() {
        for (label, text) in [
            ("plain", "plain"),
            ("${LABEL}: ${MIN} to ${MAX}", "Load: 1 to 7.5"),
            ("${FIRST} ${LAST} ${SUM} ${AVG} ${DATAPOINT_COUNT}", "4 1 12.5 4.166666666666667 3"),
            ("${FIRST_LAST_RANGE} ${MIN_MAX_RANGE}", "3 6.5"),
            ("${MAX_TIME}, ${MAX_TIME_RELATIVE} ago", "2026-05-04 08:01:00 +0200, 1h4m ago"),
            ("${FIRST_LAST_TIME_RANGE} ${MIN_MAX_TIME_RANGE}", "2m 1m"),
            ("${PROP('Dim.Dock')}/${PROP('Dim.None')} ${PROP('Region')} ${PROP('Stat')}", "n1/-- eu-west-1 Sum"),
            ("${max} ${MAX_} ${ ${PROP('X')} ${", "${max} ${MAX_} ${ ${PROP('X')} ${"),
        ] {
            assert_eq!(render(label, &[4.0, 7.5, 1.0]), text, "{label}");
        }
        assert_eq!(render("${MAX} ${DATAPOINT_COUNT} ${AVG}", &[]), "-- 0 --");
    }

    #[test]
    fn five_placeholders_fit_and_unknown_ones_do_not_count() {
        assert!(is_within_bounds("${MAX}${MAX}${MAX}${MAX}${LABEL}${what}"));
        assert!(!is_within_bounds("${MAX}${MAX}${MAX}${MAX}${LABEL}${SUM}"));
        assert!(!is_within_bounds("${LABEL}${LABEL}"));
    }
}
