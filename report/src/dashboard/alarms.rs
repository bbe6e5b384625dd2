//! The states of alarms, as a list.

use super::rows::class_of;
use crate::markup::Markup;
use crate::state::State;

/// Alarms and their states, in the order in which they are added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlarmList {
    entries: Vec<AlarmEntry>,
}

/// One alarm of an [`AlarmList`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmEntry {
    name: String,
    state: State,
    note: Option<String>,
}

impl AlarmEntry {
    /// An alarm in a state.
    #[must_use]
    pub fn new(name: impl Into<String>, state: State) -> Self {
        Self { name: name.into(), state, note: None }
    }

    /// Says something besides, e.g. since when.
    #[must_use]
    pub fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }
}

impl AlarmList {
    /// No alarm yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an alarm.
    #[must_use]
    pub fn with(mut self, entry: AlarmEntry) -> Self {
        self.entries.push(entry);
        self
    }

    pub(super) fn write(&self, out: &mut Markup) {
        out.element("ul").class("cu-alarms").open();
        for AlarmEntry { name, state, note } in &self.entries {
            out.element("li").open();
            out.element("span").class(format_args!("cu-state {}", class_of(*state))).text(state.as_str());
            out.element("span").class("cu-name").text(name);
            if let Some(note) = note {
                out.element("span").class("cu-aside").text(note);
            }
            out.close();
        }
        out.close();
    }
}
