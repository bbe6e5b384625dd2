//! Which patterns are to be judged for a message, and what their judging has in common.

use std::collections::BTreeMap;

use memchr::memmem::Finder;

use super::bits::Bits;
use super::index::Index;
use super::texts::{Layout, Texts};
use crate::filter::json::{Fields, JsonPattern, Selector, Selectors, Slot, Test, may_be_object};
use crate::filter::literal::{Lookup, Scalar};
use crate::filter::logic::Logic;
use crate::filter::needs::Needs;
use crate::filter::space::{Kept, Row, Shared, SpacePattern};
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
    /// Patterns for JSON that wait for a text, and all those that want nothing before it.
    waiting_json: Bits,
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
    /// For some selectors, what is asked of them.
    indexes: Vec<(usize, Index)>,
}

/// Space-delimited patterns for which a message is split once.
#[derive(Clone, Debug)]
struct SharedWords {
    semantics: Semantics,
    members: Bits,
    /// For some places, in ascending order, what is asked of the word there.
    indexes: Vec<(usize, Index)>,
}

/// What judging needs besides the plan, kept from message to message to spare memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Workspace {
    candidates: Bits,
    slots: Vec<Slot>,
    kept: Kept,
}

impl Plan {
    pub(super) fn new(patterns: &[FilterPattern]) -> Self {
        let (fields, words) = (SharedFields::new(patterns), SharedWords::new(patterns));
        let looked_up = looked_up(patterns, fields.as_ref(), words.as_ref());
        let needs = |at: usize| patterns[at].0.needs.as_ref().filter(|_| !looked_up.has(at));
        let layout = layout(&(0..patterns.len()).filter_map(needs).map(Needs::strength).collect::<Vec<_>>());
        let waits = |at: usize| needs(at).filter(|needs| needs.strength() >= layout.shortest());
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
            waiting_json: those(&|at| waits(at).is_some() && patterns[at].json().is_some()),
            objects: those(&|at| patterns[at].wants_object()),
            escape: Finder::new(r"\u"),
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
        self.choose(message, candidates);
        let fields = self.fields.as_ref().filter(|fields| candidates.has_two_of(&fields.members));
        let fields = fields.and_then(|shared| Some((shared, shared.read(message, slots, candidates)?)));
        let words = self.words.as_ref().filter(|words| candidates.has_two_of(&words.members));
        let words = words.map(|shared| (shared, shared.split(message, kept, candidates)));
        let mut together = Together { fields, words };
        for at in candidates.iter() {
            let form = &patterns[at].0.form;
            let alone = || if self.always.has(at) { form.matches(message) } else { form.match_what_passed(message) };
            if self.sure.has(at) || together.judge(at, form).unwrap_or_else(alone) {
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
        let is_object = self.objects.is_empty() || may_be_object(message);
        // A text that is not there may be written with escapes.
        if self.waiting_json.has_any_but(&self.objects, is_object) && self.escape.find(message.as_bytes()).is_some() {
            candidates.add_all(&self.waiting_json);
        }
        if !is_object {
            candidates.remove_all(&self.objects);
        }
    }
}

/// Patterns that are looked up by values that are read anyway, because some pattern waits for no text.
fn looked_up(patterns: &[FilterPattern], fields: Option<&SharedFields>, words: Option<&SharedWords>) -> Bits {
    let reads_anyway = |members: &Bits| {
        members.iter().any(|at| patterns[at].0.needs.as_ref().is_none_or(|needs| needs.strength() < SHORTEST))
    };
    let of = |members: &Bits, indexes: &[(usize, Index)]| {
        let is_asking = |at: usize| members.has(at) && indexes.iter().any(|(_, index)| index.asks(at));
        Bits::of(patterns.len(), |at| reads_anyway(members) && is_asking(at))
    };
    let mut all = Bits::with(patterns.len(), []);
    fields.into_iter().for_each(|fields| all.add_all(&of(&fields.members, &fields.indexes)));
    words.into_iter().for_each(|words| all.add_all(&of(&words.members, &words.indexes)));
    all
}

/// What was read of one message for all.
struct Together<'p, 'w, 'a> {
    fields: Option<(&'p SharedFields, Fields<'p, 'w, 'a>)>,
    words: Option<(&'p SharedWords, Shared<'a, 'w>)>,
}

impl Together<'_, '_, '_> {
    /// Whether a pattern matches; none where it is to be judged alone.
    fn judge(&mut self, at: usize, form: &Form) -> Option<bool> {
        match form {
            Form::Terms(_) => None,
            Form::Json(_) => {
                let (shared, fields) = self.fields.as_ref()?;
                let rule = shared.rules[at].as_ref()?;
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
        let (mut numbers, mut selectors) = (BTreeMap::<String, usize>::new(), Vec::new());
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
        let lookups = json().enumerate().filter(|(at, _)| members.has(*at)).flat_map(|(at, pattern)| {
            let lookups = pattern.into_iter().flat_map(|pattern| pattern.lookups().map(move |found| (pattern, found)));
            lookups.map(move |(pattern, (selector, lookup))| (&pattern.selectors()[selector], (at, lookup)))
        });
        let lookups = lookups.map(|(selector, wish)| (numbers[&selector.to_string()], wish));
        let indexes = indexes(patterns.len(), lookups);
        Some(Self { semantics, selectors: Selectors::new(selectors), rules, members, indexes })
    }

    /// Reads a message, and leaves the candidates whose conditions may hold; none where it is no JSON object.
    fn read<'p, 's, 'a>(
        &'p self,
        message: &'a str,
        slots: &'s mut Vec<Slot>,
        candidates: &mut Bits,
    ) -> Option<Fields<'p, 's, 'a>> {
        let Ok(fields) = self.selectors.read_again(slots, message, &self.semantics) else {
            candidates.remove_all(&self.members);
            return None;
        };
        for (selector, index) in &self.indexes {
            if index.concerns(candidates) {
                let narrow = |scalar: Option<Scalar<'_>>| index.narrow(scalar, candidates);
                fields.first_scalar(*selector, narrow);
            }
        }
        Some(fields)
    }
}

impl SharedWords {
    /// All patterns that split as the first does.
    fn new(patterns: &[FilterPattern]) -> Option<Self> {
        let semantics = |pattern: &FilterPattern| pattern.space().map(|space| *space.parts().2);
        let first = patterns.iter().find_map(semantics)?;
        let splits = |semantics: Semantics| (semantics.tabs_separate, semantics.unclosed);
        let members = Bits::of(patterns.len(), |at| semantics(&patterns[at]).map(splits) == Some(splits(first)));
        let lookups = patterns.iter().enumerate().filter(|(at, _)| members.has(*at)).flat_map(|(at, pattern)| {
            let lookups = pattern.space().into_iter().flat_map(SpacePattern::lookups);
            lookups.map(move |(place, lookup)| (place, (at, lookup)))
        });
        let indexes = indexes(patterns.len(), lookups);
        Some(Self { semantics: first, members, indexes })
    }

    /// Splits a message as far as needed to leave the candidates whose conditions may hold.
    fn split<'k, 'a>(&self, message: &'a str, kept: &'k mut Kept, candidates: &mut Bits) -> Shared<'a, 'k> {
        let mut words = Shared::new(message, &self.semantics, kept);
        for (place, index) in &self.indexes {
            if index.concerns(candidates) {
                index.narrow(words.word(*place).map(|word| Scalar::Text(word.text)), candidates);
            }
        }
        words
    }
}

/// For each field of which something can be looked up, in ascending order, what is asked of it. Nothing where the
/// patterns are so many that the sets of them would take much memory.
fn indexes<'a>(bound: usize, lookups: impl Iterator<Item = (usize, (usize, Lookup<'a>))>) -> Vec<(usize, Index)> {
    let mut of_fields: BTreeMap<usize, Vec<(usize, Lookup<'a>)>> = BTreeMap::new();
    let lookups = lookups.take_while(|_| bound <= MOST_INDEXED);
    lookups.for_each(|(field, wish)| of_fields.entry(field).or_default().push(wish));
    of_fields.into_iter().map(|(field, wishes)| (field, Index::new(bound, &wishes))).collect()
}

impl FilterPattern {
    fn wants_object(&self) -> bool {
        self.json().is_some_and(|json| !json.semantics().json_prefix_tolerant)
    }

    fn json(&self) -> Option<&JsonPattern> {
        if let Form::Json(pattern) = &self.0.form { Some(pattern) } else { None }
    }

    fn space(&self) -> Option<&SpacePattern> {
        if let Form::Space(pattern) = &self.0.form { Some(pattern) } else { None }
    }
}

/// The layout with which it takes least to look for texts, of which the shortest of each pattern are given, and to
/// judge alone the patterns whose texts are too short for it.
fn layout(strengths: &[usize]) -> Layout {
    let alone = |layout: &Layout| strengths.iter().filter(|one| (SHORTEST..layout.shortest()).contains(*one)).count();
    let cost = |layout: &Layout| layout.cost() + 10 * alone(layout);
    Layout::ALL.into_iter().min_by_key(cost).unwrap_or(Layout::ALL[0])
}

/// More patterns than this are not looked up by values.
const MOST_INDEXED: usize = 4096;
/// Shorter texts are not looked for.
const SHORTEST: usize = 3;
