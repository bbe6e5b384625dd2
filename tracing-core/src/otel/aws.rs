//! Resources of AWS.

use super::{OtelAttributes, OtelSpan};
use crate::{Aws, Ec2, Ecs, Eks, ElasticBeanstalk, LogGroup, XRay};

/// The type of the resource that runs a service; none outside of AWS.
pub(super) fn origin(resource: &OtelAttributes) -> Option<String> {
    if !is_aws(resource) {
        return None;
    }
    let origin = match resource.text(&["cloud.platform"])?.as_str() {
        "aws_app_runner" => "AWS::AppRunner::Service",
        "aws_eks" => "AWS::EKS::Container",
        "aws_elastic_beanstalk" => "AWS::ElasticBeanstalk::Environment",
        "aws_ecs" => match resource.text(&["aws.ecs.launchtype"]).map(|text| text.to_ascii_lowercase()).as_deref() {
            Some("ec2") => "AWS::ECS::EC2",
            Some("fargate") => "AWS::ECS::Fargate",
            _ => "AWS::ECS::Container",
        },
        "aws_ec2" => "AWS::EC2::Instance",
        _ => return None,
    };
    Some(origin.to_owned())
}

fn is_aws(resource: &OtelAttributes) -> bool {
    resource.text(&["cloud.provider"]).as_deref().is_none_or(|provider| provider == "aws")
}

/// What span and resource tell of AWS; none where the resource is of another cloud.
pub(super) fn read(span: &OtelSpan, resource: &OtelAttributes) -> Option<Box<Aws>> {
    if !is_aws(resource) {
        return None;
    }
    let own = &span.attributes;
    let mut aws = place(resource);
    aws.account_id = own.text(&["aws.account_id", "aws.remote.resource.account.id"]).or(aws.account_id);
    aws.operation = own.text(&["aws.operation", "rpc.method"]);
    aws.region = own.text(&["aws.region", "aws.remote.resource.region"]);
    aws.request_id = own.text(&["aws.request_id", "aws.requestId"]);
    aws.queue_url = own.text(&["aws.queue_url", "aws.queue.url", "messaging.url"]);
    tables(&mut aws, own);
    aws.retries = own.number(&["aws.xray.retries"]);
    aws.id_2 = own.text(&["aws.xray.id_2"]);
    aws.topic_arn = own.text(&["aws.topic_arn"]);
    aws.function_name = own.text(&["aws.function_name"]);
    aws.bucket_name = own.text(&["aws.bucket_name"]);
    aws.resource_names = own.texts(&["aws.xray.resource_names"]);
    aws.resource_arn = own.text(&["aws.xray.resource_arn"]);
    aws.function_arn = own.text(&["aws.xray.function_arn"]);
    (aws != Aws::default()).then(|| Box::new(aws))
}

/// One table has a name, several have names.
fn tables(aws: &mut Aws, own: &OtelAttributes) {
    let mut tables = own.texts(&["aws.table_name", "aws.table.name", "aws.dynamodb.table_names", "aws.table_names"]);
    if tables.len() == 1 {
        aws.table_name = tables.pop();
    } else {
        aws.table_names = tables;
    }
}

/// Where a service runs.
fn place(resource: &OtelAttributes) -> Aws {
    let platform = resource.text(&["cloud.platform"]);
    let platform = platform.as_deref().unwrap_or_default();
    Aws {
        account_id: resource.text(&["cloud.account.id"]),
        ec2: ec2(resource),
        ecs: Some(ecs(resource)).filter(|ecs| *ecs != Ecs::default() && platform != "aws_eks"),
        eks: Some(eks(resource)).filter(|eks| *eks != Eks::default() && platform == "aws_eks"),
        elastic_beanstalk: Some(beanstalk(resource)).filter(|_| platform == "aws_elastic_beanstalk"),
        cloudwatch_logs: log_groups(resource),
        xray: recorder(resource),
        ..Aws::default()
    }
}

fn ec2(resource: &OtelAttributes) -> Option<Ec2> {
    let ec2 = Ec2 {
        instance_id: resource.text(&["host.id"]),
        instance_size: resource.text(&["host.type"]),
        ami_id: resource.text(&["host.image.id"]),
        availability_zone: resource.text(&["cloud.availability_zone"]),
        ..Ec2::default()
    };
    (ec2.instance_id.is_some()).then_some(ec2)
}

fn ecs(resource: &OtelAttributes) -> Ecs {
    let in_ecs = resource.text(&["aws.ecs.task.arn", "aws.ecs.container.arn", "container.id", "container.name"]);
    Ecs {
        container: resource.text(&["container.name"]),
        container_id: resource.text(&["container.id"]),
        container_arn: resource.text(&["aws.ecs.container.arn"]),
        cluster_arn: resource.text(&["aws.ecs.cluster.arn"]),
        task_arn: resource.text(&["aws.ecs.task.arn"]),
        task_family: resource.text(&["aws.ecs.task.family"]),
        launch_type: resource.text(&["aws.ecs.launchtype"]),
        availability_zone: in_ecs.and_then(|_| resource.text(&["cloud.availability_zone"])),
        ..Ecs::default()
    }
}

fn eks(resource: &OtelAttributes) -> Eks {
    Eks {
        pod: resource.text(&["k8s.pod.name"]),
        cluster_name: resource.text(&["k8s.cluster.name"]),
        container_id: resource.text(&["container.id"]),
        ..Eks::default()
    }
}

fn beanstalk(resource: &OtelAttributes) -> ElasticBeanstalk {
    ElasticBeanstalk {
        environment_name: resource.text(&["service.namespace"]),
        version_label: resource.text(&["service.version"]),
        deployment_id: resource.number(&["service.instance.id"]),
        ..ElasticBeanstalk::default()
    }
}

fn log_groups(resource: &OtelAttributes) -> Vec<LogGroup> {
    let arns = resource.texts(&["aws.log.group.arns"]);
    if !arns.is_empty() {
        return arns.into_iter().map(group_of_arn).collect();
    }
    let names = resource.texts(&["aws.log.group.names"]);
    names.into_iter().map(|name| LogGroup { log_group: Some(name), ..LogGroup::default() }).collect()
}

fn group_of_arn(arn: String) -> LogGroup {
    let name = arn.split(":log-group:").nth(1).map(|rest| rest.trim_end_matches(":*").to_owned());
    LogGroup { log_group: name, arn: Some(arn), ..LogGroup::default() }
}

fn recorder(resource: &OtelAttributes) -> Option<XRay> {
    let name = resource.text(&["telemetry.sdk.name"])?;
    let language = resource.text(&["telemetry.sdk.language"]);
    let auto = resource.text(&["telemetry.auto.version", "telemetry.distro.version"]).is_some();
    Some(XRay {
        sdk: Some(language.map_or_else(|| name.clone(), |language| format!("{name} for {language}"))),
        sdk_version: resource.text(&["telemetry.sdk.version"]),
        auto_instrumentation: auto,
        ..XRay::default()
    })
}

/// Tells a span what was called, and a resource where that ran.
pub(super) fn tell(aws: &Aws, attributes: &mut OtelAttributes) {
    for (key, text) in [
        ("aws.account_id", &aws.account_id),
        ("aws.operation", &aws.operation),
        ("aws.region", &aws.region),
        ("aws.request_id", &aws.request_id),
        ("aws.queue_url", &aws.queue_url),
        ("aws.table_name", &aws.table_name),
        ("aws.topic_arn", &aws.topic_arn),
        ("aws.function_name", &aws.function_name),
        ("aws.bucket_name", &aws.bucket_name),
        ("aws.xray.id_2", &aws.id_2),
        ("aws.xray.resource_arn", &aws.resource_arn),
        ("aws.xray.function_arn", &aws.function_arn),
    ] {
        attributes.put(key, text.clone());
    }
    attributes.put("aws.xray.retries", aws.retries);
    attributes.put("aws.table_names", Some(aws.table_names.clone()).filter(|names| !names.is_empty()));
    attributes.put("aws.xray.resource_names", Some(aws.resource_names.clone()).filter(|names| !names.is_empty()));
}

/// Tells a resource where it runs.
pub(super) fn tell_resource(aws: &Aws, origin: Option<&str>, resource: &mut OtelAttributes) {
    resource.set("cloud.provider", "aws");
    let (platform, launch) = platform_of(origin);
    resource.put("cloud.platform", platform);
    resource.put("aws.ecs.launchtype", launch);
    if let Some(ec2) = &aws.ec2 {
        resource.put("host.id", ec2.instance_id.clone());
        resource.put("host.type", ec2.instance_size.clone());
        resource.put("host.image.id", ec2.ami_id.clone());
        resource.put("cloud.availability_zone", ec2.availability_zone.clone());
    }
    if let Some(ecs) = &aws.ecs {
        resource.put("container.name", ecs.container.clone());
        resource.put("container.id", ecs.container_id.clone());
        resource.put("aws.ecs.container.arn", ecs.container_arn.clone());
        resource.put("aws.ecs.cluster.arn", ecs.cluster_arn.clone());
        resource.put("aws.ecs.task.arn", ecs.task_arn.clone());
        resource.put("aws.ecs.task.family", ecs.task_family.clone());
        resource.put("cloud.availability_zone", ecs.availability_zone.clone());
    }
    if let Some(eks) = &aws.eks {
        resource.put("k8s.pod.name", eks.pod.clone());
        resource.put("k8s.cluster.name", eks.cluster_name.clone());
        resource.put("container.id", eks.container_id.clone());
    }
    if let Some(beanstalk) = &aws.elastic_beanstalk {
        resource.put("service.namespace", beanstalk.environment_name.clone());
        resource.put("service.version", beanstalk.version_label.clone());
        resource.put("service.instance.id", beanstalk.deployment_id.map(|id| id.to_string()));
    }
    tell_recorder(aws, resource);
}

fn tell_recorder(aws: &Aws, resource: &mut OtelAttributes) {
    let names: Vec<String> = aws.cloudwatch_logs.iter().filter_map(|group| group.log_group.clone()).collect();
    let arns: Vec<String> = aws.cloudwatch_logs.iter().filter_map(|group| group.arn.clone()).collect();
    resource.put("aws.log.group.names", Some(names).filter(|names| !names.is_empty()));
    resource.put("aws.log.group.arns", Some(arns).filter(|arns| !arns.is_empty()));
    let Some(xray) = &aws.xray else { return };
    if let Some(sdk) = &xray.sdk {
        let (name, language) = sdk.split_once(" for ").map_or((sdk.as_str(), None), |(name, rest)| (name, Some(rest)));
        resource.set("telemetry.sdk.name", name);
        resource.put("telemetry.sdk.language", language);
    }
    resource.put("telemetry.sdk.version", xray.sdk_version.clone());
    resource.put("telemetry.auto.version", xray.auto_instrumentation.then_some("unknown"));
}

fn platform_of(origin: Option<&str>) -> (Option<&'static str>, Option<&'static str>) {
    match origin {
        Some("AWS::AppRunner::Service") => (Some("aws_app_runner"), None),
        Some("AWS::EKS::Container") => (Some("aws_eks"), None),
        Some("AWS::ElasticBeanstalk::Environment") => (Some("aws_elastic_beanstalk"), None),
        Some("AWS::ECS::EC2") => (Some("aws_ecs"), Some("ec2")),
        Some("AWS::ECS::Fargate") => (Some("aws_ecs"), Some("fargate")),
        Some("AWS::ECS::Container") => (Some("aws_ecs"), None),
        Some("AWS::EC2::Instance") => (Some("aws_ec2"), None),
        _ => (None, None),
    }
}

/// Attributes that are read here.
pub(super) const READ: &[&str] = &[
    "aws.account_id",
    "aws.remote.resource.account.id",
    "aws.operation",
    "rpc.method",
    "aws.region",
    "aws.remote.resource.region",
    "aws.request_id",
    "aws.requestId",
    "aws.queue_url",
    "aws.queue.url",
    "messaging.url",
    "aws.table_name",
    "aws.table.name",
    "aws.dynamodb.table_names",
    "aws.table_names",
    "aws.xray.retries",
    "aws.xray.id_2",
    "aws.topic_arn",
    "aws.function_name",
    "aws.bucket_name",
    "aws.xray.resource_names",
    "aws.xray.resource_arn",
    "aws.xray.function_arn",
];
