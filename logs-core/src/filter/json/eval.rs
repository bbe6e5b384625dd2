//! Whether a message is as a pattern asks.

use super::{Ask, Fields, Found, JsonPattern, Test, Value};
use crate::filter::literal::{Comparison, Operator, Scalar};
use crate::filter::{Extracted, Missing, Semantics};

impl JsonPattern {
    pub(in crate::filter) fn matches(&self, message: &str) -> bool {
        self.selectors.read(message, &self.semantics, |fields| self.holds(fields)).unwrap_or_default()
    }

    /// Whether a message matches that is written like one that was read before; none of another.
    #[inline]
    pub(in crate::filter) fn matches_alike(&self, message: &str) -> Option<bool> {
        self.selectors.read_alike(message, &self.semantics, |fields| self.holds(fields))
    }

    /// What testing gives: each selector that finds something, with what it finds first.
    pub(in crate::filter) fn test<'a>(&'a self, message: &'a str) -> Option<Extracted<'a>> {
        let extracted = self.selectors.read(message, &self.semantics, |fields| {
            self.holds(fields).then(|| {
                let selectors = self.selectors.list().iter().enumerate();
                let wanted = selectors.filter(|_| self.semantics.json_extracts);
                let found =
                    wanted.filter_map(|(at, selector)| Some((selector.to_string(), fields.first(at)?.value.text())));
                found.map(|(name, value)| (name.into(), value)).collect()
            })
        });
        extracted.ok().flatten()
    }

    fn holds(&self, fields: &Fields<'_, '_, '_>) -> bool {
        self.logic.holds(&mut |test| test.holds(fields, &self.semantics))
    }
}

/// Whether a message may be a JSON object, by its first character.
#[inline]
pub(in crate::filter) fn may_be_object(message: &str) -> bool {
    match message.as_bytes().first() {
        Some(b'{') => true,
        // Neither white space nor part of a longer character.
        Some(b'!'..=b'~') => false,
        _ => message.trim_start().starts_with('{'),
    }
}

impl Test {
    /// Whether it holds.
    #[inline]
    pub(in crate::filter) fn holds(&self, fields: &Fields<'_, '_, '_>, semantics: &Semantics) -> bool {
        if let Some(holds) = fields.direct(self.selector, |scalar| self.ask.holds_of(scalar, semantics)) {
            return holds.unwrap_or_else(|| self.ask.holds_of_nothing(semantics));
        }
        let mut nothing = true;
        let satisfied = fields.any(self.selector, &mut |found| {
            nothing = false;
            self.ask.holds(&found.value, semantics)
        });
        satisfied || nothing && self.ask.holds_of_nothing(semantics)
    }

    /// Whether it holds, and what it was laid against, for an explanation: what satisfied, else what was found first.
    pub(super) fn judge<'a>(&self, fields: &Fields<'_, '_, 'a>, semantics: &Semantics) -> (bool, Option<Found<'a>>) {
        let mut shown: Option<Found<'a>> = None;
        let satisfied = fields.any(self.selector, &mut |found| {
            let holds = self.ask.holds(&found.value, semantics);
            shown = if holds { Some(found) } else { shown.or(Some(found)) };
            holds
        });
        (satisfied || shown.is_none() && self.ask.holds_of_nothing(semantics), shown)
    }
}

impl Ask {
    fn holds(&self, value: &Value<'_>, semantics: &Semantics) -> bool {
        value.with_scalar(|scalar| self.holds_of(scalar, semantics))
    }

    /// Whether it holds of a scalar; none is a container.
    #[inline]
    fn holds_of(&self, scalar: Option<Scalar<'_>>, semantics: &Semantics) -> bool {
        match (self, scalar) {
            (Self::Compare(comparison), Some(scalar)) => comparison.holds(scalar, semantics),
            (Self::IsNull, Some(Scalar::Null))
            | (Self::IsTrue, Some(Scalar::Bool(true)))
            | (Self::IsFalse, Some(Scalar::Bool(false))) => true,
            _ => false,
        }
    }

    /// Whether it holds where the selector finds nothing.
    fn holds_of_nothing(&self, semantics: &Semantics) -> bool {
        match self {
            Self::NotExists => true,
            Self::Compare(Comparison { operator: Operator::Unequal, .. }) => semantics.missing_ne == Missing::True,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::filter::{Dialect, Duplicates, FilterPattern, Missing, Semantics};

    /// Which of the messages match, as a row of `1` and `0`.
    fn row(pattern: &str, semantics: &Semantics, messages: &[&str]) -> String {
        let pattern = FilterPattern::parse_with(pattern, semantics).unwrap();
        messages.iter().map(|message| if pattern.matches(message) { '1' } else { '0' }).collect()
    }

    #[test]
    fn every_kind_of_value_is_compared_as_the_rules_say() {
        let values = ["5", "5.0", "\"5\"", "\"x\"", "true", "null", "{}", "[5]", "404"];
        let messages: Vec<String> =
            values.iter().map(|value| format!("{{\"a\": {value}}}")).chain(["{}".into()]).collect();
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        for (pattern, expected) in [
            ("{ $.a = 5 }", "1110000000"),
            ("{ $.a != 5 }", "0001110010"),
            ("{ $.a = \"5\" }", "1010000000"),
            ("{ $.a != \"5\" }", "0101110010"),
            ("{ $.a = 5.0 }", "1100000000"),
            ("{ $.a = * }", "1111100010"),
            ("{ $.a != * }", "0000010000"),
            ("{ $.a = true }", "0000100000"),
            ("{ $.a IS TRUE }", "0000100000"),
            ("{ $.a IS FALSE }", "0000000000"),
            ("{ $.a IS NULL }", "0000010000"),
            ("{ $.a NOT EXISTS }", "0000000001"),
            ("{ $.a > 4 }", "1110000010"),
            ("{ $.a <= 5 }", "1110000000"),
            ("{ $.a = 4* }", "0000000010"),
            ("{ $.a = 5* }", "1110000000"),
            ("{ $.a = %^[5x]$% }", "1011000000"),
            ("{ $.a != %5% }", "0001110010"),
        ] {
            assert_eq!(row(pattern, &Semantics::default(), &messages), expected, "{pattern}");
        }
    }

    #[test]
    fn selectors_lead_to_their_fields() {
        let message = r#"{"a": [1, {"b": ["x", ["y", 2]]}, [[3]]], "k": {"k": {"k": 7}}, "a-b": 8, "d": 1, "d": {"e": 5}, "d": 9}"#;
        for (pattern, expected) in [
            ("{ $.a[0] = 1 }", "1"),
            ("{ $.a[1].b[1][1] = 2 && $.a[1].b[0] = x && $.a[1].b[1][0] = y }", "1"),
            ("{ $.a[2][0][0] = 3 }", "1"),
            ("{ $.a[3] NOT EXISTS && $.a[0].x NOT EXISTS && $.a.b NOT EXISTS && $.k[0] NOT EXISTS }", "1"),
            ("{ $.k.k.k = 7 && $.k.k != 7 }", "0"),
            ("{ $.k.k NOT EXISTS }", "0"),
            ("{ $.a-b = 8 }", "1"),
            ("{ $.d = 9 && $.d.e NOT EXISTS }", "1"),
            ("{ $[0] = 1 }", "0"),
        ] {
            assert_eq!(row(pattern, &Semantics::default(), &[message]), expected, "{pattern}");
        }
    }

    #[test]
    fn only_whole_objects_are_looked_at() {
        let deep = format!("{{\"a\": 1, \"d\": {}{}}}", "[".repeat(128), "]".repeat(128));
        for (message, expected) in [
            ("{\"a\": 1}", "1"),
            ("\u{a0} {\"a\": 1}\r\n", "1"),
            ("x {\"a\": 1}", "0"),
            ("{\"a\": 1} x", "0"),
            ("{\"a\": 1", "0"),
            ("{\"a\": 1, }", "0"),
            ("[{\"a\": 1}]", "0"),
            ("", "0"),
            (&deep, "0"),
        ] {
            assert_eq!(row("{ $.a = 1 }", &Semantics::default(), &[message]), expected, "{message}");
        }
    }

    #[test]
    fn open_decisions_can_be_flipped() {
        let with = |change: fn(&mut Semantics)| Semantics::default().with(change);
        for (pattern, message, semantics) in [
            ("{ $.n != 5 }", "{}", with(|s| s.missing_ne = Missing::True)),
            ("{ $.n != 5 }", "{\"n\": null}", with(|s| s.null_is_unequal = false)),
            ("{ $.a = 1 }", "INFO {\"a\": 1}", with(|s| s.json_prefix_tolerant = true)),
            ("{ $.a = 1 }", "{\"a\": 2, \"a\": 1}", with(|s| s.duplicate_keys = Duplicates::First)),
            ("{ $.a > 1 }", "{\"a\": \"2\"}", with(|s| s.numeric_texts = false)),
            ("{ $.a = \"1\" }", "{\"a\": 1}", with(|s| s.numbers_have_text = false)),
            ("{ $.a = true }", "{\"a\": true}", with(|s| s.booleans_have_text = false)),
        ] {
            let default = row(pattern, &Semantics::default(), &[message]);
            assert_ne!(default, row(pattern, &semantics, &[message]), "{pattern}");
        }
    }

    #[test]
    fn any_element_may_satisfy_a_star() {
        let semantics = Semantics::default().with(|s| s.dialect = Dialect::Extended);
        let message = r#"{"jobs": [{"state": "done"}, {"state": "late", "odd key": [[1], [2, 3]]}], "none": []}"#;
        for (pattern, expected) in [
            ("{ $.jobs[*].state = late }", "1"),
            ("{ $.jobs[*].state = early }", "0"),
            ("{ $.jobs[*][\"odd key\"][*][1] = 3 }", "1"),
            ("{ $.jobs[*].state NOT EXISTS }", "0"),
            ("{ $.none[*] NOT EXISTS && $.jobs[*].x NOT EXISTS }", "1"),
            ("{ $.none[*] != 1 }", "0"),
        ] {
            assert_eq!(row(pattern, &semantics, &[message]), expected, "{pattern}");
        }
    }
}
