//! What became of a template.

use std::collections::BTreeMap;
use std::fmt;

use cupola::Service;

use super::made::Made;

/// What became of a template's resources; printed, one line each.
///
/// ```
/// use cupola_test::{Template, World};
///
/// let text = "
/// Resources:
///   Ops: {Type: 'AWS::SNS::Topic', Properties: {TopicName: ops}}
///   Busy:
///     Type: AWS::CloudWatch::Alarm
///     Properties:
///       {Namespace: Shop, MetricName: Load, Statistic: Maximum, Period: 60, EvaluationPeriods: 1, Threshold: 10,
///        ComparisonOperator: GreaterThanThreshold, AlarmName: busy, AlarmActions: [!Ref Ops]}
/// ";
/// let loaded = World::new().load(&Template::parse(text)?)?;
/// assert_eq!(loaded.name_of("Busy"), Some("busy"));
/// assert_eq!(loaded.created[0].calls[0].action, "PutMetricAlarm");
/// assert_eq!(loaded.stand_ins[0].reference, "arn:aws:sns:us-east-1:111122223333:ops");
/// assert!(loaded.skipped.is_empty());
/// # Ok::<(), cupola_test::TemplateError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Loaded {
    /// What was made, in the order in which it was.
    pub created: Vec<Created>,
    /// Resources of other services, of which nothing but names and ARNs is there.
    pub stand_ins: Vec<StandIn>,
    /// What was left out, and why.
    pub skipped: Vec<Skipped>,
    /// Attributes of a plan that are known after apply, and what they were taken to be.
    pub assumed: Vec<Assumed>,
    /// The outputs whose values are known, by name; lists as JSON.
    pub outputs: BTreeMap<String, String>,
    /// The same by the names under which other stacks import them.
    pub exports: BTreeMap<String, String>,
}

/// A resource that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Created {
    /// Its name in the template; its address in a Terraform plan.
    pub logical_id: String,
    /// Its kind as the template has it.
    pub kind: String,
    /// Its name at the service.
    pub name: String,
    /// What `Ref` gives.
    pub reference: String,
    /// Its ARN, where it has one that is known.
    pub arn: Option<String>,
    /// The calls that made it.
    pub calls: Vec<DoorCall>,
}

/// A call of the services' own API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DoorCall {
    /// The service.
    pub service: Service,
    /// The action.
    pub action: &'static str,
    /// Its input, as JSON.
    pub input: String,
}

/// A resource of a service that is not modelled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StandIn {
    /// Its name in the template.
    pub logical_id: String,
    /// Its kind.
    pub kind: String,
    /// What `Ref` gives.
    pub reference: String,
    /// Its ARN, where that is known.
    pub arn: Option<String>,
}

/// A value that a plan does not tell, taken from what the configuration refers to. Texts around a reference are not in
/// the plan, nor is the attribute behind a computed index (`t[count.index].arn`), which is taken to be the ARN: where it is
/// otherwise, [`Template::with_value`](crate::Template::with_value) tells the value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assumed {
    /// The resource's address.
    pub address: String,
    /// The attribute.
    pub attribute: String,
    /// The value, as JSON.
    pub value: String,
}

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// The resource's name in the template, or that of an output or section.
    pub logical_id: String,
    /// Its kind; `Output`, `Rules`.
    pub kind: String,
    /// The path of the property that was left out; `None`: all of it.
    pub property: Option<String>,
    /// Why.
    pub why: Why,
}

/// Why something was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// The condition of this name does not hold.
    Condition(String),
    /// It is not modelled, and the template is loaded leniently.
    NotModelled,
    /// It changes nothing here, as these words say.
    NoEffect(String),
    /// Its value is one that only the cloud knows.
    Unknown(String),
}

impl Loaded {
    /// The service's name of a resource that was made, by its name in the template.
    #[must_use]
    pub fn name_of(&self, logical_id: &str) -> Option<&str> {
        self.created.iter().find(|created| created.logical_id == logical_id).map(|created| created.name.as_str())
    }

    /// A resource of another service, of which names alone are there.
    pub(super) fn stand_in(&mut self, logical_id: &str, kind: &str, made: &Made) {
        let (logical_id, kind) = (logical_id.to_owned(), kind.to_owned());
        self.stand_ins.push(StandIn { logical_id, kind, reference: made.reference().to_owned(), arn: made.arn() });
    }

    pub(super) fn skip(&mut self, logical_id: &str, kind: &str, property: Option<String>, why: Why) {
        self.skipped.push(Skipped { logical_id: logical_id.to_owned(), kind: kind.to_owned(), property, why });
    }
}

impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Created { logical_id, kind, name, .. } in &self.created {
            writeln!(f, "made      {logical_id} ({kind}): {name}")?;
        }
        for StandIn { logical_id, kind, reference, .. } in &self.stand_ins {
            writeln!(f, "stands in {logical_id} ({kind}): {reference}")?;
        }
        for Assumed { address, attribute, value } in &self.assumed {
            writeln!(f, "assumed   {address}, {attribute}: {value}")?;
        }
        self.skipped.iter().try_for_each(|skipped| writeln!(f, "left out  {skipped}"))
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { logical_id, kind, property, why } = self;
        let property = property.iter().map(|property| format!(", {property}")).collect::<String>();
        write!(f, "{logical_id} ({kind}){property}: {why}")
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Condition(name) => write!(f, "the condition {name} does not hold"),
            Self::NotModelled => f.write_str("not modelled"),
            Self::NoEffect(why) | Self::Unknown(why) => f.write_str(why),
        }
    }
}
