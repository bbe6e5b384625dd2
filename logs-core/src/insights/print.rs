//! Writing queries.

use std::fmt::{self, Display, Formatter};

use super::ast::{Access, Expr, Likeness, Name, Node, Operator, Pipeline, Rank};
use super::command::{
    Before, Column, Command, Filling, Join, Outlier, Parse, ParseForm, Renamed, SortKey, Source, Stats,
};

impl Display for Pipeline {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(source) = &self.source {
            write!(f, "{source} | ")?;
        }
        write_list(f, &self.stages.iter().map(|stage| &stage.command).collect::<Vec<_>>(), " | ")
    }
}

impl Display for Source {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Names(names) => {
                f.write_str("SOURCE ")?;
                write_list(f, &names.iter().map(|name| Quoted(name)).collect::<Vec<_>>(), ", ")
            }
            Self::Groups { prefixes, class, accounts } => {
                let mut parts = Vec::new();
                if !prefixes.is_empty() {
                    parts.push(format!("namePrefix: [{}]", quoted_list(prefixes)));
                }
                parts.extend(class.iter().map(|class| format!("class: {}", Quoted(class))));
                if !accounts.is_empty() {
                    parts.push(format!("accountIdentifiers: [{}]", quoted_list(accounts)));
                }
                write!(f, "SOURCE logGroups({})", parts.join(", "))
            }
        }
    }
}

impl Display for Command {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accum { field, alias } => write!(f, "accum {field}{}", As(alias)),
            Self::AddTotals { name, row, column, fields } => {
                let name = name.iter().map(|name| format!(" fieldname={}", Quoted(name))).collect::<String>();
                write!(f, "addtotals{name} row={row} col={column}{}", After(fields))
            }
            Self::Anomaly => f.write_str("anomaly"),
            Self::AppendCols { replace, most, query } => {
                write!(f, "appendcols override={replace} max={most} ({query})")
            }
            Self::AutoRegress { field, alias, from, to } if from == to => {
                write!(f, "autoregress {field}{} p={from}", As(alias))
            }
            Self::AutoRegress { field, alias, from, to } => {
                write!(f, "autoregress {field}{} p={from}-{to}", As(alias))
            }
            Self::CidrLookup { table, field, column, only_empty, outputs } => {
                let word = if *only_empty { "OUTPUTNEW" } else { "OUTPUT" };
                write!(f, "cidrlookup {table} {field}{} {word}{}", As(column), After(outputs))
            }
            Self::CountFrequent(fields) => write!(f, "countFrequent{}", After(fields)),
            Self::Dedup(fields) => write!(f, "dedup{}", After(fields)),
            Self::Diff(Before::Adjacent) => f.write_str("diff"),
            Self::Diff(before) => write!(f, "diff {}", before.name()),
            Self::Display(fields) => write!(f, "display{}", After(fields)),
            Self::Expand(field) => write!(f, "expand {field}"),
            Self::Fields(columns) => write!(f, "fields{}", After(columns)),
            Self::FillDown(fields) => write!(f, "filldown{}", After(fields)),
            Self::FillMissing(None) => f.write_str("fillmissing"),
            Self::FillMissing(Some(Filling { value, fields })) => {
                write!(f, "fillmissing with {value} for{}", After(fields))
            }
            Self::Filter(condition) => write!(f, "filter {condition}"),
            Self::FilterIndex { field, values } => match &values[..] {
                [value] => write!(f, "filterIndex {field} = {value}"),
                values => {
                    write!(f, "filterIndex {field} in [")?;
                    write_list(f, values, ", ")?;
                    f.write_str("]")
                }
            },
            Self::Join(join) => join.fmt(f),
            Self::Json { field, path, alias } => write!(f, "json field={field} {} as {alias}", Quoted(path)),
            Self::Limit { any, count } => write!(f, "limit {}{count}", if *any { "any " } else { "" }),
            Self::LogCompare(period) => write!(f, "logcompare timeshift {period}"),
            Self::Lookup { table, matches, outputs } => {
                write!(f, "lookup {table}{} OUTPUT{}", After(matches), After(outputs))
            }
            Self::Outlier(outlier) => outlier.fmt(f),
            Self::Parse(parse) => parse.fmt(f),
            Self::Pattern(expr) => write!(f, "pattern {expr}"),
            Self::RelevantFields { fields, condition } => {
                write!(f, "relevantfields{} where {condition}", After(fields))
            }
            Self::Sessionize { fields, span, alias } => {
                write!(f, "sessionize{} maxspan {span}{}", After(fields), As(alias))
            }
            Self::Sort(keys) => write!(f, "sort{}", After(keys)),
            Self::Stats(stats) => stats.fmt(f),
            Self::Unmask(fields) => write!(f, "unmask{}", After(fields)),
            Self::Unnest { list, alias } => write!(f, "unnest {list} into {alias}"),
        }
    }
}

impl Display for Stats {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "stats{}", After(&self.aggregates))?;
        if !self.keys.is_empty() {
            write!(f, " by{}", After(&self.keys))?;
        }
        self.offset.iter().try_for_each(|offset| write!(f, " offset {offset}"))
    }
}

impl Display for Parse {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("parse ")?;
        self.field.iter().try_for_each(|field| write!(f, "{field} "))?;
        match &self.form {
            ParseForm::Glob(glob) => Quoted(glob).fmt(f)?,
            ParseForm::Regex(regex) => write!(f, "/{regex}/")?,
            ParseForm::Logfmt => f.write_str("logfmt")?,
            ParseForm::Csv => f.write_str("csv")?,
        }
        if !self.aliases.is_empty() {
            write!(f, " as{}", After(&self.aliases))?;
        }
        f.write_str(if self.is_multi { " multi" } else { "" })
    }
}

impl Display for Join {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let kind = if self.is_left { "left" } else { "inner" };
        let Self { left, right, query, .. } = self;
        write!(f, "join type={kind} left={left} right={right} where ")?;
        let side = |side: &Name, field: &Name| Name { text: format!("{}.{}", side.text, field.text), span: field.span };
        let pairs = self.pairs.iter().map(|(a, b)| format!("{} = {}", side(left, a), side(right, b)));
        write!(f, "{} ({query})", pairs.collect::<Vec<_>>().join(" and "))
    }
}

impl Display for Outlier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { remove, factor, use_lower, mark, fields } = self;
        let action = if *remove { "remove" } else { "transform" };
        write!(f, "outlier action={action} param={factor} uselower={use_lower} mark={mark}{}", After(fields))
    }
}

impl Display for Column {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.text, As(&self.alias))
    }
}

impl Display for Renamed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, As(&self.alias))
    }
}

impl Display for SortKey {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.expr, if self.is_descending { "desc" } else { "asc" })
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_name(f, &self.text)
    }
}

/// Words that are no names without backticks.
pub(crate) const RESERVED: &[&str] = &["and", "or", "not", "like", "in", "as", "by", "asc", "desc", "true", "false"];

/// Words that begin a clause of some command, where a name might stand as well.
const CLAUSES: &[&str] =
    &["where", "output", "outputnew", "maxspan", "for", "with", "into", "offset", "multi", "logfmt", "csv", "any"];

fn write_name(f: &mut Formatter<'_>, name: &str) -> fmt::Result {
    let is_plain = name.split('.').all(|part| !part.is_empty() && part.chars().all(is_name_char))
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !RESERVED.iter().chain(CLAUSES).any(|word| word.eq_ignore_ascii_case(name));
    if is_plain { f.write_str(name) } else { write!(f, "`{name}`") }
}

/// Whether a character may stand in a name without backticks, dots aside.
pub(crate) fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '@'
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Number(number) => write_number(*number, f),
            Node::Text(text) => Quoted(text).fmt(f),
            Node::Boolean(truth) => truth.fmt(f),
            Node::Period(period) => period.fmt(f),
            Node::Field(name) => write_name(f, name),
            Node::Member(of, access) => {
                write_within(of, Rank::Atom, f)?;
                match access {
                    Access::Key(key) => write!(f, ".`{key}`"),
                    Access::Index(index) => write!(f, "[{index}]"),
                }
            }
            Node::Negative(part) => {
                f.write_str("-")?;
                write_within(part, Rank::Unary, f)
            }
            Node::Not(part) => {
                f.write_str("not ")?;
                write_within(part, Rank::Not, f)
            }
            Node::Chain(first, rest) => write_chain(first, rest, f),
            Node::Like { value, pattern, is_negated } => {
                write_within(value, Rank::Add, f)?;
                f.write_str(if *is_negated { " not" } else { "" })?;
                match pattern {
                    Likeness::Text(text) => write!(f, " like {}", Quoted(text)),
                    Likeness::Regex(regex) => write!(f, " like /{regex}/"),
                    Likeness::Quoted(regex) => write!(f, " =~ {}", Quoted(regex)),
                }
            }
            Node::In { value, list, is_negated } => {
                write_within(value, Rank::Add, f)?;
                f.write_str(if *is_negated { " not in [" } else { " in [" })?;
                write_list(f, list, ", ")?;
                f.write_str("]")
            }
            Node::InQuery { value, query, is_negated } => {
                write_within(value, Rank::Add, f)?;
                write!(f, "{} in ({query})", if *is_negated { " not" } else { "" })
            }
            Node::Call(function, arguments) if arguments.is_empty() && function.is_aggregate() => {
                write!(f, "{}(*)", function.name())
            }
            Node::Call(function, arguments) => {
                write!(f, "{}(", function.name())?;
                write_list(f, arguments, ", ")?;
                f.write_str(")")
            }
        }
    }
}

fn write_chain(first: &Expr, rest: &[(Operator, Expr)], f: &mut Formatter<'_>) -> fmt::Result {
    let rank = rest.first().map_or(Rank::Atom, |(operator, _)| operator.rank());
    write_within(first, rank.tighter(), f)?;
    for (operator, part) in rest {
        write!(f, " {} ", operator.as_str())?;
        // The right side of a power may be a power again.
        write_within(part, if rank == Rank::Power { rank } else { rank.tighter() }, f)?;
    }
    Ok(())
}

/// A part where no operator looser than `rank` may stand.
fn write_within(part: &Expr, rank: Rank, f: &mut Formatter<'_>) -> fmt::Result {
    if part.rank() < rank { write!(f, "({part})") } else { part.fmt(f) }
}

/// The shortest text that reads back as the same number.
fn write_number(number: f64, f: &mut Formatter<'_>) -> fmt::Result {
    let text = format!("{number:?}");
    f.write_str(text.strip_suffix(".0").unwrap_or(&text))
}

/// A text in quotes.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for c in self.0.chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                _ => write!(f, "{c}")?,
            }
        }
        f.write_str("\"")
    }
}

/// ` as name`, or nothing.
struct As<'a>(&'a Option<Name>);

impl Display for As<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|alias| write!(f, " as {alias}"))
    }
}

/// A list with a blank before it, or nothing.
struct After<'a, T>(&'a [T]);

impl<T: Display> Display for After<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "" } else { " " })?;
        write_list(f, self.0, ", ")
    }
}

fn write_list<T: Display>(f: &mut Formatter<'_>, items: &[T], between: &str) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { between })?;
        item.fmt(f)?;
    }
    Ok(())
}

fn quoted_list(texts: &[String]) -> String {
    texts.iter().map(|text| Quoted(text).to_string()).collect::<Vec<_>>().join(", ")
}
