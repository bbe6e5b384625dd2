//! What a range can lead to when data come seldom.

use crate::alarm::{DecisionRule, TreatMissingData};

/// How many windows of a range of `len` can have data, when data are at least `spacing` apart and
/// windows are `period` long, both in milliseconds.
pub(super) fn most_real(len: u32, period: i64, spacing: Option<i64>) -> u32 {
    let Some(spacing) = spacing.filter(|spacing| *spacing > period) else { return len };
    let span = i64::from(len).saturating_mul(period);
    let most = span / spacing + i64::from(span % spacing != 0);
    u32::try_from(most).map_or(len, |most| most.min(len))
}

/// Whether no range with at most so many windows with data leads to `ALARM`.
///
/// With fewer than M windows with data, M of them cannot breach; only gaps taken as breaching, or the
/// premature rule of `missing`, still lead there.
pub(super) const fn never_fires(rule: &DecisionRule, most_real: u32) -> bool {
    let fills = matches!(rule.treat_missing_data, TreatMissingData::Breaching | TreatMissingData::Missing);
    !fills && most_real < rule.datapoints_to_alarm
}

/// Whether every range with at most so many windows with data leads to `ALARM`.
///
/// With gaps taken as breaching, the alarm is off only when more than N - M windows do not breach.
pub(super) const fn never_recovers(rule: &DecisionRule, most_real: u32) -> bool {
    let DecisionRule { evaluation_periods: n, datapoints_to_alarm: m, .. } = *rule;
    matches!(rule.treat_missing_data, TreatMissingData::Breaching) && most_real <= n.saturating_sub(m)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alarm::{StateValue, Window, decide};
    use crate::policies::YoungBreach;

    /// Every range of so many windows in which data are at least `spacing` windows apart.
    fn ranges(len: usize, spacing: usize) -> Vec<Vec<Window>> {
        (0..len).fold(vec![Vec::new()], |ranges, _| ranges.iter().flat_map(|range| longer(range, spacing)).collect())
    }

    fn longer(range: &[Window], spacing: usize) -> Vec<Vec<Window>> {
        let free = range.iter().rev().take(spacing - 1).all(|window| *window == Window::Missing);
        let kinds: &[Window] =
            if free { &[Window::Missing, Window::NonBreaching, Window::Breaching] } else { &[Window::Missing] };
        kinds.iter().map(|kind| [range, &[*kind]].concat()).collect()
    }

    #[test]
    fn what_is_claimed_holds_for_every_range_and_what_is_not_does_not() {
        let mut claims = 0;
        for spacing in 1..=4u32 {
            for len in 1..=7u32 {
                let ranges = ranges(len as usize, spacing as usize);
                for (n, m) in (1..=len).flat_map(|n| (1..=n).map(move |m| (n, m))) {
                    for treat_missing_data in TreatMissingData::ALL.iter().copied() {
                        let young_breach = YoungBreach::Keep;
                        let rule = DecisionRule {
                            evaluation_periods: n,
                            datapoints_to_alarm: m,
                            treat_missing_data,
                            young_breach,
                        };
                        let real = most_real(len, 60_000, Some(i64::from(60_000 * spacing)));
                        let states = || ranges.iter().map(|range| decide(&rule, range).state);
                        let fires = states().any(|state| state == Some(StateValue::Alarm));
                        let recovers = states().any(|state| state != Some(StateValue::Alarm));
                        assert_eq!(never_fires(&rule, real), !fires, "{rule:?} {len} windows, one in {spacing}");
                        assert_eq!(never_recovers(&rule, real), !recovers, "{rule:?} {len} windows, one in {spacing}");
                        claims += usize::from(!fires) + usize::from(!recovers);
                    }
                }
            }
        }
        assert!(claims > 100, "{claims}");
    }
}
