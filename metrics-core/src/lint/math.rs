//! Lints of the math of alarms.

use super::alarm::Lints;
use super::finding::AlarmLintKind;
use crate::alarm::AlarmConfiguration;
use crate::data::DataSource;
use crate::math::Expression;

/// What looks wrong with the expressions of an alarm.
pub(super) fn lints(alarm: &AlarmConfiguration, lints: &mut Lints) {
    let queries = alarm.source.queries().into_iter().flat_map(|queries| &queries.queries);
    for query in queries {
        if let DataSource::Expression(expression) = &query.source {
            of_expression(&query.id, expression, lints);
        }
    }
}

fn of_expression(id: &str, expression: &Expression, lints: &mut Lints) {
    if expression.fills() {
        lints.add(AlarmLintKind::FilledMath, format!("{id} = {expression}"));
    }
    if let Some(function) = expression.sums_up() {
        lints.add(AlarmLintKind::ScalarInMath, format!("{function} in {id} = {expression}"));
    }
    if let Some(width) = expression.band_widths().into_iter().find(|width| *width <= 0.0) {
        lints.add(AlarmLintKind::NarrowBand, format!("{width} standard deviations in {id} = {expression}"));
    }
}
