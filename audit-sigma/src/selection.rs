//! Search identifiers: what a record must look like.

use crate::error::SigmaError;
use crate::need::{Literal, Need};
use crate::path::{Paths, Seen};
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
    path: usize,
    tests: Vec<Test>,
    /// All values must pass, not one of them.
    all: bool,
    /// As the rule spells it.
    spelling: String,
}

impl Selection {
    pub(crate) fn parse(node: &Node, paths: &mut Paths) -> Result<Self, SigmaError> {
        match &node.value {
            Value::Map(members) => {
                let fields = members.iter().map(|(name, value)| Field::parse(name, value, paths));
                let fields: Vec<_> = fields.collect::<Result<_, _>>()?;
                let mut order: Vec<usize> = (0..fields.len()).collect();
                order.sort_by_key(|number| fields[*number].cost(paths));
                Ok(Self::All(fields, order))
            }
            Value::List(items) => {
                items.iter().map(|item| Self::parse(item, paths)).collect::<Result<_, _>>().map(Self::Any)
            }
            Value::Null => Err(SigmaError::at(node.place, "a selection must be a map or a list")),
            _ => {
                let text = format!("*{}*", node.text().unwrap_or_default());
                let value = Node { place: node.place, value: Value::Text(text) };
                Modifiers::default().test(&value).map(Self::Keyword)
            }
        }
    }

    pub(crate) fn holds(&self, seen: &Seen<'_>) -> bool {
        match self {
            Self::All(fields, order) => order.iter().all(|number| fields[*number].holds(seen)),
            Self::Any(any) => any.iter().any(|one| one.holds(seen)),
            Self::Keyword(test) => test.passes_text(seen.record.as_str()),
        }
    }

    /// What a record must have for the selection to hold.
    pub(crate) fn need(&self, paths: &Paths) -> Option<Need> {
        match self {
            Self::All(fields, _) => Need::best(fields.iter().map(|field| field.need(paths))),
            Self::Any(any) => Need::any(any.iter().map(|one| one.need(paths))),
            Self::Keyword(test) => need(test, None, paths),
        }
    }

    /// The selection with its paths numbered anew.
    pub(crate) fn renumbered(&self, new: &mut dyn FnMut(usize) -> usize) -> Self {
        match self {
            Self::All(fields, order) => {
                let fields = fields.iter().map(|field| Field { path: new(field.path), ..field.clone() });
                Self::All(fields.collect(), order.clone())
            }
            Self::Any(any) => Self::Any(any.iter().map(|one| one.renumbered(new)).collect()),
            Self::Keyword(test) => Self::Keyword(test.clone()),
        }
    }

    /// The first field that does not pass, or what holds.
    pub(crate) fn explain(&self, seen: &Seen<'_>) -> String {
        match self {
            Self::All(fields, _) => match fields.iter().find(|field| !field.holds(seen)) {
                Some(field) => format!("{} does not pass: it is {}", field.spelling, field.shown(seen)),
                None => "every field passes".into(),
            },
            Self::Any(any) => match any.iter().position(|one| one.holds(seen)) {
                Some(place) => format!("item {} holds", place + 1),
                None => "no item holds".into(),
            },
            Self::Keyword(_) => "a keyword".into(),
        }
    }
}

/// A text that every value which passes has.
fn need(test: &Test, path: Option<usize>, paths: &Paths) -> Option<Need> {
    let (shape, text) = test.literal()?;
    Some(Need::of(paths, Literal { path, shape, text }))
}

impl Field {
    fn parse(name: &Node, value: &Node, paths: &mut Paths) -> Result<Self, SigmaError> {
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
        Ok(Self { path: paths.enter(path), tests, all: modifiers.all, spelling: spelling.to_owned() })
    }

    fn holds(&self, seen: &Seen<'_>) -> bool {
        if self.all {
            return self.tests.iter().all(|test| seen.any(self.path, |found| test.passes(found)));
        }
        seen.any(self.path, |found| self.tests.iter().any(|test| test.passes(found)))
    }

    /// What asking takes, roughly: a part of a field is to be found first.
    fn cost(&self, paths: &Paths) -> usize {
        8 * paths.depth(self.path) + self.tests.iter().map(Test::cost).sum::<usize>()
    }

    fn need(&self, paths: &Paths) -> Option<Need> {
        let needs = self.tests.iter().map(|test| need(test, Some(self.path), paths));
        if self.all { Need::best(needs) } else { Need::any(needs) }
    }

    fn shown(&self, seen: &Seen<'_>) -> String {
        let mut texts = seen.texts(self.path);
        texts
            .next()
            .map_or_else(|| "not there".into(), |text| format!("{:?}", text.chars().take(80).collect::<String>()))
    }
}
