//! Files in which a program is told what to do: JSON whose members are known, and refusals that say where.

use serde_json::Value;

use crate::text::nearest;

/// A configuration is not as its program reads it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {path}{}{cause}", if path.is_empty() { "" } else { " " })]
#[non_exhaustive]
pub struct ConfigurationError {
    /// Whose configuration it is.
    pub what: &'static str,
    /// Where, as a JSON pointer; empty for the whole file.
    pub path: String,
    /// What is wrong.
    pub cause: String,
}

type Result<T> = std::result::Result<T, ConfigurationError>;

/// A value of a configuration, and where it stands.
///
/// ```
/// use cupola_base::configuration::Node;
///
/// let value = serde_json::json!({"logs": {"retries": 3, "nam": "a"}});
/// let logs = Node::root("agent configuration", &value).required("logs")?;
/// assert_eq!(logs.required("retries")?.integer()?, 3);
/// let refused = logs.knows(&["retries", "name"]).unwrap_err();
/// assert_eq!(refused.to_string(), "agent configuration: /logs/nam is no member that its reader knows: did you mean name?");
/// # Ok::<(), cupola_base::configuration::ConfigurationError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Node<'a> {
    what: &'static str,
    path: String,
    value: &'a Value,
}

impl<'a> Node<'a> {
    /// The whole file; `what` says whose it is.
    #[must_use]
    pub const fn root(what: &'static str, value: &'a Value) -> Self {
        Self { what, path: String::new(), value }
    }

    /// The value that a file's text is.
    ///
    /// # Errors
    /// [`ConfigurationError`] for a text that is no JSON.
    pub fn parse(what: &'static str, text: &str) -> Result<Value> {
        serde_json::from_str(text).map_err(|error| ConfigurationError {
            what,
            path: String::new(),
            cause: format!("is not JSON: {error}"),
        })
    }

    /// Where the value stands, as a JSON pointer.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it is a text.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.value.is_string()
    }

    /// The error that says what is wrong here.
    #[must_use]
    pub fn refuse(&self, cause: impl Into<String>) -> ConfigurationError {
        ConfigurationError { what: self.what, path: self.path.clone(), cause: cause.into() }
    }

    fn below(&self, name: &str, value: &'a Value) -> Self {
        let path = format!("{}/{}", self.path, name.replace('~', "~0").replace('/', "~1"));
        Self { what: self.what, path, value }
    }

    /// A member, unless it is absent or null.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<Self> {
        self.value.get(name).filter(|value| !value.is_null()).map(|value| self.below(name, value))
    }

    /// A member that must be there.
    ///
    /// # Errors
    /// [`ConfigurationError`] when it is not.
    pub fn required(&self, name: &str) -> Result<Self> {
        self.member(name).ok_or_else(|| self.refuse(format!("must have {name}")))
    }

    /// All members, by their names.
    ///
    /// # Errors
    /// [`ConfigurationError`] for what is no object.
    pub fn members(&self) -> Result<Vec<(String, Self)>> {
        let object = self.value.as_object().ok_or_else(|| self.refuse("must be an object"))?;
        Ok(object.iter().map(|(name, value)| (name.clone(), self.below(name, value))).collect())
    }

    /// Refuses members that are not among these.
    ///
    /// # Errors
    /// [`ConfigurationError`] for the first of those, and for what is no object.
    pub fn knows(&self, names: &[&str]) -> Result<()> {
        let unknown = self.members()?.into_iter().find(|(name, _)| !names.contains(&name.as_str()));
        let Some((name, node)) = unknown else { return Ok(()) };
        let hint = nearest(&name, names.iter().copied());
        let hint = hint.map_or_else(String::new, |near| format!(": did you mean {near}?"));
        Err(node.refuse(format!("is no member that its reader knows{hint}")))
    }

    /// The items of an array.
    ///
    /// # Errors
    /// [`ConfigurationError`] for what is none.
    pub fn items(&self) -> Result<Vec<Self>> {
        let items = self.value.as_array().ok_or_else(|| self.refuse("must be an array"))?;
        Ok(items.iter().enumerate().map(|(index, value)| self.below(&index.to_string(), value)).collect())
    }

    /// The items of an array of texts.
    ///
    /// # Errors
    /// [`ConfigurationError`] for what is none.
    pub fn texts(&self) -> Result<Vec<String>> {
        self.items()?.iter().map(|item| item.text().map(str::to_owned)).collect()
    }

    /// A text.
    ///
    /// # Errors
    /// [`ConfigurationError`] for what is none.
    pub fn text(&self) -> Result<&'a str> {
        self.value.as_str().ok_or_else(|| self.refuse("must be a text"))
    }

    /// A text that is not empty.
    ///
    /// # Errors
    /// [`ConfigurationError`] for what is none.
    pub fn filled_text(&self) -> Result<&'a str> {
        let text = self.value.as_str().filter(|text| !text.is_empty());
        text.ok_or_else(|| self.refuse("must be a text that is not empty"))
    }

    /// A truth.
    ///
    /// # Errors
    /// [`ConfigurationError`] for what is none.
    pub fn boolean(&self) -> Result<bool> {
        self.value.as_bool().ok_or_else(|| self.refuse("must be true or false"))
    }

    /// A whole number.
    ///
    /// # Errors
    /// [`ConfigurationError`] for what is none.
    pub fn integer(&self) -> Result<i64> {
        self.value.as_i64().ok_or_else(|| self.refuse("must be a whole number"))
    }

    /// A length of time: whole seconds from 1 to two days.
    ///
    /// # Errors
    /// [`ConfigurationError`] for what is none.
    pub fn seconds(&self) -> Result<u32> {
        let seconds = self.value.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
        let fits = seconds.filter(|seconds| (1..=172_800).contains(seconds));
        fits.ok_or_else(|| self.refuse("must be whole seconds from 1 to 172800"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let value = serde_json::json!({"a/b": {"~": [1, "", 7.5, true]}, "n": null});
        let root = Node::root("file", &value);
        let items = root.required("a/b").and_then(|node| node.required("~")).and_then(|node| node.items()).unwrap();
        let told = |error: ConfigurationError| format!("{} {}", error.path, error.cause);
        assert_eq!(told(items[0].text().unwrap_err()), "/a~1b/~0/0 must be a text");
        assert_eq!(told(items[1].filled_text().unwrap_err()), "/a~1b/~0/1 must be a text that is not empty");
        assert_eq!(told(items[2].integer().unwrap_err()), "/a~1b/~0/2 must be a whole number");
        assert_eq!(told(items[3].seconds().unwrap_err()), "/a~1b/~0/3 must be whole seconds from 1 to 172800");
        assert_eq!(told(root.required("n").unwrap_err()), " must have n");
        assert_eq!(told(items[0].knows(&[]).unwrap_err()), "/a~1b/~0/0 must be an object");
        assert_eq!(told(root.knows(&["n"]).unwrap_err()), "/a~1b is no member that its reader knows");
        assert_eq!((items[3].boolean(), items[0].is_text()), (Ok(true), false));
        assert_eq!(root.required("n").unwrap_err().to_string(), "file: must have n");
    }
}
