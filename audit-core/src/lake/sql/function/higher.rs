//! Functions that take lambdas.
//!
//! Source: Trino documentation, "Lambda expressions", "Array functions and operators".

use super::{Answer, list};
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::plan::Expr;
use crate::lake::sql::run::Context;
use crate::lake::sql::value::Value;

/// A function that asks a lambda of each item.
#[derive(Debug)]
pub(in crate::lake::sql) struct Higher {
    pub(in crate::lake::sql) name: &'static str,
    /// How it is called.
    pub(in crate::lake::sql) usage: &'static str,
    pub(in crate::lake::sql) form: Form,
    run: fn(&mut Context<'_>, &[Value], &Value, &Lambda<'_>) -> Answer,
}

/// What a function with lambdas takes and gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lake::sql) enum Form {
    /// An array and a condition; gives a truth value.
    Test,
    /// An array and a condition; gives an array of the same type.
    Keep,
    /// An array and what becomes of an item.
    Change,
    /// An array, a beginning, what becomes of it with each item, and what becomes of the end.
    Reduce,
    /// A map and a condition on key and value; gives a map of the same type.
    KeepEntries,
    /// A map and what becomes of each value.
    ChangeValues,
}

/// What a lambda does with its arguments.
pub(in crate::lake::sql) struct Lambda<'a> {
    pub(in crate::lake::sql) bodies: Vec<&'a Expr>,
    pub(in crate::lake::sql) row: &'a [Value],
}

impl Lambda<'_> {
    fn ask(&self, context: &mut Context<'_>, which: usize, args: &[&Value]) -> Answer {
        let height = context.variables.len();
        context.variables.extend(args.iter().map(|arg| (*arg).clone()));
        let value = context.step(1).and_then(|()| context.eval(self.bodies[which], self.row));
        context.variables.truncate(height);
        value
    }
}

impl Higher {
    pub(in crate::lake::sql) fn run(&self, context: &mut Context<'_>, args: &[Value], lambda: &Lambda<'_>) -> Answer {
        let Some(first) = args.first().filter(|first| !first.is_null()) else { return Ok(Value::Null) };
        (self.run)(context, args, first, lambda)
    }
}

const fn higher(
    name: &'static str,
    usage: &'static str,
    form: Form,
    run: fn(&mut Context<'_>, &[Value], &Value, &Lambda<'_>) -> Answer,
) -> Higher {
    Higher { name, usage, form, run }
}

pub(super) static FUNCTIONS: [Higher; 8] = [
    higher("any_match", "any_match(array, x -> condition)", Form::Test, |context, _, array, lambda| {
        test(context, array, lambda, true).map(|found| found.map_or(Value::Null, Value::Truth))
    }),
    higher("all_match", "all_match(array, x -> condition)", Form::Test, |context, _, array, lambda| {
        test(context, array, lambda, false).map(|found| found.map_or(Value::Null, |found| Value::Truth(!found)))
    }),
    higher("none_match", "none_match(array, x -> condition)", Form::Test, |context, _, array, lambda| {
        test(context, array, lambda, true).map(|found| found.map_or(Value::Null, |found| Value::Truth(!found)))
    }),
    higher("filter", "filter(array, x -> condition)", Form::Keep, |context, _, array, lambda| {
        let mut kept = Vec::new();
        for item in array.items() {
            if lambda.ask(context, 0, &[item])? == Value::Truth(true) {
                kept.push(item.clone());
            }
        }
        Ok(Value::list(kept))
    }),
    higher("transform", "transform(array, x -> value)", Form::Change, |context, _, array, lambda| {
        let mut room = Room::default();
        let changed = array.items().iter().map(|item| room.for_one(lambda.ask(context, 0, &[item])?));
        list("transform", changed.collect::<Result<_, LakeFault>>()?)
    }),
    higher(
        "reduce",
        "reduce(array, state, (state, x) -> state, state -> value)",
        Form::Reduce,
        |context, args, array, lambda| {
            let mut state = args[1].clone();
            for item in array.items() {
                state = lambda.ask(context, 0, &[&state, item])?;
            }
            lambda.ask(context, 1, &[&state])
        },
    ),
    higher("map_filter", "map_filter(map, (k, v) -> condition)", Form::KeepEntries, |context, _, map, lambda| {
        let mut kept = Vec::new();
        for (key, value) in map.entries() {
            if lambda.ask(context, 0, &[key, value])? == Value::Truth(true) {
                kept.push((key.clone(), value.clone()));
            }
        }
        Ok(Value::Map(kept.into()))
    }),
    higher(
        "transform_values",
        "transform_values(map, (k, v) -> value)",
        Form::ChangeValues,
        |context, _, map, lambda| {
            let mut room = Room::default();
            let changed = map
                .entries()
                .iter()
                .map(|(key, value)| Ok((key.clone(), room.for_one(lambda.ask(context, 0, &[key, value])?)?)));
            changed.collect::<Result<_, LakeFault>>().map(Value::Map)
        },
    ),
];

/// Bytes of what a lambda makes of a list or map, at most.
const MOST_BYTES: usize = 16 << 20;

/// What has been made so far.
#[derive(Default)]
struct Room(usize);

impl Room {
    fn for_one(&mut self, value: Value) -> Answer {
        self.0 += value.bytes();
        if self.0 > MOST_BYTES {
            return Err(LakeFault::argument("transform", format!("the result has more than {MOST_BYTES} bytes")));
        }
        Ok(value)
    }
}

/// Whether the condition is as asked for some item; unknown where it is for none, but is unknown for one.
fn test(context: &mut Context<'_>, array: &Value, lambda: &Lambda<'_>, asked: bool) -> Result<Option<bool>, LakeFault> {
    let mut unknown = false;
    for item in array.items() {
        match lambda.ask(context, 0, &[item])?.as_truth() {
            Some(truth) if truth == asked => return Ok(Some(true)),
            Some(_) => {}
            None => unknown = true,
        }
    }
    Ok((!unknown).then_some(false))
}
