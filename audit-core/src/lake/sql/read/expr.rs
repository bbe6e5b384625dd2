//! Expressions.

use cupola_base::text::Span;
use sqlparser::ast as sql;

use super::{Reader, refuse_if};
use crate::lake::sql::ast::{Arithmetic, Comparison, Expr, ExprKind, Name};
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};

impl Reader<'_> {
    pub(super) fn expr(&mut self, expr: &sql::Expr) -> Checked<Expr> {
        let at = self.begin(expr);
        let mut read = self.deeper(at, |reader| reader.any(expr, at))?;
        let mut parts = Vec::new();
        read.parts(&mut parts);
        read.span = parts.into_iter().map(|part| part.span).fold(read.span, Span::to);
        Ok(read)
    }

    fn boxed(&mut self, expr: &sql::Expr) -> Checked<Box<Expr>> {
        self.expr(expr).map(Box::new)
    }

    pub(super) fn all(&mut self, exprs: &[sql::Expr]) -> Checked<Vec<Expr>> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn any(&mut self, expr: &sql::Expr, at: Span) -> Checked<Expr> {
        use sql::Expr as Sql;
        let is = |kind| Ok(Expr { kind, span: at });
        match expr {
            Sql::Identifier(ident) => is(ExprKind::Names(vec![self.name(ident)])),
            Sql::CompoundIdentifier(idents) => {
                let names: Vec<Name> = idents.iter().map(|ident| self.name(ident)).collect();
                let span = names.iter().map(|name| name.span).fold(at, Span::to);
                Ok(Expr { kind: ExprKind::Names(names), span })
            }
            Sql::CompoundFieldAccess { root, access_chain } => self.access(root, access_chain),
            Sql::Nested(inner) => self.expr(inner),
            Sql::Value(value) => self.value(value),
            Sql::TypedString(text) => self.typed(text),
            Sql::Interval(interval) => self.interval(interval, at),
            Sql::UnaryOp { op, expr } => self.unary(*op, expr, at),
            Sql::BinaryOp { left, op, right } => self.binary(left, op, right, at),
            Sql::IsNull(inner) => is(ExprKind::IsNull(self.boxed(inner)?)),
            Sql::IsNotNull(inner) => not(ExprKind::IsNull(self.boxed(inner)?), at),
            Sql::IsTrue(inner) => is(ExprKind::Is(self.boxed(inner)?, true)),
            Sql::IsFalse(inner) => is(ExprKind::Is(self.boxed(inner)?, false)),
            Sql::IsNotTrue(inner) => not(ExprKind::Is(self.boxed(inner)?, true), at),
            Sql::IsNotFalse(inner) => not(ExprKind::Is(self.boxed(inner)?, false), at),
            Sql::IsDistinctFrom(left, right) => is(ExprKind::Distinct(self.boxed(left)?, self.boxed(right)?)),
            Sql::IsNotDistinctFrom(left, right) => not(ExprKind::Distinct(self.boxed(left)?, self.boxed(right)?), at),
            Sql::In { expr, target, negated, global } => {
                refuse_if! { *global => "GLOBAL IN"; at }
                let kind = self.within(expr, target, at)?;
                negate(kind, *negated, at)
            }
            Sql::Between { expr, negated, low, high } => {
                let kind = ExprKind::Between(self.boxed(expr)?, self.boxed(low)?, self.boxed(high)?);
                negate(kind, *negated, at)
            }
            Sql::Like { negated, any, expr, pattern, escape_char } => {
                refuse_if! { *any => "LIKE ANY"; at }
                let escape = escape_char.as_ref().map(|escape| self.boxed(escape)).transpose()?;
                let kind = ExprKind::Like(self.boxed(expr)?, self.boxed(pattern)?, escape);
                negate(kind, *negated, at)
            }
            Sql::Case { operand, conditions, else_result, .. } => {
                let operand = operand.as_ref().map(|operand| self.boxed(operand)).transpose()?;
                let arms = conditions.iter().map(|arm| Ok((self.expr(&arm.condition)?, self.expr(&arm.result)?)));
                let arms = arms.collect::<Checked<_>>()?;
                let otherwise = else_result.as_ref().map(|otherwise| self.boxed(otherwise)).transpose()?;
                is(ExprKind::Case { operand, arms, otherwise })
            }
            Sql::Exists { subquery, negated } => {
                negate(ExprKind::Exists(Box::new(self.query(subquery)?)), *negated, at)
            }
            Sql::Subquery(query) => is(ExprKind::Scalar(Box::new(self.query(query)?))),
            Sql::Array(array) => is(ExprKind::Array(self.all(&array.elem)?)),
            Sql::Lambda(lambda) => self.lambda(lambda, at),
            Sql::Cast { kind, expr, data_type, format } => {
                refuse_if! { format.is_some() => "FORMAT of a cast"; at }
                self.cast(kind, expr, data_type, at)
            }
            _ => self.special(expr, at),
        }
    }

    fn access(&mut self, root: &sql::Expr, chain: &[sql::AccessExpr]) -> Checked<Expr> {
        let mut expr = self.expr(root)?;
        for access in chain {
            let kind = match access {
                sql::AccessExpr::Dot(sql::Expr::Identifier(ident)) => {
                    let name = self.name(ident);
                    let span = expr.span.to(name.span);
                    (ExprKind::Field(Box::new(expr), name), span)
                }
                sql::AccessExpr::Subscript(sql::Subscript::Index { index }) => {
                    let index = self.expr(index)?;
                    let span = expr.span.to(index.span);
                    (ExprKind::Subscript(Box::new(expr), Box::new(index)), span)
                }
                sql::AccessExpr::Dot(other) => {
                    let span = self.begin(other);
                    return Err(Refusal::new(
                        LakeQueryErrorKind::Syntax,
                        span,
                        "a field's name is needed after the dot",
                    ));
                }
                sql::AccessExpr::Subscript(sql::Subscript::Slice { .. }) => {
                    return Err(
                        Refusal::unsupported(expr.span, "a slice").help("accepted: slice(array, start, length)")
                    );
                }
            };
            expr = Expr { kind: kind.0, span: kind.1 };
        }
        Ok(expr)
    }

    fn value(&mut self, value: &sql::ValueWithSpan) -> Checked<Expr> {
        let span = self.places.span(value.span);
        self.last = span;
        let kind = match &value.value {
            sql::Value::Null => ExprKind::Null,
            sql::Value::Boolean(truth) => ExprKind::Truth(*truth),
            sql::Value::Number(number, false) => ExprKind::Number(number.clone()),
            sql::Value::SingleQuotedString(text) => ExprKind::Text(text.clone()),
            sql::Value::Placeholder(mark) if mark == "?" => {
                self.parameters += 1;
                ExprKind::Parameter(self.parameters - 1)
            }
            sql::Value::Placeholder(mark) => {
                let refusal = Refusal::new(LakeQueryErrorKind::Parameters, span, format!("{mark} stands for nothing"));
                return Err(refusal.help("accepted: ? as a parameter"));
            }
            _ => {
                let help = "accepted: 'text', a number, TRUE, FALSE, NULL";
                return Err(Refusal::unsupported(span, "this way to write a value").help(help));
            }
        };
        Ok(Expr { kind, span })
    }

    fn typed(&self, text: &sql::TypedString) -> Checked<Expr> {
        let span = self.places.span(text.value.span);
        let kind = text.data_type.to_string().to_lowercase();
        match (&text.value.value, &*kind) {
            (sql::Value::SingleQuotedString(text), "timestamp" | "date" | "json") => {
                Ok(Expr { kind: ExprKind::Typed(kind, text.clone()), span })
            }
            _ => {
                let help = "accepted: TIMESTAMP '...', DATE '...', JSON '...'";
                Err(Refusal::unsupported(span, &format!("{} before a text", text.data_type)).help(help))
            }
        }
    }

    fn interval(&self, interval: &sql::Interval, at: Span) -> Checked<Expr> {
        let sql::Interval { value, leading_field, leading_precision, last_field, fractional_seconds_precision } =
            interval;
        refuse_if! {
            last_field.is_some() => "an interval of two units",
            leading_precision.is_some() || fractional_seconds_precision.is_some() => "a precision of an interval";
            at
        }
        let (negative, value) = match &**value {
            sql::Expr::UnaryOp { op: sql::UnaryOperator::Minus, expr } => (true, &**expr),
            value => (false, value),
        };
        let (Some(unit), sql::Expr::Value(value)) = (leading_field, value) else {
            let refusal = Refusal::new(LakeQueryErrorKind::Syntax, at, "this is no interval");
            return Err(refusal.help("accepted: INTERVAL '7' DAY"));
        };
        let (span, unit) = (self.places.span(value.span), unit.to_string().to_lowercase());
        match &value.value {
            sql::Value::SingleQuotedString(count) => {
                Ok(Expr { kind: ExprKind::Interval { negative, count: count.clone(), unit }, span })
            }
            _ => {
                let refusal = Refusal::new(LakeQueryErrorKind::Syntax, span, "an interval's number is a text");
                Err(refusal.help("accepted: INTERVAL '7' DAY"))
            }
        }
    }

    fn unary(&mut self, op: sql::UnaryOperator, expr: &sql::Expr, at: Span) -> Checked<Expr> {
        match op {
            sql::UnaryOperator::Not => Ok(Expr { kind: ExprKind::Not(self.boxed(expr)?), span: at }),
            sql::UnaryOperator::Minus => Ok(Expr { kind: ExprKind::Minus(self.boxed(expr)?), span: at }),
            sql::UnaryOperator::Plus => self.expr(expr),
            _ => Err(Refusal::unsupported(at, &format!("the operator {op}"))),
        }
    }

    fn binary(&mut self, left: &sql::Expr, op: &sql::BinaryOperator, right: &sql::Expr, at: Span) -> Checked<Expr> {
        use sql::BinaryOperator as Op;
        let kind = match op {
            Op::And => ExprKind::And(self.chain(left, op, right)?),
            Op::Or => ExprKind::Or(self.chain(left, op, right)?),
            Op::StringConcat => ExprKind::Joined(self.chain(left, op, right)?),
            Op::Eq => self.compare(Comparison::Equal, left, right)?,
            Op::NotEq => self.compare(Comparison::Unequal, left, right)?,
            Op::Lt => self.compare(Comparison::Less, left, right)?,
            Op::LtEq => self.compare(Comparison::LessOrEqual, left, right)?,
            Op::Gt => self.compare(Comparison::Greater, left, right)?,
            Op::GtEq => self.compare(Comparison::GreaterOrEqual, left, right)?,
            Op::Plus => self.arithmetic(Arithmetic::Add, left, right)?,
            Op::Minus => self.arithmetic(Arithmetic::Subtract, left, right)?,
            Op::Multiply => self.arithmetic(Arithmetic::Multiply, left, right)?,
            Op::Divide => self.arithmetic(Arithmetic::Divide, left, right)?,
            Op::Modulo => self.arithmetic(Arithmetic::Remainder, left, right)?,
            _ => {
                let help = "accepted: AND, OR, =, <>, !=, <, <=, >, >=, +, -, *, /, %, ||, LIKE, IN, BETWEEN, IS";
                return Err(Refusal::unsupported(at, &format!("the operator {op}")).help(help));
            }
        };
        Ok(Expr { kind, span: at })
    }

    /// `a AND b AND c` as three, without going a level deeper for each.
    fn chain(&mut self, left: &sql::Expr, op: &sql::BinaryOperator, right: &sql::Expr) -> Checked<Vec<Expr>> {
        let (mut left, mut parts) = (left, vec![right]);
        while let sql::Expr::BinaryOp { left: first, op: same, right } = left
            && same == op
        {
            parts.push(right);
            left = first;
        }
        parts.push(left);
        parts.into_iter().rev().map(|part| self.expr(part)).collect()
    }

    fn compare(&mut self, op: Comparison, left: &sql::Expr, right: &sql::Expr) -> Checked<ExprKind> {
        Ok(ExprKind::Compare(op, self.boxed(left)?, self.boxed(right)?))
    }

    fn arithmetic(&mut self, op: Arithmetic, left: &sql::Expr, right: &sql::Expr) -> Checked<ExprKind> {
        Ok(ExprKind::Arithmetic(op, self.boxed(left)?, self.boxed(right)?))
    }

    fn within(&mut self, expr: &sql::Expr, target: &sql::InTarget, at: Span) -> Checked<ExprKind> {
        let expr = self.boxed(expr)?;
        match target {
            sql::InTarget::List(list) => Ok(ExprKind::In(expr, self.all(list)?)),
            sql::InTarget::Subquery(query) => Ok(ExprKind::InQuery(expr, Box::new(self.query(query)?))),
            sql::InTarget::Unnest(_) => {
                Err(Refusal::unsupported(at, "IN UNNEST").help("accepted: contains(array, value)"))
            }
            sql::InTarget::Table { .. } => Err(Refusal::unsupported(at, "IN with a table")),
        }
    }

    fn lambda(&mut self, lambda: &sql::LambdaFunction, at: Span) -> Checked<Expr> {
        let params = match &lambda.params {
            sql::OneOrManyWithParens::One(one) => std::slice::from_ref(one),
            sql::OneOrManyWithParens::Many(many) => &many[..],
        };
        refuse_if! { params.iter().any(|param| param.data_type.is_some()) => "a type of a lambda's parameter"; at }
        let names = params.iter().map(|param| self.name(&param.name)).collect();
        Ok(Expr { kind: ExprKind::Lambda(names, self.boxed(&lambda.body)?), span: at })
    }

    fn cast(&mut self, kind: &sql::CastKind, expr: &sql::Expr, to: &sql::DataType, at: Span) -> Checked<Expr> {
        let safe = match kind {
            sql::CastKind::Cast => false,
            sql::CastKind::TryCast => true,
            sql::CastKind::SafeCast | sql::CastKind::DoubleColon => {
                let refusal = Refusal::unsupported(at, "this cast");
                return Err(refusal.help("accepted: CAST(x AS type), TRY_CAST(x AS type)"));
            }
        };
        let expr = self.boxed(expr)?;
        let sql::DataType::Custom(name, modifiers) = to else {
            return Err(Refusal::unsupported(at, &format!("the type {to}")));
        };
        refuse_if! { !modifiers.is_empty() => &format!("the type {to}"); at }
        let kind = self.single(name, "a type")?;
        Ok(Expr { kind: ExprKind::Cast { expr, kind, safe }, span: at })
    }
}

fn negate(kind: ExprKind, negated: bool, span: Span) -> Checked<Expr> {
    if negated { not(kind, span) } else { Ok(Expr { kind, span }) }
}

fn not(kind: ExprKind, span: Span) -> Checked<Expr> {
    Ok(Expr { kind: ExprKind::Not(Box::new(Expr { kind, span })), span })
}
