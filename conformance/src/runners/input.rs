//! What runners read out of a question.

use cupola_base::Timestamp;

use crate::instant::instant;
use crate::{Got, Value};

/// The input of a case, or a part of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a>(pub(super) &'a Value);

impl<'a> Input<'a> {
    /// The member of that name; `None` when it is null or not there.
    pub(super) fn part(self, name: &str) -> Option<Self> {
        self.0.member(name).filter(|value| **value != Value::Null).map(Self)
    }

    pub(super) fn required(self, name: &str) -> Result<Self, BadInput> {
        self.part(name).ok_or_else(|| BadInput(format!("`{name}` is missing")))
    }

    /// The required text of that name.
    pub(super) fn text(self, name: &str) -> Result<&'a str, BadInput> {
        self.required(name)?.as_text()
    }

    /// The text of that name, when there is one.
    pub(super) fn optional_text(self, name: &str) -> Result<Option<&'a str>, BadInput> {
        self.part(name).map(Self::as_text).transpose()
    }

    pub(super) fn as_text(self) -> Result<&'a str, BadInput> {
        self.0.as_text().ok_or_else(|| self.is_not("a text"))
    }

    pub(super) fn as_number(self) -> Result<f64, BadInput> {
        self.0.as_number().ok_or_else(|| self.is_not("a number"))
    }

    pub(super) fn as_count(self) -> Result<usize, BadInput> {
        self.0.as_count().ok_or_else(|| self.is_not("a whole number from 0"))
    }

    pub(super) fn as_u32(self) -> Result<u32, BadInput> {
        u32::try_from(self.as_count()?).map_err(|_| self.is_not("a number of 32 bits"))
    }

    pub(super) fn as_instant(self) -> Result<Timestamp, BadInput> {
        instant(self.0).ok_or_else(|| self.is_not("a time"))
    }

    /// The items of a list.
    pub(super) fn items(self) -> Result<impl Iterator<Item = Self>, BadInput> {
        let items = self.0.as_list().ok_or_else(|| self.is_not("a list"))?;
        Ok(items.iter().map(Self))
    }

    /// Reads a word with the library's own reader.
    pub(super) fn word<T: std::str::FromStr>(self, name: &str) -> Result<T, BadInput> {
        let part = self.required(name)?;
        part.as_text()?.parse().map_err(|_| part.is_not(&format!("a word for `{name}`")))
    }

    pub(super) fn is_not(self, what: &str) -> BadInput {
        BadInput(format!("{} is not {what}", self.0))
    }
}

/// The input is not what the kind asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadInput(pub(super) String);

impl From<BadInput> for Got {
    fn from(bad: BadInput) -> Self {
        Self::broken("BadInput", bad.0)
    }
}
