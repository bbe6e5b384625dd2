//! Slow obvious twins.

use super::accept::{accepts, accepts_absence};
use super::tree::Tree;

/// Whether an event matches a pattern that was accepted: every choice of one field for each path is tried.
///
/// None when either is not JSON, or when there are more than 100,000 choices.
#[must_use]
pub fn matches(pattern: &str, event: &str) -> Option<bool> {
    let (pattern, event) = (Tree::read(pattern)?, Tree::read(event)?);
    let mut flat = Flat::default();
    flat.walk(&event, None, &[]);
    let mut choices = 100_000;
    let mut matched = false;
    for mut rule in rules(&pattern, None, vec![Rule::new()]) {
        rule.sort_by_key(|(path, _)| path.encode_utf16().collect::<Vec<_>>());
        matched |= choose(&rule, &flat.fields, &mut Vec::new(), &mut choices)?;
    }
    Some(matched)
}

/// Paths and what stands at each: one of these.
type Rule = Vec<(String, Vec<Tree>)>;

/// The plain rules that `$or` stands for; what comes later in the text replaces what came before.
fn rules(object: &Tree, path: Option<&str>, mut rules: Vec<Rule>) -> Vec<Rule> {
    let Tree::Object(members) = object else { return rules };
    for (name, value) in members {
        let here = path.map_or_else(|| name.clone(), |path| format!("{path}.{name}"));
        rules = match value {
            Tree::List(branches) if name == "$or" => {
                branches.iter().flat_map(|branch| self::rules(branch, path, rules.clone())).collect()
            }
            Tree::List(matchers) => rules.into_iter().map(|rule| with(rule, &here, matchers)).collect(),
            object => self::rules(object, Some(&here), rules),
        };
    }
    rules
}

fn with(mut rule: Rule, path: &str, matchers: &[Tree]) -> Rule {
    rule.retain(|(other, _)| other != path);
    rule.push((path.to_owned(), matchers.to_vec()));
    rule
}

/// A scalar of the event: its path, its value, and the elements of arrays that it stands in.
#[derive(Debug)]
struct Field {
    path: String,
    value: Tree,
    /// An array's number and the index in it.
    elements: Vec<(usize, usize)>,
}

#[derive(Default)]
struct Flat {
    fields: Vec<Field>,
    arrays: usize,
}

impl Flat {
    fn walk(&mut self, value: &Tree, path: Option<&str>, elements: &[(usize, usize)]) {
        match value {
            Tree::Object(members) => {
                for (name, value) in members {
                    let path = path.map_or_else(|| name.clone(), |path| format!("{path}.{name}"));
                    self.walk(value, Some(&path), elements);
                }
            }
            Tree::List(items) => {
                let array = self.arrays;
                self.arrays += 1;
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Tree::Object(_) | Tree::List(_) => {
                            self.walk(item, path, &[elements, &[(array, index)]].concat());
                        }
                        scalar => self.walk(scalar, path, elements),
                    }
                }
            }
            scalar => {
                let path = path.unwrap_or_default().to_owned();
                self.fields.push(Field { path, value: scalar.clone(), elements: elements.to_vec() });
            }
        }
    }
}

/// Whether the rest of a rule's paths can be satisfied together with what was chosen for the first ones.
fn choose<'a>(
    rule: &[(String, Vec<Tree>)],
    fields: &'a [Field],
    chosen: &mut Vec<&'a Field>,
    choices: &mut u32,
) -> Option<bool> {
    let Some(((path, matchers), rest)) = rule.split_first() else { return Some(true) };
    *choices = choices.checked_sub(1)?;
    let reachable = fields.iter().filter(|field| field.path == *path);
    let reachable: Vec<&Field> = reachable.filter(|field| chosen.iter().all(|other| agree(field, other))).collect();
    for field in &reachable {
        if matchers.iter().any(|matcher| accepts(matcher, &field.value)) {
            chosen.push(field);
            if choose(rest, fields, chosen, choices)? {
                return Some(true);
            }
            chosen.pop();
        }
    }
    let absent = reachable.is_empty() && matchers.iter().any(accepts_absence);
    if absent { choose(rest, fields, chosen, choices) } else { Some(false) }
}

/// Whether two fields stand in no different elements of one array.
fn agree(a: &Field, b: &Field) -> bool {
    a.elements.iter().all(|(array, index)| b.elements.iter().all(|(other, at)| array != other || index == at))
}
