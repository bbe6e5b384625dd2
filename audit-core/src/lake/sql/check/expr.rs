//! Expressions: what they name, and of which type they are.

use cupola_base::text::Span;

use super::scope::field;
use super::{Checker, Env, literal, types};
use crate::lake::sql::ast::{Arithmetic, Comparison, Expr as Written, ExprKind, Name, Query};
use crate::lake::sql::cast;
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};
use crate::lake::sql::function;
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::like::Pattern;
use crate::lake::sql::plan::{Expr, Node, Op};
use crate::lake::sql::value::Value;

impl<'q> Checker<'q> {
    pub(super) fn look_up(&mut self, written: &'q Written, env: &mut Env<'_>) -> Checked<Expr> {
        if let Some(key) = self.key(written, env) {
            return Ok(key);
        }
        use ExprKind as Kind;
        let span = written.span;
        match &written.kind {
            Kind::Null => Ok(Expr::constant(Value::Null, LakeType::Unknown)),
            Kind::Truth(truth) => Ok(Expr::constant(Value::Truth(*truth), LakeType::Boolean)),
            Kind::Number(number) => literal::number(number, span),
            Kind::Text(text) => Ok(Expr::constant(Value::text(&**text), LakeType::Varchar)),
            Kind::Typed(kind, text) => literal::typed(kind, text, span),
            Kind::Interval { negative, count, unit } => literal::interval(*negative, count, unit, span),
            Kind::Parameter(at) => Ok(Expr::new(Op::Parameter(*at), LakeType::Varchar)),
            Kind::Names(names) => self.names(names, env),
            Kind::Field(inner, name) => field(self.expr(inner, env)?, name),
            Kind::Subscript(list, at) => self.call_of(&function::SUBSCRIPT, &[&**list, at], span, env),
            Kind::Not(inner) => Ok(Expr::truth(Op::Not(Box::new(self.condition(inner, env)?)))),
            Kind::Minus(inner) => self.minus(inner, span, env),
            Kind::And(parts) => Ok(Expr::truth(Op::And(self.conditions(parts, env)?))),
            Kind::Or(parts) => Ok(Expr::truth(Op::Or(self.conditions(parts, env)?))),
            Kind::Joined(parts) => self.call_of(&function::JOINED, &parts.iter().collect::<Vec<_>>(), span, env),
            Kind::Compare(op, left, right) => self.compare(*op, left, right, env),
            Kind::Arithmetic(op, left, right) => self.arithmetic(*op, left, right, span, env),
            Kind::IsNull(inner) => Ok(Expr::truth(Op::IsNull(Box::new(self.expr(inner, env)?)))),
            Kind::Is(inner, truth) => Ok(Expr::truth(Op::Is(Box::new(self.condition(inner, env)?), *truth))),
            Kind::Distinct(left, right) => {
                let (one, two) = (self.expr(left, env)?, self.expr(right, env)?);
                let (one, two) = types::pair((one, left.span), (two, right.span), "compared with")?;
                Ok(Expr::truth(Op::Distinct(Box::new(one), Box::new(two))))
            }
            Kind::In(inner, list) => self.within(inner, list, env),
            Kind::Between(inner, low, high) => {
                let least = self.compare(Comparison::GreaterOrEqual, inner, low, env)?;
                let most = self.compare(Comparison::LessOrEqual, inner, high, env)?;
                Ok(Expr::truth(Op::And(vec![least, most])))
            }
            Kind::Like(inner, pattern, escape) => self.like(inner, pattern, escape.as_deref(), env),
            Kind::Case { operand, arms, otherwise } => self.case(operand.as_deref(), arms, otherwise.as_deref(), env),
            Kind::Cast { expr, kind, safe } => self.cast(expr, kind, *safe, env),
            Kind::Array(items) => {
                let items = items.iter().map(|item| Ok((self.expr(item, env)?, item.span))).collect::<Checked<_>>()?;
                let (items, kind) = types::alike(items, "the items")?;
                Ok(Expr::new(Op::Array(items), LakeType::array(kind)))
            }
            Kind::Call(call) => self.call(call, span, env),
            Kind::Lambda(..) => {
                let refusal = Refusal::new(LakeQueryErrorKind::Syntax, span, "a lambda stands where none is taken");
                Err(refusal.help("accepted: as an argument of any_match, filter, transform, reduce"))
            }
            Kind::InQuery(inner, query) => self.within_query(inner, query, env),
            Kind::Exists(query) => Ok(Expr::truth(Op::Exists(self.ask(query, None, span)?.0))),
            Kind::Scalar(query) => {
                let (asked, kind) = self.ask(query, Some(1), span)?;
                Ok(Expr::new(Op::Scalar(asked), kind))
            }
        }
    }

    /// What is grouped by, if the expression is that.
    fn key(&mut self, written: &Written, env: &Env<'_>) -> Option<Expr> {
        let group = env.group.as_ref().filter(|group| !group.keys.is_empty())?;
        if matches!(written.kind, ExprKind::Names(_) | ExprKind::Text(_) | ExprKind::Number(_) | ExprKind::Null) {
            return None;
        }
        let canon = self.canon(written, env.scope);
        let at = group.keys.iter().position(|(key, _)| *key == canon)?;
        Some(of_key(at, &group.keys[at]))
    }

    fn names(&mut self, names: &[Name], env: &Env<'_>) -> Checked<Expr> {
        let Some(group) = &env.group else { return self.named(names, env.scope) };
        let head = self.head(names, env.scope);
        if matches!(&head, Ok((Expr { op: Op::Variable(_), .. }, _))) {
            return self.named(names, env.scope);
        }
        for (canon, left) in self.chains(names, env.scope) {
            if let Some(at) = group.keys.iter().position(|(key, _)| *key == canon) {
                let key = of_key(at, &group.keys[at]);
                return names[names.len() - left..].iter().try_fold(key, field);
            }
        }
        head?;
        let text = names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".");
        let span = names.iter().map(|name| name.span).reduce(Span::to).unwrap_or_default();
        let message = format!("{text} is neither grouped by nor within an aggregate");
        let refusal = Refusal::new(LakeQueryErrorKind::Grouping, span, message);
        Err(refusal.help(format!("accepted: GROUP BY {text}, arbitrary({text})")))
    }

    fn conditions(&mut self, parts: &'q [Written], env: &mut Env<'_>) -> Checked<Vec<Expr>> {
        parts.iter().map(|part| self.condition(part, env)).collect()
    }

    fn minus(&mut self, inner: &'q Written, span: Span, env: &mut Env<'_>) -> Checked<Expr> {
        if let ExprKind::Number(number) = &inner.kind {
            return literal::number(&format!("-{number}"), span);
        }
        let expr = self.expr(inner, env)?;
        let kind = expr.kind.clone();
        if kind.is_number() || matches!(kind, LakeType::Interval | LakeType::Unknown) {
            return Ok(Expr::new(Op::Minus(Box::new(expr)), kind));
        }
        Err(Refusal::new(LakeQueryErrorKind::Type, span, format!("a {kind} has no negative")))
    }

    fn compare(&mut self, op: Comparison, left: &'q Written, right: &'q Written, env: &mut Env<'_>) -> Checked<Expr> {
        let (one, two) = (self.expr(left, env)?, self.expr(right, env)?);
        let (one, two) = types::pair((one, left.span), (two, right.span), "compared with")?;
        let needs_order = !matches!(op, Comparison::Equal | Comparison::Unequal);
        if needs_order && !one.kind.is_ordered() {
            let message = format!("a {} has no order", one.kind);
            return Err(Refusal::new(LakeQueryErrorKind::Type, left.span.to(right.span), message));
        }
        Ok(Expr::truth(Op::Compare(op, Box::new(one), Box::new(two))))
    }

    fn arithmetic(
        &mut self,
        op: Arithmetic,
        left: &'q Written,
        right: &'q Written,
        span: Span,
        env: &mut Env<'_>,
    ) -> Checked<Expr> {
        let (one, two) = (self.expr(left, env)?, self.expr(right, env)?);
        let adds = matches!(op, Arithmetic::Add | Arithmetic::Subtract);
        let kind = match (&one.kind, &two.kind) {
            (time, LakeType::Interval) if time.is_temporal() && adds => Some(time.clone()),
            (LakeType::Interval, time) if time.is_temporal() && op == Arithmetic::Add => Some(time.clone()),
            (LakeType::Interval, LakeType::Interval) if adds => Some(LakeType::Interval),
            (one, two) if one.is_temporal() && two.is_temporal() && op == Arithmetic::Subtract => {
                Some(LakeType::Interval)
            }
            _ => None,
        };
        if let Some(kind) = kind {
            return Ok(Expr::new(Op::Arithmetic(op, Box::new(one), Box::new(two)), kind));
        }
        let kind = types::common(&one, &two).filter(|kind| kind.is_number() || *kind == LakeType::Unknown);
        let Some(kind) = kind else {
            let message = format!("a {} {} a {} is nothing", one.kind, op.sign(), two.kind);
            let refusal = Refusal::new(LakeQueryErrorKind::Type, span, message);
            return Err(refusal.help("accepted: numbers; instants and intervals; || for texts"));
        };
        let (one, two) = (types::bring(one, &kind, left.span)?, types::bring(two, &kind, right.span)?);
        Ok(Expr::new(Op::Arithmetic(op, Box::new(one), Box::new(two)), kind))
    }

    fn within(&mut self, inner: &'q Written, list: &'q [Written], env: &mut Env<'_>) -> Checked<Expr> {
        let mut value = self.expr(inner, env)?;
        let items = list.iter().map(|item| Ok((self.expr(item, env)?, item.span)));
        let items = items.collect::<Checked<Vec<(Expr, Span)>>>()?;
        let mut brought = value.clone();
        for (item, span) in &items {
            brought.kind = types::common(&brought, item).ok_or_else(|| {
                let message = format!("a {} is never a {}", item.kind, value.kind);
                Refusal::new(LakeQueryErrorKind::Type, *span, message)
            })?;
        }
        let kind = brought.kind;
        value = types::bring(value, &kind, inner.span)?;
        let items = items.into_iter().map(|(item, span)| types::bring(item, &kind, span)).collect::<Checked<_>>()?;
        Ok(Expr::truth(Op::In(Box::new(value), items)))
    }

    fn like(
        &mut self,
        inner: &'q Written,
        pattern: &'q Written,
        escape: Option<&'q Written>,
        env: &mut Env<'_>,
    ) -> Checked<Expr> {
        let value = self.text(inner, env)?;
        let (pattern_expr, written) = (self.text(pattern, env)?, pattern);
        let escape_expr = escape.map(|escape| self.text(escape, env)).transpose()?;
        let constant = escape_expr.as_ref().map(Expr::as_constant);
        if let (Some(Value::Text(text)), None | Some(Some(Value::Text(_)))) = (pattern_expr.as_constant(), constant) {
            let escape_text = constant.flatten().map(|escape| escape.as_text().chars().collect::<Vec<_>>());
            let span = escape.map_or(written.span, |escape| escape.span);
            let letter = match escape_text.as_deref() {
                None => None,
                Some([letter]) => Some(*letter),
                Some(_) => return Err(Refusal::new(LakeQueryErrorKind::Value, span, "an escape is one letter")),
            };
            let pattern = Pattern::parse(text, letter).ok_or_else(|| {
                let message = "the escape does not stand before %, _ or itself";
                Refusal::new(LakeQueryErrorKind::Value, written.span, message)
            })?;
            return Ok(Expr::truth(Op::Like(Box::new(value), pattern)));
        }
        Ok(Expr::truth(Op::LikeAny(Box::new(value), Box::new(pattern_expr), escape_expr.map(Box::new))))
    }

    fn text(&mut self, written: &'q Written, env: &mut Env<'_>) -> Checked<Expr> {
        let expr = self.expr(written, env)?;
        if matches!(expr.kind, LakeType::Varchar | LakeType::Unknown) {
            return types::bring(expr, &LakeType::Varchar, written.span);
        }
        let message = format!("LIKE takes texts, this is a {}", expr.kind);
        let refusal = Refusal::new(LakeQueryErrorKind::Type, written.span, message);
        Err(refusal.help("accepted: CAST(... AS varchar) LIKE 'pattern'"))
    }

    fn case(
        &mut self,
        operand: Option<&'q Written>,
        arms: &'q [(Written, Written)],
        otherwise: Option<&'q Written>,
        env: &mut Env<'_>,
    ) -> Checked<Expr> {
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        for (condition, value) in arms {
            conditions.push(match operand {
                Some(operand) => self.compare(Comparison::Equal, operand, condition, env)?,
                None => self.condition(condition, env)?,
            });
            values.push((self.expr(value, env)?, value.span));
        }
        let has_else = otherwise.is_some();
        if let Some(otherwise) = otherwise {
            values.push((self.expr(otherwise, env)?, otherwise.span));
        }
        let (mut values, kind) = types::alike(values, "the values")?;
        let otherwise = if has_else { values.pop().map(Box::new) } else { None };
        Ok(Expr::new(Op::Case(conditions.into_iter().zip(values).collect(), otherwise), kind))
    }

    fn cast(&mut self, inner: &'q Written, kind: &Name, safe: bool, env: &mut Env<'_>) -> Checked<Expr> {
        let expr = self.expr(inner, env)?;
        let to = LakeType::parse(&kind.text).ok_or_else(|| {
            let refusal = Refusal::new(LakeQueryErrorKind::Type, kind.span, format!("there is no type {}", kind.text));
            let known =
                ["boolean", "bigint", "integer", "double", "varchar", "timestamp", "date", "json", "array", "map"];
            let help = "accepted: boolean, bigint, double, varchar, timestamp, timestamp with time zone, date, json, \
                        array(type), map(type, type), row(name type, ...)";
            refusal.nearest(&kind.text, known).help(help)
        })?;
        if !cast::exists(&expr.kind, &to) {
            let message = format!("a {} cannot be cast to {to}", expr.kind);
            return Err(Refusal::new(LakeQueryErrorKind::Type, inner.span.to(kind.span), message));
        }
        Ok(Expr::new(Op::Cast(Box::new(expr), safe), to))
    }

    fn within_query(&mut self, inner: &'q Written, query: &'q Query, env: &mut Env<'_>) -> Checked<Expr> {
        let value = self.expr(inner, env)?;
        let (asked, found) = self.ask(query, Some(1), inner.span)?;
        let kind = value.kind.common(&found).ok_or_else(|| {
            let message = format!("a {} is never a {found} of the sub-query", value.kind);
            Refusal::new(LakeQueryErrorKind::Type, inner.span, message)
        })?;
        if kind != found {
            let column = Expr::new(Op::Column(0, "".into()), found);
            let brought = types::bring(column, &kind, inner.span)?;
            let node = std::mem::replace(&mut self.before[asked], Node::Nothing);
            self.before[asked] = Node::Project(Box::new(node), vec![brought]);
        }
        let value = types::bring(value, &kind, inner.span)?;
        Ok(Expr::truth(Op::InQuery(Box::new(value), asked)))
    }

    /// A sub-query is asked once, before the rest: it sees no column of what is around it.
    fn ask(&mut self, query: &'q Query, columns: Option<usize>, span: Span) -> Checked<(usize, LakeType)> {
        self.count_source(span)?;
        let (node, scope) = self.query(query)?;
        if columns.is_some_and(|columns| scope.columns.len() != columns) {
            let message = format!("the sub-query has {} columns: one is accepted here", scope.columns.len());
            return Err(Refusal::new(LakeQueryErrorKind::Type, span, message));
        }
        self.before.push(node);
        let kind = scope.columns.into_iter().next().map_or(LakeType::Unknown, |column| column.kind);
        Ok((self.before.len() - 1, kind))
    }
}

fn of_key(at: usize, key: &(String, Expr)) -> Expr {
    Expr::new(Op::Column(at, format!("key {}", at + 1).into()), key.1.kind.clone())
}
