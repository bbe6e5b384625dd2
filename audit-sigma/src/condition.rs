//! Conditions: `selection and not 1 of filter_*`.

use cupola_base::text::wildcard;

use crate::error::{Place, SigmaError};
use crate::need::Need;
use crate::yaml::Node;

/// How selections make a verdict; they are meant by their number.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Is(usize),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Condition {
    /// One condition, or a list of which one must hold.
    pub(crate) fn parse(node: &Node, names: &[String]) -> Result<Self, SigmaError> {
        let of = |node: &Node| {
            let text = node.needed_text("a condition")?;
            Parser { words: words(text), at: 0, names, place: node.place }.whole()
        };
        match node.items() {
            [] => Err(SigmaError::at(node.place, "a condition is needed")),
            [one] => of(one),
            many => many.iter().map(of).collect::<Result<_, _>>().map(Self::Any),
        }
    }

    pub(crate) fn holds(&self, selection: &mut dyn FnMut(usize) -> bool) -> bool {
        match self {
            Self::Is(number) => selection(*number),
            Self::Not(inner) => !inner.holds(selection),
            Self::All(all) => all.iter().all(|one| one.holds(selection)),
            Self::Any(any) => any.iter().any(|one| one.holds(selection)),
        }
    }

    /// What a record must have for the condition to hold.
    pub(crate) fn need(&self, of: &dyn Fn(usize) -> Option<Need>) -> Option<Need> {
        match self {
            Self::Is(number) => of(*number),
            Self::Not(_) => None,
            Self::All(all) => Need::best(all.iter().map(|one| one.need(of))),
            Self::Any(any) => Need::any(any.iter().map(|one| one.need(of))),
        }
    }
}

/// Words and parentheses.
fn words(text: &str) -> Vec<&str> {
    let is_bracket = |c: char| matches!(c, '(' | ')' | '|');
    text.split_whitespace()
        .flat_map(|word| word.split_inclusive(is_bracket))
        .flat_map(|word| {
            let cut = word.len() - usize::from(word.ends_with(is_bracket));
            [&word[..cut], &word[cut..]].into_iter().filter(|part| !part.is_empty())
        })
        .collect()
}

struct Parser<'a> {
    words: Vec<&'a str>,
    at: usize,
    names: &'a [String],
    place: Place,
}

/// How deep parentheses and `not` may nest.
const DEPTH: usize = 64;

impl<'a> Parser<'a> {
    fn whole(&mut self) -> Result<Condition, SigmaError> {
        let condition = self.any(0)?;
        match self.peek() {
            None => Ok(condition),
            Some("|") => Err(self.fail("aggregations are not supported: write a correlation")),
            Some(word) => Err(self.fail(&format!("`{word}` is not expected here"))),
        }
    }

    fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).copied()
    }

    fn takes(&mut self, word: &str) -> bool {
        let is = self.peek().is_some_and(|next| next.eq_ignore_ascii_case(word));
        self.at += usize::from(is);
        is
    }

    fn fail(&self, message: &str) -> SigmaError {
        SigmaError::at(self.place, message)
    }

    fn any(&mut self, depth: usize) -> Result<Condition, SigmaError> {
        let mut any = vec![self.all(depth)?];
        while self.takes("or") {
            any.push(self.all(depth)?);
        }
        Ok(if any.len() == 1 { any.remove(0) } else { Condition::Any(any) })
    }

    fn all(&mut self, depth: usize) -> Result<Condition, SigmaError> {
        let mut all = vec![self.not(depth)?];
        while self.takes("and") {
            all.push(self.not(depth)?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Condition::All(all) })
    }

    fn not(&mut self, depth: usize) -> Result<Condition, SigmaError> {
        if depth > DEPTH {
            return Err(self.fail("the condition nests too deep"));
        }
        if self.takes("not") {
            return self.not(depth + 1).map(|inner| Condition::Not(Box::new(inner)));
        }
        if self.takes("(") {
            let inner = self.any(depth + 1)?;
            return if self.takes(")") { Ok(inner) } else { Err(self.fail("`)` is missing")) };
        }
        self.name()
    }

    fn name(&mut self) -> Result<Condition, SigmaError> {
        let word = self.peek().ok_or_else(|| self.fail("the condition ends too early"))?;
        self.at += 1;
        if matches!(word.to_ascii_lowercase().as_str(), "1" | "any" | "all") && self.takes("of") {
            return self.of(word.eq_ignore_ascii_case("all"));
        }
        if word.bytes().all(|byte| byte.is_ascii_digit()) && self.takes("of") {
            return Err(self.fail("only `1 of`, `any of` and `all of` are supported"));
        }
        let number = self.names.iter().position(|name| name == word);
        number.map(Condition::Is).ok_or_else(|| self.fail(&format!("there is no selection `{word}`")))
    }

    fn of(&mut self, all: bool) -> Result<Condition, SigmaError> {
        let pattern = self.peek().ok_or_else(|| self.fail("a pattern of names is missing"))?;
        self.at += 1;
        let is_meant = |name: &str| match pattern {
            "them" => !name.starts_with('_'),
            pattern => wildcard::is_match(pattern, name),
        };
        let meant = self.names.iter().enumerate().filter(|(_, name)| is_meant(name));
        let list: Vec<Condition> = meant.map(|(number, _)| Condition::Is(number)).collect();
        if list.is_empty() {
            return Err(self.fail(&format!("no selection is meant by `{pattern}`")));
        }
        Ok(if all { Condition::All(list) } else { Condition::Any(list) })
    }
}
