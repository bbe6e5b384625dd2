//! Names of sampling rules.

cupola_base::names! {
    /// Names a sampling rule: 1 to 32 characters.
    ///
    /// ```
    /// use cupola_traces::RuleName;
    /// assert!(RuleName::new("").is_err());
    /// assert!(RuleName::new("Default")?.is_default());
    /// # Ok::<(), cupola_traces::RuleNameError>(())
    /// ```
    ///
    /// # Source
    /// X-Ray API Reference, SamplingRule.
    RuleName: RuleNameError = check;
}

fn check(text: &str) -> Result<(), RuleNameError> {
    let length = text.chars().count();
    if (1..=32).contains(&length) { Ok(()) } else { Err(RuleNameError { length }) }
}

impl RuleName {
    /// The name of the rule that is always there.
    #[must_use]
    pub fn default_rule() -> Self {
        Self("Default".into())
    }

    /// Whether it is the name of the rule that is always there.
    #[must_use]
    pub fn is_default(&self) -> bool {
        &*self.0 == "Default"
    }
}

/// The text is no rule's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rule's name of {length} characters: 1 to 32 are accepted")]
#[non_exhaustive]
pub struct RuleNameError {
    /// How many characters were given.
    pub length: usize,
}
