//! Templates: what will be deployed, loaded into an observatory.

mod bus_statement;
mod cdk;
mod cloudformation;
mod condition;
mod convert;
mod error;
mod fill;
mod function;
mod kinds;
mod made;
mod make;
mod node;
mod order;
mod parameter;
mod read;
mod refusal;
mod report;
mod scope;
mod stand_in;
mod sub;
mod terraform;
mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

use cupola::{Caller, Observatory, Timestamp};

pub use error::{TemplateError, TemplateErrorKind};
pub use report::{Assumed, Created, DoorCall, Loaded, Skipped, StandIn, Why};

use error::Fault;
use make::Maker;
use node::Node;

/// A template as it will be deployed: CloudFormation's, in JSON or YAML, what the CDK synthesises, or a plan of
/// Terraform.
///
/// Resources of the modelled areas are made through the door, so that the service's own rules refuse what it would
/// refuse; a refusal points at the property in the template. Resources of other services get stand-ins: nothing is
/// behind them, but `Ref`, `Fn::GetAtt` and Terraform's references give the names and ARNs that they would have. What
/// is not modelled is never passed over silently: it is an error that names it, or, [leniently](Self::lenient), an
/// entry among [`Loaded::skipped`].
///
/// ```
/// use cupola_test::{Template, World};
///
/// let template = Template::cloudformation(
///     "
/// Parameters:
///   Stage: {Type: String, AllowedValues: [dev, prod]}
/// Conditions:
///   IsProd: !Equals [!Ref Stage, prod]
/// Resources:
///   Log:
///     Type: AWS::Logs::LogGroup
///     Properties:
///       LogGroupName: !Sub 'shop/${Stage}'
///       RetentionInDays: !If [IsProd, 365, 7]
/// ",
/// )?;
/// let mut world = World::new();
/// let loaded = world.load(&template.with_parameter("Stage", "prod"))?;
/// assert_eq!(loaded.name_of("Log"), Some("shop/prod"));
/// assert_eq!(loaded.created[0].calls[1].input, r#"{"retentionInDays":365,"logGroupName":"shop/prod"}"#);
/// # Ok::<(), cupola_test::TemplateError>(())
/// ```
///
/// # Functions
///
/// `Ref`, `Condition`, `Fn::And`, `Base64`, `Equals`, `FindInMap`, `GetAtt`, `If`, `ImportValue`, `Join`, `Length`, `Not`,
/// `Or`, `Select`, `Split`, `Sub` and `ToJsonString` are run, in short form and long. `Cidr`, `GetAZs`, `Transform` and
/// `ForEach` are refused by name, as are macros and the transform of SAM.
///
/// # Source
/// CloudFormation User Guide, "Working with CloudFormation templates"; Terraform documentation, "JSON Output Format";
/// CDK Developer Guide, "Cloud assemblies".
#[derive(Clone, Debug)]
pub struct Template {
    source: Arc<str>,
    root: Arc<Node>,
    form: Form,
    settings: Settings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    CloudFormation,
    Terraform,
}

/// What the test says about a template.
#[derive(Clone, Debug)]
struct Settings {
    stack: String,
    parameters: BTreeMap<String, String>,
    values: BTreeMap<String, String>,
    lenient: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { stack: "stack".into(), parameters: BTreeMap::new(), values: BTreeMap::new(), lenient: false }
    }
}

impl Template {
    /// Reads a text, whatever of these it is: a plan of Terraform is JSON with `planned_values`.
    ///
    /// # Errors
    /// As [`cloudformation`](Self::cloudformation) and [`terraform_plan`](Self::terraform_plan).
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let root = read_root(text)?;
        let form = if root.get("planned_values").is_some() { Form::Terraform } else { Form::CloudFormation };
        Self::of(text, root, form)
    }

    /// Reads a CloudFormation template: JSON where the text begins with a brace, else YAML.
    ///
    /// # Errors
    /// [`TemplateError`] for what is neither, and for sections and attributes that templates do not have.
    pub fn cloudformation(text: &str) -> Result<Self, TemplateError> {
        Self::of(text, read_root(text)?, Form::CloudFormation)
    }

    /// Reads what `terraform show -json` prints of a plan.
    ///
    /// ```
    /// use cupola_test::{Template, World};
    ///
    /// let plan = r#"{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
    ///     {"address": "aws_cloudwatch_log_group.app", "mode": "managed", "type": "aws_cloudwatch_log_group", "name": "app",
    ///      "values": {"name": "app", "retention_in_days": 14, "tags": null}}
    /// ]}}}"#;
    /// let loaded = World::new().load(&Template::terraform_plan(plan)?)?;
    /// assert_eq!(loaded.name_of("aws_cloudwatch_log_group.app"), Some("app"));
    /// # Ok::<(), cupola_test::TemplateError>(())
    /// ```
    ///
    /// # Errors
    /// [`TemplateError`] for what is no such plan.
    pub fn terraform_plan(text: &str) -> Result<Self, TemplateError> {
        Self::of(text, read_root(text)?, Form::Terraform)
    }

    /// Reads the stacks of a cloud assembly, `cdk.out`, from the texts of its files by their paths in it; stacks come
    /// after those that they depend on. Files other than manifests and templates may be among them.
    ///
    /// ```
    /// use cupola_test::{Template, World};
    ///
    /// let manifest = r#"{"version": "36.0.0", "artifacts": {"Shop": {
    ///     "type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
    ///     "properties": {"templateFile": "Shop.template.json"}}}}"#;
    /// let template = r#"{"Resources": {
    ///     "LogF1": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "shop"}, "DeletionPolicy": "Retain"},
    ///     "CDKMetadata": {"Type": "AWS::CDK::Metadata", "Properties": {"Analytics": "v2:deflate64:x"}}}}"#;
    /// let stacks = Template::cdk([("manifest.json", manifest), ("Shop.template.json", template)])?;
    /// let loaded = World::new().load(&stacks[0])?;
    /// assert_eq!(loaded.created.len(), 1);
    /// assert_eq!(loaded.skipped[0].logical_id, "CDKMetadata");
    /// # Ok::<(), cupola_test::TemplateError>(())
    /// ```
    ///
    /// # Errors
    /// [`TemplateError`] when there is no `manifest.json`, a file that it names is not there, or a template is none.
    pub fn cdk<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<Self>, TemplateError> {
        cdk::stacks(&files.into_iter().collect())
    }

    /// Sets the stack's name, from which names are made up; `stack` unless told.
    #[must_use]
    pub fn named(mut self, stack: impl Into<String>) -> Self {
        self.settings.stack = stack.into();
        self
    }

    /// Gives a parameter of a CloudFormation template its value; a list's with commas.
    #[must_use]
    pub fn with_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.parameters.insert(name.into(), value.into());
        self
    }

    /// Tells a value that only the cloud knows: of an attribute (`Api.ApiEndpoint`, `aws_lb.front.dns_name`), an export of
    /// another stack by its name, a parameter or secret as it is written (`{{resolve:ssm:/shop/topic}}`).
    #[must_use]
    pub fn with_value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.values.insert(name.into(), value.into());
        self
    }

    /// Tells what another stack exports, for `Fn::ImportValue`.
    #[must_use]
    pub fn with_exports_of(mut self, stack: &Loaded) -> Self {
        self.settings.values.extend(stack.exports.clone());
        self
    }

    /// Leaves out what is not modelled, and names it in [`Loaded::skipped`], instead of refusing it.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.settings.lenient = true;
        self
    }

    /// The template as compact JSON, members in their order, functions in their long form.
    ///
    /// ```
    /// use cupola_test::Template;
    ///
    /// let template = Template::parse("Resources: {}\nOutputs: {Name: {Value: !Sub '${AWS::StackName}'}}")?;
    /// assert_eq!(
    ///     template.to_json(),
    ///     r#"{"Resources":{},"Outputs":{"Name":{"Value":{"Fn::Sub":"${AWS::StackName}"}}}}"#,
    /// );
    /// # Ok::<(), cupola_test::TemplateError>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        self.root.to_json()
    }

    /// The stack's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.stack
    }

    /// Makes what the template describes in an observatory, at an instant, as the account's root.
    ///
    /// # Errors
    /// [`TemplateError`] with the place in the template. What was made before stays made.
    pub fn load(&self, now: Timestamp, observatory: &mut Observatory) -> Result<Loaded, TemplateError> {
        let caller = Caller::root(observatory.place().clone());
        let Settings { stack, lenient, .. } = &self.settings;
        let loaded = Loaded::default();
        let mut maker = Maker { sky: observatory, now, caller, stack, lenient: *lenient, loaded };
        let result = match self.form {
            Form::CloudFormation => cloudformation::load(&self.root, &self.settings, &mut maker),
            Form::Terraform => terraform::load(&self.root, &self.settings, &mut maker),
        };
        let loaded = maker.loaded;
        result.map(|()| loaded).map_err(|fault| fault.in_text(&self.source))
    }

    fn of(text: &str, root: Node, form: Form) -> Result<Self, TemplateError> {
        let checked = match form {
            Form::CloudFormation => cloudformation::check(text, &root),
            Form::Terraform => terraform::check(&root),
        };
        checked.map_err(|fault: Fault| fault.in_text(text))?;
        Ok(Self { source: text.into(), root: Arc::new(root), form, settings: Settings::default() })
    }
}

fn read_root(text: &str) -> Result<Node, TemplateError> {
    read::read(text).map_err(|fault| fault.in_text(text))
}
