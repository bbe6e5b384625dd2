//! Runs a plan.

mod context;
mod eval;
mod group;
mod join;
mod rows;
mod times;

pub(super) use context::Context;

use super::answer::{LakeAnswer, LakeSource};
use super::bounds::LakeBounds;
use super::error::LakeFault;
use super::plan::Plan;
use super::value::Value;
use cupola_base::Timestamp;

type Row = Vec<Value>;

/// Whether more rows are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    On,
    Enough,
}

/// Who takes rows.
type Sink<'s, 'a> = &'s mut dyn FnMut(&mut Context<'a>, Row) -> Result<Flow, LakeFault>;

/// What a query is asked with.
pub(super) struct Question<'a> {
    pub(super) now: Timestamp,
    pub(super) source: &'a dyn LakeSource,
    pub(super) bounds: LakeBounds,
    pub(super) parameters: &'a [String],
}

/// Asks a plan.
pub(super) fn run<'a>(plan: &'a Plan, question: &'a Question<'a>) -> Result<LakeAnswer, LakeFault> {
    let mut context = Context::new(plan, question);
    for before in &plan.before {
        context.ask_before(before)?;
    }
    let mut rows = Vec::new();
    context.run(&plan.root, &mut |context, row| {
        context.count_row(rows.len() + 1)?;
        let mut shown = Vec::with_capacity(plan.columns.len());
        for (value, (_, kind)) in row.iter().zip(&plan.columns) {
            let cell = value.shown(kind);
            context.hold(24 + cell.as_ref().map_or(0, String::len))?;
            shown.push(cell);
        }
        rows.push(shown);
        Ok(Flow::On)
    })?;
    Ok(context.answer(rows))
}
