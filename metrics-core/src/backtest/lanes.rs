//! The decision for 64 evaluations at once.

use super::bits::{Bits, Tally};
use crate::alarm::{DecisionRule, StateValue, TreatMissingData};
use crate::policies::YoungBreach;

/// What decisions depend on besides the data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) rule: DecisionRule,
    /// Windows of the range.
    pub(super) len: u32,
    /// From one window to the one before it, in instants of the column.
    pub(super) stride: i64,
}

/// The states that the evaluations of 64 instants come to, a bit for each; in the others the state
/// is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lanes {
    alarm: u64,
    ok: u64,
    insufficient: u64,
}

impl Plan {
    /// Decides at the 64 instants from `start` on.
    #[inline]
    pub(super) fn decide(&self, present: &Bits, breaching: &Bits, start: i64) -> Lanes {
        self.seen(present, breaching, start).decided(&self.rule)
    }

    fn seen(&self, present: &Bits, breaching: &Bits, start: i64) -> Seen {
        let DecisionRule { evaluation_periods: n, datapoints_to_alarm: m, treat_missing_data, .. } = self.rule;
        let fills_breaching = matches!(treat_missing_data, TreatMissingData::Breaching);
        let mut real = Tally::up_to(n);
        let mut decisive = Tally::up_to(if fills_breaching { n - m + 1 } else { m });
        let mut seen = Seen::default();
        let mut at = start;
        for position in 1..=self.len {
            let taken = present.from(at) & !real.reached();
            let breaches = breaching.from(at) & taken;
            let good = taken & !breaches;
            real.count(taken);
            decisive.count(if fills_breaching { good } else { breaches });
            seen.any |= taken;
            seen.good |= good;
            seen.far |= if position >= m { taken } else { 0 };
            at -= self.stride;
        }
        Seen { full: real.reached(), decided: decisive.reached(), ..seen }
    }
}

/// What the windows of 64 ranges show. Only those that count are looked at: the newest N with data.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// N windows have data.
    full: u64,
    /// Some window has data.
    any: u64,
    /// Some does not breach.
    good: u64,
    /// Some with data lies at position M or further back.
    far: u64,
    /// M windows breach; where gaps breach, so many do not that M no longer can.
    decided: u64,
}

impl Seen {
    fn decided(&self, rule: &DecisionRule) -> Lanes {
        match rule.treat_missing_data {
            TreatMissingData::Breaching => Lanes { alarm: !self.decided, ok: self.decided, insufficient: 0 },
            TreatMissingData::NotBreaching => Lanes { alarm: self.decided, ok: !self.decided, insufficient: 0 },
            TreatMissingData::Missing => {
                let (alarm, insufficient) = (self.lonely() & self.far, !self.any);
                self.seen_alone(rule.young_breach).and(Lanes { alarm, ok: 0, insufficient })
            }
            TreatMissingData::Ignore => self.seen_alone(rule.young_breach),
        }
    }

    /// What follows from the windows with data, gaps left aside.
    fn seen_alone(&self, young_breach: YoungBreach) -> Lanes {
        let ok = !self.decided & (self.full | self.good);
        let young = self.lonely() & !self.far;
        let lanes = Lanes { alarm: self.decided, ok, insufficient: 0 };
        match young_breach {
            YoungBreach::Keep => lanes,
            YoungBreach::Ok => Lanes { ok: ok | young, ..lanes },
            YoungBreach::InsufficientData => Lanes { insufficient: young, ..lanes },
        }
    }

    /// Where every window with data breaches, but they are fewer than M.
    const fn lonely(&self) -> u64 {
        self.any & !self.good & !self.full & !self.decided
    }
}

impl Lanes {
    const fn and(self, other: Self) -> Self {
        Self {
            alarm: self.alarm | other.alarm,
            ok: self.ok | other.ok,
            insufficient: self.insufficient | other.insufficient,
        }
    }

    /// The lanes that leave a state.
    #[inline]
    pub(super) const fn leaving(&self, state: StateValue) -> u64 {
        match state {
            StateValue::Ok => self.alarm | self.insufficient,
            StateValue::Alarm => self.ok | self.insufficient,
            StateValue::InsufficientData => self.alarm | self.ok,
        }
    }

    /// The state that one lane comes to; `None` where it is kept, and past lane 63.
    #[inline]
    pub(super) const fn state(&self, lane: u32) -> Option<StateValue> {
        let Some(bit) = 1u64.checked_shl(lane) else { return None };
        match (self.alarm & bit, self.ok & bit, self.insufficient & bit) {
            (1.., _, _) => Some(StateValue::Alarm),
            (_, 1.., _) => Some(StateValue::Ok),
            (_, _, 1..) => Some(StateValue::InsufficientData),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alarm::{Window, decide};
    use cupola_base::Rng;

    /// Every lane of every rule of up to six periods, over windows of chance, and some longer ones.
    #[test]
    fn each_lane_decides_as_one_alone() {
        let rng = Rng::new(11);
        for (n, strides) in (1..=6).map(|n| (n, vec![1, 2, 5])).chain([(40, vec![1, 3]), (90, vec![1])]) {
            for m in 1..=n {
                for stride in &strides {
                    let gaps = rng.below(10);
                    let windows: Vec<Window> = (0..300).map(|_| window(&rng, gaps)).collect();
                    all_rules(m, n).for_each(|rule| compare(rule, *stride, &windows));
                }
            }
        }
    }

    fn window(rng: &Rng, gaps: u64) -> Window {
        match rng.below(10) {
            tenth if tenth < gaps => Window::Missing,
            tenth if tenth % 3 == 0 => Window::NonBreaching,
            _ => Window::Breaching,
        }
    }

    fn all_rules(m: u32, n: u32) -> impl Iterator<Item = DecisionRule> {
        let young = [YoungBreach::Keep, YoungBreach::Ok, YoungBreach::InsufficientData];
        TreatMissingData::ALL.iter().flat_map(move |treatment| {
            young.map(|young_breach| DecisionRule {
                evaluation_periods: n,
                datapoints_to_alarm: m,
                treat_missing_data: *treatment,
                young_breach,
            })
        })
    }

    fn compare(rule: DecisionRule, stride: i64, windows: &[Window]) {
        let len = rule.evaluation_periods + 2;
        let present = Bits::of(windows, |window| window != Window::Missing);
        let breaching = Bits::of(windows, |window| window == Window::Breaching);
        let plan = Plan { rule, len, stride };
        for start in [0, 64, 100, 236] {
            let lanes = plan.decide(&present, &breaching, start);
            for lane in 0..64 {
                let back = (0..i64::from(len)).map(|back| start + i64::from(lane) - back * stride);
                let at = |index: i64| usize::try_from(index).ok().and_then(|index| windows.get(index)).copied();
                let range: Vec<Window> = back.map(|index| at(index).unwrap_or(Window::Missing)).collect();
                assert_eq!(lanes.state(lane), decide(&rule, &range).state, "{rule:?} {stride} {start} {lane}");
            }
        }
    }
}
