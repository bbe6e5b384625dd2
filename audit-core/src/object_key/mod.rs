//! Keys of the objects that trails deliver.

mod root;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use cupola_base::{Place, Region, Timestamp};

pub use root::KeyRoot;
use root::ROOT;

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
/// assert_eq!((&log.folder, log.root.prefix.as_deref()), (&Folder::Events, Some("quay")));
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
    /// What it begins with; the place is that of the events.
    pub root: KeyRoot,
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
    /// What it begins with; the place is that of the log files.
    pub root: KeyRoot,
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
    /// The key of a log file. The minute is that of `at`; of `unique` the service makes 16 letters and digits.
    #[must_use]
    pub fn new(root: impl Into<KeyRoot>, folder: Folder, at: Timestamp, unique: impl Into<String>) -> Self {
        Self { root: root.into(), folder, at: at.floor_to(60_000), unique: unique.into() }
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
        let start = levels.root.name_start(levels.folder);
        let rest = name.strip_prefix(&start).ok_or(ObjectKeyError::Name { expected: start })?;
        match levels.folder {
            DIGEST => levels.digest(rest).map(Self::Digest),
            folder => levels.log(Folder::of(folder), rest).map(Self::Log),
        }
    }
}

/// The levels of a key, the file's name last.
struct Levels<'a> {
    root: KeyRoot,
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
        let root = KeyRoot { prefix: prefix.map(str::to_owned), organization: organization.map(str::to_owned), place };
        Ok(Self { root, folder, date: format!("{year}/{month}/{day}"), file })
    }

    fn log(self, folder: Folder, rest: &str) -> Result<LogKey, ObjectKeyError> {
        let (time, unique) = rest.split_at_checked(MINUTE_FORM.len()).ok_or(ObjectKeyError::Time)?;
        let at = self.instant(time, MINUTE_FORM)?;
        let unique = unique.strip_prefix('_').unwrap_or(unique);
        if unique.len() != UNIQUE || !unique.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(ObjectKeyError::Unique);
        }
        Ok(LogKey { root: self.root, folder, at, unique: unique.into() })
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
        Ok(DigestKey { root: self.root, trail: trail.into(), home_region, end, is_backfill })
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
        let Self { root, folder, at, unique } = self;
        root.print_start(folder.as_str(), *at, f)?;
        write!(f, "{}_{unique}{SUFFIX}", at.format("%Y%m%dT%H%MZ"))
    }
}

impl fmt::Display for DigestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { root, trail, home_region, end, is_backfill } = self;
        let backfill = if *is_backfill { BACKFILL } else { "" };
        root.print_start(DIGEST, *end, f)?;
        write!(f, "{trail}_{home_region}_{}{backfill}{SUFFIX}", end.format("%Y%m%dT%H%M%SZ"))
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
