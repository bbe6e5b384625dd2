//! Where patterns wait: of all that a pattern wants of values, the one thing by which it is told from most others.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::filter::literal::Lookup;

/// What a pattern wants of a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    pub(super) pattern: usize,
    pub(super) field: usize,
    /// Which condition of the pattern that is.
    pub(super) condition: usize,
    pub(super) lookup: Lookup<'a>,
}

/// Where patterns wait. A pattern waits at one field, for one text or one beginning of a text, or for all numbers that it
/// wants there.
#[derive(Clone, Debug, Default)]
pub(super) struct Paths<'a> {
    /// For each field, in ascending order, who waits there for what.
    pub(super) fields: BTreeMap<usize, Vec<Waiting<'a>>>,
    /// For each pattern what it waits for.
    pub(super) met: BTreeMap<usize, Met>,
}

/// A pattern that waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting<'a> {
    pub(super) pattern: usize,
    pub(super) lookup: Lookup<'a>,
}

/// Which conditions of a pattern hold when it is woken, and of which field they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Met {
    pub(super) field: usize,
    pub(super) conditions: Vec<usize>,
}

impl<'a> Paths<'a> {
    pub(super) fn new(wishes: &[Wish<'a>]) -> Self {
        let (crowds, mut of_patterns) = (crowds(wishes), BTreeMap::<usize, Vec<Wish<'a>>>::new());
        wishes.iter().for_each(|wish| of_patterns.entry(wish.pattern).or_default().push(*wish));
        let mut paths = Self::default();
        for wishes in of_patterns.into_values() {
            for Wish { pattern, field, condition, lookup } in chosen(&wishes, &crowds).copied() {
                paths.fields.entry(field).or_default().push(Waiting { pattern, lookup });
                let met = paths.met.entry(pattern).or_default();
                met.field = field;
                met.conditions.push(condition);
            }
        }
        paths
    }
}

/// How many want one text, or one beginning, of one field.
type Crowds<'a> = HashMap<(usize, bool, &'a str), usize>;

fn crowds<'a>(wishes: &[Wish<'a>]) -> Crowds<'a> {
    let mut crowds = Crowds::new();
    wishes.iter().filter_map(key).for_each(|key| *crowds.entry(key).or_default() += 1);
    crowds
}

const fn key<'a>(wish: &Wish<'a>) -> Option<(usize, bool, &'a str)> {
    match wish.lookup {
        Lookup::Text(text) => Some((wish.field, false, text)),
        Lookup::Head { text, .. } => Some((wish.field, true, text)),
        Lookup::Number(..) => None,
    }
}

/// The wishes of a pattern by which it waits: rather for a text than for a number, with as few others as can be.
fn chosen<'w, 'a>(wishes: &'w [Wish<'a>], crowds: &Crowds<'a>) -> impl Iterator<Item = &'w Wish<'a>> {
    let crowd = |wish: &Wish<'a>| {
        let key = key(wish);
        (key.is_none(), key.and_then(|key| crowds.get(&key)), key.is_some_and(|(_, is_head, _)| is_head))
    };
    let best = wishes.iter().enumerate().min_by_key(|(_, wish)| crowd(wish));
    wishes.iter().enumerate().filter_map(move |(at, wish)| {
        let (best_at, best) = best?;
        let both_numbers = key(best).is_none() && key(wish).is_none() && wish.field == best.field;
        (at == best_at || both_numbers).then_some(wish)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::literal::{Number, Operator};

    #[test]
    fn patterns_wait_where_they_are_fewest() {
        let wish = |pattern, field, condition, lookup| Wish { pattern, field, condition, lookup };
        let number = |operator, text: &str| Lookup::Number(operator, Number::of(text.as_bytes()));
        let wishes = [
            wish(0, 0, 0, Lookup::Text("ERROR")),
            wish(0, 1, 1, Lookup::Text("keeper")),
            wish(1, 0, 0, Lookup::Text("ERROR")),
            wish(1, 2, 2, Lookup::Head { text: "web", only: true }),
            wish(2, 3, 0, number(Operator::Greater, "5")),
            wish(2, 3, 1, number(Operator::Less, "9")),
            wish(2, 4, 2, number(Operator::Less, "1")),
        ];
        let paths = Paths::new(&wishes);
        let waiting = |field: &usize| paths.fields[field].iter().map(|waiting| waiting.pattern).collect::<Vec<_>>();
        assert_eq!(
            paths.fields.keys().map(|field| (*field, waiting(field))).collect::<Vec<_>>(),
            [(1, vec![0]), (2, vec![1]), (3, vec![2, 2])]
        );
        let met: Vec<_> = paths.met.values().map(|met| (met.field, &*met.conditions)).collect();
        assert_eq!(met, [(1, &[1][..]), (2, &[2]), (3, &[0, 1])]);
    }
}
