//! Who called, with what, and with which outcome: counts of values.

use serde::{Deserialize, Serialize};

use super::names::Names;

/// What an insight is attributed to, in the order of records.
pub(super) const ATTRIBUTES: [&str; 3] = ["userIdentityArn", "userAgent", "errorCode"];

/// A value of each attribute, or [`NO_VALUE`].
pub(super) type Ids = [u32; 3];

pub(super) const NO_VALUE: u32 = u32::MAX;

/// How often each value came, for each attribute; ascending by id.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Counts([Vec<(u32, u32)>; 3]);

impl Counts {
    pub(super) fn add(&mut self, ids: Ids) {
        for (counts, id) in self.0.iter_mut().zip(ids) {
            if id != NO_VALUE {
                add(counts, id, 1);
            }
        }
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        for (counts, others) in self.0.iter_mut().zip(&other.0) {
            others.iter().for_each(|(id, count)| add(counts, *id, *count));
        }
    }

    pub(super) fn of(&self, attribute: usize) -> &[(u32, u32)] {
        &self.0[attribute]
    }

    /// Ids keep their order.
    pub(super) fn renumber(&mut self, new: &[u32]) {
        self.0.iter_mut().flatten().for_each(|(id, _)| *id = new[*id as usize]);
    }

    /// Gives the ids of each attribute new ones, in whatever order.
    pub(super) fn rename(&mut self, new: &[Vec<u32>; 3]) {
        for (counts, new) in self.0.iter_mut().zip(new) {
            counts.iter_mut().for_each(|(id, _)| *id = new.get(*id as usize).copied().unwrap_or(NO_VALUE));
            counts.sort_unstable();
        }
    }
}

fn add(counts: &mut Vec<(u32, u32)>, id: u32, by: u32) {
    match counts.binary_search_by_key(&id, |(id, _)| *id) {
        Ok(at) => counts[at].1 = counts[at].1.saturating_add(by),
        Err(at) => counts.insert(at, (id, by)),
    }
}

/// The values of a series that are told apart, ascending by id. Their names are the detector's.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Values([Vec<u32>; 3]);

impl Values {
    /// The ids of these values; past `most` of an attribute, new ones are not told apart any more.
    pub(super) fn ids(&mut self, names: &mut Names, values: [Option<&str>; 3], most: usize) -> Ids {
        std::array::from_fn(|at| match values[at] {
            Some(value) if !value.is_empty() => id(&mut self.0[at], names, value, most),
            _ => NO_VALUE,
        })
    }

    /// Whether forgetting what is not counted any more is worth it.
    pub(super) fn is_crowded(&self, most: usize) -> bool {
        self.0.iter().any(|known| known.len() * 2 > most)
    }

    /// Forgets the values that none of these counts has.
    pub(super) fn keep<'c>(&mut self, counts: impl Iterator<Item = &'c Counts>) {
        let mut used: [Vec<u32>; 3] = Default::default();
        for counts in counts {
            used.iter_mut().zip(&counts.0).for_each(|(used, counts)| used.extend(counts.iter().map(|(id, _)| *id)));
        }
        for (known, mut used) in self.0.iter_mut().zip(used) {
            used.sort_unstable();
            used.dedup();
            *known = used;
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = u32> {
        self.0.iter().flatten().copied()
    }

    /// Ids keep their order.
    pub(super) fn renumber(&mut self, new: &[u32]) {
        self.0.iter_mut().flatten().for_each(|id| *id = new[*id as usize]);
    }
}

fn id(known: &mut Vec<u32>, names: &mut Names, value: &str, most: usize) -> u32 {
    let named = names.find(value);
    let place = named.map_or(Err(known.len()), |id| known.binary_search(&id));
    match (named, place) {
        (Some(id), Ok(_)) => id,
        (named, Err(place)) if known.len() < most => {
            let Some(id) = named.or_else(|| names.push(value.into())) else { return NO_VALUE };
            known.insert(place, id); // a new name has the largest id
            id
        }
        _ => NO_VALUE,
    }
}

/// Values as a snapshot has them. In the first form each series told their names itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Written {
    Ids(Values),
    Named { names: [Vec<Box<str>>; 3] },
}

impl Written {
    /// The values by the names of the detector; of the first form, with the ids by the former ones of each attribute.
    pub(super) fn taken_in(self, names: &mut Names) -> (Values, Option<[Vec<u32>; 3]>) {
        match self {
            Self::Ids(values) => (values, None),
            Self::Named { names: own } => {
                let mut id = |name: Box<str>| names.find(&name).or_else(|| names.push(name)).unwrap_or(NO_VALUE);
                let ids = own.map(|own| own.into_iter().map(&mut id).collect::<Vec<u32>>());
                let mut values = Values(ids.clone());
                values.0.iter_mut().for_each(|ids| ids.sort_unstable());
                (values, Some(ids))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_counted_any_more_is_forgotten() {
        let (mut names, mut values, mut kept) = (Names::default(), Values::default(), Counts::default());
        for name in ["a", "b", "c"] {
            let ids = values.ids(&mut names, [Some(name), None, Some("")], 3);
            assert_eq!(ids[1..], [NO_VALUE, NO_VALUE]);
            if name != "b" {
                kept.add(ids);
            }
        }
        assert_eq!(values.ids(&mut names, [Some("d"), None, None], 3), [NO_VALUE; 3]);
        values.keep([&kept].into_iter());
        assert_eq!(values.all().map(|id| names.get(id)).collect::<Vec<_>>(), ["a", "c"]);
        assert_ne!(values.ids(&mut names, [Some("d"), None, None], 3)[0], NO_VALUE);
        assert_eq!(values.ids(&mut names, [Some("b"), None, None], 3)[0], NO_VALUE, "it is full again");
        assert_eq!(values.ids(&mut names, [Some("c"), None, None], 3)[0], kept.of(0)[1].0);
    }
}
