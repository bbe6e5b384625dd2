//! Whether an expression holds.

use std::cell::RefCell;

use super::FilterExpression;
use super::ast::{Expression, FlagTest, GroupTest, Literal, Node, Selector, Term};
use super::compare::{compare, compare_annotation, compare_texts};
use super::element::{CausePart, Element};
use super::pattern::Pattern;
use super::told::{client_of, http_text, is_meant, node_text, segment_text};
use super::word::{CauseKind, CauseLevel, Flag, Operator, Property, Quantity};
use crate::group::Groups;
use crate::segment::AnnotationValue;
use crate::trace::{Part, RootCause, Standing, Trace};

/// One trace, of which expressions are asked. What a group means for it is found out once.
pub(crate) struct Evaluation<'e, 't> {
    pub(super) trace: &'e Trace<'t>,
    groups: Option<&'e Groups>,
    /// Groups by serial number, and whether the trace belongs to them.
    known: RefCell<Vec<(u32, bool)>>,
}

/// What a term speaks of.
#[derive(Clone, Copy)]
pub(super) enum Subject<'s> {
    Trace,
    Segment(u32),
    Call(Call),
    Cause(Element<'s>),
}

/// A call of a service.
#[derive(Clone, Copy)]
pub(super) struct Call {
    /// The caller's piece; where the caller is a segment, the answer.
    pub(super) judged: u32,
    caller: u32,
    pub(super) answer: u32,
}

impl<'e, 't> Evaluation<'e, 't> {
    pub(crate) const fn new(trace: &'e Trace<'t>, groups: Option<&'e Groups>) -> Self {
        Self { trace, groups, known: RefCell::new(Vec::new()) }
    }

    pub(crate) fn holds(&self, expression: &FilterExpression) -> bool {
        self.expression(&expression.root, Subject::Trace)
    }

    pub(super) fn expression(&self, expression: &Expression, subject: Subject<'_>) -> bool {
        match &expression.node {
            Node::Everything => true,
            Node::Trace(id) => *id == self.trace.id(),
            Node::Or(parts) => parts.iter().any(|part| self.expression(part, subject)),
            Node::And(parts) => parts.iter().all(|part| self.expression(part, subject)),
            Node::Not(inner) => !self.expression(inner, subject),
            Node::Term(term) => self.term(term, subject),
        }
    }

    pub(super) fn term(&self, term: &Term, subject: Subject<'_>) -> bool {
        match term {
            Term::Flag(flag, test) => is_as_wanted(self.flag(*flag, subject), *test),
            Term::Quantity(quantity, test) => {
                let found = self.quantity(*quantity, subject);
                test.map_or(found.is_some(), |(operator, wanted)| compare(operator, found, wanted))
            }
            Term::Property(property, test) => self.any_text(*property, subject, &mut |text| {
                test.as_ref().is_none_or(|(operator, wanted)| compare_texts(*operator, text, wanted))
            }),
            Term::Annotation(key, test) => self.annotation(key, test.as_ref(), subject),
            Term::Service(selector, block) => self.service(selector.as_ref(), block.as_deref()),
            Term::Edge(from, to, block) => self.edge(from, to, block.as_deref()),
            Term::Group(test) => self.group(test),
            Term::Cause(kind, level, block) => self.causes(*kind).iter().any(|cause| self.cause(cause, *level, block)),
            Term::CausePatterns(kind, patterns) => self.patterns(*kind, patterns),
        }
    }

    /// The part whose state, time and HTTP call are asked for.
    fn judged(&self, subject: Subject<'_>) -> Option<&'e Part<'t>> {
        let at = match subject {
            Subject::Trace => self.trace.root()?,
            Subject::Segment(at) => at,
            Subject::Call(call) => call.judged,
            Subject::Cause(_) => return None,
        };
        Some(self.trace.part(at))
    }

    pub(super) fn flag(&self, flag: Flag, subject: Subject<'_>) -> Option<bool> {
        match (flag, subject) {
            (Flag::Throttle, Subject::Trace) => Some(self.trace.has_throttle()),
            (Flag::Partial, Subject::Trace) => Some(self.trace.is_partial()),
            (Flag::Inferred, Subject::Trace) => Some(self.trace.segments().any(|(_, part)| part.is_inferred())),
            (Flag::Ok, _) => self.state(subject, Standing::is_ok),
            (Flag::Error, _) => self.state(subject, |standing| standing.is_error),
            (Flag::Throttle, _) => self.state(subject, |standing| standing.is_throttle),
            (Flag::Fault, _) => self.state(subject, |standing| standing.is_fault),
            (Flag::Partial, _) => self.judged(subject).map(|part| part.body.is_in_progress()),
            (Flag::Inferred, Subject::Segment(at)) => Some(self.trace.part(at).is_inferred()),
            (Flag::Inferred, Subject::Call(call)) => Some(self.trace.part(call.answer).is_inferred()),
            (Flag::Root, Subject::Segment(at)) => Some(self.trace.root() == Some(at)),
            (Flag::Root, Subject::Call(call)) => Some(self.trace.root() == Some(call.caller)),
            (_, Subject::Cause(element)) => element.flag(flag),
            (Flag::Root | Flag::First | Flag::Last | Flag::Remote, _) => None,
        }
    }

    fn state(&self, subject: Subject<'_>, test: fn(Standing) -> bool) -> Option<bool> {
        self.judged(subject).map(|part| test(part.standing))
    }

    #[expect(clippy::cast_precision_loss, reason = "statuses and positions are small")]
    pub(super) fn quantity(&self, quantity: Quantity, subject: Subject<'_>) -> Option<f64> {
        match (quantity, subject) {
            (_, Subject::Cause(element)) => element.quantity(quantity),
            (Quantity::Duration, Subject::Trace) => Some(self.trace.duration()),
            (Quantity::ResponseTime | Quantity::Duration, _) => self.judged(subject)?.seconds(),
            (Quantity::HttpStatus, _) => self.judged(subject)?.body.status().map(|status| status as f64),
            (Quantity::Index | Quantity::Coverage, _) => None,
        }
    }

    /// Whether there is a text for which the test holds.
    pub(super) fn any_text(
        &self,
        property: Property,
        subject: Subject<'_>,
        test: &mut dyn FnMut(&str) -> bool,
    ) -> bool {
        use Property as P;
        match (property, subject) {
            (_, Subject::Cause(element)) => element.text(property).is_some_and(test),
            (P::HttpUrl | P::HttpMethod | P::HttpUserAgent | P::HttpClientIp, _) => {
                self.judged(subject).and_then(|part| http_text(part, property)).is_some_and(test)
            }
            (P::Name | P::Type, Subject::Segment(at)) => node_text(self.trace.part(at).node(), property, test),
            (P::Name | P::Type, Subject::Call(call)) => node_text(self.trace.part(call.caller).node(), property, test),
            (P::Name | P::Type | P::Message, _) => false,
            (_, Subject::Trace) => self.trace.segments().any(|(_, part)| segment_text(part, property, test)),
            (_, Subject::Segment(at)) => segment_text(self.trace.part(at), property, test),
            (_, Subject::Call(call)) => segment_text(self.trace.part(call.caller), property, test),
        }
    }

    fn annotation(&self, key: &str, test: Option<&(Operator, Literal)>, subject: Subject<'_>) -> bool {
        self.annotations(key, subject).any(|value| match test {
            None => value.as_bool().unwrap_or(true),
            Some((operator, literal)) => compare_annotation(*operator, value, literal),
        })
    }

    pub(super) fn annotations<'k>(
        &'k self,
        key: &'k str,
        subject: Subject<'k>,
    ) -> impl Iterator<Item = &'e AnnotationValue> + 'k {
        let range = match subject {
            Subject::Trace => 0..u32::MAX,
            Subject::Segment(at) => at..self.trace.part(at).subtree_end,
            Subject::Call(call) => call.judged..self.trace.part(call.judged).subtree_end,
            Subject::Cause(_) => 0..0,
        };
        let indexed = self.trace.indexed().iter();
        indexed.filter(move |one| one.key == key && range.contains(&one.part)).map(|one| one.value)
    }

    fn service(&self, selector: Option<&Selector>, block: Option<&Expression>) -> bool {
        self.services(selector, block).next().is_some()
    }

    /// Segments of the nodes meant for which the block holds.
    pub(super) fn services(
        &self,
        selector: Option<&Selector>,
        block: Option<&Expression>,
    ) -> impl Iterator<Item = &'e Part<'t>> {
        let meant = self.trace.segments().filter(move |(_, part)| selector.is_none_or(|s| is_meant(s, part.node())));
        let holding = meant.filter(move |(at, _)| block.is_none_or(|b| self.expression(b, Subject::Segment(*at))));
        holding.map(|(_, part)| part)
    }

    fn edge(&self, from: &Selector, to: &Selector, block: Option<&Expression>) -> bool {
        self.calls(from, to, block).next().is_some()
    }

    /// The calls between the nodes meant for which the block holds, by caller.
    pub(super) fn calls(
        &self,
        from: &Selector,
        to: &Selector,
        block: Option<&Expression>,
    ) -> impl Iterator<Item = Call> {
        let trace = self.trace;
        let client = trace.root().filter(move |root| is_meant(from, client_of(trace.part(*root)))).into_iter();
        let client = client.map(|root| Call { judged: root, caller: root, answer: root });
        let calls = trace.calls().iter().filter_map(move |(caller, answer)| {
            let segment = trace.part(*caller).segment?;
            let judged = if segment == *caller { *answer } else { *caller };
            let is_from = is_meant(from, trace.part(segment).node());
            is_from.then_some(Call { judged, caller: segment, answer: *answer })
        });
        client
            .chain(calls)
            .filter(move |call| is_meant(to, trace.part(call.answer).node()))
            .filter(move |call| block.is_none_or(|block| self.expression(block, Subject::Call(*call))))
    }

    fn group(&self, test: &GroupTest) -> bool {
        let Some(group) = self.groups.and_then(|groups| groups.meant(test)) else { return false };
        let known = self.known.borrow().iter().find(|(serial, _)| *serial == group.serial).map(|(_, holds)| *holds);
        let holds = known.unwrap_or_else(|| {
            let holds = self.holds(&group.expression);
            self.known.borrow_mut().push((group.serial, holds));
            holds
        });
        holds == test.is_equal
    }

    fn causes(&self, kind: CauseKind) -> &'e [RootCause] {
        let causes = self.trace.root_causes();
        match kind {
            CauseKind::Fault => &causes.faults,
            CauseKind::Error => &causes.errors,
            CauseKind::ResponseTime => &causes.response_times,
        }
    }

    fn cause(&self, cause: &RootCause, level: CauseLevel, block: &Expression) -> bool {
        let services = || cause.services.iter();
        let entities =
            || services().flat_map(|service| service.entity_path.iter().map(|entity| (entity, service.inferred)));
        let exceptions = || entities().flat_map(|(entity, _)| entity.exceptions.iter().flatten());
        match level {
            CauseLevel::Service => self.any_element(services().map(CausePart::Service), services().count(), block),
            CauseLevel::Entity => {
                let parts = entities().map(|(entity, inferred)| CausePart::Entity(entity, inferred));
                self.any_element(parts, entities().count(), block)
            }
            CauseLevel::Exception => {
                self.any_element(exceptions().map(CausePart::Exception), exceptions().count(), block)
            }
        }
    }

    fn any_element<'s>(&self, parts: impl Iterator<Item = CausePart<'s>>, count: usize, block: &Expression) -> bool {
        let mut elements = parts.enumerate().map(|(index, what)| Element { index, count, what });
        elements.any(|element| self.expression(block, Subject::Cause(element)))
    }

    fn patterns(&self, kind: Option<CauseKind>, patterns: &[Pattern]) -> bool {
        let kinds = kind.map_or(CauseKind::ALL, |kind| match kind {
            CauseKind::Fault => &CauseKind::ALL[..1],
            CauseKind::Error => &CauseKind::ALL[1..2],
            CauseKind::ResponseTime => &CauseKind::ALL[2..],
        });
        let causes = kinds.iter().flat_map(|kind| self.causes(*kind));
        let values: Vec<_> = causes.filter_map(|cause| serde_json::to_value(cause).ok()).collect();
        patterns.iter().all(|pattern| values.iter().any(|value| pattern.matches(value)))
    }
}

fn is_as_wanted(found: Option<bool>, test: Option<FlagTest>) -> bool {
    let wanted = test.is_none_or(FlagTest::wanted);
    found == Some(wanted)
}
