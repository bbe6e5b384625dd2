//! Templates: objects of one member that stand for something longer.

mod files;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;

use crate::instant::{iso, seconds};
use crate::{Object, Value};

pub use files::Files;

/// Fills templates: replaces each at any depth, and copies everything else.
///
/// What a template gave is not looked through again: the content of a file is literal.
///
/// ```
/// use cupola_conformance::{Files, Templates};
///
/// let files = Files::default();
/// let templates = Templates::new(&files, ".".as_ref());
/// let input = r#"{"id": {"$join": [{"$text": ["ab", 2]}, "c"]}, "body": {"$json": {"at": {"$ms": "1970-01-01T00:00:01Z"}}}}"#;
/// let filled = templates.fill(&input.parse()?)?;
/// assert_eq!(filled.to_string(), r#"{"id":"ababc","body":"{\"at\":1000}"}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Templates<'a> {
    files: &'a Files,
    folder: &'a Path,
    variables: BTreeMap<String, Value>,
    budget: Cell<usize>,
}

/// A template cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{template}` cannot be filled: {reason}")]
pub struct TemplateError {
    template: String,
    reason: String,
}

type Filled<T = Value> = Result<T, TemplateError>;

impl<'a> Templates<'a> {
    /// Paths are relative to the folder, which is that of the case's file.
    #[must_use]
    pub fn new(files: &'a Files, folder: &'a Path) -> Self {
        Self { files, folder, variables: BTreeMap::new(), budget: Cell::new(BUDGET) }
    }

    /// Saves a value for `$var`.
    pub fn save(&mut self, name: impl Into<String>, value: Value) {
        self.variables.insert(name.into(), value);
    }

    /// Fills all templates in a value.
    ///
    /// # Errors
    /// [`TemplateError`] for the first template that cannot be filled.
    pub fn fill(&self, value: &Value) -> Filled {
        self.spend(1)?;
        match value {
            Value::List(items) => self.fill_list(items).map(Value::List),
            Value::Object(object) => self.fill_object(object),
            literal => {
                self.spend(literal.as_text().map_or(0, str::len))?;
                Ok(literal.clone())
            }
        }
    }

    /// Fills the items of a list; `$repeat` is unrolled.
    ///
    /// # Errors
    /// As [`fill`](Self::fill).
    pub fn fill_list(&self, items: &[Value]) -> Filled<Vec<Value>> {
        unrolled(items)?.into_iter().map(|item| self.fill(item)).collect()
    }

    fn fill_object(&self, object: &Object) -> Filled {
        if let Some((path, record)) = file_with_record(object) {
            return self.record(path, record);
        }
        match object.only() {
            Some((name, argument)) if name.starts_with('$') => self.template(object, name, argument),
            _ => self.fill_members(object),
        }
    }

    fn fill_members(&self, object: &Object) -> Filled {
        let members = object.members().iter().map(|(name, value)| Ok((name.clone(), self.fill(value)?)));
        members.collect::<Filled<Vec<_>>>().map(|members| Value::Object(members.into()))
    }

    fn template(&self, object: &Object, name: &str, argument: &Value) -> Filled {
        let template = match name {
            "$file" => Self::file,
            "$files" => Self::all_files,
            "$raw" => Self::raw,
            "$text" => Self::text,
            "$join" => Self::join,
            "$repeat" => |_: &Self, _: &Value| Err("it stands for items of a list, and this is no list".to_owned()),
            "$json" => |_: &Self, value: &Value| Ok(Value::Text(value.to_string())),
            "$time" => |_: &Self, value: &Value| Ok(seconds(moment(value)?)),
            "$ms" => |_: &Self, value: &Value| Ok(Value::from(moment(value)?.as_millis())),
            "$var" => Self::variable,
            _ => return self.fill_members(object),
        };
        let filled = self.fill(argument)?;
        template(self, &filled).map_err(|reason| TemplateError { template: name.to_owned(), reason })
    }

    fn file(&self, argument: &Value) -> Result<Value, String> {
        let content = self.files.parsed(self.folder, text(argument)?)?;
        self.charge(content.bytes)?;
        Ok(content.value.clone())
    }

    fn record(&self, path: &Value, record: &Value) -> Filled {
        let number = record.as_count().ok_or_else(|| "`record` takes a whole number".to_owned());
        let found = number.and_then(|number| {
            let content = self.files.parsed(self.folder, text(path)?)?;
            files::record(&content.value, number).cloned().ok_or_else(|| format!("there is no record {number}"))
        });
        found.map_err(|reason| TemplateError { template: "$file".into(), reason })
    }

    fn all_files(&self, argument: &Value) -> Result<Value, String> {
        let paths = files::matching(self.folder, text(argument)?)?;
        let contents = paths.iter().map(|path| self.file(&Value::from(path.as_str())));
        contents.collect::<Result<Vec<_>, _>>().map(Value::List)
    }

    fn raw(&self, argument: &Value) -> Result<Value, String> {
        let content = files::read(&self.folder.join(text(argument)?))?;
        self.charge(content.len())?;
        Ok(Value::Text(content))
    }

    fn text(&self, argument: &Value) -> Result<Value, String> {
        let repeated = match argument.as_list().unwrap_or_default() {
            [part, times] => part.as_text().zip(times.as_count()),
            _ => None,
        };
        let (part, times) = repeated.ok_or("it takes a text and a whole number")?;
        self.charge(part.len().saturating_mul(times))?;
        Ok(Value::Text(part.repeat(times)))
    }

    /// Texts of a list one after another.
    fn join(&self, argument: &Value) -> Result<Value, String> {
        let texts = argument.as_list().map(|parts| parts.iter().map(Value::as_text).collect::<Option<Vec<_>>>());
        let joined = texts.flatten().ok_or("it takes a list of texts")?.concat();
        self.charge(joined.len())?;
        Ok(Value::Text(joined))
    }

    fn variable(&self, argument: &Value) -> Result<Value, String> {
        let name = text(argument)?;
        self.variables.get(name).cloned().ok_or_else(|| format!("no earlier step saved `{name}`"))
    }

    fn spend(&self, units: usize) -> Filled<()> {
        self.charge(units).map_err(|reason| TemplateError { template: "input".into(), reason })
    }

    fn charge(&self, units: usize) -> Result<(), String> {
        let left = self.budget.get().checked_sub(units).ok_or("the input grows too large")?;
        self.budget.set(left);
        Ok(())
    }
}

/// The items of a list, each `$repeat` among them replaced by its copies. Nothing is filled.
///
/// # Errors
/// [`TemplateError`] for a `$repeat` with a wrong argument or too many copies.
pub(crate) fn unrolled(items: &[Value]) -> Filled<Vec<&Value>> {
    let mut all = Vec::with_capacity(items.len());
    items.iter().try_for_each(|item| unroll(item, &mut all))?;
    Ok(all)
}

fn unroll<'a>(item: &'a Value, into: &mut Vec<&'a Value>) -> Filled<()> {
    let Some(("$repeat", argument)) = item.as_object().and_then(Object::only) else {
        into.push(item);
        return Ok(());
    };
    let error = |reason: &str| TemplateError { template: "$repeat".into(), reason: reason.into() };
    let Some([times, value]) = argument.as_list() else { return Err(error("it takes a whole number and a value")) };
    let times = times.as_count().ok_or_else(|| error("it takes a whole number and a value"))?;
    for _ in 0..times {
        unroll(value, into)?;
        if into.len() > MOST_ITEMS {
            return Err(error("the list grows too large"));
        }
    }
    Ok(())
}

fn file_with_record(object: &Object) -> Option<(&Value, &Value)> {
    let pair = object.member("$file").zip(object.member("record"));
    pair.filter(|_| object.members().len() == 2)
}

fn text(argument: &Value) -> Result<&str, String> {
    argument.as_text().ok_or_else(|| format!("it takes a text, not {}", argument.form()))
}

fn moment(argument: &Value) -> Result<cupola_base::Timestamp, String> {
    argument.as_text().and_then(iso).ok_or_else(|| "it takes an ISO 8601 text in UTC".to_owned())
}

/// Values and bytes that the templates of one case may make.
const BUDGET: usize = 1 << 28;
const MOST_ITEMS: usize = 10_000_000;

#[cfg(test)]
mod tests;
