//! Room for bytes that are copied few at a time.

/// Bytes, with room behind them.
#[derive(Debug, Default)]
pub(super) struct Room {
    bytes: Vec<u8>,
    length: usize,
}

/// How many bytes are copied together; more than are wanted do no harm, for the next ones overwrite them.
const TOGETHER: usize = 16;

impl Room {
    /// Empties it, with room for so many bytes.
    pub(super) fn empty(&mut self, room: usize) {
        self.length = 0;
        if self.bytes.len() < room + TOGETHER {
            self.bytes.resize(room + TOGETHER, 0);
        }
    }

    pub(super) const fn len(&self) -> usize {
        self.length
    }

    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    #[inline]
    pub(super) fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    /// Adds the bytes of a text from one place to another.
    #[inline]
    pub(super) fn copy(&mut self, text: &[u8], mut from: usize, to: usize) {
        let end = self.length + to - from;
        while from < to {
            let room = &mut self.bytes[self.length..];
            match (text[from..].first_chunk::<TOGETHER>(), room.first_chunk_mut::<TOGETHER>()) {
                (Some(some), Some(room)) => *room = *some,
                _ => {
                    room[..to - from].copy_from_slice(&text[from..to]);
                    break;
                }
            }
            (from, self.length) = (from + TOGETHER, self.length + TOGETHER);
        }
        self.length = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_is_there() {
        let text: Vec<u8> = (0..100).collect();
        let mut room = Room::default();
        for (from, to) in (0..=100).flat_map(|from| (from..=100).map(move |to| (from, to))) {
            room.empty(to - from + 9);
            (0..4).for_each(|_| room.push(b'x'));
            room.copy(&text, from, to);
            (0..5).for_each(|_| room.push(b'y'));
            assert_eq!(room.bytes(), [b"xxxx", &text[from..to], b"yyyyy"].concat());
            assert_eq!(room.len(), to - from + 9);
        }
    }
}
