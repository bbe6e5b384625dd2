//! Writing a file.

use std::fmt;

use cupola_base::json::Json;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Allowance, ManifestRule, ManifestVersion, SamplingManifest};

/// Compact JSON that reads back as the same manifest.
impl fmt::Display for SamplingManifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = File {
            version: self.version.number(),
            default: self.default.into(),
            rules: self.rules.iter().map(|rule| Rule::of(rule, self.version)).collect(),
        };
        f.write_str(&serde_json::to_string(&file).map_err(|_| fmt::Error)?)
    }
}

#[derive(Serialize)]
struct File<'a> {
    version: u8,
    default: Numbers,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_name: Option<&'a str>,
    http_method: &'a str,
    url_path: &'a str,
    #[serde(flatten)]
    numbers: Numbers,
}

#[derive(Serialize)]
struct Numbers {
    fixed_target: u32,
    rate: f64,
}

impl<'a> Rule<'a> {
    fn of(rule: &'a ManifestRule, version: ManifestVersion) -> Self {
        let (host, service_name) = match version {
            ManifestVersion::V1 => (None, Some(rule.host.as_str())),
            ManifestVersion::V2 => (Some(rule.host.as_str()), None),
        };
        Self {
            description: rule.description.as_deref(),
            id: rule.id.as_ref().and_then(raw),
            host,
            service_name,
            http_method: &rule.http_method,
            url_path: &rule.url_path,
            numbers: rule.allowance.into(),
        }
    }
}

fn raw(json: &Json) -> Option<Box<RawValue>> {
    RawValue::from_string(json.as_str().to_owned()).ok()
}

impl From<Allowance> for Numbers {
    fn from(allowance: Allowance) -> Self {
        Self { fixed_target: allowance.fixed_target, rate: allowance.rate.get() }
    }
}
