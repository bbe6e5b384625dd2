//! What deliveries go to, as tests name it.

use std::fmt;

use cupola::Delivery;
use cupola::base::text::nearest;

use super::World;

/// A target: a resource's whole ARN, or the beginning of ARNs.
#[derive(Debug)]
pub(super) struct Target {
    arn: String,
    is_whole: bool,
}

impl Target {
    /// Whether a delivery goes there. The ARN of a log group is the same with `:*` behind it.
    pub(super) fn takes(&self, delivery: &Delivery) -> bool {
        if self.is_whole { bare(&delivery.target) == bare(&self.arn) } else { delivery.target.starts_with(&self.arn) }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.arn, if self.is_whole { "" } else { "..." })
    }
}

fn bare(arn: &str) -> &str {
    arn.strip_suffix(":*").unwrap_or(arn)
}

impl World {
    /// The target that a text names: a resource of a template, by its name in it or by its ARN; else all whose ARN
    /// begins so.
    ///
    /// # Errors
    /// Words for a text that is neither a name in a template nor the beginning of an ARN, so that no delivery could
    /// ever match it.
    pub(super) fn target(&self, text: &str) -> Result<Target, String> {
        if let Some(arn) = self.targets.get(text) {
            return Ok(Target { arn: arn.clone(), is_whole: true });
        }
        if !text.starts_with("arn:") {
            return Err(self.no_target(text));
        }
        let is_whole = self.targets.values().any(|arn| bare(arn) == bare(text));
        Ok(Target { arn: text.to_owned(), is_whole })
    }

    fn no_target(&self, text: &str) -> String {
        if self.names.contains_key(text) {
            return format!("\"{text}\" has no ARN that is known: a target is named by its ARN, too");
        }
        let names = || self.targets.keys().map(String::as_str);
        let near = nearest(text, names()).map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
        let known: Vec<&str> = names().collect();
        format!("there is no such target{near}; there are [{}], and any ARN", known.join(", "))
    }
}
