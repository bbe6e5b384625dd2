//! Texts of patterns and events over a small vocabulary, so that they meet.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::select;

use crate::pattern::Quoted;

/// Some are frequent, so that patterns and events meet.
const NAMES: &[&str] = &["a", "a", "a", "a", "b", "b", "b", "b", "c", "a.b", "b.a", "é", ""];
const TEXTS: &[&str] = &[
    "x",
    "x",
    "x",
    "x",
    "x",
    "xy",
    "xy",
    "X",
    "yx",
    "",
    "1.2.3.4",
    "01.02.03.04",
    "10.9.8.7",
    "::1",
    "0:0::1",
    "ß",
    "SS",
    "ς",
    "Σ",
    "x*",
    "\\",
];
const NUMBERS: &[&str] =
    &["0", "-0", "1", "1", "1", "1", "1.0", "10e-1", "2", "2.5", "300", "3e2", "9007199254740993", "1e400", "1e-400"];
const LITERALS: &[&str] = &["true", "false", "null"];

pub(super) fn quoted(text: &str) -> String {
    Quoted(text).to_string()
}

fn text() -> impl Strategy<Value = String> {
    select(TEXTS).prop_map(quoted)
}

fn one_or_more(item: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(item, 1..3).prop_map(|items| match &items[..] {
        [only] => only.clone(),
        items => format!("[{}]", items.join(",")),
    })
}

fn wildcard() -> impl Strategy<Value = String> {
    select(&["*", "x*", "*x", "*x*y", "x", "", "\\\\*", "x\\*", "*.*"][..]).prop_map(quoted)
}

fn comparable() -> impl Strategy<Value = String> {
    select(&["0", "1", "1.0", "2", "2.5", "300"][..]).prop_map(str::to_owned)
}

fn affix() -> impl Strategy<Value = String> {
    select(&["x", "y", "xy", "1.", "ß", "S"][..]).prop_map(quoted)
}

fn matcher() -> BoxedStrategy<String> {
    let folded = || text().prop_map(|text| format!("{{\"equals-ignore-case\":{text}}}"));
    let nested = (select(&["prefix", "suffix"][..]), one_or_more(affix())).boxed();
    let nested = prop_oneof![
        nested.prop_map(|(name, texts)| format!("{{\"{name}\":{texts}}}")),
        one_or_more(text()).prop_map(|texts| format!("{{\"equals-ignore-case\":{texts}}}")),
        one_or_more(wildcard()).prop_map(|texts| format!("{{\"wildcard\":{texts}}}")),
        one_or_more(text()),
        one_or_more(comparable()),
    ];
    let range = (select(&["[\">\",0", "[\">=\",1"][..]), select(&[",\"<\",2.5]", ",\"<=\",300]", "]"][..]));
    prop_oneof![
        4 => text(),
        3 => select(NUMBERS).prop_map(str::to_owned),
        2 => select(LITERALS).prop_map(str::to_owned),
        3 => any::<bool>().prop_map(|wanted| format!("{{\"exists\":{wanted}}}")),
        1 => text().prop_map(|text| format!("{{\"exactly\":{text}}}")),
        1 => (select(&["prefix", "suffix"][..]), text()).prop_map(|(name, text)| format!("{{\"{name}\":{text}}}")),
        1 => (select(&["prefix", "suffix"][..]), folded()).prop_map(|(name, text)| format!("{{\"{name}\":{text}}}")),
        1 => folded(),
        1 => wildcard().prop_map(|text| format!("{{\"wildcard\":{text}}}")),
        1 => select(&["10.0.0.0/8", "1.2.3.4/31", "::/0", "0.0.0.0/0"][..]).prop_map(|range| format!("{{\"cidr\":\"{range}\"}}")),
        2 => range.prop_map(|(lower, upper)| format!("{{\"numeric\":{lower}{upper}}}")),
        1 => (select(&["=", "<", "<="][..]), comparable()).prop_map(|(name, n)| format!("{{\"numeric\":[\"{name}\",{n}]}}")),
        3 => nested.prop_map(|operand| format!("{{\"anything-but\":{operand}}}")),
    ]
    .boxed()
}

fn object_of(value: BoxedStrategy<String>, size: Range<usize>) -> impl Strategy<Value = String> {
    let member = (select(NAMES), value).prop_map(|(name, value)| format!("{}:{value}", quoted(name)));
    prop::collection::vec(member, size).prop_map(|members| format!("{{{}}}", members.join(",")))
}

pub(super) fn pattern() -> BoxedStrategy<String> {
    let leaf = prop::collection::vec(matcher(), 1..6).prop_map(|matchers| format!("[{}]", matchers.join(",")));
    let leaf = leaf.boxed();
    let object = object_of(leaf.clone(), 1..3).boxed().prop_recursive(2, 8, 2, move |object| {
        let or = prop::collection::vec(object.clone(), 2..4).prop_map(|branches| branches.join(","));
        let with_or = (object.clone(), or)
            .prop_map(|(object, branches)| format!("{},\"$or\":[{branches}]}}", &object[..object.len() - 1]));
        prop_oneof![3 => object_of(prop_oneof![leaf.clone(), object].boxed(), 1..3), 1 => with_or]
    });
    object.boxed()
}

pub(super) fn event() -> BoxedStrategy<String> {
    let value = scalar().prop_recursive(4, 40, 5, |value| {
        let list = prop::collection::vec(value.clone(), 0..6).prop_map(|items| format!("[{}]", items.join(",")));
        prop_oneof![list, object_of(value, 1..4)]
    });
    object_of(value.boxed(), 2..6).boxed()
}

/// A scalar as JSON.
pub(super) fn scalar() -> BoxedStrategy<String> {
    let number = select(NUMBERS).prop_map(str::to_owned);
    prop_oneof![text(), number, select(LITERALS).prop_map(str::to_owned)].boxed()
}
