//! Plans as texts.

use std::fmt::Write as _;

use super::ast::{JoinKind, SetKind};
use super::kind::LakeType;
use super::plan::{AggregateCall, Expr, Group, Join, Key, Node, Op, Plan};
use super::schema;
use super::value::Value;

pub(super) fn explain(plan: &Plan) -> String {
    let mut out = String::new();
    for (at, before) in plan.before.iter().enumerate() {
        let _ = writeln!(out, "sub-query {}, asked once:", at + 1);
        write(plan, before, 1, None, &mut out);
    }
    let names: Vec<&str> = plan.columns.iter().map(|(name, _)| name.as_str()).collect();
    write(plan, &plan.root, 0, Some(&names), &mut out);
    out
}

/// A step and those below it; the names are of the columns that the query shows.
fn write(plan: &Plan, node: &Node, depth: usize, names: Option<&[&str]>, out: &mut String) {
    let (line, below) = step(plan, node, names);
    let _ = writeln!(out, "{:1$}{line}", "", depth * 2);
    let passes = matches!(node, Node::Limit { .. } | Node::Sort(..) | Node::Distinct(_) | Node::Cut(..));
    for next in below {
        write(plan, next, depth + 1, names.filter(|_| passes), out);
    }
}

fn step<'p>(plan: &Plan, node: &'p Node, names: Option<&[&str]>) -> (String, Vec<&'p Node>) {
    match node {
        Node::Nothing => ("one row".into(), Vec::new()),
        Node::Scan(scan) => {
            let scan = &plan.scans[*scan];
            let columns: Vec<&str> = scan.used.iter().map(|at| schema::columns()[*at].0.name).collect();
            (format!("read {} ({})", scan.store, columns.join(", ")), Vec::new())
        }
        Node::Filter(input, filter) => (format!("filter {}", shown(filter)), vec![input]),
        Node::Project(input, exprs) => {
            let columns = exprs.iter().enumerate().map(|(at, expr)| match names.and_then(|names| names.get(at)) {
                Some(name) => format!("{} AS {name}", shown(expr)),
                None => shown(expr),
            });
            (format!("show {}", columns.collect::<Vec<_>>().join(", ")), vec![input])
        }
        Node::Join(join) => (joined(join), vec![&join.left, &join.right]),
        Node::Unnest(unnest) => (format!("take apart {}", list(&unnest.exprs)), vec![&unnest.input]),
        Node::Group(group) => (grouped(group), vec![&group.input]),
        Node::Distinct(input) => ("each once".into(), vec![input]),
        Node::Sort(input, keys) => (sorted(keys), vec![input]),
        Node::Limit { input, offset, limit } => {
            let limit = limit.map_or_else(String::new, |limit| format!(" {limit}"));
            let offset = if *offset > 0 { format!(" after {offset}") } else { String::new() };
            (format!("limit{limit}{offset}"), vec![input])
        }
        Node::Cut(input, width) => (format!("the first {width} columns"), vec![input]),
        Node::Set { kind, all, left, right } => {
            let name = match kind {
                SetKind::Union if *all => "union, repetitions kept",
                SetKind::Union => "union",
                SetKind::Intersect => "intersect",
                SetKind::Except => "except",
            };
            (name.into(), vec![left, right])
        }
    }
}

fn joined(join: &Join) -> String {
    let kind = match join.kind {
        JoinKind::Cross => "cross join",
        JoinKind::Inner => "join",
        JoinKind::Left => "left join",
        JoinKind::Right => "right join",
        JoinKind::Full => "full join",
    };
    let equal = join.equal.iter().map(|(left, right)| format!("{} = {}", shown(left), shown(right)));
    let rest = join.rest.iter().map(shown);
    let conditions: Vec<String> = equal.chain(rest).collect();
    if conditions.is_empty() { kind.into() } else { format!("{kind} on {}", conditions.join(" AND ")) }
}

fn grouped(group: &Group) -> String {
    let keys = if group.keys.is_empty() { "nothing".into() } else { list(&group.keys) };
    let calls: Vec<String> = group.calls.iter().map(aggregate).collect();
    if calls.is_empty() { format!("group by {keys}") } else { format!("group by {keys}: {}", calls.join(", ")) }
}

fn aggregate(call: &AggregateCall) -> String {
    let name = call.aggregate.name;
    let args = if call.args.is_empty() { "*".into() } else { list(&call.args) };
    let distinct = if call.distinct { "DISTINCT " } else { "" };
    let filter = call.filter.as_ref().map_or_else(String::new, |filter| format!(" where {}", shown(filter)));
    format!("{name}({distinct}{args}){filter}")
}

fn sorted(keys: &[Key]) -> String {
    let keys = keys.iter().map(|key| {
        let way = if key.descending { " descending" } else { "" };
        let nulls = if key.nulls_first { ", nulls first" } else { "" };
        format!("column {}{way}{nulls}", key.column + 1)
    });
    format!("sort by {}", keys.collect::<Vec<_>>().join(", "))
}

fn list<'e>(exprs: impl IntoIterator<Item = &'e Expr>) -> String {
    exprs.into_iter().map(shown).collect::<Vec<_>>().join(", ")
}

fn infix(parts: &[Expr], sign: &str) -> String {
    format!("({})", parts.iter().map(shown).collect::<Vec<_>>().join(sign))
}

fn shown(expr: &Expr) -> String {
    match &expr.op {
        Op::Constant(value) => constant(value, &expr.kind),
        Op::Parameter(at) => format!("?{}", at + 1),
        Op::Column(_, name) => name.to_string(),
        Op::Variable(at) => format!("x{}", at + 1),
        Op::Now => "now".into(),
        Op::Field(inner, at) => match &inner.kind {
            LakeType::Row(fields) => format!("{}.{}", shown(inner), fields[*at].0),
            _ => shown(inner),
        },
        Op::And(parts) => infix(parts, " AND "),
        Op::Or(parts) => infix(parts, " OR "),
        Op::Not(inner) => format!("NOT ({})", shown(inner)),
        Op::Compare(op, left, right) => format!("{} {} {}", shown(left), op.sign(), shown(right)),
        Op::IsNull(inner) => format!("{} IS NULL", shown(inner)),
        Op::Is(inner, truth) => format!("{} IS {truth}", shown(inner)),
        Op::Distinct(left, right) => format!("{} IS DISTINCT FROM {}", shown(left), shown(right)),
        Op::In(inner, items) => format!("{} IN ({})", shown(inner), list(items)),
        Op::InQuery(inner, asked) => format!("{} IN sub-query {}", shown(inner), asked + 1),
        Op::Exists(asked) => format!("sub-query {} has rows", asked + 1),
        Op::Scalar(asked) => format!("sub-query {}", asked + 1),
        Op::Like(inner, pattern) => format!("{} LIKE '{pattern}'", shown(inner)),
        Op::LikeAny(inner, pattern, _) => format!("{} LIKE {}", shown(inner), shown(pattern)),
        Op::Arithmetic(op, left, right) => format!("({} {} {})", shown(left), op.sign(), shown(right)),
        Op::Minus(inner) => format!("-{}", shown(inner)),
        Op::Case(arms, otherwise) => {
            let arms: String =
                arms.iter().map(|(when, then)| format!(" WHEN {} THEN {}", shown(when), shown(then))).collect();
            let otherwise = otherwise.as_ref().map_or_else(String::new, |value| format!(" ELSE {}", shown(value)));
            format!("CASE{arms}{otherwise} END")
        }
        Op::Coalesce(parts) => format!("coalesce({})", list(parts)),
        Op::Try(inner) => format!("try({})", shown(inner)),
        Op::Cast(inner, safe) => {
            format!("{}({} AS {})", if *safe { "TRY_CAST" } else { "CAST" }, shown(inner), expr.kind)
        }
        Op::Call(function, args) => format!("{}({})", function.name, list(args)),
        Op::Higher(higher, args) => format!("{}({})", higher.name, list(args)),
        Op::Lambda(body) => format!("-> {}", shown(body)),
        Op::Array(items) => format!("ARRAY[{}]", list(items)),
    }
}

fn constant(value: &Value, kind: &LakeType) -> String {
    match value.shown(kind) {
        None => "NULL".into(),
        Some(text) if kind.is_number() || *kind == LakeType::Boolean => text,
        Some(text) => format!("'{}'", text.replace('\'', "''")),
    }
}
