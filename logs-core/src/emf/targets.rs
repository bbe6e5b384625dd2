//! The members of the root, to which metrics and dimensions point by name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use cupola_base::json::{Kind, Scanner, Str};

use super::error::EmfErrorKind;
use super::value::Value;

/// The root's members. Of several with the same name the last counts.
#[derive(Debug)]
pub(super) struct Targets<'a> {
    members: Vec<(Str<'a>, Value<'a>)>,
    /// Where the members are, by name; only for roots of many members.
    index: Option<BTreeMap<Cow<'a, str>, usize>>,
    /// What was read of members that metrics point to.
    read: Vec<Option<Result<Range<usize>, EmfErrorKind>>>,
    /// All their numbers.
    pub(super) values: Vec<f64>,
}

/// Roots of more members than this are indexed.
const MANY: usize = 32;

/// Most numbers of one target.
const MOST_VALUES: usize = 100;

/// The largest magnitude of a metric's value: 2^360.
pub(super) const LARGEST: f64 = 2.348_542_582_773_833_2e108;

impl<'a> Targets<'a> {
    /// The members of the object that the scanner is at the start of.
    pub(super) fn read(scanner: &mut Scanner<'a>) -> Result<Self, cupola_base::json::ScanError> {
        let mut members = Vec::new();
        while let Some(kind) = scanner.next_member()? {
            members.push((scanner.key(), Value::after(kind, scanner)?));
        }
        scanner.finish()?;
        let index = (members.len() > MANY).then(|| {
            let places = members.iter().enumerate().map(|(place, (key, _))| (key.unescape(), place));
            places.collect::<BTreeMap<_, _>>()
        });
        Ok(Self { read: vec![None; members.len()], members, index, values: Vec::new() })
    }

    /// Where the member of that name is.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(name).copied(),
            None => self.members.iter().rposition(|(key, _)| *key == *name),
        }
    }

    pub(super) fn value(&self, place: usize) -> Value<'a> {
        self.members[place].1
    }

    /// The numbers of a metric's target, as a part of [`values`](Self::values). Each target is read once, however
    /// many metrics point to it.
    pub(super) fn numbers(&mut self, place: usize) -> Result<Range<usize>, EmfErrorKind> {
        if let Some(read) = &self.read[place] {
            return read.clone();
        }
        let read = self.read_numbers(self.value(place));
        self.read[place] = Some(read.clone());
        read
    }

    fn read_numbers(&mut self, target: Value<'a>) -> Result<Range<usize>, EmfErrorKind> {
        let start = self.values.len();
        match (target.kind, target.items()) {
            (Kind::Number, _) => self.values.push(number(target)?),
            (_, Some(items)) => {
                for (place, item) in items.enumerate() {
                    let number = number(item)?;
                    if place == MOST_VALUES {
                        return Err(EmfErrorKind::TooManyValues);
                    }
                    self.values.push(number);
                }
            }
            _ => return Err(EmfErrorKind::BadTargetType),
        }
        Ok(start..self.values.len())
    }
}

fn number(value: Value<'_>) -> Result<f64, EmfErrorKind> {
    let number = value.as_f64().ok_or(EmfErrorKind::BadTargetType)?;
    if number.abs() <= LARGEST { Ok(number) } else { Err(EmfErrorKind::BadValue) }
}
