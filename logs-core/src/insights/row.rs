//! What commands work on.

use std::sync::Arc;

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::discover;
use super::event::Event;
use super::value::Value;

/// A row: fields that commands made, and the event that it came from, if it still has one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) event: Option<Event>,
    /// Later ones hide earlier ones of the same name.
    set: Vec<(Arc<str>, Value)>,
}

impl Row {
    pub(super) fn of(event: Event) -> Self {
        Self { event: Some(event), set: Vec::new() }
    }

    /// Sets a field.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        match self.set.iter_mut().find(|(known, _)| &**known == name) {
            Some((_, old)) => *old = value,
            None => self.set.push((name.into(), value)),
        }
    }

    /// Sets a field whose name is shared.
    pub(super) fn set_shared(&mut self, name: &Arc<str>, value: Value) {
        match self.set.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.set.push((name.clone(), value)),
        }
    }

    pub(super) fn with(mut self, name: &str, value: Value) -> Self {
        self.set(name, value);
        self
    }

    /// The value of a field; null where there is none. A name with dots may lead into a list or map.
    pub(super) fn get(&self, name: &str) -> Value {
        self.own(name).or_else(|| self.within(name)).unwrap_or(Value::Null)
    }

    /// The field of exactly this name.
    fn own(&self, name: &str) -> Option<Value> {
        let set = self.set.iter().find(|(known, _)| &**known == name).map(|(_, value)| value.clone());
        set.or_else(|| system(self.event.as_ref()?, name)).or_else(|| {
            let found = self.event.as_ref()?.found()?;
            found.iter().rev().find(|field| &*field.name == name).map(|field| field.value.clone())
        })
    }

    /// The value of a field as it was before parts of the message were masked.
    pub(super) fn unmasked(&self, name: &str) -> Value {
        let is_made = self.set.iter().any(|(known, _)| &**known == name);
        match self.event.as_ref().and_then(Event::clear).filter(|_| !is_made) {
            Some(clear) if name == "@message" => Value::Text(clear.clone()),
            Some(clear) if !SYSTEM.contains(&name) => discover::field_of(clear, name),
            _ => self.get(name),
        }
    }

    fn within(&self, name: &str) -> Option<Value> {
        self.set
            .iter()
            .filter(|(_, value)| value.is_container())
            .find_map(|(known, value)| value.at(name.strip_prefix(&**known)?.strip_prefix('.')?))
    }

    /// What tells the row of an event from those of others, wherever it was read.
    pub(super) fn contents(&self) -> Option<(Timestamp, Timestamp, [&str; 4])> {
        let event = self.event.as_ref()?;
        Some((event.at(), event.received_at(), [event.log(), event.stream(), event.message(), event.pointer()]))
    }

    /// What it holds in memory, about.
    pub(super) fn size(&self) -> u64 {
        let event = self.event.as_ref().map_or(0, |event| 128 + event.message().len() as u64);
        event + 64 + self.set.iter().map(|(name, value)| 48 + name.len() as u64 + value.size()).sum::<u64>()
    }

    /// The row with no other fields than these.
    pub(super) fn keep_only<'a>(mut self, names: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.collect();
        self.set.retain(|(name, _)| names.contains(&&**name));
        self
    }

    /// The row of an event with further fields.
    pub(super) fn under(mut self, other: &Self) -> Self {
        let set = other.set.iter().filter(|(name, _)| self.set.iter().all(|(known, _)| known != name)).cloned();
        let set: Vec<_> = set.collect();
        self.set.extend(set);
        Self { event: other.event.clone(), ..self }
    }

    /// The row with the fields of another.
    pub(super) fn beside(mut self, other: &Self) -> Self {
        other.set.iter().for_each(|(name, value)| self.set(name, value.clone()));
        self
    }

    /// The names of all fields, system fields aside: those of the message, then those that commands made.
    pub(super) fn names(&self) -> Vec<Arc<str>> {
        let found = self.event.iter().filter_map(Event::found).flat_map(|found| found.iter());
        let mut names: Vec<Arc<str>> = found.filter(|field| field.is_listed).map(|field| field.name.clone()).collect();
        for (name, _) in &self.set {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

/// The fields that every event has.
pub(super) const SYSTEM: [&str; 8] =
    ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime", "@ptr", "@aws.account", "@aws.region"];

fn system(event: &Event, name: &str) -> Option<Value> {
    Some(match name {
        "@timestamp" => Value::Time(event.at().as_millis()),
        "@ingestionTime" => Value::Time(event.received_at().as_millis()),
        "@message" => Value::Text(event.message_text()),
        "@logStream" => present(event.stream()),
        "@log" => present(event.log()),
        "@ptr" => present(event.pointer()),
        "@aws.account" => event.log().split_once(':').map_or(Value::Null, |(account, _)| Value::text(account)),
        "@aws.region" => present(event.region()),
        _ => return None,
    })
}

fn present(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { Value::text(text) }
}
