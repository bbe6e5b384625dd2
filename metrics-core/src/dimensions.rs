//! Sets of dimensions.

use std::fmt;
use std::sync::Arc;

use cupola_base::Dimension;
use serde::{Deserialize, Serialize};

use crate::name::{NameError, NameKind};

/// A set of dimensions: up to 30 names, each with one value, in the order of their names.
///
/// The order in which they were given does not matter: two equal sets are one.
///
/// ```
/// use cupola_metrics::{Dimension, Dimensions};
///
/// let a = Dimensions::new([Dimension::new("Stage", "test"), Dimension::new("Host", "h1")])?;
/// let b = Dimensions::new([Dimension::new("Host", "h1"), Dimension::new("Stage", "test")])?;
/// assert_eq!(a, b);
/// assert_eq!(a.value("Host"), Some("h1"));
/// # Ok::<(), cupola_metrics::DimensionsError>(())
/// ```
///
/// # Source
/// CloudWatch API Reference, Dimension.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<Dimension>", into = "Vec<Dimension>")]
pub struct Dimensions(Arc<[Dimension]>);

impl Dimensions {
    /// How many dimensions a metric has at most.
    pub const MOST: usize = 30;

    /// Checks and sorts.
    ///
    /// # Errors
    /// [`DimensionsError`] when there are more than 30, a name occurs twice, or a name or a value
    /// breaks its rule.
    pub fn new(dimensions: impl IntoIterator<Item = Dimension>) -> Result<Self, DimensionsError> {
        let given: Vec<Dimension> = dimensions.into_iter().collect();
        let order = Order::of(&given)?;
        given.iter().try_for_each(check)?;
        Ok(Self(order.of_slice(&given).cloned().collect()))
    }

    /// The dimensions, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Dimension> {
        self.0.iter()
    }

    /// The value of the dimension of that name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.0.binary_search_by(|dimension| dimension.name.as_ref().cmp(name)).ok()?;
        self.0.get(found).map(|dimension| dimension.value.as_ref())
    }

    /// Whether these, in whatever order, are the same set.
    pub(crate) fn is(&self, given: &[Dimension]) -> bool {
        // Each of ours is met once: as many as were given, and every one another.
        let mut met = 0_u32;
        let place = |given: &Dimension| self.0.iter().position(|have| have == given);
        let all =
            self.0.len() == given.len() && given.iter().all(|one| place(one).inspect(|at| met |= 1 << at).is_some());
        all && met.count_ones() as usize == given.len()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Dimensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|dimension| (&dimension.name, &dimension.value))).finish()
    }
}

impl TryFrom<Vec<Dimension>> for Dimensions {
    type Error = DimensionsError;

    fn try_from(given: Vec<Dimension>) -> Result<Self, DimensionsError> {
        Self::new(given)
    }
}

impl From<Dimensions> for Vec<Dimension> {
    fn from(set: Dimensions) -> Self {
        set.0.to_vec()
    }
}

/// The order by name of dimensions as they were given; finds it without allocating.
pub(crate) struct Order {
    index: [u8; Dimensions::MOST],
    len: usize,
}

impl Order {
    pub(crate) fn of(given: &[Dimension]) -> Result<Self, DimensionsError> {
        let mut index = [0u8; Dimensions::MOST];
        let too_many = DimensionsError::TooMany(given.len());
        let slots = index.get_mut(..given.len()).ok_or(too_many)?;
        for (place, slot) in (0u8..).zip(slots.iter_mut()) {
            *slot = place;
        }
        let name = |place: &u8| given[usize::from(*place)].name.as_ref();
        slots.sort_unstable_by(|a, b| name(a).cmp(name(b)));
        match slots.windows(2).find(|pair| name(&pair[0]) == name(&pair[1])) {
            Some(pair) => Err(DimensionsError::Twice(name(&pair[0]).into())),
            None => Ok(Self { index, len: given.len() }),
        }
    }

    /// The same dimensions by name.
    pub(crate) fn of_slice<'a>(&'a self, given: &'a [Dimension]) -> impl Iterator<Item = &'a Dimension> {
        self.index[..self.len].iter().map(|place| &given[usize::from(*place)])
    }
}

fn check(dimension: &Dimension) -> Result<(), NameError> {
    NameKind::DimensionName.check(&dimension.name)?;
    NameKind::DimensionValue.check(&dimension.value)
}

/// Why dimensions were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DimensionsError {
    /// More than 30.
    #[error("{0} dimensions are more than the {most} that a metric may have", most = Dimensions::MOST)]
    TooMany(usize),
    /// A name occurs twice.
    #[error("the dimension `{0}` is given twice")]
    Twice(String),
    /// A name or a value breaks its rule.
    #[error(transparent)]
    Name(#[from] NameError),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> Dimension {
        Dimension::new(name, value)
    }

    #[test]
    fn a_name_occurs_once() {
        let twice = Dimensions::new([pair("D", "1"), pair("E", "1"), pair("D", "2")]);
        assert_eq!(twice, Err(DimensionsError::Twice("D".into())));
    }

    #[test]
    fn thirty_fit_and_thirty_one_do_not() {
        let many = |n: usize| Dimensions::new((0..n).map(|i| pair(&format!("D{i:02}"), "v")));
        assert_eq!(many(30).unwrap().len(), 30);
        assert_eq!(many(31), Err(DimensionsError::TooMany(31)));
        assert_eq!(many(300), Err(DimensionsError::TooMany(300)));
    }

    #[test]
    fn a_set_is_known_in_whatever_order() {
        let set = Dimensions::new([pair("D", "1"), pair("E", "1")]).unwrap();
        assert!(set.is(&[pair("E", "1"), pair("D", "1")]) && set.is(&[pair("D", "1"), pair("E", "1")]));
        assert!(!set.is(&[pair("D", "1"), pair("D", "1")]) && !set.is(&[pair("D", "1"), pair("E", "2")]));
        assert!(!set.is(&[pair("D", "1")]) && Dimensions::default().is(&[]));
    }

    #[test]
    fn the_inside_is_checked_too() {
        assert!(matches!(Dimensions::new([pair("D", "")]), Err(DimensionsError::Name(_))));
        assert!(matches!(Dimensions::new([pair(":D", "v")]), Err(DimensionsError::Name(_))));
    }
}
