//! Which patterns are to be judged for a message, and what their judging has in common.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::candidates::Candidates;
use super::fields::SharedFields;
use super::texts::{Layout, Texts};
use super::unread::Unread;
use super::words::SharedWords;
use crate::filter::json::{JsonPattern, Slot};
use crate::filter::needs::Needs;
use crate::filter::space::{Kept, SpacePattern};
use crate::filter::{FilterPattern, Form};

/// How the patterns of a set are judged.
///
/// A pattern waits at one place: for a text that stands somewhere in the message; for a value of a field, or a word at
/// a place, where these are read anyway; or for nothing. Whoever is woken is judged in full.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Texts without which some pattern cannot match.
    texts: Texts,
    /// For each text the patterns that wait for it.
    waiting: Vec<Vec<usize>>,
    /// Patterns that wait for nothing.
    always: Vec<usize>,
    /// How each pattern is judged.
    roles: Vec<Role>,
    json: Unread,
    fields: Option<SharedFields>,
    words: Option<SharedWords>,
}

/// How a pattern is judged that was woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It matches: the text was found for which it waited.
    Sure,
    /// With the fields, where they were read; it matches without where that is met for which it waited and it is `only` that.
    Fields { only: bool },
    /// With the words, where they were split.
    Words,
    /// By itself; it may be `sifted` by the text for which it waited.
    Alone { sifted: bool },
}

/// What judging needs besides the plan, kept from message to message to spare memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Workspace {
    candidates: Candidates,
    slots: Vec<Slot>,
    kept: Kept,
}

impl Plan {
    pub(super) fn new(patterns: &[FilterPattern]) -> Self {
        let (fields, words) = (SharedFields::new(patterns), SharedWords::new(patterns));
        let by_value = |at: usize| {
            fields.as_ref().is_some_and(|fields| fields.waits(at))
                || words.as_ref().is_some_and(|words| words.waits(at))
        };
        let needs = |at: usize| patterns[at].0.needs.as_ref().filter(|_| !by_value(at));
        let layout = layout(&(0..patterns.len()).filter_map(needs).map(Needs::strength).collect::<Vec<_>>());
        let waits = |at: usize| needs(at).filter(|needs| needs.strength() >= layout.shortest());
        let mut texts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for pattern in 0..patterns.len() {
            let needed = waits(pattern).map(Needs::texts).unwrap_or_default();
            needed.iter().for_each(|text| texts.entry(text).or_default().push(pattern));
        }
        let (texts, waiting): (Vec<Box<[u8]>>, _) =
            texts.into_iter().map(|(text, waiting)| (text.as_bytes().into(), waiting)).unzip();
        let role = |at: usize| match (&patterns[at].0.form, waits(at).is_some()) {
            (_, true) if patterns[at].0.sure => Role::Sure,
            (Form::Json(_), _) => Role::Fields { only: fields.as_ref().is_some_and(|fields| fields.asks_only(at)) },
            (Form::Space(_), _) => Role::Words,
            (Form::Terms(_), sifted) => Role::Alone { sifted },
        };
        Self {
            texts: Texts::new(layout, texts),
            waiting,
            always: (0..patterns.len()).filter(|at| waits(*at).is_none() && !by_value(*at)).collect(),
            roles: (0..patterns.len()).map(role).collect(),
            json: Unread::new(patterns, |at| waits(at).is_some(), by_value),
            fields,
            words,
        }
    }

    /// Shows every pattern that a message matches, in their order.
    pub(super) fn each(
        &self,
        patterns: &[FilterPattern],
        message: &str,
        Workspace { candidates, slots, kept }: &mut Workspace,
        mut found: impl FnMut(usize),
    ) {
        candidates.begin(&self.always);
        self.texts.each(message.as_bytes(), &mut |text| {
            candidates.add(self.waiting.get(text).map(Vec::as_slice).unwrap_or_default());
        });
        let is_object = self.json.may_be_object(message);
        self.json.mind(message, is_object, candidates);
        let (shared_fields, shared_words) = (self.fields.as_ref(), self.words.as_ref());
        let fields = shared_fields.and_then(|shared| shared.read((message, is_object), slots, candidates));
        let mut words = shared_words.and_then(|shared| shared.split(message, kept, candidates));
        for (at, is_met) in candidates.in_order() {
            let together = match (self.roles[at], &fields, &mut words) {
                (Role::Sure, ..) => Some(true),
                (Role::Fields { only: true }, ..) if is_met => Some(true),
                (Role::Fields { .. }, Some(fields), _) => shared_fields.and_then(|all| all.judge(at, is_met, fields)),
                (Role::Words, _, Some(words)) => shared_words.and_then(|all| all.judge(at, is_met, words)),
                _ => None,
            };
            if together.unwrap_or_else(|| self.judge_alone(at, &patterns[at].0.form, message)) {
                found(at);
            }
        }
    }

    #[inline(never)]
    fn judge_alone(&self, at: usize, form: &Form, message: &str) -> bool {
        if self.roles[at] == (Role::Alone { sifted: true }) {
            form.match_what_passed(message)
        } else {
            form.matches(message)
        }
    }
}

impl FilterPattern {
    pub(super) fn wants_object(&self) -> bool {
        self.json().is_some_and(|json| !json.semantics().json_prefix_tolerant)
    }

    pub(super) fn json(&self) -> Option<&JsonPattern> {
        if let Form::Json(pattern) = &self.0.form { Some(pattern) } else { None }
    }

    pub(super) fn space(&self) -> Option<&SpacePattern> {
        if let Form::Space(pattern) = &self.0.form { Some(pattern) } else { None }
    }
}

/// Whether some of these patterns hold no text that could be looked for: their messages are read anyway.
pub(super) fn read_anyway(patterns: &[FilterPattern], members: &Bits) -> bool {
    members.iter().any(|at| patterns[at].0.needs.as_ref().is_none_or(|needs| needs.strength() < SHORTEST))
}

/// The layout with which it takes least to look for texts, of which the shortest of each pattern are given, and to
/// judge alone the patterns whose texts are too short for it.
fn layout(strengths: &[usize]) -> Layout {
    let alone = |layout: &Layout| strengths.iter().filter(|one| (SHORTEST..layout.shortest()).contains(*one)).count();
    let cost = |layout: &Layout| layout.cost() + 10 * alone(layout);
    Layout::ALL.into_iter().min_by_key(cost).unwrap_or(Layout::ALL[0])
}

/// Shorter texts are not looked for.
const SHORTEST: usize = 3;
