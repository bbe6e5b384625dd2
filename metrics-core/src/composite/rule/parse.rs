//! Reading rules, without recursion: however deeply a rule is nested, the stack stays flat.

use std::collections::HashMap;
use std::sync::Arc;

use cupola_base::text::{Cursor, Span};

use super::error::{AlarmRuleError, AlarmRuleErrorKind as Kind};
use super::{AlarmRule, AtLeast, Node, Quorum};
use crate::alarm::StateValue;
use crate::composite::reference;
use crate::language::quoted;

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<AlarmRule, AlarmRuleError> {
    let length = text.chars().count();
    if length > AlarmRule::MAX_LENGTH {
        let message = format!("a rule may have {} characters, this has {length}", AlarmRule::MAX_LENGTH);
        return Err(AlarmRuleError::new(Kind::Size, text, Span::empty(0), message));
    }
    let mut parser = Parser {
        cursor: Cursor::new(text),
        nodes: Vec::new(),
        references: Vec::new(),
        known: HashMap::new(),
        elements: 0,
    };
    parser.rule()?;
    Ok(AlarmRule {
        text: text.into(),
        nodes: parser.nodes.into(),
        references: parser.references.into(),
        elements: parser.elements,
    })
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    nodes: Vec<Node>,
    references: Vec<Arc<str>>,
    known: HashMap<Arc<str>, u32>,
    elements: usize,
}

/// What has been read inside one pair of parentheses, or of the whole.
#[derive(Default)]
struct Level {
    /// Operands of `OR` that are complete.
    ors: Vec<u32>,
    /// Operands of the `AND` that is being read.
    ands: Vec<u32>,
    /// How many `NOT`s stand before the operand that comes next.
    nots: usize,
}

type Parsed<T> = Result<T, AlarmRuleError>;

const CONDITION: &str = "a condition";
const ACCEPTED: &str = "accepted: ALARM(name), OK(name), INSUFFICIENT_DATA(name), AT_LEAST(count, state, (names)), \
    TRUE, FALSE, NOT and parentheses";

impl<'a> Parser<'a> {
    fn rule(&mut self) -> Parsed<()> {
        let mut levels = vec![Level::default()];
        loop {
            self.operand(&mut levels)?;
            if self.joined(&mut levels)? {
                return Ok(());
            }
        }
    }

    /// Reads up to the end of the next condition: parentheses and `NOT`s before it, and itself.
    fn operand(&mut self, levels: &mut Vec<Level>) -> Parsed<()> {
        loop {
            self.cursor.skip_whitespace();
            if self.cursor.eat('(') {
                self.elements += 1;
                levels.push(Level::default());
                continue;
            }
            if self.eat_word("NOT") {
                top(levels).nots += 1;
                continue;
            }
            let node = self.condition()?;
            return self.complete(levels, node);
        }
    }

    /// Reads what stands behind a condition; whether that is the end of the rule.
    fn joined(&mut self, levels: &mut Vec<Level>) -> Parsed<bool> {
        loop {
            self.cursor.skip_whitespace();
            if self.eat_word("AND") {
                return Ok(false);
            }
            if self.eat_word("OR") {
                self.end_of_and(top(levels))?;
                return Ok(false);
            }
            if levels.len() > 1 && self.cursor.eat(')') {
                let level = levels.pop().unwrap_or_default();
                let node = self.whole(level)?;
                self.complete_at(levels, node)?;
            } else if self.cursor.is_at_end() && levels.len() == 1 {
                let level = levels.pop().unwrap_or_default();
                return self.whole(level).map(|_| true);
            } else {
                let needed = if levels.len() > 1 { "AND, OR or `)`" } else { "AND, OR or the end" };
                return Err(self.unexpected(needed));
            }
        }
    }

    fn complete(&mut self, levels: &mut [Level], node: Node) -> Parsed<()> {
        let at = self.add(node)?;
        self.complete_at(levels, at)
    }

    /// An operand is complete: what is denied is denied, and it is one of its `AND`.
    fn complete_at(&mut self, levels: &mut [Level], mut at: u32) -> Parsed<()> {
        let level = top(levels);
        for _ in 0..std::mem::take(&mut level.nots) {
            at = self.add(Node::Not(at))?;
        }
        level.ands.push(at);
        Ok(())
    }

    fn end_of_and(&mut self, level: &mut Level) -> Parsed<()> {
        let ands = std::mem::take(&mut level.ands);
        let at = self.join(ands, Node::And)?;
        level.ors.push(at);
        Ok(())
    }

    fn whole(&mut self, mut level: Level) -> Parsed<u32> {
        self.end_of_and(&mut level)?;
        self.join(level.ors, Node::Or)
    }

    fn join(&mut self, parts: Vec<u32>, node: impl FnOnce(Vec<u32>) -> Node) -> Parsed<u32> {
        match parts[..] {
            [only] => Ok(only),
            _ => self.add(node(parts)),
        }
    }

    fn add(&mut self, node: Node) -> Parsed<u32> {
        let at = self.number(self.nodes.len())?;
        self.nodes.push(node);
        Ok(at)
    }

    fn number(&self, number: usize) -> Parsed<u32> {
        u32::try_from(number)
            .map_err(|_| self.error(Kind::Size, self.cursor.span_here(), "a rule has fewer parts".to_owned()))
    }

    fn condition(&mut self) -> Parsed<Node> {
        let (start, word) = (self.cursor, self.word());
        if let Some(state) = state(word) {
            self.open()?;
            let child = self.reference()?;
            self.close()?;
            return Ok(Node::Is(state, child));
        }
        match &*word.to_ascii_uppercase() {
            "AT_LEAST" => self.at_least(),
            "TRUE" => Ok(self.constant(true)),
            "FALSE" => Ok(self.constant(false)),
            _ => {
                self.cursor = start;
                Err(self.unexpected(CONDITION).with_help(ACCEPTED))
            }
        }
    }

    const fn constant(&mut self, truth: bool) -> Node {
        self.elements += 1;
        Node::Constant(truth)
    }

    fn at_least(&mut self) -> Parsed<Node> {
        self.open()?;
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        let quorum = self.quorum()?;
        let quorum_span = self.cursor.span_from(start);
        self.need(',')?;
        self.cursor.skip_whitespace();
        let is_negated = self.eat_word("NOT");
        let state = self.state()?;
        self.need(',')?;
        self.open()?;
        let mut children = vec![self.reference()?];
        while self.eat(',') {
            children.push(self.reference()?);
        }
        self.close()?;
        self.close()?;
        self.check_quorum(quorum, quorum_span, children.len())?;
        Ok(Node::AtLeast(AtLeast { quorum, is_negated, state, children }))
    }

    fn quorum(&mut self) -> Parsed<Quorum> {
        let start = self.cursor.position();
        let digits = self.cursor.take_while(|c| c.is_ascii_digit());
        if digits.is_empty() {
            return Err(self.unexpected("a number, or a number and `%`,"));
        }
        let number = digits.parse().unwrap_or(u32::MAX);
        self.cursor.skip_whitespace();
        if !self.cursor.eat('%') {
            return Ok(Quorum::Count(number));
        }
        if (1..=100).contains(&number) {
            return Ok(Quorum::Percent(number));
        }
        let span = self.cursor.span_from(start);
        Err(self.error(Kind::Quorum, span, format!("a share is 1% to 100%, not {digits}%")))
    }

    fn check_quorum(&self, quorum: Quorum, span: Span, listed: usize) -> Parsed<()> {
        let Quorum::Count(count) = quorum else { return Ok(()) };
        if count > 0 && count as usize <= listed {
            return Ok(());
        }
        let message = format!("AT_LEAST asks for 1 to as many alarms as it lists, which are {listed}");
        Err(self.error(Kind::Quorum, span, message))
    }

    fn state(&mut self) -> Parsed<StateValue> {
        self.cursor.skip_whitespace();
        let start = self.cursor;
        let found = state(self.word());
        found.ok_or_else(|| {
            self.cursor = start;
            self.unexpected("ALARM, OK or INSUFFICIENT_DATA")
        })
    }

    /// Reads a name or an ARN; answers its place among the references.
    fn reference(&mut self) -> Parsed<u32> {
        self.cursor.skip_whitespace();
        let start = self.cursor.position();
        let text = match self.cursor.peek() {
            Some('"') => quoted(&mut self.cursor)
                .map_err(|span| self.error(Kind::Syntax, span, "the name has no closing quote".into()))?,
            _ => self.cursor.take_while(is_bare).to_owned(),
        };
        if text.is_empty() && self.cursor.position() == start {
            return Err(self.unexpected("the name or the ARN of an alarm"));
        }
        reference::check(&text)
            .map_err(|cause| self.error(Kind::Reference, self.cursor.span_from(start), cause.to_string()))?;
        self.elements += 1;
        self.remember(text)
    }

    fn remember(&mut self, text: String) -> Parsed<u32> {
        if let Some(known) = self.known.get(&*text) {
            return Ok(*known);
        }
        let at = self.number(self.references.len())?;
        let text: Arc<str> = text.into();
        self.known.insert(text.clone(), at);
        self.references.push(text);
        Ok(at)
    }

    fn word(&mut self) -> &'a str {
        self.cursor.take_while(is_word)
    }

    /// Reads this word, in whichever letter case, when it comes next.
    fn eat_word(&mut self, wanted: &str) -> bool {
        let start = self.cursor;
        let found = self.word().eq_ignore_ascii_case(wanted);
        if !found {
            self.cursor = start;
        }
        found
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.cursor.skip_whitespace();
        self.cursor.eat(wanted)
    }

    fn need(&mut self, wanted: char) -> Parsed<()> {
        if self.eat(wanted) { Ok(()) } else { Err(self.unexpected(&format!("`{wanted}`"))) }
    }

    fn open(&mut self) -> Parsed<()> {
        self.need('(')
    }

    fn close(&mut self) -> Parsed<()> {
        self.need(')')
    }

    fn unexpected(&self, needed: &str) -> AlarmRuleError {
        let mut ahead = self.cursor;
        let start = ahead.position();
        if ahead.take_while(is_bare).is_empty() {
            ahead.bump();
        }
        let span = ahead.span_from(start);
        let found = if span.is_empty() { "the end" } else { &self.cursor.source()[span.range()] };
        self.error(Kind::Syntax, span, format!("{needed} is needed, not {found}"))
    }

    fn error(&self, kind: Kind, span: Span, message: String) -> AlarmRuleError {
        AlarmRuleError::new(kind, self.cursor.source(), span, message)
    }
}

fn top(levels: &mut [Level]) -> &mut Level {
    levels.last_mut().expect("the level of the whole rule is there until its end")
}

fn state(word: &str) -> Option<StateValue> {
    StateValue::ALL.iter().copied().find(|state| state.as_str().eq_ignore_ascii_case(word))
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Whether a character may stand in a name without quotes.
pub(super) fn is_bare(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '(' | ')' | ',')
}
