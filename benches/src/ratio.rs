//! Two ways to do one thing, timed by turns.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many turns each way gets.
const ROUNDS: usize = 25;
/// How long one turn should last: long against the clock's grain, short against the scheduler's.
const TURN: Duration = Duration::from_millis(4);

/// The fastest turn of two ways.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a bench that takes its own turns makes one")]
pub struct Ratio {
    /// How many bytes one pass reads.
    pub bytes: usize,
    /// The fastest pass of ours.
    pub ours: Duration,
    /// The fastest pass of the yardstick.
    pub yardstick: Duration,
}

impl Ratio {
    /// How many times as fast as the yardstick ours is.
    #[must_use]
    pub fn speed(&self) -> f64 {
        self.yardstick.as_secs_f64() / self.ours.as_secs_f64()
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (ours, yardstick) = (rate(self.bytes, self.ours), rate(self.bytes, self.yardstick));
        write!(f, "{ours:7.0} MB/s  yardstick {yardstick:7.0} MB/s  ratio {:5.2}", self.speed())
    }
}

/// Times one pass of each over `bytes` bytes, by turns. What a pass returns is kept from the
/// optimiser.
pub fn compare<A, B>(bytes: usize, mut ours: impl FnMut() -> A, mut yardstick: impl FnMut() -> B) -> Ratio {
    let (our_passes, their_passes) = (passes(&mut ours), passes(&mut yardstick));
    let mut ratio = Ratio { bytes, ours: Duration::MAX, yardstick: Duration::MAX };
    for _ in 0..ROUNDS {
        ratio.ours = ratio.ours.min(turn(our_passes, &mut ours));
        ratio.yardstick = ratio.yardstick.min(turn(their_passes, &mut yardstick));
    }
    ratio
}

/// How many passes make a turn. Doing them warms up as well.
fn passes<A>(pass: &mut impl FnMut() -> A) -> u32 {
    let mut passes = 1;
    while turn(passes, pass) * passes < TURN {
        passes *= 2;
    }
    passes
}

fn turn<A>(passes: u32, pass: &mut impl FnMut() -> A) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    let start = Instant::now();
    for _ in 0..passes {
        black_box(pass());
    }
    start.elapsed() / passes
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn rate(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / time.as_secs_f64() / 1e6
}
