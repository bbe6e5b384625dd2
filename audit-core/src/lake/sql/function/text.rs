//! Functions of texts.
//!
//! Source: Trino documentation, "String functions and operators".

use hashbrown::{HashMap, HashSet};

use super::{Answer, Function, MOST_ITEMS, Made, fixed, list, many, size, whole};
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    fixed("length", &["varchar"], 0, "bigint", |_, args| Ok(whole(args[0].as_text().chars().count()))),
    fixed("lower", &["varchar"], 0, "varchar", |_, args| Ok(Value::text(args[0].as_text().to_lowercase()))),
    fixed("upper", &["varchar"], 0, "varchar", |_, args| Ok(Value::text(args[0].as_text().to_uppercase()))),
    fixed("reverse", &["varchar"], 0, "varchar", |_, args| {
        Ok(Value::text(args[0].as_text().chars().rev().collect::<String>()))
    }),
    fixed("trim", &["varchar", "varchar"], 1, "varchar", |_, args| trimmed(args, true, true)),
    fixed("ltrim", &["varchar", "varchar"], 1, "varchar", |_, args| trimmed(args, true, false)),
    fixed("rtrim", &["varchar", "varchar"], 1, "varchar", |_, args| trimmed(args, false, true)),
    fixed("substr", &["varchar", "bigint", "bigint"], 1, "varchar", |_, args| Ok(substr(args))),
    fixed("substring", &["varchar", "bigint", "bigint"], 1, "varchar", |_, args| Ok(substr(args))),
    fixed("replace", &["varchar", "varchar", "varchar"], 1, "varchar", |_, args| replace(args)),
    many("concat_ws", &["varchar", "varchar"], "varchar", |_, args| concat_ws(args)).lax(),
    fixed("split", &["varchar", "varchar", "bigint"], 1, "array(varchar)", |_, args| split(args)),
    fixed("split_part", &["varchar", "varchar", "bigint"], 0, "varchar", |_, args| split_part(args)),
    fixed("strpos", &["varchar", "varchar"], 0, "bigint", |_, args| Ok(strpos(args))),
    fixed("starts_with", &["varchar", "varchar"], 0, "boolean", |_, args| {
        Ok(Value::Truth(args[0].as_text().starts_with(args[1].as_text())))
    }),
    fixed("ends_with", &["varchar", "varchar"], 0, "boolean", |_, args| {
        Ok(Value::Truth(args[0].as_text().ends_with(args[1].as_text())))
    }),
    fixed("lpad", &["varchar", "bigint", "varchar"], 0, "varchar", |_, args| pad("lpad", args)),
    fixed("rpad", &["varchar", "bigint", "varchar"], 0, "varchar", |_, args| pad("rpad", args)),
    fixed("chr", &["bigint"], 0, "varchar", |_, args| chr(args)),
    fixed("codepoint", &["varchar"], 0, "bigint", |_, args| codepoint(args)),
    fixed("translate", &["varchar", "varchar", "varchar"], 0, "varchar", |_, args| Ok(translate(args))),
];

fn trimmed(args: &[Value], start: bool, end: bool) -> Answer {
    let text = args[0].as_text();
    let letters: Option<HashSet<char>> = args.get(1).map(|letters| letters.as_text().chars().collect());
    let goes = |c: char| letters.as_ref().map_or_else(|| c.is_whitespace(), |letters| letters.contains(&c));
    let text = if start { text.trim_start_matches(goes) } else { text };
    Ok(Value::text(if end { text.trim_end_matches(goes) } else { text }))
}

/// Places are counted from 1, from the end when negative; place 0 is nowhere.
fn substr(args: &[Value]) -> Value {
    let text = args[0].as_text();
    let length = text.chars().count();
    let start = args[1].as_whole();
    let from = match start {
        0 => return Value::text(""),
        start if start > 0 => size(&args[1]) - 1,
        start => match usize::try_from(start.unsigned_abs()) {
            Ok(back) if back <= length => length - back,
            _ => return Value::text(""),
        },
    };
    let most = args.get(2).map_or(usize::MAX, size);
    Value::text(text.chars().skip(from).take(most).collect::<String>())
}

fn replace(args: &[Value]) -> Answer {
    let (text, what, by) = (args[0].as_text(), args[1].as_text(), args.get(2).map_or("", Value::as_text));
    let mut made = Made::by("replace");
    if what.is_empty() {
        // Nothing stands between all letters, before the first and after the last.
        made.push(by)?;
        for letter in text.chars() {
            made.push(letter.encode_utf8(&mut [0; 4]))?;
            made.push(by)?;
        }
        return made.done();
    }
    for (at, part) in text.split(what).enumerate() {
        if at > 0 {
            made.push(by)?;
        }
        made.push(part)?;
    }
    made.done()
}

/// Nulls are left out; without a separator there is no text.
fn concat_ws(args: &[Value]) -> Answer {
    let Some((separator, parts)) = args.split_first().filter(|(separator, _)| !separator.is_null()) else {
        return Ok(Value::Null);
    };
    let mut made = Made::by("concat_ws");
    for (at, part) in parts.iter().filter(|part| !part.is_null()).enumerate() {
        if at > 0 {
            made.push(separator.as_text())?;
        }
        made.push(part.as_text())?;
    }
    made.done()
}

fn separator(function: &'static str, separator: &Value) -> Result<(), LakeFault> {
    if separator.as_text().is_empty() {
        return Err(LakeFault::argument(function, "the delimiter is empty"));
    }
    Ok(())
}

fn split(args: &[Value]) -> Answer {
    separator("split", &args[1])?;
    let (text, separator) = (args[0].as_text(), args[1].as_text());
    let limit = args.get(2).map_or(usize::MAX, size);
    if limit == 0 {
        return Err(LakeFault::argument("split", "the limit must be positive"));
    }
    list("split", text.splitn(limit.min(MOST_ITEMS + 1), separator).map(Value::text).collect())
}

fn split_part(args: &[Value]) -> Answer {
    separator("split_part", &args[1])?;
    if args[2].as_whole() < 1 {
        return Err(LakeFault::argument("split_part", "the index must be greater than zero"));
    }
    let part = args[0].as_text().split(args[1].as_text()).nth(size(&args[2]) - 1);
    Ok(part.map_or(Value::Null, Value::text))
}

fn strpos(args: &[Value]) -> Value {
    let text = args[0].as_text();
    whole(text.find(args[1].as_text()).map_or(0, |at| text[..at].chars().count() + 1))
}

fn pad(function: &'static str, args: &[Value]) -> Answer {
    let (text, most, by) = (args[0].as_text(), size(&args[1]), args[2].as_text());
    if args[1].as_whole() < 0 || by.is_empty() {
        return Err(LakeFault::argument(function, "the size is negative, or there is nothing to pad with"));
    }
    let length = text.chars().count();
    let mut made = Made::by(function);
    let padding = by.chars().cycle().take(most.saturating_sub(length));
    if function == "rpad" {
        made.push(&text.chars().take(most).collect::<String>())?;
    }
    for letter in padding {
        made.push(letter.encode_utf8(&mut [0; 4]))?;
    }
    if function == "lpad" {
        made.push(&text.chars().take(most).collect::<String>())?;
    }
    made.done()
}

fn chr(args: &[Value]) -> Answer {
    let letter = u32::try_from(args[0].as_whole()).ok().and_then(char::from_u32);
    let letter = letter.ok_or_else(|| LakeFault::argument("chr", format!("{} is no letter", args[0].as_whole())))?;
    Ok(Value::text(letter.to_string()))
}

fn codepoint(args: &[Value]) -> Answer {
    let mut letters = args[0].as_text().chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => Ok(Value::Whole(i64::from(u32::from(letter)))),
        _ => Err(LakeFault::argument("codepoint", "the text is not one letter")),
    }
}

fn translate(args: &[Value]) -> Value {
    let mut becomes: HashMap<char, Option<char>> = HashMap::new();
    let mut to = args[2].as_text().chars();
    for from in args[1].as_text().chars() {
        let to = to.next();
        becomes.entry(from).or_insert(to);
    }
    let letters = args[0].as_text().chars();
    Value::text(letters.filter_map(|letter| becomes.get(&letter).copied().unwrap_or(Some(letter))).collect::<String>())
}
