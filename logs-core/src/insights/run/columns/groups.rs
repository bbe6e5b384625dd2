//! `stats`, by keys that are looked up as bytes.

use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use hashbrown::HashTable;
use serde::{Deserialize, Serialize};

use super::batch::Batch;
use super::cell::Cell;
use super::code::{Code, Context, Place};
use crate::insights::aggregate::Accumulator;
use crate::insights::order::{self, Natural};
use crate::insights::row::Row;
use crate::insights::run::stats::{GROUP_BYTES, Shape, key_of};
use crate::insights::run::{Run, RunError};
use crate::insights::value::Value;

/// The groups of rows that have been seen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Group>", into = "Vec<Group>")]
pub(super) struct Groups {
    table: HashTable<usize>,
    groups: Vec<Group>,
    bytes: u64,
    scratch: Vec<u8>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Group {
    /// What tells the keys from others.
    code: Box<[u8]>,
    keys: Vec<Value>,
    values: Vec<Accumulator>,
}

/// What is asked of each row.
pub(super) struct Asked<'p> {
    pub(super) keys: &'p [Code],
    pub(super) arguments: &'p [Option<Code>],
    pub(super) time: &'p Place,
    pub(super) shape: &'p Shape,
}

impl Groups {
    /// Takes the rows of a batch in.
    pub(super) fn take<'a>(
        &mut self,
        batch: &Batch<'a>,
        asked: &Asked<'a>,
        context: Context<'_>,
    ) -> Result<(), RunError> {
        let mut coded = Coded::of(batch, asked);
        for row in &batch.live {
            let row = *row as usize;
            let group = match coded.as_mut().map(|coded| coded.group(row)) {
                Some(known @ &mut None) => *known.insert(self.group(batch, row, asked, context)),
                Some(&mut Some(group)) => group,
                None => self.group(batch, row, asked, context),
            };
            self.count(group, batch, row, asked, Context { offset: 0, ..context });
        }
        self.check(context.run)
    }

    /// The number of the group of a row.
    fn group<'a>(&mut self, batch: &Batch<'a>, row: usize, asked: &Asked<'a>, context: Context<'_>) -> usize {
        let mut code = std::mem::take(&mut self.scratch);
        code.clear();
        asked.keys.iter().for_each(|key| key.of(batch, row, context).encode(&mut code));
        let keys = || asked.keys.iter().map(|key| key.of(batch, row, context).into_cell());
        let index = self.index(&code, keys, asked.shape);
        self.scratch = code;
        index
    }

    /// Takes a row into its group.
    #[inline]
    fn count<'a>(&mut self, group: usize, batch: &Batch<'a>, row: usize, asked: &Asked<'a>, plain: Context<'_>) {
        let group = &mut self.groups[group];
        for (value, argument) in group.values.iter_mut().zip(asked.arguments) {
            match argument {
                None => value.add_row(),
                Some(argument) => {
                    let cell = argument.of(batch, row, plain);
                    self.bytes += add(value, &cell, || batch.read(asked.time, row).view().as_millis());
                }
            }
        }
    }

    /// The number of the group of these keys, which is made if there is none.
    fn index<'a, K: Iterator<Item = Cell<'a>>>(&mut self, code: &[u8], keys: impl Fn() -> K, shape: &Shape) -> usize {
        let hash = hash(code);
        if let Some(index) = self.table.find(hash, |index| *self.groups[*index].code == *code) {
            let group = &mut self.groups[*index];
            for (known, new) in group.keys.iter_mut().zip(keys()) {
                if new.kind() < order::kind(known) {
                    *known = new.value();
                }
            }
            return *index;
        }
        let keys = keys().map(|key| key_of(key.value())).collect();
        self.insert(hash, Group { code: code.into(), keys, values: shape.start() })
    }

    fn insert(&mut self, hash: u64, group: Group) -> usize {
        let index = self.groups.len();
        self.bytes += GROUP_BYTES + 2 * group.code.len() as u64;
        self.groups.push(group);
        let groups = &self.groups;
        self.table.insert_unique(hash, index, |index| self::hash(&groups[*index].code));
        index
    }

    /// Takes the groups of another in. Answers how many bytes are held.
    pub(super) fn merge(&mut self, other: Self) -> u64 {
        for group in other.groups {
            let hash = hash(&group.code);
            match self.table.find(hash, |index| self.groups[*index].code == group.code) {
                None => {
                    self.insert(hash, group);
                }
                Some(index) => {
                    let known = &mut self.groups[*index];
                    for (known, new) in known.keys.iter_mut().zip(group.keys) {
                        if order::kind(&new) < order::kind(known) {
                            *known = new;
                        }
                    }
                    let pairs = known.values.iter_mut().zip(group.values);
                    self.bytes += pairs.map(|(value, other)| value.merge(other)).sum::<u64>();
                }
            }
        }
        self.bytes
    }

    pub(super) fn check(&self, run: &Run<'_>) -> Result<(), RunError> {
        let most = run.limits.query_bytes;
        if self.bytes > most { Err(RunError::TooLarge(most)) } else { Ok(()) }
    }

    /// A row for each group, by keys.
    pub(super) fn finish(mut self, shape: &Shape, run: &Run<'_>) -> impl Iterator<Item = Row> {
        if self.groups.is_empty() && shape.stats.keys.is_empty() {
            self.groups.push(Group { code: Box::default(), keys: Vec::new(), values: shape.start() });
        }
        let by_keys = |group: Group| (group.keys.into_iter().map(Natural).collect::<Vec<_>>(), group.values);
        let mut groups: Vec<_> = self.groups.into_iter().map(by_keys).collect();
        groups.sort_by(|(a, _), (b, _)| a.cmp(b));
        groups.into_iter().map(|(keys, values)| shape.row(keys.into_iter().map(|key| key.0), values, run))
    }
}

/// The groups of a key whose values have codes, by code; as far as they are known.
struct Coded<'a> {
    codes: &'a [u16],
    groups: Vec<Option<usize>>,
}

impl<'a> Coded<'a> {
    fn of(batch: &Batch<'a>, asked: &Asked<'a>) -> Option<Self> {
        let [Code::Read(place)] = asked.keys else { return None };
        batch.codes(place).map(|(codes, count)| Self { codes, groups: vec![None; count] })
    }

    #[inline]
    fn group(&mut self, row: usize) -> &mut Option<usize> {
        &mut self.groups[usize::from(self.codes[row])]
    }
}

/// Takes a value in. Answers how many bytes more are held.
#[inline]
fn add(value: &mut Accumulator, cell: &Cell<'_>, at: impl Fn() -> Option<i64>) -> u64 {
    let view = cell.view();
    match value {
        Accumulator::Count(count) => {
            *count += u64::from(!view.is_nothing());
            0
        }
        Accumulator::Distinct(seen) => view.with_text(|text| seen.add(text)).unwrap_or(0),
        Accumulator::AtTime { .. } => value.add(&cell.value(), at()),
        numbers if numbers.is_of_numbers() => view.as_number().map_or(0, |number| numbers.add_number(number)),
        other => other.add(&cell.value(), None),
    }
}

/// As it stands in a partial answer.
impl From<Groups> for Vec<Group> {
    fn from(it: Groups) -> Self {
        it.groups
    }
}

impl From<Vec<Group>> for Groups {
    fn from(groups: Vec<Group>) -> Self {
        let mut it = Self::default();
        it.merge(Self { groups, ..Self::default() });
        it
    }
}

fn hash(code: &[u8]) -> u64 {
    BuildHasherDefault::<KeyHasher>::default().hash_one(Bytes(code))
}

/// Bytes without their length, which is part of a key already.
struct Bytes<'a>(&'a [u8]);

impl std::hash::Hash for Bytes<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(self.0);
    }
}

/// Multiplies and folds, eight bytes at a time; what it says never reaches an answer.
#[derive(Default)]
struct KeyHasher(u64);

impl KeyHasher {
    #[inline]
    fn mix(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word ^ 0x2d35_8dcc_aa6c_78a5) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
        #[expect(clippy::cast_possible_truncation, reason = "both halves are used")]
        let folded = product as u64 ^ (product >> 64) as u64;
        self.0 = folded;
    }
}

impl Hasher for KeyHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
            self.mix(u64::from_le_bytes(*chunk));
            rest = after;
        }
        let tail = rest.iter().fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
        self.mix(tail);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
