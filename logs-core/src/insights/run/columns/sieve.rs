//! Messages that cannot pass a filter, told without reading them.

use memchr::memmem::Finder;

use super::code::{Code, Likely, Place};
use super::program::{Program, Slot, System};
use crate::insights::ast::Operator;
use crate::insights::regex;
use crate::insights::value::{Value, number};

/// Texts that a message must hold to pass: one of each set.
#[derive(Debug, Default)]
pub(super) struct Sieve(Vec<Needs>);

/// Texts of which one must stand in the message, or an escape that may hide it.
#[derive(Debug)]
struct Needs {
    texts: Vec<Finder<'static>>,
    /// Whether the text may stand there in another spelling, behind a backslash.
    may_be_escaped: bool,
}

impl Sieve {
    /// What a condition asks of messages.
    pub(super) fn of(condition: &Code, slots: &[Slot]) -> Option<Self> {
        let mut needs = Vec::new();
        collect(condition, slots, &mut needs);
        (!needs.is_empty()).then_some(Self(needs))
    }

    /// Whether a message may pass.
    #[inline]
    pub(super) fn lets_pass(&self, message: &str) -> bool {
        let bytes = message.as_bytes();
        self.0.iter().all(|needs| {
            needs.texts.iter().any(|text| text.find(bytes).is_some())
                || (needs.may_be_escaped && memchr::memchr(b'\\', bytes).is_some())
        })
    }

    /// The texts, for people.
    pub(super) fn texts(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|needs| {
            let texts = needs.texts.iter().map(|text| format!("{:?}", String::from_utf8_lossy(text.needle())));
            texts.collect::<Vec<_>>().join(" or ")
        })
    }
}

/// What all parts of an `and` ask.
fn collect(code: &Code, slots: &[Slot], needs: &mut Vec<Needs>) {
    match code {
        Code::Decide(false, left, right) => {
            collect(left, slots, needs);
            collect(right, slots, needs);
        }
        Code::Like(value, Likely::Text(finder), false) => needs.extend(holds(value, (**finder).clone(), slots)),
        Code::Like(value, Likely::Regex(Some(expression)), false) => {
            let text = regex::needed(expression.as_str()).filter(|text| text.len() >= SHORTEST);
            let finder = text.map(|text| Finder::new(text.as_bytes()).into_owned());
            needs.extend(finder.and_then(|finder| holds(value, finder, slots)));
        }
        Code::Compare(Operator::Equal, left, right) => {
            let sides = [(left, right), (right, left)];
            needs.extend(
                sides.into_iter().find_map(|(place, text)| equals(place, std::slice::from_ref(&**text), slots)),
            );
        }
        Code::In(value, list, false) if list.len() <= 4 => needs.extend(equals(value, list, slots)),
        _ => {}
    }
}

/// A shorter text is in most messages, and an expression that finds it is as quick as the search.
const SHORTEST: usize = 3;

/// What a field asks for to hold a text.
fn holds(value: &Code, text: Finder<'static>, slots: &[Slot]) -> Option<Needs> {
    let place = read(value, slots)?;
    // A number may be spelt otherwise than it is shown.
    let in_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    let is_sure = place.is_whole || !text.needle().iter().all(in_number);
    is_sure.then(|| Needs { texts: vec![text], may_be_escaped: !place.is_whole })
}

/// What a field asks for to be one of some texts.
fn equals(value: &Code, list: &[Code], slots: &[Slot]) -> Option<Needs> {
    let place = read(value, slots)?;
    let text = |item: &Code| match item {
        Code::Constant(Value::Text(text)) if !text.is_empty() && number(text).is_none() => {
            Some(Finder::new(text.as_bytes()).into_owned())
        }
        _ => None,
    };
    let texts: Option<Vec<_>> = list.iter().map(text).collect();
    texts.filter(|texts| !texts.is_empty()).map(|texts| Needs { texts, may_be_escaped: !place.is_whole })
}

struct Where {
    /// Whether it is the message itself, not a field in it.
    is_whole: bool,
}

fn read(code: &Code, slots: &[Slot]) -> Option<Where> {
    let Code::Read(Place { slot, within }) = code else { return None };
    match slots[*slot] {
        Slot::Message if within.is_empty() => Some(Where { is_whole: false }),
        Slot::System(System::Message) => Some(Where { is_whole: true }),
        _ => None,
    }
}

/// What is told of a program before it runs.
pub(super) fn explain(program: &Program) -> String {
    let fields: Vec<String> = program.wanted.iter().map(|(name, _)| format!("`{name}`")).collect();
    let mut lines = vec![match fields.len() {
        0 => "read: no fields of messages".to_owned(),
        _ => format!("read: {} of messages", fields.join(", ")),
    }];
    for stage in &program.stages {
        if let Some(sieve) = &stage.sieve {
            let texts = sieve.texts().collect::<Vec<_>>().join(" and ");
            lines.push(format!("turn away unread: messages without {texts}"));
        }
    }
    lines.join("\n")
}
