//! Conditions joined by `&&` and `||`.

use std::fmt;

/// Conditions joined by `&&` and `||`. Alike ones never stand directly in each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Logic<T> {
    /// One of these; at least two.
    Any(Vec<Self>),
    /// All of these; at least two.
    All(Vec<Self>),
    /// One condition.
    One(T),
}

impl<T> Logic<T> {
    /// At least one must hold.
    pub(super) fn any(parts: Vec<Self>) -> Self {
        Self::joined(parts, Self::Any, |part| match part {
            Self::Any(inner) => inner,
            other => vec![other],
        })
    }

    /// All must hold.
    pub(super) fn all(parts: Vec<Self>) -> Self {
        Self::joined(parts, Self::All, |part| match part {
            Self::All(inner) => inner,
            other => vec![other],
        })
    }

    fn joined(parts: Vec<Self>, join: impl Fn(Vec<Self>) -> Self, inner: impl Fn(Self) -> Vec<Self>) -> Self {
        let mut parts: Vec<Self> = parts.into_iter().flat_map(inner).collect();
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                join(parts)
            }
        }
    }

    /// Whether it holds, asking no more conditions than needed.
    #[inline]
    pub(super) fn holds(&self, test: &mut impl FnMut(&T) -> bool) -> bool {
        match self {
            Self::Any(parts) => parts.iter().any(|part| part.holds_inside(test)),
            Self::All(parts) => parts.iter().all(|part| part.holds_inside(test)),
            Self::One(condition) => test(condition),
        }
    }

    /// As [`holds`](Self::holds), for a part: most parts are one condition.
    #[inline]
    fn holds_inside(&self, test: &mut impl FnMut(&T) -> bool) -> bool {
        if let Self::One(condition) = self { test(condition) } else { self.holds_deeper(test) }
    }

    #[inline(never)]
    fn holds_deeper(&self, test: &mut impl FnMut(&T) -> bool) -> bool {
        self.holds(test)
    }

    /// The conditions without which it cannot hold.
    pub(super) fn required(&self) -> impl Iterator<Item = &T> {
        let parts = match self {
            Self::All(parts) => &**parts,
            Self::One(_) => std::slice::from_ref(self),
            Self::Any(_) => &[],
        };
        parts.iter().filter_map(|part| if let Self::One(condition) = part { Some(condition) } else { None })
    }

    /// What is left to ask where some of the [`required`](Self::required) conditions, by number, are known to hold.
    pub(super) fn without(&self, known: &[usize]) -> Self
    where
        T: Clone,
    {
        let parts = match self {
            Self::All(parts) => &**parts,
            Self::One(_) => std::slice::from_ref(self),
            Self::Any(_) => return self.clone(),
        };
        let mut numbers = 0..;
        let is_known =
            |part: &&Self| matches!(part, Self::One(_)) && numbers.next().is_some_and(|n| known.contains(&n));
        let (_, left): (Vec<_>, Vec<_>) = parts.iter().partition(is_known);
        Self::all(left.into_iter().cloned().collect())
    }

    /// Whether it holds of anything.
    pub(super) const fn is_nothing(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    /// The conditions in the order of the text.
    pub(super) fn conditions(&self) -> Vec<&T> {
        match self {
            Self::Any(parts) | Self::All(parts) => parts.iter().flat_map(Self::conditions).collect(),
            Self::One(condition) => vec![condition],
        }
    }

    /// The same with other conditions.
    pub(super) fn map<'a, U>(&'a self, change: &impl Fn(&'a T) -> U) -> Logic<U> {
        match self {
            Self::Any(parts) => Logic::Any(parts.iter().map(|part| part.map(change)).collect()),
            Self::All(parts) => Logic::All(parts.iter().map(|part| part.map(change)).collect()),
            Self::One(condition) => Logic::One(change(condition)),
        }
    }

    /// Given which conditions hold, in the order of the text: whether all of it holds, and which of
    /// them decide.
    pub(super) fn decisive(&self, outcomes: &mut impl Iterator<Item = bool>) -> (bool, Vec<bool>) {
        let (parts, one_is_enough) = match self {
            Self::Any(parts) => (parts, true),
            Self::All(parts) => (parts, false),
            Self::One(_) => return (outcomes.next().unwrap_or_default(), vec![true]),
        };
        let judged: Vec<_> = parts.iter().map(|part| part.decisive(outcomes)).collect();
        let decider = judged.iter().position(|(holds, _)| *holds == one_is_enough);
        let marks = judged.iter().enumerate().flat_map(|(at, (_, marks))| {
            let decides = decider.is_none_or(|decider| decider == at);
            marks.iter().map(move |mark| *mark && decides)
        });
        (decider.is_some() == one_is_enough, marks.collect())
    }
}

impl<T: fmt::Display> fmt::Display for Logic<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(condition) => condition.fmt(f),
            Self::Any(parts) => parts
                .iter()
                .enumerate()
                .try_for_each(|(n, part)| write!(f, "{}{part}", if n == 0 { "" } else { " || " })),
            Self::All(parts) => parts.iter().enumerate().try_for_each(|(n, part)| {
                f.write_str(if n == 0 { "" } else { " && " })?;
                if matches!(part, Self::Any(_)) { write!(f, "({part})") } else { part.fmt(f) }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str) -> Logic<String> {
        Logic::One(name.to_owned())
    }

    #[test]
    fn alike_ones_are_joined_and_print_with_no_more_brackets_than_needed() {
        let any = Logic::any(vec![one("a"), Logic::any(vec![one("b"), one("c")])]);
        assert_eq!(any.to_string(), "a || b || c");
        let all = Logic::all(vec![any, Logic::all(vec![one("d")]), one("e")]);
        assert_eq!(all.to_string(), "(a || b || c) && d && e");
        assert_eq!(Logic::any(vec![all.clone(), one("f")]).to_string(), "(a || b || c) && d && e || f");
        assert_eq!(all.conditions(), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn what_is_known_is_not_asked() {
        let any = Logic::any(vec![one("b"), one("c")]);
        let all = Logic::all(vec![one("a"), any.clone(), one("d"), one("e")]);
        assert_eq!(all.required().collect::<Vec<_>>(), ["a", "d", "e"]);
        assert_eq!(all.without(&[1, 2]), Logic::all(vec![one("a"), any.clone()]));
        assert_eq!(all.without(&[0, 1, 2]), any);
        assert_eq!((all.without(&[]), any.without(&[0])), (all, any));
        assert!(one("a").without(&[0]).is_nothing() && one("a").without(&[0]).holds(&mut |_| false));
        assert!(!one("a").without(&[]).is_nothing());
    }

    #[test]
    fn what_decides_is_marked() {
        let logic = Logic::all(vec![Logic::any(vec![one("a"), one("b")]), one("c")]);
        for (outcomes, holds, marks) in [
            ([true, true, true], true, [true, false, true]),
            ([false, true, true], true, [false, true, true]),
            ([false, false, true], false, [true, true, false]),
            ([true, true, false], false, [false, false, true]),
            ([false, false, false], false, [true, true, false]),
        ] {
            assert_eq!(logic.decisive(&mut outcomes.into_iter()), (holds, marks.to_vec()), "{outcomes:?}");
        }
    }
}
