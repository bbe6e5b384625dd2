//! Audit records, trails, bursts of an attack.

use cupola::audit::{
    AdvancedSelector, BasicSelector, DataResource, EventType, FieldSelector, Principal, ReadWriteType, RecordBuilder,
    Selectors, TrailRequest,
};
use cupola::{Arn, Place, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Services with actions, and whether they only read; data events last.
const CALLS: [(&str, &str, bool); 12] = [
    ("iam", "CreateAccessKey", false),
    ("iam", "AttachUserPolicy", false),
    ("iam", "ListUsers", true),
    ("ec2", "RunInstances", false),
    ("ec2", "DescribeInstances", true),
    ("kms", "Decrypt", true),
    ("sts", "AssumeRole", true),
    ("cloudtrail", "StopLogging", false),
    ("s3", "CreateBucket", false),
    ("s3", "GetObject", true),
    ("s3", "PutObject", false),
    ("lambda", "Invoke", false),
];

fn principal(place: Place) -> impl Strategy<Value = Principal> {
    (0..3, select(&["ana", "bo", "ci-42"][..])).prop_map(move |(kind, name)| match kind {
        0 => Principal::root(&place),
        1 => Principal::user(&place, name),
        _ => Principal::role(&place, "Deploy", name),
    })
}

/// A record of a plausible call in a place, within an hour after `start`.
pub fn record(start: Timestamp, place: Place) -> impl Strategy<Value = RecordBuilder> {
    let call = select(&CALLS[..]);
    let failure = proptest::option::weighted(0.1, select(&["AccessDenied", "Client.RequestLimitExceeded"][..]));
    (0i64..3600, call, principal(place.clone()), failure, 0u8..4).prop_map(
        move |(second, call, caller, failure, number)| {
            let (service, name, reads) = call;
            let source = format!("{service}.amazonaws.com");
            let record = RecordBuilder::new(start.plus_secs(second), &place, source, name).by(caller);
            let record = record.from_address(format!("203.0.113.{number}"));
            let record = if reads { record.read_only() } else { record };
            let record = failure.iter().fold(record, |record, code| record.failed(*code, "refused"));
            on_data(record, &place, name, number)
        },
    )
}

fn on_data(record: RecordBuilder, place: &Place, name: &str, number: u8) -> RecordBuilder {
    let (kind, arn) = match name {
        "GetObject" | "PutObject" => ("AWS::S3::Object", format!("arn:aws:s3:::pier/{number}")),
        "Invoke" => ("AWS::Lambda::Function", place.arn("lambda", format_args!("function:f{number}")).to_string()),
        _ => return record,
    };
    match Arn::parse(&arn) {
        Ok(arn) => record.on_data().on(arn, kind),
        Err(_) => record,
    }
}

/// Selectors that the service accepts for a trail: basic or advanced.
pub fn selectors() -> impl Strategy<Value = Selectors> {
    prop_oneof![vec(basic(), 1..4).prop_map(Selectors::Basic), vec(advanced(), 1..4).prop_map(Selectors::Advanced)]
}

fn basic() -> impl Strategy<Value = BasicSelector> {
    let access = select(&[ReadWriteType::All, ReadWriteType::ReadOnly, ReadWriteType::WriteOnly][..]);
    let values = select(&["arn:aws:s3", "arn:aws:s3:::pier/", "arn:aws:s3:::quay/"][..]);
    (access, any::<bool>(), proptest::option::of(values)).prop_map(|(access, management, values)| {
        let selector = BasicSelector::default().of(access);
        let selector = if management { selector } else { selector.without_management_events() };
        values.iter().fold(selector, |selector, value| selector.on(DataResource::new("AWS::S3::Object", [*value])))
    })
}

fn advanced() -> impl Strategy<Value = AdvancedSelector> {
    let of = |category: &str| AdvancedSelector::new().with(FieldSelector::new("eventCategory").equals([category]));
    let management = proptest::option::of(select(&["true", "false"][..])).prop_map(move |read_only| {
        let reads =
            |selector: AdvancedSelector, word: &&str| selector.with(FieldSelector::new("readOnly").equals([*word]));
        read_only.iter().fold(of("Management"), reads)
    });
    let prefix = select(&["arn:aws:s3:::pier/", "arn:aws:s3:::", "arn:aws:s3:::quay/"][..]);
    let data = (prefix, any::<bool>()).prop_map(move |(prefix, negated)| {
        let arn = FieldSelector::new("resources.ARN");
        let arn = if negated { arn.not_starts_with([prefix]) } else { arn.starts_with([prefix]) };
        of("Data").with(FieldSelector::new("resources.type").equals(["AWS::S3::Object"])).with(arn)
    });
    prop_oneof![management, data]
}

/// A trail that an account without an organization may make.
pub fn trail() -> impl Strategy<Value = TrailRequest> {
    (select(&["quay", "pier.main", "dock_1"][..]), any::<bool>(), any::<bool>()).prop_map(
        |(name, regions, validates)| {
            let trail = TrailRequest::new(name, "quay-logs");
            let trail = if regions { trail.multi_region() } else { trail };
            if validates { trail.with_file_validation() } else { trail }
        },
    )
}

/// What an intruder does: looks around, makes a way back in, and switches the lights off.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AttackBurst {
    /// Who.
    pub principal: Principal,
    /// The calls in order, a few seconds apart.
    pub records: Vec<RecordBuilder>,
}

/// A burst of an attack in a place, from `start` on: a sign-in, reading calls, then new keys and policies, at last a
/// trail that is stopped or deleted.
pub fn attack_burst(start: Timestamp, place: Place) -> impl Strategy<Value = AttackBurst> {
    let looks = vec(
        select(
            &[("iam", "ListUsers"), ("s3", "ListBuckets"), ("ec2", "DescribeInstances"), ("sts", "GetCallerIdentity")]
                [..],
        ),
        1..12,
    );
    let grabs = vec(
        select(
            &[("iam", "CreateAccessKey"), ("iam", "CreateUser"), ("iam", "AttachUserPolicy"), ("ec2", "RunInstances")]
                [..],
        ),
        1..12,
    );
    let end = select(&[("cloudtrail", "StopLogging"), ("cloudtrail", "DeleteTrail")][..]);
    (principal(place.clone()), looks, grabs, end, 1i64..10).prop_map(move |(principal, looks, grabs, end, gap)| {
        let call = |(number, (service, name)): (i64, (&str, &str))| {
            let at = start.plus_secs((number + 1) * gap);
            let record = RecordBuilder::new(at, &place, format!("{service}.amazonaws.com"), name);
            record.by(principal.clone()).from_address("198.51.100.7")
        };
        let sign_in = RecordBuilder::new(start, &place, "signin.amazonaws.com", "ConsoleLogin").by(principal.clone());
        let reads = (0..).zip(looks.iter().copied()).map(|look| call(look).read_only());
        let after = i64::try_from(looks.len()).unwrap_or_default();
        let writes = (after..).zip(grabs.iter().copied().chain([end])).map(call);
        let sign_in = sign_in.of_type(EventType::ConsoleSignIn).from_address("198.51.100.7");
        let records = [sign_in].into_iter().chain(reads).chain(writes).collect();
        AttackBurst { principal: principal.clone(), records }
    })
}
