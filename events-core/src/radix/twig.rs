//! The twigs of a radix tree.

use std::sync::Arc;

use smallvec::SmallVec;

/// A run of letters, what ends there, and where it goes on.
#[derive(Clone, Debug)]
pub(super) struct Twig<T> {
    pub(super) label: Label,
    pub(super) value: Option<T>,
    /// The first letters of the twigs, ascending.
    firsts: SmallVec<[u8; 8]>,
    pub(super) twigs: Vec<Arc<Self>>,
}

type Label = SmallVec<[u8; 16]>;

/// Up to this many letters are compared one by one.
const FEW: usize = 16;

impl<T> Twig<T> {
    fn leaf(label: &[u8], value: T) -> Self {
        Self { label: label.into(), value: Some(value), firsts: SmallVec::new(), twigs: Vec::new() }
    }

    /// Where a letter leads.
    #[inline]
    pub(super) fn child(&self, letter: u8) -> Option<&Self> {
        let at = match self.firsts.len() {
            0..=FEW => self.firsts.iter().position(|first| *first == letter)?,
            _ => self.firsts.binary_search(&letter).ok()?,
        };
        Some(&self.twigs[at])
    }

    /// The first place of a text at which a key may begin.
    pub(super) fn first_in(&self, text: &[u8]) -> Option<usize> {
        match (self.label.first(), &*self.firsts) {
            (Some(letter), _) => memchr::memchr(*letter, text),
            (None, _) if self.value.is_some() => (!text.is_empty()).then_some(0),
            (None, [a, b]) => memchr::memchr2(*a, *b, text),
            (None, [a, b, c]) => memchr::memchr3(*a, *b, *c, text),
            (None, firsts) => text.iter().position(|letter| firsts.contains(letter)),
        }
    }

    /// Takes away the twig of a letter.
    fn take(&mut self, letter: u8) -> Option<Arc<Self>> {
        let at = self.firsts.binary_search(&letter).ok()?;
        self.firsts.remove(at);
        Some(self.twigs.remove(at))
    }

    fn put(&mut self, letter: u8, twig: Arc<Self>) {
        let (Ok(at) | Err(at)) = self.firsts.binary_search(&letter);
        self.firsts.insert(at, letter);
        self.twigs.insert(at, twig);
    }
}

/// Changes what a key holds below a place. What holds nothing is taken away, what leads to one twig only is
/// joined with it.
pub(super) fn change<T: Clone, R>(
    place: &mut Option<Arc<Twig<T>>>,
    key: &[u8],
    change: impl FnOnce(&mut Option<T>) -> R,
) -> R {
    let Some(here) = place else { return grow(place, key, change) };
    let common = here.label.iter().zip(key).take_while(|(a, b)| a == b).count();
    if common < here.label.len() {
        return split(here, common, key, change);
    }
    let twig = Arc::make_mut(here);
    let done = match &key[common..] {
        [] => change(&mut twig.value),
        rest @ [letter, ..] => {
            let mut child = twig.take(*letter);
            let done = self::change(&mut child, rest, change);
            child.into_iter().for_each(|child| twig.put(*letter, child));
            done
        }
    };
    tidy(place);
    done
}

fn grow<T, R>(place: &mut Option<Arc<Twig<T>>>, key: &[u8], change: impl FnOnce(&mut Option<T>) -> R) -> R {
    let mut value = None;
    let done = change(&mut value);
    *place = value.map(|value| Arc::new(Twig::leaf(key, value)));
    done
}

/// The key leaves the run of letters in its midst.
fn split<T: Clone, R>(
    here: &mut Arc<Twig<T>>,
    common: usize,
    key: &[u8],
    change: impl FnOnce(&mut Option<T>) -> R,
) -> R {
    let mut value = None;
    let done = change(&mut value);
    let Some(value) = value else { return done };
    let lower = Arc::make_mut(here);
    let mut fork = Twig { label: key[..common].into(), value: None, firsts: SmallVec::new(), twigs: Vec::new() };
    lower.label.drain(..common);
    fork.put(lower.label[0], Arc::clone(here));
    match &key[common..] {
        [] => fork.value = Some(value),
        rest @ [letter, ..] => fork.put(*letter, Arc::new(Twig::leaf(rest, value))),
    }
    *here = Arc::new(fork);
    done
}

fn tidy<T: Clone>(place: &mut Option<Arc<Twig<T>>>) {
    let Some(twig) = place.as_mut().filter(|twig| twig.value.is_none() && twig.twigs.len() < 2) else { return };
    let only = Arc::make_mut(twig).twigs.pop();
    *place = only.map(|mut only| {
        let lower = Arc::make_mut(&mut only);
        lower.label.insert_from_slice(0, &twig.label);
        only
    });
}
