//! What must hold whatever the line. Each law panics where it is broken.

use super::{AccessLogFormat, LambdaLine, LambdaPlatformEvent, Route53Query};

/// Reads any bytes as a line of each kind (and as a template, a line feed and a line): what is read is printed as a
/// line that reads back as the same, and a refusal points into the text.
pub fn line_law(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match LambdaLine::parse(&text) {
        Ok(line) => assert_eq!(LambdaLine::parse(&line.to_string()), Ok(line), "{text:?}"),
        Err(error) => assert!(text.get(error.span().range()).is_some(), "{error}"),
    }
    match Route53Query::parse(&text) {
        Ok(query) => assert_eq!(Route53Query::parse(&query.to_string()), Ok(query), "{text:?}"),
        Err(error) => assert!(text.get(error.span().range()).is_some(), "{error}"),
    }
    match LambdaPlatformEvent::parse(&text) {
        Ok(event) => assert_eq!(LambdaPlatformEvent::parse(&event.to_string()).as_ref(), Ok(&event), "{text:?}"),
        Err(error) => assert!(text.get(error.span().range()).is_some(), "{error}"),
    }
    let (template, line) = text.split_once('\n').unwrap_or((&text, &text));
    match AccessLogFormat::parse(template) {
        Ok(format) => access_law(&format, line),
        Err(error) => assert!(template.get(error.span().range()).is_some(), "{error}"),
    }
}

fn access_law(format: &AccessLogFormat, line: &str) {
    assert_eq!(AccessLogFormat::parse(&format.to_string()).as_ref(), Ok(format));
    match format.read(line) {
        Ok(record) => assert_eq!(record.to_string(), line.trim_end_matches(['\r', '\n'])),
        Err(error) => assert!(line.get(error.span().range()).is_some(), "{error}"),
    }
}
