//! From the values of one path to the ways that wait for them.

use std::sync::Arc;

use super::crowd::{Crowd, Numbered};
use super::exceptions::Exceptions;
use super::intervals::Intervals;
use super::key::{Family, Key, Lens, address_bytes, number_bytes, order};
use crate::event::Value;
use crate::pattern::{Address, Number};
use crate::radix::{Backward, Forward, Letters, Lowered, Radix};

/// The ways that wait at one path, by the values that they wait for.
#[derive(Debug)]
pub(super) struct Index<W> {
    /// Whether those who wait for texts all wait for what a text is or how it begins.
    is_plain: bool,
    plain: Radix<Ends<W>>,
    lowered: Radix<Ends<W>>,
    backward: Radix<Ends<W>>,
    lowered_backward: Radix<Ends<W>>,
    inner: Radix<Crowd<W>>,
    texts: Crowd<W>,
    numbers: Radix<Crowd<W>>,
    spellings: Radix<Crowd<W>>,
    ranges: Intervals<Crowd<W>>,
    addresses: Radix<Crowd<W>>,
    v4: Intervals<Crowd<W>>,
    v6: Intervals<Crowd<W>>,
    truths: [Crowd<W>; 2],
    nulls: Crowd<W>,
    anything: Crowd<W>,
    unless: Exceptions<W>,
}

/// Who waits for a text, and who for a text that begins so.
#[derive(Debug)]
struct Ends<W> {
    whole: Crowd<W>,
    begin: Crowd<W>,
}

impl<W: Numbered> Index<W> {
    /// Shows the ways that wait for a value, and perhaps some that do not.
    #[inline]
    pub(super) fn wake<'a>(&'a self, value: Value<'_>, visit: &mut impl FnMut(&'a Arc<W>)) {
        match value {
            Value::Text(text) => self.wake_by_text(text, visit),
            Value::Number(number) => self.wake_by_number(number, visit),
            Value::Bool(bool) => self.truths[usize::from(bool)].each(&mut *visit),
            Value::Null => self.nulls.each(&mut *visit),
        }
        self.anything.each(&mut *visit);
        if !self.unless.is_empty() {
            self.unless.each(value, visit);
        }
    }

    #[inline]
    fn wake_by_text<'a>(&'a self, text: &str, visit: &mut impl FnMut(&'a Arc<W>)) {
        let bytes = text.as_bytes();
        wake_along(&self.plain, Forward(bytes), visit);
        if self.is_plain {
            return;
        }
        self.wake_by_rare_text(text, visit);
    }

    #[inline(never)]
    fn wake_by_rare_text<'a>(&'a self, text: &str, visit: &mut impl FnMut(&'a Arc<W>)) {
        let bytes = text.as_bytes();
        wake_along(&self.lowered, Lowered(Forward(bytes)), visit);
        wake_along(&self.backward, Backward(bytes), visit);
        wake_along(&self.lowered_backward, Lowered(Backward(bytes)), visit);
        self.inner.find_all(bytes, |crowd| crowd.each(&mut *visit));
        if !(self.addresses.is_empty() && self.v4.is_empty() && self.v6.is_empty()) {
            self.wake_by_address(text, visit);
        }
        self.texts.each(visit);
    }

    fn wake_by_address<'a>(&'a self, text: &str, visit: &mut impl FnMut(&'a Arc<W>)) {
        let Some(address) = Address::parse(text) else { return };
        let (ranges, bits) = match address {
            Address::V4(bits) => (&self.v4, u128::from(bits)),
            Address::V6(bits) => (&self.v6, bits),
        };
        ranges.stab(bits, |crowd| crowd.each(&mut *visit));
        if let Some(crowd) = self.addresses.get(&address_bytes(address)) {
            crowd.each(visit);
        }
    }

    fn wake_by_number<'a>(&'a self, number: Number<'_>, visit: &mut impl FnMut(&'a Arc<W>)) {
        let Some(value) = number.value() else {
            self.spellings.get(number.text().as_bytes()).into_iter().for_each(|crowd| crowd.each(&mut *visit));
            return;
        };
        self.ranges.stab(order(value).into(), |crowd| crowd.each(&mut *visit));
        if let Some(crowd) = self.numbers.get(&number_bytes(value)) {
            crowd.each(visit);
        }
    }

    fn texts(&self, lens: Lens) -> &Radix<Ends<W>> {
        match lens {
            Lens::Plain => &self.plain,
            Lens::Lowered => &self.lowered,
            Lens::Backward => &self.backward,
            Lens::LoweredBackward => &self.lowered_backward,
        }
    }

    fn addresses(&self, family: Family) -> &Intervals<Crowd<W>> {
        match family {
            Family::V4 => &self.v4,
            Family::V6 => &self.v6,
        }
    }

    /// Whether nobody waits.
    pub(super) fn is_empty(&self) -> bool {
        let Self { plain, lowered, backward, lowered_backward, inner, texts, numbers, spellings, ranges, .. } = self;
        let Self { addresses, v4, v6, truths, nulls, anything, unless, .. } = self;
        [plain, lowered, backward, lowered_backward].iter().all(|tree| tree.is_empty())
            && [inner, numbers, spellings, addresses].iter().all(|tree| tree.is_empty())
            && [ranges, v4, v6].iter().all(|ranges| ranges.is_empty())
            && [texts, nulls, anything, unless.all()].into_iter().chain(truths).all(Crowd::is_empty)
    }

    /// How many ways wait at a place.
    pub(super) fn crowd(&self, key: &Key) -> usize {
        let crowd = match key {
            Key::Whole(lens, text) => self.texts(*lens).get(text).map(|ends| &ends.whole),
            Key::Begin(lens, text) => self.texts(*lens).get(text).map(|ends| &ends.begin),
            Key::Inner(text) => self.inner.get(text),
            Key::Text => Some(&self.texts),
            Key::Number(bytes) => self.numbers.get(bytes),
            Key::Spelling(text) => self.spellings.get(text),
            Key::Numbers(low, high) => self.ranges.get((*low, *high)),
            Key::Address(bytes) => self.addresses.get(bytes),
            Key::Addresses(family, low, high) => self.addresses(*family).get((*low, *high)),
            Key::Bool(bool) => Some(&self.truths[usize::from(*bool)]),
            Key::Null => Some(&self.nulls),
            Key::Anything => Some(&self.anything),
            Key::Unless(_) => Some(self.unless.all()),
        };
        crowd.map_or(0, Crowd::len)
    }
}

#[inline(always)]
fn wake_along<'a, W>(tree: &'a Radix<Ends<W>>, text: impl Letters, visit: &mut impl FnMut(&'a Arc<W>)) {
    tree.walk(text, |ends, is_whole| {
        ends.begin.each(&mut *visit);
        if is_whole {
            ends.whole.each(&mut *visit);
        }
    });
}

impl<W: Numbered> Index<W> {
    /// Lets a way wait at a place.
    pub(super) fn insert(&mut self, key: &Key, way: Arc<W>) {
        match key {
            Key::Unless(exceptions) => self.unless.insert(exceptions, &way),
            key => self.change(key, |crowd| crowd.insert(way)),
        }
    }

    /// Lets a way wait no more.
    pub(super) fn remove(&mut self, key: &Key, number: u32) {
        match key {
            Key::Unless(exceptions) => self.unless.remove(exceptions, number),
            key => self.change(key, |crowd| crowd.remove(number)),
        }
    }

    fn change(&mut self, key: &Key, change: impl FnOnce(&mut Crowd<W>)) {
        match key {
            Key::Whole(lens, text) => change_ends(self.texts_mut(*lens), text, |ends| change(&mut ends.whole)),
            Key::Begin(lens, text) => change_ends(self.texts_mut(*lens), text, |ends| change(&mut ends.begin)),
            Key::Inner(text) => change_at(&mut self.inner, text, change),
            Key::Text => change(&mut self.texts),
            Key::Number(bytes) => change_at(&mut self.numbers, bytes, change),
            Key::Spelling(text) => change_at(&mut self.spellings, text, change),
            Key::Numbers(low, high) => self.ranges.change((*low, *high), |crowd| Crowd::change_slot(crowd, change)),
            Key::Address(bytes) => change_at(&mut self.addresses, bytes, change),
            Key::Addresses(family, low, high) => {
                let ranges = match family {
                    Family::V4 => &mut self.v4,
                    Family::V6 => &mut self.v6,
                };
                ranges.change((*low, *high), |crowd| Crowd::change_slot(crowd, change));
            }
            Key::Bool(bool) => change(&mut self.truths[usize::from(*bool)]),
            Key::Null => change(&mut self.nulls),
            Key::Anything => change(&mut self.anything),
            Key::Unless(_) => {}
        }
        self.is_plain = [&self.lowered, &self.backward, &self.lowered_backward].iter().all(|tree| tree.is_empty())
            && [&self.inner, &self.addresses].iter().all(|tree| tree.is_empty())
            && [&self.v4, &self.v6].iter().all(|ranges| ranges.is_empty())
            && self.texts.is_empty();
    }

    fn texts_mut(&mut self, lens: Lens) -> &mut Radix<Ends<W>> {
        match lens {
            Lens::Plain => &mut self.plain,
            Lens::Lowered => &mut self.lowered,
            Lens::Backward => &mut self.backward,
            Lens::LoweredBackward => &mut self.lowered_backward,
        }
    }
}

fn change_at<W: Numbered>(tree: &mut Radix<Crowd<W>>, key: &[u8], change: impl FnOnce(&mut Crowd<W>)) {
    tree.change(key, |slot| Crowd::change_slot(slot, change));
}

fn change_ends<W>(tree: &mut Radix<Ends<W>>, key: &[u8], change: impl FnOnce(&mut Ends<W>)) {
    tree.change(key, |slot| {
        let mut ends = slot.take().unwrap_or_default();
        change(&mut ends);
        *slot = Some(ends).filter(|ends| !(ends.whole.is_empty() && ends.begin.is_empty()));
    });
}

impl<W> Clone for Ends<W> {
    fn clone(&self) -> Self {
        Self { whole: self.whole.clone(), begin: self.begin.clone() }
    }
}

impl<W> Default for Ends<W> {
    fn default() -> Self {
        Self { whole: Crowd::default(), begin: Crowd::default() }
    }
}

impl<W> Clone for Index<W> {
    fn clone(&self) -> Self {
        Self {
            is_plain: self.is_plain,
            plain: self.plain.clone(),
            lowered: self.lowered.clone(),
            backward: self.backward.clone(),
            lowered_backward: self.lowered_backward.clone(),
            inner: self.inner.clone(),
            texts: self.texts.clone(),
            numbers: self.numbers.clone(),
            spellings: self.spellings.clone(),
            ranges: self.ranges.clone(),
            addresses: self.addresses.clone(),
            v4: self.v4.clone(),
            v6: self.v6.clone(),
            truths: self.truths.clone(),
            nulls: self.nulls.clone(),
            anything: self.anything.clone(),
            unless: self.unless.clone(),
        }
    }
}

impl<W> Default for Index<W> {
    fn default() -> Self {
        Self {
            is_plain: true,
            plain: Radix::new(),
            lowered: Radix::new(),
            backward: Radix::new(),
            lowered_backward: Radix::new(),
            inner: Radix::new(),
            texts: Crowd::default(),
            numbers: Radix::new(),
            spellings: Radix::new(),
            ranges: Intervals::default(),
            addresses: Radix::new(),
            v4: Intervals::default(),
            v6: Intervals::default(),
            truths: [Crowd::default(), Crowd::default()],
            nulls: Crowd::default(),
            anything: Crowd::default(),
            unless: Exceptions::default(),
        }
    }
}
