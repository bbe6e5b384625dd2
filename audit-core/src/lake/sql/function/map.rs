//! Functions of maps.
//!
//! Source: Trino documentation, "Map functions and operators".

use super::collection::distinct;
use super::{Answer, Function, Signature, any, within};
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::value::{Value, key_of};

pub(super) const FUNCTIONS: &[Function] = &[
    any("map", "array of keys, array of values", map_sign, |_, args| map(args)),
    any("map_keys", "map", keys_sign, |_, args| {
        Ok(Value::List(args[0].entries().iter().map(|(key, _)| key.clone()).collect()))
    }),
    any("map_values", "map", values_sign, |_, args| {
        Ok(Value::List(args[0].entries().iter().map(|(_, value)| value.clone()).collect()))
    }),
    any("map_entries", "map", entries_sign, |_, args| {
        let rows = args[0].entries().iter().map(|(key, value)| Value::Row([key.clone(), value.clone()].into()));
        Ok(Value::List(rows.collect()))
    }),
    any("map_concat", "map, ...", maps_sign, |_, args| merged(args)),
];

/// The entries of all, of those of one key the last value in the place of the first.
fn merged(maps: &[Value]) -> Answer {
    let mut all: Vec<(Value, Value)> = Vec::new();
    let mut places = hashbrown::HashMap::new();
    for (key, value) in maps.iter().flat_map(Value::entries) {
        let at = *places.entry(key_of([key])).or_insert(all.len());
        match all.get_mut(at) {
            Some((_, known)) => *known = value.clone(),
            None => all.push((key.clone(), value.clone())),
        }
        within("map_concat", all.len())?;
    }
    Ok(Value::Map(all.into()))
}

fn map_sign(given: &[LakeType]) -> Option<Signature> {
    match given {
        [] => Some(Signature::new([], LakeType::map(LakeType::Unknown, LakeType::Unknown))),
        [LakeType::Array(key), LakeType::Array(value)] => {
            Some(Signature::new(given, LakeType::map((**key).clone(), (**value).clone())))
        }
        _ => None,
    }
}

fn map(args: &[Value]) -> Answer {
    let [keys, values] = args else { return Ok(Value::Map([].into())) };
    if keys.items().len() != values.items().len() {
        return Err(LakeFault::argument("map", "Key and value arrays must be the same length"));
    }
    if distinct(keys.items()).len() < keys.items().len() || keys.items().iter().any(Value::is_null) {
        return Err(LakeFault::argument("map", "a key is null, or stands twice"));
    }
    Ok(Value::Map(keys.items().iter().cloned().zip(values.items().iter().cloned()).collect()))
}

fn of_map(given: &[LakeType], result: impl FnOnce(&LakeType, &LakeType) -> LakeType) -> Option<Signature> {
    match given {
        [kind @ LakeType::Map(key, value)] => Some(Signature::new([kind.clone()], LakeType::array(result(key, value)))),
        _ => None,
    }
}

fn keys_sign(given: &[LakeType]) -> Option<Signature> {
    of_map(given, |key, _| key.clone())
}

fn values_sign(given: &[LakeType]) -> Option<Signature> {
    of_map(given, |_, value| value.clone())
}

fn entries_sign(given: &[LakeType]) -> Option<Signature> {
    of_map(given, |key, value| LakeType::Row(vec![(String::new(), key.clone()), (String::new(), value.clone())]))
}

fn maps_sign(given: &[LakeType]) -> Option<Signature> {
    let kind = given.iter().try_fold(LakeType::Unknown, |kind, next| kind.common(next))?;
    matches!(kind, LakeType::Map(..)).then(|| Signature::new(vec![kind.clone(); given.len()], kind))
}
