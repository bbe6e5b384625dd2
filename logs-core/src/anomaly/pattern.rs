//! One pattern of a detector.

use std::collections::{BTreeMap, BTreeSet};

use cupola_base::Timestamp;
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};

use super::history::History;
use super::record::LogSample;
use super::rules::AnomalyRules;
use super::values::{Place, Values};
use crate::insights::pattern::{Parts, Severity, Shape};

/// What texts have in common, and how often they come. The words follow from the first text and the places where
/// others differed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Pattern {
    /// 32 hexadecimal digits; the same for the same first shape.
    pub(super) id: String,
    /// The first text.
    pub(super) example: String,
    /// The words in which texts differ.
    pub(super) differs: BTreeSet<usize>,
    /// The words; what differs has none.
    #[serde(skip)]
    words: Vec<Option<Box<[u8]>>>,
    /// Whether it is no news.
    pub(super) is_known: bool,
    /// Events before the window that is open.
    pub(super) count: u64,
    pub(super) history: History,
    /// In the order in which they stand.
    pub(super) values: Vec<Values>,
    /// So many events in a window are usual, because somebody said so.
    pub(super) accepted: u64,
    /// That it stays away is usual, because somebody said so.
    pub(super) may_stay_away: bool,
    /// What came in the window that is open.
    pub(super) window: Window,
}

/// What came of a pattern in a window.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Window {
    pub(super) count: u64,
    pub(super) samples: Vec<LogSample>,
    /// By place.
    values: Vec<Counted>,
}

/// How often the values of a token came.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Counted {
    place: Place,
    values: BTreeMap<String, u64>,
}

/// Samples of an anomaly, and different values of a token in a window; ours.
pub(super) const SAMPLES: usize = 5;
pub(super) const DISTINCT: usize = 20;

impl Pattern {
    /// A pattern of one text, which is that of the shape and the parts.
    pub(super) fn new(text: &str, shape: &Shape, parts: &Parts, window: Timestamp) -> Self {
        let places = (0..parts.count())
            .flat_map(|word| (0..parts.values(word).len()).map(move |value| Place { word, value: Some(value) }));
        Self {
            id: Md5::digest(shape.bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
            example: text.to_owned(),
            differs: BTreeSet::new(),
            words: shape.words().map(|word| Some(word.bytes.into())).collect(),
            is_known: false,
            count: 0,
            history: History::new(window),
            values: places.map(Values::new).collect(),
            accepted: 0,
            may_stay_away: false,
            window: Window::default(),
        }
    }

    /// Makes the words, after a snapshot was read.
    pub(super) fn rebuild(&mut self, shape: &mut Shape) {
        shape.read(&self.example);
        let differs = &self.differs;
        let word = |(index, word): (usize, crate::insights::pattern::Word<'_>)| {
            (!differs.contains(&index)).then(|| word.bytes.into())
        };
        self.words = shape.words().enumerate().map(word).collect();
    }

    /// In how many words a shape is the same.
    pub(super) fn same(&self, shape: &Shape) -> usize {
        let pairs = self.words.iter().zip(shape.words());
        pairs.filter(|(mine, word)| mine.as_deref() == Some(word.bytes)).count()
    }

    /// The words, as far as they are the same in all texts.
    pub(super) fn words(&self) -> impl Iterator<Item = Option<&[u8]>> {
        self.words.iter().map(Option::as_deref)
    }

    pub(super) fn severity(&self) -> Severity {
        Severity::of(&self.example)
    }

    /// Takes a text in: where it has another word, the words differ.
    pub(super) fn take(&mut self, text: &str, at: Timestamp, shape: &Shape, parts: &Parts) {
        let other = |(index, word): (usize, crate::insights::pattern::Word<'_>)| {
            let mine = self.words.get(index)?.as_deref()?;
            (mine != word.bytes).then_some(index)
        };
        let others: Vec<usize> = shape.words().enumerate().filter_map(other).collect();
        others.into_iter().for_each(|index| self.differ(index));
        self.window.count += 1;
        if self.window.samples.len() < SAMPLES {
            self.window.samples.push(LogSample { at, message: text.to_owned() });
        }
        let Self { values, window, .. } = self;
        for place in values.iter().map(|values| values.place) {
            count(window.counted_mut(place), value_at(text, parts, place), 1);
        }
    }

    /// Texts differ in a word that was the same in all.
    fn differ(&mut self, index: usize) {
        let Some(word) = self.words.get_mut(index).and_then(Option::take) else { return };
        self.differs.insert(index);
        let place = Place { word: index, value: None };
        let had_values = self.values.iter().any(|values| values.place.word == index);
        self.values.retain(|values| values.place.word != index);
        self.window.values.retain(|counted| counted.place.word != index);
        let values = if had_values {
            Values::open(place)
        } else {
            let word = String::from_utf8_lossy(&word);
            let events = self.window.count;
            if events > 0 {
                count(self.window.counted_mut(place), &word, events);
            }
            Values::of_word(place, &word, self.count)
        };
        let at = self.values.partition_point(|values| values.place.word < index);
        self.values.insert(at, values);
    }

    /// Learns what came in the open window, as usual.
    pub(super) fn learn_values(&mut self, rules: &AnomalyRules) {
        for values in &mut self.values {
            let counts = self.window.counted(values.place).into_iter().flatten();
            counts.for_each(|(value, count)| values.learn(value, *count, rules));
        }
    }

    /// Begins a window.
    pub(super) fn close(&mut self) -> Window {
        self.count = self.count.saturating_add(self.window.count);
        std::mem::take(&mut self.window)
    }
}

impl Window {
    /// How often the values at a place came; `None` when none did.
    pub(super) fn counted(&self, place: Place) -> Option<&BTreeMap<String, u64>> {
        let found = self.values.binary_search_by_key(&place, |counted| counted.place).ok()?;
        self.values.get(found).map(|counted| &counted.values)
    }

    fn counted_mut(&mut self, place: Place) -> &mut BTreeMap<String, u64> {
        let found = self.values.binary_search_by_key(&place, |counted| counted.place);
        let index = found.unwrap_or_else(|index| {
            self.values.insert(index, Counted { place, values: BTreeMap::new() });
            index
        });
        &mut self.values[index].values
    }
}

/// Counts a value, if there is room for it.
pub(super) fn count(values: &mut BTreeMap<String, u64>, value: &str, times: u64) {
    if let Some(count) = values.get_mut(value) {
        *count += times;
    } else if values.len() < DISTINCT {
        values.insert(value.to_owned(), times);
    }
}

fn value_at<'t>(text: &'t str, parts: &Parts, place: Place) -> &'t str {
    let range = match place.value {
        _ if place.word >= parts.count() => 0..0,
        None => parts.word(place.word),
        Some(value) => parts.values(place.word).get(value).cloned().unwrap_or(0..0),
    };
    text.get(range).unwrap_or_default()
}
