//! Search identifiers: what a record must look like.

use cupola_audit::Record;

use crate::error::SigmaError;
use crate::path::Path;
use crate::value::{Modifiers, Test};
use crate::yaml::{Node, Value};

/// What a name of the detection stands for.
#[derive(Clone, Debug)]
pub(crate) enum Selection {
    /// All fields pass: as the rule lists them, and the order in which they are asked, the cheapest first.
    All(Vec<Field>, Vec<usize>),
    /// One of them holds.
    Any(Vec<Self>),
    /// A text anywhere in the record.
    Keyword(Test),
}

/// A field and what it is asked.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    path: Path,
    tests: Vec<Test>,
    /// All values must pass, not one of them.
    all: bool,
    /// As the rule spells it.
    spelling: String,
}

impl Selection {
    pub(crate) fn parse(node: &Node) -> Result<Self, SigmaError> {
        match &node.value {
            Value::Map(members) => {
                let fields: Vec<_> =
                    members.iter().map(|(name, value)| Field::parse(name, value)).collect::<Result<_, _>>()?;
                let mut order: Vec<usize> = (0..fields.len()).collect();
                order.sort_by_key(|number| fields[*number].cost());
                Ok(Self::All(fields, order))
            }
            Value::List(items) => items.iter().map(Self::parse).collect::<Result<_, _>>().map(Self::Any),
            Value::Null => Err(SigmaError::at(node.place, "a selection must be a map or a list")),
            _ => {
                let text = format!("*{}*", node.text().unwrap_or_default());
                let value = Node { place: node.place, value: Value::Text(text) };
                Modifiers::default().test(&value).map(Self::Keyword)
            }
        }
    }

    pub(crate) fn holds(&self, record: &Record<'_>) -> bool {
        match self {
            Self::All(fields, order) => order.iter().all(|number| fields[*number].holds(record)),
            Self::Any(any) => any.iter().any(|one| one.holds(record)),
            Self::Keyword(test) => test.passes_text(record.as_str()),
        }
    }

    /// The texts of which a field must be one for the selection to hold, in lower case.
    pub(crate) fn required(&self, name: &str) -> Option<Vec<String>> {
        match self {
            Self::All(fields, _) => fields.iter().filter(|field| field.path.as_str() == name).find_map(Field::exact),
            Self::Any(any) => {
                any.iter().map(|one| one.required(name)).collect::<Option<Vec<_>>>().map(|lists| lists.concat())
            }
            Self::Keyword(_) => None,
        }
    }

    /// The first field that does not pass, or what holds.
    pub(crate) fn explain(&self, record: &Record<'_>) -> String {
        match self {
            Self::All(fields, _) => match fields.iter().find(|field| !field.holds(record)) {
                Some(field) => format!("{} does not pass: it is {}", field.spelling, field.shown(record)),
                None => "every field passes".into(),
            },
            Self::Any(any) => match any.iter().position(|one| one.holds(record)) {
                Some(place) => format!("item {} holds", place + 1),
                None => "no item holds".into(),
            },
            Self::Keyword(_) => "a keyword".into(),
        }
    }
}

impl Field {
    fn parse(name: &Node, value: &Node) -> Result<Self, SigmaError> {
        let spelling = name.needed_text("a field's name")?;
        let mut words = spelling.split('|');
        let path = words.next().unwrap_or_default();
        let modifiers = Modifiers::parse(words, name.place)?;
        if path.is_empty() {
            return Err(SigmaError::at(name.place, "a field needs a name"));
        }
        let tests: Vec<Test> = value.items().iter().map(|value| modifiers.test(value)).collect::<Result<_, _>>()?;
        if tests.is_empty() {
            return Err(SigmaError::at(value.place, "a field needs a value"));
        }
        Ok(Self { path: Path::of(path), tests, all: modifiers.all, spelling: spelling.to_owned() })
    }

    fn holds(&self, record: &Record<'_>) -> bool {
        if self.all {
            return self.tests.iter().all(|test| self.path.any(record, |found| test.passes(found)));
        }
        self.path.any(record, |found| self.tests.iter().any(|test| test.passes(found)))
    }

    /// What asking takes, roughly: a part of a field is to be found first.
    fn cost(&self) -> usize {
        8 * self.path.depth() + self.tests.iter().map(Test::cost).sum::<usize>()
    }

    fn exact(&self) -> Option<Vec<String>> {
        if self.all { None } else { self.tests.iter().map(Test::exact).collect() }
    }

    fn shown(&self, record: &Record<'_>) -> String {
        self.path
            .first(record)
            .map_or_else(|| "not there".into(), |text| format!("{:?}", text.chars().take(80).collect::<String>()))
    }
}
