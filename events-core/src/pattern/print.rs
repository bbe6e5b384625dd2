//! Patterns as compact JSON.

use std::fmt::{self, Display, Formatter};

use cupola_base::json::Json;

use super::ast::{Bound, Excluded, FieldValue, Matcher, Member, Numeric, Object};

impl Display for Object {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        list(f, ["{", "}"], &self.0)
    }
}

impl Display for Member {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { name, value } => write!(f, "{}:{value}", Quoted(name)),
            Self::Or(branches) => {
                f.write_str("\"$or\":")?;
                list(f, ["[", "]"], branches)
            }
        }
    }
}

impl Display for FieldValue {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Object(object) => object.fmt(f),
            Self::Matchers(matchers) => list(f, ["[", "]"], matchers),
        }
    }
}

impl Display for Matcher {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { text, .. } => Quoted(text).fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Bool(bool) => bool.fmt(f),
            Self::Null => f.write_str("null"),
            Self::Exactly(text) => operator(f, "exactly", Quoted(text)),
            Self::Prefix(text) => operator(f, "prefix", Quoted(text)),
            Self::PrefixFolded(text) => operator(f, "prefix", AnyCase(text.text())),
            Self::Suffix(text) => operator(f, "suffix", Quoted(text)),
            Self::SuffixFolded(text) => operator(f, "suffix", AnyCase(text.text())),
            Self::Folded(text) => AnyCase(text.text()).fmt(f),
            Self::Wildcard(text) => operator(f, "wildcard", Quoted(text.text())),
            Self::Cidr(range) => operator(f, "cidr", Quoted(range.text())),
            Self::Numeric(numeric) => operator(f, "numeric", numeric),
            Self::Exists(wanted) => operator(f, "exists", wanted),
            Self::AnythingBut(excluded) => operator(f, "anything-but", excluded),
        }
    }
}

impl Display for Numeric {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Equal(number) => write!(f, "[\"=\",{number}]"),
            Self::Range { lower, upper } => {
                let below = lower.as_ref().map(|bound| Sided(">", bound));
                let above = upper.as_ref().map(|bound| Sided("<", bound));
                list(f, ["[", "]"], below.into_iter().chain(above))
            }
        }
    }
}

/// A bound with its operator, without the `=` of inclusive ones.
struct Sided<'a>(&'static str, &'a Bound);

impl Display for Sided<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(operator, bound) = self;
        let equal = if bound.inclusive { "=" } else { "" };
        write!(f, "\"{operator}{equal}\",{}", bound.text)
    }
}

impl Display for Excluded {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Texts(texts) => quoted_list(f, texts.iter().map(|text| &**text)),
            Self::Numbers(numbers) => list(f, ["[", "]"], numbers),
            Self::Prefixes(texts) => nested(f, "prefix", texts.iter().map(|text| &**text)),
            Self::Suffixes(texts) => nested(f, "suffix", texts.iter().map(|text| &**text)),
            Self::Folded(texts) => nested(f, "equals-ignore-case", texts.iter().map(|text| text.text())),
            Self::Wildcards(texts) => nested(f, "wildcard", texts.iter().map(|text| text.text())),
        }
    }
}

/// A JSON text.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(Json::of(self.0).as_str())
    }
}

struct AnyCase<'a>(&'a str);

impl Display for AnyCase<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        operator(f, "equals-ignore-case", Quoted(self.0))
    }
}

fn operator(f: &mut Formatter<'_>, name: &str, operand: impl Display) -> fmt::Result {
    write!(f, "{{\"{name}\":{operand}}}")
}

fn nested<'a>(f: &mut Formatter<'_>, name: &str, texts: impl Iterator<Item = &'a str>) -> fmt::Result {
    write!(f, "{{\"{name}\":")?;
    quoted_list(f, texts)?;
    f.write_str("}")
}

fn quoted_list<'a>(f: &mut Formatter<'_>, texts: impl Iterator<Item = &'a str>) -> fmt::Result {
    list(f, ["[", "]"], texts.map(Quoted))
}

fn list(f: &mut Formatter<'_>, [open, close]: [&str; 2], items: impl IntoIterator<Item: Display>) -> fmt::Result {
    f.write_str(open)?;
    for (n, item) in items.into_iter().enumerate() {
        write!(f, "{}{item}", if n == 0 { "" } else { "," })?;
    }
    f.write_str(close)
}
