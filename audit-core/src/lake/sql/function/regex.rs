//! Functions of regular expressions. They are searched in linear time: look-around and back references, which the
//! service's engine knows, are refused.
//!
//! Source: Trino documentation, "Regular expression functions".

use std::ops::Range;

use regex::{Captures, Regex};

use super::{Answer, Function, Made, fixed, size, whole, within};
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::run::Context;
use crate::lake::sql::value::{Value, steps_of};

pub(super) const FUNCTIONS: &[Function] = &[
    fixed("regexp_like", &["varchar", "varchar"], 0, "boolean", |context, args| {
        Ok(Value::Truth(regex(context, "regexp_like", &args[1])?.is_match(args[0].as_text())))
    }),
    fixed("regexp_count", &["varchar", "varchar"], 0, "bigint", |context, args| {
        let regex = regex(context, "regexp_count", &args[1])?;
        Ok(whole(found(context, &regex, args[0].as_text())?.len()))
    }),
    fixed("regexp_extract", &["varchar", "varchar", "bigint"], 1, "varchar", |context, args| {
        let regex = regex(context, "regexp_extract", &args[1])?;
        let group = group("regexp_extract", &regex, args.get(2))?;
        Ok(regex.captures(args[0].as_text()).map_or(Value::Null, |found| captured(&found, group)))
    }),
    fixed("regexp_extract_all", &["varchar", "varchar", "bigint"], 1, "array(varchar)", |context, args| {
        let regex = regex(context, "regexp_extract_all", &args[1])?;
        let (group, text) = (group("regexp_extract_all", &regex, args.get(2))?, args[0].as_text());
        let mut items = Vec::new();
        for found in regex.captures_iter(text) {
            count(context, text, found.get(0).map_or(text.len(), |whole| whole.end()))?;
            items.push(captured(&found, group));
            within("regexp_extract_all", items.len())?;
        }
        Ok(Value::list(items))
    }),
    fixed("regexp_split", &["varchar", "varchar"], 0, "array(varchar)", |context, args| {
        let (regex, text) = (regex(context, "regexp_split", &args[1])?, args[0].as_text());
        let between = found(context, &regex, text)?;
        within("regexp_split", between.len() + 1)?;
        let starts = std::iter::once(0).chain(between.iter().map(|found| found.end));
        let ends = between.iter().map(|found| found.start).chain([text.len()]);
        Ok(Value::List(starts.zip(ends).map(|(start, end)| Value::text(&text[start..end])).collect()))
    }),
    fixed("regexp_replace", &["varchar", "varchar", "varchar"], 1, "varchar", replace),
];

fn regex(context: &mut Context<'_>, function: &'static str, pattern: &Value) -> Result<Regex, LakeFault> {
    context.regex(pattern.as_text())?.map_err(|reason| LakeFault::argument(function, reason))
}

/// Where a text matches.
fn found(context: &mut Context<'_>, regex: &Regex, text: &str) -> Result<Vec<Range<usize>>, LakeFault> {
    let mut all = Vec::new();
    for found in regex.find_iter(text) {
        count(context, text, found.end())?;
        all.push(found.range());
    }
    Ok(all)
}

/// Counts a match that ends there: the next may be looked for in all that is left.
fn count(context: &mut Context<'_>, text: &str, end: usize) -> Result<(), LakeFault> {
    context.step(1 + steps_of(text.len() - end))
}

fn group(function: &'static str, regex: &Regex, number: Option<&Value>) -> Result<usize, LakeFault> {
    let group = number.map_or(0, size);
    if number.is_some_and(|number| number.as_whole() < 0) || group >= regex.captures_len() {
        let reason = format!("the pattern has {} groups", regex.captures_len() - 1);
        return Err(LakeFault::argument(function, reason));
    }
    Ok(group)
}

fn captured(found: &Captures<'_>, group: usize) -> Value {
    found.get(group).map_or(Value::Null, |found| Value::text(found.as_str()))
}

/// In what replaces, `$1` and `${name}` stand for groups, `\$` for a dollar.
fn replace(context: &mut Context<'_>, args: &[Value]) -> Answer {
    let regex = regex(context, "regexp_replace", &args[1])?;
    let (text, by) = (args[0].as_text(), args.get(2).map_or("", Value::as_text));
    let by = by.replace("\\$", "$$");
    let mut made = Made::by("regexp_replace");
    let mut at = 0;
    for found in regex.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        count(context, text, whole.end())?;
        made.push(&text[at..whole.start()])?;
        expand(&found, &by, &mut made)?;
        at = whole.end();
    }
    made.push(&text[at..])?;
    made.done()
}

fn expand(found: &Captures<'_>, by: &str, made: &mut Made) -> Result<(), LakeFault> {
    let mut rest = by;
    while let Some(at) = rest.find('$') {
        made.push(&rest[..at])?;
        let after = &rest[at + 1..];
        rest = if let Some(after) = after.strip_prefix('$') {
            made.push("$")?;
            after
        } else if let Some((name, after)) = after.strip_prefix('{').and_then(|after| after.split_once('}')) {
            made.push(found.name(name).map_or("", |found| found.as_str()))?;
            after
        } else {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = after.split_at(digits);
            let group = number.parse().ok().and_then(|number| found.get(number));
            made.push(group.map_or("", |found| found.as_str()))?;
            after
        };
    }
    made.push(rest)
}
