//! Which patterns are to be judged for a message, and what their judging has in common.

use std::collections::BTreeMap;

use memchr::memmem::Finder;

use super::bits::Bits;
use super::texts::{Layout, Texts};
use crate::filter::json::{Fields, JsonPattern, Selector, Selectors, Slot, Test, Unread, may_be_object};
use crate::filter::logic::Logic;
use crate::filter::needs::Needs;
use crate::filter::space::{Kept, Shared, SpacePattern};
use crate::filter::{FilterPattern, Form, Semantics};

/// How the patterns of a set are judged.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Texts without which some pattern cannot match.
    texts: Texts,
    /// For each text the patterns that wait for it.
    waiting: Vec<Vec<usize>>,
    /// Patterns that wait for no text.
    always: Bits,
    /// Patterns that match where a text is found for which they wait.
    sure: Bits,
    /// Patterns for JSON, and those of them that want nothing before it.
    json: Bits,
    objects: Bits,
    /// How JSON begins to write a character by its number.
    escape: Finder<'static>,
    fields: Option<SharedFields>,
    words: Option<SharedWords>,
}

/// JSON patterns whose fields are read together.
#[derive(Clone, Debug)]
struct SharedFields {
    semantics: Semantics,
    selectors: Selectors,
    /// For each pattern of the set that takes part, its conditions on these selectors.
    rules: Vec<Option<Logic<Test>>>,
    members: Bits,
}

/// Space-delimited patterns for which a message is split once.
#[derive(Clone, Debug)]
struct SharedWords {
    semantics: Semantics,
    members: Bits,
}

/// What judging needs besides the plan, kept from message to message to spare memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Workspace {
    candidates: Bits,
    slots: Vec<Slot>,
    words: Kept,
}

impl Plan {
    pub(super) fn new(patterns: &[FilterPattern]) -> Self {
        let layout = layout(patterns);
        let waits = |at: usize| patterns[at].0.needs.as_ref().filter(|needs| needs.strength() >= layout.shortest());
        let mut texts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for pattern in 0..patterns.len() {
            let needed = waits(pattern).map(Needs::texts).unwrap_or_default();
            needed.iter().for_each(|text| texts.entry(text).or_default().push(pattern));
        }
        let (texts, waiting): (Vec<Box<[u8]>>, _) =
            texts.into_iter().map(|(text, waiting)| (text.as_bytes().into(), waiting)).unzip();
        let those = |accepts: &dyn Fn(usize) -> bool| Bits::of(patterns.len(), accepts);
        Self {
            texts: Texts::new(layout, texts),
            waiting,
            always: those(&|at| waits(at).is_none()),
            sure: those(&|at| waits(at).is_some() && patterns[at].0.sure),
            json: those(&|at| patterns[at].json().is_some()),
            objects: those(&|at| patterns[at].json().is_some_and(|json| !json.semantics().json_prefix_tolerant)),
            escape: Finder::new(r"\u"),
            fields: SharedFields::new(patterns),
            words: SharedWords::new(patterns),
        }
    }

    /// Shows every pattern that a message matches, in their order.
    pub(super) fn each(
        &self,
        patterns: &[FilterPattern],
        message: &str,
        Workspace { candidates, slots, words }: &mut Workspace,
        mut found: impl FnMut(usize),
    ) {
        self.choose(message, candidates);
        if candidates.is_empty() {
            return;
        }
        let fields = self.fields.as_ref().filter(|fields| candidates.has_two_of(&fields.members));
        let fields = fields.map(|fields| (fields, fields.selectors.read_again(slots, message, &fields.semantics)));
        let words = self
            .words
            .as_ref()
            .filter(|words| candidates.has_two_of(&words.members))
            .map(|shared| (shared, Shared::new(message, &shared.semantics, words)));
        let mut together = Together { fields, words };
        for at in candidates.iter() {
            let holds = self.sure.has(at)
                || together.judge(at, &patterns[at]).unwrap_or_else(|| patterns[at].0.form.matches(message));
            if holds {
                found(at);
            }
        }
    }

    /// The patterns that may match.
    fn choose(&self, message: &str, candidates: &mut Bits) {
        candidates.become_as(&self.always);
        self.texts.each(message.as_bytes(), &mut |text| {
            self.waiting[text].iter().for_each(|pattern| candidates.add(*pattern));
        });
        if !self.json.is_empty() {
            self.choose_json(message, candidates);
        }
    }

    /// A text that is not there may be written with escapes; what is no object need not be read.
    fn choose_json(&self, message: &str, candidates: &mut Bits) {
        let is_object = may_be_object(message);
        if (is_object || self.json != self.objects) && self.escape.find(message.as_bytes()).is_some() {
            candidates.add_all(&self.json);
        }
        if !is_object {
            candidates.remove_all(&self.objects);
        }
    }
}

/// What was read of one message for all.
struct Together<'p, 'w, 'a> {
    fields: Option<(&'p SharedFields, Result<Fields<'p, 'w, 'a>, Unread>)>,
    words: Option<(&'p SharedWords, Shared<'a, 'w>)>,
}

impl Together<'_, '_, '_> {
    /// Whether a pattern matches; none where it is to be judged alone.
    fn judge(&mut self, at: usize, pattern: &FilterPattern) -> Option<bool> {
        match &pattern.0.form {
            Form::Terms(_) => None,
            Form::Json(_) => {
                let (shared, fields) = self.fields.as_ref()?;
                let rule = shared.rules[at].as_ref()?;
                let Ok(fields) = fields else { return Some(false) };
                Some(rule.holds(&mut |test| test.holds(fields, &shared.semantics)))
            }
            Form::Space(pattern) => {
                let (_, words) = self.words.as_mut().filter(|(shared, _)| shared.members.has(at))?;
                Some(pattern.accepts(words))
            }
        }
    }
}

impl SharedFields {
    /// All patterns that decide as the first does.
    fn new(patterns: &[FilterPattern]) -> Option<Self> {
        let json = || patterns.iter().map(|pattern| pattern.json());
        let semantics = *json().flatten().next()?.semantics();
        let (mut numbers, mut selectors) = (BTreeMap::new(), Vec::new());
        let mut number = |selector: &Selector| {
            *numbers.entry(selector.to_string()).or_insert_with(|| {
                selectors.push(selector.clone());
                selectors.len() - 1
            })
        };
        let mut renumbered = |pattern: &JsonPattern| {
            let numbers: Vec<usize> = pattern.selectors().iter().map(&mut number).collect();
            pattern.logic().map(&|test| Test { selector: numbers[test.selector], ask: test.ask.clone() })
        };
        let same = |pattern: &&JsonPattern| *pattern.semantics() == semantics;
        let rules: Vec<_> = json().map(|pattern| pattern.filter(same).map(&mut renumbered)).collect();
        let members = Bits::of(patterns.len(), |at| rules[at].is_some());
        Some(Self { semantics, selectors: Selectors::new(selectors), rules, members })
    }
}

impl SharedWords {
    /// All patterns that split as the first does.
    fn new(patterns: &[FilterPattern]) -> Option<Self> {
        let semantics = |pattern: &FilterPattern| pattern.space().map(|space| *space.parts().2);
        let first = patterns.iter().find_map(semantics)?;
        let splits = |semantics: Semantics| (semantics.tabs_separate, semantics.unclosed);
        let members = Bits::of(patterns.len(), |at| semantics(&patterns[at]).map(splits) == Some(splits(first)));
        Some(Self { semantics: first, members })
    }
}

impl FilterPattern {
    fn json(&self) -> Option<&JsonPattern> {
        if let Form::Json(pattern) = &self.0.form { Some(pattern) } else { None }
    }

    fn space(&self) -> Option<&SpacePattern> {
        if let Form::Space(pattern) = &self.0.form { Some(pattern) } else { None }
    }
}

/// The layout with which it takes least to look for texts, and to judge alone the patterns whose texts are too
/// short for it.
fn layout(patterns: &[FilterPattern]) -> Layout {
    let strengths = || patterns.iter().filter_map(|pattern| pattern.0.needs.as_ref()).map(Needs::strength);
    let alone = |layout: &Layout| strengths().filter(|strength| (3..layout.shortest()).contains(strength)).count();
    let cost = |layout: &Layout| layout.cost() + 10 * alone(layout);
    Layout::ALL.into_iter().min_by_key(cost).unwrap_or(Layout::ALL[0])
}
