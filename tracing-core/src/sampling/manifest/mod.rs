//! Local rule files.

mod comments;
mod error;
mod print;
mod read;
mod tree;

use cupola_base::json::Json;

use super::Rate;
pub use error::{ManifestFault, SamplingManifestError};

/// A local rule file: a default, and rules of which the first that matches decides.
///
/// Versions 1 and 2 differ in the name of one pattern alone: version 1 calls `service_name` what is laid
/// against the request's host all the same.
///
/// ```
/// use cupola_traces::SamplingManifest;
///
/// let manifest = SamplingManifest::parse(r#"{
///     "version": 2,
///     "rules": [{"host": "*", "http_method": "PUT", "url_path": "/dock/*", "fixed_target": 1, "rate": 1}],
///     "default": {"fixed_target": 2, "rate": 0.2}
/// }"#)?;
/// assert_eq!((manifest.rules.len(), manifest.default.fixed_target), (1, 2));
///
/// let error = SamplingManifest::parse(r#"{"version": 3}"#).unwrap_err();
/// assert!(error.to_string().contains("the version is 1 or 2"));
/// # Ok::<(), cupola_traces::SamplingManifestError>(())
/// ```
///
/// # Source
/// The X-Ray SDKs' local sampling rules; X-Ray Developer Guide, "Configuring sampling rules" of the SDKs. Where
/// the SDKs check different things, we check all of them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SamplingManifest {
    /// The file's version.
    pub version: ManifestVersion,
    /// What decides when no rule matches.
    pub default: Allowance,
    /// The rules in the order of the file.
    pub rules: Vec<ManifestRule>,
    /// What a lenient reader passed over.
    pub warnings: Vec<SamplingManifestError>,
}

impl SamplingManifest {
    /// Reads a file strictly: keys that nobody knows are errors, and so are comments.
    ///
    /// # Errors
    /// [`SamplingManifestError`] at the first fault.
    pub fn parse(json: &str) -> Result<Self, SamplingManifestError> {
        Self::parse_with(json, ManifestOptions::default())
    }

    /// Reads a file as the options say.
    ///
    /// ```
    /// use cupola_traces::{ManifestOptions, SamplingManifest};
    ///
    /// let options = ManifestOptions::default().lenient().allow_comments();
    /// let text = r#"{"version": 1, /* two */ "default": {"fixed_target": 1, "rate": 0.1}, "colour": "red"}"#;
    /// assert_eq!(SamplingManifest::parse_with(text, options)?.warnings.len(), 1);
    /// # Ok::<(), cupola_traces::SamplingManifestError>(())
    /// ```
    ///
    /// # Errors
    /// [`SamplingManifestError`] at the first fault.
    pub fn parse_with(json: &str, options: ManifestOptions) -> Result<Self, SamplingManifestError> {
        read::manifest(json, options)
    }
}

impl Default for SamplingManifest {
    /// The file that every SDK has built in: one request a second, and a twentieth of the others.
    fn default() -> Self {
        Self {
            version: ManifestVersion::V2,
            default: Allowance { fixed_target: 1, rate: Rate::DEFAULT_RULE },
            rules: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

/// A file's version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ManifestVersion {
    /// The host's pattern is called `service_name`.
    V1,
    /// The host's pattern is called `host`.
    V2,
}

impl ManifestVersion {
    const fn number(self) -> u8 {
        match self {
            Self::V1 => 1,
            Self::V2 => 2,
        }
    }

    /// What the host's pattern is called, and what it must not be called.
    const fn host_key(self) -> (&'static str, &'static str) {
        match self {
            Self::V1 => ("service_name", "host"),
            Self::V2 => ("host", "service_name"),
        }
    }
}

/// How much is recorded.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a reservoir and a rate are all there is")]
pub struct Allowance {
    /// Requests in each second.
    pub fixed_target: u32,
    /// The part of the others.
    pub rate: Rate,
}

/// One rule of a file.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ManifestRule {
    /// What the rule is for.
    pub description: Option<String>,
    /// A name for people; not looked at.
    pub id: Option<Json>,
    /// The pattern of the host, whatever the file calls it.
    pub host: String,
    /// The pattern of the method.
    pub http_method: String,
    /// The pattern of the path.
    pub url_path: String,
    /// How much is recorded.
    pub allowance: Allowance,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ManifestOptions {
    lenient: bool,
    comments: bool,
}

impl ManifestOptions {
    /// Unknown keys become warnings.
    #[must_use]
    pub const fn lenient(self) -> Self {
        Self { lenient: true, ..self }
    }

    /// `//` and `/* */` count as blanks, as in the SDK for Java.
    #[must_use]
    pub const fn allow_comments(self) -> Self {
        Self { comments: true, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(rule_or_default: &str) -> Option<ManifestFault> {
        SamplingManifest::parse(rule_or_default).err().map(|error| error.fault().clone())
    }

    fn with_rule(version: u8, rule: &str) -> String {
        format!(r#"{{"version": {version}, "default": {{"fixed_target": 1, "rate": 0.05}}, "rules": [{{{rule}}}]}}"#)
    }

    #[test]
    fn what_the_sdks_check_is_checked() {
        use ManifestFault as F;
        let file = |version: &str, default: &str| format!(r#"{{"version": {version}, "default": {default}}}"#);
        let plain = r#"{"fixed_target": 1, "rate": 0.05}"#;
        for (text, wanted) in [
            (file("1", plain), None),
            (file("2", plain), None),
            (file("0", plain), Some(F::Version)),
            (file("\"2\"", plain), Some(F::Version)),
            (file("null", plain), Some(F::Missing("version"))),
            (r#"{"version": 2}"#.into(), Some(F::Missing("default"))),
            (file("2", r#"{"fixed_target": 1}"#), Some(F::Missing("rate"))),
            (file("2", r#"{"rate": 1}"#), Some(F::Missing("fixed_target"))),
            (file("2", r#"{"fixed_target": 1, "rate": 1, "host": "*"}"#), Some(F::InDefault("host".into()))),
            (file("2", r#"{"fixed_target": -1, "rate": 1}"#), Some(F::FixedTarget)),
            (file("2", r#"{"fixed_target": 5.5, "rate": 1}"#), Some(F::FixedTarget)),
            (file("2", r#"{"fixed_target": 5, "rate": -0.1}"#), Some(F::Rate)),
            (file("2", r#"{"fixed_target": 5, "rate": 1.1}"#), Some(F::Rate)),
            (file("2", r#"{"fixed_target": 5, "rate": "1"}"#), Some(F::Rate)),
        ] {
            assert_eq!(fault(&text), wanted, "{text}");
        }
    }

    #[test]
    fn rules_need_their_patterns() {
        use ManifestFault as F;
        let rest = r#""http_method": "*", "url_path": "*", "fixed_target": 1, "rate": 1"#;
        let other = |key, version, instead| Some(F::OtherVersion { key, version, instead });
        let unknown = F::UnknownKey { key: "hots".into(), meant: Some("host") };
        for (version, rule, wanted) in [
            (2, format!(r#""host": "*", {rest}"#), None),
            (1, format!(r#""service_name": "*", "id": "1", "description": "d", {rest}"#), None),
            (2, rest.to_owned(), Some(F::Missing("host"))),
            (1, rest.to_owned(), Some(F::Missing("service_name"))),
            (2, format!(r#""host": "", {rest}"#), Some(F::Missing("host"))),
            (2, format!(r#""host": null, {rest}"#), Some(F::Missing("host"))),
            (2, format!(r#""host": 5, {rest}"#), Some(F::Type { key: "host".into(), wanted: "a text" })),
            (2, format!(r#""host": "*", "service_name": "*", {rest}"#), other("service_name", 2, "host")),
            (1, format!(r#""host": "*", {rest}"#), other("host", 1, "service_name")),
            (2, format!(r#""host": "*", "hots": "*", {rest}"#), Some(unknown)),
            (2, format!(r#""host": "*", "host": "a", {rest}"#), Some(F::Duplicate("host".into()))),
        ] {
            assert_eq!(fault(&with_rule(version, &rule)), wanted, "{rule}");
        }
    }

    #[test]
    fn version_1_lays_its_service_name_against_the_host() {
        let rule = r#""service_name": "crane*", "http_method": "*", "url_path": "*", "fixed_target": 1, "rate": 1"#;
        let sampler = crate::LocalSampler::parse(&with_rule(1, rule), 0).unwrap();
        let request = |service, host| crate::SamplingRequest::new(service, host, "GET", "/");
        assert_eq!(sampler.rule_for(&request("crane", "dock")), None);
        assert_eq!(sampler.rule_for(&request("dock", "crane.example")), Some(0));
    }
}
