//! Reading definitions.

use std::collections::BTreeMap;

use cupola_base::text::Span;

use super::definition::{AggregateOn, InsightRuleDefinition, RuleLogFormat};
use super::error::{InsightRuleError, InsightRuleErrorKind};
use super::field::{LogField, PATH};
use super::filter::{ContributorFilter, FilterTest};
use super::log_groups::{ARN, LogGroupArn, LogGroupPattern, NAME, RuleLogGroups};
use super::read::Wanted;
use super::tree::{Node, Value};
use super::values::{Members, Parsed, Reader};

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Parsed<InsightRuleDefinition> {
    let reader = Reader { source: text };
    reader.check_size()?;
    let wrong = |error: cupola_base::json::ScanError| {
        let at = error.offset.min(text.len());
        InsightRuleError::new(InsightRuleErrorKind::Json, text, Span::empty(at), format!("not JSON: {}", error.kind))
    };
    reader.definition(&Node::read(text).map_err(wrong)?)
}

/// What stands directly below the root.
const TOP: &[&str] = &["Schema", "LogGroupNames", "LogGroupARNs", "LogFormat", "Fields", "Contribution", "AggregateOn"];

impl Reader<'_> {
    fn check_size(&self) -> Parsed<()> {
        let (length, most) = (self.source.len(), InsightRuleDefinition::MAX_LENGTH);
        let refused = |at: usize, message: String| {
            Err(InsightRuleError::new(InsightRuleErrorKind::Size, self.source, Span::empty(at), message))
        };
        if let Some((at, letter)) = self.source.char_indices().find(|(_, c)| !c.is_ascii()) {
            return refused(
                at,
                format!("{letter:?} is not a character of ASCII: in texts, write it as \\u and four digits"),
            );
        }
        if length > most {
            return refused(most, format!("a definition may have {most} characters, this has {length}"));
        }
        Ok(())
    }

    fn definition(&self, root: &Node<'_>) -> Parsed<InsightRuleDefinition> {
        let members = self.members(root, TOP)?;
        self.schema(self.needed(&members, "Schema")?)?;
        let log_groups = self.log_groups(&members)?;
        let format = self.format(&members)?;
        let aggregate_on = self.aggregate_on(self.needed(&members, "AggregateOn")?)?;
        let contribution = self.needed(&members, "Contribution")?;
        let parts = self.members(contribution, &["Keys", "ValueOf", "Filters"])?;
        let keys = self.keys(self.needed(&parts, "Keys")?, &format)?;
        let value_of = self.value_of(&parts, &format, aggregate_on)?;
        let filters = parts.get("Filters").map(|node| self.filters(node, &format)).transpose()?.unwrap_or_default();
        let fields = keys.iter().chain(&value_of).chain(filters.iter().map(|filter| &filter.field));
        let wanted = Wanted::new(fields);
        Ok(InsightRuleDefinition { log_groups, format, keys, value_of, filters, aggregate_on, wanted })
    }

    fn schema(&self, node: &Node<'_>) -> Parsed<()> {
        let members = self.members(node, &["Name", "Version"])?;
        let name = self.needed(&members, "Name")?;
        match self.text(name)? {
            "CloudWatchLogRule" => {}
            "ServiceLogRule" => return Err(self.value(name, "rules that a service manages are not supported")),
            _ => return Err(self.value(name, "\"CloudWatchLogRule\" is needed")),
        }
        let version = self.needed(&members, "Version")?;
        match version.value {
            Value::Number(1.0) => Ok(()),
            _ => Err(self.value(version, "1 is needed")),
        }
    }

    fn log_groups(&self, members: &Members<'_, '_>) -> Parsed<RuleLogGroups> {
        match (members.get("LogGroupNames"), members.get("LogGroupARNs")) {
            (Some(names), None) => Ok(RuleLogGroups::Names(self.groups(names, LogGroupPattern::parse, NAME)?)),
            (None, Some(arns)) => Ok(RuleLogGroups::Arns(self.groups(arns, LogGroupArn::parse, ARN)?)),
            (Some(_), Some(arns)) => {
                Err(self.error(InsightRuleErrorKind::Member, arns.span, &arns.path, "LogGroupNames are there already"))
            }
            (None, None) => {
                let node = members.node;
                Err(self.error(
                    InsightRuleErrorKind::Member,
                    node.span,
                    &node.path,
                    "LogGroupNames or LogGroupARNs is needed",
                ))
            }
        }
    }

    fn groups<T>(&self, node: &Node<'_>, read: impl Fn(&str) -> Option<T>, needed: &str) -> Parsed<Vec<T>> {
        let items = self.list(node, 1, usize::MAX, "log groups")?;
        let one =
            |item: &Node<'_>| read(self.text(item)?).ok_or_else(|| self.value(item, &format!("{needed} is needed")));
        items.iter().map(one).collect()
    }

    fn format(&self, members: &Members<'_, '_>) -> Parsed<RuleLogFormat> {
        let node = self.needed(members, "LogFormat")?;
        let fields = members.get("Fields");
        match (self.text(node)?, fields) {
            ("JSON", None) => Ok(RuleLogFormat::Json),
            ("JSON", Some(fields)) => Err(self.value(fields, "fields have names for the LogFormat CLF alone")),
            ("CLF", None) => Ok(RuleLogFormat::Clf { fields: BTreeMap::new() }),
            ("CLF", Some(fields)) => Ok(RuleLogFormat::Clf { fields: self.aliases(fields)? }),
            _ => Err(self.value(node, "\"JSON\" or \"CLF\" is needed")),
        }
    }

    fn aliases(&self, node: &Node<'_>) -> Parsed<BTreeMap<u32, String>> {
        let Value::Object(members) = &node.value else { return Err(self.value(node, "an object is needed")) };
        let mut aliases: BTreeMap<u32, String> = BTreeMap::new();
        for (key, span, node) in members {
            let refused = |message| self.error(InsightRuleErrorKind::Value, *span, &node.path, message);
            let position = position(key).ok_or_else(|| refused("a position is needed, the first of which is \"1\""))?;
            let alias = self.text(node)?;
            if alias.is_empty() || position_text(alias) {
                return Err(self.value(node, "a name is needed that is not a number"));
            }
            if aliases.contains_key(&position) || aliases.values().any(|other| other == alias) {
                return Err(refused("each position has one name, and each name one position"));
            }
            aliases.insert(position, alias.to_owned());
        }
        Ok(aliases)
    }

    fn aggregate_on(&self, node: &Node<'_>) -> Parsed<AggregateOn> {
        match self.text(node)? {
            "Count" => Ok(AggregateOn::Count),
            "Sum" => Ok(AggregateOn::Sum),
            _ => Err(self.value(node, "\"Count\" or \"Sum\" is needed")),
        }
    }

    fn keys(&self, node: &Node<'_>, format: &RuleLogFormat) -> Parsed<Vec<LogField>> {
        self.list(node, 1, 4, "fields")?.iter().map(|item| self.field(item, format)).collect()
    }

    fn value_of(
        &self,
        members: &Members<'_, '_>,
        format: &RuleLogFormat,
        aggregate_on: AggregateOn,
    ) -> Parsed<Option<LogField>> {
        match (members.get("ValueOf"), aggregate_on) {
            (Some(node), AggregateOn::Sum) => self.field(node, format).map(Some),
            (None, AggregateOn::Count) => Ok(None),
            (Some(node), AggregateOn::Count) => Err(self.value(node, "it is for AggregateOn \"Sum\" alone")),
            (None, AggregateOn::Sum) => {
                let node = members.node;
                let message = "ValueOf is needed for AggregateOn \"Sum\"";
                Err(self.error(InsightRuleErrorKind::Member, node.span, &node.path, message))
            }
        }
    }

    fn filters(&self, node: &Node<'_>, format: &RuleLogFormat) -> Parsed<Vec<ContributorFilter>> {
        self.list(node, 0, 4, "filters")?.iter().map(|item| self.filter(item, format)).collect()
    }

    fn filter(&self, node: &Node<'_>, format: &RuleLogFormat) -> Parsed<ContributorFilter> {
        let known: Vec<&str> = ["Match"].into_iter().chain(FilterTest::WORDS).collect();
        let members = self.members(node, &known)?;
        let field = self.field(self.needed(&members, "Match")?, format)?;
        let mut tests = members.all.iter().filter(|(key, ..)| key != "Match");
        let (Some((word, _, test)), None) = (tests.next(), tests.next()) else {
            let message = format!("one of {} is needed", FilterTest::WORDS.join(", "));
            return Err(self.error(InsightRuleErrorKind::Member, node.span, &node.path, &message));
        };
        Ok(ContributorFilter { field, test: self.test(word, test)? })
    }

    fn test(&self, word: &str, node: &Node<'_>) -> Parsed<FilterTest> {
        Ok(match word {
            "In" => FilterTest::In(self.texts(node)?),
            "NotIn" => FilterTest::NotIn(self.texts(node)?),
            "StartsWith" => FilterTest::StartsWith(self.texts(node)?),
            "GreaterThan" => FilterTest::GreaterThan(self.number(node)?),
            "LessThan" => FilterTest::LessThan(self.number(node)?),
            "EqualTo" => FilterTest::EqualTo(self.number(node)?),
            "NotEqualTo" => FilterTest::NotEqualTo(self.number(node)?),
            _ => match node.value {
                Value::Bool(wanted) => FilterTest::IsPresent(wanted),
                _ => return Err(self.value(node, "true or false is needed")),
            },
        })
    }

    fn field(&self, node: &Node<'_>, format: &RuleLogFormat) -> Parsed<LogField> {
        let text = self.text(node)?;
        let refused = |message: &str| self.error(InsightRuleErrorKind::Field, node.span, &node.path, message);
        match format {
            RuleLogFormat::Json => LogField::in_json(text).map_err(|at| {
                let rest = text.get(at..).unwrap_or_default();
                refused(&format!("`{rest}` does not go on with a field: {PATH}"))
            }),
            RuleLogFormat::Clf { fields } => {
                let named = fields.iter().find(|(_, alias)| *alias == text).map(|(position, _)| *position);
                let place = named.or_else(|| position(text)).and_then(|position| usize::try_from(position - 1).ok());
                let names: Vec<&str> = fields.values().map(String::as_str).collect();
                let needed =
                    || refused(&format!("a position from \"1\" on is needed, or one of Fields: {}", names.join(", ")));
                place.map(|place| LogField::in_line(text, place)).ok_or_else(needed)
            }
        }
    }
}

/// The position that a text tells, from 1 on.
fn position(text: &str) -> Option<u32> {
    text.parse().ok().filter(|position| *position > 0 && *position <= 10_000 && position_text(text))
}

fn position_text(text: &str) -> bool {
    !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}
