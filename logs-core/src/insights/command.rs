//! The commands of a query.

use serde::{Deserialize, Serialize};

use super::ast::{Expr, Name, Pipeline};
use super::period::Period;

macro_rules! commands {
    ($($variant:ident $name:literal $usage:literal),* $(,)?) => {
        /// Which command: what the parser and messages need to know of it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Verb {
            $($variant,)*
        }

        impl Verb {
            /// All of them, in the order of their names.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As it is written.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What is accepted after the name.
            pub(crate) const fn usage(self) -> &'static str {
                match self {
                    $(Self::$variant => $usage,)*
                }
            }
        }
    };
}

commands! {
    Accum "accum" "accum field [as alias]",
    AddTotals "addtotals" "addtotals [fieldname=Total] [row=true] [col=false] [field, ...]",
    Anomaly "anomaly" "pattern expression | anomaly",
    AppendCols "appendcols" "appendcols [override=false] [max=10000] (query)",
    AutoRegress "autoregress" "autoregress field [as alias] [p=1 | p=1-3]",
    CidrLookup "cidrlookup" "cidrlookup table field [as column] OUTPUT | OUTPUTNEW column [as field], ...",
    CountFrequent "countFrequent" "countFrequent field, ...",
    Dedup "dedup" "dedup field, ...",
    Diff "diff" "diff [previousDay | previousWeek | previousMonth]",
    Display "display" "display field, ...",
    Expand "expand" "expand field",
    Fields "fields" "fields expression [as alias], ...",
    FillDown "filldown" "filldown [field | prefix*], ...",
    FillMissing "fillmissing" "fillmissing [with value for field, ...]",
    Filter "filter" "filter condition",
    FilterIndex "filterIndex" "filterIndex field = value, or filterIndex field in [value, ...]",
    Join "join" "join [type=inner | type=left] left=a right=b where a.key=b.key (query)",
    Json "json" "json field=name \"path.to.value\" as alias",
    Limit "limit" "limit [any] 1 to 100000",
    LogCompare "logcompare" "logcompare timeshift 7d",
    Lookup "lookup" "lookup table column [as field], ... OUTPUT column, ...",
    Outlier "outlier" "outlier [action=transform | action=remove] [param=2.5] [uselower=false] [mark=false] field, ...",
    Parse "parse" "parse [field] \"text * text\" as alias, ..., parse [field] /regex/ [as alias, ...] [multi], \
                   parse [field] logfmt as alias, or parse [field] csv as alias, ...",
    Pattern "pattern" "pattern expression",
    RelevantFields "relevantfields" "relevantfields [field, ...] where condition",
    Sessionize "sessionize" "sessionize field, ... [maxspan 30m] [as alias]",
    Sort "sort" "sort expression [asc | desc], ...",
    Stats "stats" "stats aggregate [as alias], ... [by expression [as alias], ... [offset period]]",
    Unmask "unmask" "unmask field, ...",
    Unnest "unnest" "unnest expression into alias",
    Where "where" "where condition",
}

impl Verb {
    /// The command of that name, in any letter case.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let name = if name.eq_ignore_ascii_case("count_frequent") { Self::CountFrequent.name() } else { name };
        Self::ALL.iter().copied().find(|verb| verb.name().eq_ignore_ascii_case(name))
    }
}

/// A command with all that it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Command {
    Accum { field: Name, alias: Option<Name> },
    AddTotals { name: Option<String>, row: bool, column: bool, fields: Vec<Name> },
    Anomaly,
    AppendCols { replace: bool, most: usize, query: Box<Pipeline> },
    AutoRegress { field: Name, alias: Option<Name>, from: usize, to: usize },
    CidrLookup { table: Name, field: Name, column: Option<Name>, only_empty: bool, outputs: Vec<Renamed> },
    CountFrequent(Vec<Name>),
    Dedup(Vec<Name>),
    Diff(Before),
    Display(Vec<Name>),
    Expand(Name),
    Fields(Vec<Column>),
    FillDown(Vec<Name>),
    FillMissing(Option<Filling>),
    Filter(Expr),
    FilterIndex { field: Name, values: Vec<Expr> },
    Join(Join),
    Json { field: Name, path: String, alias: Name },
    Limit { any: bool, count: usize },
    LogCompare(Period),
    Lookup { table: Name, matches: Vec<Renamed>, outputs: Vec<Name> },
    Outlier(Outlier),
    Parse(Parse),
    Pattern(Expr),
    RelevantFields { fields: Vec<Name>, condition: Expr },
    Sessionize { fields: Vec<Name>, span: Period, alias: Option<Name> },
    Sort(Vec<SortKey>),
    Stats(Stats),
    Unmask(Vec<Name>),
    Unnest { list: Expr, alias: Name },
}

/// Which log groups a query names itself, with `SOURCE`.
///
/// ```
/// use cupola_logs::insights::{Query, Source};
///
/// let query = Query::parse("SOURCE logGroups(namePrefix: [\"/web/\"]) | limit 10")?;
/// let source = query.source().expect("it names some");
/// assert!(source.has("111122223333:/web/front") && !source.has("/api"));
/// # Ok::<(), cupola_logs::insights::QueryError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Source {
    /// By name.
    Names(Vec<String>),
    /// By what they have in common; no class stands for `STANDARD`.
    Groups {
        /// Beginnings of names; none for all.
        prefixes: Vec<String>,
        /// The class, as the service spells it.
        class: Option<String>,
        /// Accounts; none for the query's own.
        accounts: Vec<String>,
    },
}

impl Source {
    /// Whether a log group of this name is meant, as far as its name tells: `name` or `account:name`.
    #[must_use]
    pub fn has(&self, log: &str) -> bool {
        let (account, name) = log.split_once(':').map_or((None, log), |(account, name)| (Some(account), name));
        match self {
            Self::Names(names) => names.iter().any(|wanted| wanted == name || wanted == log),
            Self::Groups { prefixes, accounts, .. } => {
                let by_name = prefixes.is_empty() || prefixes.iter().any(|prefix| name.starts_with(prefix.as_str()));
                let mine = |account| accounts.iter().any(|wanted| wanted == account);
                by_name && (accounts.is_empty() || account.is_none_or(mine))
            }
        }
    }
}

/// An expression that becomes a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Column {
    pub(crate) expr: Expr,
    /// As it was written, runs of blanks as one.
    pub(crate) text: String,
    pub(crate) alias: Option<Name>,
}

impl Column {
    /// What the column is called.
    pub(crate) fn name(&self) -> &str {
        match &self.alias {
            Some(alias) => &alias.text,
            None => match &self.expr.node {
                super::ast::Node::Field(name) => name,
                _ => &self.text,
            },
        }
    }
}

/// A name, and another that is used instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Renamed {
    pub(crate) name: Name,
    pub(crate) alias: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stats {
    pub(crate) aggregates: Vec<Column>,
    pub(crate) keys: Vec<Column>,
    pub(crate) offset: Option<Period>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SortKey {
    pub(crate) expr: Expr,
    pub(crate) is_descending: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Parse {
    pub(crate) field: Option<Name>,
    pub(crate) form: ParseForm,
    pub(crate) aliases: Vec<Name>,
    pub(crate) is_multi: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum ParseForm {
    Glob(String),
    Regex(String),
    Logfmt,
    Csv,
}

/// Which period `diff` compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Before {
    /// The one of equal length that ends where the query's begins.
    Adjacent,
    Day,
    Week,
    Month,
}

impl Before {
    pub(crate) const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Adjacent => "",
            Self::Day => "previousDay",
            Self::Week => "previousWeek",
            Self::Month => "previousMonth",
        }
    }
}

/// What empty bins hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Filling {
    pub(crate) value: Expr,
    pub(crate) fields: Vec<Name>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Join {
    /// Whether rows without a match are kept.
    pub(crate) is_left: bool,
    pub(crate) left: Name,
    pub(crate) right: Name,
    /// Fields of the left and of the right side, without the sides' names.
    pub(crate) pairs: Vec<(Name, Name)>,
    pub(crate) query: Box<Pipeline>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Outlier {
    pub(crate) remove: bool,
    pub(crate) factor: f64,
    pub(crate) use_lower: bool,
    pub(crate) mark: bool,
    pub(crate) fields: Vec<Name>,
}

impl Command {
    /// As it is written.
    pub(crate) const fn name(&self) -> &'static str {
        let verb = match self {
            Self::Accum { .. } => Verb::Accum,
            Self::AddTotals { .. } => Verb::AddTotals,
            Self::Anomaly => Verb::Anomaly,
            Self::AppendCols { .. } => Verb::AppendCols,
            Self::AutoRegress { .. } => Verb::AutoRegress,
            Self::CidrLookup { .. } => Verb::CidrLookup,
            Self::CountFrequent(_) => Verb::CountFrequent,
            Self::Dedup(_) => Verb::Dedup,
            Self::Diff(_) => Verb::Diff,
            Self::Display(_) => Verb::Display,
            Self::Expand(_) => Verb::Expand,
            Self::Fields(_) => Verb::Fields,
            Self::FillDown(_) => Verb::FillDown,
            Self::FillMissing(_) => Verb::FillMissing,
            Self::Filter(_) => Verb::Filter,
            Self::FilterIndex { .. } => Verb::FilterIndex,
            Self::Join(_) => Verb::Join,
            Self::Json { .. } => Verb::Json,
            Self::Limit { .. } => Verb::Limit,
            Self::LogCompare(_) => Verb::LogCompare,
            Self::Lookup { .. } => Verb::Lookup,
            Self::Outlier(_) => Verb::Outlier,
            Self::Parse(_) => Verb::Parse,
            Self::Pattern(_) => Verb::Pattern,
            Self::RelevantFields { .. } => Verb::RelevantFields,
            Self::Sessionize { .. } => Verb::Sessionize,
            Self::Sort(_) => Verb::Sort,
            Self::Stats(_) => Verb::Stats,
            Self::Unmask(_) => Verb::Unmask,
            Self::Unnest { .. } => Verb::Unnest,
        };
        verb.name()
    }
}
