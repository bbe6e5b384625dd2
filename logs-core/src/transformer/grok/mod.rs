//! Grok: patterns of named patterns, compiled into one regular expression.
//!
//! A grok pattern matches a whole text. What stands between its references is a regular expression
//! itself; look-around and back references do not exist, so that time is linear in the text.

mod library;

use std::collections::BTreeMap;

use regex::Regex;

use super::check::length;
use super::config;
use super::dates;
use super::error::{TransformFailure, TransformerError};
use super::node::Node;
use super::path::Path;
use super::record::{Record, Source, Step};
use super::strings::compile;

/// `grok`: what named patterns match becomes fields.
#[derive(Debug)]
pub(super) struct Grok {
    source: Source,
    regex: Regex,
    captures: Vec<Capture>,
}

/// A group of the expression that becomes a field.
#[derive(Debug)]
struct Capture {
    group: String,
    path: Path,
    becomes: Becomes,
}

/// What becomes of the text of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Becomes {
    Text,
    /// The text without its quotes.
    Unquoted,
    Integer,
    /// A date of web servers, as ISO 8601.
    Date,
}

/// The most characters of a grok pattern.
const MOST: usize = 512;
/// Bytes that the compiled expression may have.
const SIZE: usize = 4 << 20;

impl Grok {
    pub(super) fn new(config: &config::Grok) -> Result<Self, TransformerError> {
        length("grok", "match", &config.pattern, 1, MOST)?;
        let pieces = pieces(&config.pattern)?;
        check_counts(&pieces)?;
        check_common(&pieces)?;
        let mut writer = Writer::default();
        pieces.iter().try_for_each(|piece| writer.piece(piece, Place::User))?;
        let regex = compile(&format!(r"\A(?:{})\z", writer.expression), SIZE)?;
        writer.add_own_groups(&regex);
        Ok(Self { source: Source::of(config.source.as_deref())?, regex, captures: writer.captures })
    }
}

impl Step for Grok {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        let text = self.source.read("grok", record)?;
        let found = self.regex.captures(text).ok_or_else(|| self.source.misshapen("grok"))?;
        let value = |capture: &Capture| {
            let text = found.name(&capture.group)?.as_str();
            Some((capture.path.clone(), capture.becomes.node(text)))
        };
        let values: Vec<(Path, Node)> = self.captures.iter().filter_map(value).collect();
        let mut set = std::collections::BTreeSet::new();
        for (path, node) in values {
            if set.insert(path.as_str().to_owned()) {
                path.set(&mut record.fields, node);
            }
        }
        Ok(())
    }
}

impl Becomes {
    fn node(self, text: &str) -> Node {
        match self {
            Self::Text => Node::text(text),
            Self::Unquoted => Node::text(&text[1..text.len().max(2) - 1]),
            Self::Integer => text.parse().map_or_else(|_| Node::text(text), Node::integer),
            Self::Date => Node::Text(dates::web_server(text).unwrap_or_else(|| text.into())),
        }
    }
}

/// A part of a grok pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// A regular expression.
    Plain(&'a str),
    /// `%{NAME:field:type}`.
    Reference { name: &'a str, field: Option<&'a str>, kind: Option<&'a str> },
}

fn pieces(pattern: &str) -> Result<Vec<Piece<'_>>, TransformerError> {
    let (mut pieces, mut rest) = (Vec::new(), pattern);
    while let Some(at) = rest.find("%{") {
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        let Some((inside, after)) = after.split_once('}') else {
            return Err(TransformerError::Grok("a %{ is not closed".into()));
        };
        let mut parts = inside.splitn(3, ':');
        let (name, field, kind) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        pieces.extend([Piece::Plain(before), Piece::Reference { name, field, kind }]);
        rest = after;
    }
    pieces.push(Piece::Plain(rest));
    Ok(pieces)
}

fn check_counts(pieces: &[Piece<'_>]) -> Result<(), TransformerError> {
    let mut counts = BTreeMap::new();
    for name in names(pieces) {
        let count = counts.entry(name).or_insert(0usize);
        *count += 1;
        let most = library::find(name).ok_or_else(|| unknown(name))?.most;
        if *count > most {
            return Err(TransformerError::Grok(format!("{name} stands more often than {most} times")));
        }
    }
    Ok(())
}

/// The format of a common log comes first, and one rest may follow.
fn check_common(pieces: &[Piece<'_>]) -> Result<(), TransformerError> {
    let mut names = names(pieces).collect::<Vec<_>>().into_iter();
    let first = names.next().unwrap_or_default();
    let rest: Vec<&str> = names.collect();
    let common = library::COMMON.contains(&first);
    let misplaced = rest.iter().any(|name| library::COMMON.contains(name));
    let ends = rest.len() <= 1 && rest.iter().all(|name| library::REST.contains(name));
    if misplaced || (common && !ends) {
        let names = library::COMMON.join(", ");
        return Err(TransformerError::Grok(format!("{names} must come first; only one DATA or GREEDYDATA may follow")));
    }
    Ok(())
}

fn names<'a>(pieces: &[Piece<'a>]) -> impl Iterator<Item = &'a str> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Reference { name, .. } => Some(*name),
        Piece::Plain(_) => None,
    })
}

fn unknown(name: &str) -> TransformerError {
    TransformerError::Grok(format!("there is no pattern `{name}`"))
}

/// Where a reference stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the pattern of the user.
    User,
    /// In the library, whose captures may have types.
    Library,
}

/// Writes the expression.
#[derive(Debug, Default)]
struct Writer {
    expression: String,
    captures: Vec<Capture>,
}

impl Writer {
    fn piece(&mut self, piece: &Piece<'_>, place: Place) -> Result<(), TransformerError> {
        match *piece {
            Piece::Plain(text) => self.expression.push_str(text),
            Piece::Reference { name, field, kind } => {
                let becomes = becomes(name, kind, place)?;
                let path = field.map(|field| self.path(field, place)).transpose()?;
                self.open(path, becomes);
                let named = library::find(name).ok_or_else(|| unknown(name))?;
                pieces(named.pattern)?.iter().try_for_each(|piece| self.piece(piece, Place::Library))?;
                self.expression.push(')');
            }
        }
        Ok(())
    }

    #[expect(clippy::unused_self, reason = "reads as a step of writing")]
    fn path(&self, field: &str, place: Place) -> Result<Path, TransformerError> {
        match place {
            Place::User => Path::parse(field),
            Place::Library => Ok(Path::known(field)),
        }
    }

    /// Opens a group, with a name when a field is made of it.
    fn open(&mut self, path: Option<Path>, becomes: Becomes) {
        let Some(path) = path else { return self.expression.push_str("(?:") };
        let group = format!("_g{}", self.captures.len());
        self.expression.push_str(&format!("(?P<{group}>"));
        self.captures.push(Capture { group, path, becomes });
    }

    /// Groups that the user named in the expression itself.
    fn add_own_groups(&mut self, regex: &Regex) {
        let own = regex.capture_names().flatten().filter(|name| !self.captures.iter().any(|c| c.group == *name));
        let own: Vec<Capture> =
            own.map(|name| Capture { group: name.into(), path: Path::known(name), becomes: Becomes::Text }).collect();
        self.captures.extend(own);
    }
}

fn becomes(name: &str, kind: Option<&str>, place: Place) -> Result<Becomes, TransformerError> {
    match (kind, place) {
        (None, _) if library::QUOTED.contains(&name) => Ok(Becomes::Unquoted),
        (None, _) => Ok(Becomes::Text),
        (Some("integer"), Place::Library) => Ok(Becomes::Integer),
        (Some("date"), Place::Library) => Ok(Becomes::Date),
        (Some(kind), _) => Err(TransformerError::Grok(format!("types such as `{kind}` are not accepted"))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::TransformSource;
    use super::*;

    fn grok(pattern: &str, text: &str) -> Option<String> {
        let config = config::Grok { source: None, pattern: pattern.into() };
        let step = Grok::new(&config).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        let origin = TransformSource::default();
        let mut record = Record::new(text, &origin);
        step.apply(&mut record).ok()?;
        record.print().ok()
    }

    /// What the user guide's tables say of each pattern.
    #[test]
    fn named_patterns_match_what_they_are_for() {
        for (pattern, text) in [
            ("USERNAME", "user123.name-TEST"),
            ("INT", "-456"),
            ("BASE10NUM", "-0.67"),
            ("BASE16NUM", "+0xA1B2"),
            ("POSINT", "123"),
            ("NONNEGINT", "007"),
            ("WORD", "user_123"),
            ("NOTSPACE", "hello_world123"),
            ("SPACE", " "),
            ("UUID", "550e8400-e29b-41d4-a716-446655440000"),
            ("URN", "urn:isbn:0451450523"),
            ("ARN", "arn:aws:iam:us-east-1:123456789012:user/johndoe"),
            ("CISCOMAC", "0123.4567.89AB"),
            ("WINDOWSMAC", "01-23-45-67-89-AB"),
            ("MAC", "01:23:45:67:89:AB"),
            ("IPV6", "2001:db8:3333:4444:5555:6666:7777:8888"),
            ("IP", "::ffff:192.0.2.1"),
            ("IP", "2001:db8::1"),
            ("IPV4", "192.168.0.1"),
            ("HOST", "server-01.internal-network.local"),
            ("IPORHOST", "2001:db8:3333:4444:5555:6666:7777:8888"),
            ("UNIXPATH", "/search?q=regex"),
            ("PATH", r"C:\Users\John\Documents\file.txt"),
            ("TTY", "/dev/tty1"),
            ("URIPROTO", "web+transformer"),
            ("URIPATH", "/category/sub-category/product_name"),
            ("URIPARAM", "?param1=value1&param2=value2"),
            ("URIPATHPARAM", "/category/product?id=12345&color=red"),
            ("MONTH", "January"),
            ("MONTHNUM", "5"),
            ("MONTHNUM2", "05"),
            ("MONTHDAY", "31"),
            ("YEAR", "24"),
            ("DAY", "Tuesday"),
            ("HOUR", "22"),
            ("SECOND", "30:5"),
            ("TIME", "09:45:32"),
            ("DATE_US", "1-01-24"),
            ("DATE_EU", "1.01.24"),
            ("ISO8601_TIMEZONE", "-530"),
            ("TIMESTAMP_ISO8601", "23-5-1T1:25+5:30"),
            ("TIMESTAMP_ISO8601", "2023-05-15T14:30:00+05:30"),
            ("DATE", "29.11.2024"),
            ("DATESTAMP", "29-11-2024 14:30:00"),
            ("TZ", "PDT"),
            ("DATESTAMP_RFC822", "Monday Jan 5 23 1:30:00 CDT"),
            ("DATESTAMP_RFC2822", "Mon, 15 May 2023 14:30:00 +0530"),
            ("DATESTAMP_OTHER", "Mon May 15 14:30:00 PST 2023"),
            ("HTTPDATE", "23/Nov/2024:10:25:15 -0900"),
            ("LOGLEVEL", "WARNING"),
            ("PROG", "user.profile/settings-page"),
        ] {
            let expected = serde_json::to_string(&serde_json::json!({ "x": text })).unwrap();
            assert_eq!(grok(&format!("%{{{pattern}:x}}"), text), Some(expected), "{pattern}");
        }
        for (pattern, text) in
            [("IPV4", "256.1.1.1"), ("POSINT", "07"), ("MONTH", "Janu"), ("HOUR", "24"), ("WORD", "a b")]
        {
            assert_eq!(grok(&format!("%{{{pattern}:x}}"), text), None, "{pattern}");
        }
    }

    #[test]
    fn fields_are_named_by_paths_and_by_the_library() {
        for (pattern, text, expected) in [
            ("%{DATA:x} %{DATA:y}", "abc def ghi", r#"{"x":"abc","y":"def ghi"}"#),
            ("%{GREEDYDATA:x} %{GREEDYDATA:y}", "abc def ghi", r#"{"x":"abc def","y":"ghi"}"#),
            ("%{GREEDYDATA_MULTILINE:data}", "abc\ndef", r#"{"data":"abc\ndef"}"#),
            ("%{QUOTEDSTRING:msg}", r#""Hello, world!""#, r#"{"msg":"Hello, world!"}"#),
            (
                "%{URIHOST:host} %{URIHOST:ip}",
                "example.com:443 10.0.0.1",
                r#"{"host":"example.com:443","port":"443","ip":"10.0.0.1"}"#,
            ),
            ("%{HOSTPORT:ip}", "192.168.1.1:8080", r#"{"ip":"192.168.1.1:8080","PORT":"8080"}"#),
            ("%{SYSLOGPROG:p}", "page[1234]", r#"{"p":"page[1234]","program":"page","pid":"1234"}"#),
            ("%{SYSLOGFACILITY:syslog}", "<13.6>", r#"{"syslog":"<13.6>","facility":"13","priority":"6"}"#),
            (
                "%{IP:client.ip} %{WORD:method} %{URIPATHPARAM:request.uri} %{NUMBER:response.status} %{NUMBER:response.bytes}",
                "192.168.1.1 GET /index.html?param=value 200 1234",
                r#"{"client":{"ip":"192.168.1.1"},"method":"GET","request":{"uri":"/index.html?param=value"},"response":{"status":"200","bytes":"1234"}}"#,
            ),
            (
                "%{NUMBER:version} %{HOSTNAME:hostname} %{NOTSPACE:status} %{QUOTEDSTRING:logMsg}",
                r#"293750 server-01.internal-network.local OK "[Thread-000] token generated""#,
                r#"{"version":"293750","hostname":"server-01.internal-network.local","status":"OK","logMsg":"[Thread-000] token generated"}"#,
            ),
            (r"job (?<job>\d+) %{WORD}", "job 7 done", r#"{"job":"7"}"#),
        ] {
            assert_eq!(grok(pattern, text).as_deref(), Some(expected), "{pattern}");
        }
    }

    #[test]
    fn common_logs_are_read_whole() {
        let apache = r#"127.0.0.1 - - [03/Aug/2023:12:34:56 +0000] "GET /page.html HTTP/1.1" 200 1234"#;
        let expected = r#"{"remote_host":"127.0.0.1","timestamp":"2023-08-03T12:34:56Z","http_method":"GET","request":"/page.html","http_version":"1.1","status_code":200,"response_size":1234}"#;
        assert_eq!(grok("%{APACHE_ACCESS_LOG}", apache).as_deref(), Some(expected));
        let nginx = r#"192.168.1.100 - Foo [03/Aug/2023:12:34:56 +0000] "GET /account/login.html HTTP/1.1" 200 42 "https://www.example.com/" "Mozilla/5.0 (X)""#;
        let expected = r#"{"remote_host":"192.168.1.100","auth_user":"Foo","timestamp":"2023-08-03T12:34:56Z","http_method":"GET","request":"/account/login.html","http_version":"1.1","status_code":200,"response_size":42,"referrer":"https://www.example.com/","agent":"Mozilla/5.0 (X)"}"#;
        assert_eq!(grok("%{NGINX_ACCESS_LOG}", nginx).as_deref(), Some(expected));
        let syslog = r#"<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3"][examplePriority@32473 class="high"]"#;
        let expected = r#"{"pri":165,"version":1,"timestamp":"2003-10-11T22:14:15.003Z","hostname":"mymachine.example.com","app":"evntslog","msg_id":"ID47","structured_data":"exampleSDID@32473 iut=\"3\"","message":"[examplePriority@32473 class=\"high\"]"}"#;
        assert_eq!(grok("%{SYSLOG5424}", syslog).as_deref(), Some(expected));
    }

    #[test]
    fn patterns_that_break_a_rule_are_refused() {
        for pattern in [
            "%{APACHE_ACCESS_LOG} %{SYSLOG5424}",
            "%{NGINX_ACCESS_LOG} %{NUMBER:num}",
            "%{GREEDYDATA:logMsg} %{SYSLOG5424}",
            "%{NOSUCH:x}",
            "%{WORD:x:int}",
            "%{WORD:a.b.c.d}",
            "%{WORD",
            "(%{WORD}",
            r"(?=x)%{WORD}",
            "%{DATA}%{DATA}%{DATA}%{DATA}%{DATA}%{DATA}",
            "",
        ] {
            let config = config::Grok { source: None, pattern: pattern.into() };
            assert!(Grok::new(&config).is_err(), "{pattern}");
        }
        for pattern in
            ["%{NGINX_ACCESS_LOG} %{DATA}", "%{SYSLOG5424}%{DATA:logMsg}", "%{APACHE_ACCESS_LOG} %{GREEDYDATA:logMsg}"]
        {
            let config = config::Grok { source: None, pattern: pattern.into() };
            assert!(Grok::new(&config).is_ok(), "{pattern}");
        }
    }
}
