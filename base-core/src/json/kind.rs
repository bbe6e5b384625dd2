//! What a value is, without the value.

/// What a value is, told by the first token of it: see [`Scanner::next_member`](super::Scanner::next_member).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 8259 knows these")]
pub enum Kind {
    /// An object, of which nothing but `{` was read.
    Object,
    /// An array, of which nothing but `[` was read.
    Array,
    /// A string, read whole.
    String {
        /// Whether there is an escape in it.
        escaped: bool,
    },
    /// A number, read whole.
    Number,
    /// `true` or `false`.
    Bool(bool),
    /// `null`
    Null,
}
