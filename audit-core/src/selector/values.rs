//! Many values of operators, asked at once.

use super::Operator;

/// Values that a text may be, begin with or end with.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// Sorted.
    exact: Vec<Box<str>>,
    /// Sorted; none begins with another.
    prefixes: Vec<Box<str>>,
    /// Backwards and sorted; none begins with another.
    suffixes: Vec<Box<[u8]>>,
}

impl Values {
    pub(super) fn of<'a>(values: impl Iterator<Item = (Operator, &'a str)>) -> Self {
        let mut all = Self::default();
        for (operator, value) in values {
            match operator {
                Operator::Equals | Operator::NotEquals => all.exact.push(value.into()),
                Operator::StartsWith | Operator::NotStartsWith => all.prefixes.push(value.into()),
                Operator::EndsWith | Operator::NotEndsWith => all.suffixes.push(value.bytes().rev().collect()),
            }
        }
        all.exact.sort_unstable();
        all.exact.dedup();
        all.prefixes.sort_unstable();
        all.prefixes.dedup_by(|later, kept| later.starts_with(&**kept));
        all.suffixes.sort_unstable();
        all.suffixes.dedup_by(|later, kept| later.starts_with(kept));
        all
    }

    pub(super) fn hit(&self, seen: &str) -> bool {
        self.exact.binary_search_by(|value| (**value).cmp(seen)).is_ok() || self.begins(seen) || self.ends(seen)
    }

    /// All texts between a beginning and a text that has it have it, too; so only the last value at or before the
    /// text can be its beginning.
    fn begins(&self, seen: &str) -> bool {
        let place = self.prefixes.partition_point(|value| &**value <= seen);
        place > 0 && seen.starts_with(&*self.prefixes[place - 1])
    }

    fn ends(&self, seen: &str) -> bool {
        let backwards = |value: &[u8]| value.iter().copied().cmp(seen.bytes().rev()).is_le();
        let place = self.suffixes.partition_point(|value| backwards(value));
        place > 0 && {
            let last = &self.suffixes[place - 1];
            last.len() <= seen.len() && last.iter().copied().eq(seen.bytes().rev().take(last.len()))
        }
    }

    /// Whether it is one value to be equal to.
    pub(super) fn is_one(&self) -> bool {
        self.exact.len() == 1 && self.prefixes.is_empty() && self.suffixes.is_empty()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.prefixes.is_empty() && self.suffixes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_and_ends_nest() {
        let of = |operator, values: &[&'static str]| Values::of(values.iter().copied().map(|value| (operator, value)));
        let begins = of(Operator::StartsWith, &["zz", "abc", "b", "abcd", "abd"]);
        for (seen, hit) in [("ab", false), ("abc", true), ("abcd", true), ("abe", false), ("b", true), ("", false)] {
            assert_eq!(begins.hit(seen), hit, "{seen}");
        }
        assert!(of(Operator::StartsWith, &["", "x"]).hit("anything"));
        let ends = of(Operator::EndsWith, &[".key", "y", "é"]);
        for (seen, hit) in [("a.key", true), ("y", true), ("caf\u{e9}", true), ("cafe", false), ("", false)] {
            assert_eq!(ends.hit(seen), hit, "{seen}");
        }
    }
}
