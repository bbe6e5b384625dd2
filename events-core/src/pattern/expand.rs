//! From a pattern to the plain conjunctions that it stands for.

use std::collections::HashMap;
use std::sync::Arc;

use super::ast::{FieldValue, Matcher, Member, Object};
use super::error::Reason;
use super::options::PatternOptions;

/// Paths that must all match, in ascending order of their UTF-16 code units: the order in which
/// they are judged.
#[derive(Clone, Debug)]
pub(crate) struct Conjunction {
    pub(crate) tests: Vec<Test>,
}

/// A dotted path, and what a value there must be: at least one of these.
#[derive(Clone, Debug)]
pub(crate) struct Test {
    pub(crate) path: Arc<str>,
    pub(crate) matchers: Arc<[Matcher]>,
}

impl Test {
    /// The matchers as text: those of equal tests are equal.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for matcher in &*self.matchers {
            text.push_str(&matcher.to_string());
            text.push(',');
        }
        text
    }
}

/// Expands every `$or`.
pub(super) fn expand(pattern: &Object, options: &PatternOptions) -> Result<Vec<Conjunction>, Reason> {
    let start = vec![HashMap::new()];
    let branches = Expansion { options }.object(pattern, None, start)?;
    Ok(branches.into_iter().map(Conjunction::of).collect())
}

type Branch = HashMap<Arc<str>, Arc<[Matcher]>>;

struct Expansion<'a> {
    options: &'a PatternOptions,
}

impl Expansion<'_> {
    fn object(&self, object: &Object, prefix: Option<&str>, branches: Vec<Branch>) -> Result<Vec<Branch>, Reason> {
        object.0.iter().try_fold(branches, |branches, member| match member {
            Member::Or(alternatives) => self.or(alternatives, prefix, &branches),
            Member::Field { name, value } => {
                let path = prefix.map_or_else(|| name.to_string(), |prefix| format!("{prefix}.{name}"));
                self.field(&path, value, branches)
            }
        })
    }

    fn field(&self, path: &str, value: &FieldValue, mut branches: Vec<Branch>) -> Result<Vec<Branch>, Reason> {
        let matchers: Arc<[Matcher]> = match value {
            FieldValue::Object(object) => return self.object(object, Some(path), branches),
            FieldValue::Matchers(matchers) => matchers.as_slice().into(),
        };
        let path: Arc<str> = path.into();
        for branch in &mut branches {
            let old = branch.insert(Arc::clone(&path), Arc::clone(&matchers));
            if old.is_some() && self.options.refuse_duplicates {
                return Err(Reason::DuplicatePath(path.to_string()));
            }
        }
        Ok(branches)
    }

    fn or(&self, alternatives: &[Object], prefix: Option<&str>, branches: &[Branch]) -> Result<Vec<Branch>, Reason> {
        let mut all = Vec::new();
        for alternative in alternatives {
            all.extend(self.object(alternative, prefix, branches.to_vec())?);
            if all.len() > self.options.branches {
                return Err(Reason::TooManyBranches(self.options.branches));
            }
        }
        Ok(all)
    }
}

impl Conjunction {
    fn of(branch: Branch) -> Self {
        let mut tests: Vec<Test> = branch.into_iter().map(|(path, matchers)| Test { path, matchers }).collect();
        tests.sort_unstable_by(|a, b| a.path.encode_utf16().cmp(b.path.encode_utf16()));
        Self { tests }
    }
}
