//! Reading and checking a file.

use std::borrow::Cow;

use cupola_base::json::Json;
use cupola_base::text::nearest;

use super::tree::{Member, Node};
use super::{
    Allowance, ManifestFault as Fault, ManifestOptions, ManifestRule, ManifestVersion, Rate, SamplingManifest,
    SamplingManifestError as Error, comments,
};

pub(super) fn manifest(json: &str, options: ManifestOptions) -> Result<SamplingManifest, Error> {
    let text = if options.comments { Cow::Owned(comments::blanked(json)) } else { Cow::Borrowed(json) };
    let mut reader = Reader { lenient: options.lenient, warnings: Vec::new() };
    reader.manifest(Node::root(&text)?)
}

struct Reader {
    lenient: bool,
    warnings: Vec<Error>,
}

impl Reader {
    fn manifest(&mut self, root: Node<'_>) -> Result<SamplingManifest, Error> {
        let file = self.object(root, "the file")?;
        let version = version(&file)?;
        self.know(&file, &["version", "default", "rules"])?;
        let default = self.default(file.required("default")?)?;
        let rules = match file.find("rules") {
            None => Vec::new(),
            Some(rules) => {
                let items = rules.items().ok_or_else(|| rules.error(wrong_type("rules", "a list of rules")))?;
                items.into_iter().map(|rule| self.rule(rule, version)).collect::<Result<_, _>>()?
            }
        };
        Ok(SamplingManifest { version, default, rules, warnings: std::mem::take(&mut self.warnings) })
    }

    fn default(&mut self, node: Node<'_>) -> Result<Allowance, Error> {
        let object = self.object(node, "default")?;
        let stranger = object.members.iter().find(|member| !["fixed_target", "rate"].contains(&&*member.key));
        match stranger {
            Some(member) => Err(node.error_at(member.key_span, Fault::InDefault(member.key.to_string()))),
            None => allowance(&object),
        }
    }

    fn rule(&mut self, node: Node<'_>, version: ManifestVersion) -> Result<ManifestRule, Error> {
        let rule = self.object(node, "a rule")?;
        let (host, other) = version.host_key();
        if let Some(member) = rule.members.iter().find(|member| member.key == other) {
            let fault = Fault::OtherVersion { key: other, version: version.number(), instead: host };
            return Err(node.error_at(member.key_span, fault));
        }
        self.know(&rule, &["description", "id", host, "http_method", "url_path", "fixed_target", "rate"])?;
        Ok(ManifestRule {
            description: rule.find("description").map(|node| text(node, "description")).transpose()?,
            id: rule.find("id").and_then(|node| Json::parse(node.text()).ok()),
            host: pattern(&rule, host)?,
            http_method: pattern(&rule, "http_method")?,
            url_path: pattern(&rule, "url_path")?,
            allowance: allowance(&rule)?,
        })
    }

    fn object<'a>(&mut self, node: Node<'a>, name: &str) -> Result<Object<'a>, Error> {
        let members = node.members().ok_or_else(|| node.error(wrong_type(name, "an object")))?;
        let mut seen: Vec<&str> = members.iter().map(|member| &*member.key).collect();
        seen.sort_unstable();
        if let Some(twice) = seen.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned())
            && let Some(member) = members.iter().rfind(|member| member.key == twice)
        {
            self.complain(node.error_at(member.key_span, Fault::Duplicate(twice)))?;
        }
        Ok(Object { node, members })
    }

    /// Every key must be one of these.
    fn know(&mut self, object: &Object<'_>, known: &[&'static str]) -> Result<(), Error> {
        for member in object.members.iter().filter(|member| !known.contains(&&*member.key)) {
            let meant = nearest(&member.key, known.iter().copied()).and_then(|word| known.iter().find(|k| **k == word));
            let fault = Fault::UnknownKey { key: member.key.to_string(), meant: meant.copied() };
            self.complain(object.node.error_at(member.key_span, fault))?;
        }
        Ok(())
    }

    fn complain(&mut self, error: Error) -> Result<(), Error> {
        if !self.lenient {
            return Err(error);
        }
        self.warnings.push(error);
        Ok(())
    }
}

struct Object<'a> {
    node: Node<'a>,
    members: Vec<Member<'a>>,
}

impl<'a> Object<'a> {
    /// The value of a key, of duplicates the last; null counts as absent.
    fn find(&self, key: &str) -> Option<Node<'a>> {
        let member = self.members.iter().rfind(|member| member.key == key)?;
        Some(member.value).filter(|value| !value.is_null())
    }

    fn required(&self, key: &'static str) -> Result<Node<'a>, Error> {
        self.find(key).ok_or_else(|| self.node.error(Fault::Missing(key)))
    }
}

fn version(file: &Object<'_>) -> Result<ManifestVersion, Error> {
    let node = file.required("version")?;
    match node.as_number() {
        Some(1.0) => Ok(ManifestVersion::V1),
        Some(2.0) => Ok(ManifestVersion::V2),
        _ => Err(node.error(Fault::Version)),
    }
}

fn allowance(object: &Object<'_>) -> Result<Allowance, Error> {
    let target = object.required("fixed_target")?;
    let fixed_target = target.as_number().and_then(whole).ok_or_else(|| target.error(Fault::FixedTarget))?;
    let rate = object.required("rate")?;
    let checked = rate.as_number().and_then(|number| Rate::new(number).ok());
    Ok(Allowance { fixed_target, rate: checked.ok_or_else(|| rate.error(Fault::Rate))? })
}

/// What is beyond the type counts as the most that it holds.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is what is asked for")]
fn whole(number: f64) -> Option<u32> {
    (number >= 0.0 && number.fract() == 0.0).then_some(number as u32)
}

fn pattern(rule: &Object<'_>, key: &'static str) -> Result<String, Error> {
    let node = rule.required(key)?;
    let pattern = text(node, key)?;
    if pattern.is_empty() { Err(node.error(Fault::Missing(key))) } else { Ok(pattern) }
}

fn text(node: Node<'_>, key: &str) -> Result<String, Error> {
    node.as_str().map(Cow::into_owned).ok_or_else(|| node.error(wrong_type(key, "a text")))
}

fn wrong_type(key: &str, wanted: &'static str) -> Fault {
    Fault::Type { key: key.to_owned(), wanted }
}
