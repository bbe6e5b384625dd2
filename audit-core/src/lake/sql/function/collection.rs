//! Functions of arrays, maps and rows.
//!
//! Source: Trino documentation, "Array functions and operators", "Map functions and operators".

use super::{Answer, Function, Made, Signature, any, list, size, whole, within};
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::value::{Value, key_of};

pub(super) const FUNCTIONS: &[Function] = &[
    any("element_at", "array or map, bigint or key", element_sign, |_, args| element(args)),
    any("cardinality", "array or map", cardinality_sign, |_, args| {
        Ok(whole(args[0].items().len() + args[0].entries().len()))
    }),
    any("contains", "array, value", item_sign, |_, args| Ok(contains(args[0].items(), &args[1]))),
    any("array_position", "array, value", position_sign, |_, args| {
        Ok(whole(position(args[0].items(), &args[1]).map_or(0, |place| place + 1)))
    }),
    any("array_distinct", "array", same_array, |_, args| Ok(Value::list(distinct(args[0].items())))),
    any("array_sort", "array", ordered_array, |_, args| {
        let mut items = args[0].items().to_vec();
        items.sort_by(Value::order);
        Ok(Value::list(items))
    }),
    any("array_max", "array", ordered_item, |_, args| Ok(extreme(args[0].items(), true))),
    any("array_min", "array", ordered_item, |_, args| Ok(extreme(args[0].items(), false))),
    any("array_join", "array, varchar [, varchar]", join_sign, |_, args| join(args)),
    any("array_union", "array, array", two_arrays, |_, args| {
        list("array_union", distinct(args[0].items().iter().chain(args[1].items())))
    }),
    any("array_intersect", "array, array", two_arrays, |_, args| Ok(both(args, true))),
    any("array_except", "array, array", two_arrays, |_, args| Ok(both(args, false))),
    any("arrays_overlap", "array, array", overlap_sign, |_, args| Ok(overlap(args))),
    any("flatten", "array of arrays", flat_sign, |_, args| joined("flatten", args[0].items())),
    any("slice", "array, bigint, bigint", slice_sign, |_, args| slice(args)),
    any("sequence", "bigint, bigint [, bigint]", sequence_sign, |_, args| sequence(args)),
    any("concat", "varchar, ... or array, ...", concat_sign, |_, args| concat(args)),
    any("row", "value, ...", row_sign, |_, args| Ok(Value::Row(args.into()))).lax(),
];

fn element_sign(given: &[LakeType]) -> Option<Signature> {
    let [from, place] = given else { return None };
    match from {
        LakeType::Array(item) if matches!(place, LakeType::Bigint | LakeType::Unknown) => {
            Some(Signature::new([from.clone(), LakeType::Bigint], (**item).clone()))
        }
        LakeType::Map(key, value) if place.common(key).as_ref() == Some(key) => {
            Some(Signature::new([from.clone(), (**key).clone()], (**value).clone()))
        }
        _ => None,
    }
}

/// From 1; from the end when negative. What is not there is null.
fn element(args: &[Value]) -> Answer {
    if let Value::Map(entries) = &args[0] {
        return Ok(entry(entries, &args[1]).cloned().unwrap_or(Value::Null));
    }
    let (items, place) = (args[0].items(), args[1].as_whole());
    if place == 0 {
        return Err(LakeFault::argument("element_at", "SQL array indices start at 1"));
    }
    let back = usize::try_from(place.unsigned_abs()).unwrap_or(usize::MAX);
    let at = if place > 0 { Some(back - 1) } else { items.len().checked_sub(back) };
    Ok(at.and_then(|at| items.get(at)).cloned().unwrap_or(Value::Null))
}

fn entry<'v>(entries: &'v [(Value, Value)], key: &Value) -> Option<&'v Value> {
    entries.iter().find(|(known, _)| known.order(key).is_eq()).map(|(_, value)| value)
}

/// As `element_at`, but what is not there is a fault: `array[7]`, `map['key']`.
fn subscript(args: &[Value]) -> Answer {
    let (found, missing) = match &args[0] {
        Value::Map(entries) => (entry(entries, &args[1]), "Key not present in map"),
        list => {
            let place = usize::try_from(args[1].as_whole()).ok().and_then(|place| place.checked_sub(1));
            (place.and_then(|place| list.items().get(place)), "Array subscript out of bounds")
        }
    };
    found.cloned().ok_or_else(|| LakeFault::argument("[]", missing))
}

/// `array[place]` and `map[key]`.
pub(in crate::lake::sql) static SUBSCRIPT: Function =
    any("[]", "array or map, bigint or key", element_sign, |_, args| subscript(args));

fn cardinality_sign(given: &[LakeType]) -> Option<Signature> {
    match given {
        [kind @ (LakeType::Array(_) | LakeType::Map(..))] => Some(Signature::new([kind.clone()], LakeType::Bigint)),
        _ => None,
    }
}

fn item_sign(given: &[LakeType]) -> Option<Signature> {
    let [LakeType::Array(item), value] = given else { return None };
    let kind = item.common(value)?;
    Some(Signature::new([LakeType::array(kind.clone()), kind], LakeType::Boolean))
}

fn position_sign(given: &[LakeType]) -> Option<Signature> {
    item_sign(given).map(|sign| Signature { result: LakeType::Bigint, ..sign })
}

fn position(items: &[Value], value: &Value) -> Option<usize> {
    items.iter().position(|item| item.order(value).is_eq())
}

/// Null where the value is not there and an item is null.
fn contains(items: &[Value], value: &Value) -> Value {
    if position(items, value).is_some() {
        return Value::Truth(true);
    }
    if items.iter().any(Value::is_null) { Value::Null } else { Value::Truth(false) }
}

fn same_array(given: &[LakeType]) -> Option<Signature> {
    match given {
        [kind @ LakeType::Array(_)] => Some(Signature::new([kind.clone()], kind.clone())),
        _ => None,
    }
}

fn ordered_array(given: &[LakeType]) -> Option<Signature> {
    same_array(given).filter(|sign| sign.result.is_ordered())
}

fn ordered_item(given: &[LakeType]) -> Option<Signature> {
    match given {
        [kind @ LakeType::Array(item)] if item.is_ordered() => Some(Signature::new([kind.clone()], (**item).clone())),
        _ => None,
    }
}

fn two_arrays(given: &[LakeType]) -> Option<Signature> {
    let [one @ LakeType::Array(_), two @ LakeType::Array(_)] = given else { return None };
    let kind = one.common(two)?;
    Some(Signature::new([kind.clone(), kind.clone()], kind))
}

fn overlap_sign(given: &[LakeType]) -> Option<Signature> {
    two_arrays(given).map(|sign| Signature { result: LakeType::Boolean, ..sign })
}

pub(super) fn distinct<'v>(items: impl IntoIterator<Item = &'v Value>) -> Vec<Value> {
    let mut seen = hashbrown::HashSet::new();
    items.into_iter().filter(|item| seen.insert(key_of([*item]))).cloned().collect()
}

fn both(args: &[Value], keep: bool) -> Value {
    let other: hashbrown::HashSet<_> = args[1].items().iter().map(|item| key_of([item])).collect();
    let mut items = distinct(args[0].items());
    items.retain(|item| other.contains(&key_of([item])) == keep);
    Value::list(items)
}

fn overlap(args: &[Value]) -> Value {
    let other: hashbrown::HashSet<_> =
        args[1].items().iter().filter(|item| !item.is_null()).map(|item| key_of([item])).collect();
    if args[0].items().iter().any(|item| !item.is_null() && other.contains(&key_of([item]))) {
        return Value::Truth(true);
    }
    let unknown = args.iter().any(|list| list.items().iter().any(Value::is_null));
    if unknown { Value::Null } else { Value::Truth(false) }
}

/// Null when an item is null.
fn extreme(items: &[Value], largest: bool) -> Value {
    if items.iter().any(Value::is_null) {
        return Value::Null;
    }
    let best = if largest { items.iter().max_by(|a, b| a.order(b)) } else { items.iter().min_by(|a, b| a.order(b)) };
    best.cloned().unwrap_or(Value::Null)
}

fn join_sign(given: &[LakeType]) -> Option<Signature> {
    let (array, rest) = given.split_first()?;
    let LakeType::Array(item) = array else { return None };
    let texts = rest.iter().all(|kind| matches!(kind, LakeType::Varchar | LakeType::Unknown));
    let castable = crate::lake::sql::cast::exists(item, &LakeType::Varchar);
    if !texts || !castable || !(1..=2).contains(&rest.len()) {
        return None;
    }
    let mut args = vec![LakeType::array(LakeType::Varchar)];
    args.extend(rest.iter().map(|_| LakeType::Varchar));
    Some(Signature::new(args, LakeType::Varchar))
}

/// Nulls are left out, or become the third text.
fn join(args: &[Value]) -> Answer {
    let mut made = Made::by("array_join");
    let mut first = true;
    for item in args[0].items() {
        let text = if item.is_null() { args.get(2).map(Value::as_text) } else { Some(item.as_text()) };
        let Some(text) = text else { continue };
        if !std::mem::take(&mut first) {
            made.push(args[1].as_text())?;
        }
        made.push(text)?;
    }
    made.done()
}

fn flat_sign(given: &[LakeType]) -> Option<Signature> {
    match given {
        [LakeType::Array(inner)] if matches!(**inner, LakeType::Array(_)) => {
            Some(Signature::new([given[0].clone()], (**inner).clone()))
        }
        _ => None,
    }
}

fn slice_sign(given: &[LakeType]) -> Option<Signature> {
    let [kind @ LakeType::Array(_), LakeType::Bigint, LakeType::Bigint] = given else { return None };
    Some(Signature::new([kind.clone(), LakeType::Bigint, LakeType::Bigint], kind.clone()))
}

fn slice(args: &[Value]) -> Answer {
    let (items, start, length) = (args[0].items(), args[1].as_whole(), args[2].as_whole());
    if start == 0 || length < 0 {
        return Err(LakeFault::argument("slice", "SQL array indices start at 1, and lengths are not negative"));
    }
    let back = usize::try_from(start.unsigned_abs()).unwrap_or(usize::MAX);
    let from = if start > 0 { Some(back - 1) } else { items.len().checked_sub(back) };
    let cut = from.map_or(Vec::new(), |from| items.iter().skip(from).take(size(&args[2])).cloned().collect());
    Ok(Value::list(cut))
}

fn sequence_sign(given: &[LakeType]) -> Option<Signature> {
    let numbers = given.iter().all(|kind| *kind == LakeType::Bigint) && (2..=3).contains(&given.len());
    numbers.then(|| Signature::new(given, LakeType::array(LakeType::Bigint)))
}

fn sequence(args: &[Value]) -> Answer {
    let (from, to) = (i128::from(args[0].as_whole()), i128::from(args[1].as_whole()));
    let step = args.get(2).map_or(if from <= to { 1 } else { -1 }, |step| i128::from(step.as_whole()));
    if step == 0 || (to - from).signum() * step.signum() < 0 {
        return Err(LakeFault::argument("sequence", "the step does not lead to the end"));
    }
    let count = usize::try_from((to - from) / step + 1).unwrap_or(usize::MAX);
    within("sequence", count)?;
    let each =
        (0..count).map(|at| i64::try_from(from + step * i128::try_from(at).unwrap_or_default()).unwrap_or_default());
    Ok(Value::List(each.map(Value::Whole).collect()))
}

fn concat_sign(given: &[LakeType]) -> Option<Signature> {
    let kind = given.iter().try_fold(LakeType::Unknown, |kind, next| kind.common(next))?;
    let kind = if kind == LakeType::Unknown { LakeType::Varchar } else { kind };
    let joins = given.len() > 1 && matches!(kind, LakeType::Varchar | LakeType::Array(_));
    joins.then(|| Signature::new(vec![kind.clone(); given.len()], kind))
}

fn concat(args: &[Value]) -> Answer {
    if matches!(args[0], Value::List(_)) {
        return joined("concat", args);
    }
    let mut made = Made::by("concat");
    args.iter().try_for_each(|text| made.push(text.as_text()))?;
    made.done()
}

/// The items of one array after another.
fn joined(function: &'static str, arrays: &[Value]) -> Answer {
    within(function, arrays.iter().map(|array| array.items().len()).sum())?;
    Ok(Value::List(arrays.iter().flat_map(|array| array.items().iter().cloned()).collect()))
}

/// `a || b`, of texts or arrays.
pub(in crate::lake::sql) static JOINED: Function =
    any("||", "varchar || varchar, or array || array", concat_sign, |_, args| concat(args));

fn row_sign(given: &[LakeType]) -> Option<Signature> {
    let fields = given.iter().map(|kind| (String::new(), kind.clone())).collect();
    (!given.is_empty()).then(|| Signature::new(given, LakeType::Row(fields)))
}
