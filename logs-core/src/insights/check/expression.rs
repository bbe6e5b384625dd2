//! Types, as far as the text of a query shows them.

use cupola_base::schedule::Zone;

use super::{Checker, Parsed, QueryErrorKind};
use crate::insights::ast::{Expr, Node, Rank};
use crate::insights::function::{Argument, Function};
use crate::insights::{date_format, regex};

impl Checker<'_> {
    /// Whether all values that are written out stand where such values can.
    pub(super) fn expression(self, expr: &Expr) -> Parsed<()> {
        match &expr.node {
            Node::Period(period) => {
                let message = format!("the period {period} stands where a value is needed");
                let help = "accepted: bin(5m), datefloor(t, 5m), dateceil(t, 5m), rate(f, 1s)";
                Err(self.error(QueryErrorKind::Type, expr.span, message).with_help(help))
            }
            Node::Call(function, arguments) => self.call(*function, arguments),
            Node::Chain(first, rest) => self.chain(first, rest),
            Node::Negative(part) => self.argument(part, Argument::Number),
            Node::InQuery { value, query, .. } => {
                self.expression(value)?;
                self.inner(query, expr.span)?;
                self.yields(value, query)
            }
            _ => expr.parts().into_iter().try_for_each(|part| self.expression(part)),
        }
    }

    fn chain(self, first: &Expr, rest: &[(crate::insights::ast::Operator, Expr)]) -> Parsed<()> {
        let rank = rest.first().map_or(Rank::Atom, |(operator, _)| operator.rank());
        let needed = if rank >= Rank::Add { Argument::Number } else { Argument::Any };
        let parts = [first].into_iter().chain(rest.iter().map(|(_, part)| part));
        parts.into_iter().try_for_each(|part| self.argument(part, needed))
    }

    fn call(self, function: Function, arguments: &[Expr]) -> Parsed<()> {
        for (index, argument) in arguments.iter().enumerate() {
            self.argument(argument, function.argument(index))?;
        }
        match function {
            Function::RegexReplace => self.regex(&arguments[1]),
            Function::FormatDate | Function::StrFTime => self.format(&arguments[1], arguments.get(2), false),
            Function::ParseDate => self.format(&arguments[1], arguments.get(2), true),
            _ => Ok(()),
        }
    }

    fn argument(self, expr: &Expr, needed: Argument) -> Parsed<()> {
        let fits = match (needed, &expr.node) {
            (Argument::Period, node) => matches!(node, Node::Period(_)),
            (_, Node::Period(_)) => false,
            (Argument::Number, Node::Text(text)) => text.trim().parse::<f64>().is_ok(),
            (Argument::Number, Node::Boolean(_)) => false,
            (Argument::Number, node) => !matches!(node, Node::Call(function, _) if never_a_number(*function)),
            (Argument::Field, node) => matches!(node, Node::Field(_) | Node::Member(..)),
            (Argument::Percent, node) => matches!(node, Node::Number(number) if (0.0..=100.0).contains(number)),
            (Argument::Count, node) => {
                matches!(node, Node::Number(number) if number.fract() == 0.0 && (1.0..=1000.0).contains(number))
            }
            (Argument::Any | Argument::Text, _) => true,
        };
        if !fits {
            let message = format!("{} is needed, not {expr}", needed.describe());
            return Err(self.error(QueryErrorKind::Type, expr.span, message));
        }
        if matches!(expr.node, Node::Period(_)) { Ok(()) } else { self.expression(expr) }
    }

    fn regex(self, expr: &Expr) -> Parsed<()> {
        let Node::Text(text) = &expr.node else { return Ok(()) };
        match regex::compile(text) {
            Ok(_) => Ok(()),
            Err(why) => Err(self.error(QueryErrorKind::Pattern, expr.span, why)),
        }
    }

    fn format(self, format: &Expr, zone: Option<&Expr>, is_java: bool) -> Parsed<()> {
        if let Node::Text(text) = &format.node {
            let right = if is_java { date_format::is_java(text) } else { date_format::is_strftime(text) };
            if !right {
                let message = format!("{format} is no format of dates");
                let help = if is_java { "accepted: yyyy-MM-dd HH:mm:ss.SSS" } else { "accepted: %Y-%m-%d %H:%M:%S" };
                return Err(self.error(QueryErrorKind::Pattern, format.span, message).with_help(help));
            }
        }
        match zone.map(|zone| (&zone.node, zone.span)) {
            Some((Node::Text(name), span)) if Zone::parse(name).is_err() => {
                let message = format!("there is no time zone {name}");
                Err(self.error(QueryErrorKind::Pattern, span, message).with_help("accepted: UTC, Europe/Berlin, ..."))
            }
            _ => Ok(()),
        }
    }
}

/// Texts that no text makes a number.
const fn never_a_number(function: Function) -> bool {
    matches!(function, Function::Md5 | Function::Sha256 | Function::Split)
}
