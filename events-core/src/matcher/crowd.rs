//! Sets of things that have numbers, cheap to change while others look at them.

use std::sync::Arc;

/// What has a number that nothing else has at the same time.
pub(super) trait Numbered {
    fn number(&self) -> u32;
}

/// A persistent set, in the order of numbers. A change copies a page of it at most, and a list of pages.
#[derive(Debug, Default)]
pub(super) enum Crowd<T> {
    #[default]
    Nobody,
    One(Arc<T>),
    Page(Arc<Page<T>>),
    Pages(Arc<Vec<Arc<Page<T>>>>),
}

type Page<T> = Vec<Arc<T>>;

/// So many a page at most; half as many after it was split.
const PAGE: usize = 128;

impl<T> Crowd<T> {
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        matches!(self, Self::Nobody)
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Nobody => 0,
            Self::One(_) => 1,
            Self::Page(page) => page.len(),
            Self::Pages(pages) => pages.iter().map(|page| page.len()).sum(),
        }
    }

    #[inline]
    pub(super) fn each<'a>(&'a self, mut visit: impl FnMut(&'a Arc<T>)) {
        match self {
            Self::Nobody => {}
            Self::One(only) => visit(only),
            Self::Page(page) => page.iter().for_each(visit),
            Self::Pages(pages) => pages.iter().flat_map(|page| page.iter()).for_each(visit),
        }
    }
}

impl<T> Crowd<T> {
    fn iter(&self) -> impl Iterator<Item = &Arc<T>> {
        let (one, page, pages) = match self {
            Self::Nobody => (None, None, None),
            Self::One(only) => (Some(only), None, None),
            Self::Page(page) => (None, Some(&**page), None),
            Self::Pages(pages) => (None, None, Some(&**pages)),
        };
        let paged = pages.into_iter().flatten().map(|page| &**page);
        one.into_iter().chain(page.into_iter().chain(paged).flatten())
    }
}

impl<T: Numbered> Crowd<T> {
    /// Shows all but some of them.
    pub(super) fn each_but<'a>(&'a self, some: &Self, visit: &mut impl FnMut(&'a Arc<T>)) {
        let mut left_out = some.iter().peekable();
        self.each(|one| {
            while left_out.next_if(|other| other.number() < one.number()).is_some() {}
            if left_out.next_if(|other| other.number() == one.number()).is_none() {
                visit(one);
            }
        });
    }

    /// Changes the set in a slot, which is there as long as it is not empty.
    pub(super) fn change_slot(slot: &mut Option<Self>, change: impl FnOnce(&mut Self)) {
        let mut crowd = slot.take().unwrap_or_default();
        change(&mut crowd);
        *slot = Some(crowd).filter(|crowd| !crowd.is_empty());
    }

    /// Takes one in; one that is there already is replaced.
    pub(super) fn insert(&mut self, new: Arc<T>) {
        match self {
            Self::Nobody => *self = Self::One(new),
            Self::One(old) if old.number() == new.number() => *old = new,
            Self::One(old) => {
                let mut page = vec![Arc::clone(old)];
                insert(&mut page, new);
                *self = Self::Page(Arc::new(page));
            }
            Self::Page(page) => {
                insert(Arc::make_mut(page), new);
                if page.len() > PAGE {
                    let upper = Arc::make_mut(page).split_off(PAGE / 2);
                    *self = Self::Pages(Arc::new(vec![Arc::clone(page), Arc::new(upper)]));
                }
            }
            Self::Pages(pages) => insert_into_pages(Arc::make_mut(pages), new),
        }
    }

    /// Takes one out.
    pub(super) fn remove(&mut self, number: u32) {
        match self {
            Self::Nobody => {}
            Self::One(only) => {
                if only.number() == number {
                    *self = Self::Nobody;
                }
            }
            Self::Page(page) => {
                remove(Arc::make_mut(page), number);
                if let [only] = &page[..] {
                    *self = Self::One(Arc::clone(only));
                }
            }
            Self::Pages(pages) => {
                remove_from_pages(Arc::make_mut(pages), number);
                if let [only] = &pages[..] {
                    *self = Self::Page(Arc::clone(only));
                }
            }
        }
    }
}

fn insert<T: Numbered>(page: &mut Page<T>, new: Arc<T>) {
    match page.binary_search_by_key(&new.number(), |old| old.number()) {
        Ok(at) => page[at] = new,
        Err(at) => page.insert(at, new),
    }
}

fn remove<T: Numbered>(page: &mut Page<T>, number: u32) {
    if let Ok(at) = page.binary_search_by_key(&number, |old| old.number()) {
        page.remove(at);
    }
}

/// The page that has the number or should have it.
fn page_of<T: Numbered>(pages: &[Arc<Page<T>>], number: u32) -> usize {
    pages.partition_point(|page| page.first().is_some_and(|first| first.number() <= number)).saturating_sub(1)
}

fn insert_into_pages<T: Numbered>(pages: &mut Vec<Arc<Page<T>>>, new: Arc<T>) {
    let at = page_of(pages, new.number());
    let page = Arc::make_mut(&mut pages[at]);
    insert(page, new);
    if page.len() > PAGE {
        let upper = page.split_off(PAGE / 2);
        pages.insert(at + 1, Arc::new(upper));
    }
}

/// Pages stay at least a quarter full, but for the last one: a page that is not is joined with its neighbour.
fn remove_from_pages<T: Numbered>(pages: &mut Vec<Arc<Page<T>>>, number: u32) {
    let at = page_of(pages, number);
    remove(Arc::make_mut(&mut pages[at]), number);
    if pages[at].len() < PAGE / 4 {
        let at = at.min(pages.len() - 2);
        let upper = pages.remove(at + 1);
        let page = Arc::make_mut(&mut pages[at]);
        page.extend(upper.iter().cloned());
        if page.len() > PAGE {
            let upper = page.split_off(PAGE / 2);
            pages.insert(at + 1, Arc::new(upper));
        }
    }
}

impl<T> Clone for Crowd<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Nobody => Self::Nobody,
            Self::One(only) => Self::One(Arc::clone(only)),
            Self::Page(page) => Self::Page(Arc::clone(page)),
            Self::Pages(pages) => Self::Pages(Arc::clone(pages)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    impl Numbered for u32 {
        fn number(&self) -> u32 {
            *self
        }
    }

    fn numbers(crowd: &Crowd<u32>) -> Vec<u32> {
        let mut numbers = Vec::new();
        crowd.each(|number| numbers.push(**number));
        numbers
    }

    proptest! {
        #[test]
        fn holds_what_a_set_holds(changes in prop::collection::vec((0u32..600, 0..5u8), 0..2000)) {
            let (mut crowd, mut set) = (Crowd::default(), BTreeSet::new());
            for (number, kind) in changes {
                match kind {
                    0 => {
                        crowd.remove(number);
                        set.remove(&number);
                    }
                    _ => {
                        crowd.insert(Arc::new(number));
                        set.insert(number);
                    }
                }
                prop_assert_eq!(crowd.len(), set.len());
            }
            prop_assert_eq!(numbers(&crowd), set.iter().copied().collect::<Vec<_>>());
            let before = crowd.clone();
            for number in &set {
                crowd.remove(*number);
            }
            prop_assert!(crowd.is_empty());
            prop_assert_eq!(numbers(&before).len(), set.len(), "a clone does not change");
        }
    }
}
