//! Calls of functions and aggregates.

use cupola_base::text::Span;

use super::{Checker, Env, types};
use crate::lake::sql::aggregate::{self, Aggregate};
use crate::lake::sql::ast::{Call, Comparison, Expr as Written, ExprKind, Name};
use crate::lake::sql::error::{Checked, LakeQueryErrorKind, Refusal};
use crate::lake::sql::function::{self, Form, Function, Higher};
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::plan::{AggregateCall, Expr, Op};
use crate::lake::sql::value::Value;

/// The document of the functions.
const FUNCTIONS: &str = "Trino documentation, \"Functions and operators\"";

/// What has a name of its own in the language.
const SPECIAL: [&str; 10] = [
    "if",
    "coalesce",
    "nullif",
    "try",
    "typeof",
    "now",
    "current_timestamp",
    "current_date",
    "localtimestamp",
    "current_timezone",
];

/// Functions of windows, which need `OVER`.
const WINDOWS: [&str; 9] =
    ["row_number", "rank", "dense_rank", "lag", "lead", "ntile", "first_value", "last_value", "percent_rank"];

impl<'q> Checker<'q> {
    pub(super) fn call(&mut self, call: &'q Call, span: Span, env: &mut Env<'_>) -> Checked<Expr> {
        let name = call.name.text.to_lowercase();
        if let Some(aggregate) = aggregate::named(&name) {
            return self.aggregate(aggregate, call, span, env);
        }
        if call.distinct || call.filter.is_some() || !call.order.is_empty() {
            let message = format!("{name} is no aggregate: it takes no DISTINCT, ORDER BY or FILTER");
            return Err(Refusal::new(LakeQueryErrorKind::Arguments, call.name.span, message));
        }
        if SPECIAL.contains(&&*name) {
            return self.special(&name, call, span, env);
        }
        if let Some(higher) = function::higher(&name) {
            return self.higher(higher, call, env);
        }
        let function = function::named(&name).ok_or_else(|| unknown(&call.name))?;
        self.call_of(function, &call.args.iter().collect::<Vec<_>>(), call.name.span, env)
    }

    pub(super) fn call_of(
        &mut self,
        function: &'static Function,
        args: &[&'q Written],
        span: Span,
        env: &mut Env<'_>,
    ) -> Checked<Expr> {
        let checked = args.iter().map(|arg| self.expr(arg, env)).collect::<Checked<Vec<_>>>()?;
        let kinds: Vec<LakeType> = checked.iter().map(|arg| arg.kind.clone()).collect();
        let signature =
            function.signature(&kinds).ok_or_else(|| arguments(function.name, &kinds, span, function.usage()))?;
        let brought = checked.into_iter().zip(&signature.args).zip(args);
        let brought = brought.map(|((expr, kind), written)| types::bring(expr, kind, written.span));
        Ok(Expr::new(Op::Call(function, brought.collect::<Checked<_>>()?), signature.result))
    }

    fn special(&mut self, name: &str, call: &'q Call, span: Span, env: &mut Env<'_>) -> Checked<Expr> {
        let args = &call.args[..];
        let wrong = |usage: &str| {
            let message = format!("{name} does not take {} arguments", args.len());
            Refusal::new(LakeQueryErrorKind::Arguments, call.name.span, message).help(format!("accepted: {usage}"))
        };
        match (name, args) {
            ("if", [condition, value]) => self.choice(condition, &[value], env),
            ("if", [condition, value, otherwise]) => self.choice(condition, &[value, otherwise], env),
            ("if", _) => Err(wrong("if(condition, value [, otherwise])")),
            ("coalesce", [_, _, ..]) => {
                let parts = args.iter().map(|arg| Ok((self.expr(arg, env)?, arg.span))).collect::<Checked<_>>()?;
                let (parts, kind) = types::alike(parts, "the values")?;
                Ok(Expr::new(Op::Coalesce(parts), kind))
            }
            ("coalesce", _) => Err(wrong("coalesce(value, value, ...)")),
            ("nullif", [one, two]) => self.nullif(one, two, env),
            ("nullif", _) => Err(wrong("nullif(value, value)")),
            ("try", [inner]) => {
                let inner = self.expr(inner, env)?;
                let kind = inner.kind.clone();
                Ok(Expr::new(Op::Try(Box::new(inner)), kind))
            }
            ("try", _) => Err(wrong("try(value)")),
            ("typeof", [inner]) => {
                let kind = self.expr(inner, env)?.kind.to_string();
                Ok(Expr::constant(Value::text(kind), LakeType::Varchar))
            }
            ("typeof", _) => Err(wrong("typeof(value)")),
            (_, []) => self.clock(name, span),
            _ => Err(wrong(&format!("{name} without arguments"))),
        }
    }

    /// The instant at which the query was started, in UTC.
    fn clock(&self, name: &str, span: Span) -> Checked<Expr> {
        let now = Expr::new(Op::Now, LakeType::TimestampWithTimeZone);
        match name {
            "current_date" => types::bring(now, &LakeType::Date, span),
            "localtimestamp" => types::bring(now, &LakeType::Timestamp, span),
            "current_timezone" => Ok(Expr::constant(Value::text("UTC"), LakeType::Varchar)),
            _ => Ok(now),
        }
    }

    fn choice(&mut self, condition: &'q Written, values: &[&'q Written], env: &mut Env<'_>) -> Checked<Expr> {
        let condition = self.condition(condition, env)?;
        let values = values.iter().map(|value| Ok((self.expr(value, env)?, value.span))).collect::<Checked<_>>()?;
        let (values, kind) = types::alike(values, "the values")?;
        let mut values = values.into_iter();
        let value = values.next().unwrap_or_else(|| Expr::constant(Value::Null, kind.clone()));
        Ok(Expr::new(Op::Case(vec![(condition, value)], values.next().map(Box::new)), kind))
    }

    fn nullif(&mut self, one: &'q Written, two: &'q Written, env: &mut Env<'_>) -> Checked<Expr> {
        // Looked up twice, because it stands twice in the plan.
        let (value, again, other) = (self.expr(one, env)?, self.expr(one, env)?, self.expr(two, env)?);
        let (left, right) = types::pair((again, one.span), (other, two.span), "compared with")?;
        let same = Expr::truth(Op::Compare(Comparison::Equal, Box::new(left), Box::new(right)));
        let kind = value.kind.clone();
        let null = Expr::constant(Value::Null, kind.clone());
        Ok(Expr::new(Op::Case(vec![(same, null)], Some(Box::new(value))), kind))
    }

    fn aggregate(
        &mut self,
        aggregate: &'static Aggregate,
        call: &'q Call,
        span: Span,
        env: &mut Env<'_>,
    ) -> Checked<Expr> {
        let name = aggregate.name;
        if env.group.is_none() {
            let message = format!("the aggregate {name} stands in {}", env.clause);
            let refusal = Refusal::new(LakeQueryErrorKind::Grouping, call.name.span, message);
            return Err(refusal.help("accepted in: SELECT, HAVING, ORDER BY, and not within another aggregate"));
        }
        let canon = self.canon(&Written { kind: ExprKind::Call(Box::new(call.clone())), span }, env.scope);
        let mut within = Env::plain(env.scope, "another aggregate");
        let args = call.args.iter().map(|arg| Ok((self.expr(arg, &mut within)?, arg.span)));
        let args = args.collect::<Checked<Vec<(Expr, Span)>>>()?;
        let kinds: Vec<LakeType> = args.iter().map(|(arg, _)| arg.kind.clone()).collect();
        let usage = || format!("{name}({})", aggregate.usage);
        let signature = (aggregate.sign)(&kinds).filter(|_| call.star || !kinds.is_empty());
        let (taken, kind) = signature.ok_or_else(|| arguments(name, &kinds, call.name.span, usage()))?;
        let args = args.into_iter().zip(taken).map(|((arg, span), kind)| types::bring(arg, &kind, span));
        let args = args.collect::<Checked<_>>()?;
        let filter = call.filter.as_ref().map(|filter| self.condition(filter, &mut within)).transpose()?;
        let order =
            call.order.iter().map(|key| Ok((self.expr(&key.expr, &mut within)?, key.descending, key.nulls_first)));
        let order = order.collect::<Checked<_>>()?;
        let new = AggregateCall { aggregate, args, distinct: call.distinct, filter, order, kind: kind.clone() };
        let Some(group) = &mut env.group else { return Err(unknown(&call.name)) };
        let at = group.calls.iter().position(|(known, _)| *known == canon).unwrap_or_else(|| {
            group.calls.push((canon, new));
            group.calls.len() - 1
        });
        Ok(Expr::new(Op::Column(group.keys.len() + at, format!("{name} {}", at + 1).into()), kind))
    }

    fn higher(&mut self, higher: &'static Higher, call: &'q Call, env: &mut Env<'_>) -> Checked<Expr> {
        let wrong = || arguments(higher.name, &[], call.name.span, higher.usage.to_owned());
        let count = if higher.form == Form::Reduce { 4 } else { 2 };
        if call.args.len() != count {
            return Err(wrong());
        }
        let list = self.expr(&call.args[0], env)?;
        let last = &call.args[count - 1];
        let (kind, result, args) = match (higher.form, list.kind.clone()) {
            (Form::Test | Form::Keep, LakeType::Array(item)) => {
                let body = self.lambda(last, &[*item], Some(&LakeType::Boolean), higher, env)?;
                (
                    list.kind.clone(),
                    if higher.form == Form::Test { LakeType::Boolean } else { list.kind.clone() },
                    vec![body],
                )
            }
            (Form::Change, LakeType::Array(item)) => {
                let body = self.lambda(last, &[*item], None, higher, env)?;
                (list.kind.clone(), LakeType::array(body.kind.clone()), vec![body])
            }
            (Form::KeepEntries, LakeType::Map(key, value)) => {
                let body = self.lambda(last, &[*key, *value], Some(&LakeType::Boolean), higher, env)?;
                (list.kind.clone(), list.kind.clone(), vec![body])
            }
            (Form::ChangeValues, LakeType::Map(key, value)) => {
                let body = self.lambda(last, &[(*key).clone(), *value], None, higher, env)?;
                (list.kind.clone(), LakeType::map(*key, body.kind.clone()), vec![body])
            }
            (Form::Reduce, LakeType::Array(item)) => {
                let args = self.reduce(call, *item, higher, env)?;
                let result = args.last().map_or(LakeType::Unknown, |last| last.kind.clone());
                (list.kind.clone(), result, args)
            }
            _ => return Err(arguments(higher.name, &[list.kind], call.name.span, higher.usage.to_owned())),
        };
        let mut all = vec![types::bring(list, &kind, call.args[0].span)?];
        all.extend(args);
        Ok(Expr::new(Op::Higher(higher, all), result))
    }

    /// The beginning, the step and the end of `reduce`.
    fn reduce(
        &mut self,
        call: &'q Call,
        item: LakeType,
        higher: &'static Higher,
        env: &mut Env<'_>,
    ) -> Checked<Vec<Expr>> {
        let first = self.expr(&call.args[1], env)?;
        let step = self.lambda(&call.args[2], &[first.kind.clone(), item.clone()], None, higher, env)?;
        let state = first.kind.common(&step.kind).unwrap_or_else(|| first.kind.clone());
        let step = self.lambda(&call.args[2], &[state.clone(), item], Some(&state), higher, env)?;
        let last = self.lambda(&call.args[3], std::slice::from_ref(&state), None, higher, env)?;
        Ok(vec![types::bring(first, &state, call.args[1].span)?, step, last])
    }

    fn lambda(
        &mut self,
        written: &'q Written,
        kinds: &[LakeType],
        result: Option<&LakeType>,
        higher: &'static Higher,
        env: &mut Env<'_>,
    ) -> Checked<Expr> {
        let wrong = || arguments(higher.name, &[], written.span, higher.usage.to_owned());
        let ExprKind::Lambda(names, body) = &written.kind else { return Err(wrong()) };
        if names.len() != kinds.len() {
            return Err(wrong());
        }
        let height = self.lambdas.len();
        self.lambdas.extend(names.iter().zip(kinds).map(|(name, kind)| (name.text.clone(), kind.clone())));
        let checked = self.expr(body, env);
        self.lambdas.truncate(height);
        let checked = checked?;
        let brought = match result {
            None => checked,
            Some(LakeType::Boolean) => types::truth(checked, body.span)?,
            Some(kind) if checked.kind.common(kind).as_ref() == Some(kind) => types::bring(checked, kind, body.span)?,
            Some(kind) => {
                let message = format!("the lambda gives a {}, a {kind} is needed", checked.kind);
                return Err(Refusal::new(LakeQueryErrorKind::Type, body.span, message));
            }
        };
        let kind = brought.kind.clone();
        Ok(Expr::new(Op::Lambda(Box::new(brought)), kind))
    }
}

fn arguments(name: &str, kinds: &[LakeType], span: Span, usage: String) -> Box<Refusal> {
    let given = kinds.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let message = if kinds.is_empty() {
        format!("{name} takes other arguments")
    } else {
        format!("{name} does not take ({given})")
    };
    Refusal::new(LakeQueryErrorKind::Arguments, span, message).help(format!("accepted: {usage}")).reference(FUNCTIONS)
}

fn unknown(name: &Name) -> Box<Refusal> {
    if WINDOWS.iter().any(|window| name.is(window)) {
        return Refusal::unsupported(name.span, &format!("the window function {}", name.text));
    }
    let refusal = Refusal::new(LakeQueryErrorKind::Function, name.span, format!("there is no function {}", name.text));
    let names = function::names().chain(aggregate::names()).chain(SPECIAL);
    refusal.nearest(&name.text, names).reference(FUNCTIONS)
}
