//! Writing expressions in one spelling.

use std::fmt::{self, Display, Formatter, Write};

use super::ast::{Expression, GroupBy, Literal, Node, Selector, Term};
use super::lex::is_word;
use super::word::Operator;

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Everything => Ok(()),
            Node::Trace(id) => id.fmt(f),
            Node::Or(parts) => joined(f, parts, " OR ", |node| matches!(node, Node::Or(_))),
            Node::And(parts) => joined(f, parts, " AND ", is_joined),
            Node::Not(inner) => {
                f.write_char('!')?;
                part(f, inner, is_joined(&inner.node))
            }
            Node::Term(term) => term.fmt(f),
        }
    }
}

const fn is_joined(node: &Node) -> bool {
    matches!(node, Node::Or(_) | Node::And(_))
}

fn joined(f: &mut Formatter<'_>, parts: &[Expression], between: &str, groups: impl Fn(&Node) -> bool) -> fmt::Result {
    for (index, one) in parts.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { between })?;
        part(f, one, groups(&one.node))?;
    }
    Ok(())
}

fn part(f: &mut Formatter<'_>, expression: &Expression, is_grouped: bool) -> fmt::Result {
    if is_grouped { write!(f, "({expression})") } else { expression.fmt(f) }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag, test) => {
                f.write_str(flag.as_str())?;
                let Some(test) = test else { return Ok(()) };
                write!(f, " {} {}", if test.is_equal { "=" } else { "!=" }, test.value)
            }
            Self::Quantity(quantity, test) => {
                f.write_str(quantity.as_str())?;
                tested(f, test.as_ref(), |f, number| number.fmt(f))
            }
            Self::Property(property, test) => {
                f.write_str(property.as_str())?;
                tested(f, test.as_ref(), |f, text| quoted(f, text))
            }
            Self::Annotation(key, test) => {
                annotation(f, key)?;
                tested(f, test.as_ref(), |f, literal| literal.fmt(f))
            }
            Self::Service(selector, block) => {
                f.write_str("service(")?;
                selector.iter().try_for_each(|selector| selector.fmt(f))?;
                f.write_char(')')?;
                blocked(f, block.as_deref())
            }
            Self::Edge(from, to, block) => {
                write!(f, "edge({from}, {to})")?;
                blocked(f, block.as_deref())
            }
            Self::Group(test) => {
                f.write_str(if test.by == GroupBy::Name { "group.name " } else { "group.arn " })?;
                f.write_str(if test.is_equal { "= " } else { "!= " })?;
                quoted(f, &test.value)
            }
            Self::Cause(kind, level, block) => {
                write!(f, "rootcause.{}.{} {{ {block} }}", kind.as_str(), level.as_str())
            }
            Self::CausePatterns(kind, patterns) => {
                f.write_str("rootcause")?;
                kind.iter().try_for_each(|kind| write!(f, ".{}", kind.as_str()))?;
                f.write_str(".json = #[")?;
                for (index, pattern) in patterns.iter().enumerate() {
                    write!(f, "{}{pattern}", if index == 0 { "" } else { ", " })?;
                }
                f.write_char(']')
            }
        }
    }
}

fn tested<T>(
    f: &mut Formatter<'_>,
    test: Option<&(Operator, T)>,
    value: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    let Some((operator, wanted)) = test else { return Ok(()) };
    write!(f, " {} ", operator.as_str())?;
    value(f, wanted)
}

fn blocked(f: &mut Formatter<'_>, block: Option<&Expression>) -> fmt::Result {
    block.map_or(Ok(()), |block| write!(f, " {{ {block} }}"))
}

fn annotation(f: &mut Formatter<'_>, key: &str) -> fmt::Result {
    if key.chars().all(|c| is_word(c) && c != '.') {
        return write!(f, "annotation.{key}");
    }
    f.write_str("annotation[")?;
    quoted(f, key)?;
    f.write_char(']')
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => quoted(f, text),
        }
    }
}

impl Display for Selector {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self::Id { name, kind, account } = self else {
            let Self::Name(name) = self else { return Ok(()) };
            return quoted(f, name);
        };
        f.write_str("id(")?;
        let parts = [("name", name), ("type", kind), ("account.id", account)];
        let given = parts.into_iter().filter_map(|(part, value)| Some((part, value.as_ref()?)));
        for (index, (part, value)) in given.enumerate() {
            write!(f, "{}{part}: ", if index == 0 { "" } else { ", " })?;
            quoted(f, value)?;
        }
        f.write_char(')')
    }
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}
