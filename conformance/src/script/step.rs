//! The steps of a script.

use cupola_base::Timestamp;

use crate::instant::instant;
use crate::{Object, Value};

/// One step, read.
pub(super) enum Step<'a> {
    Call(Call<'a>),
    AdvanceTo(Timestamp),
    Drain(Drain<'a>),
}

pub(super) struct Call<'a> {
    pub(super) at: Option<Timestamp>,
    pub(super) service: &'a str,
    pub(super) action: &'a str,
    pub(super) request: String,
    pub(super) privileged: bool,
    pub(super) save: Vec<(&'a str, &'a str)>,
    pub(super) expect: Option<&'a Value>,
}

pub(super) struct Drain<'a> {
    pub(super) at: Option<Timestamp>,
    pub(super) target_prefix: &'a str,
    pub(super) expect: Option<&'a Value>,
}

impl<'a> Step<'a> {
    /// Reads a step whose templates are filled.
    pub(super) fn read(step: &'a Value) -> Result<Self, String> {
        let object = step.as_object().ok_or_else(|| format!("a step is an object, not {}", step.form()))?;
        if object.member("drain").is_some() {
            Drain::read(object).map(Self::Drain)
        } else if let Some(at) = object.member("advance_to") {
            allow(object, &["advance_to"])?;
            time(at, MILLIS_FROM_NEVER).map(Self::AdvanceTo)
        } else {
            Call::read(object).map(Self::Call)
        }
    }

    /// What a report calls the step, as far as it can be read.
    pub(super) fn name_of(step: &Value) -> String {
        let word = |name: &'static str| step.member(name).map(|_| name);
        let action = step.member("action").and_then(Value::as_text);
        action.or_else(|| word("drain")).or_else(|| word("advance_to")).unwrap_or("?").to_owned()
    }

    pub(super) const fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Call(call) => call.at,
            Self::AdvanceTo(at) => Some(*at),
            Self::Drain(drain) => drain.at,
        }
    }
}

impl<'a> Call<'a> {
    fn read(object: &'a Object) -> Result<Self, String> {
        allow(object, &["at", "service", "action", "request", "privileged", "save", "expect"])?;
        let service = required_text(object, "service")?;
        if !SERVICES.contains(&service) {
            return Err(format!("there is no service `{service}`"));
        }
        let millis_from = if service == "logs" { MILLIS_FROM } else { MILLIS_FROM_NEVER };
        Ok(Self {
            at: object.member("at").map(|at| time(at, millis_from)).transpose()?,
            service,
            action: required_text(object, "action")?,
            request: object.member("request").map_or_else(|| "{}".to_owned(), Value::to_string),
            privileged: flag(object, "privileged")?,
            save: saves(object)?,
            expect: object.member("expect"),
        })
    }
}

impl<'a> Drain<'a> {
    fn read(object: &'a Object) -> Result<Self, String> {
        allow(object, &["at", "drain", "expect"])?;
        let settings = object.member("drain").and_then(Value::as_object).ok_or("`drain` is an object")?;
        allow(settings, &["target_prefix"])?;
        let prefix = settings.member("target_prefix").map(|_| required_text(settings, "target_prefix"));
        Ok(Self {
            at: object.member("at").map(|at| time(at, MILLIS_FROM_NEVER)).transpose()?,
            target_prefix: prefix.transpose()?.unwrap_or_default(),
            expect: object.member("expect"),
        })
    }
}

fn allow(object: &Object, names: &[&str]) -> Result<(), String> {
    let stranger = object.members().iter().find(|(name, _)| !names.contains(&name.as_str()));
    stranger.map_or(Ok(()), |(name, _)| Err(format!("a step has no member `{name}` there")))
}

fn required_text<'a>(object: &'a Object, name: &str) -> Result<&'a str, String> {
    object.member(name).and_then(Value::as_text).ok_or_else(|| format!("`{name}` is a text"))
}

fn flag(object: &Object, name: &str) -> Result<bool, String> {
    match object.member(name) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(format!("`{name}` is true or false")),
    }
}

fn saves(object: &Object) -> Result<Vec<(&str, &str)>, String> {
    let Some(save) = object.member("save") else { return Ok(Vec::new()) };
    let members = save.as_object().map(Object::members);
    let pairs =
        members.and_then(|members| members.iter().map(|(name, to)| Some((name.as_str(), to.as_text()?))).collect());
    pairs.ok_or_else(|| "`save` is an object of names and pointers".to_owned())
}

/// Reads an instant; numbers from `millis_from` on are milliseconds, all others seconds.
fn time(value: &Value, millis_from: f64) -> Result<Timestamp, String> {
    let millis = value.as_number().filter(|number| *number >= millis_from);
    let at = millis.map_or_else(|| instant(value), |millis| Timestamp::from_secs_f64(millis / 1000.0));
    at.ok_or_else(|| format!("{value} is not a time"))
}

/// The service logs counts in milliseconds; no number of seconds in use comes near.
const MILLIS_FROM: f64 = 1e11;
const MILLIS_FROM_NEVER: f64 = f64::INFINITY;

const SERVICES: [&str; 9] =
    ["cloudwatch", "logs", "events", "xray", "cloudtrail", "schemas", "synthetics", "scheduler", "cloudtrail-data"];
