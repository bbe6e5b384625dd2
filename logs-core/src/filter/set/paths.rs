//! Where patterns wait: of all that a pattern wants of values, the one thing by which it is told from most others.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::filter::literal::Lookup;

/// What a pattern wants of a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish<'a> {
    pub(super) pattern: usize,
    pub(super) field: usize,
    pub(super) lookup: Lookup<'a>,
}

/// For each field, in ascending order, the patterns that wait there, and for what. A pattern waits at one field, for
/// one text or one beginning of a text, or for all numbers that it wants there.
pub(super) fn paths<'a>(wishes: &[Wish<'a>]) -> BTreeMap<usize, Vec<(usize, Lookup<'a>)>> {
    let (crowds, mut of_patterns) = (crowds(wishes), BTreeMap::<usize, Vec<Wish<'a>>>::new());
    wishes.iter().for_each(|wish| of_patterns.entry(wish.pattern).or_default().push(*wish));
    let mut of_fields = BTreeMap::<usize, Vec<(usize, Lookup<'a>)>>::new();
    for wishes in of_patterns.into_values() {
        for wish in chosen(&wishes, &crowds) {
            of_fields.entry(wish.field).or_default().push((wish.pattern, wish.lookup));
        }
    }
    of_fields
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
        Lookup::Head(text) => Some((wish.field, true, text)),
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
        let wish = |pattern, field, lookup| Wish { pattern, field, lookup };
        let number = |operator, text| Lookup::Number(operator, Number::of(text));
        let wishes = [
            wish(0, 0, Lookup::Text("ERROR")),
            wish(0, 1, Lookup::Text("keeper")),
            wish(1, 0, Lookup::Text("ERROR")),
            wish(1, 2, Lookup::Head("web")),
            wish(2, 3, number(Operator::Greater, "5")),
            wish(2, 3, number(Operator::Less, "9")),
            wish(2, 4, number(Operator::Less, "1")),
        ];
        let paths = paths(&wishes);
        let waiting = |field: &usize| paths[field].iter().map(|(pattern, _)| *pattern).collect::<Vec<_>>();
        assert_eq!(
            paths.keys().map(|field| (*field, waiting(field))).collect::<Vec<_>>(),
            [(1, vec![0]), (2, vec![1]), (3, vec![2, 2])]
        );
    }
}
