//! The labels that the service gives to series without one.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::Dimension;

use super::MetricDataQuery;

/// The labels of queries, in their order: the metric's name, then the statistic when the queries
/// do not share one, then the period when they do not share one. What tells metrics of one name
/// apart, the values of dimensions that they do not share, comes first.
pub(super) fn defaults(queries: &[MetricDataQuery]) -> Vec<String> {
    let statistics: BTreeSet<_> = queries.iter().map(|query| query.source.statistic).collect();
    let periods: BTreeSet<_> = queries.iter().map(|query| query.source.period).collect();
    let shared = shared_dimensions(queries);
    let label = |query: &MetricDataQuery| {
        let mut words = distinct_values(query, &shared);
        words.push(query.source.metric.name.to_string());
        words.extend((statistics.len() > 1).then(|| query.source.statistic.to_string()));
        words.extend((periods.len() > 1).then(|| query.source.period.seconds().to_string()));
        words.join(" ")
    };
    queries.iter().map(label).collect()
}

type Shared<'a> = BTreeMap<&'a str, BTreeSet<&'a Dimension>>;

/// For each metric name, the dimensions that all queries on it have.
fn shared_dimensions(queries: &[MetricDataQuery]) -> Shared<'_> {
    let mut shared = Shared::new();
    for query in queries {
        let metric = &query.source.metric;
        let own = || metric.dimensions.iter().collect::<BTreeSet<_>>();
        let common = shared.entry(metric.name.as_str()).or_insert_with(own);
        common.retain(|dimension| metric.dimensions.value(&dimension.name) == Some(&*dimension.value));
    }
    shared
}

fn distinct_values(query: &MetricDataQuery, shared: &Shared<'_>) -> Vec<String> {
    let metric = &query.source.metric;
    let common = shared.get(metric.name.as_str());
    let is_own = |dimension: &&Dimension| !common.is_some_and(|common| common.contains(dimension));
    metric.dimensions.iter().filter(is_own).map(|dimension| dimension.value.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alarm::MetricSource;
    use crate::metric::Metric;
    use crate::period::Period;
    use crate::statistic::Statistic;

    fn query(name: &str, host: Option<&str>, statistic: Statistic, minutes: u32) -> MetricDataQuery {
        let host = host.map(|host| Dimension::new("Host", host));
        let metric = Metric::new("N", name).unwrap().with_dimensions(host).unwrap();
        MetricDataQuery::new("q", MetricSource::new(metric, statistic, Period::minutes(minutes).unwrap()))
    }

    #[test]
    fn labels_tell_what_the_queries_do_not_share() {
        use Statistic::{Average, Sum};
        let alike = [query("A", None, Sum, 1), query("B", None, Sum, 1)];
        assert_eq!(defaults(&alike), ["A", "B"]);
        let by_statistic = [query("A", None, Sum, 1), query("A", None, Average, 1)];
        assert_eq!(defaults(&by_statistic), ["A Sum", "A Average"]);
        let by_both = [query("A", None, Sum, 1), query("B", None, Average, 5)];
        assert_eq!(defaults(&by_both), ["A Sum 60", "B Average 300"]);
        let by_host = [query("A", Some("h1"), Sum, 1), query("A", Some("h2"), Sum, 1), query("B", Some("h1"), Sum, 1)];
        assert_eq!(defaults(&by_host), ["h1 A", "h2 A", "B"]);
        let one_host = [query("A", Some("h1"), Sum, 1), query("A", None, Sum, 1)];
        assert_eq!(defaults(&one_host), ["h1 A", "A"]);
    }
}
