//! What scripts run on.

use cupola_base::Timestamp;

/// A version of the service's runtime, as of the user guide's tables. Dates are days, as `2024-10-02`.
///
/// ```
/// use cupola_metrics::RUNTIMES;
///
/// let old = RUNTIMES.iter().find(|version| version.name == "syn-nodejs-puppeteer-7.0").expect("it is listed");
/// assert_eq!(old.deprecated, Some("2026-01-22"));
/// ```
///
/// # Source
/// CloudWatch User Guide, "Runtime versions support policy"; AWS CLI Command Reference,
/// synthetics describe-runtime-versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuntimeVersion {
    /// Its name.
    pub name: &'static str,
    /// What it is made of.
    pub description: &'static str,
    /// When it came, where the documents tell.
    pub released: Option<&'static str>,
    /// From when on no canary can be made with it.
    pub deprecated: Option<&'static str>,
}

const fn version(
    name: &'static str,
    description: &'static str,
    released: Option<&'static str>,
    deprecated: Option<&'static str>,
) -> RuntimeVersion {
    RuntimeVersion { name, description, released, deprecated }
}

const MARCH: Option<&str> = Some("2024-03-08");
const JANUARY: Option<&str> = Some("2026-01-22");
const FEBRUARY: Option<&str> = Some("2026-02-03");

/// The versions that are known by their dates; newest first in each family. Versions that came after this release
/// are taken on trust.
pub static RUNTIMES: &[RuntimeVersion] = &[
    version("syn-nodejs-puppeteer-9.1", "Node.js 20, Puppeteer-core 22.12.1", Some("2024-10-02"), None),
    version("syn-nodejs-puppeteer-9.0", "Node.js 20, Puppeteer-core 22.12.1", Some("2024-07-22"), None),
    version("syn-nodejs-puppeteer-8.0", "Node.js 20, Puppeteer-core 22.10.0", Some("2024-06-21"), None),
    version("syn-nodejs-puppeteer-7.0", "Node.js 18, Puppeteer-core 21.9.0", Some("2024-03-08"), JANUARY),
    version("syn-nodejs-puppeteer-6.2", "Node.js 18, Puppeteer-core 19.7.0", Some("2024-02-02"), JANUARY),
    version("syn-nodejs-puppeteer-6.1", "Node.js 18, Puppeteer-core 19.7.0", Some("2023-11-13"), MARCH),
    version("syn-nodejs-puppeteer-6.0", "Node.js 18, Puppeteer-core 19.7.0", Some("2023-09-15"), MARCH),
    version("syn-nodejs-puppeteer-5.2", "Node.js 16, Puppeteer-core 19.7.0", Some("2024-02-01"), JANUARY),
    version("syn-nodejs-puppeteer-5.1", "Node.js 16, Puppeteer-core 19.7.0", Some("2023-08-09"), MARCH),
    version("syn-nodejs-puppeteer-5.0", "Node.js 16, Puppeteer-core 19.7.0", Some("2023-07-21"), MARCH),
    version("syn-nodejs-puppeteer-4.0", "Node.js 16, Puppeteer-core 5.5.0", Some("2023-05-01"), MARCH),
    version("syn-nodejs-puppeteer-3.9", "Node.js 14", None, Some("2024-01-08")),
    version("syn-nodejs-puppeteer-3.8", "Node.js", None, Some("2024-01-08")),
    version("syn-python-selenium-5.1", "Python, Selenium", None, FEBRUARY),
    version("syn-python-selenium-5.0", "Python, Selenium", None, FEBRUARY),
    version("syn-python-selenium-4.1", "Python, Selenium", None, FEBRUARY),
    version("syn-python-selenium-4.0", "Python, Selenium", None, FEBRUARY),
    version("syn-python-selenium-3.0", "Python, Selenium", None, JANUARY),
    version("syn-python-selenium-2.1", "Python, Selenium", None, JANUARY),
    version("syn-python-selenium-2.0", "Python, Selenium", None, MARCH),
    version("syn-python-selenium-1.3", "Python, Selenium", None, MARCH),
];

/// The families of versions, and the first version of each that this release takes on trust.
const FAMILIES: [(&str, u32); 5] = [
    ("syn-nodejs-puppeteer-", 10),
    ("syn-nodejs-playwright-", 1),
    ("syn-python-selenium-", 6),
    ("syn-nodejs-", 1),
    ("syn-java-", 1),
];

/// The start of a day.
pub(super) fn day(text: &str) -> Option<Timestamp> {
    Timestamp::parse(&format!("{text}T00:00:00Z")).ok()
}

/// Whether canaries may be made with a version: it is known and not deprecated, or newer than all that are known.
pub(super) fn is_supported(name: &str, now: Timestamp) -> bool {
    match RUNTIMES.iter().find(|version| version.name == name) {
        Some(version) => version.deprecated.and_then(day).is_none_or(|end| now < end),
        None => {
            FAMILIES.iter().any(|(family, from)| name.strip_prefix(family).is_some_and(|rest| is_from(rest, *from)))
        }
    }
}

/// Whether a text is a version such as `10.0`, from a number on.
fn is_from(text: &str, from: u32) -> bool {
    let Some((major, minor)) = text.split_once('.') else { return false };
    let digits = |text: &str| !text.is_empty() && text.len() < 5 && text.bytes().all(|b| b.is_ascii_digit());
    digits(major) && digits(minor) && major.parse().is_ok_and(|major: u32| major >= from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_supported_until_they_are_deprecated() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        assert!(is_supported("syn-nodejs-puppeteer-7.0", at("2026-01-21T23:59:59Z")));
        assert!(!is_supported("syn-nodejs-puppeteer-7.0", at("2026-01-22T00:00:00Z")));
        let now = at("2026-05-04T00:00:00Z");
        for name in
            ["syn-nodejs-puppeteer-9.1", "syn-nodejs-puppeteer-10.0", "syn-nodejs-playwright-2.0", "syn-java-1.0"]
        {
            assert!(is_supported(name, now), "{name}");
        }
        for name in [
            "syn-nodejs-puppeteer-3.1",
            "syn-nodejs-puppeteer-",
            "nodejs-20",
            "syn-python-selenium-1.0",
            "syn-java-1.x",
        ] {
            assert!(!is_supported(name, now), "{name}");
        }
        assert!(RUNTIMES.iter().all(|version| version.released.is_none_or(|date| day(date).is_some())));
        assert!(RUNTIMES.iter().all(|version| version.deprecated.is_none_or(|date| day(date).is_some())));
    }
}
