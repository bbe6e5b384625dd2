//! Records of few kinds, as files have them: those of kinds that were met are read in half the time.

use cupola_base::json::Paths;
use cupola_base::text::Span;

use super::members::{Members, Object};
use crate::Field;

/// The kinds of records that were met. They change what reading takes, never what is read.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    paths: Paths<Marks>,
    /// What is left to be spent on records of new kinds; those of known ones earn it.
    credit: u32,
    /// How many records are read without a look at what is known.
    rest: u32,
}

/// What a run of a record's text tells of its members, in bytes from the run's first.
#[derive(Clone, Debug)]
pub(super) struct Marks {
    /// Where the member ends that began before.
    pub(super) closes: Option<usize>,
    /// The members that begin; the value of the last may end later.
    pub(super) members: Box<[Mark]>,
    /// Whether the value behind the run is the last member's.
    pub(super) is_value: bool,
}

/// A member that begins in a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) field: Option<Field>,
    pub(super) key: Span,
    pub(super) value: Span,
}

/// How many runs are known.
const RUNS: usize = 4096;
/// What can be saved up, and what a record of a new kind costs.
const CREDIT: u32 = 512;
const NEW: u32 = 8;
/// How many records are read without a look after the credit is spent.
const REST: u32 = 2048;

impl Default for Known {
    fn default() -> Self {
        Self { paths: Paths::new(RUNS), credit: CREDIT, rest: 0 }
    }
}

impl Known {
    /// The object that a text begins with, if it is of a known kind.
    #[inline]
    pub(crate) fn object<'a>(&mut self, text: &'a str) -> Option<Object<'a>> {
        if self.rest > 0 {
            self.rest -= 1;
            return None;
        }
        let mut members = Members::default();
        let end = self.paths.follow(text, |step| members.take_step(step.note, step.start, step.value))?;
        self.credit = CREDIT.min(self.credit + 1);
        Some(Object { text: text.get(..end)?, members })
    }

    /// Remembers the kind of an object that was read otherwise, unless it holds a list of records.
    #[inline(never)]
    pub(crate) fn learn(&mut self, object: &Object<'_>) {
        if self.rest > 0 || object.has_list() {
            return;
        }
        match self.credit.checked_sub(NEW) {
            Some(left) => self.credit = left,
            None => (self.rest, self.credit) = (REST, CREDIT / 4),
        }
        self.paths.learn(object.text, |_, run| object.members.marks(object.text, run));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::prop::record;

    fn read(text: &str) -> Object<'_> {
        Object::of_text(text).unwrap()
    }

    fn shown(object: &Object<'_>) -> String {
        let members: Vec<String> =
            object.members.iter(object.text).map(|(key, value)| format!("{key:?} {value:?}")).collect();
        let fields: Vec<String> =
            Field::ALL.iter().map(|field| format!("{:?}", object.members.field(object.text, *field))).collect();
        format!("{} {members:?} {fields:?}", object.text)
    }

    #[test]
    fn members_stand_where_they_do() {
        let mut known = Known::default();
        let first = r#"{"eventName":"A","x":{},"userIdentity":{"type":{"a":[1]},"b":[]},"resources":[{"ARN":"r"}],"eventName":[],"readOnly":true}"#;
        let other = r#"{"eventName":"Other","x":{},"userIdentity":{"type":{"a":["many"]},"b":[]},"resources":[{"ARN":null}],"eventName":[],"readOnly":12}"#;
        assert!(known.object(first).is_none());
        known.learn(&read(first));
        for text in [first, other] {
            let tail = format!("{text},{text}");
            assert_eq!(shown(&known.object(&tail).unwrap()), shown(&read(text)));
        }
        assert!(known.object(&other[..other.len() - 1]).is_none());
        assert!(known.object(&other.replace("many\"", "many")).is_none());
    }

    #[test]
    fn a_member_counts_where_it_is_the_last_of_its_name() {
        let (twice, once) = (r#"{"eventName":"A","eventName":"B"}"#, r#"{"eventName":"C"}"#);
        for both in [[twice, once], [once, twice]] {
            let mut known = Known::default();
            both.iter().for_each(|text| known.learn(&read(text)));
            both.iter().for_each(|text| assert_eq!(shown(&known.object(text).unwrap()), shown(&read(text))));
        }
    }

    #[test]
    fn a_file_of_ever_new_kinds_is_left_alone() {
        let mut known = Known::default();
        for number in 0..10_000 {
            let text = format!(r#"{{"k{number}":1}}"#);
            assert!(known.object(&text).is_none());
            known.learn(&read(&text));
        }
        assert!(known.paths.len() <= RUNS && known.rest > 0);
    }

    proptest! {
        /// A record that is read as one of a known kind is what it is without.
        #[test]
        fn what_is_known_is_read_alike(texts in prop::collection::vec(record(), 1..6)) {
            let mut known = Known::default();
            for text in texts.iter().chain(&texts) {
                let expected = read(text);
                match known.object(text.trim_start()) {
                    Some(object) => prop_assert_eq!(shown(&object), shown(&expected)),
                    None => known.learn(&expected),
                }
            }
        }
    }
}
