//! One detection rule.

use std::fmt::Write as _;

use cupola_audit::Record;

use crate::condition::Condition;
use crate::error::SigmaError;
use crate::need::Need;
use crate::path::{Paths, Seen};
use crate::selection::Selection;
use crate::yaml::{Node, documents};

/// A detection rule: which records are suspicious.
///
/// ```
/// use cupola_audit::Record;
/// use cupola_sigma::Rule;
///
/// let rule = Rule::parse("
/// title: The console without a second factor
/// detection:
///   login: {eventName: ConsoleLogin, responseElements.ConsoleLogin: Success}
///   mfa: {additionalEventData.MFAUsed: 'Yes'}
///   condition: login and not mfa
/// ")?;
/// let record = Record::parse(r#"{"eventName": "ConsoleLogin", "responseElements": {"ConsoleLogin": "Success"},
///     "additionalEventData": {"MFAUsed": "No"}}"#)?;
/// assert!(rule.matches(&record));
/// assert_eq!(
///     rule.explain(&record),
///     "holds\n  login holds: every field passes\n  mfa does not hold: additionalEventData.MFAUsed does not pass: it is \"No\"\n",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// The Sigma rules specification.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// What it detects.
    pub title: String,
    /// Its id, by which correlations may mean it.
    pub id: Option<String>,
    /// Its name, by which correlations may mean it.
    pub name: Option<String>,
    /// `informational`, `low`, `medium`, `high` or `critical`.
    pub level: Option<String>,
    /// What it is about, e.g. `attack.persistence`.
    pub tags: Vec<String>,
    names: Vec<String>,
    paths: Paths,
    logic: Logic,
}

/// What a rule asks of a record.
#[derive(Clone, Debug)]
pub(crate) struct Logic {
    selections: Vec<Selection>,
    condition: Condition,
}

impl Rule {
    /// Reads one rule.
    ///
    /// # Errors
    /// [`SigmaError`], with the place: not YAML, not a rule, not supported.
    pub fn parse(text: &str) -> Result<Self, SigmaError> {
        let documents = documents(text).map_err(|error| error.in_text(text))?;
        let [document] = &documents[..] else {
            let place = documents.get(1).map(|second| second.place).unwrap_or_default();
            return Err(SigmaError::at(place, "one rule is needed").in_text(text));
        };
        Self::of(document).map_err(|error| error.in_text(text))
    }

    pub(crate) fn of(node: &Node) -> Result<Self, SigmaError> {
        let head = Head::of(node)?;
        for unsupported in ["action", "filter"] {
            if let Some(part) = node.get(unsupported) {
                return Err(SigmaError::at(part.place, format!("`{unsupported}` is not supported")));
            }
        }
        check_source(node)?;
        let detection = node.needed("detection")?;
        let (mut names, mut selections, mut paths) = (Vec::new(), Vec::new(), Paths::default());
        for (name, selection) in detection.map("detection")? {
            match name.needed_text("a selection's name")? {
                "condition" => {}
                "timeframe" => {
                    return Err(SigmaError::at(name.place, "`timeframe` is not supported: write a correlation"));
                }
                text => {
                    names.push(text.to_owned());
                    selections.push(Selection::parse(selection, &mut paths)?);
                }
            }
        }
        let condition = Condition::parse(detection.needed("condition")?, &names)?;
        let Head { title, id, name, level, tags } = head;
        Ok(Self { title, id, name, level, tags, names, paths, logic: Logic { selections, condition } })
    }

    /// Whether a record is suspicious.
    #[must_use]
    pub fn matches(&self, record: &Record<'_>) -> bool {
        self.logic.holds(&Seen::of(record, &self.paths))
    }

    /// Why, selection by selection.
    #[must_use]
    pub fn explain(&self, record: &Record<'_>) -> String {
        let seen = Seen::of(record, &self.paths);
        let mut text = format!("{}\n", verdict(self.logic.holds(&seen)));
        for (name, selection) in self.names.iter().zip(&self.logic.selections) {
            let _ = writeln!(text, "  {name} {}: {}", verdict(selection.holds(&seen)), selection.explain(&seen));
        }
        text
    }

    /// What it asks, its paths entered among others.
    pub(crate) fn logic_in(&self, paths: &mut Paths) -> Logic {
        let mut new = |path| paths.enter(&self.paths.text(path));
        let selections = self.logic.selections.iter().map(|selection| selection.renumbered(&mut new)).collect();
        Logic { selections, condition: self.logic.condition.clone() }
    }
}

impl Logic {
    pub(crate) fn holds(&self, seen: &Seen<'_>) -> bool {
        self.condition.holds(&mut |number| self.selections[number].holds(seen))
    }

    /// What a record must have for the rule to hold; `None` when any record may do.
    pub(crate) fn need(&self, paths: &Paths) -> Option<Need> {
        self.condition.need(&|number| self.selections[number].need(paths))
    }
}

const fn verdict(holds: bool) -> &'static str {
    if holds { "holds" } else { "does not hold" }
}

/// Rules of other products are no rules for audit records.
fn check_source(node: &Node) -> Result<(), SigmaError> {
    let Some(source) = node.get("logsource") else { return Ok(()) };
    for (member, ours) in [("product", "aws"), ("service", "cloudtrail")] {
        if let Some(part) = source.get(member).filter(|part| part.text() != Some(ours)) {
            return Err(SigmaError::at(part.place, format!("the {member} of the log source must be {ours}")));
        }
    }
    Ok(())
}

/// What rules and correlations have in common.
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) level: Option<String>,
    pub(crate) tags: Vec<String>,
}

impl Head {
    pub(crate) fn of(node: &Node) -> Result<Self, SigmaError> {
        node.map("a rule")?;
        let text = |name: &str| node.get(name).map(|part| part.needed_text(name).map(str::to_owned)).transpose();
        let tags = node.get("tags").map(Node::items).unwrap_or_default();
        Ok(Self {
            title: node.needed("title")?.needed_text("title")?.to_owned(),
            id: text("id")?,
            name: text("name")?,
            level: text("level")?,
            tags: tags.iter().filter_map(|tag| tag.text().map(str::to_owned)).collect(),
        })
    }
}
