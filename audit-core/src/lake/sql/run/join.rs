//! Joins: the right side is held and found by what must be equal; the left side passes by.

use hashbrown::HashMap;

use super::{Context, Flow, Row, Sink};
use crate::lake::sql::ast::JoinKind;
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::plan::{Expr, Join};
use crate::lake::sql::value::{Value, key_of, steps_of};

/// The right side.
struct Held {
    rows: Vec<Row>,
    /// Which rows have which key; none where nothing must be equal.
    by_key: Option<HashMap<Vec<u8>, Vec<usize>>>,
    every: Vec<usize>,
    met: Vec<bool>,
}

impl<'a> Context<'a> {
    pub(super) fn join(&mut self, join: &'a Join, sink: Sink<'_, 'a>) -> Result<Flow, LakeFault> {
        let mut held = self.held(join)?;
        let flow = self.run(&join.left, &mut |context, row| context.meet(join, &mut held, &row, sink))?;
        if flow == Flow::Enough || !matches!(join.kind, JoinKind::Right | JoinKind::Full) {
            return Ok(flow);
        }
        let alone = held.rows.into_iter().zip(held.met).filter(|(_, met)| !met);
        let nulls = vec![Value::Null; join.left_width];
        self.hand_on(alone.map(|(row, _)| [nulls.clone(), row].concat()), sink)
    }

    fn held(&mut self, join: &'a Join) -> Result<Held, LakeFault> {
        let rows = self.all(&join.right)?;
        let met = vec![false; rows.len()];
        let mut held = Held { every: (0..rows.len()).collect(), by_key: None, rows, met };
        if !join.equal.is_empty() {
            let mut by_key: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
            for (at, row) in held.rows.iter().enumerate() {
                if let Some(key) = self.key(join.equal.iter().map(|(_, right)| right), row)? {
                    self.hold(key.len() + 64)?;
                    by_key.entry(key).or_default().push(at);
                }
            }
            held.by_key = Some(by_key);
        }
        Ok(held)
    }

    /// What must be equal of a row; none where some of it is null, which equals nothing.
    fn key<'e>(&mut self, exprs: impl Iterator<Item = &'e Expr>, row: &[Value]) -> Result<Option<Vec<u8>>, LakeFault> {
        let values = exprs.map(|expr| self.eval(expr, row)).collect::<Result<Vec<_>, _>>()?;
        self.step(values.iter().map(Value::steps).sum())?;
        Ok((!values.iter().any(Value::is_null)).then(|| key_of(&values)))
    }

    fn meet(&mut self, join: &'a Join, held: &mut Held, row: &Row, sink: Sink<'_, 'a>) -> Result<Flow, LakeFault> {
        let none = Vec::new();
        let candidates = match &held.by_key {
            None => &held.every,
            Some(by_key) => {
                let key = self.key(join.equal.iter().map(|(left, _)| left), row)?;
                key.and_then(|key| by_key.get(&key)).unwrap_or(&none)
            }
        };
        let mut met = false;
        for at in candidates {
            self.step(1 + steps_of(row.len() + join.right_width))?;
            let both = [&row[..], &held.rows[*at][..]].concat();
            if !join.rest.as_ref().map_or(Ok(true), |rest| self.holds(rest, &both))? {
                continue;
            }
            (met, held.met[*at]) = (true, true);
            if sink(self, both)? == Flow::Enough {
                return Ok(Flow::Enough);
            }
        }
        if met || !matches!(join.kind, JoinKind::Left | JoinKind::Full) {
            return Ok(Flow::On);
        }
        sink(self, [&row[..], &vec![Value::Null; join.right_width][..]].concat())
    }
}
