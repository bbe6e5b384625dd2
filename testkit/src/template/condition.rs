//! Conditions.

use super::error::Fault;
use super::function::arguments;
use super::node::{Member, Node, Value};
use super::scope::Scope;

const FUNCTIONS: [&str; 5] = ["Condition", "Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or"];

impl Scope<'_> {
    /// Whether what stands in `Conditions` holds.
    ///
    /// # Source
    /// CloudFormation User Guide, "Condition functions".
    pub(super) fn holds(&self, node: &Node) -> Result<bool, Fault> {
        match (&node.value, node.members()) {
            (Value::Bool(holds), _) => Ok(*holds),
            (_, Some([member])) => self.connective(member),
            _ => Err(Fault::function(node.span, "this is no condition").among("", FUNCTIONS)),
        }
    }

    pub(super) fn connective(&self, call: &Member) -> Result<bool, Fault> {
        let argument = &call.node;
        match call.key.as_str() {
            "Condition" => self.condition(argument.needed_text("a condition's name")?, argument.span),
            "Fn::Equals" => self.equals(argument),
            "Fn::Not" => {
                let [one] = arguments(argument, "Fn::Not takes a list of one condition")?;
                Ok(!self.holds(one)?)
            }
            "Fn::And" => Ok(!self.all(argument)?.contains(&false)),
            "Fn::Or" => Ok(self.all(argument)?.contains(&true)),
            other => {
                let fault = Fault::function(call.at, format!("{other} gives no condition"));
                Err(fault.among(other, FUNCTIONS))
            }
        }
    }

    fn all(&self, argument: &Node) -> Result<Vec<bool>, Fault> {
        let conditions = argument.needed_list("what is taken together")?;
        if !(2..=10).contains(&conditions.len()) {
            return Err(Fault::function(argument.span, "Fn::And and Fn::Or take 2 to 10 conditions"));
        }
        conditions.iter().map(|condition| self.holds(condition)).collect()
    }

    fn equals(&self, argument: &Node) -> Result<bool, Fault> {
        let [one, other] = arguments(argument, "Fn::Equals takes two values")?;
        let (one, other) = (self.needed(one, "a value")?, self.needed(other, "a value")?);
        Ok(match (one.text(), other.text()) {
            (Some(one), Some(other)) => one == other,
            (None, None) => one.to_json() == other.to_json(),
            _ => false,
        })
    }
}
