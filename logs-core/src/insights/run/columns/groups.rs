//! `stats`, by keys that are looked up as bytes.

use hashbrown::HashTable;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::batch::Batch;
use super::cell::Cell;
use super::code::{Code, Context, Place};
use crate::insights::aggregate::Accumulator;
use crate::insights::hash::hash;
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
    /// The rows of the batch at hand, with the numbers of their groups.
    rows: Vec<(usize, usize)>,
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
    /// Takes the rows of a batch in: first their groups are found, then each aggregate takes its values.
    pub(super) fn take<'a>(
        &mut self,
        batch: &Batch<'a>,
        asked: &Asked<'a>,
        context: Context<'_>,
    ) -> Result<(), RunError> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.clear();
        let mut coded = Coded::of(batch, asked);
        rows.extend(batch.live.iter().map(|row| {
            let row = *row as usize;
            let group = match coded.as_mut().map(|coded| coded.group(row)) {
                Some(known @ &mut None) => *known.insert(self.group(batch, row, asked, context)),
                Some(&mut Some(group)) => group,
                None => self.group(batch, row, asked, context),
            };
            (row, group)
        }));
        for (index, argument) in asked.arguments.iter().enumerate() {
            self.add(&rows, index, argument.as_ref(), batch, (asked.time, Context { offset: 0, ..context }));
        }
        self.rows = rows;
        self.check(context.run)
    }

    /// The number of the group of a row, which is made if there is none.
    fn group<'a>(&mut self, batch: &Batch<'a>, row: usize, asked: &Asked<'a>, context: Context<'_>) -> usize {
        let mut code = std::mem::take(&mut self.scratch);
        code.clear();
        let mut kinds = SmallVec::<[u8; 4]>::new();
        for key in asked.keys {
            let key = key.of(batch, row, context);
            key.encode(&mut code);
            kinds.push(key.kind());
        }
        let hash = hash(&code);
        let value = |key: &'a Code| key.of(batch, row, context).value();
        let index = match self.table.find(hash, |index| *self.groups[*index].code == *code) {
            Some(index) => {
                for ((known, kind), key) in self.groups[*index].keys.iter_mut().zip(kinds).zip(asked.keys) {
                    if kind < order::kind(known) {
                        *known = value(key);
                    }
                }
                *index
            }
            None => {
                let keys = asked.keys.iter().map(|key| key_of(value(key))).collect();
                self.insert(hash, Group { code: code.as_slice().into(), keys, values: asked.shape.start() })
            }
        };
        self.scratch = code;
        index
    }

    /// Takes the values of an aggregate in, of rows in these groups.
    fn add<'a>(
        &mut self,
        rows: &[(usize, usize)],
        index: usize,
        argument: Option<&'a Code>,
        batch: &Batch<'a>,
        (time, context): (&Place, Context<'_>),
    ) {
        let numbers = match argument {
            Some(Code::Read(place)) => batch.numbers(place),
            _ => None,
        };
        for (row, group) in rows {
            let value = &mut self.groups[*group].values[index];
            self.bytes += match (argument, numbers) {
                (None, _) => {
                    value.add_row();
                    0
                }
                (Some(_), Some(numbers)) if value.is_of_numbers() => match numbers[*row] {
                    number if number.is_nan() => 0,
                    number => value.add_number(number),
                },
                (Some(argument), _) => {
                    let cell = argument.of(batch, *row, context);
                    add(value, &cell, || batch.read(time, *row).view().as_millis())
                }
            };
        }
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
