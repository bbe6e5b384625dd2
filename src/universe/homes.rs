//! Where services without a region are at home.

use cupola_base::{Place, Region, Timestamp};

use super::TooManyPlaces;
use crate::audit::{GlobalServices, Record};
use crate::logs::format::log_region;
use crate::{Observatory, Universe};

/// The regions in which global services record their calls, by partition.
const HOMES: [(&str, &str); 3] = [("aws", "us-east-1"), ("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")];

impl Universe {
    /// The observatory in which a service of a place keeps its logs: that of the place, of global services (`route53`,
    /// `cloudfront`) that of us-east-1 in the same account.
    ///
    /// ```
    /// use cupola::{Place, Timestamp, Universe};
    ///
    /// let here = Place::parse("111122223333", "eu-west-1")?;
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let mut universe = Universe::new(0);
    /// let sky = universe.log_home(now, &here, "route53")?;
    /// assert_eq!(sky.place().region.as_str(), "us-east-1");
    /// sky.logs(now).create_log_group(now, "/aws/route53/quay.example")?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`observatory`](Self::observatory).
    ///
    /// # Source
    /// As [`log_region`](crate::logs::format::log_region).
    pub fn log_home(
        &mut self,
        now: Timestamp,
        place: &Place,
        service: &str,
    ) -> Result<&mut Observatory, TooManyPlaces> {
        let region = Region::new(log_region(service, place.region.as_str()));
        let home = region.map_or_else(|_| place.clone(), |region| Place::new(place.account, region));
        self.observatory(now, &home)
    }

    /// The observatory in which calls of a service are recorded: that of the place, of global services (`iam.amazonaws.com`
    /// and those that [`GlobalServices`] lists) that of the partition's first region, us-east-1, in the same account. Build
    /// records for its [`place`](Observatory::place).
    ///
    /// ```
    /// use cupola::audit::RecordBuilder;
    /// use cupola::{Place, Timestamp, Universe};
    ///
    /// let here = Place::parse("111122223333", "eu-west-1")?;
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let mut universe = Universe::new(0);
    /// let sky = universe.record_home(now, &here, "iam.amazonaws.com")?;
    /// let call = RecordBuilder::new(now, sky.place(), "iam.amazonaws.com", "CreateUser");
    /// sky.audit(now).record_call(now, call)?;
    /// assert_eq!(universe.places().map(|place| place.region.as_str()).collect::<Vec<_>>(), ["us-east-1"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`observatory`](Self::observatory).
    ///
    /// # Source
    /// CloudTrail User Guide, "Global service events".
    pub fn record_home(
        &mut self,
        now: Timestamp,
        place: &Place,
        event_source: &str,
    ) -> Result<&mut Observatory, TooManyPlaces> {
        let partition = place.region.partition();
        let region = HOMES.iter().find(|(of, _)| *of == partition).and_then(|(_, code)| Region::new(code).ok());
        let region = region.filter(|region| is_global(event_source, region));
        let home = region.map_or_else(|| place.clone(), |region| Place::new(place.account, region));
        self.observatory(now, &home)
    }
}

/// Whether a service's calls are recorded in this region alone.
fn is_global(event_source: &str, region: &Region) -> bool {
    let record = serde_json::json!({"eventSource": event_source, "awsRegion": region.as_str()}).to_string();
    Record::parse(&record).is_ok_and(|record| GlobalServices::default().has(&record))
}
