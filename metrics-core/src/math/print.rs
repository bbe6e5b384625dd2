//! Writing expressions.

use std::fmt::{self, Display, Formatter};

use super::ast::{Expr, Node, Rank};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Number(number) => write_number(*number, f),
            Node::Id(word) | Node::Keyword(word) => f.write_str(word),
            Node::Text(text) => {
                let quote = if text.contains('\'') { '"' } else { '\'' };
                write!(f, "{quote}{text}{quote}")
            }
            Node::List(parts) => {
                f.write_str("[")?;
                write_parts(parts, f)?;
                f.write_str("]")
            }
            Node::Negative(part) => {
                f.write_str("-")?;
                write_within(part, Rank::Unary, f)
            }
            Node::Chain(first, rest) => write_chain(first, rest, f),
            Node::Call(function, parts) => {
                write!(f, "{}(", function.name())?;
                write_parts(parts, f)?;
                f.write_str(")")
            }
        }
    }
}

impl Expr {
    /// How tightly the loosest operator outside parentheses binds.
    fn rank(&self) -> Rank {
        match &self.node {
            Node::Negative(_) => Rank::Unary,
            Node::Chain(_, rest) => rest.first().map_or(Rank::Atom, |(operator, _)| operator.rank()),
            _ => Rank::Atom,
        }
    }
}

fn write_chain(first: &Expr, rest: &[(super::ast::Operator, Expr)], f: &mut Formatter<'_>) -> fmt::Result {
    let rank = rest.first().map_or(Rank::Atom, |(operator, _)| operator.rank());
    write_within(first, rank.tighter(), f)?;
    for (operator, part) in rest {
        write!(f, " {} ", operator.as_str())?;
        // The right side of a power is a power again, or negative.
        write_within(part, if rank == Rank::Power { Rank::Unary } else { rank.tighter() }, f)?;
    }
    Ok(())
}

/// A part where no operator looser than `rank` may stand.
fn write_within(part: &Expr, rank: Rank, f: &mut Formatter<'_>) -> fmt::Result {
    if part.rank() < rank { write!(f, "({part})") } else { part.fmt(f) }
}

fn write_parts(parts: &[Expr], f: &mut Formatter<'_>) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { ", " })?;
        part.fmt(f)?;
    }
    Ok(())
}

/// The shortest text that reads back as the same number.
fn write_number(number: f64, f: &mut Formatter<'_>) -> fmt::Result {
    let text = format!("{number:?}");
    f.write_str(text.strip_suffix(".0").unwrap_or(&text))
}
