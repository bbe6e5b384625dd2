//! The members of one object, found in one pass over its text.

use cupola_base::json::{Kind, NotJson, Runner, ScanError, Scanner, Str};
use cupola_base::text::Span;

use super::known::{Known, Mark, Marks};
use crate::{Field, JsonKind, LooksLike, Presence, Raw, RecordError};

/// Where the members of an object stand, in bytes from the object's first; the schema's fields can
/// be looked up.
#[derive(Clone, Debug)]
pub(crate) struct Members {
    list: Vec<Member>,
    /// For each field the place of its last member in the list.
    fields: [u32; Field::ALL.len()],
}

/// A member's key, quotes included, and its value.
#[derive(Clone, Copy, Debug)]
struct Member {
    key: Span,
    value: Span,
}

const NONE: u32 = u32::MAX;
/// Records have about twenty members.
const USUAL: usize = 24;

/// An object that a scanner has read.
#[derive(Clone, Debug)]
pub(crate) struct Object<'a> {
    pub(crate) text: &'a str,
    pub(crate) members: Members,
}

/// What reading an object found: the object, or the list of records that it turned out to hold.
pub(crate) enum Found<'a> {
    Object(Object<'a>),
    /// The scanner or runner stands in the list, before its first item.
    List,
}

/// Whether an array of that name, in the outermost object, is a list of records.
pub(crate) fn is_list(name: &str) -> bool {
    matches!(name, "Records" | "Events")
}

impl<'a> Object<'a> {
    /// Reads on from the `{` that the scanner has just passed to its end.
    pub(crate) fn read(scanner: &mut Scanner<'a>) -> Result<Self, ScanError> {
        match Self::read_unless(scanner, |_| false)? {
            Found::Object(object) => Ok(object),
            Found::List => Ok(Self { text: "{}", members: Members::default() }), // nothing was to be a list
        }
    }

    /// As [`read`](Self::read), but stops in the array of the first member whose name is a list's.
    pub(crate) fn read_unless(
        scanner: &mut Scanner<'a>,
        is_list: impl Fn(&str) -> bool,
    ) -> Result<Found<'a>, ScanError> {
        let start = scanner.span().start;
        let mut members = Members::default();
        while let Some(kind) = scanner.next_member()? {
            let (key, from) = (scanner.key(), scanner.span().start);
            match kind {
                Kind::Array if is_list(key.raw()) => return Ok(Found::List),
                Kind::Array | Kind::Object => scanner.leave()?,
                _ => {}
            }
            members.take(scanner.source(), start, key, Span::new(from, scanner.offset()));
        }
        let text = scanner.source().get(start..scanner.offset()).unwrap_or_default();
        Ok(Found::Object(Self { text, members }))
    }

    /// The object that a text is, white space around it cut. What is wrong, a scanner tells.
    pub(crate) fn of_text(text: &'a str) -> Result<Self, NotJson> {
        let mut runner = Runner::of_text(text);
        let object = Self::run_from_start(text, &mut runner)?;
        runner.finish()?;
        Ok(object)
    }

    /// The object that a text begins with; the runner stands behind it then.
    pub(crate) fn run_from_start(text: &'a str, runner: &mut Runner<'a>) -> Result<Self, NotJson> {
        match runner.value()? {
            Kind::Object => Self::run(text, runner),
            _ => Err(NotJson),
        }
    }

    /// As [`read`](Self::read), by a runner over a text that has just passed the `{`.
    pub(crate) fn run(text: &'a str, runner: &mut Runner<'a>) -> Result<Self, NotJson> {
        match Self::run_unless(text, runner, |_| false)? {
            Found::Object(object) => Ok(object),
            Found::List => Err(NotJson), // nothing was to be a list
        }
    }

    /// As [`run`](Self::run), sooner where the object is of a known kind.
    pub(crate) fn run_known(text: &'a str, runner: &mut Runner<'a>, known: &mut Known) -> Result<Self, NotJson> {
        match Self::run_known_unless(text, runner, known, |_| false)? {
            Found::Object(object) => Ok(object),
            Found::List => Err(NotJson), // nothing was to be a list
        }
    }

    /// As [`run_unless`](Self::run_unless), sooner where the object is of a known kind; none of those has a list.
    #[inline]
    pub(crate) fn run_known_unless(
        text: &'a str,
        runner: &mut Runner<'a>,
        known: &mut Known,
        is_list: impl Fn(&str) -> bool,
    ) -> Result<Found<'a>, NotJson> {
        let start = runner.span().start;
        if let Some(object) = known.object(text.get(start..).unwrap_or_default()) {
            runner.jump(start + object.text.len());
            return Ok(Found::Object(object));
        }
        let found = Self::run_unless(text, runner, is_list)?;
        if let Found::Object(object) = &found {
            known.learn(object);
        }
        Ok(found)
    }

    /// As [`read_unless`](Self::read_unless), by a runner.
    #[inline]
    pub(crate) fn run_unless(
        text: &'a str,
        runner: &mut Runner<'a>,
        is_list: impl Fn(&str) -> bool,
    ) -> Result<Found<'a>, NotJson> {
        let start = runner.span().start;
        let mut members = Members::default();
        while let Some(kind) = runner.next_member()? {
            let (key, from) = (runner.key(), runner.span().start);
            if kind == Kind::Array && is_list(key.raw()) {
                return Ok(Found::List);
            }
            runner.pass(kind)?;
            members.take(text, start, key, Span::new(from, runner.span().end));
        }
        let text = text.get(start..runner.span().end).unwrap_or_default();
        Ok(Found::Object(Self { text, members }))
    }

    pub(crate) fn get(&self, name: &str) -> Presence<Raw<'a>> {
        self.members.named(self.text, name)
    }

    /// Whether a member is a list of records.
    pub(super) fn has_list(&self) -> bool {
        let mut members = self.members.iter(self.text);
        members.any(|(key, value)| value.kind() == JsonKind::Array && key.text().is_some_and(|key| is_list(&key)))
    }

    /// Whether one of the members by which records are known is there.
    pub(crate) fn check_is_record(&self) -> Result<(), RecordError> {
        let known = IDENTIFYING.iter().any(|field| self.members.has(*field)) || self.get("eventId").is_present();
        let source = self.members.field(self.text, Field::EventSource).value().and_then(|source| source.text());
        match known && !source.is_some_and(|source| source.starts_with("aws:")) {
            true => Ok(()),
            false => Err(RecordError::NotARecord(LooksLike::of(Raw::scanned(self.text)))),
        }
    }
}

/// A record has at least one of these.
const IDENTIFYING: [Field; 7] = [
    Field::EventVersion,
    Field::EventName,
    Field::EventType,
    Field::EventSource,
    Field::EventId,
    Field::EventTime,
    Field::EventCategory,
];

impl Default for Members {
    fn default() -> Self {
        Self { list: Vec::with_capacity(USUAL), fields: [NONE; Field::ALL.len()] }
    }
}

impl Members {
    /// Takes a member in of an object that begins at `start` of the text.
    #[inline]
    fn take(&mut self, text: &str, start: usize, key: Str<'_>, value: Span) {
        let name = key.raw();
        let field = if key.is_escaped() { Field::from_name(&key.unescape()) } else { Field::from_name(name) };
        let at = name.as_ptr().addr() - text.as_ptr().addr() - start;
        let value = Span::new(value.start - start, value.end - start);
        self.push(field, Member { key: Span::new(at - 1, at + name.len() + 1), value }); // quotes included
    }

    /// Takes what a run of an object tells that begins at byte `run` of it, with a scalar value behind it.
    #[inline(always)]
    pub(super) fn take_step(&mut self, marks: &Marks, run: usize, value: Option<Span>) {
        if let Some(end) = marks.closes {
            self.end_last(run + end);
        }
        for mark in &marks.members {
            let at = |span: Span| Span::new(run + span.start, run + span.end);
            self.push(mark.field, Member { key: at(mark.key), value: at(mark.value) });
        }
        if let Some(value) = value
            && marks.is_value
        {
            self.end_last(value.end);
        }
    }

    /// What a run of the object's text tells of the members.
    pub(super) fn marks(&self, text: &str, run: Span) -> Marks {
        let within = |span: Span| Span::new(span.start - run.start, span.end.max(span.start) - run.start);
        let begun = self.list.iter().filter(|member| run.range().contains(&member.key.start));
        let members = begun.map(|member| {
            let value = Span::new(member.value.start, member.value.end.min(run.end));
            // Also where a later member of this object has the same key: there may be none in another.
            let field = member.key(text).text().and_then(|key| Field::from_name(&key));
            Mark { field, key: within(member.key), value: within(value) }
        });
        let open = self.list.iter().find(|member| {
            member.value.start < run.start && member.value.end > run.start && member.value.end <= run.end
        });
        Marks {
            closes: open.map(|member| member.value.end - run.start),
            members: members.collect(),
            is_value: self.list.iter().any(|member| member.value.start == run.end),
        }
    }

    fn end_last(&mut self, end: usize) {
        if let Some(last) = self.list.last_mut() {
            last.value.end = end;
        }
    }

    #[inline]
    fn push(&mut self, field: Option<Field>, member: Member) {
        if let Some(field) = field {
            self.fields[field.index()] = u32::try_from(self.list.len()).unwrap_or(NONE);
        }
        self.list.push(member);
    }

    pub(crate) const fn has(&self, field: Field) -> bool {
        self.fields[field.index()] != NONE
    }

    pub(crate) fn field<'a>(&self, text: &'a str, field: Field) -> Presence<Raw<'a>> {
        let place = usize::try_from(self.fields[field.index()]).unwrap_or(usize::MAX);
        self.list.get(place).map_or(Presence::Absent, |member| member.value(text).present())
    }

    pub(crate) fn named<'a>(&self, text: &'a str, name: &str) -> Presence<Raw<'a>> {
        let last = self.list.iter().rfind(|member| member.key(text).text().is_some_and(|key| key == name));
        last.map_or(Presence::Absent, |member| member.value(text).present())
    }

    /// Keys, quotes included, and values, in their order.
    pub(crate) fn iter<'a>(&self, text: &'a str) -> impl Iterator<Item = (Raw<'a>, Raw<'a>)> {
        self.list.iter().map(move |member| (member.key(text), member.value(text)))
    }
}

impl Member {
    fn key<'a>(&self, text: &'a str) -> Raw<'a> {
        Raw::scanned(text.get(self.key.range()).unwrap_or_default())
    }

    fn value<'a>(&self, text: &'a str) -> Raw<'a> {
        Raw::scanned(text.get(self.value.range()).unwrap_or_default())
    }
}
