//! Saved queries.

use cupola_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::QueryDefinitionError;
use crate::engine::Engine;

/// A saved query. Its text may hold `{{name}}` for parameters, so that it is not read before it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "saved queries are written out")]
pub struct QueryDefinition {
    /// The name, with `/` for folders.
    pub name: String,
    /// The text.
    pub text: String,
    /// The log groups that it is meant for.
    pub log_groups: Vec<String>,
    /// What stands in its text for values.
    pub parameters: Vec<QueryParameter>,
    /// When it was saved last; set by the engine.
    pub modified: Option<Timestamp>,
}

/// A parameter of a saved query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "parameters are written out")]
pub struct QueryParameter {
    /// The name: a letter or `_`, then letters, digits and `_`.
    pub name: String,
    /// The value where none is given.
    pub default: Option<String>,
    /// What it is.
    pub description: Option<String>,
}

impl QueryParameter {
    fn check(&self) -> Result<(), QueryDefinitionError> {
        let starts = self.name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let right = starts && self.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if right { Ok(()) } else { Err(QueryDefinitionError::Parameter(self.name.clone())) }
    }
}

impl QueryDefinition {
    /// The text with values for its parameters; those without a value stay.
    ///
    /// ```
    /// use cupola_logs::insights::{QueryDefinition, QueryParameter};
    ///
    /// let parameter = QueryParameter { name: "dock".into(), default: Some("north".into()), ..Default::default() };
    /// let text = "filter dock = \"{{dock}}\" | limit {{rows}}".to_owned();
    /// let saved = QueryDefinition { text, parameters: vec![parameter], ..Default::default() };
    /// assert_eq!(saved.filled(&[("rows", "5")]), "filter dock = \"north\" | limit 5");
    /// ```
    #[must_use]
    pub fn filled(&self, values: &[(&str, &str)]) -> String {
        let defaults = self.parameters.iter().filter_map(|one| Some((one.name.as_str(), one.default.as_deref()?)));
        let values = values.iter().copied().chain(defaults);
        values.fold(self.text.clone(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value))
    }
}

impl Engine {
    /// Saves a query, or saves one of this id anew; answers its id.
    ///
    /// # Errors
    /// [`QueryDefinitionError`].
    ///
    /// # Source
    /// CloudWatch Logs API Reference, PutQueryDefinition.
    #[doc(alias = "PutQueryDefinition")]
    pub fn put_query_definition(
        &mut self,
        now: Timestamp,
        id: Option<&str>,
        definition: QueryDefinition,
    ) -> Result<String, QueryDefinitionError> {
        let now = self.at(now);
        definition.parameters.iter().try_for_each(QueryParameter::check)?;
        let (known, most) = (&self.queries.definitions, self.limits.query_definitions);
        let id = match id {
            Some(id) if !known.contains_key(id) => return Err(QueryDefinitionError::Unknown(id.into())),
            None if known.len() >= most => return Err(QueryDefinitionError::TooMany(most)),
            Some(id) => id.to_owned(),
            None => self.rng.uuid(),
        };
        self.queries.definitions.insert(id.clone(), QueryDefinition { modified: Some(now), ..definition });
        Ok(id)
    }

    /// The saved queries whose names begin like this, with their ids, by name.
    pub fn query_definitions(&self, prefix: &str) -> impl Iterator<Item = (&str, &QueryDefinition)> {
        let mut found: Vec<(&str, &QueryDefinition)> = self
            .queries
            .definitions
            .iter()
            .filter(|(_, definition)| definition.name.starts_with(prefix))
            .map(|(id, definition)| (id.as_str(), definition))
            .collect();
        found.sort_by(|(a, one), (b, other)| (&one.name, a).cmp(&(&other.name, b)));
        found.into_iter()
    }

    /// Removes a saved query.
    ///
    /// # Errors
    /// [`QueryDefinitionError`] when there is none of this id.
    #[doc(alias = "DeleteQueryDefinition")]
    pub fn delete_query_definition(&mut self, now: Timestamp, id: &str) -> Result<(), QueryDefinitionError> {
        self.at(now);
        let removed = self.queries.definitions.remove(id);
        removed.map(drop).ok_or_else(|| QueryDefinitionError::Unknown(id.into()))
    }
}
