//! What each kind of step does with rows.

use std::cmp::Ordering;

use hashbrown::HashSet;

use super::{Context, Flow, Row, Sink};
use crate::Record;
use crate::lake::sql::ast::SetKind;
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::plan::{Expr, Key, Node, Unnest};
use crate::lake::sql::schema;
use crate::lake::sql::value::{Value, key_of, steps_of};

type Done = Result<Flow, LakeFault>;

impl<'a> Context<'a> {
    /// Hands the rows of a step on, until there are no more or no more are wanted.
    pub(super) fn run(&mut self, node: &'a Node, sink: Sink<'_, 'a>) -> Done {
        match node {
            Node::Nothing => sink(self, Row::new()),
            Node::Scan(scan) => self.scan(*scan, None, sink),
            Node::Filter(input, filter) => match &**input {
                Node::Scan(scan) => self.scan(*scan, Some(filter), sink),
                input => self.run(input, &mut |context, row| match context.holds(filter, &row)? {
                    true => sink(context, row),
                    false => Ok(Flow::On),
                }),
            },
            Node::Project(input, exprs) => self.run(input, &mut |context, row| {
                let projected = exprs.iter().map(|expr| context.eval(expr, &row)).collect::<Result<_, _>>()?;
                sink(context, projected)
            }),
            Node::Join(join) => self.join(join, sink),
            Node::Unnest(unnest) => self.unnest(unnest, sink),
            Node::Group(group) => self.group(group, sink),
            Node::Distinct(input) => {
                let mut seen = HashSet::new();
                self.run(input, &mut |context, row| match context.is_new(&mut seen, &row)? {
                    true => sink(context, row),
                    false => Ok(Flow::On),
                })
            }
            Node::Sort(input, keys) => self.sort(input, keys, sink),
            Node::Limit { input, offset, limit } => self.limit(input, *offset, *limit, sink),
            Node::Cut(input, width) => self.run(input, &mut |context, mut row| {
                row.truncate(*width);
                sink(context, row)
            }),
            Node::Set { kind, all, left, right } => self.set(*kind, *all, left, right, sink),
        }
    }

    /// Whether a condition is true: unknown is not.
    pub(super) fn holds(&mut self, condition: &Expr, row: &[Value]) -> Result<bool, LakeFault> {
        Ok(self.eval(condition, row)?.as_truth() == Some(true))
    }

    fn scan(&mut self, scan: usize, filter: Option<&Expr>, sink: Sink<'_, 'a>) -> Done {
        let scan = &self.plan.scans[scan];
        let records = match filter {
            Some(filter) => self.source.records_within(&scan.store, self.times(filter)?),
            None => self.source.records(&scan.store),
        };
        let records = records.ok_or_else(|| LakeFault::Store(scan.store.clone()))?;
        let columns = schema::columns();
        for text in records {
            self.step(1 + steps_of(text.len()))?;
            self.counts.events_scanned += 1;
            self.counts.bytes_scanned += u64::try_from(text.len()).unwrap_or_default();
            let Ok(record) = Record::parse(text) else { continue };
            let mut row = vec![Value::Null; columns.len()];
            for at in &scan.used {
                let (column, kind) = &columns[*at];
                row[*at] = schema::value(&record, column, kind);
            }
            if filter.map_or(Ok(true), |filter| self.holds(filter, &row))? {
                self.counts.events_matched += 1;
                if sink(self, row)? == Flow::Enough {
                    return Ok(Flow::Enough);
                }
            }
        }
        Ok(Flow::On)
    }

    /// Whether a row was not seen before.
    fn is_new(&mut self, seen: &mut HashSet<Vec<u8>>, row: &[Value]) -> Result<bool, LakeFault> {
        let key = key_of(row);
        self.step(steps_of(key.len()))?;
        if seen.contains(&key) {
            return Ok(false);
        }
        self.hold(key.len() + 48)?;
        Ok(seen.insert(key))
    }

    /// All rows of a step, counted as held.
    pub(super) fn all(&mut self, node: &'a Node) -> Result<Vec<Row>, LakeFault> {
        let mut rows = Vec::new();
        self.run(node, &mut |context, row| {
            context.hold(row.iter().map(Value::bytes).sum::<usize>() + 24)?;
            rows.push(row);
            Ok(Flow::On)
        })?;
        Ok(rows)
    }

    fn sort(&mut self, input: &'a Node, keys: &[Key], sink: Sink<'_, 'a>) -> Done {
        let mut rows = self.all(input)?;
        rows.sort_by(|a, b| {
            let orders = keys.iter().map(|key| order(&a[key.column], &b[key.column], key.descending, key.nulls_first));
            orders.fold(Ordering::Equal, Ordering::then)
        });
        self.hand_on(rows, sink)
    }

    pub(super) fn hand_on(&mut self, rows: impl IntoIterator<Item = Row>, sink: Sink<'_, 'a>) -> Done {
        for row in rows {
            if sink(self, row)? == Flow::Enough {
                return Ok(Flow::Enough);
            }
        }
        Ok(Flow::On)
    }

    fn limit(&mut self, input: &'a Node, offset: u64, limit: Option<u64>, sink: Sink<'_, 'a>) -> Done {
        let (mut seen, mut wanted) = (0_u64, Flow::On);
        let end = limit.map(|limit| offset.saturating_add(limit));
        if limit == Some(0) {
            return Ok(Flow::On);
        }
        self.run(input, &mut |context, row| {
            seen += 1;
            if seen > offset {
                wanted = sink(context, row)?;
            }
            let is_last = end.is_some_and(|end| seen >= end);
            Ok(if is_last { Flow::Enough } else { wanted })
        })?;
        Ok(wanted)
    }

    fn set(&mut self, kind: SetKind, all: bool, left: &'a Node, right: &'a Node, sink: Sink<'_, 'a>) -> Done {
        let mut seen = HashSet::new();
        if kind == SetKind::Union {
            let mut once = |context: &mut Self, row: Row| match all || context.is_new(&mut seen, &row)? {
                true => sink(context, row),
                false => Ok(Flow::On),
            };
            return match self.run(left, &mut once)? {
                Flow::Enough => Ok(Flow::Enough),
                Flow::On => self.run(right, &mut once),
            };
        }
        let mut other = HashSet::new();
        self.run(right, &mut |context, row| context.is_new(&mut other, &row).map(|_| Flow::On))?;
        self.run(left, &mut |context, row| {
            let key = key_of(&row);
            context.step(steps_of(key.len()))?;
            let wanted = other.contains(&key) == (kind == SetKind::Intersect);
            if wanted && context.is_new(&mut seen, &row)? { sink(context, row) } else { Ok(Flow::On) }
        })
    }

    fn unnest(&mut self, unnest: &'a Unnest, sink: Sink<'_, 'a>) -> Done {
        self.run(&unnest.input, &mut |context, row| {
            let lists = unnest.exprs.iter().map(|expr| context.eval(expr, &row)).collect::<Result<Vec<_>, _>>()?;
            let count = lists.iter().map(|list| list.items().len() + list.entries().len()).max().unwrap_or_default();
            let count = if unnest.outer { count.max(1) } else { count };
            for at in 0..count {
                context.step(1 + steps_of(row.len()))?;
                let mut longer = row.clone();
                lists.iter().zip(&unnest.widths).for_each(|(list, width)| longer.extend(items(list, *width, at)));
                if unnest.ordinality {
                    longer.push(Value::Whole(i64::try_from(at + 1).unwrap_or(i64::MAX)));
                }
                if sink(context, longer)? == Flow::Enough {
                    return Ok(Flow::Enough);
                }
            }
            Ok(Flow::On)
        })
    }
}

/// The columns of a list's item: a row's fields, a map's key and value, or the item.
fn items(list: &Value, width: usize, at: usize) -> Vec<Value> {
    let found = match list {
        Value::Map(entries) => entries.get(at).map(|(key, value)| vec![key.clone(), value.clone()]),
        list => list.items().get(at).map(|item| match item {
            Value::Row(fields) => fields.to_vec(),
            item => vec![item.clone()],
        }),
    };
    let mut found = found.unwrap_or_default();
    found.resize(width, Value::Null);
    found
}

/// The order of two values of a column that rows are sorted by.
pub(super) fn order(a: &Value, b: &Value, descending: bool, nulls_first: bool) -> Ordering {
    let nulls = if nulls_first { Ordering::Less } else { Ordering::Greater };
    match (a.is_null(), b.is_null()) {
        (true, true) => Ordering::Equal,
        (true, false) => nulls,
        (false, true) => nulls.reverse(),
        (false, false) if descending => b.order(a),
        (false, false) => a.order(b),
    }
}
