//! Framing of event streams: `application/vnd.amazon.eventstream`.

use flate2::Crc;

/// A message with an event of a stream: its kind, and its JSON.
pub(crate) fn event(kind: &str, json: &str) -> Vec<u8> {
    let headers = [(":message-type", "event"), (":event-type", kind), (":content-type", "application/json")];
    message(&headers, json.as_bytes())
}

/// A message that ends a stream with an error.
pub(crate) fn exception(kind: &str, json: &str) -> Vec<u8> {
    let headers = [(":message-type", "exception"), (":exception-type", kind), (":content-type", "application/json")];
    message(&headers, json.as_bytes())
}

/// Length of all, length of the headers, checksum of both; headers; payload; checksum of all before.
fn message(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
    let headers: Vec<u8> = headers.iter().flat_map(|(name, value)| header(name, value)).collect();
    let mut bytes = Vec::new();
    bytes.extend(length(OVERHEAD + headers.len() + payload.len()));
    bytes.extend(length(headers.len()));
    seal(&mut bytes);
    bytes.extend(headers);
    bytes.extend(payload);
    seal(&mut bytes);
    bytes
}

/// A header whose value is a text.
fn header(name: &str, value: &str) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(name.len()).unwrap_or(u8::MAX)];
    bytes.extend(name.as_bytes());
    bytes.push(TEXT);
    bytes.extend(u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes());
    bytes.extend(value.as_bytes());
    bytes
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes()
}

fn seal(bytes: &mut Vec<u8>) {
    let mut crc = Crc::new();
    crc.update(bytes);
    bytes.extend(crc.sum().to_be_bytes());
}

/// Two lengths and two checksums.
const OVERHEAD: usize = 16;
/// The type of texts.
const TEXT: u8 = 7;

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a message as a client does; the checksum is computed bit by bit.
    fn read(bytes: &[u8]) -> (Vec<(String, String)>, String) {
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        let (all, of_headers) = (number(0) as usize, number(4) as usize);
        assert_eq!((all, number(8), number(all - 4)), (bytes.len(), crc(&bytes[..8]), crc(&bytes[..all - 4])));
        let (mut rest, payload) = bytes[12..all - 4].split_at(of_headers);
        let mut headers = Vec::new();
        while let [length, after @ ..] = rest {
            let (name, after) = after.split_at(usize::from(*length));
            let [7, high, low, after @ ..] = after else { panic!() };
            let (value, after) = after.split_at(usize::from(u16::from_be_bytes([*high, *low])));
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            headers.push((text(name), text(value)));
            rest = after;
        }
        (headers, String::from_utf8(payload.to_vec()).unwrap())
    }

    fn crc(bytes: &[u8]) -> u32 {
        let step = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
    }

    #[test]
    fn a_message_is_read_back() {
        let (headers, payload) = read(&event("sessionUpdate", r#"{"a":"é"}"#));
        assert_eq!(headers[0], (":message-type".to_owned(), "event".to_owned()));
        assert_eq!(headers[1], (":event-type".to_owned(), "sessionUpdate".to_owned()));
        assert_eq!((headers.len(), payload.as_str()), (3, r#"{"a":"é"}"#));
        assert_eq!(read(&exception("SessionTimeoutException", "{}")).0[1].0, ":exception-type");
    }

    /// The empty message of the format's own test vectors.
    #[test]
    fn the_empty_message_is_known() {
        assert_eq!(message(&[], &[]), [0, 0, 0, 16, 0, 0, 0, 0, 5, 194, 72, 235, 125, 152, 200, 255]);
    }
}
