//! Buses, rules, schedules, schemas.

use cupola::Service::{Events, Pipes, Scheduler, Schemas};

use super::{Call, From, Kind, When};

/// # Source
/// CloudFormation Template Reference, "Amazon EventBridge", "EventBridge Pipes", "EventBridge Scheduler", "EventBridge Schemas".
pub(super) const KINDS: &[Kind] = &[
    Kind::of("AWS::Events::Rule", RULE)
        .named("Name", 64)
        .referred(From::OnBus)
        .with(&[("Arn", From::Answer("/RuleArn"))])
        .renamed(TARGET),
    Kind::of("AWS::Events::EventBus", BUS)
        .called("Name")
        .with(&[("Arn", From::Answer("/EventBusArn")), ("Name", From::Pattern("{name}"))]),
    Kind::of("AWS::Events::EventBusPolicy", &[Call::to(Events, "PutPermission")])
        .referred(From::Pattern("{EventBusName|default}|{StatementId}"))
        .adding_bus_statement(),
    Kind::of("AWS::Events::Archive", &[Call::to(Events, "CreateArchive")])
        .named("ArchiveName", 48)
        .with(&[("Arn", From::Answer("/ArchiveArn")), ("ArchiveName", From::Pattern("{name}"))])
        .renamed(&[("SourceArn", "EventSourceArn")]),
    Kind::of("AWS::Events::ApiDestination", &[Call::to(Events, "CreateApiDestination")])
        .named("Name", 64)
        .with(&[("Arn", From::Answer("/ApiDestinationArn"))]),
    Kind::of("AWS::Events::Connection", &[Call::to(Events, "CreateConnection")])
        .named("Name", 64)
        .with(&[("Arn", From::Answer("/ConnectionArn"))]),
    Kind::of("AWS::Events::Endpoint", &[Call::to(Events, "CreateEndpoint")]).named("Name", 64).with(&[
        ("Arn", From::Answer("/Arn")),
        ("EndpointId", From::Answer("/EndpointId")),
        ("EndpointUrl", From::Answer("/EndpointUrl")),
        ("State", From::Answer("/State")),
    ]),
    Kind::of("AWS::Pipes::Pipe", &[Call::to(Pipes, "CreatePipe")])
        .named("Name", 64)
        .with(&[("Arn", From::Answer("/Arn")), ("CurrentState", From::Answer("/CurrentState"))])
        .renamed(&[(
            "TargetParameters.EcsTaskParameters.NetworkConfiguration.AwsvpcConfiguration",
            "awsvpcConfiguration",
        )]),
    Kind::of("AWS::Scheduler::Schedule", &[Call::to(Scheduler, "CreateSchedule")])
        .named("Name", 64)
        .with(&[("Arn", From::Answer("/ScheduleArn"))])
        .renamed(&[("Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration", "awsvpcConfiguration")]),
    Kind::of("AWS::Scheduler::ScheduleGroup", &[Call::to(Scheduler, "CreateScheduleGroup")])
        .named("Name", 64)
        .with(&[("Arn", From::Answer("/ScheduleGroupArn"))]),
    Kind::of("AWS::EventSchemas::Registry", &[Call::to(Schemas, "CreateRegistry")])
        .named("RegistryName", 64)
        .referred(From::Answer("/RegistryArn"))
        .with(&[("RegistryArn", From::Answer("/RegistryArn")), ("RegistryName", From::Pattern("{name}"))]),
    Kind::of("AWS::EventSchemas::Schema", &[Call::to(Schemas, "CreateSchema")])
        .named("SchemaName", 385)
        .referred(From::Answer("/SchemaArn"))
        .with(&[
            ("SchemaArn", From::Answer("/SchemaArn")),
            ("SchemaName", From::Pattern("{name}")),
            ("SchemaVersion", From::Answer("/SchemaVersion")),
        ]),
    Kind::of("AWS::EventSchemas::Discoverer", &[Call::to(Schemas, "CreateDiscoverer")])
        .referred(From::Answer("/DiscovererId"))
        .with(&[("DiscovererArn", From::Answer("/DiscovererArn")), ("DiscovererId", From::Answer("/DiscovererId"))]),
    Kind::of("AWS::EventSchemas::RegistryPolicy", &[Call::to(Schemas, "PutResourcePolicy")])
        .referred(From::Pattern("{RegistryName}")),
    // Terraform's own.
    Kind::of("AWS::Events::Rule|Target", &[Call::to(Events, "PutTargets")])
        .referred(From::Pattern("{Rule}"))
        .renamed(TARGET),
    Kind::of("AWS::Events::EventBus|Policy", &[Call::to(Events, "PutPermission")])
        .referred(From::Pattern("{EventBusName|default}")),
];

const RULE: &[Call] = &[
    Call::to(Events, "PutRule"),
    Call::to(Events, "PutTargets")
        .when(When::Given("Targets"))
        .taking(&[("Targets", "Targets"), ("EventBusName", "EventBusName")])
        .adding(&[("Rule", "{name}")]),
];

const TARGET: &[(&str, &str)] = &[
    ("Targets.EcsParameters.NetworkConfiguration.AwsVpcConfiguration", "awsvpcConfiguration"),
    ("Targets.EcsParameters.EnableECSManagedTags", "EnableECSManagedTags"),
    ("Targets.EcsParameters.PlacementStrategies", "PlacementStrategy"),
    ("Targets.EcsParameters.TagList", "Tags"),
];

const BUS: &[Call] = &[
    Call::to(Events, "CreateEventBus"),
    Call::to(Events, "PutPermission")
        .when(When::Given("Policy"))
        .taking(&[("Policy", "Policy")])
        .adding(&[("EventBusName", "{name}")]),
];
