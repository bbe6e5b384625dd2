//! A bar on the terminal for long logs.

use std::cell::Cell;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows how far the reading has come: on standard error, on a terminal alone, and only when there is
/// enough to read for somebody to wait.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// Seen, but not shown yet: the bar is not moved for each line.
    unshown: Cell<u64>,
    step: u64,
}

impl Progress {
    pub(crate) fn bytes(total: u64) -> Self {
        Self::new(total, 16 << 20, "{wide_bar} {bytes}/{total_bytes} {eta}")
    }

    pub(crate) fn lines(total: u64) -> Self {
        Self::new(total, 200_000, "{wide_bar} {pos}/{len} lines {eta}")
    }

    fn new(total: u64, long: u64, template: &str) -> Self {
        // Standard error that is no terminal hides the bar by itself.
        let bar = if total < long { ProgressBar::hidden() } else { ProgressBar::new(total) };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: bar.with_style(style), unshown: Cell::new(0), step: total / 500 }
    }

    pub(crate) fn seen(&self, more: u64) {
        self.unshown.set(self.unshown.get() + more);
        if self.unshown.get() > self.step {
            self.bar.inc(self.unshown.take());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
