//! Telling most keys apart by two bytes.

/// Keys that are looked for, as much of them as tells most others apart: their first two bytes, in a word.
///
/// ```
/// use cupola_base::json::Keys;
///
/// let keys: Keys = ["status", "level"].into_iter().collect();
/// assert!(keys.may_have(*b"le") && !keys.may_have(*b"ms"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keys(u64);

impl Keys {
    /// Whether one of the keys may begin with these bytes, of which the last may be the quote after a key.
    #[must_use]
    #[inline(always)]
    pub const fn may_have(self, [first, second]: [u8; 2]) -> bool {
        self.0 >> sort(first, second) & 1 == 1
    }

    /// Takes a key in.
    pub fn add(&mut self, key: &str) {
        self.0 |= match key.as_bytes() {
            [] => u64::MAX,
            [only] => 1 << sort(*only, b'"'),
            [first, second, ..] => 1 << sort(*first, *second),
        };
    }
}

impl<'k> FromIterator<&'k str> for Keys {
    fn from_iter<I: IntoIterator<Item = &'k str>>(keys: I) -> Self {
        keys.into_iter().fold(Self::default(), |mut all, key| {
            all.add(key);
            all
        })
    }
}

#[inline(always)]
const fn sort(first: u8, second: u8) -> u32 {
    (first as u32 * 31 + second as u32) % 64
}
