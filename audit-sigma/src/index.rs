//! Which of many rules a record may concern.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use cupola_audit::Record;
use cupola_base::text::{Affix, Affixes};

use crate::need::Literal;
use crate::path::{Paths, Seen};
use crate::rule::{Logic, Rule};
use crate::value::Shape;

/// Rules, filed by texts of which a record must have one for them to hold. Fields are numbered over all rules: what
/// one rule has read of a record no other reads again.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    paths: Paths,
    rules: Vec<Logic>,
    /// Rules that need nothing.
    others: Vec<usize>,
    drawers: Vec<Drawer>,
}

impl Index {
    pub(crate) fn of(rules: &[Rule]) -> Self {
        let (mut paths, mut others, mut cabinet) = (Paths::default(), Vec::new(), Cabinet::default());
        let rules: Vec<Logic> = rules.iter().map(|rule| rule.logic_in(&mut paths)).collect();
        for (number, rule) in rules.iter().enumerate() {
            match rule.need(&paths) {
                Some(need) => need.literals.into_iter().for_each(|literal| cabinet.file(literal, number)),
                None => others.push(number),
            }
        }
        let drawers = cabinet.0.into_iter().map(|(path, filed)| Drawer::of(path, filed, &mut others)).collect();
        Self { paths, rules, others, drawers }
    }

    /// The rules that hold for a record, ascending.
    pub(crate) fn matching(&self, record: &Record<'_>) -> Vec<usize> {
        let seen = Seen::of(record, &self.paths);
        let mut rules = self.candidates(&seen);
        rules.retain(|rule| self.rules[*rule].holds(&seen));
        rules
    }

    /// Rules that may hold, ascending, each once.
    fn candidates(&self, seen: &Seen<'_>) -> Vec<usize> {
        let (mut rules, mut lower) = (self.others.clone(), String::new());
        for drawer in &self.drawers {
            match drawer.path {
                None => drawer.find(seen.record.as_str(), &mut lower, &mut rules),
                Some(path) => seen.texts(path).for_each(|text| drawer.find(&text, &mut lower, &mut rules)),
            }
        }
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// Rules by a text of one field, or anywhere in a record.
#[derive(Clone, Debug)]
struct Drawer {
    path: Option<usize>,
    affixes: Affixes<usize>,
    parts: Option<Parts>,
    all: Vec<usize>,
}

/// Texts that are looked for anywhere in a value, all at once.
#[derive(Clone, Debug)]
struct Parts {
    automaton: AhoCorasick,
    rules: Vec<Vec<usize>>,
}

impl Drawer {
    /// Adds the rules that a value may concern. Case is ASCII's: where it is not, every rule is asked.
    fn find(&self, text: &str, lower: &mut String, rules: &mut Vec<usize>) {
        if !text.is_ascii() {
            rules.extend(&self.all);
            return;
        }
        lower.clear();
        lower.push_str(text);
        lower.make_ascii_lowercase();
        self.affixes.visit(lower, |rule| {
            rules.push(*rule);
            true
        });
        if let Some(parts) = &self.parts {
            let found = parts.automaton.find_overlapping_iter(lower.as_str());
            rules.extend(found.flat_map(|found| &parts.rules[found.pattern()]));
        }
    }
}

/// Literals that are being filed, by field.
#[derive(Default)]
struct Cabinet(Vec<(Option<usize>, Filed)>);

#[derive(Default)]
struct Filed {
    affixes: Affixes<usize>,
    parts: BTreeMap<String, Vec<usize>>,
    all: Vec<usize>,
}

impl Cabinet {
    fn file(&mut self, literal: Literal, rule: usize) {
        let Literal { path, shape, text } = literal;
        let place = self.0.iter().position(|(of, _)| *of == path).unwrap_or_else(|| {
            self.0.push((path, Filed::default()));
            self.0.len() - 1
        });
        let filed = &mut self.0[place].1;
        match shape {
            Shape::Exact => filed.affixes.put(Affix::Whole, &text, rule),
            Shape::Starts => filed.affixes.put(Affix::Start, &text, rule),
            Shape::Ends => filed.affixes.put(Affix::End, &text, rule),
            Shape::Contains => filed.parts.entry(text).or_default().push(rule),
        }
        if filed.all.last() != Some(&rule) {
            filed.all.push(rule);
        }
    }
}

impl Drawer {
    /// Rules whose texts are too many for one automaton are added to the others.
    fn of(path: Option<usize>, filed: Filed, others: &mut Vec<usize>) -> Self {
        let Filed { affixes, parts, all } = filed;
        let parts = if parts.is_empty() { None } else { Parts::of(parts, others) };
        Self { path, affixes, parts, all }
    }
}

impl Parts {
    fn of(texts: BTreeMap<String, Vec<usize>>, others: &mut Vec<usize>) -> Option<Self> {
        let (texts, rules): (Vec<String>, Vec<Vec<usize>>) = texts.into_iter().unzip();
        match AhoCorasick::new(&texts) {
            Ok(automaton) => Some(Self { automaton, rules }),
            Err(_) => {
                others.extend(rules.into_iter().flatten());
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rules;

    /// Which rules are asked of a record.
    fn asked(detections: &[&str], record: &str) -> Vec<usize> {
        let texts: Vec<String> =
            detections.iter().map(|detection| format!("title: x\ndetection: {{{detection}}}\n")).collect();
        let index = Index::of(Rules::parse(&texts.join("---\n")).unwrap().rules());
        index.candidates(&Seen::of(&Record::parse(record).unwrap(), &index.paths))
    }

    #[test]
    fn a_record_is_asked_few_rules() {
        let detections = [
            "s: {eventName: [A, B], eventSource: iam.amazonaws.com}, condition: s",
            "s: {eventSource: iam.amazonaws.com, readOnly: false}, condition: s",
            "s: {userAgent|contains: kali, eventType: AwsApiCall}, condition: s",
            "s: {userAgent|startswith: [kali, parrot]}, f: {eventName: A}, condition: s and not f",
            "s: {errorCode: '*denied*by*'}, condition: s",
            "s: {eventName|re: '^A'}, condition: s",
            "s: {userIdentity.arn|endswith: /eve}, t: {eventName: C}, condition: s or t",
            "words: [requestlimit], condition: words",
        ];
        let asks = |members: &str| asked(&detections, &format!(r#"{{"eventVersion":"1.0"{members}}}"#));
        assert_eq!(asks(""), [5], "an expression may fit anything");
        assert_eq!(asks(r#","eventName":"b""#), [0, 5]);
        assert_eq!(asks(r#","eventSource":"IAM.amazonaws.com""#), [1, 5]);
        assert_eq!(asks(r#","userAgent":"kali kali""#), [2, 3, 5]);
        assert_eq!(asks(r#","userAgent":"a kali""#), [2, 5]);
        assert_eq!(asks(r#","userAgent":"Parrot""#), [3, 5]);
        assert_eq!(asks(r#","userAgent":"é""#), [2, 3, 5, 7], "what is not ASCII is asked all");
        assert_eq!(asks(r#","errorCode":"AccessDenied""#), [4, 5]);
        assert_eq!(asks(r#","userIdentity":{"arn":"arn:aws:iam::1:user/Eve"}"#), [5, 6]);
        assert_eq!(asks(r#","eventName":"C""#), [5, 6]);
        assert_eq!(asks(r#","errorMessage":"a RequestLimit""#), [5, 7]);
    }
}
