//! Groups of rows, in the order in which they were first seen.

use hashbrown::{HashMap, HashSet};

use super::rows::order;
use super::{Context, Flow, Row, Sink};
use crate::lake::sql::aggregate::State;
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::plan::{AggregateCall, Group};
use crate::lake::sql::value::{Value, key_of, steps_of};

/// One group.
struct Of {
    keys: Row,
    calls: Vec<Collected>,
}

/// What an aggregate has of a group.
struct Collected {
    state: State,
    seen: HashSet<Vec<u8>>,
    /// Arguments that wait to be sorted, with what they are sorted by.
    waiting: Vec<(Row, Row)>,
}

impl<'a> Context<'a> {
    pub(super) fn group(&mut self, group: &'a Group, sink: Sink<'_, 'a>) -> Result<Flow, LakeFault> {
        let mut places: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut groups: Vec<Of> = Vec::new();
        if group.keys.is_empty() {
            groups.push(self.start(group, Row::new())?);
            places.insert(Vec::new(), 0);
        }
        self.run(&group.input, &mut |context, row| {
            let keys = group.keys.iter().map(|key| context.eval(key, &row)).collect::<Result<Row, _>>()?;
            let key = key_of(&keys);
            context.step(steps_of(key.len()))?;
            let at = match places.get(&key) {
                Some(at) => *at,
                None => {
                    context.hold(2 * key.len() + 64)?;
                    groups.push(context.start(group, keys)?);
                    places.insert(key, groups.len() - 1);
                    groups.len() - 1
                }
            };
            for (call, collected) in group.calls.iter().zip(&mut groups[at].calls) {
                context.take(call, collected, &row)?;
            }
            Ok(Flow::On)
        })?;
        for of in groups {
            let mut row = of.keys;
            for (call, collected) in group.calls.iter().zip(of.calls) {
                row.push(finish(call, collected)?);
            }
            if sink(self, row)? == Flow::Enough {
                return Ok(Flow::Enough);
            }
        }
        Ok(Flow::On)
    }

    fn start(&mut self, group: &Group, keys: Row) -> Result<Of, LakeFault> {
        let mut calls = Vec::with_capacity(group.calls.len());
        for call in &group.calls {
            let kinds: Vec<LakeType> = call.args.iter().map(|arg| arg.kind.clone()).collect();
            let state = call.aggregate.start(&kinds);
            let sketch = if let State::ApproxDistinct(sketch) = &state { sketch.room() } else { 0 };
            self.hold(size_of::<Collected>() + sketch)?;
            calls.push(Collected { state, seen: HashSet::new(), waiting: Vec::new() });
        }
        Ok(Of { keys, calls })
    }

    fn take(&mut self, call: &AggregateCall, collected: &mut Collected, row: &[Value]) -> Result<(), LakeFault> {
        if !call.filter.as_ref().map_or(Ok(true), |filter| self.holds(filter, row))? {
            return Ok(());
        }
        let args = call.args.iter().map(|arg| self.eval(arg, row)).collect::<Result<Row, _>>()?;
        self.step(args.iter().map(Value::steps).sum())?;
        if call.aggregate.skips_nulls && args.first().is_some_and(Value::is_null) {
            return Ok(());
        }
        if call.distinct {
            let key = key_of(&args);
            if collected.seen.contains(&key) {
                return Ok(());
            }
            self.hold(key.len() + 48)?;
            collected.seen.insert(key);
        }
        if call.order.is_empty() {
            let bytes = collected.state.add(&args)?;
            return self.hold(bytes);
        }
        let by = call.order.iter().map(|(by, ..)| self.eval(by, row)).collect::<Result<Row, _>>()?;
        self.hold(by.iter().chain(&args).map(Value::bytes).sum::<usize>() + 48)?;
        collected.waiting.push((by, args));
        Ok(())
    }
}

fn finish(call: &AggregateCall, collected: Collected) -> Result<Value, LakeFault> {
    let Collected { mut state, mut waiting, .. } = collected;
    waiting.sort_by(|(a, _), (b, _)| {
        let keys = a.iter().zip(b).zip(&call.order);
        keys.fold(std::cmp::Ordering::Equal, |so_far, ((a, b), (_, descending, nulls_first))| {
            so_far.then_with(|| order(a, b, *descending, *nulls_first))
        })
    });
    for (_, args) in &waiting {
        state.add(args)?;
    }
    state.done(&call.kind)
}
