//! A source that knows when its records happened is asked for those alone that a condition on `eventTime` leaves, and
//! the answer is that of one which hands all of them out.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use cupola_base::Timestamp;
use cupola_base::json::Json;

use super::{OTHER, STORE, now, stores};
use crate::Record;
use crate::lake::sql::{LakeAnswer, LakeBounds, LakeFault, LakeQuery, LakeSource};

/// Knows when its records happened.
struct Timed(BTreeMap<String, Vec<Json>>);

impl LakeSource for Timed {
    fn records<'s>(&'s self, store: &str) -> Option<Box<dyn Iterator<Item = &'s str> + 's>> {
        self.0.records(store)
    }

    fn records_within<'s>(
        &'s self,
        store: &str,
        times: RangeInclusive<Timestamp>,
    ) -> Option<Box<dyn Iterator<Item = &'s str> + 's>> {
        let at = |text: &str| Record::parse(text).unwrap().event_time().unwrap();
        Some(Box::new(self.records(store)?.filter(move |text| times.contains(&at(text)))))
    }
}

fn ask(condition: &str, source: &dyn LakeSource) -> Result<LakeAnswer, LakeFault> {
    let query = format!("SELECT eventID FROM $S WHERE {condition}").replace("$S", STORE).replace("$O", OTHER);
    let query = LakeQuery::parse(&query).unwrap_or_else(|error| panic!("{error}"));
    query.run(now(), source, LakeBounds::default(), &["2026-05-04 06:04:00".to_owned()][..query.parameters()])
}

#[test]
fn no_record_is_read_that_a_condition_on_its_time_leaves_out() {
    // The records are of the minutes 1 to 5 after six.
    for (condition, read, found) in [
        ("eventTime > '2026-05-04 06:03:00'", 3, 2),
        ("eventTime >= TIMESTAMP '2026-05-04 06:04:00' AND eventName = 'GetRole'", 2, 1),
        ("'2026-05-04 06:02:00' >= eventTime", 2, 2),
        ("'2026-05-04 06:02:00' < eventTime", 4, 3),
        ("eventTime BETWEEN '2026-05-04 06:02:00' AND '2026-05-04 06:03:00'", 2, 2),
        ("eventTime = '2026-05-04 06:02:00'", 1, 1),
        ("eventTime = from_iso8601_timestamp('2026-05-04T08:02:00+02:00')", 1, 1),
        ("eventTime > now() - INTERVAL '357' MINUTE", 3, 2),
        ("eventTime > ?", 2, 1),
        ("eventTime > (SELECT max(eventTime) FROM $O)", 0, 0),
        ("eventTime < '2026-05-04 06:02:00' AND eventTime > '2026-05-04 06:03:00'", 0, 0),
        // What leaves none out has all of them read.
        ("eventTime > '2026-05-04 06:03:00' OR eventName = 'CreateRole'", 5, 3),
        ("NOT eventTime > '2026-05-04 06:03:00'", 5, 3),
        ("eventTime <> '2026-05-04 06:03:00'", 5, 4),
        ("eventTime > NULL", 5, 0),
        ("date(eventTime) > DATE '2026-05-03'", 5, 5),
        ("eventTime > date_add('minute', -1, eventTime)", 5, 5),
    ] {
        let timed = ask(condition, &Timed(stores())).unwrap();
        let all = ask(condition, &stores()).unwrap();
        assert_eq!((timed.rows.len(), &timed.rows), (found, &all.rows), "{condition}");
        let read_by_sub_query = if condition.contains("$O") { 2 } else { 0 };
        assert_eq!(timed.events_scanned, read + read_by_sub_query, "{condition}");
    }
}

#[test]
fn a_fault_in_what_a_time_is_compared_with_stays_one() {
    let fault = ask("eventTime > date_parse('x', '%Y')", &Timed(stores())).unwrap_err();
    assert_eq!(Err(fault), ask("eventTime > date_parse('x', '%Y')", &stores()));
}
