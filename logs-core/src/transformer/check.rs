//! What a transformer may hold.

use super::config::Processor;
use super::convert::{ToMap, Types};
use super::dates::Dates;
use super::error::TransformerError;
use super::grok::Grok;
use super::keys::{Add, Copy, Delete, Move, Rename};
use super::parsers::{Csv, Json, Pairs};
use super::path::Path;
use super::record::Step;
use super::strings::{Change, Splitter, Substitution};
use super::vended::{Columns, Postgres, Waf};

/// Processors of a transformer, and parsers among them.
const MOST_PROCESSORS: usize = 20;
const MOST_PARSERS: usize = 5;
/// Processors of which there may be one.
const ONCE: [&str; 3] = ["grok", "addKeys", "copyValue"];

/// Checks how processors stand together.
pub(super) fn order(processors: &[Processor]) -> Result<(), TransformerError> {
    let first = match processors {
        [first, ..] if processors.len() <= MOST_PROCESSORS => first,
        _ => return Err(TransformerError::Count(processors.len())),
    };
    if !first.is_parser() {
        return Err(TransformerError::First(first.name()));
    }
    if first.source().is_some_and(|source| source != "@message") {
        return Err(TransformerError::Source(first.name()));
    }
    if let Some(late) = processors[1..].iter().find(|processor| processor.is_vended()) {
        return Err(TransformerError::Vended(late.name()));
    }
    let parsers = processors.iter().filter(|processor| processor.is_parser()).count();
    if parsers > MOST_PARSERS {
        return Err(TransformerError::Parsers(parsers));
    }
    let count = |name: &str| processors.iter().filter(|processor| processor.name() == name).count();
    ONCE.into_iter().find(|name| count(name) > 1).map_or(Ok(()), |name| Err(TransformerError::Twice(name)))
}

/// A processor, ready to run.
pub(super) fn step(processor: &Processor) -> Result<Box<dyn Step>, TransformerError> {
    Ok(match processor {
        Processor::ParseJson(config) => Box::new(Json::new(config)?),
        Processor::Grok(config) => Box::new(Grok::new(config)?),
        Processor::Csv(config) => Box::new(Csv::new(config)?),
        Processor::ParseKeyValue(config) => Box::new(Pairs::new(config)?),
        Processor::ParseVpc(_) => Box::new(Columns::VPC),
        Processor::ParseRoute53(_) => Box::new(Columns::ROUTE_53),
        Processor::ParseCloudfront(_) => Box::new(Columns::CLOUDFRONT),
        Processor::ParseWaf(_) => Box::new(Waf),
        Processor::ParsePostgres(_) => Box::new(Postgres),
        Processor::ParseToOcsf(_) => return Err(TransformerError::Unsupported("parseToOCSF")),
        Processor::AddKeys(config) => Box::new(Add::new(config)?),
        Processor::CopyValue(config) => Box::new(Copy::new(config)?),
        Processor::MoveKeys(config) => Box::new(Move::new(config)?),
        Processor::RenameKeys(config) => Box::new(Rename::new(config)?),
        Processor::DeleteKeys(config) => Box::new(Delete::new(config)?),
        Processor::LowerCaseString(config) => Box::new(Change::new(processor.name(), config, str::to_lowercase)?),
        Processor::UpperCaseString(config) => Box::new(Change::new(processor.name(), config, str::to_uppercase)?),
        Processor::TrimString(config) => Box::new(Change::new(processor.name(), config, |text| text.trim().into())?),
        Processor::SplitString(config) => Box::new(Splitter::new(config)?),
        Processor::SubstituteString(config) => Box::new(Substitution::new(config)?),
        Processor::TypeConverter(config) => Box::new(Types::new(config)?),
        Processor::DateTimeConverter(config) => Box::new(Dates::new(config)?),
        Processor::ListToMap(config) => Box::new(ToMap::new(config)?),
    })
}

/// The entries of a processor, when there are 1 to `most`.
pub(super) fn entries<'e, E>(
    processor: &'static str,
    entries: &'e [E],
    most: usize,
) -> Result<&'e [E], TransformerError> {
    let given = entries.len();
    if (1..=most).contains(&given) { Ok(entries) } else { Err(TransformerError::Entries { processor, given, most }) }
}

/// Checks how many characters a text has.
pub(super) fn length(
    processor: &'static str,
    member: &'static str,
    text: &str,
    least: usize,
    most: usize,
) -> Result<(), TransformerError> {
    let given = text.chars().count();
    if (least..=most).contains(&given) {
        return Ok(());
    }
    Err(TransformerError::Length { processor, member, given, least, most })
}

pub(super) fn path(text: Option<&str>) -> Result<Option<Path>, TransformerError> {
    text.map(Path::parse).transpose()
}

pub(super) fn paths(texts: &[String]) -> Result<Vec<Path>, TransformerError> {
    texts.iter().map(|text| Path::parse(text)).collect()
}
