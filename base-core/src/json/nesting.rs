//! Which containers are open, one bit each.

/// The open objects and arrays. The first 64 levels need no allocation.
#[derive(Clone, Debug, Default)]
pub(super) struct Nesting {
    depth: usize,
    bits: u64,
    full: Vec<u64>,
}

impl Nesting {
    pub(super) const fn depth(&self) -> usize {
        self.depth
    }

    /// Opens a container.
    #[inline]
    pub(super) fn push(&mut self, object: bool) {
        if self.depth.is_multiple_of(64) && self.depth > 0 {
            self.full.push(self.bits);
        }
        self.bits = self.bits << 1 | u64::from(object);
        self.depth += 1;
    }

    /// Closes the innermost container.
    #[inline]
    pub(super) fn pop(&mut self) {
        self.bits >>= 1;
        self.depth = self.depth.saturating_sub(1);
        if self.depth.is_multiple_of(64) && self.depth > 0 {
            self.bits = self.full.pop().unwrap_or_default();
        }
    }

    /// Whether the innermost container is an object; `None` when nothing is open.
    #[inline]
    pub(super) fn in_object(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.bits & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_beyond_a_word_come_back_in_order() {
        let kinds: Vec<bool> = (0..300u32).map(|n| n.is_multiple_of(3) || n.is_multiple_of(7)).collect();
        let mut nesting = Nesting::default();
        for &object in &kinds {
            nesting.push(object);
            assert_eq!(nesting.in_object(), Some(object));
        }
        for &object in kinds.iter().rev() {
            assert_eq!(nesting.in_object(), Some(object));
            nesting.pop();
        }
        assert_eq!((nesting.depth(), nesting.in_object()), (0, None));
    }
}
