//! Where a way should wait.

use super::key::Key;
use crate::pattern::Clause;

/// The places at which a way waits for one of its clauses.
pub(super) type Places = Vec<Key>;

/// The clause at which fewest other ways wait, and the places there; `None` where every path may be absent, so
/// that nothing needs to come by.
///
/// `crowd` says how many ways wait at a place of a clause.
pub(super) fn choose<'a>(
    clauses: impl Iterator<Item = &'a Clause>,
    crowd: impl Fn(usize, &Key) -> usize,
) -> Option<(usize, Places)> {
    let priced = clauses.enumerate().filter_map(|(number, clause)| {
        let places = Key::all_of(&clause.test.matchers)?;
        let price: usize = places.iter().map(|key| price(key, |key| crowd(number, key))).sum();
        // Of the same price the later path: details tell more than envelopes.
        Some((price, std::cmp::Reverse(number), places))
    });
    let cheapest = priced.min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    cheapest.map(|(_, number, places)| (number.0, places))
}

/// The clause's number, if it accepts whatever comes by its places.
pub(super) fn proven(clause: &Clause) -> Option<u32> {
    Key::are_proof(&clause.test.matchers).then_some(clause.number)
}

/// How many values are likely to come by in vain, in sixteenths of a way that waits. Where many wait, values are
/// common; save where nearly all come by, however many wait.
fn price(key: &Key, crowd: impl Fn(&Key) -> usize) -> usize {
    let alone = match key {
        Key::Whole(_, _) | Key::Number(_) | Key::Spelling(_) | Key::Address(_) => 1,
        Key::Begin(_, text) => 4 + 64 / (1 + text.len()),
        Key::Inner(text) => 16 + 256 / (1 + text.len()),
        Key::Addresses(_, _, _) => 64,
        Key::Numbers(low, high) if *low > 0 && *high < u128::from(u64::MAX) => 32,
        Key::Numbers(_, _) | Key::Bool(_) | Key::Null => 256,
        Key::Text | Key::Anything | Key::Unless(_) => return 1024,
    };
    alone + crowd(key) * 16
}
