//! The decision for 64 evaluations at once.

use super::bits::Bits;
use super::tally::Tally;
use crate::alarm::{DecisionRule, StateValue, TreatMissingData};
use crate::policies::YoungBreach;

/// What decisions depend on besides the data.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) rule: DecisionRule,
    /// Windows of the range; at least N.
    pub(super) len: u32,
    /// From one window to the one before it, in instants of the column.
    pub(super) stride: usize,
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
    /// Decides at the 64 instants of a word.
    #[inline]
    pub(super) fn decide(&self, present: &Bits, breaching: &Bits, word: usize) -> Lanes {
        match self.rule.evaluation_periods.next_power_of_two().trailing_zeros() {
            0 => self.counted::<0>(present, breaching, word),
            1 => self.counted::<1>(present, breaching, word),
            2 => self.counted::<2>(present, breaching, word),
            3 => self.counted::<3>(present, breaching, word),
            4..=7 => self.counted::<7>(present, breaching, word),
            // An alarm has at most 8640 periods.
            _ => self.counted::<14>(present, breaching, word),
        }
    }

    /// With counters that reach up to N.
    #[inline]
    fn counted<const PLANES: usize>(&self, present: &Bits, breaching: &Bits, word: usize) -> Lanes {
        let reach = self.stride * (self.len as usize - 1);
        let is_whole = present.is_whole(word, reach);
        if reach < 64 {
            let (present, breaching) = (present.pair(word), breaching.pair(word));
            self.either::<PLANES>(is_whole, |by| present.back(by), |by| breaching.back(by))
        } else {
            self.either::<PLANES>(is_whole, |by| present.back(word, by), |by| breaching.back(word, by))
        }
    }

    #[inline]
    fn either<const PLANES: usize>(
        &self,
        is_whole: bool,
        present: impl Fn(usize) -> u64,
        breaching: impl Fn(usize) -> u64,
    ) -> Lanes {
        if is_whole {
            self.whole::<PLANES>(breaching)
        } else {
            self.seen::<PLANES>(present, breaching).decided(&self.rule)
        }
    }

    /// Where no window of the range is missing, the newest N decide, and nothing is filled.
    #[inline]
    fn whole<const PLANES: usize>(&self, breaching: impl Fn(usize) -> u64) -> Lanes {
        let mut breaches = Tally::<PLANES>::up_to(self.rule.datapoints_to_alarm);
        let mut by = 0;
        for _ in 0..self.rule.evaluation_periods {
            breaches.count(breaching(by));
            by += self.stride;
        }
        Lanes { alarm: breaches.reached(), ok: !breaches.reached(), insufficient: 0 }
    }

    #[inline]
    fn seen<const PLANES: usize>(&self, present: impl Fn(usize) -> u64, breaching: impl Fn(usize) -> u64) -> Seen {
        let DecisionRule { evaluation_periods: n, datapoints_to_alarm: m, treat_missing_data, .. } = self.rule;
        let fills_breaching = matches!(treat_missing_data, TreatMissingData::Breaching);
        let mut real = Tally::<PLANES>::up_to(n);
        let mut decisive = Tally::<PLANES>::up_to(if fills_breaching { n - m + 1 } else { m });
        let mut seen = Seen::default();
        let mut by = 0;
        for position in 1..=self.len {
            let taken = present(by) & !real.reached();
            let breaches = breaching(by) & taken;
            let good = taken & !breaches;
            real.count(taken);
            decisive.count(if fills_breaching { good } else { breaches });
            seen.any |= taken;
            seen.good |= good;
            seen.far |= if position >= m { taken } else { 0 };
            by += self.stride;
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

    /// The same, but the state is kept in other lanes than these.
    #[inline]
    pub(super) const fn at(self, lanes: u64) -> Self {
        Self { alarm: self.alarm & lanes, ok: self.ok & lanes, insufficient: self.insufficient & lanes }
    }

    /// The state before each lane, when `state` is that before the first; and the state after the last.
    ///
    /// States move on from lane to lane as carries do in an addition: a lane that decides for one makes
    /// a carry, one that keeps the state lets it pass, any other ends it.
    #[inline]
    pub(super) fn states_before(&self, state: StateValue) -> (States, StateValue) {
        let keeps = !(self.alarm | self.ok | self.insufficient);
        let (alarm, last_alarm) = carried(self.alarm, keeps, state == StateValue::Alarm);
        let (insufficient, last_insufficient) =
            carried(self.insufficient, keeps, state == StateValue::InsufficientData);
        (States { alarm, insufficient }, state_of(last_alarm, last_insufficient))
    }

    /// The lanes that leave the state before them.
    #[inline]
    pub(super) const fn changes(&self, before: States) -> u64 {
        let States { alarm, insufficient } = before;
        self.alarm & !alarm | self.insufficient & !insufficient | self.ok & (alarm | insufficient)
    }

    /// The state that a lane decides for; told of lanes that change.
    #[inline]
    pub(super) const fn state(&self, lane: u32) -> StateValue {
        States { alarm: self.alarm, insufficient: self.insufficient }.state(lane)
    }
}

/// The states of 64 lanes: `OK` where it is neither of these.
#[derive(Clone, Copy, Debug)]
pub(super) struct States {
    alarm: u64,
    insufficient: u64,
}

impl States {
    /// The state of a lane.
    #[inline]
    pub(super) const fn state(self, lane: u32) -> StateValue {
        state_of(self.alarm >> lane & 1 == 1, self.insufficient >> lane & 1 == 1)
    }
}

#[inline]
const fn state_of(alarm: bool, insufficient: bool) -> StateValue {
    [StateValue::Ok, StateValue::Alarm, StateValue::InsufficientData, StateValue::InsufficientData]
        [alarm as usize | (insufficient as usize) << 1]
}

/// Which lanes are reached by a carry that some lanes make and others let pass, and whether one
/// comes out at the end.
#[inline]
fn carried(made: u64, passed: u64, first: bool) -> (u64, bool) {
    let either = made | passed;
    let (sum, over) = either.overflowing_add(made);
    let (sum, over_too) = sum.overflowing_add(u64::from(first));
    (sum ^ either ^ made, over | over_too)
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

    fn compare(rule: DecisionRule, stride: usize, windows: &[Window]) {
        let len = rule.evaluation_periods + 2;
        let present = Bits::of(windows, |window| window != Window::Missing);
        let breaching = Bits::of(windows, |window| window == Window::Breaching);
        let plan = Plan { rule, len, stride };
        let mut state = StateValue::InsufficientData;
        for word in 0..windows.len().div_ceil(64) {
            let lanes = plan.decide(&present, &breaching, word);
            let (before, last) = lanes.states_before(state);
            for lane in 0..64 {
                let at = 64 * word + lane as usize;
                let window = |back: usize| at.checked_sub(back * stride).and_then(|index| windows.get(index)).copied();
                let range: Vec<Window> =
                    (0..len as usize).map(|back| window(back).unwrap_or(Window::Missing)).collect();
                let decided = decide(&rule, &range).state;
                assert_eq!(lanes.decided(lane), decided, "{rule:?} {stride} {at}");
                assert_eq!(before.state(lane), state, "{rule:?} {stride} {at}");
                let changes = decided.is_some_and(|to| to != state);
                assert_eq!(lanes.changes(before) >> lane & 1 == 1, changes, "{rule:?} {stride} {at}");
                state = decided.unwrap_or(state);
            }
            assert_eq!(last, state, "{rule:?} {stride} {word}");
        }
    }

    impl Lanes {
        fn decided(&self, lane: u32) -> Option<StateValue> {
            ((self.alarm | self.ok | self.insufficient) >> lane & 1 == 1).then(|| self.state(lane))
        }
    }
}
