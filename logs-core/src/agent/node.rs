//! A value of the configuration, and where it stands.

use cupola_base::text::nearest;
use serde_json::Value;

/// The agent's file is not as the agent reads it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("agent configuration: {path} {cause}")]
#[non_exhaustive]
pub struct AgentConfigurationError {
    /// Where, as a JSON pointer; empty for the whole file.
    pub path: String,
    /// What is wrong.
    pub cause: String,
}

pub(super) type Result<T> = std::result::Result<T, AgentConfigurationError>;

#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    path: String,
    value: &'a Value,
}

impl<'a> Node<'a> {
    pub(super) const fn root(value: &'a Value) -> Self {
        Self { path: String::new(), value }
    }

    pub(super) fn refuse(&self, cause: impl Into<String>) -> AgentConfigurationError {
        AgentConfigurationError { path: self.path.clone(), cause: cause.into() }
    }

    fn below(&self, name: &str, value: &'a Value) -> Self {
        Self { path: format!("{}/{}", self.path, name.replace('~', "~0").replace('/', "~1")), value }
    }

    pub(super) fn member(&self, name: &str) -> Option<Self> {
        self.value.get(name).filter(|value| !value.is_null()).map(|value| self.below(name, value))
    }

    pub(super) fn required(&self, name: &str) -> Result<Self> {
        self.member(name).ok_or_else(|| self.refuse(format!("must have {name}")))
    }

    /// Refuses members that are not among these, and what is no object.
    pub(super) fn knows(&self, names: &[&str]) -> Result<()> {
        let object = self.value.as_object().ok_or_else(|| self.refuse("must be an object"))?;
        let Some((name, value)) = object.iter().find(|(name, _)| !names.contains(&name.as_str())) else {
            return Ok(());
        };
        let hint = nearest(name, names.iter().copied());
        let hint = hint.map_or_else(String::new, |near| format!(": did you mean {near}?"));
        Err(self.below(name, value).refuse(format!("is no member that the agent knows{hint}")))
    }

    pub(super) fn items(&self) -> Result<Vec<Self>> {
        let items = self.value.as_array().ok_or_else(|| self.refuse("must be an array"))?;
        Ok(items.iter().enumerate().map(|(index, value)| self.below(&index.to_string(), value)).collect())
    }

    /// A text that is not empty.
    pub(super) fn text(&self) -> Result<&'a str> {
        let text = self.value.as_str().filter(|text| !text.is_empty());
        text.ok_or_else(|| self.refuse("must be a text that is not empty"))
    }

    pub(super) fn boolean(&self) -> Result<bool> {
        self.value.as_bool().ok_or_else(|| self.refuse("must be true or false"))
    }

    pub(super) fn integer(&self) -> Result<i64> {
        self.value.as_i64().ok_or_else(|| self.refuse("must be a whole number"))
    }
}
