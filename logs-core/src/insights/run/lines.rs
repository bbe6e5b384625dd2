//! Commands that look at one row at a time.

use cupola_base::text::Span;

use super::{Done, Operator, Out, Run};
use crate::insights::ast::{Expr, Name, Node, Operator as Symbol};
use crate::insights::command::Column;
use crate::insights::json;
use crate::insights::row::Row;
use crate::insights::value::Value;

/// Lets every row pass.
pub(super) struct Pass;

impl Operator for Pass {
    fn push(&mut self, row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        out(row)
    }
}

/// `unmask`: shows what is masked, to those who may see it.
pub(super) struct Unmask(pub(super) Vec<Name>);

impl Operator for Unmask {
    fn push(&mut self, mut row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        for field in &self.0 {
            match row.unmasked(&field.text) {
                Value::Null => {}
                value => row.set(&field.text, value),
            }
        }
        out(row)
    }
}

/// `fields`: sets what is more than the name of a field.
pub(super) struct Fields(pub(super) Vec<Column>);

impl Operator for Fields {
    fn push(&mut self, mut row: Row, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        for column in &self.0 {
            let is_plain = matches!(column.expr.node, Node::Field(_)) && column.alias.is_none();
            if !is_plain {
                let value = run.evaluator(&row).value(&column.expr);
                row.set(column.name(), value);
            }
        }
        out(row)
    }
}

/// `filter` and `where`.
pub(super) struct Filter(pub(super) Expr);

impl Operator for Filter {
    fn push(&mut self, row: Row, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        if run.evaluator(&row).passes(&self.0) { out(row) } else { Ok(()) }
    }
}

/// What `filterIndex` asks of the rows of groups that have an index.
pub(super) fn index_condition(field: Name, mut values: Vec<Expr>) -> Expr {
    let span = Span::empty(0);
    let value = Expr { node: Node::Field(field.text), span };
    if values.len() == 1 {
        let chain = vec![(Symbol::Equal, values.remove(0))];
        return Expr { node: Node::Chain(Box::new(value), chain), span };
    }
    Expr { node: Node::In { value: Box::new(value), list: values, is_negated: false }, span }
}

/// `limit`.
pub(super) struct Limit(pub(super) usize);

impl Operator for Limit {
    fn push(&mut self, row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        match self.0.checked_sub(1) {
            None => Ok(()),
            Some(left) => {
                self.0 = left;
                out(row)
            }
        }
    }
}

/// `json field=... "path" as alias`.
pub(super) struct Json {
    pub(super) field: Name,
    pub(super) path: String,
    pub(super) alias: Name,
}

impl Operator for Json {
    fn push(&mut self, mut row: Row, _run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let value = match row.get(&self.field.text) {
            Value::Text(text) => json::read(text.trim()).and_then(|document| document.at(&self.path)),
            container => container.at(&self.path),
        };
        row.set(&self.alias.text, value.unwrap_or(Value::Null));
        out(row)
    }
}

/// `unnest list into alias`: one row for each element.
pub(super) struct Unnest {
    pub(super) list: Expr,
    pub(super) alias: Name,
}

impl Operator for Unnest {
    fn push(&mut self, row: Row, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let mut value = run.evaluator(&row).value(&self.list);
        if let (Value::Null, Node::Field(name)) = (&value, &self.list.node) {
            value = in_message(&row, name);
        }
        match value {
            Value::Null => Ok(()),
            Value::List(items) => {
                run.made(items.len())?;
                items.iter().try_for_each(|item| out(row.clone().with(&self.alias.text, item.clone())))
            }
            other => out(row.with(&self.alias.text, other)),
        }
    }
}

/// `expand field`: one row for each element; rows without a list stay.
pub(super) struct Expand(pub(super) Name);

impl Operator for Expand {
    fn push(&mut self, row: Row, run: &Run<'_>, out: &mut Out<'_>) -> Done {
        let name = &self.0.text;
        let value = match row.get(name) {
            Value::Null => in_message(&row, name),
            Value::Text(text) => json::read(text.trim()).filter(Value::is_container).unwrap_or(Value::Text(text)),
            other => other,
        };
        match value {
            Value::List(items) => {
                run.made(items.len())?;
                items.iter().try_for_each(|item| out(row.clone().with(name, item.clone())))
            }
            _ => out(row),
        }
    }
}

/// A list or map of a JSON message, which is no discovered field itself.
fn in_message(row: &Row, name: &str) -> Value {
    let document = row.event.as_ref().and_then(|event| json::embedded(event.message()));
    document.and_then(|document| document.at(name)).unwrap_or(Value::Null)
}
