//! A value of the configuration, and where it stands.

use serde_json::Value;

use super::configuration::AgentConfigurationError;

type Result<T> = std::result::Result<T, AgentConfigurationError>;

#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) path: String,
    pub(super) value: &'a Value,
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

    pub(super) fn members(&self) -> Result<Vec<(String, Self)>> {
        let object = self.value.as_object().ok_or_else(|| self.refuse("must be an object"))?;
        Ok(object.iter().map(|(name, value)| (name.clone(), self.below(name, value))).collect())
    }

    /// Refuses members that are not among these.
    pub(super) fn knows(&self, names: &[&str]) -> Result<()> {
        let unknown = self.members()?.into_iter().find(|(name, _)| !names.contains(&name.as_str()));
        let Some((name, node)) = unknown else { return Ok(()) };
        let hint = cupola_base::text::nearest(&name, names.iter().copied());
        let hint = hint.map_or_else(String::new, |near| format!(": did you mean {near}?"));
        Err(node.refuse(format!("is no member that the agent knows{hint}")))
    }

    pub(super) fn items(&self) -> Result<Vec<Self>> {
        let items = self.value.as_array().ok_or_else(|| self.refuse("must be an array"))?;
        Ok(items.iter().enumerate().map(|(index, value)| self.below(&index.to_string(), value)).collect())
    }

    pub(super) fn texts(&self) -> Result<Vec<String>> {
        self.items()?.iter().map(|item| item.text().map(str::to_owned)).collect()
    }

    pub(super) fn text(&self) -> Result<&'a str> {
        self.value.as_str().ok_or_else(|| self.refuse("must be a text"))
    }

    pub(super) fn boolean(&self) -> Result<bool> {
        self.value.as_bool().ok_or_else(|| self.refuse("must be true or false"))
    }

    /// A length of time: whole seconds from 1 to two days.
    pub(super) fn seconds(&self) -> Result<u32> {
        let seconds = self.value.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
        let fits = seconds.filter(|seconds| (1..=172_800).contains(seconds));
        fits.ok_or_else(|| self.refuse("must be whole seconds from 1 to 172800"))
    }
}
