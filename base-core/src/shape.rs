//! Tables of API shapes: which members an action has, of which type, within which bounds.
//!
//! The tables themselves stand in the cores; this module says what a table is made of. Protocol
//! codecs are driven by them (which member is a list, a timestamp, a blob), and so is
//! [`constraint::check`](crate::constraint::check).
//!
//! ```
//! use cupola_base::shape::{Member, Shape, Text};
//!
//! static NAME: Shape = Shape::Text(Text::of(1, 64));
//! static THING: Shape = Shape::Structure(&[Member::required("Name", &NAME), Member::optional("At", &Shape::Timestamp)]);
//! assert!(matches!(THING.member("At"), Some(Shape::Timestamp)));
//! assert!(THING.member("at").is_none());
//! ```

/// One action of a service.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tables are written as literals")]
pub struct Operation {
    /// The action's name, e.g. `PutMetricData`.
    pub name: &'static str,
    /// Where it is found when the protocol has paths: method and path template.
    pub http: Option<Http>,
    /// What goes in.
    pub input: &'static Shape,
    /// What comes out; a structure without members where there is nothing.
    pub output: &'static Shape,
}

impl Operation {
    /// An action that is named in a header.
    #[must_use]
    pub const fn new(name: &'static str, input: &'static Shape, output: &'static Shape) -> Self {
        Self { name, http: None, input, output }
    }

    /// An action that is named by method and path.
    #[must_use]
    pub const fn at(self, method: &'static str, path: &'static str) -> Self {
        Self { http: Some(Http { method, path, status: 200 }), ..self }
    }

    /// The same action, where success has another HTTP status than 200.
    ///
    /// ```
    /// use cupola_base::shape::{NOTHING, Operation};
    ///
    /// static CREATE: Operation = Operation::new("CreateShelf", &NOTHING, &NOTHING).at("POST", "/shelves").answering(201);
    /// assert_eq!(CREATE.http.map(|http| http.status), Some(201));
    /// ```
    #[must_use]
    pub const fn answering(self, status: u16) -> Self {
        match self.http {
            Some(http) => Self { http: Some(Http { status, ..http }), ..self },
            None => self,
        }
    }
}

/// Method and path of an action; `{Name}` in the path is a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "tables are written as literals")]
pub struct Http {
    /// `GET`, `POST`, ...
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// The HTTP status of success.
    pub status: u16,
}

/// The type of a value, with its bounds.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the API models know these types")]
pub enum Shape {
    /// An object with known members.
    Structure(&'static [Member]),
    /// A list of items.
    List(List),
    /// An object whose keys are data.
    Map(Map),
    /// A text.
    Text(Text),
    /// A whole number.
    Integer(Range),
    /// A floating number.
    Double,
    /// True or false.
    Boolean,
    /// An instant: a number of seconds in JSON, ISO text in query and XML, tag 1 in CBOR.
    Timestamp,
    /// Bytes: base64 text in JSON.
    Blob,
    /// Any JSON.
    Document,
}

/// An empty structure.
pub static NOTHING: Shape = Shape::Structure(&[]);
/// A text without bounds.
pub static TEXT: Shape = Shape::Text(Text::ANY);
/// A whole number without bounds.
pub static INTEGER: Shape = Shape::Integer(Range::ANY);
/// A list of texts without bounds.
pub static TEXTS: Shape = Shape::List(List::of(&TEXT));
/// A map of texts without bounds.
pub static TEXT_MAP: Shape = Shape::Map(Map { value: &TEXT });

impl Shape {
    /// The shape of a structure's member.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&'static Self> {
        match self {
            Self::Structure(members) => members.iter().find(|member| member.name == name).map(|member| member.shape),
            _ => None,
        }
    }

    /// The members of a structure; none of anything else.
    #[must_use]
    pub const fn members(&self) -> &'static [Member] {
        match self {
            Self::Structure(members) => members,
            _ => &[],
        }
    }
}

/// One member of a structure.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tables are written as literals")]
pub struct Member {
    /// The member's name, and that on the wire unless `travel` says otherwise.
    pub name: &'static str,
    /// Its type.
    pub shape: &'static Shape,
    /// Whether it must be there.
    pub required: bool,
    /// How it travels where the protocol has paths.
    pub travel: Travel,
}

/// How a member travels in a protocol that has paths. Members that the path template names travel in the path,
/// whatever is said here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the API models know these ways")]
pub enum Travel {
    /// In the JSON of the body, under its own name.
    Body,
    /// In the JSON of the body, under this name.
    BodyAs(&'static str),
    /// In the query string, under this name; a list repeats it.
    Query(&'static str),
    /// As the whole body.
    Payload,
}

impl Member {
    /// A member that must be there.
    #[must_use]
    pub const fn required(name: &'static str, shape: &'static Shape) -> Self {
        Self { name, shape, required: true, travel: Travel::Body }
    }

    /// A member that may be left out.
    #[must_use]
    pub const fn optional(name: &'static str, shape: &'static Shape) -> Self {
        Self { name, shape, required: false, travel: Travel::Body }
    }

    /// The same member, which travels otherwise.
    ///
    /// ```
    /// use cupola_base::shape::{INTEGER, Member, Travel};
    ///
    /// static LIMIT: Member = Member::optional("Limit", &INTEGER).by(Travel::Query("limit"));
    /// assert_eq!(LIMIT.travel, Travel::Query("limit"));
    /// ```
    #[must_use]
    pub const fn by(self, travel: Travel) -> Self {
        Self { travel, ..self }
    }
}

/// A list's items and how many there may be.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tables are written as literals")]
pub struct List {
    /// Type of every item.
    pub item: &'static Shape,
    /// Fewest items.
    pub min: usize,
    /// Most items.
    pub max: usize,
}

impl List {
    /// Any number of items.
    #[must_use]
    pub const fn of(item: &'static Shape) -> Self {
        Self { item, min: 0, max: usize::MAX }
    }

    /// Within bounds, both inclusive.
    #[must_use]
    pub const fn within(self, min: usize, max: usize) -> Self {
        Self { min, max, ..self }
    }
}

/// A map from texts to values of one type.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tables are written as literals")]
pub struct Map {
    /// Type of every value.
    pub value: &'static Shape,
}

/// A text's bounds.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tables are written as literals")]
pub struct Text {
    /// Fewest characters.
    pub min: usize,
    /// Most characters.
    pub max: usize,
    /// What the characters must look like.
    pub pattern: Option<Pattern>,
    /// The only texts allowed; empty: any.
    pub one_of: &'static [&'static str],
}

impl Text {
    /// Any text.
    pub const ANY: Self = Self { min: 0, max: usize::MAX, pattern: None, one_of: &[] };

    /// Within bounds, both inclusive, in characters.
    #[must_use]
    pub const fn of(min: usize, max: usize) -> Self {
        Self { min, max, ..Self::ANY }
    }

    /// One of these.
    #[must_use]
    pub const fn one_of(texts: &'static [&'static str]) -> Self {
        Self { one_of: texts, ..Self::ANY }
    }

    /// With a pattern besides.
    #[must_use]
    pub const fn like(self, pattern: Pattern) -> Self {
        Self { pattern: Some(pattern), ..self }
    }
}

/// A regular expression as the service prints it, and a function that decides it.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "tables are written as literals")]
pub struct Pattern {
    /// What the service prints.
    pub text: &'static str,
    /// Whether a whole text matches.
    pub matches: fn(&str) -> bool,
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pattern({})", self.text)
    }
}

/// A whole number's bounds, both inclusive.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "tables are written as literals")]
pub struct Range {
    /// Smallest.
    pub min: i64,
    /// Largest.
    pub max: i64,
}

impl Range {
    /// Any whole number.
    pub const ANY: Self = Self { min: i64::MIN, max: i64::MAX };

    /// From `min` to `max`.
    #[must_use]
    pub const fn of(min: i64, max: i64) -> Self {
        Self { min, max }
    }
}
