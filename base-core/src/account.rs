//! Account ids.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A 12-digit account id.
///
/// ```
/// use cupola_base::AccountId;
///
/// let account = AccountId::new("111122223333")?;
/// assert_eq!(account.as_str(), "111122223333");
/// assert!(AccountId::new("1111").is_err());
/// # Ok::<(), cupola_base::AccountIdError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId([u8; 12]);

impl AccountId {
    /// Checks and takes the text.
    ///
    /// # Errors
    /// [`AccountIdError`] unless the text is 12 ASCII digits.
    pub fn new(text: &str) -> Result<Self, AccountIdError> {
        match <[u8; 12]>::try_from(text.as_bytes()) {
            Ok(digits) if digits.iter().all(u8::is_ascii_digit) => Ok(Self(digits)),
            _ => Err(AccountIdError(text.into())),
        }
    }

    /// The 12 digits.
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "only digits get in")]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("12 ASCII digits")
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AccountId {
    type Err = AccountIdError;

    fn from_str(text: &str) -> Result<Self, AccountIdError> {
        Self::new(text)
    }
}

impl TryFrom<String> for AccountId {
    type Error = AccountIdError;

    fn try_from(text: String) -> Result<Self, AccountIdError> {
        Self::new(&text)
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> Self {
        id.as_str().to_owned()
    }
}

/// The text is not an account id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an account id: 12 digits are needed")]
pub struct AccountIdError(String);
