//! Keys of the objects that trails deliver.

use std::fmt;
use std::str::FromStr;

use cupola_base::{AccountId, Place, Region, Timestamp};

use crate::kind::words;

words! {
    /// The folder of log files: what kind of events they hold.
    ///
    /// ```
    /// use cupola_audit::Folder;
    ///
    /// assert_eq!(Folder::of("CloudTrail-Insight"), Folder::Insight);
    /// ```
    ///
    /// # Source
    /// CloudTrail User Guide, "Finding your CloudTrail log files".
    Folder {
        /// Management and data events.
        Events "CloudTrail",
        /// Insights.
        Insight "CloudTrail-Insight",
        /// Network activity.
        NetworkActivity "CloudTrail-NetworkActivity",
        /// Counts of data events.
        Aggregated "CloudTrail-Aggregated",
    }
}

/// The key of an object that a trail delivers: a log file or a digest file.
///
/// ```
/// use cupola_audit::{Folder, ObjectKey};
///
/// let text = "quay/AWSLogs/444455556666/CloudTrail/eu-west-1/2026/05/04/\
///     444455556666_CloudTrail_eu-west-1_20260504T0605Z_AbCdEfGhIjKlMnOp.json.gz";
/// let key: ObjectKey = text.parse()?;
/// let ObjectKey::Log(log) = &key else { panic!() };
/// assert_eq!((&log.folder, log.prefix.as_deref()), (&Folder::Events, Some("quay")));
/// assert_eq!(log.at.to_string(), "2026-05-04T06:05:00Z");
/// assert_eq!(key.to_string(), text);
/// # Ok::<(), cupola_audit::ObjectKeyError>(())
/// ```
///
/// # Source
/// CloudTrail User Guide, "Finding your CloudTrail log files" and "CloudTrail digest file structure".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "trails deliver two kinds of files")]
pub enum ObjectKey {
    /// A log file.
    Log(LogKey),
    /// A digest file.
    Digest(DigestKey),
}

/// The key of a log file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct LogKey {
    /// What the trail puts in front; none unless it is configured.
    pub prefix: Option<String>,
    /// The organization, of an organization's trail: `o-` and letters or digits.
    pub organization: Option<String>,
    /// Account and region of the events.
    pub place: Place,
    /// What kind of events.
    pub folder: Folder,
    /// When it was delivered, to the minute.
    pub at: Timestamp,
    /// 16 letters and digits that make the name one of its kind.
    pub unique: String,
}

/// The key of a digest file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DigestKey {
    /// What the trail puts in front.
    pub prefix: Option<String>,
    /// The organization, of an organization's trail.
    pub organization: Option<String>,
    /// Account and region of the log files.
    pub place: Place,
    /// The trail's name.
    pub trail: String,
    /// The trail's own region.
    pub home_region: Region,
    /// The end of the digest's time, to the second.
    pub end: Timestamp,
    /// Whether it was made later for a time that had none.
    pub is_backfill: bool,
}

impl LogKey {
    /// The key of a log file without prefix and organization. The minute is that of `at`; of
    /// `unique` the service makes
    /// 16 letters and digits.
    #[must_use]
    pub fn new(place: Place, folder: Folder, at: Timestamp, unique: impl Into<String>) -> Self {
        let at = at.floor_to(60_000);
        Self { prefix: None, organization: None, place, folder, at, unique: unique.into() }
    }

    /// Sets the prefix.
    #[must_use]
    pub fn with_prefix(self, prefix: impl Into<String>) -> Self {
        Self { prefix: Some(prefix.into()), ..self }
    }

    /// Sets the organization.
    #[must_use]
    pub fn with_organization(self, organization: impl Into<String>) -> Self {
        Self { organization: Some(organization.into()), ..self }
    }
}

/// The folder of digest files.
const DIGEST: &str = "CloudTrail-Digest";
const SUFFIX: &str = ".json.gz";
const BACKFILL: &str = "_backfill";
const UNIQUE: usize = 16;

impl FromStr for ObjectKey {
    type Err = ObjectKeyError;

    /// Reads a key. What comes twice in it must agree. Keys of old files, without `_` in front of
    /// the unique part, are read too.
    fn from_str(key: &str) -> Result<Self, ObjectKeyError> {
        let levels = Levels::of(key)?;
        let name = levels.file.strip_suffix(SUFFIX).ok_or(ObjectKeyError::Suffix)?;
        let start = format!("{}_{}_{}_", levels.place.account, levels.folder, levels.place.region);
        let rest = name.strip_prefix(&start).ok_or(ObjectKeyError::Name { expected: start })?;
        match levels.folder {
            DIGEST => levels.digest(rest).map(Self::Digest),
            folder => levels.log(Folder::of(folder), rest).map(Self::Log),
        }
    }
}

/// The levels of a key, the file's name last.
struct Levels<'a> {
    prefix: Option<&'a str>,
    organization: Option<&'a str>,
    place: Place,
    folder: &'a str,
    /// `YYYY/MM/DD`
    date: String,
    file: &'a str,
}

impl<'a> Levels<'a> {
    fn of(key: &'a str) -> Result<Self, ObjectKeyError> {
        let mut from_end = key.rsplit('/');
        let mut level = |what| from_end.next().ok_or(ObjectKeyError::Level(what));
        let file = level("file name")?;
        let (day, month, year) = (level("day")?, level("month")?, level("year")?);
        let (region, folder, account) = (level("region")?, level("folder")?, level("account")?);
        let over = level("AWSLogs")?;
        let organization = (over != ROOT).then_some(over);
        if organization.is_some_and(|name| !is_organization(name)) || (over != ROOT && level("AWSLogs")? != ROOT) {
            return Err(ObjectKeyError::Level("AWSLogs"));
        }
        let rest: Vec<&str> = from_end.collect();
        let prefix = (!rest.is_empty()).then(|| &key[..rest.iter().map(|level| level.len() + 1).sum::<usize>() - 1]);
        if folder != DIGEST && matches!(Folder::of(folder), Folder::Other(_)) {
            return Err(ObjectKeyError::Level("folder"));
        }
        let place = Place::parse(account, region).map_err(|error| ObjectKeyError::Place(error.to_string()))?;
        Ok(Self { prefix, organization, place, folder, date: format!("{year}/{month}/{day}"), file })
    }

    fn log(self, folder: Folder, rest: &str) -> Result<LogKey, ObjectKeyError> {
        let (time, unique) = rest.split_at_checked(MINUTE_FORM.len()).ok_or(ObjectKeyError::Time)?;
        let at = self.instant(time, MINUTE_FORM)?;
        let unique = unique.strip_prefix('_').unwrap_or(unique);
        if unique.len() != UNIQUE || !unique.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(ObjectKeyError::Unique);
        }
        let (prefix, organization) = (self.prefix.map(str::to_owned), self.organization.map(str::to_owned));
        Ok(LogKey { prefix, organization, place: self.place, folder, at, unique: unique.into() })
    }

    /// The trail's name may have `_` in it: what stands around it is read first.
    fn digest(self, rest: &str) -> Result<DigestKey, ObjectKeyError> {
        let (rest, is_backfill) = rest.strip_suffix(BACKFILL).map_or((rest, false), |rest| (rest, true));
        let (rest, time) = rest.rsplit_once('_').ok_or(ObjectKeyError::Time)?;
        let end = self.instant(time, SECOND_FORM)?;
        let (trail, home) = rest.rsplit_once('_').ok_or(ObjectKeyError::Trail)?;
        let home_region = Region::new(home).map_err(|error| ObjectKeyError::Place(error.to_string()))?;
        if trail.is_empty() || !trail.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')) {
            return Err(ObjectKeyError::Trail);
        }
        let (prefix, organization) = (self.prefix.map(str::to_owned), self.organization.map(str::to_owned));
        Ok(DigestKey { prefix, organization, place: self.place, trail: trail.into(), home_region, end, is_backfill })
    }

    /// An instant of this form, on the day of the key's levels.
    fn instant(&self, text: &str, form: &str) -> Result<Timestamp, ObjectKeyError> {
        let fits = |(b, f): (u8, u8)| if f == b'0' { b.is_ascii_digit() } else { b == f };
        if text.len() != form.len() || !text.bytes().zip(form.bytes()).all(fits) {
            return Err(ObjectKeyError::Time);
        }
        let (date, time) = (&text[..8], &text[9..text.len() - 1]);
        let second = time.get(4..).filter(|second| !second.is_empty()).unwrap_or("00");
        let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
        let iso = format!("{year}-{month}-{day}T{}:{}:{second}Z", &time[..2], &time[2..4]);
        match Timestamp::parse(&iso) {
            Ok(at) if self.date == format!("{year}/{month}/{day}") => Ok(at),
            Ok(_) => Err(ObjectKeyError::Date),
            Err(_) => Err(ObjectKeyError::Time),
        }
    }
}

const ROOT: &str = "AWSLogs";
/// A `0` stands for any digit.
const MINUTE_FORM: &str = "00000000T0000Z";
const SECOND_FORM: &str = "00000000T000000Z";

fn is_organization(level: &str) -> bool {
    level
        .strip_prefix("o-")
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Log(key) => key.fmt(f),
            Self::Digest(key) => key.fmt(f),
        }
    }
}

impl fmt::Display for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { prefix, organization, place, folder, at, unique } = self;
        let start = Start { prefix, organization, place, folder: folder.as_str(), day: *at };
        write!(f, "{start}{}_{unique}{SUFFIX}", at.format("%Y%m%dT%H%MZ"))
    }
}

impl fmt::Display for DigestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { prefix, organization, place, trail, home_region, end, is_backfill } = self;
        let start = Start { prefix, organization, place, folder: DIGEST, day: *end };
        let backfill = if *is_backfill { BACKFILL } else { "" };
        write!(f, "{start}{trail}_{home_region}_{}{backfill}{SUFFIX}", end.format("%Y%m%dT%H%M%SZ"))
    }
}

/// What both kinds of keys begin with.
struct Start<'a> {
    prefix: &'a Option<String>,
    organization: &'a Option<String>,
    place: &'a Place,
    folder: &'a str,
    day: Timestamp,
}

impl fmt::Display for Start<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, folder, .. } = self;
        let (account, region): (&AccountId, &Region) = (&place.account, &place.region);
        self.prefix.iter().try_for_each(|prefix| write!(f, "{prefix}/"))?;
        write!(f, "{ROOT}/")?;
        self.organization.iter().try_for_each(|organization| write!(f, "{organization}/"))?;
        let day = self.day.format("%Y/%m/%d");
        write!(f, "{account}/{folder}/{region}/{day}/{account}_{folder}_{region}_")
    }
}

/// Why a text is not the key of a delivered object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ObjectKeyError {
    /// A level is missing or has another form.
    #[error(
        "the key's level {0} is missing or not well formed: [PREFIX/]AWSLogs/[ORGANIZATION/]ACCOUNT/FOLDER/REGION/YYYY/MM/DD/FILE is needed"
    )]
    Level(&'static str),
    /// The account or a region is not well formed.
    #[error("{0}")]
    Place(String),
    /// The file is of another kind.
    #[error("the file name does not end in .json.gz")]
    Suffix,
    /// The file's name does not repeat the levels.
    #[error("the file name does not begin with {expected}")]
    Name {
        /// What it should begin with.
        expected: String,
    },
    /// The file's name has no instant where it should.
    #[error(
        "the file name has no time such as 20260504T0605Z (log files) or 20260504T060500Z (digest files) in its place"
    )]
    Time,
    /// The levels and the file's name tell different days.
    #[error("the file name's day is not that of the key")]
    Date,
    /// The unique part is none.
    #[error("the file name does not end in 16 letters and digits")]
    Unique,
    /// The trail's name is missing or is none.
    #[error("the file name has no trail's name and home region in its place")]
    Trail,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn log(prefix: &str) -> String {
        format!(
            "{prefix}AWSLogs/111122223333/CloudTrail/us-east-1/2026/05/04/111122223333_CloudTrail_us-east-1_20260504T0605Z_AbCdEfGhIjKlMnOp.json.gz"
        )
    }

    fn digest(trail: &str, end: &str) -> String {
        format!(
            "AWSLogs/o-exampleorg/111122223333/CloudTrail-Digest/us-east-1/2026/05/04/111122223333_CloudTrail-Digest_us-east-1_{trail}_eu-west-1_{end}.json.gz"
        )
    }

    #[test]
    fn prefixes_and_organizations_are_told_apart() {
        for (prefix, expected, organization) in [
            ("", None, None),
            ("a/", Some("a"), None),
            ("a/b/AWSLogs/", Some("a/b/AWSLogs"), None),
            ("/", Some(""), None),
        ] {
            let Ok(ObjectKey::Log(key)) = log(prefix).parse() else { panic!("{prefix}") };
            assert_eq!((key.prefix.as_deref(), key.organization.as_deref()), (expected, organization));
            assert_eq!(key.to_string(), log(prefix));
        }
        let Ok(ObjectKey::Digest(key)) = digest("my_trail_2", "20260504T070003Z_backfill").parse() else { panic!() };
        assert_eq!((key.trail.as_str(), key.is_backfill), ("my_trail_2", true));
        assert_eq!((key.home_region.as_str(), key.organization.as_deref()), ("eu-west-1", Some("o-exampleorg")));
        assert_eq!(key.end.to_string(), "2026-05-04T07:00:03Z");
    }

    #[test]
    fn old_keys_have_no_mark_before_the_unique_part() {
        let old = log("").replace("Z_AbC", "ZAbC");
        assert_eq!(old.parse::<ObjectKey>(), log("").parse());
    }

    #[test]
    fn what_is_no_key_is_refused_with_the_reason() {
        for (from, to, expected) in [
            (".gz", "", ObjectKeyError::Suffix),
            ("AWSLogs/", "Logs/", ObjectKeyError::Level("AWSLogs")),
            ("AWSLogs/", "", ObjectKeyError::Level("AWSLogs")),
            ("/CloudTrail/", "/CloudTrail-Other/", ObjectKeyError::Level("folder")),
            ("T0605Z", "T0665Z", ObjectKeyError::Time),
            ("T0605Z", "T060Z", ObjectKeyError::Time),
            ("/04/", "/05/", ObjectKeyError::Date),
            ("MnOp", "MnO", ObjectKeyError::Unique),
            ("MnOp", "MnO-", ObjectKeyError::Unique),
        ] {
            assert_eq!(log("").replacen(from, to, 1).parse::<ObjectKey>(), Err(expected), "{from} {to}");
        }
        assert!(matches!(log("").replacen("1111", "9999", 1).parse::<ObjectKey>(), Err(ObjectKeyError::Name { .. })));
        assert!(matches!(log("").replacen("us-east-1", "mars", 1).parse::<ObjectKey>(), Err(ObjectKeyError::Place(_))));
        assert_eq!(digest("", "20260504T070003Z").parse::<ObjectKey>(), Err(ObjectKeyError::Trail));
        assert_eq!(digest("t", "20260504T0700Z").parse::<ObjectKey>(), Err(ObjectKeyError::Time));
        assert_eq!("".parse::<ObjectKey>(), Err(ObjectKeyError::Level("day")));
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(
            prefix in prop::option::of("[a-z]{1,4}(/[a-zA-Z]{1,7}){0,2}"), organization in prop::option::of("o-[a-z0-9]{1,12}"),
            seconds in 0i64..4_000_000_000, trail in "[A-Za-z0-9][A-Za-z0-9._-]{2,20}", is_backfill in any::<bool>(), unique in "[A-Za-z0-9]{16}",
        ) {
            let place = Place::parse("111122223333", "us-gov-east-1").unwrap();
            let end = Timestamp::from_secs(seconds);
            let mut log = LogKey::new(place.clone(), Folder::Insight, end, unique);
            (log.prefix, log.organization) = (prefix.clone(), organization.clone());
            let home_region = Region::new("eu-west-1").unwrap();
            let digest = DigestKey { prefix, organization, place, trail, home_region, end, is_backfill };
            prop_assert_eq!(log.to_string().parse(), Ok(ObjectKey::Log(log)));
            prop_assert_eq!(digest.to_string().parse(), Ok(ObjectKey::Digest(digest)));
        }

        #[test]
        fn noise_is_survived(text in "[A-Za-z0-9/_é.-]{0,80}", cut in 0usize..200) {
            crate::testing::object_key_law(text.as_bytes());
            for key in [digest("my_trail", "20260504T070003Z"), log("a/"), log("").replace("Z_AbC", "ZAbC")] {
                crate::testing::object_key_law(&key.as_bytes()[..cut.min(key.len())]);
                crate::testing::object_key_law(key.as_bytes());
            }
        }
    }
}
