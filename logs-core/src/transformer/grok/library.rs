//! The named patterns that the service lists, each as an expression without look-around.

/// A named pattern: its name, how often a grok pattern may have it, and what it stands for. References
/// look as in grok patterns; those of the formats of common logs may say what a capture becomes.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: &'static str,
    pub(super) most: usize,
    pub(super) pattern: &'static str,
}

const fn named(name: &'static str, most: usize, pattern: &'static str) -> Named {
    Named { name, most, pattern }
}

/// The pattern of this name.
pub(super) fn find(name: &str) -> Option<&'static Named> {
    LIBRARY.iter().find(|named| named.name == name)
}

/// Formats of whole lines: they come first, and one rest may follow.
pub(super) const COMMON: [&str; 3] = ["APACHE_ACCESS_LOG", "NGINX_ACCESS_LOG", "SYSLOG5424"];
/// What may follow them.
pub(super) const REST: [&str; 3] = ["DATA", "GREEDYDATA", "GREEDYDATA_MULTILINE"];
/// Patterns whose quotes are not part of the field.
pub(super) const QUOTED: [&str; 2] = ["QUOTEDSTRING", "QS"];

const IPV6: &str = concat!(
    "(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}",
    "|(?:[0-9A-Fa-f]{1,4}:){1,7}:",
    "|(?:[0-9A-Fa-f]{1,4}:){1,6}:[0-9A-Fa-f]{1,4}",
    "|(?:[0-9A-Fa-f]{1,4}:){1,5}(?::[0-9A-Fa-f]{1,4}){1,2}",
    "|(?:[0-9A-Fa-f]{1,4}:){1,4}(?::[0-9A-Fa-f]{1,4}){1,3}",
    "|(?:[0-9A-Fa-f]{1,4}:){1,3}(?::[0-9A-Fa-f]{1,4}){1,4}",
    "|(?:[0-9A-Fa-f]{1,4}:){1,2}(?::[0-9A-Fa-f]{1,4}){1,5}",
    "|[0-9A-Fa-f]{1,4}:(?::[0-9A-Fa-f]{1,4}){1,6}",
    "|:(?:(?::[0-9A-Fa-f]{1,4}){1,7}|:)",
    "|(?:(?:[0-9A-Fa-f]{1,4}:){6}|::(?:[0-9A-Fa-f]{1,4}:){0,5}|(?:[0-9A-Fa-f]{1,4}:){1,5}:(?:[0-9A-Fa-f]{1,4}:){0,4})%{IPV4}",
    ")(?:%[0-9A-Za-z]+)?",
);

static LIBRARY: &[Named] = &[
    named("USERNAME", 20, "[A-Za-z0-9._-]+"),
    named("USER", 20, "%{USERNAME}"),
    named("INT", 20, "[+-]?[0-9]+"),
    named("BASE10NUM", 20, r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"),
    named("NUMBER", 20, "%{BASE10NUM}"),
    named("BASE16NUM", 20, "[+-]?(?:0x)?[0-9A-Fa-f]+"),
    named("POSINT", 20, r"(?-u:\b)[1-9][0-9]*(?-u:\b)"),
    named("NONNEGINT", 20, r"(?-u:\b)[0-9]+(?-u:\b)"),
    named("WORD", 20, r"(?-u:\b\w+\b)"),
    named("NOTSPACE", 5, r"\S+"),
    named("SPACE", 5, r"\s*"),
    named("DATA", 5, ".*?"),
    named("GREEDYDATA", 5, ".*"),
    named("GREEDYDATA_MULTILINE", 1, "(?s:.*)"),
    named("QUOTEDSTRING", 20, r#""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"#),
    named("QS", 20, "%{QUOTEDSTRING}"),
    named("UUID", 20, "[A-Fa-f0-9]{8}-(?:[A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}"),
    named("URN", 20, "urn:[0-9A-Za-z][0-9A-Za-z-]{0,31}:[0-9A-Za-z()+,.:=@;$_!*'/?#%-]+"),
    named(
        "ARN",
        5,
        "arn:aws(?:-cn|-us-gov)?:[A-Za-z0-9-]+:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.:*@+=,-]+(?:/[A-Za-z0-9_.:*@+=,-]+){0,5}",
    ),
    named("CISCOMAC", 20, r"(?:[A-Fa-f0-9]{4}\.){2}[A-Fa-f0-9]{4}"),
    named("WINDOWSMAC", 20, "(?:[A-Fa-f0-9]{2}-){5}[A-Fa-f0-9]{2}"),
    named("COMMONMAC", 20, "(?:[A-Fa-f0-9]{2}:){5}[A-Fa-f0-9]{2}"),
    named("MAC", 20, "%{CISCOMAC}|%{WINDOWSMAC}|%{COMMONMAC}"),
    named("IPV6", 5, IPV6),
    named("IPV4", 20, r"(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})"),
    named("IP", 5, "%{IPV6}|%{IPV4}"),
    named("HOSTNAME", 5, r"[0-9A-Za-z][0-9A-Za-z-]*(?:\.[0-9A-Za-z][0-9A-Za-z-]*)*\.?"),
    named("HOST", 5, "%{HOSTNAME}"),
    named("IPORHOST", 5, "%{IP}|%{HOSTNAME}"),
    named("HOSTPORT", 5, "%{IPORHOST}:%{POSINT:PORT}"),
    named("URIHOST", 5, "%{IPORHOST}(?::%{POSINT:port})?"),
    named("UNIXPATH", 20, r"(?:/[A-Za-z0-9_%!$@:.,+~?=&#;*()-]*)+"),
    named("WINPATH", 5, r"(?:[A-Za-z]+:|\\)(?:\\[^\\?*]*)+"),
    named("PATH", 5, "%{UNIXPATH}|%{WINPATH}"),
    named("TTY", 20, "/dev/(?:pts|tty[pq]?)[A-Za-z0-9_]*(?:/?[0-9]+)?"),
    named("URIPROTO", 20, r"[A-Za-z]+(?:\+[A-Za-z+]+)?"),
    named("URIPATH", 20, "(?:/[A-Za-z0-9$.+!*'(){},~:;=@#%&_-]*)+"),
    named("URIPARAM", 5, r"\?[A-Za-z0-9$.+!*'|(){},~@#%&/=:;_?\[\]<>-]*"),
    named("URIPATHPARAM", 5, "%{URIPATH}(?:%{URIPARAM})?"),
    named("URI", 5, r"%{URIPROTO}://(?:%{USER}(?::[^@\s]*)?@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?"),
    named(
        "MONTH",
        20,
        r"(?-u:\b)(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?-u:\b)",
    ),
    named("MONTHNUM", 20, "0?[1-9]|1[0-2]"),
    named("MONTHNUM2", 20, "0[1-9]|1[0-2]"),
    named("MONTHDAY", 20, "0[1-9]|[12][0-9]|3[01]|[1-9]"),
    named("YEAR", 20, "[0-9]{4}|[0-9]{2}"),
    named("DAY", 20, "Mon(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?"),
    named("HOUR", 20, "2[0-3]|[01]?[0-9]"),
    named("MINUTE", 20, "[0-5][0-9]"),
    named("SECOND", 20, "(?:[0-5]?[0-9]|60)(?:[:.,][0-9]+)?"),
    named("TIME", 20, "%{HOUR}:%{MINUTE}:%{SECOND}"),
    named("DATE_US", 20, "%{MONTHNUM}[/-]%{MONTHDAY}[/-]%{YEAR}"),
    named("DATE_EU", 20, "%{MONTHDAY}[./-]%{MONTHNUM}[./-]%{YEAR}"),
    named("ISO8601_TIMEZONE", 20, "Z|[+-]%{HOUR}:?%{MINUTE}"),
    named("ISO8601_SECOND", 20, "%{SECOND}"),
    named(
        "TIMESTAMP_ISO8601",
        20,
        "%{YEAR}-%{MONTHNUM}-%{MONTHDAY}[T ]%{HOUR}:?%{MINUTE}(?::?%{SECOND})?(?:%{ISO8601_TIMEZONE})?",
    ),
    named("DATE", 20, "%{DATE_US}|%{DATE_EU}"),
    named("DATESTAMP", 20, "%{DATE}[- ]%{TIME}"),
    named("TZ", 20, "[PMCE][SD]T|UTC"),
    named("DATESTAMP_RFC822", 20, "%{DAY} %{MONTH} %{MONTHDAY} %{YEAR} %{TIME} %{TZ}"),
    named("DATESTAMP_RFC2822", 20, "%{DAY}, %{MONTHDAY} %{MONTH} %{YEAR} %{TIME} %{ISO8601_TIMEZONE}"),
    named("DATESTAMP_OTHER", 20, "%{DAY} %{MONTH} %{MONTHDAY} %{TIME} %{TZ} %{YEAR}"),
    named("DATESTAMP_EVENTLOG", 20, "[0-9]{4}%{MONTHNUM2}%{MONTHDAY}%{HOUR}%{MINUTE}%{SECOND}"),
    named("HTTPDATE", 20, "%{MONTHDAY}/%{MONTH}/%{YEAR}:%{TIME} %{INT}"),
    named("SYSLOGTIMESTAMP", 20, "%{MONTH} +%{MONTHDAY} %{TIME}"),
    named(
        "LOGLEVEL",
        20,
        "(?i:alert|trace|debug|notice|info(?:rmation)?|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|severe|emerg(?:ency)?)",
    ),
    named("PROG", 20, r"[^\s\[\]]+"),
    named("SYSLOGPROG", 20, r"%{PROG:program}(?:\[%{POSINT:pid}\])?"),
    named("SYSLOGHOST", 5, "%{IPORHOST}"),
    named("SYSLOGFACILITY", 20, r"<%{NONNEGINT:facility}\.%{NONNEGINT:priority}>"),
    named(
        "APACHE_ACCESS_LOG",
        1,
        r#"%{IPORHOST:remote_host} \S+ \S+ \[%{HTTPDATE:timestamp:date}\] "%{WORD:http_method} %{NOTSPACE:request}(?: HTTP/%{NUMBER:http_version})?" %{NONNEGINT:status_code:integer} (?:%{NONNEGINT:response_size:integer}|-)"#,
    ),
    named(
        "NGINX_ACCESS_LOG",
        1,
        r#"%{IPORHOST:remote_host} - (?:-|%{NOTSPACE:auth_user}) \[%{HTTPDATE:timestamp:date}\] "%{WORD:http_method} %{NOTSPACE:request}(?: HTTP/%{NUMBER:http_version})?" %{NONNEGINT:status_code:integer} (?:%{NONNEGINT:response_size:integer}|-) "(?:-|%{DATA:referrer})" "(?:-|%{DATA:agent})""#,
    ),
    named(
        "SYSLOG5424",
        1,
        r"<%{NONNEGINT:pri:integer}>%{NONNEGINT:version:integer} (?:-|%{TIMESTAMP_ISO8601:timestamp}) (?:-|%{NOTSPACE:hostname}) (?:-|%{NOTSPACE:app}) (?:-|%{NOTSPACE:proc_id}) (?:-|%{NOTSPACE:msg_id}) (?:-|\[%{DATA:structured_data}\])(?: ?%{GREEDYDATA:message})?",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = LIBRARY.iter().map(|named| named.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), LIBRARY.len());
        assert!(COMMON.iter().chain(&REST).chain(&QUOTED).all(|name| find(name).is_some()));
    }
}
