//! Which metrics have a text as one of their parts.

use std::sync::Arc;

use hashbrown::HashMap;

use super::identity::MetricId;
use crate::metric::Metric;

/// For each namespace, name, dimension's name and dimension's value the metrics that have it.
///
/// It is made when it is first wanted, grows with the metrics, and is made anew after one has gone: whoever never
/// searches for a whole text pays nothing for it. A metric stands twice in a list where two of its parts are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(Option<HashMap<Arc<str>, Vec<MetricId>>>);

impl Words {
    /// The shortest of the lists of some texts; `None` where there is no text, or no list was made yet.
    pub(super) fn shortest<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Option<&[MetricId]> {
        let lists = self.0.as_ref()?;
        texts.into_iter().map(|text| lists.get(text).map_or(&[][..], Vec::as_slice)).min_by_key(|list| list.len())
    }

    /// Makes the lists, unless they are there.
    pub(super) fn prepare<'a>(&mut self, all: impl Iterator<Item = (&'a Metric, MetricId)>) {
        if self.0.is_none() {
            self.0 = Some(HashMap::new());
            all.for_each(|(metric, id)| self.add(metric, id));
        }
    }

    /// There is one more metric.
    pub(super) fn add(&mut self, metric: &Metric, id: MetricId) {
        let Some(lists) = &mut self.0 else { return };
        let own: [Arc<str>; 2] = [metric.namespace.clone().into(), metric.name.clone().into()];
        let dimensions = metric.dimensions.iter().flat_map(|dimension| [&dimension.name, &dimension.value]);
        own.iter().chain(dimensions).for_each(|text| lists.entry(text.clone()).or_default().push(id));
    }

    /// A metric has gone.
    pub(super) fn forget(&mut self) {
        self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::identity::Identities;
    use crate::metric::Metric;
    use crate::search::Search;
    use cupola_base::Dimension;

    const TEXTS: [&str; 6] = ["Bay", "Dock", "north", "south", "load", "7"];

    fn metric() -> impl Strategy<Value = Metric> {
        let text = || proptest::sample::select(&TEXTS[..]);
        (text(), text(), proptest::collection::btree_map(text(), text(), 0..3)).prop_map(|(namespace, name, pairs)| {
            let dimensions = pairs.into_iter().map(|(name, value)| Dimension::new(name, value));
            Metric::new(namespace, name).unwrap().with_dimensions(dimensions).unwrap()
        })
    }

    fn search() -> impl Strategy<Value = Search> {
        proptest::sample::select(vec![
            "{Bay, Dock}",
            "{Bay, Dock, 7} north",
            "{load}",
            "\"north\"",
            "\"north\" \"7\"",
            "Dock=\"north\"",
            "Dock=(north OR south)",
            "Namespace=\"Bay\" NOT \"load\"",
            "MetricName=\"load\" OR \"load\" north",
            "\"none\"",
            "load",
        ])
        .prop_map(|text| Search::parse(text).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        /// What is found among those with the needed texts is what is found among all.
        #[test]
        fn nothing_is_missed(
            steps in proptest::collection::vec(proptest::collection::vec(metric(), 1..80), 1..4),
            gone in 0..9usize,
            search in search(),
        ) {
            let mut all = Identities::default();
            for metrics in steps {
                for metric in metrics {
                    all.intern(metric);
                }
                all.prepare();
                let texts = search.needed();
                let (some, len) = all.with(&texts);
                let some: Vec<_> = some.collect();
                prop_assert_eq!(some.len(), len);
                let found: Vec<_> = some.into_iter().filter(|(metric, _)| search.matches(metric)).collect();
                let wanted: Vec<_> = all.after(None).filter(|(metric, _)| search.matches(metric)).collect();
                prop_assert_eq!(found, wanted);
                all.retain(|id| id.index() % 9 != gone);
            }
        }
    }
}
