//! Sets of values: what some tests of a path accept and others do not.

use super::Budget;
use super::addresses::{self, Addresses};
use super::automaton::{Around, Automaton, Found, shortest};
use super::numbers::Numbers;
use crate::event::Value;
use crate::pattern::address::Address;
use crate::pattern::ast::{Excluded, Matcher};
use crate::pattern::print::Quoted;

/// The values that a list of matchers accepts; a path without a value counts as one of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    pub(super) absent: bool,
    null: bool,
    yes: bool,
    no: bool,
    numbers: Numbers,
    texts: Texts,
    matchers: Vec<Matcher>,
}

/// Texts: all, or those that the first automaton accepts, one of the others does not, or that spell one of
/// the addresses.
#[derive(Clone, Debug, Default)]
struct Texts {
    all: bool,
    these: Automaton,
    all_but: Vec<Automaton>,
    addresses: Addresses,
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Picked {
    /// Nothing.
    Absent,
    /// A scalar, as JSON.
    Json(String),
}

impl Values {
    pub(super) fn of(matchers: &[Matcher]) -> Self {
        let mut values = Self { matchers: matchers.to_vec(), ..Self::default() };
        matchers.iter().for_each(|matcher| values.add(matcher));
        values
    }

    fn add(&mut self, matcher: &Matcher) {
        let texts = &mut self.texts;
        match matcher {
            Matcher::Text { address: Some(address), .. } => texts.addresses.add(*address),
            Matcher::Text { text, address: None } | Matcher::Exactly(text) => {
                texts.these.add_text(text, Around::Nothing);
            }
            Matcher::Number(literal) => self.numbers = self.numbers.union(&Numbers::one(literal)),
            Matcher::Bool(true) => self.yes = true,
            Matcher::Bool(false) => self.no = true,
            Matcher::Null => self.null = true,
            Matcher::Prefix(text) => texts.these.add_text(text, Around::After),
            Matcher::PrefixFolded(text) => texts.these.add_folded(text, Around::After),
            Matcher::Suffix(text) => texts.these.add_text(text, Around::Before),
            Matcher::SuffixFolded(text) => texts.these.add_folded(text, Around::Before),
            Matcher::Folded(text) => texts.these.add_folded(text, Around::Nothing),
            Matcher::Wildcard(wildcard) => texts.these.add_wildcard(wildcard),
            Matcher::Cidr(range) => texts.addresses.add_range(range),
            Matcher::Numeric(numeric) => self.numbers = self.numbers.union(&Numbers::within(numeric)),
            Matcher::Exists(false) => self.absent = true,
            Matcher::Exists(true) => self.add_all_but(None),
            Matcher::AnythingBut(excluded) => self.add_all_but(Some(excluded)),
        }
    }

    fn add_all_but(&mut self, excluded: Option<&Excluded>) {
        (self.null, self.yes, self.no) = (true, true, true);
        let numbers = match excluded {
            Some(Excluded::Numbers(numbers)) => {
                numbers.iter().fold(Numbers::default(), |all, number| all.union(&Numbers::one(number))).complement()
            }
            _ => Numbers::all(),
        };
        self.numbers = self.numbers.union(&numbers);
        match excluded {
            None | Some(Excluded::Numbers(_)) => self.texts.all = true,
            Some(excluded) => self.texts.all_but.push(automaton(excluded)),
        }
    }

    /// Whether a text is one of them, as the matchers themselves see it.
    fn holds(&self, text: &str) -> bool {
        let value = Value::Text(text);
        self.matchers.iter().any(|matcher| matcher.accepts(&value))
    }
}

fn automaton(excluded: &Excluded) -> Automaton {
    let mut all = Automaton::default();
    match excluded {
        Excluded::Texts(texts) => texts.iter().for_each(|text| all.add_text(text, Around::Nothing)),
        Excluded::Prefixes(texts) => texts.iter().for_each(|text| all.add_text(text, Around::After)),
        Excluded::Suffixes(texts) => texts.iter().for_each(|text| all.add_text(text, Around::Before)),
        Excluded::Folded(texts) => texts.iter().for_each(|text| all.add_folded(text, Around::Nothing)),
        Excluded::Wildcards(texts) => texts.iter().for_each(|text| all.add_wildcard(text)),
        Excluded::Numbers(_) => {}
    }
    all
}

/// A side of a question: these values, or all others.
pub(super) type Side<'a> = (&'a Values, bool);

/// A value that lies on all sides; texts first, absence last.
pub(super) fn pick(sides: &[Side<'_>], budget: &mut Budget) -> Found<Picked> {
    let text = texts(sides, budget);
    if let Found::One(text) = text {
        return Found::One(Picked::Json(Quoted(&text).to_string()));
    }
    let numbers = sides.iter().fold(Numbers::all(), |left, (values, wanted)| match wanted {
        true => left.intersection(&values.numbers),
        false => left.intersection(&values.numbers.complement()),
    });
    let all = |member: fn(&Values) -> bool| sides.iter().all(|(values, wanted)| member(values) == *wanted);
    let literal = |holds: bool, text: &str| holds.then(|| text.to_owned());
    let scalar = numbers
        .pick()
        .or_else(|| literal(all(|values| values.yes), "true"))
        .or_else(|| literal(all(|values| values.no), "false"))
        .or_else(|| literal(all(|values| values.null), "null"));
    match scalar {
        Some(scalar) => Found::One(Picked::Json(scalar)),
        None if all(|values| values.absent) => Found::One(Picked::Absent),
        None if text == Found::Unknown => Found::Unknown,
        None => Found::None,
    }
}

/// A text that lies on all sides.
fn texts(sides: &[Side<'_>], budget: &mut Budget) -> Found<String> {
    let question = Question::new(sides);
    match question.plain(budget) {
        Found::None => question.addresses(budget),
        Found::Unknown => match question.addresses(budget) {
            Found::One(text) => Found::One(text),
            _ => Found::Unknown,
        },
        found => found,
    }
}

struct Question<'a> {
    sides: &'a [Side<'a>],
    /// Of all sides in order: the accepted ones, then each of the excluded ones.
    automata: Vec<&'a Automaton>,
}

impl<'a> Question<'a> {
    fn new(sides: &'a [Side<'a>]) -> Self {
        let automata = sides.iter().flat_map(|(values, _)| {
            let texts = &values.texts;
            std::iter::once(&texts.these).chain(&texts.all_but)
        });
        Self { sides, automata: automata.collect() }
    }

    /// A text for which it makes no difference whether it spells an address.
    fn plain(&self, budget: &mut Budget) -> Found<String> {
        let mut all = Automaton::default();
        all.add_text("", Around::After);
        self.search(&all, "", |_| false, budget)
    }

    /// A text of a shape, when an address is `named` by some sides.
    fn search(
        &self,
        shape: &Automaton,
        letters: &str,
        named: impl Fn(&Values) -> bool,
        budget: &mut Budget,
    ) -> Found<String> {
        // Each of these was looked at and is not on all sides.
        let mut vain = Automaton::default();
        for _ in 0..TRIES {
            let mut automata = self.automata.clone();
            automata.extend([shape, &vain]);
            let accepts = |says: &[bool]| {
                let (rest, fits) = says.split_at(says.len() - 2);
                fits[0] && !fits[1] && self.accepts(rest, &named)
            };
            match shortest(&automata, letters, accepts, budget) {
                Found::One(text) if self.is_on_all_sides(&text) => return Found::One(text),
                Found::One(text) => vain.add_text(&text, Around::Nothing),
                other => return other,
            }
        }
        Found::Unknown
    }

    /// A text that spells an address which some side names.
    fn addresses(&self, budget: &mut Budget) -> Found<String> {
        let mut edges: Vec<Address> =
            self.sides.iter().flat_map(|(values, _)| values.texts.addresses.edges()).collect();
        if edges.is_empty() {
            return Found::None;
        }
        edges.extend([Address::V4(0), Address::V6(0)]);
        let mut open = false;
        for edge in edges {
            match self.spelling(edge, budget) {
                Found::None => {}
                Found::Unknown => open = true,
                found => return found,
            }
        }
        if open { Found::Unknown } else { Found::None }
    }

    /// A spelling of an address, or of one of which all sides say the same.
    fn spelling(&self, address: Address, budget: &mut Budget) -> Found<String> {
        if let Some(text) = spellings(address).into_iter().find(|text| self.is_on_all_sides(text)) {
            return Found::One(text);
        }
        let mut shape = Automaton::default();
        match address {
            Address::V4(_) => addresses::v4_shape(&mut shape),
            Address::V6(_) => addresses::v6_shape(&mut shape),
        }
        let named = |values: &Values| values.texts.addresses.contains(address);
        self.search(&shape, addresses::LETTERS, named, budget)
    }

    fn accepts(&self, says: &[bool], named: &impl Fn(&Values) -> bool) -> bool {
        let mut says = says.iter();
        let mut next = || says.next().copied().unwrap_or_default();
        self.sides.iter().fold(true, |all, (values, wanted)| {
            let texts = &values.texts;
            let mut holds = texts.all || named(values);
            holds |= next();
            for _ in &texts.all_but {
                holds |= !next();
            }
            all && holds == *wanted
        })
    }

    fn is_on_all_sides(&self, text: &str) -> bool {
        self.sides.iter().all(|(values, wanted)| values.holds(text) == *wanted)
    }
}

/// Some ways of writing an address.
fn spellings(address: Address) -> Vec<String> {
    let plain = addresses::written(address);
    let other = match address {
        Address::V4(_) => format!("0{plain}"),
        Address::V6(bits) => std::net::Ipv6Addr::from_bits(bits).to_string(),
    };
    let capital = plain.to_uppercase();
    vec![plain, other, capital]
}

/// How many texts are tried that turn out to spell an address of another side.
const TRIES: usize = 20;
