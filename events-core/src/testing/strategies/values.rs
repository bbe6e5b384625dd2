//! Values that matchers accept, and values that they do not.

use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

use super::vocabulary::{quoted, scalar};
use crate::event::Value;
use crate::pattern::{Address, Around, Folded, Matcher, Number, Numeric, pick_one, pick_other};

/// A value as JSON; none for no value.
pub(super) type Choice = Option<String>;

/// Values that a list of matchers accepts; none when there is no such value.
pub(super) fn accepted(matchers: &[Matcher]) -> Option<BoxedStrategy<Choice>> {
    let each: Vec<_> = matchers.iter().filter_map(of_matcher).collect();
    (!each.is_empty()).then(|| Union::new(each).boxed())
}

/// Values that none of the matchers accepts; none when there is no such value.
pub(super) fn refused(matchers: &[Matcher]) -> Option<BoxedStrategy<Choice>> {
    let absent = matchers.iter().all(|matcher| !matcher.accepts_absence());
    let value = pick_other(matchers).map(|sure| {
        let matchers = matchers.to_vec();
        let may = prop_oneof![scalar(), near(&matchers)];
        let refused = move |value: String| if is_accepted(&matchers, &value) { sure.clone() } else { value };
        may.prop_map(move |value| Some(refused(value))).boxed()
    });
    let absent = absent.then(|| Just(None).boxed());
    let each: Vec<_> = value.into_iter().chain(absent).collect();
    (!each.is_empty()).then(|| Union::new(each).boxed())
}

/// Whether one of the matchers accepts a value.
pub(super) fn is_accepted(matchers: &[Matcher], json: &str) -> bool {
    let accepts = |value: &Value<'_>| matchers.iter().any(|matcher| matcher.accepts(value));
    match json {
        "true" | "false" => accepts(&Value::Bool(json == "true")),
        "null" => accepts(&Value::Null),
        text if text.starts_with('"') => {
            serde_json::from_str::<String>(text).is_ok_and(|text| accepts(&Value::Text(&text)))
        }
        number => number.parse().is_ok_and(|nearest| accepts(&Value::Number(Number::new(number, nearest)))),
    }
}

/// What a matcher accepts; a value that turns out to be none is replaced by one that is.
fn of_matcher(matcher: &Matcher) -> Option<BoxedStrategy<Choice>> {
    if matcher.accepts_absence() {
        return Some(Just(None).boxed());
    }
    let sure = pick_one(std::slice::from_ref(matcher))?;
    let matcher = matcher.clone();
    let made = made(&matcher);
    let checked = move |value: String| match is_accepted(std::slice::from_ref(&matcher), &value) {
        true => Some(value),
        false => Some(sure.clone()),
    };
    Some(made.prop_map(checked).boxed())
}

/// What a matcher accepts, most of the time.
fn made(matcher: &Matcher) -> BoxedStrategy<String> {
    match matcher {
        Matcher::Text { text, address } => spellings(text, *address),
        Matcher::Exactly(text) => Just(quoted(text)).boxed(),
        Matcher::Number(number) => numbers(number.text()),
        Matcher::Bool(bool) => Just(bool.to_string()).boxed(),
        Matcher::Null => Just("null".to_owned()).boxed(),
        Matcher::Prefix(text) => around(Just(text.to_string()).boxed(), Around::After),
        Matcher::Suffix(text) => around(Just(text.to_string()).boxed(), Around::Before),
        Matcher::PrefixFolded(text) => around(cased(text), Around::After),
        Matcher::SuffixFolded(text) => around(cased(text), Around::Before),
        Matcher::Folded(text) => around(cased(text), Around::Nothing),
        Matcher::Wildcard(wildcard) => {
            let parts = wildcard.parts().iter().map(ToString::to_string).collect::<Vec<_>>();
            let between = prop::collection::vec(any_text(), parts.len());
            between.prop_map(move |runs| quoted(&joined(&parts, &runs))).boxed()
        }
        Matcher::Cidr(range) => match range.ends() {
            (Address::V4(first), Address::V4(last)) => {
                (first..=last).prop_map(|bits| quoted(&Ipv4Addr::from_bits(bits).to_string())).boxed()
            }
            (Address::V6(first), Address::V6(last)) => {
                (first..=last).prop_map(|bits| quoted(&Ipv6Addr::from_bits(bits).to_string())).boxed()
            }
            _ => scalar(),
        },
        Matcher::Numeric(numeric) => within(numeric),
        Matcher::Exists(_) | Matcher::AnythingBut(_) => scalar(),
    }
}

/// Values that resemble those accepted.
fn near(matchers: &[Matcher]) -> BoxedStrategy<String> {
    let made: Vec<_> = matchers.iter().map(made).collect();
    let damage = |(value, letter, kind): (String, char, u8)| match (serde_json::from_str::<String>(&value), kind) {
        (Ok(text), 0) => quoted(&format!("{text}{letter}")),
        (Ok(text), 1) => quoted(&format!("{letter}{text}")),
        (Ok(text), 2) => quoted(&text.chars().rev().collect::<String>()),
        (Ok(text), 3) => quoted(&text.to_uppercase()),
        (Ok(text), _) => quoted(text.get(1..).unwrap_or_default()),
        (Err(_), 0) => quoted(&value),
        (Err(_), _) => value.parse::<f64>().map_or(value, |number| (number + 1.0).to_string()),
    };
    (Union::new(made), letter(), 0..5_u8).prop_map(damage).boxed()
}

fn letter() -> impl Strategy<Value = char> {
    select(vec!['a', 'x', 'Z', '9', '.', '/', '*', '\\', '"', ' ', 'é', 'ß', 'Σ', '\u{10400}'])
}

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(letter(), 0..4).prop_map(|letters| letters.into_iter().collect())
}

fn around(text: BoxedStrategy<String>, around: Around) -> BoxedStrategy<String> {
    let put = move |(text, other): (String, String)| match around {
        Around::Nothing => quoted(&text),
        Around::Before => quoted(&(other + &text)),
        Around::After => quoted(&(text + &other)),
    };
    (text, any_text()).prop_map(put).boxed()
}

/// Each letter in one of its cases.
fn cased(text: &Folded) -> BoxedStrategy<String> {
    let forms: Vec<[String; 2]> = text.forms().collect();
    let cases = prop::collection::vec(any::<bool>(), forms.len());
    cases.prop_map(move |cases| forms.iter().zip(cases).map(|(form, case)| &*form[usize::from(case)]).collect()).boxed()
}

fn joined(parts: &[String], runs: &[String]) -> String {
    let with_run = |(at, part): (usize, &String)| if at == 0 { part.clone() } else { format!("{}{part}", runs[at]) };
    parts.iter().enumerate().map(with_run).collect()
}

fn spellings(text: &str, address: Option<Address>) -> BoxedStrategy<String> {
    let plain = quoted(text);
    match address {
        None => Just(plain).boxed(),
        Some(_) => select(vec![plain, quoted(&format!("0{text}")), quoted(&text.to_uppercase())]).boxed(),
    }
}

fn numbers(text: &str) -> BoxedStrategy<String> {
    let nearest: f64 = text.parse().unwrap_or_default();
    select(vec![text.to_owned(), format!("{nearest:e}"), format!("{nearest:.1}")]).boxed()
}

/// Numbers at and between the bounds.
fn within(numeric: &Numeric) -> BoxedStrategy<String> {
    let (lower, upper) = match numeric {
        Numeric::Equal(number) => return numbers(number.text()),
        Numeric::Range { lower, upper } => (lower.as_ref().map(|b| b.value), upper.as_ref().map(|b| b.value)),
    };
    let low = lower.or_else(|| upper.map(|upper| upper - 100.0)).unwrap_or_default();
    let high = upper.unwrap_or(low + 100.0);
    (0..=100_i32).prop_map(move |share| (low + (high - low) * f64::from(share) / 100.0).to_string()).boxed()
}
