//! A form to JSON.

use std::collections::BTreeMap;

use cupola::base::shape::{List, Shape};
use serde_json::{Map, Value};

use super::super::{DecodeError, MOST_DEPTH};
use super::pairs::{Form, Part};
use super::scalar::scalar;

/// Reads a form as a request of this shape. Keys that the shape does not know are ignored; numbers
/// of list items may come in any order and have gaps.
///
/// # Errors
/// [`DecodeError`] when a value is not of its member's type, or keys go on where the shape does not.
pub fn read(shape: &Shape, form: &Form<'_>) -> Result<Value, DecodeError> {
    value(shape, form.root(), "", 0)
}

fn value(shape: &Shape, part: Part<'_>, name: &str, depth: usize) -> Result<Value, DecodeError> {
    if depth > MOST_DEPTH {
        return Err(DecodeError::new(format!("members are nested deeper than {MOST_DEPTH}")));
    }
    match shape {
        Shape::Structure(_) => structure(shape, part, name, depth),
        Shape::List(list) => items(list, part, name, depth),
        Shape::Map(map) => entries(map.value, part, name, depth),
        _ if part.goes_on() => Err(DecodeError::new(format!("member `{name}` has no members"))),
        _ => scalar(shape, name, part.value.unwrap_or_default()),
    }
}

fn structure(shape: &Shape, part: Part<'_>, name: &str, depth: usize) -> Result<Value, DecodeError> {
    only_empty(part, name)?;
    let mut object = Map::new();
    for member in shape.members() {
        let below = part.child(member.name);
        if !below.is_absent() {
            object.insert(member.name.to_owned(), value(member.shape, below, member.name, depth + 1)?);
        }
    }
    Ok(Value::Object(object))
}

fn items(list: &List, part: Part<'_>, name: &str, depth: usize) -> Result<Value, DecodeError> {
    let items = numbered(part, "member", name)?.into_iter().map(|item| value(list.item, item, name, depth + 1));
    items.collect::<Result<_, _>>().map(Value::Array)
}

fn entries(shape: &Shape, part: Part<'_>, name: &str, depth: usize) -> Result<Value, DecodeError> {
    let entry = |entry: Part<'_>| {
        let key = entry.child("key").value;
        let key = key.ok_or_else(|| DecodeError::new(format!("an entry of `{name}` has no key")))?;
        Ok((key.to_owned(), value(shape, entry.child("value"), name, depth + 1)?))
    };
    numbered(part, "entry", name)?.into_iter().map(entry).collect::<Result<_, _>>().map(Value::Object)
}

/// The parts below `word.N`, in order of N.
fn numbered<'f>(part: Part<'f>, word: &str, name: &str) -> Result<Vec<Part<'f>>, DecodeError> {
    only_empty(part, name)?;
    let all = part.child(word);
    let mut found = BTreeMap::new();
    for number in all.names() {
        let order: u64 =
            number.parse().map_err(|_| DecodeError::new(format!("`{name}.{word}.{number}` has no number")))?;
        found.insert(order, number);
    }
    Ok(found.into_values().map(|number| all.child(number)).collect())
}

/// Only the empty text may stand for what has members.
fn only_empty(part: Part<'_>, name: &str) -> Result<(), DecodeError> {
    match part.value {
        Some(text) if !text.is_empty() => Err(DecodeError::new(format!("member `{name}` is not a text"))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use cupola::base::shape::{Map as MapShape, Member, TEXT};
    use serde_json::json;

    use super::*;

    static DIMENSION: Shape = Shape::Structure(&[Member::required("Name", &TEXT), Member::required("Value", &TEXT)]);
    static DIMENSIONS: Shape = Shape::List(List::of(&DIMENSION));
    static NUMBERS: Shape = Shape::Map(MapShape { value: &Shape::Double });
    static DATUM: Shape = Shape::Structure(&[
        Member::optional("Value", &Shape::Double),
        Member::optional("Dimensions", &DIMENSIONS),
        Member::optional("Numbers", &NUMBERS),
    ]);
    static DATA: Shape = Shape::List(List::of(&DATUM));
    static INPUT: Shape = Shape::Structure(&[Member::optional("Data", &DATA)]);

    fn json_of(form: &str) -> Result<Value, DecodeError> {
        read(&INPUT, &Form::parse(form.as_bytes()).unwrap())
    }

    #[test]
    fn items_come_in_order_of_their_numbers_and_gaps_close_up() {
        let form = "Data.member.10.Value=3&Data.member.2.Value=2&Data.member.2.Dimensions.member.1.Name=n&\
                    Data.member.2.Dimensions.member.1.Value=v&Data.member.2.Dimensions.member.1.Other=x&Version=1";
        let data = json!([{"Value": 2.0, "Dimensions": [{"Name": "n", "Value": "v"}]}, {"Value": 3.0}]);
        assert_eq!(json_of(form), Ok(json!({"Data": data})));
    }

    #[test]
    fn empty_texts_stand_for_empty_lists_maps_and_structures() {
        assert_eq!(json_of("Data="), Ok(json!({"Data": []})));
        assert_eq!(json_of("Data.member.1="), Ok(json!({"Data": [{}]})));
        assert_eq!(json_of("Data.member.1.Numbers="), Ok(json!({"Data": [{"Numbers": {}}]})));
        assert_eq!(json_of(""), Ok(json!({})));
    }

    #[test]
    fn maps_have_entries() {
        let form = "Data.member.1.Numbers.entry.1.key=p99&Data.member.1.Numbers.entry.1.value=1.5";
        assert_eq!(json_of(form), Ok(json!({"Data": [{"Numbers": {"p99": 1.5}}]})));
    }

    #[test]
    fn what_does_not_fit_the_shape_is_refused() {
        let table = [
            "Data=x",
            "Data.member.1=x",
            "Data.member.x.Value=1",
            "Data.member.1.Value=x",
            "Data.member.1.Value.x=1",
            "Data.member.1.Numbers.entry.1.value=1",
        ];
        for form in table {
            assert!(json_of(form).is_err(), "{form}");
        }
    }
}
