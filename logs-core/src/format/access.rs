//! Access logs of API Gateway: a template of `$context` variables, and the lines that it gives.

use std::fmt;

use cupola_base::text::Span;

use super::error::FormatError;

/// The format of an access log: text with `$context` variables.
///
/// ```
/// use cupola_logs::format::AccessLogFormat;
///
/// let format = AccessLogFormat::parse(r#"{"id":"$context.requestId","ip":"$context.identity.sourceIp"}"#)?;
/// let line = format.write(|name| (name == "requestId").then_some("c6af9ac6"));
/// assert_eq!(line, r#"{"id":"c6af9ac6","ip":"-"}"#);
/// assert_eq!(format.read(&line)?.get("identity.sourceIp"), Some("-"));
///
/// let refused = AccessLogFormat::parse("$context.status").unwrap_err();
/// assert_eq!(refused.message(), "the format must have $context.requestId or $context.extendedRequestId");
/// # Ok::<(), cupola_logs::format::FormatError>(())
/// ```
///
/// # Source
/// API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs", "Access log formats".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessLogFormat {
    /// What stands before the first variable.
    head: String,
    /// Each variable, and what stands after it.
    parts: Vec<(String, String)>,
}

const KIND: &str = "access log format";
const VARIABLE: &str = "$context.";

impl AccessLogFormat {
    /// Reads a template.
    ///
    /// # Errors
    /// [`FormatError`] when two variables stand side by side (their values could not be told apart), a variable has no
    /// name, or there is no request id.
    pub fn parse(template: &str) -> Result<Self, FormatError> {
        let mut pieces = template.split(VARIABLE);
        let head = pieces.next().unwrap_or_default();
        let (mut at, mut parts) = (head.len(), Vec::new());
        for piece in pieces {
            let start = at;
            at += VARIABLE.len() + piece.len();
            let refuse = |message: &str| FormatError::new(KIND, template, Span::new(start, at), message);
            let end = piece.find(|char: char| !is_name(char)).unwrap_or(piece.len());
            // A dot at the end of a sentence is none of the name.
            let name = piece[..end].trim_end_matches('.');
            let literal = &piece[name.len()..];
            if name.is_empty() {
                return Err(refuse("a variable needs a name"));
            }
            if literal.is_empty() && at < template.len() {
                return Err(refuse("something must stand between two variables"));
            }
            parts.push((name.to_owned(), literal.to_owned()));
        }
        if !parts.iter().any(|(name, _)| name == "requestId" || name == "extendedRequestId") {
            let message = "the format must have $context.requestId or $context.extendedRequestId";
            return Err(FormatError::new(KIND, template, Span::new(0, template.len()), message));
        }
        Ok(Self { head: head.to_owned(), parts })
    }

    /// The Common Log Format, and the request's id.
    #[must_use]
    pub fn common() -> Self {
        let names = [
            "identity.sourceIp",
            "identity.caller",
            "identity.user",
            "requestTime",
            "httpMethod",
            "resourcePath",
            "protocol",
            "status",
            "responseLength",
            "requestId",
        ];
        let literals = [" ", " ", " [", "] \"", " ", " ", "\" ", " ", " ", ""];
        Self::of("", &names, &literals)
    }

    /// One JSON object a line.
    #[must_use]
    pub fn json() -> Self {
        let names = [
            "requestId",
            "identity.sourceIp",
            "identity.caller",
            "identity.user",
            "requestTime",
            "httpMethod",
            "resourcePath",
            "status",
            "protocol",
            "responseLength",
        ];
        let keys = [
            "ip",
            "caller",
            "user",
            "requestTime",
            "httpMethod",
            "resourcePath",
            "status",
            "protocol",
            "responseLength",
        ];
        let literals: Vec<String> =
            keys.iter().map(|key| format!("\", \"{key}\":\"")).chain(["\" }".to_owned()]).collect();
        let literals: Vec<&str> = literals.iter().map(String::as_str).collect();
        Self::of("{ \"requestId\":\"", &names, &literals)
    }

    /// Values with commas between them.
    #[must_use]
    pub fn csv() -> Self {
        let names = [
            "identity.sourceIp",
            "identity.caller",
            "identity.user",
            "requestTime",
            "httpMethod",
            "resourcePath",
            "protocol",
            "status",
            "responseLength",
            "requestId",
        ];
        Self::of("", &names, &[",", ",", ",", ",", ",", ",", ",", ",", ",", ""])
    }

    fn of(head: &str, names: &[&str], literals: &[&str]) -> Self {
        let parts = names.iter().zip(literals).map(|(name, literal)| ((*name).to_owned(), (*literal).to_owned()));
        Self { head: head.to_owned(), parts: parts.collect() }
    }

    /// The variables in order, without `$context.`.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }

    /// Reads a line. A value reaches to where the text after its variable occurs first.
    ///
    /// # Errors
    /// [`FormatError`] which points to where the line leaves the format.
    pub fn read<'a>(&'a self, line: &'a str) -> Result<AccessRecord<'a>, FormatError> {
        let text = line.trim_end_matches(['\r', '\n']);
        let refuse =
            |rest: &str, literal: &str| FormatError::at("access log line", line, rest, format!("expected `{literal}`"));
        let mut rest = text.strip_prefix(self.head.as_str()).ok_or_else(|| refuse(text, &self.head))?;
        let mut values = Vec::with_capacity(self.parts.len());
        for (index, (_, literal)) in self.parts.iter().enumerate() {
            let last = index + 1 == self.parts.len();
            let found = if last {
                rest.strip_suffix(literal.as_str()).map(|value| (value, ""))
            } else {
                rest.split_once(literal.as_str())
            };
            let (value, after) = found.ok_or_else(|| refuse(rest, literal))?;
            values.push(value);
            rest = after;
        }
        Ok(AccessRecord { format: self, values })
    }

    /// The line with these values; what has none is `-`.
    pub fn write<'v>(&self, value: impl Fn(&str) -> Option<&'v str>) -> String {
        let mut line = self.head.clone();
        for (name, literal) in &self.parts {
            line.push_str(value(name).unwrap_or("-"));
            line.push_str(literal);
        }
        line
    }
}

const fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-')
}

/// Prints the template.
impl fmt::Display for AccessLogFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)?;
        self.parts.iter().try_for_each(|(name, literal)| write!(f, "{VARIABLE}{name}{literal}"))
    }
}

/// One line of an access log; borrows from the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRecord<'a> {
    format: &'a AccessLogFormat,
    values: Vec<&'a str>,
}

impl<'a> AccessRecord<'a> {
    /// The value of a variable, with or without `$context.`: the first, when it stands there more than once.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let name = name.strip_prefix(VARIABLE).unwrap_or(name);
        self.values().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The number that a variable has.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }

    /// All variables with their values, in order.
    pub fn values(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.format.variables().zip(self.values.iter().copied())
    }
}

/// Prints the line.
impl fmt::Display for AccessRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format.head)?;
        let mut parts = self.format.parts.iter().zip(&self.values);
        parts.try_for_each(|((_, literal), value)| write!(f, "{value}{literal}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_s_own_formats_are_printed_and_read_again() {
        let common = "$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] \
             \"$context.httpMethod $context.resourcePath $context.protocol\" $context.status $context.responseLength \
             $context.requestId";
        assert_eq!(AccessLogFormat::common().to_string(), common);
        for format in [AccessLogFormat::common(), AccessLogFormat::json(), AccessLogFormat::csv()] {
            assert_eq!(AccessLogFormat::parse(&format.to_string()).as_ref(), Ok(&format));
        }
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused() {
        for (template, message) in [
            ("$context.requestId$context.status", "something must stand between two variables"),
            ("$context. x", "a variable needs a name"),
            ("$context.requestid", "the format must have $context.requestId or $context.extendedRequestId"),
        ] {
            assert_eq!(AccessLogFormat::parse(template).unwrap_err().message(), message);
        }
        assert_eq!(AccessLogFormat::common().read("1.2.3.4 - - x").unwrap_err().message(), "expected ` [`");
    }
}
