//! The labels that the service gives to series without one.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::Dimension;

use crate::alarm::MetricSource;

/// The labels of metrics, in their order: the metric's name, then the statistic when the queries
/// do not share one, then the period when they do not share one. What tells metrics of one name
/// apart, the values of dimensions that they do not share, comes first.
pub(super) fn defaults(sources: &[&MetricSource]) -> Vec<String> {
    let statistics: BTreeSet<_> = sources.iter().map(|source| source.statistic).collect();
    let periods: BTreeSet<_> = sources.iter().map(|source| source.period).collect();
    let shared = shared_dimensions(sources);
    let label = |source: &&MetricSource| {
        let mut words = distinct_values(source, &shared);
        words.push(source.metric.name.to_string());
        words.extend((statistics.len() > 1).then(|| source.statistic.to_string()));
        words.extend((periods.len() > 1).then(|| source.period.seconds().to_string()));
        words.join(" ")
    };
    sources.iter().map(label).collect()
}

type Shared<'a> = BTreeMap<&'a str, BTreeSet<&'a Dimension>>;

/// For each metric name, the dimensions that all metrics of that name have.
fn shared_dimensions<'a>(sources: &[&'a MetricSource]) -> Shared<'a> {
    let mut shared = Shared::new();
    for source in sources {
        let metric = &source.metric;
        let own = || metric.dimensions.iter().collect::<BTreeSet<_>>();
        let common = shared.entry(metric.name.as_str()).or_insert_with(own);
        common.retain(|dimension| metric.dimensions.value(&dimension.name) == Some(&*dimension.value));
    }
    shared
}

fn distinct_values(source: &MetricSource, shared: &Shared<'_>) -> Vec<String> {
    let metric = &source.metric;
    let common = shared.get(metric.name.as_str());
    let is_own = |dimension: &&Dimension| !common.is_some_and(|common| common.contains(dimension));
    metric.dimensions.iter().filter(is_own).map(|dimension| dimension.value.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Metric;
    use crate::period::Period;
    use crate::statistic::Statistic;

    fn query(name: &str, host: Option<&str>, statistic: Statistic, minutes: u32) -> MetricSource {
        let host = host.map(|host| Dimension::new("Host", host));
        let metric = Metric::new("N", name).unwrap().with_dimensions(host).unwrap();
        MetricSource::new(metric, statistic, Period::minutes(minutes).unwrap())
    }

    fn labels(sources: &[MetricSource]) -> Vec<String> {
        defaults(&sources.iter().collect::<Vec<_>>())
    }

    #[test]
    fn labels_tell_what_the_queries_do_not_share() {
        use Statistic::{Average, Sum};
        let alike = [query("A", None, Sum, 1), query("B", None, Sum, 1)];
        assert_eq!(labels(&alike), ["A", "B"]);
        let by_statistic = [query("A", None, Sum, 1), query("A", None, Average, 1)];
        assert_eq!(labels(&by_statistic), ["A Sum", "A Average"]);
        let by_both = [query("A", None, Sum, 1), query("B", None, Average, 5)];
        assert_eq!(labels(&by_both), ["A Sum 60", "B Average 300"]);
        let by_host = [query("A", Some("h1"), Sum, 1), query("A", Some("h2"), Sum, 1), query("B", Some("h1"), Sum, 1)];
        assert_eq!(labels(&by_host), ["h1 A", "h2 A", "B"]);
        let one_host = [query("A", Some("h1"), Sum, 1), query("A", None, Sum, 1)];
        assert_eq!(labels(&one_host), ["h1 A", "A"]);
    }
}
