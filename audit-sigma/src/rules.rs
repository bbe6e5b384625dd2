//! Many rules at once.

use std::sync::OnceLock;

use cupola_audit::Record;
use cupola_base::Timestamp;

use crate::correlation::Correlation;
use crate::error::SigmaError;
use crate::index::Index;
use crate::rule::Rule;
use crate::yaml::documents;

/// Many rules, asked of one record after the other.
///
/// Rules are looked up by texts without which they cannot hold: actions and services first, then any text of a
/// field, all at once. A record is asked few of them, and read once for all. Correlations remember what held within
/// their time; records may come in any order within it.
///
/// ```
/// use cupola_audit::Record;
/// use cupola_sigma::Rules;
///
/// let mut rules = Rules::parse("
/// title: A key was made
/// name: key_made
/// detection: {it: {eventName: CreateAccessKey}, condition: it}
/// ---
/// title: Many keys were made
/// correlation:
///   type: event_count
///   rules: key_made
///   group-by: userIdentity.arn
///   timespan: 10m
///   condition: {gte: 3}
/// ")?;
/// let record = Record::parse(r#"{"eventName": "CreateAccessKey", "eventTime": "2026-05-04T06:00:00Z",
///     "userIdentity": {"arn": "arn:aws:iam::111122223333:user/eve"}}"#)?;
/// assert!(rules.observe(&record).is_empty() && rules.observe(&record).is_empty());
/// let detections = rules.observe(&record);
/// assert_eq!(detections[0].title, "Many keys were made");
/// assert_eq!(detections[0].group, ["arn:aws:iam::111122223333:user/eve"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    correlations: Vec<Correlation>,
    /// Made when the rules are first asked.
    index: OnceLock<Index>,
}

/// That a rule or a correlation holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detection {
    /// What was detected.
    pub title: String,
    /// The rule's id.
    pub id: Option<String>,
    /// How bad it is.
    pub level: Option<String>,
    /// What it is about.
    pub tags: Vec<String>,
    /// The values of a correlation's group.
    pub group: Vec<String>,
    /// The time of the record.
    pub at: Timestamp,
}

impl Rules {
    /// Reads rules and correlations, one a document. A correlation stands behind the rules that it is about.
    ///
    /// # Errors
    /// [`SigmaError`], with the place.
    pub fn parse(text: &str) -> Result<Self, SigmaError> {
        let mut rules = Self::default();
        rules.add(text)?;
        Ok(rules)
    }

    /// Reads more of them.
    ///
    /// # Errors
    /// [`SigmaError`], with the place; nothing is added then.
    pub fn add(&mut self, text: &str) -> Result<(), SigmaError> {
        let (rules, correlations) = (self.rules.len(), self.correlations.len());
        let read = self.read(text);
        if read.is_err() {
            self.rules.truncate(rules);
            self.correlations.truncate(correlations);
        }
        self.index = OnceLock::new();
        read.map_err(|error| error.in_text(text))
    }

    fn read(&mut self, text: &str) -> Result<(), SigmaError> {
        for document in documents(text)? {
            match document.get("correlation") {
                Some(body) => self.correlations.push(Correlation::of(&document, body, &self.rules)?),
                None => self.rules.push(Rule::of(&document)?),
            }
        }
        Ok(())
    }

    /// The rules, in the order of the text.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The numbers of the rules that hold for a record, ascending. Correlations are not asked.
    #[must_use]
    pub fn matching(&self, record: &Record<'_>) -> Vec<usize> {
        self.index.get_or_init(|| Index::of(&self.rules)).matching(record)
    }

    /// What a record makes hold: rules first, then correlations, in the order of the text. Rules that a
    /// correlation is about tell of themselves only where it says so. A record without a time counts for rules
    /// alone.
    pub fn observe(&mut self, record: &Record<'_>) -> Vec<Detection> {
        let (matching, time) = (self.matching(record), record.event_time().ok());
        let at = time.unwrap_or(Timestamp::EPOCH);
        let silent = |rule: &usize| self.correlations.iter().any(|c| !c.generate && c.rules.contains(rule));
        let loud = matching.iter().filter(|rule| !silent(rule));
        let mut detections: Vec<Detection> = loud.map(|rule| Detection::of_rule(&self.rules[*rule], at)).collect();
        for correlation in self.correlations.iter_mut().filter(|_| time.is_some()) {
            for rule in matching.iter().filter(|rule| correlation.rules.contains(rule)).copied().collect::<Vec<_>>() {
                let group = correlation.hit(rule, at, record);
                detections.extend(group.map(|group| Detection::of_correlation(correlation, group, at)));
            }
        }
        detections
    }
}

impl Detection {
    fn of_rule(rule: &Rule, at: Timestamp) -> Self {
        let Rule { title, id, level, tags, .. } = rule;
        Self { title: title.clone(), id: id.clone(), level: level.clone(), tags: tags.clone(), group: Vec::new(), at }
    }

    fn of_correlation(correlation: &Correlation, group: Vec<String>, at: Timestamp) -> Self {
        let Correlation { title, id, level, tags, .. } = correlation;
        Self { title: title.clone(), id: id.clone(), level: level.clone(), tags: tags.clone(), group, at }
    }
}
