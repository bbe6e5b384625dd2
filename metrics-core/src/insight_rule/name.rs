//! Names of rules.

cupola_base::names! {
    /// A Contributor Insights rule's name: 1 to 128 printable ASCII characters.
    ///
    /// ```
    /// use cupola_metrics::InsightRuleName;
    /// assert!(InsightRuleName::new("top talkers").is_ok() && InsightRuleName::new("").is_err());
    /// ```
    ///
    /// # Source
    /// CloudWatch API Reference, PutInsightRule.
    InsightRuleName: InsightRuleNameError = |text| check(text);
}

fn check(text: &str) -> Result<(), InsightRuleNameError> {
    let fits = (1..=128).contains(&text.len()) && is_printable(text);
    if fits { Ok(()) } else { Err(InsightRuleNameError(text.into())) }
}

/// Whether there are printable ASCII characters alone.
pub(crate) fn is_printable(text: &str) -> bool {
    text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

/// A text is no rule's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of an insight rule: 1 to 128 printable ASCII characters are needed")]
pub struct InsightRuleNameError(String);
