//! The functions of single values, by name.

mod collection;
mod higher;
mod json;
mod map;
mod math;
mod regex;
mod text;
mod time;

use super::error::LakeFault;
use super::kind::LakeType;
use super::run::Context;
use super::value::Value;

pub(super) use collection::{JOINED, SUBSCRIPT};
pub(super) use higher::{Form, Higher, Lambda as HigherLambda};
pub(super) use math::remainder;

type Answer = Result<Value, LakeFault>;

/// A function of values.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    sign: Sign,
    /// Whether it is asked when an argument is null; otherwise its answer is null.
    pub(super) lax: bool,
    pub(super) run: fn(&mut Context<'_>, &[Value]) -> Answer,
}

/// What a function takes and gives.
#[derive(Debug)]
enum Sign {
    /// Types by name, those that may be left out last; the last may stand any number of times.
    Fixed { args: &'static [&'static str], optional: usize, many: bool, result: &'static str },
    /// What depends on the types that are given; the text says which are taken.
    Any { usage: &'static str, sign: fn(&[LakeType]) -> Option<Signature> },
}

/// The types to which arguments are brought, and that of the result.
pub(super) struct Signature {
    pub(super) args: Vec<LakeType>,
    pub(super) result: LakeType,
}

impl Signature {
    fn new(args: impl Into<Vec<LakeType>>, result: LakeType) -> Self {
        Self { args: args.into(), result }
    }
}

const fn fixed(
    name: &'static str,
    args: &'static [&'static str],
    optional: usize,
    result: &'static str,
    run: fn(&mut Context<'_>, &[Value]) -> Answer,
) -> Function {
    Function { name, sign: Sign::Fixed { args, optional, many: false, result }, lax: false, run }
}

const fn many(
    name: &'static str,
    args: &'static [&'static str],
    result: &'static str,
    run: fn(&mut Context<'_>, &[Value]) -> Answer,
) -> Function {
    Function { name, sign: Sign::Fixed { args, optional: 0, many: true, result }, lax: false, run }
}

const fn any(
    name: &'static str,
    usage: &'static str,
    sign: fn(&[LakeType]) -> Option<Signature>,
    run: fn(&mut Context<'_>, &[Value]) -> Answer,
) -> Function {
    Function { name, sign: Sign::Any { usage, sign }, lax: false, run }
}

impl Function {
    const fn lax(self) -> Self {
        Self { lax: true, ..self }
    }

    /// The types that its arguments must have; `None` when it takes others.
    pub(super) fn signature(&self, given: &[LakeType]) -> Option<Signature> {
        match &self.sign {
            Sign::Any { sign, .. } => sign(given),
            Sign::Fixed { args, optional, many, result } => {
                let least = args.len() - optional;
                let fits = given.len() >= least && (*many || given.len() <= args.len());
                let taken = (0..given.len()).map(|at| args[at.min(args.len() - 1)]);
                let taken = fits.then(|| taken.map(LakeType::parse).collect::<Option<Vec<_>>>()).flatten()?;
                let brought =
                    given.iter().zip(&taken).all(|(given, taken)| given.common(taken).as_ref() == Some(taken));
                brought.then(|| Signature::new(taken, LakeType::parse(result).unwrap_or(LakeType::Unknown)))
            }
        }
    }

    /// How it is called: `substr(varchar, bigint [, bigint])`.
    pub(super) fn usage(&self) -> String {
        let name = self.name;
        match &self.sign {
            Sign::Any { usage, .. } => format!("{name}({usage})"),
            Sign::Fixed { args, optional, many, .. } => {
                let (needed, more) = args.split_at(args.len() - optional);
                let dots = if *many { ", ..." } else { "" };
                let more: String = more.iter().map(|arg| format!(" [, {arg}]")).collect();
                format!("{name}({}{dots}{more})", needed.join(", "))
            }
        }
    }
}

static ALL: [&[Function]; 7] = [
    text::FUNCTIONS,
    math::FUNCTIONS,
    time::FUNCTIONS,
    json::FUNCTIONS,
    regex::FUNCTIONS,
    collection::FUNCTIONS,
    map::FUNCTIONS,
];

/// The function of a name in any letter case.
pub(super) fn named(name: &str) -> Option<&'static Function> {
    ALL.iter().flat_map(|table| table.iter()).find(|function| function.name.eq_ignore_ascii_case(name))
}

/// The function of a name that takes lambdas.
pub(super) fn higher(name: &str) -> Option<&'static Higher> {
    higher::FUNCTIONS.iter().find(|function| function.name.eq_ignore_ascii_case(name))
}

/// The names of all of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let plain = ALL.iter().flat_map(|table| table.iter().map(|function| function.name));
    plain.chain(higher::FUNCTIONS.iter().map(|function| function.name))
}

/// Texts and lists that functions make hold at most so many bytes and items.
pub(super) const MOST_BYTES: usize = 1 << 20;
const MOST_ITEMS: usize = 100_000;

/// A text that is made piece by piece, up to a bound.
struct Made {
    function: &'static str,
    text: String,
}

impl Made {
    const fn by(function: &'static str) -> Self {
        Self { function, text: String::new() }
    }

    fn push(&mut self, text: &str) -> Result<(), LakeFault> {
        if self.text.len() + text.len() > MOST_BYTES {
            return Err(LakeFault::argument(self.function, format!("the text has more than {MOST_BYTES} bytes")));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn done(self) -> Answer {
        Ok(Value::text(self.text))
    }
}

fn list(function: &'static str, items: Vec<Value>) -> Answer {
    within(function, items.len())?;
    Ok(Value::list(items))
}

/// Refuses to make more items than a list or map has.
fn within(function: &'static str, items: usize) -> Result<(), LakeFault> {
    if items > MOST_ITEMS {
        return Err(LakeFault::argument(function, format!("the result has more than {MOST_ITEMS} items")));
    }
    Ok(())
}

/// A number of letters or items; negative ones are none.
fn size(number: &Value) -> usize {
    usize::try_from(number.as_whole().max(0)).unwrap_or(usize::MAX)
}

fn whole(number: usize) -> Value {
    Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fixed_signature_is_of_known_types() {
        for function in ALL.iter().flat_map(|table| table.iter()) {
            if let Sign::Fixed { args, result, .. } = &function.sign {
                for kind in args.iter().chain([result]) {
                    assert!(LakeType::parse(kind).is_some(), "{}: {kind}", function.name);
                }
            }
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = names().collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}
