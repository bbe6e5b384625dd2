//! Page tokens that need no memory on our side.

use crate::Timestamp;

/// A page token: it pins the request it belongs to, the instant at which paging began, and the
/// position after the last item given.
///
/// The position is the sort key of that item, so inserts and deletes between pages never repeat
/// or skip what stood when paging began.
///
/// ```
/// use cupola_base::paging::Token;
/// use cupola_base::Timestamp;
///
/// let token = Token::new("ListThings prefix=a", Timestamp::from_secs(7), "item-42");
/// let text = token.encode();
/// let back = Token::decode(&text, "ListThings prefix=a")?;
/// assert_eq!((back.now, back.position.as_str()), (Timestamp::from_secs(7), "item-42"));
/// assert!(Token::decode(&text, "ListThings prefix=b").is_err());
/// # Ok::<(), cupola_base::paging::TokenError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// When paging began.
    pub now: Timestamp,
    /// The sort key of the last item given.
    pub position: String,
    query: u64,
}

impl Token {
    /// A token of `request`: any text that holds all that the answer depends on, save the token.
    #[must_use]
    pub fn new(request: &str, now: Timestamp, position: impl Into<String>) -> Self {
        Self { now, position: position.into(), query: fingerprint(request.as_bytes()) }
    }

    /// The text for the wire: ASCII letters and digits.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut bytes = self.query.to_be_bytes().to_vec();
        bytes.extend(self.now.as_millis().to_be_bytes());
        bytes.extend(self.position.as_bytes());
        let check = fingerprint(&bytes).to_be_bytes();
        bytes.extend(&check[..4]);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads a token back and checks that it belongs to `request`.
    ///
    /// # Errors
    /// [`TokenError`] when the text is not a token of ours or belongs to another request.
    pub fn decode(text: &str, request: &str) -> Result<Self, TokenError> {
        let bytes = unhex(text).filter(|bytes| bytes.len() >= 20).ok_or(TokenError)?;
        let (body, check) = bytes.split_at(bytes.len() - 4);
        let (query, rest) = body.split_at(8);
        let (now, position) = rest.split_at(8);
        let query = number(query);
        if fingerprint(body).to_be_bytes()[..4] != *check || query != fingerprint(request.as_bytes()) {
            return Err(TokenError);
        }
        let position = String::from_utf8(position.to_vec()).map_err(|_| TokenError)?;
        Ok(Self { now: Timestamp::from_millis(number(now).cast_signed()), position, query })
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |n, byte| n << 8 | u64::from(*byte))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

/// FNV-1a, 64 bits: stable for ever.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}

/// The text is not a page token of this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the page token is not one that this request was given")]
#[non_exhaustive]
pub struct TokenError;
