//! `api.script`: a sequence of calls over virtual time.

mod sky;
mod step;

use cupola_base::Timestamp;

use crate::judge::compare;
use crate::template::unrolled;
use crate::{Case, Failure, Got, Matcher, Object, Templates, Value};
use sky::{Request, Sky};
use step::{Call, Drain, Step};

/// Runs the steps in order; the first that is not as expected ends the script.
pub(crate) fn run(case: &Case, templates: Templates<'_>) -> Result<(), Failure> {
    let steps = Steps::read(&case.input, &templates).map_err(|reason| broken(&case.expect, &reason))?;
    let script = Script { sky: sky::Real::new(steps.self_audit), templates, now: None };
    match script.run(&steps) {
        Ok(()) => compare(&case.expect, || Got::Answer(Value::Bool(true))),
        Err(_) if expects_failure(&case.expect) => Ok(()),
        Err(failure) => Err(failure),
    }
}

fn expects_failure(expect: &Value) -> bool {
    Matcher::compile(expect).is_ok_and(|matcher| matcher.matches(&Value::Bool(false)))
}

/// What a script may have.
const MEMBERS: [&str; 3] = ["steps", "buckets", "self_audit"];

/// The steps before their templates are filled: `$var` needs those that came before.
struct Steps {
    steps: Vec<Value>,
    /// They came out of a template: what they hold is literal.
    literal: bool,
    buckets: Option<Vec<String>>,
    /// The calls become CloudTrail records.
    self_audit: bool,
}

impl Steps {
    fn read(input: &Value, templates: &Templates<'_>) -> Result<Self, String> {
        let is_script = |value: &Value| value.member("steps").is_some();
        if !is_script(input) {
            let filled = templates.fill(input).map_err(|cause| cause.to_string())?;
            return if is_script(&filled) {
                Self::of(&filled, templates, true)
            } else {
                Err("`steps` is missing".into())
            };
        }
        Self::of(input, templates, false)
    }

    fn of(input: &Value, templates: &Templates<'_>, literal: bool) -> Result<Self, String> {
        let members = input.as_object().map_or(&[][..], Object::members);
        if let Some((stranger, _)) = members.iter().find(|(name, _)| !MEMBERS.contains(&name.as_str())) {
            return Err(format!("a script has no member `{stranger}`"));
        }
        let fill = |value: &Value| if literal { Ok(value.clone()) } else { templates.fill(value) };
        let buckets = input.member("buckets").map(fill).transpose().map_err(|cause| cause.to_string())?;
        let buckets = buckets.as_ref().map(names).transpose()?;
        let self_audit = match input.member("self_audit") {
            None => false,
            Some(Value::Bool(is_on)) => *is_on,
            Some(_) => return Err("`self_audit` is true or false".into()),
        };
        match input.member("steps") {
            Some(Value::List(items)) if literal => Ok(Self { steps: items.clone(), literal, buckets, self_audit }),
            Some(Value::List(items)) => {
                let items = unrolled(items).map_err(|cause| cause.to_string())?;
                Ok(Self { steps: items.into_iter().cloned().collect(), literal, buckets, self_audit })
            }
            Some(template) => match fill(template).map_err(|cause| cause.to_string())? {
                Value::List(steps) => Ok(Self { steps, literal: true, buckets, self_audit }),
                other => Err(format!("`steps` is a list, not {}", other.form())),
            },
            None => Err("`steps` is missing".into()),
        }
    }
}

fn names(value: &Value) -> Result<Vec<String>, String> {
    let texts = value.as_list().map(|items| items.iter().map(|item| item.as_text().map(str::to_owned)).collect());
    texts.flatten().ok_or_else(|| "`buckets` is a list of texts".to_owned())
}

struct Script<'a, S> {
    sky: S,
    templates: Templates<'a>,
    /// The clock; it starts with the first step that tells a time.
    now: Option<Timestamp>,
}

impl<S: Sky> Script<'_, S> {
    fn run(mut self, steps: &Steps) -> Result<(), Failure> {
        if let Some(names) = &steps.buckets {
            self.sky.only_buckets(names);
        }
        for (number, raw) in steps.steps.iter().enumerate() {
            self.step(raw, steps.literal)
                .map_err(|failure| Failure { step: Some((number, Step::name_of(raw))), ..failure })?;
        }
        Ok(())
    }

    fn step(&mut self, raw: &Value, literal: bool) -> Result<(), Failure> {
        let expect = raw.member("expect").unwrap_or(&Value::Null);
        let filled = if literal { Ok(raw.clone()) } else { self.templates.fill(raw) };
        let filled = filled.map_err(|cause| broken(expect, &cause.to_string()))?;
        let step = Step::read(&filled).map_err(|reason| broken(expect, &reason))?;
        let now = self.turn(step.at());
        match step {
            Step::Call(call) => self.call(now, &call),
            Step::AdvanceTo(_) => Ok(()),
            Step::Drain(drain) => self.drain(&drain),
        }
    }

    /// Turns the clock; it never goes back.
    fn turn(&mut self, at: Option<Timestamp>) -> Timestamp {
        let now = self.now.max(at).unwrap_or(Timestamp::EPOCH);
        self.now = Some(now);
        self.sky.advance(now);
        now
    }

    fn call(&mut self, now: Timestamp, call: &Call<'_>) -> Result<(), Failure> {
        let Call { service, action, privileged, .. } = *call;
        let request = Request { service, action, json: &call.request, privileged };
        let got = sky::got(self.sky.call(now, &request));
        match call.expect {
            Some(expect) => compare(expect, || got.clone())?,
            None if matches!(got, Got::Answer(_)) => {}
            None => return Err(Failure::new(Object::new().into(), &got)),
        }
        self.save(call, &got)
    }

    fn save(&mut self, call: &Call<'_>, got: &Got) -> Result<(), Failure> {
        for (name, pointer) in &call.save {
            let missing = || Failure::new(Object::new().with("save", *pointer).into(), got);
            let value = got.value().at(pointer).ok_or_else(missing)?;
            self.templates.save(*name, value.clone());
        }
        Ok(())
    }

    fn drain(&mut self, drain: &Drain<'_>) -> Result<(), Failure> {
        let shown = |target: &str| target.starts_with(drain.target_prefix);
        let delivered = self.sky.deliveries().into_iter().filter(|delivered| shown(&delivered.target));
        let got = Got::Answer(delivered.map(Value::from).collect::<Vec<_>>().into());
        drain.expect.map_or(Ok(()), |expect| compare(expect, || got))
    }
}

fn broken(expect: &Value, reason: &str) -> Failure {
    Failure::new(expect.clone(), &Got::broken("BadScript", reason))
}

#[cfg(test)]
mod tests;
