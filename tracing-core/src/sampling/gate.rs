//! Turning most requests away from most rules by a few bytes.

use super::checks::{Part, Told};

/// The gates of all rules of a sampler.
#[derive(Clone, Debug, Default)]
pub(super) struct Gates(Box<[Gate]>);

impl FromIterator<Gate> for Gates {
    fn from_iter<T: IntoIterator<Item = Gate>>(gates: T) -> Self {
        Self(gates.into_iter().collect())
    }
}

impl Gates {
    /// The places of the rules that may be for a request.
    #[inline]
    pub(super) fn passing(&self, told: Told<'_, '_>) -> impl Iterator<Item = usize> {
        let starts = Starts::of(told, &self.0);
        self.0.iter().enumerate().filter(move |(_, gate)| gate.lets_pass(&starts)).map(|(index, _)| index)
    }
}

/// A quick look at the first eight bytes of a part, which turns away most requests that a rule is not for, and none that it
/// is for. Small, so that the gates of all rules lie together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate {
    part: Part,
    wanted: u64,
    /// The bits that must agree: those that tell small letters from capitals are not among them.
    mask: u64,
}

impl Gate {
    /// It lets all pass.
    pub(super) const OPEN: Self = Self { part: Part::Path, wanted: 0, mask: 0 };

    pub(super) fn new(part: Part, start: &[u8]) -> Self {
        let count = start.len().min(8);
        let mask = std::array::from_fn(|at| if at < count { !CASE } else { 0 });
        Self { part, wanted: first_eight(start), mask: u64::from_le_bytes(mask) }
    }

    /// Whether the rule may be for a request whose parts begin so.
    #[inline]
    const fn lets_pass(&self, starts: &Starts) -> bool {
        let start = starts.0[self.part as usize];
        (start.bytes ^ self.wanted) & self.mask & start.known == 0
    }

    pub(super) const fn is_open(&self) -> bool {
        self.mask == 0
    }
}

/// The bit that tells small letters of ASCII from capitals.
const CASE: u8 = 0x20;

/// How the parts of a request begin, by part.
#[derive(Clone, Copy, Default)]
struct Starts([Start; 6]);

/// The first bytes of a part, and which of them tell anything: those before the first that is not ASCII. Of a part that
/// is missing, none do.
#[derive(Clone, Copy, Default)]
struct Start {
    bytes: u64,
    known: u64,
}

impl Starts {
    /// Those that the gates look at.
    #[inline]
    fn of(told: Told<'_, '_>, gates: &[Gate]) -> Self {
        let mut starts = Self::default();
        for gate in gates.iter().filter(|gate| !gate.is_open()) {
            let start = &mut starts.0[gate.part as usize];
            if start.known == 0 {
                *start = told.part(gate.part).map(|text| Start::of(text.as_bytes())).unwrap_or_default();
            }
        }
        starts
    }
}

impl Start {
    #[inline]
    fn of(text: &[u8]) -> Self {
        let bytes = first_eight(text);
        let beyond = bytes & 0x8080_8080_8080_8080;
        let first_beyond = beyond & beyond.wrapping_neg();
        Self { bytes, known: (first_beyond >> 7).wrapping_sub(1) }
    }
}

/// The first eight bytes; zeros where there are fewer.
#[inline]
fn first_eight(text: &[u8]) -> u64 {
    text.first_chunk::<8>().map_or_else(|| few(text), |chunk| u64::from_le_bytes(*chunk))
}

fn few(text: &[u8]) -> u64 {
    text.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sampling::checks::Checks;
    use crate::sampling::support::Matching;
    use crate::sampling::{CaseRule, MissingField, SamplingRequest};

    proptest! {
        /// `\u{212a}` is a capital `k`, `İ` begins with an `i` when it is made small.
        #[test]
        fn gates_turn_nobody_away_whom_the_checks_let_in(
            pattern in "[kKi/é?*@`]{0,10}",
            path in proptest::option::of("[kKi/é\u{212a}İ@`]{0,10}"),
        ) {
            let checks = Checks::new([(Part::Path, &*pattern)]);
            let request = SamplingRequest { path: path.as_deref(), ..SamplingRequest::default() };
            let told = Told { request: &request, origin: None };
            let gates = Gates::from_iter([checks.gate()]);
            for case in [CaseRule::Ignore, CaseRule::OtelCompat] {
                for missing in [MissingField::ImplicitMatch, MissingField::EmptyString] {
                    let holds = checks.hold(Matching { missing, case, ..Matching::default() }, told);
                    prop_assert!(gates.passing(told).count() == 1 || !holds, "{:?} {:?}", pattern, path);
                }
            }
        }
    }

    #[test]
    fn gates_turn_away_what_begins_otherwise() {
        let gates = Gates::from_iter([Checks::new([(Part::Path, "/part7/*")]).gate()]);
        for (path, passes) in [("/PART7/1", true), ("/part8/1", false), ("/cart", false), ("/par", false), ("", false)]
        {
            let request = SamplingRequest::default().with_path(path);
            let told = Told { request: &request, origin: None };
            assert_eq!(gates.passing(told).count() == 1, passes, "{path}");
        }
    }
}
