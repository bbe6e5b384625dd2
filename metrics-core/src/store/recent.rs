//! Data whose names are the very texts of before.

use std::sync::Arc;

use cupola_base::{Datum, Dimension};

use super::identity::MetricId;

/// Names that were resolved lately, by where they stand in memory: a host that sends the same
/// datum again and again, each time with another value, pays for no letter of it.
///
/// The texts are held, so that nothing else can come to stand in their place.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent(Vec<Option<Names>>);

#[derive(Clone, Debug)]
struct Names {
    namespace: Arc<str>,
    name: Arc<str>,
    dimensions: Arc<[Dimension]>,
    id: MetricId,
}

/// So many names are held at most.
const MOST: usize = 256;

impl Recent {
    #[inline]
    pub(super) fn find(&self, datum: &Datum) -> Option<MetricId> {
        let names = self.0.get(place(datum))?.as_ref()?;
        names.are_of(datum).then_some(names.id)
    }

    pub(super) fn hold(&mut self, datum: &Datum, id: MetricId) {
        let Datum { namespace, name, dimensions, .. } = datum;
        let names = Names { namespace: namespace.clone(), name: name.clone(), dimensions: dimensions.clone(), id };
        self.0.resize_with(MOST, || None);
        self.0[place(datum)] = Some(names);
    }

    /// Ids are no longer those of before.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

impl Names {
    fn are_of(&self, datum: &Datum) -> bool {
        Arc::ptr_eq(&self.name, &datum.name)
            && Arc::ptr_eq(&self.namespace, &datum.namespace)
            && Arc::ptr_eq(&self.dimensions, &datum.dimensions)
    }
}

/// Where the names of a datum are held.
fn place(datum: &Datum) -> usize {
    let name = Arc::as_ptr(&datum.name).addr();
    let dimensions = Arc::as_ptr(&datum.dimensions).addr();
    let mixed = (name ^ dimensions.rotate_left(20)) as u64;
    usize::from(mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes()[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use cupola_base::Timestamp;

    #[test]
    fn only_the_very_same_texts_are_found() {
        let datum = |name: &str| Datum::new("A", name, Timestamp::EPOCH, 0.0);
        let (one, other) = (datum("one"), datum("other"));
        let mut later = one.clone();
        later.at = Timestamp::MAX;
        let mut recent = Recent::default();
        recent.hold(&one, MetricId::of(4));
        assert_eq!(recent.find(&later), Some(MetricId::of(4)));
        assert_eq!((recent.find(&other), recent.find(&datum("one"))), (None, None));
        recent.clear();
        assert_eq!(recent.find(&one), None);
    }
}
