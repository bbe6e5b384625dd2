//! The messages of a chunk, end to end.

use std::borrow::Cow;

/// Text that grows, and lies compressed when nothing more is expected (feature `compression`).
#[derive(Clone, Debug)]
pub(super) enum Text {
    Plain(String),
    #[cfg(feature = "compression")]
    Packed {
        block: Box<[u8]>,
        length: usize,
    },
}

impl Text {
    /// Bytes of the messages.
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Plain(text) => text.len(),
            #[cfg(feature = "compression")]
            Self::Packed { length, .. } => *length,
        }
    }

    /// The messages; what is compressed is unpacked for the reader alone.
    pub(super) fn read(&self) -> Cow<'_, str> {
        match self {
            Self::Plain(text) => Cow::Borrowed(text),
            #[cfg(feature = "compression")]
            Self::Packed { block, length } => Cow::Owned(unpack(block, *length)),
        }
    }

    /// The messages, to be changed.
    pub(super) fn open(&mut self) -> &mut String {
        #[cfg(feature = "compression")]
        if let Self::Packed { block, length } = self {
            *self = Self::Plain(unpack(block, *length));
        }
        match self {
            Self::Plain(text) => text,
            #[cfg(feature = "compression")]
            Self::Packed { .. } => unreachable!("it was unpacked above"),
        }
    }

    /// Takes as little memory as it can: nothing is expected to come in.
    pub(super) fn seal(&mut self) {
        match self {
            Self::Plain(text) => {
                #[cfg(feature = "compression")]
                if let Some(packed) = pack(text) {
                    *self = packed;
                    return;
                }
                text.shrink_to_fit();
            }
            #[cfg(feature = "compression")]
            Self::Packed { .. } => {}
        }
    }

    /// Whether it is as [`seal`](Self::seal) left it.
    pub(super) const fn is_sealed(&self) -> bool {
        match self {
            Self::Plain(text) => text.len() == text.capacity(),
            #[cfg(feature = "compression")]
            Self::Packed { .. } => true,
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain(String::new())
    }
}

/// The text compressed, if that saves an eighth of it.
#[cfg(feature = "compression")]
fn pack(text: &str) -> Option<Text> {
    let block = lz4_flex::block::compress(text.as_bytes());
    let worth = block.len() < text.len() - text.len() / 8;
    worth.then(|| Text::Packed { block: block.into(), length: text.len() })
}

#[cfg(feature = "compression")]
fn unpack(block: &[u8], length: usize) -> String {
    let bytes = lz4_flex::block::decompress(block, length).expect("a block that was compressed here");
    String::from_utf8(bytes).expect("text that was compressed here")
}
