//! The trace header, `X-Amzn-Trace-Id`: which trace a request belongs to, and whether it is recorded.
//!
//! [`TraceHeader::parse`] reads what any of the SDKs writes and never refuses a header as a whole;
//! [`TraceHeader::parse_strict`] says what is wrong with it instead. `Display` writes.

mod data;
mod error;
mod parse;
mod part;
mod sampled;
mod usual;
mod write;

use crate::{IdError, SegmentId, TraceId};

use data::UserData;
pub use data::UserDataError;
pub use error::{TraceHeaderError, TraceHeaderFault};
pub use sampled::Sampled;

/// A trace header: root, parent, decision, the user's own data and the lineage.
///
/// ```
/// use cupola_traces::{Sampled, SegmentId, TraceHeader, TraceId};
///
/// let header = TraceHeader::parse(" sampled=1 ;Root=1-5759e988-BD862e3fe1be46a994272793; Foo=a=b;Self=x;;bad");
/// assert_eq!(header.decision(), Sampled::Sampled);
/// assert_eq!(header.data().collect::<Vec<_>>(), [("Foo", "a=b")]);
/// assert_eq!(header.malformed_parts(), 1);
/// assert_eq!(header.to_string(), "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1;Foo=a=b");
///
/// let root = TraceId::parse("1-5759e988-bd862e3fe1be46a994272793")?;
/// let own = TraceHeader::new(root).with_parent(SegmentId::parse("53995c3f42cd8ad8")?).sampled();
/// assert_eq!(own.to_string(), "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
/// # Ok::<(), cupola_traces::IdError>(())
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Tracing header". Where the SDKs differ we accept what any of them does
/// (our decision).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TraceHeader {
    root: Option<TraceId>,
    root_error: Option<Box<IdError>>,
    parent: Option<SegmentId>,
    parent_error: Option<Box<IdError>>,
    sampled: Sampled,
    lineage: Option<Box<str>>,
    data: UserData,
    malformed_parts: usize,
}

impl TraceHeader {
    /// The header's name; compare with [`is_name`](Self::is_name).
    pub const NAME: &str = "X-Amzn-Trace-Id";
    /// The environment variable in which Lambda puts the same text.
    pub const LAMBDA_VARIABLE: &str = "_X_AMZN_TRACE_ID";
    /// The system attribute in which SQS carries the same text.
    pub const SQS_ATTRIBUTE: &str = "AWSTraceHeader";
    /// The most bytes of user data that are kept, keys and values together, and the most
    /// characters that user data may make a written header long.
    pub const MOST_DATA: usize = 256;
    /// The most bytes of a lineage that is kept.
    pub const MOST_LINEAGE: usize = 256;

    /// The header of a trace, with nothing else in it.
    #[must_use]
    pub fn new(root: TraceId) -> Self {
        Self { root: Some(root), ..Self::default() }
    }

    /// Whether this is the header's name; letter case does not count.
    ///
    /// ```
    /// use cupola_traces::TraceHeader;
    /// assert!(TraceHeader::is_name("x-amzn-trace-id"));
    /// ```
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        name.eq_ignore_ascii_case(Self::NAME)
    }

    /// Sets the caller's segment. The invalid id, all zeros, takes it away.
    #[must_use]
    pub fn with_parent(self, parent: SegmentId) -> Self {
        Self { parent: Some(parent).filter(|parent| parent.is_valid()), parent_error: None, ..self }
    }

    /// Says that the request is recorded: `Sampled=1`.
    #[must_use]
    pub fn sampled(self) -> Self {
        self.with_sampled(Sampled::Sampled)
    }

    /// Sets the decision.
    #[must_use]
    pub fn with_sampled(self, sampled: Sampled) -> Self {
        Self { sampled, ..self }
    }

    /// Sets the lineage, which AWS services pass on.
    ///
    /// # Errors
    /// [`UserDataError`] when it is longer than [`MOST_LINEAGE`](Self::MOST_LINEAGE) bytes, is empty, could not
    /// be read back, or would crowd out user data that is already there.
    pub fn with_lineage(self, lineage: &str) -> Result<Self, UserDataError> {
        data::check_value(lineage)?;
        if lineage.is_empty() {
            return Err(UserDataError::Empty);
        }
        if lineage.len() > Self::MOST_LINEAGE {
            return Err(UserDataError::TooLong);
        }
        Self { lineage: Some(lineage.into()), ..self }.fitting()
    }

    /// Adds a pair of the user's own, or replaces the value of its key.
    ///
    /// # Errors
    /// [`UserDataError`] when the pair could not be read back, has one of the known keys, or would make
    /// the header longer than [`MOST_DATA`](Self::MOST_DATA) characters.
    pub fn with_data(mut self, key: &str, value: &str) -> Result<Self, UserDataError> {
        data::check_key(key)?;
        data::check_value(value)?;
        if !self.data.put(key, value) {
            return Err(UserDataError::TooLong);
        }
        self.fitting()
    }

    /// The trace, if it is told and well formed.
    #[must_use]
    pub const fn root(&self) -> Option<TraceId> {
        self.root
    }

    /// Why what stands as root is none. Who sees this begins a new trace.
    #[must_use]
    pub const fn root_error(&self) -> Option<&IdError> {
        match &self.root_error {
            Some(error) => Some(error),
            None => None,
        }
    }

    /// The caller's segment or subsegment, if it is told and well formed.
    #[must_use]
    pub const fn parent(&self) -> Option<SegmentId> {
        self.parent
    }

    /// Why what stands as parent is none.
    #[must_use]
    pub const fn parent_error(&self) -> Option<&IdError> {
        match &self.parent_error {
            Some(error) => Some(error),
            None => None,
        }
    }

    /// What the caller decided.
    #[must_use]
    pub const fn decision(&self) -> Sampled {
        self.sampled
    }

    /// The lineage, verbatim.
    #[must_use]
    pub fn lineage(&self) -> Option<&str> {
        self.lineage.as_deref()
    }

    /// The user's own pairs, in the order of their keys' first appearance.
    pub fn data(&self) -> impl Iterator<Item = (&str, &str)> {
        self.data.iter()
    }

    /// How many parts were skipped because they have no `=` or no key.
    #[must_use]
    pub const fn malformed_parts(&self) -> usize {
        self.malformed_parts
    }

    /// User data and lineage alone, under another root.
    pub(crate) fn passed_on(&self, root: TraceId) -> Self {
        Self { lineage: self.lineage.clone(), data: self.data.clone(), ..Self::new(root) }
    }

    /// Only what will be written whole may be built.
    fn fitting(self) -> Result<Self, UserDataError> {
        let lineage = self.lineage.as_ref().map_or(0, |lineage| ";Lineage=".len() + lineage.chars().count());
        let fits = self.data.is_empty() || LONGEST_KNOWN + lineage + self.data.written_chars() <= Self::MOST_DATA;
        if fits { Ok(self) } else { Err(UserDataError::TooLong) }
    }
}

/// The characters of root, parent and decision when all are there.
const LONGEST_KNOWN: usize = "Root=".len() + 35 + ";Parent=".len() + 16 + ";Sampled=?".len();
