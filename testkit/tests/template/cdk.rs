//! Cloud assemblies.

use cupola_test::{Template, World};

const MANIFEST: &str = r#"{"version": "36.0.0", "artifacts": {
    "App": {"type": "aws:cloudformation:stack", "dependencies": ["App.assets", "Base"],
        "properties": {"templateFile": "App.template.json", "stackName": "prod-app", "parameters": {"Stage": "prod"}}},
    "Base": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Base.template.json"}},
    "App.assets": {"type": "cdk:asset-manifest", "properties": {"file": "App.assets.json"}},
    "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
    "assembly-Eu": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Eu"}}}}"#;

/// As the CDK writes it, with its bootstrap check.
const BASE: &str = r#"{
 "Resources": {"Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 731}, "UpdateReplacePolicy": "Retain",
   "DeletionPolicy": "Retain", "Metadata": {"aws:cdk:path": "Base/Log/Resource"}}},
 "Outputs": {"ExportLog": {"Value": {"Ref": "Log"}, "Export": {"Name": "Base:ExportLog"}}},
 "Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/hnb659fds/version",
   "Description": "Version of the CDK Bootstrap resources in this environment [cdk:skip]"}},
 "Rules": {"CheckBootstrapVersion": {"Assertions": [{"Assert": {"Fn::Not": [{"Fn::Contains": [["1", "2"], {"Ref": "BootstrapVersion"}]}]},
   "AssertDescription": "CDK bootstrap stack version 6 required."}]}}}"#;

const APP: &str = r#"{"Parameters": {"Stage": {"Type": "String"}},
 "Resources": {"Filter": {"Type": "AWS::Logs::MetricFilter", "Properties": {"FilterPattern": "ERROR",
   "LogGroupName": {"Fn::ImportValue": "Base:ExportLog"},
   "MetricTransformations": [{"MetricName": "Errors", "MetricNamespace": {"Ref": "Stage"}, "MetricValue": "1"}]}}}}"#;

#[test]
fn stacks_come_in_order_and_import_from_each_other() {
    let inner = r#"{"version": "36.0.0", "artifacts": {"Eu": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Eu.template.json"}}}}"#;
    let files = [
        ("manifest.json", MANIFEST),
        ("Base.template.json", BASE),
        ("App.template.json", APP),
        ("assembly-Eu/manifest.json", inner),
        ("assembly-Eu/Eu.template.json", r#"{"Resources": {}}"#),
        ("tree.json", "{}"),
    ];
    let stacks = Template::cdk(files).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(stacks.iter().map(Template::name).collect::<Vec<_>>(), ["Base", "prod-app", "Eu"]);
    let mut world = World::new();
    let base = world.load(&stacks[0]).unwrap();
    assert_eq!(base.skipped[0].kind, "Rules");
    let app = world.load(&stacks[1].clone().with_exports_of(&base)).unwrap_or_else(|error| panic!("{error}"));
    assert!(app.created[0].calls[0].input.contains(r#""metricNamespace":"prod""#));
}

#[test]
fn missing_files_are_named() {
    assert!(Template::cdk([("x", "")]).unwrap_err().to_string().contains("manifest.json is not there"));
    let error = Template::cdk([("manifest.json", MANIFEST)]).unwrap_err();
    assert!(error.to_string().contains("Base.template.json is not there"), "{error}");
}

#[test]
fn assemblies_do_not_nest_without_end() {
    let inner = r#"{"artifacts": {"A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "a"}}}}"#;
    let paths: Vec<String> = (0..12).map(|depth| format!("{}manifest.json", "a/".repeat(depth))).collect();
    let error = Template::cdk(paths.iter().map(|path| (path.as_str(), inner))).unwrap_err();
    assert!(error.to_string().contains("assemblies nest deeper than 8"), "{error}");
    let twice = r#"{"artifacts": {"A": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "a"}},
        "B": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "a"}}}}"#;
    let error = Template::cdk([("manifest.json", twice), ("a/manifest.json", "{}")]).unwrap_err();
    assert!(error.to_string().contains("the assembly a/ stands twice"), "{error}");
}
