//! What a running query keeps: its bounds, what it was asked with, what it has found before.

use cupola_base::Timestamp;
use hashbrown::{HashMap, HashSet};
use regex::{Regex, RegexBuilder};

use super::{Flow, Question};
use crate::lake::sql::answer::{LakeAnswer, LakeSource};
use crate::lake::sql::bounds::LakeBounds;
use crate::lake::sql::error::LakeFault;
use crate::lake::sql::plan::{Node, Plan};
use crate::lake::sql::value::{Value, key_of, steps_of};

/// Regular expressions that are kept compiled.
const MOST_REGEXES: usize = 64;
/// Steps of compiling one.
const COMPILED: u64 = 256;

pub(in crate::lake::sql) struct Context<'a> {
    pub(super) plan: &'a Plan,
    pub(super) now: Timestamp,
    pub(super) source: &'a dyn LakeSource,
    pub(super) parameters: &'a [String],
    bounds: LakeBounds,
    steps: u64,
    held: usize,
    regexes: HashMap<String, Result<Regex, String>>,
    /// Of the lambdas around, the outermost first.
    pub(in crate::lake::sql) variables: Vec<Value>,
    pub(super) asked: Vec<Asked>,
    pub(super) counts: LakeAnswer,
}

/// What a sub-query of an expression has found.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) rows: usize,
    pub(super) first: Option<Value>,
    pub(super) keys: HashSet<Vec<u8>>,
    pub(super) has_null: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(plan: &'a Plan, question: &'a Question<'a>) -> Self {
        Self {
            plan,
            now: question.now,
            source: question.source,
            parameters: question.parameters,
            bounds: question.bounds,
            steps: 0,
            held: 0,
            regexes: HashMap::new(),
            variables: Vec::new(),
            asked: Vec::new(),
            counts: LakeAnswer::default(),
        }
    }

    /// Counts steps.
    pub(in crate::lake::sql) fn step(&mut self, steps: u64) -> Result<(), LakeFault> {
        self.steps = self.steps.saturating_add(steps);
        if self.steps > self.bounds.steps { Err(LakeFault::Steps(self.bounds.steps)) } else { Ok(()) }
    }

    /// Counts bytes that are kept until the query ends.
    pub(in crate::lake::sql) fn hold(&mut self, bytes: usize) -> Result<(), LakeFault> {
        self.held = self.held.saturating_add(bytes);
        if self.held > self.bounds.bytes { Err(LakeFault::Bytes(self.bounds.bytes)) } else { Ok(()) }
    }

    /// Counts a value that was made; one of more bytes than a query may hold ends it.
    pub(super) fn made(&mut self, value: Value) -> Result<Value, LakeFault> {
        let mut room = self.bounds.bytes;
        if !value.fits(&mut room) {
            return Err(LakeFault::Bytes(self.bounds.bytes));
        }
        self.step(steps_of(self.bounds.bytes - room))?;
        Ok(value)
    }

    pub(super) fn count_row(&self, rows: usize) -> Result<(), LakeFault> {
        if rows > self.bounds.rows { Err(LakeFault::Rows(self.bounds.rows)) } else { Ok(()) }
    }

    /// The expression of a pattern.
    pub(in crate::lake::sql) fn regex(&mut self, pattern: &str) -> Result<Result<Regex, String>, LakeFault> {
        if let Some(known) = self.regexes.get(pattern) {
            return Ok(known.clone());
        }
        self.step(COMPILED + steps_of(pattern.len()))?;
        let compiled = RegexBuilder::new(pattern).size_limit(1 << 20).dfa_size_limit(1 << 20).build();
        let compiled = compiled.map_err(|error| error.to_string());
        if self.regexes.len() < MOST_REGEXES {
            self.regexes.insert(pattern.to_owned(), compiled.clone());
        }
        Ok(compiled)
    }

    /// Asks a sub-query, whose first column is remembered.
    pub(super) fn ask_before(&mut self, node: &'a Node) -> Result<(), LakeFault> {
        let mut asked = Asked::default();
        self.run(node, &mut |context, row| {
            let value = row.into_iter().next().unwrap_or(Value::Null);
            asked.rows += 1;
            asked.has_null |= value.is_null();
            let key = key_of([&value]);
            context.step(steps_of(key.len()))?;
            context.hold(if asked.keys.contains(&key) { 0 } else { key.len() + 32 })?;
            asked.keys.insert(key);
            asked.first.get_or_insert(value);
            Ok(Flow::On)
        })?;
        self.asked.push(asked);
        Ok(())
    }

    pub(super) fn answer(self, rows: Vec<Vec<Option<String>>>) -> LakeAnswer {
        LakeAnswer { rows, ..self.counts }
    }
}
