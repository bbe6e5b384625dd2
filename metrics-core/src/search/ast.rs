//! What a search is, once it is read.

/// `{Namespace, Dim1, Dim2}`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Schema {
    pub(super) namespace: String,
    /// Sorted, each once.
    pub(super) dimensions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    Or(Vec<Self>),
    And(Vec<Self>),
    Not(Box<Self>),
    Word(Option<Property>, Word),
}

impl Term {
    /// How many words and exact texts it looks for.
    pub(super) fn leaves(&self) -> usize {
        match self {
            Self::Or(terms) | Self::And(terms) => terms.iter().map(Self::leaves).sum(),
            Self::Not(term) => term.leaves(),
            Self::Word(..) => 1,
        }
    }
}

/// Which part of a metric a word looks at.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Property {
    Namespace,
    MetricName,
    Account,
    Dimension(String),
}

impl Property {
    pub(super) fn of(name: &str) -> Self {
        match name {
            "Namespace" => Self::Namespace,
            "MetricName" => Self::MetricName,
            ":aws.AccountId" => Self::Account,
            _ => Self::Dimension(name.into()),
        }
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::Namespace => "Namespace",
            Self::MetricName => "MetricName",
            Self::Account => ":aws.AccountId",
            Self::Dimension(name) => name,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// In quotes: the whole of a part.
    Exact(String),
    /// Without: tokens that stand beside each other in a part.
    Partial(Partial),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Partial {
    pub(super) text: String,
    pub(super) tokens: Vec<Wanted>,
    /// Counts the words of a search.
    pub(super) number: usize,
}

/// One token that is looked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    pub(super) token: String,
    /// Whether it must be spelled with the same letter case.
    pub(super) is_cased: bool,
}
