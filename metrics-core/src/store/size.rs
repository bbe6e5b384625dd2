//! How much is held.

/// Buckets, or metrics, and their bytes of memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) buckets: usize,
    pub(super) room: usize,
}

impl Size {
    /// A part of it was `before` and is `after` now.
    pub(super) const fn change(&mut self, before: Self, after: Self) {
        self.buckets = self.buckets + after.buckets - before.buckets;
        self.room = self.room + after.room - before.room;
    }

    /// What is left when a sixteenth goes.
    pub(super) const fn less(self) -> Self {
        Self { buckets: self.buckets - self.buckets / 16, room: self.room - self.room / 16 }
    }

    /// Both together.
    pub(super) const fn and(self, other: Self) -> Self {
        Self { buckets: self.buckets + other.buckets, room: self.room + other.room }
    }

    /// Whether either is more than the other's.
    pub(super) const fn exceeds(self, most: Self) -> bool {
        self.buckets > most.buckets || self.room > most.room
    }
}
