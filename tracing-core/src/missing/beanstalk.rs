//! Whether an environment of Elastic Beanstalk runs the daemon.

use cupola_base::text::nearest;
use serde_json::Value;

const NAMESPACE: &str = "aws:elasticbeanstalk:xray";
const OPTION: &str = "XRayEnabled";

/// What keeps the daemon from running in an environment of Elastic Beanstalk, told its configuration: a file of
/// `.ebextensions` in YAML's usual form, or option settings as JSON, by namespace or as a list of `Namespace`,
/// `OptionName` and `Value`.
///
/// ```
/// use cupola_traces::{BeanstalkFault, lint_beanstalk};
///
/// assert_eq!(lint_beanstalk("option_settings:\n  aws:elasticbeanstalk:xray:\n    XRayEnabled: true\n"), []);
/// assert_eq!(
///     lint_beanstalk("option_settings:\n  aws:elasticbeanstalk:xray:\n    XrayEnabled: true\n"),
///     [BeanstalkFault::Misspelt { found: "XrayEnabled".into(), meant: "XRayEnabled" }],
/// );
/// ```
///
/// # Source
/// X-Ray Developer Guide, "Running the X-Ray daemon on AWS Elastic Beanstalk".
#[must_use]
pub fn lint_beanstalk(configuration: &str) -> Vec<BeanstalkFault> {
    let settings = match serde_json::from_str::<Value>(configuration) {
        Ok(json) => of_json(&json),
        Err(_) => of_yaml(configuration),
    };
    judge(&settings).err().into_iter().collect()
}

/// Namespace, option and value.
type Setting = (String, String, String);

fn judge(settings: &[Setting]) -> Result<(), BeanstalkFault> {
    let ours: Vec<_> = settings.iter().filter(|(namespace, ..)| namespace == NAMESPACE).collect();
    if ours.is_empty() {
        let mut names = settings.iter().map(|(namespace, ..)| namespace.as_str());
        let near = names.find(|name| nearest(name.rsplit(':').next().unwrap_or_default(), ["xray"]).is_some());
        return Err(near.map_or(BeanstalkFault::NoOption, |found| misspelt(found, NAMESPACE)));
    }
    let Some((.., value)) = ours.iter().find(|(_, option, _)| option == OPTION) else {
        let near = ours.iter().find(|(_, option, _)| nearest(option, [OPTION]).is_some());
        return Err(near.map_or(BeanstalkFault::NoOption, |(_, option, _)| misspelt(option, OPTION)));
    };
    if value == "true" { Ok(()) } else { Err(BeanstalkFault::NotTrue { value: value.clone() }) }
}

fn misspelt(found: &str, meant: &'static str) -> BeanstalkFault {
    BeanstalkFault::Misspelt { found: found.to_owned(), meant }
}

fn of_json(json: &Value) -> Vec<Setting> {
    let settings = ["option_settings", "OptionSettings"].iter().find_map(|key| json.get(key)).unwrap_or(json);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match settings {
        Value::Array(all) => {
            let part =
                |one: &Value, keys: [&str; 2]| keys.iter().find_map(|key| one.get(key)).map(text).unwrap_or_default();
            let setting = |one| {
                (
                    part(one, ["Namespace", "namespace"]),
                    part(one, ["OptionName", "option_name"]),
                    part(one, ["Value", "value"]),
                )
            };
            all.iter().map(setting).collect()
        }
        Value::Object(namespaces) => {
            let options = |(name, options): (&String, &Value)| {
                let options = options.as_object().cloned().unwrap_or_default();
                let name = name.clone();
                options.into_iter().map(move |(option, value)| (name.clone(), option, text(&value)))
            };
            namespaces.iter().flat_map(options).collect()
        }
        _ => Vec::new(),
    }
}

/// Lines of `namespace:` with lines of `option: value` further in, below `option_settings:`.
fn of_yaml(text: &str) -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut namespace = (0, String::new());
    for line in text.lines() {
        let bare = line.split(" #").next().unwrap_or_default();
        let indent = bare.len() - bare.trim_start().len();
        let bare = bare.trim();
        if let Some(name) = bare.strip_suffix(':') {
            namespace = (indent, unquoted(name));
        } else if let Some((option, value)) = bare.split_once(": ")
            && indent > namespace.0
        {
            settings.push((namespace.1.clone(), unquoted(option), unquoted(value)));
        }
    }
    settings
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).to_owned()
}

/// What keeps the daemon from running in an environment of Elastic Beanstalk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BeanstalkFault {
    /// The option is not there.
    #[error(
        "the environment does not run the daemon: option XRayEnabled of namespace aws:elasticbeanstalk:xray is not set"
    )]
    NoOption,
    /// A name is almost right.
    #[error("the environment does not run the daemon: `{found}` should be `{meant}`")]
    Misspelt {
        /// What is there.
        found: String,
        /// What should be.
        meant: &'static str,
    },
    /// The option is not `true`.
    #[error("the environment does not run the daemon: XRayEnabled is `{value}`, and should be `true`")]
    NotTrue {
        /// What it is.
        value: String,
    },
}
