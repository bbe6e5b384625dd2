//! Parsers of services' logs.

use std::collections::BTreeSet;

use super::error::TransformFailure;
use super::node::{Members, Node};
use super::parsers::object;
use super::record::{Record, Source, Step};
use crate::format::Route53Query;

/// Fields separated by white space, each with a name.
#[derive(Debug)]
pub(super) struct Columns {
    processor: &'static str,
    names: &'static [&'static str],
    value: fn(&str) -> Node,
}

impl Columns {
    /// `parseVPC`: a flow log of the default format.
    pub(super) const VPC: Self = Self { processor: "parseVPC", names: VPC, value: Node::number_or_text };
    /// `parseRoute53`: a public DNS query.
    pub(super) const ROUTE_53: Self = Self { processor: "parseRoute53", names: &Route53Query::COLUMNS, value: dns };
    /// `parseCloudfront`: a standard access log.
    pub(super) const CLOUDFRONT: Self = Self { processor: "parseCloudfront", names: CLOUDFRONT, value: decoded };
}

impl Step for Columns {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        let values: Vec<&str> = record.message.split_whitespace().take(self.names.len() + 1).collect();
        if values.len() != self.names.len() {
            return Err(Source::Message.misshapen(self.processor));
        }
        let member = |(name, value): (&&str, &str)| {
            let texts = TEXTS.contains(name);
            ((*name).to_owned(), if texts { Node::text(value) } else { (self.value)(value) })
        };
        let members = self.names.iter().zip(values).map(member).collect();
        record.merge(None, members, true);
        Ok(())
    }
}

/// Numbers stay texts only where an account is numbered.
const TEXTS: [&str; 1] = ["accountId"];

const VPC: &[&str] = &[
    "version",
    "accountId",
    "interfaceId",
    "srcAddr",
    "dstAddr",
    "srcPort",
    "dstPort",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "logStatus",
];

const CLOUDFRONT: &[&str] = &[
    "date",
    "time",
    "x-edge-location",
    "sc-bytes",
    "c-ip",
    "cs-method",
    "cs(Host)",
    "cs-uri-stem",
    "sc-status",
    "cs(Referer)",
    "cs(User-Agent)",
    "cs-uri-query",
    "cs(Cookie)",
    "x-edge-result-type",
    "x-edge-request-id",
    "x-host-header",
    "cs-protocol",
    "cs-bytes",
    "time-taken",
    "x-forwarded-for",
    "ssl-protocol",
    "ssl-cipher",
    "x-edge-response-result-type",
    "cs-protocol-version",
    "fle-status",
    "fle-encrypted-fields",
    "c-port",
    "time-to-first-byte",
    "x-edge-detailed-result-type",
    "sc-content-type",
    "sc-content-len",
    "sc-range-start",
    "sc-range-end",
];

/// The version is a number; names have their escapes resolved.
fn dns(value: &str) -> Node {
    match value {
        "1.0" => Node::double(1.0).unwrap_or(Node::Null),
        _ => Node::text(octal(value)),
    }
}

/// `\101` is the character of this octal number.
fn octal(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let digits = rest.get(at + 1..at + 4).filter(|digits| digits.bytes().all(|b| (b'0'..=b'7').contains(&b)));
        match digits.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(byte) => {
                out.push(char::from(byte));
                rest = &rest[at + 4..];
            }
            None => {
                out.push('\\');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

/// `%20` is a blank; numbers are numbers.
fn decoded(value: &str) -> Node {
    if !value.contains('%') {
        return Node::number_or_text(value);
    }
    let (bytes, mut out, mut at) = (value.as_bytes(), Vec::with_capacity(value.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        let digits = value.get(at + 1..at + 3).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| byte == b'%') {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    Node::Text(String::from_utf8_lossy(&out).into_owned())
}

/// `parsePostgres`: a line of RDS for PostgreSQL with its prefix `%t:%r:%u@%d:[%p]:`.
#[derive(Debug)]
pub(super) struct Postgres;

impl Step for Postgres {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        let members = postgres(record.message).ok_or_else(|| Source::Message.misshapen("parsePostgres"))?;
        record.merge(None, members, true);
        Ok(())
    }
}

fn postgres(line: &str) -> Option<Members> {
    let zone = line.get(19..).filter(|rest| rest.starts_with(' '))?;
    let (time, rest) = line.split_at(19 + zone.find(':')?);
    let is_time = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        10 => byte == b' ',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    if !time.bytes().take(19).enumerate().all(is_time) {
        return None;
    }
    let (before, rest) = rest[1..].split_once(":[")?;
    let (address, user) = before.rsplit_once(':')?;
    let (name, database) = user.split_once('@')?;
    let (process, rest) = rest.split_once("]:")?;
    let (level, _) = rest.split_once(':')?;
    let member = |name: &str, value: &str| (name.to_owned(), Node::text(value));
    Some(Members::from_iter([
        member("logTime", time),
        member("srcIp", address),
        member("userName", name),
        member("dbName", database),
        member("processId", process),
        member("logLevel", level.trim()),
    ]))
}

/// `parseWAF`: JSON whose lists of headers and labels become objects.
#[derive(Debug)]
pub(super) struct Waf;

impl Step for Waf {
    fn apply(&self, record: &mut Record<'_>) -> Result<(), TransformFailure> {
        let mut members = object("parseWAF", &Source::Message, record)?;
        if let Some(Node::Object(request)) = members.get_mut("httpRequest") {
            request.get_mut("headers").into_iter().for_each(by_name);
        }
        members.get_mut("labels").into_iter().for_each(by_name);
        record.merge(None, members, true);
        Ok(())
    }
}

/// A list of objects as one object: name and value of those that have both, all members of the others.
fn by_name(node: &mut Node) {
    let Node::List(items) = node else { return };
    let (mut names, mut pairs) = (BTreeSet::new(), Vec::new());
    for item in items.drain(..) {
        let Node::Object(members) = item else { continue };
        let both = members.get("name").and_then(Node::as_text).zip(members.get("value"));
        let found: Vec<(String, Node)> = match both {
            Some((name, value)) => vec![(name.clone(), value.clone())],
            None => members.into_iter().collect(),
        };
        pairs.extend(found.into_iter().filter(|(name, _)| names.insert(name.clone())));
    }
    *node = Node::Object(pairs.into_iter().collect());
}

#[cfg(test)]
mod tests {
    use super::super::TransformSource;
    use super::*;

    fn transformed(step: &dyn Step, message: &str) -> Option<String> {
        let origin = TransformSource::default();
        let mut record = Record::new(message, &origin);
        step.apply(&mut record).ok()?;
        record.print().ok()
    }

    #[test]
    fn lines_of_services_become_fields() {
        let flow =
            "2 123456789010 eni-abc123de 192.0.2.0 192.0.2.24 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK";
        let expected = r#"{"version":2,"accountId":"123456789010","interfaceId":"eni-abc123de","srcAddr":"192.0.2.0","dstAddr":"192.0.2.24","srcPort":20641,"dstPort":22,"protocol":6,"packets":20,"bytes":4249,"start":1418530010,"end":1418530070,"action":"ACCEPT","logStatus":"OK"}"#;
        assert_eq!(transformed(&Columns::VPC, flow).as_deref(), Some(expected));
        assert_eq!(transformed(&Columns::VPC, "2 1"), None);

        let query = "1.0 2017-12-13T08:15:50.235Z Z123412341234 ex\\052ample.com AAAA NOERROR TCP IAD12 192.0.2.0 198.51.100.0/24";
        let expected = r#"{"version":1.0,"queryTimestamp":"2017-12-13T08:15:50.235Z","hostZoneId":"Z123412341234","queryName":"ex*ample.com","queryType":"AAAA","responseCode":"NOERROR","protocol":"TCP","edgeLocation":"IAD12","resolverIp":"192.0.2.0","ednsClientSubnet":"198.51.100.0/24"}"#;
        assert_eq!(transformed(&Columns::ROUTE_53, query).as_deref(), Some(expected));

        let line =
            "2019-03-10 03:54:59 UTC:10.0.0.123(52834):postgres@logtestdb:[20175]:ERROR: column \"x\" does not exist";
        let expected = r#"{"logTime":"2019-03-10 03:54:59 UTC","srcIp":"10.0.0.123(52834)","userName":"postgres","dbName":"logtestdb","processId":"20175","logLevel":"ERROR"}"#;
        assert_eq!(transformed(&Postgres, line).as_deref(), Some(expected));
        assert_eq!(transformed(&Postgres, "2019-03-10é03:54:59 UTC:"), None);

        let waf = r#"{"action":"BLOCK","httpRequest":{"headers":[{"name":"Host","value":"h:1"},{"name":"Accept","value":"*/*"}],"uri":"/"},"labels":[{"name":"value"}]}"#;
        let expected = r#"{"action":"BLOCK","httpRequest":{"headers":{"Host":"h:1","Accept":"*/*"},"uri":"/"},"labels":{"name":"value"}}"#;
        assert_eq!(transformed(&Waf, waf).as_deref(), Some(expected));
    }

    #[test]
    fn escapes_of_cloudfront_are_resolved() {
        assert_eq!(decoded("Mozilla/5.0%20(X%3b%2)"), Node::text("Mozilla/5.0 (X;%2)"));
        assert_eq!(decoded("0.001"), Node::double(0.001).unwrap());
        assert_eq!(decoded("é%é"), Node::text("é%é"));
    }
}
