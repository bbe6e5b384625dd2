//! Calls of functions.

use std::sync::Arc;

use super::{Evaluator, Surroundings, addresses, hashes, numbers, texts};
use crate::insights::ast::{Expr, Node};
use crate::insights::function::Function;
use crate::insights::json;
use crate::insights::value::{Value, count_as_f64, millis_as_f64};

impl Evaluator<'_> {
    pub(super) fn call(&self, function: Function, arguments: &[Expr]) -> Value {
        match function {
            Function::Bin | Function::DateFloor | Function::DateCeil => self.boundary(function, arguments),
            Function::FormatDate | Function::StrFTime => self.format_date(arguments),
            Function::ParseDate => self.parse_date(arguments),
            Function::Unmask => self.unmask(arguments),
            Function::If | Function::Case => self.choose(arguments),
            Function::Coalesce => arguments
                .iter()
                .map(|part| self.value(part))
                .find(|value| !matches!(value, Value::Null))
                .unwrap_or(Value::Null),
            _ => self.around.call(function, &arguments.iter().map(|part| self.value(part)).collect::<Vec<_>>()),
        }
    }

    /// The value after the first condition that holds; else the odd one at the end.
    fn choose(&self, arguments: &[Expr]) -> Value {
        for pair in arguments.chunks(2) {
            match pair {
                [condition, value] if self.passes(condition) => return self.value(value),
                [otherwise] => return self.value(otherwise),
                _ => {}
            }
        }
        Value::Null
    }

    /// A field as it was before parts of the message were masked.
    fn unmask(&self, arguments: &[Expr]) -> Value {
        match arguments.first().map(|field| (field, &field.node)) {
            Some((_, Node::Field(name))) => self.row.unmasked(name),
            Some((other, _)) => self.value(other),
            None => Value::Null,
        }
    }
}

impl Surroundings {
    /// What a function makes of values, for those functions that ask for no more than these.
    pub(in crate::insights) fn call(&self, function: Function, values: &[Value]) -> Value {
        let first = values.first().unwrap_or(&Value::Null);
        match function {
            Function::Now => Value::Number(millis_as_f64(self.now.div_euclid(1000))),
            Function::QueryStartTime => Value::Number(millis_as_f64(self.start)),
            Function::QueryEndTime => Value::Number(millis_as_f64(self.end)),
            Function::QueryTimeRange => Value::Number(millis_as_f64(self.end.saturating_sub(self.start))),
            Function::IsPresent => Value::truth(!matches!(first, Value::Null)),
            Function::IsEmpty => Value::truth(first.as_text().is_none_or(|text| text.is_empty())),
            Function::IsBlank => Value::truth(first.as_text().is_none_or(|text| text.trim().is_empty())),
            Function::IsNumeric => Value::truth(!matches!(first, Value::Time(_)) && first.as_number().is_some()),
            Function::JsonStringify if !matches!(first, Value::Null) => Value::text(json::text(first)),
            Function::JsonArraySize => items(first).map_or(Value::Null, |items| Value::count(items.len())),
            Function::JsonArrayContains => {
                let wanted = values.get(1).and_then(Value::as_text);
                Value::truth(
                    items(first)
                        .is_some_and(|items| items.iter().any(|item| item.as_text() == wanted && wanted.is_some())),
                )
            }
            Function::Concat => concat(values),
            Function::Greatest | Function::Least => extreme(function, values),
            Function::Haversine => {
                let numbers: Option<Vec<f64>> = values.iter().map(Value::as_number).collect();
                numbers.map_or(Value::Null, |numbers| numbers::haversine(&numbers))
            }
            Function::FromMillis => first.as_millis().map_or(Value::Null, Value::Time),
            Function::ToMillis => first.as_millis().map_or(Value::Null, |at| Value::Number(millis_as_f64(at))),
            _ if takes_number(function) => of_number(function, values),
            _ => self.of_text(function, values).unwrap_or(Value::Null),
        }
    }

    /// Functions of one text and more; null where one of them is missing.
    fn of_text(&self, function: Function, values: &[Value]) -> Option<Value> {
        let text = values.first()?.as_text()?;
        let argument = |index: usize| values.get(index).and_then(Value::as_text);
        let digits = |digest: &[u8]| Value::text(hashes::hex(digest));
        Some(match function {
            Function::MessageSize => Value::Number(count_as_f64(text.len())),
            Function::StrLen => texts::strlen(&text),
            Function::ToUpper => Value::text(text.to_uppercase()),
            Function::ToLower => Value::text(text.to_lowercase()),
            Function::Trim | Function::LTrim | Function::RTrim => trim(function, &text, values.len(), argument(1))?,
            Function::Substr => {
                let length = match values.get(2) {
                    None => None,
                    Some(length) => Some(length.as_number()?),
                };
                texts::substr(&text, values.get(1)?.as_number()?, length)
            }
            Function::Replace => Value::text(replace(&text, &argument(1)?, &argument(2)?)?),
            Function::RegexReplace => {
                let regex = self.regex(&argument(1)?)?;
                Value::text(regex_replace(&regex, &text, &argument(2)?)?)
            }
            Function::StrContains => {
                let ignore_case = values.get(2).and_then(Value::as_truth).unwrap_or(false);
                Value::truth(texts::contains(&text, &argument(1)?, ignore_case))
            }
            Function::StartsWith => Value::truth(text.starts_with(&*argument(1)?)),
            Function::EndsWith => Value::truth(text.ends_with(&*argument(1)?)),
            Function::Split => split(&text, &argument(1)?),
            Function::UrlEncode => texts::url_encode(&text),
            Function::UrlDecode => texts::url_decode(&text),
            Function::Base64Encode => texts::base64_encode(&text),
            Function::Base64Decode => texts::base64_decode(&text),
            Function::HexToAscii => texts::hex_to_ascii(&text),
            Function::HexToDec => numbers::from_hex(&text),
            Function::Md5 => digits(&hashes::md5(text.as_bytes())),
            Function::Sha256 => digits(&hashes::sha256(text.as_bytes())),
            Function::JsonParse => json::read(text.trim()).filter(Value::is_container)?,
            Function::IpV4ToNumber => Value::Number(addresses::number(&text)?),
            Function::IsIpInSubnet | Function::IsIpV4InSubnet | Function::IsIpV6InSubnet => {
                Value::truth(addresses::in_subnet_of(function, &text, &argument(1)?))
            }
            _ => Value::truth(addresses::is(function, &text)),
        })
    }
}

fn of_number(function: Function, values: &[Value]) -> Value {
    let first = values.first().unwrap_or(&Value::Null);
    let number = match (function, first) {
        (Function::ToNumber | Function::ToInt | Function::ToLong | Function::ToDouble, Value::Boolean(truth)) => {
            Some(f64::from(u8::from(*truth)))
        }
        _ => first.as_number(),
    };
    let Some(number) = number else { return Value::Null };
    match function {
        Function::Round => match values.get(1).map(Value::as_number) {
            None => numbers::round(number, 0.0),
            Some(digits) => digits.map_or(Value::Null, |digits| numbers::round(number, digits)),
        },
        Function::ToInt | Function::ToLong => numbers::integer(function, number),
        Function::DecToHex => numbers::to_hex(number),
        _ => numbers::unary(function, number),
    }
}

/// Whether a function asks for no more than the values of its arguments, each of which it looks at.
pub(in crate::insights) const fn is_of_values(function: Function) -> bool {
    !matches!(
        function,
        Function::Bin
            | Function::DateFloor
            | Function::DateCeil
            | Function::FormatDate
            | Function::StrFTime
            | Function::ParseDate
            | Function::Unmask
            | Function::If
            | Function::Case
            | Function::Coalesce
    )
}

const fn takes_number(function: Function) -> bool {
    matches!(
        function,
        Function::Abs
            | Function::Ceil
            | Function::Floor
            | Function::Log
            | Function::Sqrt
            | Function::Round
            | Function::ToNumber
            | Function::ToInt
            | Function::ToLong
            | Function::ToDouble
            | Function::DecToHex
    )
}

/// How long a text may be that a function makes; null where it were longer.
const MOST_BYTES: usize = 8 << 20;

/// All texts, those that are missing left out; null where all are.
fn concat(values: &[Value]) -> Value {
    let texts: Vec<Arc<str>> = values.iter().filter_map(Value::as_text).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    if texts.is_empty() || bytes > MOST_BYTES { Value::Null } else { Value::text(texts.concat()) }
}

/// Every match replaced; `$1` stands for a group.
fn regex_replace(regex: &regex::Regex, text: &str, to: &str) -> Option<String> {
    let (mut made, mut at) = (String::new(), 0);
    for found in regex.captures_iter(text) {
        let whole = found.get(0)?;
        made.push_str(&text[at..whole.start()]);
        found.expand(to, &mut made);
        at = whole.end();
        if made.len() > MOST_BYTES {
            return None;
        }
    }
    made.push_str(&text[at..]);
    Some(made)
}

/// The greatest or least number, what is none left out.
fn extreme(function: Function, values: &[Value]) -> Value {
    let numbers = values.iter().filter_map(Value::as_number);
    let found = if function == Function::Greatest { numbers.reduce(f64::max) } else { numbers.reduce(f64::min) };
    found.map_or(Value::Null, Value::Number)
}

fn trim(function: Function, text: &str, arguments: usize, set: Option<Arc<str>>) -> Option<Value> {
    let set = if arguments > 1 { Some(set?) } else { None };
    let is_cut = |c: char| set.as_ref().map_or_else(|| c.is_whitespace(), |set| set.contains(c));
    Some(Value::text(match function {
        Function::LTrim => text.trim_start_matches(is_cut),
        Function::RTrim => text.trim_end_matches(is_cut),
        _ => text.trim_matches(is_cut),
    }))
}

fn replace(text: &str, from: &str, to: &str) -> Option<String> {
    if from.is_empty() {
        return Some(text.to_owned());
    }
    let bytes = text.len().saturating_add(text.matches(from).count().saturating_mul(to.len()));
    (bytes <= MOST_BYTES).then(|| text.replace(from, to))
}

fn split(text: &str, delimiter: &str) -> Value {
    let part = |part: &str| Value::text(part);
    if delimiter.is_empty() {
        return Value::List([part(text)].into());
    }
    Value::List(text.split(delimiter).map(part).collect())
}

/// The items of a list, or of a text that is a JSON array.
fn items(value: &Value) -> Option<Arc<[Value]>> {
    match value {
        Value::List(items) => Some(items.clone()),
        Value::Text(text) => match json::read(text.trim())? {
            Value::List(items) => Some(items),
            _ => None,
        },
        _ => None,
    }
}
