//! Which of many rules a record may concern.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;
use cupola_audit::Record;

use crate::need::Literal;
use crate::path::{Paths, Seen};
use crate::rule::{Logic, Rule};

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
        let drawers = cabinet.0.into_iter().map(|(path, texts)| Drawer::of(path, texts, &mut others)).collect();
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
    exact: Texts,
    /// By length: a value has one beginning of each.
    starts: Vec<(usize, Texts)>,
    ends: Vec<(usize, Texts)>,
    parts: Option<Parts>,
    all: Vec<usize>,
}

type Texts = HashMap<String, Vec<usize>>;

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
        let text = lower.as_str();
        let mut add = |texts: &Texts, text: &str| rules.extend(texts.get(text).into_iter().flatten());
        add(&self.exact, text);
        for (length, texts) in &self.starts {
            text.get(..*length).into_iter().for_each(|start| add(texts, start));
        }
        for (length, texts) in &self.ends {
            text.len().checked_sub(*length).and_then(|at| text.get(at..)).into_iter().for_each(|end| add(texts, end));
        }
        if let Some(parts) = &self.parts {
            let found = parts.automaton.find_overlapping_iter(text);
            rules.extend(found.flat_map(|found| &parts.rules[found.pattern()]));
        }
    }
}

/// Literals that are being filed: by field, then by shape.
#[derive(Default)]
struct Cabinet(Vec<(Option<usize>, [Texts; 4])>);

impl Cabinet {
    fn file(&mut self, literal: Literal, rule: usize) {
        let Literal { path, shape, text } = literal;
        let place = self.0.iter().position(|(of, _)| *of == path).unwrap_or_else(|| {
            self.0.push((path, Default::default()));
            self.0.len() - 1
        });
        let rules = self.0[place].1[shape as usize].entry(text).or_default();
        if rules.last() != Some(&rule) {
            rules.push(rule);
        }
    }
}

impl Drawer {
    /// Rules whose texts are too many for one automaton are added to the others.
    fn of(path: Option<usize>, texts: [Texts; 4], others: &mut Vec<usize>) -> Self {
        let mut all: Vec<usize> = texts.iter().flat_map(HashMap::values).flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        let [exact, starts, ends, parts] = texts;
        let parts = if parts.is_empty() { None } else { Parts::of(parts, others) };
        Self { path, exact, starts: by_length(starts), ends: by_length(ends), parts, all }
    }
}

impl Parts {
    fn of(texts: Texts, others: &mut Vec<usize>) -> Option<Self> {
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

fn by_length(texts: Texts) -> Vec<(usize, Texts)> {
    let mut lengths: Vec<(usize, Texts)> = Vec::new();
    for (text, rules) in texts {
        let place = lengths.iter().position(|(length, _)| *length == text.len()).unwrap_or_else(|| {
            lengths.push((text.len(), Texts::new()));
            lengths.len() - 1
        });
        lengths[place].1.insert(text, rules);
    }
    lengths
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
        assert_eq!(asks(r#","userAgent":"é""#), [2, 3, 5], "what is not ASCII is asked all");
        assert_eq!(asks(r#","errorCode":"AccessDenied""#), [4, 5]);
        assert_eq!(asks(r#","userIdentity":{"arn":"arn:aws:iam::1:user/Eve"}"#), [5, 6]);
        assert_eq!(asks(r#","eventName":"C""#), [5, 6]);
        assert_eq!(asks(r#","errorMessage":"a RequestLimit""#), [5, 7]);
    }
}
