//! Writing queries.

use std::fmt::{self, Display, Formatter};

use super::ast::{Condition, Query};
use super::parse::WORDS;

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "SELECT {}({}) FROM ", self.aggregate.name(), Name(&self.metric))?;
        match &self.schema {
            None => Name(&self.namespace).fmt(f)?,
            Some(labels) => {
                write!(f, "SCHEMA({}", Name(&self.namespace))?;
                labels.iter().try_for_each(|label| write!(f, ", {}", Name(label)))?;
                f.write_str(")")?;
            }
        }
        self.condition.iter().try_for_each(|condition| write!(f, " WHERE {condition}"))?;
        for (index, label) in self.group_by.iter().enumerate() {
            write!(f, "{}{}", if index == 0 { " GROUP BY " } else { ", " }, Label(label))?;
        }
        if let Some(order) = &self.order_by {
            let direction = if order.is_descending { "DESC" } else { "ASC" };
            write!(f, " ORDER BY {}() {direction}", order.aggregate.name())?;
        }
        self.limit.iter().try_for_each(|limit| write!(f, " LIMIT {limit}"))
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Or(parts) => write_parts(parts, " OR ", f, |part| matches!(part, Self::Or(_))),
            Self::And(parts) => write_parts(parts, " AND ", f, |part| !matches!(part, Self::In { .. })),
            Self::In { label, is_negated, values, is_list: false } => {
                let operator = if *is_negated { "!=" } else { "=" };
                write!(f, "{} {operator}", Label(label))?;
                values.iter().try_for_each(|value| write!(f, " {}", Text(value)))
            }
            Self::In { label, is_negated, values, is_list: true } => {
                write!(f, "{}{} IN (", Label(label), if *is_negated { " NOT" } else { "" })?;
                for (index, value) in values.iter().enumerate() {
                    write!(f, "{}{}", if index == 0 { "" } else { ", " }, Text(value))?;
                }
                f.write_str(")")
            }
        }
    }
}

fn write_parts(
    parts: &[Condition],
    between: &str,
    f: &mut Formatter<'_>,
    is_inner: impl Fn(&Condition) -> bool,
) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { between })?;
        if is_inner(part) {
            write!(f, "({part})")?;
        } else {
            part.fmt(f)?;
        }
    }
    Ok(())
}

/// A name, in quotes where it needs them.
struct Name<'a>(&'a str);

impl Display for Name<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let is_plain = self.0.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !self.0.starts_with(|c: char| c.is_ascii_digit())
            && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(self.0));
        if is_plain { f.write_str(self.0) } else { write_quoted(self.0, '"', f) }
    }
}

/// The name of a dimension; one that is called as tags begin is in quotes.
struct Label<'a>(&'a str);

impl Display for Label<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0 == "tag" { write_quoted(self.0, '"', f) } else { Name(self.0).fmt(f) }
    }
}

struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_quoted(self.0, '\'', f)
    }
}

fn write_quoted(text: &str, quote: char, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "{quote}")?;
    for c in text.chars() {
        if c == quote || c == '\\' {
            f.write_str("\\")?;
        }
        write!(f, "{c}")?;
    }
    write!(f, "{quote}")
}
