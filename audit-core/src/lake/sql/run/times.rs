//! Between which instants the records lie of which a condition can be true: those of others need not be read.

use std::ops::RangeInclusive;

use cupola_base::Timestamp;

use super::Context;
use crate::lake::sql::ast::Comparison;
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::kind::LakeType;
use crate::lake::sql::plan::{Expr, Op};
use crate::lake::sql::schema;

/// The column of when a record happened.
const TIME: &str = "eventtime";

impl Context<'_> {
    /// The instants that a condition on a store's rows leaves; all of them where it does not compare `eventTime`.
    pub(super) fn times(&mut self, condition: &Expr) -> Result<RangeInclusive<Timestamp>, LakeFault> {
        match &condition.op {
            Op::And(parts) => {
                let mut left = ALL;
                for part in parts {
                    let times = self.times(part)?;
                    left = *left.start().max(times.start())..=*left.end().min(times.end());
                }
                Ok(left)
            }
            Op::Compare(comparison, one, two) if is_time(one) => self.times_from(*comparison, two),
            Op::Compare(comparison, one, two) if is_time(two) => self.times_from(comparison.turned(), one),
            _ => Ok(ALL),
        }
    }

    /// The instants that compare so with what is the same for all rows.
    fn times_from(&mut self, comparison: Comparison, with: &Expr) -> Result<RangeInclusive<Timestamp>, LakeFault> {
        if with.has_columns() {
            return Ok(ALL);
        }
        let at = match self.eval(with, &[]) {
            // The first row says so, too.
            Err(fault) if fault.is_of_values() => return Ok(ALL),
            value => value?,
        };
        if at.is_null() {
            return Ok(ALL);
        }
        let at = at.as_instant();
        Ok(match comparison {
            Comparison::Equal => at..=at,
            Comparison::Unequal => ALL,
            Comparison::Less | Comparison::LessOrEqual => Timestamp::MIN..=at,
            Comparison::Greater | Comparison::GreaterOrEqual => at..=Timestamp::MAX,
        })
    }
}

const ALL: RangeInclusive<Timestamp> = Timestamp::MIN..=Timestamp::MAX;

/// Whether an expression is the instant at which a record happened.
fn is_time(expr: &Expr) -> bool {
    match &expr.op {
        Op::Column(at, _) => schema::columns().get(*at).is_some_and(|(column, _)| column.name == TIME),
        Op::Cast(inner, _) => expr.kind == LakeType::TimestampWithTimeZone && is_time(inner),
        _ => false,
    }
}
