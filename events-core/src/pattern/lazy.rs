//! Judging an event while it is read, up to where the answer is known.

use memchr::memmem::Finder;

use super::eval::Bound;
use super::expand::Test;
use super::search::Room;
use super::steps::Steps;
use super::{MATCH_STEPS, MatchError};
use crate::event::{ElementId, Fields, PathId, Paths, Sink, Store, Value, read};

/// So often the question is asked before the end: arrays may have thousands of fields.
const ASKED: u32 = 16;

/// Whether an event matches one of the rules.
pub(super) fn matches(rules: &[Bound], needles: &Needles, paths: &Paths, event: &[u8]) -> Result<bool, MatchError> {
    let mut store = Store::default();
    let mut lazy =
        Lazy { rules, needles, room: Room::default(), steps: Steps::new(MATCH_STEPS), asked: 0, answer: None };
    let text = read(paths.root(), paths.len(), event, &mut store, &mut lazy)?;
    if let Some(answer) = lazy.answer {
        return Ok(answer);
    }
    let Lazy { mut room, mut steps, .. } = lazy;
    let fields = Fields::new(&store, text);
    for rule in rules {
        if rule.matches(fields, &mut room, &mut steps)? {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Lazy<'r> {
    rules: &'r [Bound],
    needles: &'r Needles,
    room: Room,
    steps: Steps,
    asked: u32,
    answer: Option<bool>,
}

impl Sink<'_, PathId> for Lazy<'_> {
    #[inline]
    fn field(&mut self, _path: &PathId, _element: ElementId, _value: Value<'_>) {}

    fn is_settled(&mut self, fields: Fields<'_>, rest: &str) -> bool {
        self.asked += 1;
        if self.asked > ASKED {
            return false;
        }
        self.answer = match self.has_matched(fields) {
            true => Some(true),
            false => self.is_lost(fields, rest.as_bytes()).then_some(false),
        };
        self.answer.is_some()
    }
}

impl Lazy<'_> {
    /// Whether no rule can match any more.
    fn is_lost(&self, fields: Fields<'_>, rest: &[u8]) -> bool {
        let mut rules = self.rules.iter().zip(&self.needles.words);
        rules.all(|(rule, needles)| rule.is_lost(needles, fields, rest)) && self.needles.escape.find(rest).is_none()
    }

    /// Whether a rule matches that no further field can make fail.
    fn has_matched(&mut self, fields: Fields<'_>) -> bool {
        let Self { rules, room, steps, .. } = self;
        let lasting = rules.iter().filter(|rule| !rule.clauses.iter().any(|clause| clause.test.accepts_absence()));
        lasting.into_iter().any(|rule| rule.matches(fields, room, steps) == Ok(true))
    }
}

impl Bound {
    /// Whether the rule lacks a field whose name does not occur in the rest of the text.
    fn is_lost(&self, needles: &[Option<Finder<'static>>], fields: Fields<'_>, rest: &[u8]) -> bool {
        self.clauses.iter().zip(needles).any(|(clause, needle)| {
            let has = || fields.of(clause.path).any(|(_, field)| clause.test.accepts(&fields.value(field)));
            needle.as_ref().is_some_and(|needle| !has() && needle.find(rest).is_none())
        })
    }
}

/// For each clause, what must occur in the rest of a text for a field to come: the last word of the path and a
/// quote, or an escaped letter. None where a field may come in other ways.
#[derive(Clone, Debug)]
pub(super) struct Needles {
    words: Vec<Vec<Option<Finder<'static>>>>,
    escape: Finder<'static>,
}

impl Needles {
    pub(super) fn of(rules: &[Bound]) -> Self {
        let words = rules.iter().map(|rule| rule.clauses.iter().map(|clause| needle(&clause.test)).collect());
        Self { words: words.collect(), escape: Finder::new(br"\u") }
    }
}

fn needle(test: &Test) -> Option<Finder<'static>> {
    let word = test.path.rsplit('.').next().unwrap_or_default();
    let is_plain = word.bytes().all(|byte| byte >= b' ' && !br#""\/"#.contains(&byte));
    let needle = format!("{word}\"");
    (is_plain && !test.accepts_absence()).then(|| Finder::new(&needle).into_owned())
}
