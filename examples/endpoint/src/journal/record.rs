//! One input as bytes.
//!
//! A checksum of all that follows, number, time, engine, kind, and what the kind holds. Numbers are little-endian, texts
//! have their length before them.

use cupola::{Arn, DeliveryId, ErrorCode, Outcome, Place, Service, Timestamp};
use flate2::Crc;

use crate::input::{Input, Who};

/// An input with its number, the engine that took it in, and its time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) seq: u64,
    pub(crate) engine: String,
    pub(crate) now: Timestamp,
    pub(crate) input: Input,
}

/// The bytes of a record.
pub(crate) fn encode(seq: u64, engine: &str, now: Timestamp, input: &Input) -> Vec<u8> {
    let mut writer = Writer(vec![0; CHECKSUM]);
    writer.number(seq);
    writer.raw(&now.as_millis().to_le_bytes());
    writer.text(engine);
    writer.input(input);
    let sum = checksum(&writer.0[CHECKSUM..]);
    writer.0[..CHECKSUM].copy_from_slice(&sum.to_le_bytes());
    writer.0
}

impl Record {
    /// Reads a record back.
    ///
    /// # Errors
    /// What is wrong with the bytes, in words.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, &'static str> {
        let (sum, rest) = bytes.split_first_chunk::<CHECKSUM>().ok_or("it is cut short")?;
        if checksum(rest) != u32::from_le_bytes(*sum) {
            return Err("its checksum differs");
        }
        let mut reader = Reader(rest);
        let seq = reader.number()?;
        let now = Timestamp::from_millis(i64::from_le_bytes(reader.chunk()?));
        let engine = reader.text()?;
        let input = reader.input()?;
        if reader.0.is_empty() { Ok(Self { seq, engine, now, input }) } else { Err("it goes on after its end") }
    }
}

/// The checksum of gzip.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

const CHECKSUM: usize = 4;

/// The kinds of inputs, and of outcomes.
mod kind {
    pub(super) const CALL: u8 = 1;
    pub(super) const DATAGRAM: u8 = 2;
    pub(super) const TAIL: u8 = 3;
    pub(super) const STOP_TAIL: u8 = 4;
    pub(super) const ADVANCE: u8 = 5;
    pub(super) const TOLD: u8 = 6;
    pub(super) const RESET: u8 = 7;
    pub(super) const CALL_AS: u8 = 8;
    pub(super) const ANSWERED: u8 = 9;
    pub(super) const RECORDS: u8 = 10;
    pub(super) const DELIVERED: u8 = 0;
    pub(super) const RETRY: u8 = 1;
    pub(super) const FAILED: u8 = 2;
}

struct Writer(Vec<u8>);

impl Writer {
    fn input(&mut self, input: &Input) {
        match input {
            Input::Call { who, service, action, body } => {
                self.who(who);
                [service.name(), action, body].into_iter().for_each(|text| self.text(text));
            }
            Input::Datagram { place, packet } => {
                self.placed(kind::DATAGRAM, place);
                self.bytes(packet);
            }
            Input::Tail { place, session } => {
                self.placed(kind::TAIL, place);
                self.text(session);
            }
            Input::StopTail { place, session } => {
                self.placed(kind::STOP_TAIL, place);
                self.text(session);
            }
            Input::Advance => self.raw(&[kind::ADVANCE]),
            Input::Told { epoch, place, id, outcome } => {
                self.placed(kind::TOLD, place);
                self.number(*epoch);
                self.number(id.number());
                self.outcome(outcome);
            }
            Input::Answered { epoch, place, id, answer } => {
                self.placed(kind::ANSWERED, place);
                self.number(*epoch);
                self.number(id.number());
                self.text(answer);
            }
            Input::Records { place, source, records } => {
                self.placed(kind::RECORDS, place);
                self.text(source);
                self.number(records.len() as u64);
                records.iter().for_each(|record| self.text(record));
            }
            Input::Reset => self.raw(&[kind::RESET]),
        }
    }

    fn who(&mut self, who: &Who) {
        match &who.principal {
            None => self.placed(kind::CALL, &who.place),
            Some(principal) => {
                self.placed(kind::CALL_AS, &who.place);
                self.text(principal.as_str());
            }
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let (kind, failure) = match outcome {
            Outcome::Delivered => (kind::DELIVERED, None),
            Outcome::Retry { code, message } => (kind::RETRY, Some((code, message))),
            Outcome::Failed { code, message } => (kind::FAILED, Some((code, message))),
        };
        self.raw(&[kind]);
        if let Some((code, message)) = failure {
            self.text(code.as_str());
            self.text(message);
        }
    }

    fn placed(&mut self, kind: u8, place: &Place) {
        self.raw(&[kind]);
        self.text(place.account.as_str());
        self.text(place.region.as_str());
    }

    fn number(&mut self, number: u64) {
        self.raw(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.raw(bytes);
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn input(&mut self) -> Result<Input, &'static str> {
        Ok(match self.byte()? {
            kind::CALL => {
                let who = self.place()?.into();
                self.call(who)?
            }
            kind::CALL_AS => {
                let (place, principal) = (self.place()?, Arn::parse(&self.text()?));
                self.call(Who { place, principal: Some(principal.map_err(|_| "its caller is none")?) })?
            }
            kind::DATAGRAM => Input::Datagram { place: self.place()?, packet: self.bytes()?.to_vec() },
            kind::TAIL => Input::Tail { place: self.place()?, session: self.text()? },
            kind::STOP_TAIL => Input::StopTail { place: self.place()?, session: self.text()? },
            kind::ADVANCE => Input::Advance,
            kind::TOLD => {
                let (place, epoch) = (self.place()?, self.number()?);
                Input::Told { place, epoch, id: DeliveryId::from_number(self.number()?), outcome: self.outcome()? }
            }
            kind::ANSWERED => {
                let (place, epoch) = (self.place()?, self.number()?);
                Input::Answered { place, epoch, id: DeliveryId::from_number(self.number()?), answer: self.text()? }
            }
            kind::RECORDS => {
                let (place, source, count) = (self.place()?, self.text()?, self.number()?);
                let records: Result<Vec<String>, _> = (0..count).map(|_| self.text()).collect();
                Input::Records { place, source, records: records? }
            }
            kind::RESET => Input::Reset,
            _ => return Err("its kind is not known"),
        })
    }

    fn call(&mut self, who: Who) -> Result<Input, &'static str> {
        let service = Service::from_name(&self.text()?).ok_or("it is for a service that is not here")?;
        Ok(Input::Call { who, service, action: self.text()?, body: self.text()? })
    }

    fn outcome(&mut self) -> Result<Outcome, &'static str> {
        let kind = self.byte()?;
        if kind == kind::DELIVERED {
            return Ok(Outcome::Delivered);
        }
        let (code, message) = (ErrorCode::parse(&self.text()?), self.text()?);
        match kind {
            kind::RETRY => Ok(Outcome::Retry { code, message }),
            kind::FAILED => Ok(Outcome::Failed { code, message }),
            _ => Err("its outcome is not known"),
        }
    }

    fn place(&mut self) -> Result<Place, &'static str> {
        Place::parse(&self.text()?, &self.text()?).map_err(|_| "its place is none")
    }

    fn byte(&mut self) -> Result<u8, &'static str> {
        self.chunk::<1>().map(|[byte]| byte)
    }

    fn number(&mut self) -> Result<u64, &'static str> {
        self.chunk().map(u64::from_le_bytes)
    }

    fn text(&mut self) -> Result<String, &'static str> {
        String::from_utf8(self.bytes()?.to_vec()).map_err(|_| "its text is not UTF-8")
    }

    fn bytes(&mut self) -> Result<&[u8], &'static str> {
        let length = usize::try_from(self.number()?).map_err(|_| "it is cut short")?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or("it is cut short")?;
        self.0 = rest;
        Ok(bytes)
    }

    fn chunk<const N: usize>(&mut self) -> Result<[u8; N], &'static str> {
        let (chunk, rest) = self.0.split_first_chunk().ok_or("it is cut short")?;
        self.0 = rest;
        Ok(*chunk)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place() -> impl Strategy<Value = Place> {
        let regions = prop::sample::select(vec!["us-east-1", "eu-west-1", "ap-south-1"]);
        ("[0-9]{12}", regions).prop_map(|(account, region)| Place::parse(&account, region).unwrap())
    }

    fn who() -> impl Strategy<Value = Who> {
        let principal = "arn:aws:iam::[0-9]{12}:user/[a-z]{1,5}".prop_map(|text| Arn::parse(&text).unwrap());
        (place(), prop::option::of(principal)).prop_map(|(place, principal)| Who { place, principal })
    }

    fn outcome() -> impl Strategy<Value = Outcome> {
        let code = || prop::sample::select(vec!["THROTTLING", "NO_RESOURCE", "QueueDoesNotExist"]);
        prop_oneof![
            Just(Outcome::Delivered),
            (code(), ".*").prop_map(|(code, message)| Outcome::Retry { code: ErrorCode::parse(code), message }),
            (code(), ".*").prop_map(|(code, message)| Outcome::Failed { code: ErrorCode::parse(code), message }),
        ]
    }

    fn input() -> impl Strategy<Value = Input> {
        let service = prop::sample::select(Service::ALL.to_vec());
        prop_oneof![
            (who(), service, "[A-Z][a-z]{0,9}", ".*").prop_map(|(who, service, action, body)| Input::Call {
                who,
                service,
                action,
                body
            }),
            (place(), prop::collection::vec(any::<u8>(), 0..50))
                .prop_map(|(place, packet)| Input::Datagram { place, packet }),
            (place(), ".*").prop_map(|(place, session)| Input::Tail { place, session }),
            (place(), ".*").prop_map(|(place, session)| Input::StopTail { place, session }),
            (any::<u64>(), place(), any::<u64>(), outcome()).prop_map(|(epoch, place, id, outcome)| Input::Told {
                epoch,
                place,
                id: DeliveryId::from_number(id),
                outcome
            }),
            (any::<u64>(), place(), any::<u64>(), ".*").prop_map(|(epoch, place, id, answer)| Input::Answered {
                epoch,
                place,
                id: DeliveryId::from_number(id),
                answer
            }),
            (place(), ".*", prop::collection::vec(".*", 0..4)).prop_map(|(place, source, records)| Input::Records {
                place,
                source,
                records
            }),
            Just(Input::Advance),
            Just(Input::Reset),
        ]
    }

    fn encoded(record: &Record) -> Vec<u8> {
        encode(record.seq, &record.engine, record.now, &record.input)
    }

    fn record() -> impl Strategy<Value = Record> {
        let now = any::<i64>().prop_map(Timestamp::from_millis);
        (any::<u64>(), "[0-9.]{0,9}", now, input()).prop_map(|(seq, engine, now, input)| Record {
            seq,
            engine,
            now,
            input,
        })
    }

    proptest! {
        #[test]
        fn a_record_is_read_as_it_was_written(record in record()) {
            prop_assert_eq!(Record::decode(&encoded(&record)), Ok(record));
        }

        #[test]
        fn a_record_that_was_changed_or_cut_is_refused(
            record in record(), at in any::<prop::sample::Index>(), flip in 1u8..,
        ) {
            let mut bytes = encoded(&record);
            let at = at.index(bytes.len());
            prop_assert!(Record::decode(&bytes[..at]).is_err());
            bytes[at] ^= flip;
            prop_assert!(Record::decode(&bytes).is_err());
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            // With a checksum that fits, so that the reader sees them.
            let summed = [&checksum(&bytes).to_le_bytes()[..], &bytes].concat();
            if let Ok(record) = Record::decode(&summed) {
                prop_assert_eq!(Record::decode(&encoded(&record)), Ok(record));
            }
        }
    }
}
