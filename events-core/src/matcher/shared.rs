//! The handle: many readers, one writer at a time.

use std::fmt;
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};

use super::view::{MatcherView, Scratch};
use super::writer::Writer;
use crate::{MatchError, Pattern};

/// Many patterns at once: which of thousands of rules match an event.
///
/// Rules have ids of any ordered type; an id may have several patterns, of which one must match. Rules are
/// added and removed through `&self` while other threads match: whoever matches sees all of a change or nothing
/// of it. A reader locks only to clone a pointer, a writer never waits for a reader.
///
/// A set of rules reports exactly what each rule would report alone, see [`Pattern::matches`].
///
/// ```
/// use cupola_events::{Matcher, Pattern, Scratch};
///
/// let matcher = Matcher::new();
/// matcher.add("heavy", &Pattern::parse(r#"{"detail": {"kg": [{"numeric": [">", 1000]}]}}"#)?);
/// matcher.add("quay", &Pattern::parse(r#"{"source": ["my.quay"]}"#)?);
/// let event = br#"{"source": "my.quay", "detail": {"kg": 1200}}"#;
/// assert_eq!(matcher.matches(event)?, ["heavy", "quay"]);
///
/// assert!(matcher.remove(&"heavy"));
/// // Room that is used again spares every allocation.
/// let (view, mut scratch) = (matcher.view(), Scratch::new());
/// view.each(event, &mut scratch, |rule| assert_eq!(*rule, "quay"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Cost
///
/// An event is read once, whatever the number of rules. A rule waits for one value of one of its paths, and is
/// judged when that value comes by. A change takes some microseconds, at a hundred thousand rules as at ten.
/// Memory is the sum of the patterns: an `$or` counts as the rules that it expands to.
pub struct Matcher<Id> {
    writer: Mutex<Writer<Id>>,
    view: RwLock<MatcherView<Id>>,
}

impl<Id: Ord + 'static> Matcher<Id> {
    /// No rules.
    #[must_use]
    pub fn new() -> Self {
        let writer = Writer::new();
        let view = MatcherView { table: Arc::new(writer.table.clone()) };
        Self { writer: Mutex::new(writer), view: RwLock::new(view) }
    }

    /// Adds a pattern, beside those that the id has already.
    pub fn add(&self, id: Id, pattern: &Pattern) {
        self.change(|writer| writer.add(id, pattern));
    }

    /// Puts a pattern in the place of all those that the id has.
    pub fn replace(&self, id: Id, pattern: &Pattern) {
        self.change(|writer| {
            writer.remove(&id);
            writer.add(id, pattern);
        });
    }

    /// Removes all patterns of an id; false when it has none.
    pub fn remove(&self, id: &Id) -> bool {
        self.change(|writer| writer.remove(id))
    }

    /// Adds many patterns; those who match see all of them or none.
    pub fn add_all<'a>(&self, patterns: impl IntoIterator<Item = (Id, &'a Pattern)>) {
        self.change(|writer| patterns.into_iter().for_each(|(id, pattern)| writer.add(id, pattern)));
    }

    /// Whether the id has a pattern.
    #[must_use]
    pub fn contains(&self, id: &Id) -> bool {
        self.writer.lock().contains(id)
    }

    /// All ids, ascending.
    #[must_use]
    pub fn ids(&self) -> Vec<Id>
    where
        Id: Clone,
    {
        self.writer.lock().ids().cloned().collect()
    }

    /// How many ids there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.writer.lock().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rules as they are now, for asking.
    #[must_use]
    pub fn view(&self) -> MatcherView<Id> {
        self.view.read().clone()
    }

    /// The ids of the rules that match an event, ascending, each once.
    ///
    /// # Errors
    /// As [`MatcherView::matches`].
    pub fn matches(&self, event: &[u8]) -> Result<Vec<Id>, MatchError>
    where
        Id: Clone,
    {
        self.view().matches(event)
    }

    /// Whether any rule matches.
    ///
    /// # Errors
    /// As [`MatcherView::matches`].
    pub fn matches_any(&self, event: &[u8]) -> Result<bool, MatchError> {
        self.view().matches_any(event)
    }

    /// Shows the ids of the rules that match, as [`MatcherView::each`].
    ///
    /// # Errors
    /// As [`MatcherView::each`].
    pub fn each(&self, event: &[u8], scratch: &mut Scratch<Id>, visit: impl FnMut(&Id)) -> Result<(), MatchError> {
        self.view().each(event, scratch, visit)
    }

    /// Changes the rules, and shows the change to those who ask from now on.
    fn change<R>(&self, change: impl FnOnce(&mut Writer<Id>) -> R) -> R {
        let mut writer = self.writer.lock();
        let done = change(&mut writer);
        let new = MatcherView { table: Arc::new(writer.table.clone()) };
        let old = std::mem::replace(&mut *self.view.write(), new);
        drop(writer);
        drop(old);
        done
    }
}

impl<Id: Ord + 'static> Default for Matcher<Id> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, Id: Ord + 'static> FromIterator<(Id, &'a Pattern)> for Matcher<Id> {
    fn from_iter<I: IntoIterator<Item = (Id, &'a Pattern)>>(patterns: I) -> Self {
        let matcher = Self::new();
        matcher.add_all(patterns);
        matcher
    }
}

impl<Id> fmt::Debug for Matcher<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matcher").finish_non_exhaustive()
    }
}
