//! What must hold whatever the text. Each law panics where it is broken.

use super::{FlowLogEntry, FlowLogErrorKind, FlowLogFieldKind, FlowLogFormat, FlowLogRecord};

/// Reads a format and a line out of any bytes (a line feed stands between the two) and lays them against every law.
pub fn line_law(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (format, line) = text.split_once('\n').unwrap_or(("", &text));
    match FlowLogFormat::parse(format) {
        Ok(format) => {
            assert_eq!(FlowLogFormat::parse(&format.to_string()).as_ref(), Ok(&format));
            assert_eq!(FlowLogFormat::parse(&format.header()).as_ref(), Ok(&format));
            record_law(&format, line);
        }
        Err(error) => {
            let span = error.span();
            assert!(span.start <= span.end && format.get(span.range()).is_some(), "{error}");
            record_law(&FlowLogFormat::default(), line);
        }
    }
}

/// A line is read as by its twin; a record is printed as a line that reads back as the same one, by itself and as an
/// entry.
pub fn record_law(format: &FlowLogFormat, line: &str) {
    let read = format.read(line);
    assert_eq!(read.as_ref().map_err(super::FlowLogError::kind).map(|_| ()), twin(format, line), "{line:?}");
    let Ok(record) = read else { return };
    let printed = record.to_string();
    assert_eq!(format.read(&printed).as_ref(), Ok(&record), "{line:?}");
    assert_eq!(format.read(&printed).map(|record| record.to_string()).as_ref(), Ok(&printed));
    if !printed.contains(|char: char| char.is_whitespace() && char != ' ') {
        assert_eq!(entry(&record).to_line(format).as_ref(), Ok(&printed));
    }
    let _checked = record.check();
}

/// What a line is by the words of the documentation.
fn twin(format: &FlowLogFormat, line: &str) -> Result<(), FlowLogErrorKind> {
    let tokens: Vec<&str> = line.trim().split(' ').filter(|token| !token.is_empty()).collect();
    for (field, token) in format.fields().iter().zip(&tokens) {
        let digits = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
        let number = token.parse::<u128>().ok().filter(|_| digits);
        let ok = match field.kind() {
            FlowLogFieldKind::Text => true,
            FlowLogFieldKind::Number32 => number.is_some_and(|number| number < 1 << 32),
            FlowLogFieldKind::Number64 => number.is_some_and(|number| number < 1 << 64),
        };
        if !ok && *token != "-" {
            return Err(FlowLogErrorKind::NotANumber);
        }
    }
    match tokens.len().cmp(&format.fields().len()) {
        std::cmp::Ordering::Less => Err(FlowLogErrorKind::TooFewFields),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(FlowLogErrorKind::TooManyFields),
    }
}

fn entry(record: &FlowLogRecord<'_>) -> FlowLogEntry {
    let values =
        record.values().map(|(field, value)| (field, value.map_or_else(|| "-".to_owned(), |value| value.to_string())));
    values.fold(FlowLogEntry::new(), |entry, (field, value)| entry.with(field, value))
}
