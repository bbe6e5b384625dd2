//! The door of CloudWatch Synthetics: the service's actions with its own JSON, a thin layer over the typed verbs.

mod group_shapes;
mod groups;
mod run_shapes;
mod shapes;
mod wire;

use cupola_base::shape::Operation;
use cupola_base::{ApiError, Caller, Tags, Timestamp, wire as base};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use shapes::OPERATIONS;

use super::book::Entry;
use super::error::CanaryError;
use super::kept::KeptCanaryRun;
use super::runtime::RUNTIMES;
use super::state::Canary;
use crate::api::Page;
use crate::code;
use crate::engine::Engine;
use crate::wire::{Nothing, Whole};
use wire::{
    CreateCanary, Describe, DescribedCanaries, DescribedLastRuns, DescribedRuntimes, GetRuns, GotRuns, LastRun, Named,
    OneCanary, StartedDryRun, Tagged, TagsOf, UpdateCanary, WireCanary, WireDryRun, WireRun, WireRuntime,
};

/// One call of the door.
struct Call {
    now: Timestamp,
    operation: &'static Operation,
    input: String,
}

type Answer = Result<String, ApiError>;

impl Call {
    fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        base::request(self.operation, &self.input, code::VALIDATION)
    }
}

fn answer(value: &impl Serialize) -> Answer {
    Ok(base::answer(value))
}

impl Engine {
    /// Answers one action of CloudWatch Synthetics' API, JSON in and JSON out;
    /// [`OPERATIONS`](crate::synthetics::OPERATIONS) lists them. Members of path and query stand in the request under
    /// their names.
    ///
    /// ```
    /// use cupola_base::{Caller, Place, Timestamp};
    /// use cupola_metrics::Engine;
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (mut engine, caller) = (Engine::new(place.clone(), 0), Caller::root(place));
    /// let now = Timestamp::parse("2026-05-04T06:00:00Z")?;
    /// let create = r#"{"Name": "shop", "Code": {"S3Bucket": "scripts", "S3Key": "shop.zip", "Handler": "index.handler"},
    ///     "ArtifactS3Location": "s3://results", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/canary",
    ///     "Schedule": {"Expression": "rate(5 minutes)"}, "RuntimeVersion": "syn-nodejs-puppeteer-9.1"}"#;
    /// assert!(engine.call_synthetics(now, &caller, "CreateCanary", create)?.contains(r#""State":"CREATING""#));
    /// let got = engine.call_synthetics(now, &caller, "GetCanary", r#"{"Name": "shop"}"#)?;
    /// assert!(got.contains(r#""State":"READY""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ApiError`] with the service's code. An action that is not listed is `UnknownOperationException`, a request
    /// that is not JSON `SerializationException`, one that breaks a bound `ValidationException`.
    ///
    /// # Source
    /// CloudWatch Synthetics API Reference.
    pub fn call_synthetics(&mut self, now: Timestamp, _caller: &Caller, action: &str, input: &str) -> Answer {
        let operation = shapes::operation(action).ok_or_else(|| ApiError::unknown_operation(action))?;
        self.advance(now);
        let call = Call { now: self.now, operation, input: input.to_owned() };
        match operation.name {
            "CreateCanary" => self.answer_create_canary(&call),
            "UpdateCanary" => self.answer_update_canary(&call),
            "GetCanary" => self.answer_get_canary(&call),
            "DescribeCanaries" => self.answer_describe_canaries(&call),
            "DescribeCanariesLastRun" => self.answer_last_runs(&call),
            "GetCanaryRuns" => self.answer_runs(&call),
            "DescribeRuntimeVersions" => answer_runtimes(&call),
            "StartCanaryDryRun" => self.answer_start_dry_run(&call),
            "AssociateResource" => self.answer_associate(&call),
            "DisassociateResource" => self.answer_disassociate(&call),
            "CreateGroup" => self.answer_create_group(&call),
            "GetGroup" => self.answer_get_group(&call),
            "DeleteGroup" => self.answer_delete_group(&call),
            "ListGroups" => self.answer_groups(&call),
            "ListGroupResources" => self.answer_group_resources(&call),
            "ListAssociatedGroups" => self.answer_groups_of_canary(&call),
            "StartCanary" => self.answer_verb(&call, Self::start_canary),
            "StopCanary" => self.answer_verb(&call, Self::stop_canary),
            "DeleteCanary" => self.answer_verb(&call, Self::delete_canary),
            "TagResource" => self.answer_tag(&call),
            "UntagResource" => self.answer_untag(&call),
            "ListTagsForResource" => self.answer_tags(&call),
            _ => Err(ApiError::unknown_operation(action)),
        }
    }

    fn answer_create_canary(&mut self, call: &Call) -> Answer {
        let mut request: CreateCanary = call.read()?;
        let tags = request.tags();
        let place = self.place.clone();
        let canary = self.create_canary(call.now, request.read()?, tags)?;
        answer(&OneCanary { canary: WireCanary::of(canary, &place) })
    }

    fn answer_update_canary(&mut self, call: &Call) -> Answer {
        let request: UpdateCanary = call.read()?;
        let (name, dry_run) = (request.name.clone(), request.dry_run_id.clone());
        let update = request.read()?;
        match dry_run {
            Some(id) => self.apply_dry_run(call.now, &name, &id, update.schedule_alone()?)?,
            None => self.update_canary(call.now, &name, update)?,
        }
        answer(&Nothing {})
    }

    fn answer_start_dry_run(&mut self, call: &Call) -> Answer {
        let request: UpdateCanary = call.read()?;
        let name = request.name.clone();
        let dry = self.start_canary_dry_run(call.now, &name, request.read()?)?;
        answer(&StartedDryRun { dry_run_config: WireDryRun::of(dry) })
    }

    fn answer_get_canary(&self, call: &Call) -> Answer {
        let request: Named = call.read()?;
        let entry = self.canaries.entry(&request.name)?;
        let Some(id) = request.dry_run_id else {
            return answer(&OneCanary { canary: WireCanary::of(&entry.canary, &self.place) });
        };
        let dry = entry.dry_run(&id)?;
        let tried = Canary { configuration: dry.configuration.clone(), ..entry.canary.clone() };
        answer(&OneCanary { canary: WireCanary::of(&tried, &self.place).with_dry_run(dry) })
    }

    fn answer_verb(
        &mut self,
        call: &Call,
        verb: impl Fn(&mut Self, Timestamp, &str) -> Result<(), CanaryError>,
    ) -> Answer {
        verb(self, call.now, &call.read::<Named>()?.name)?;
        answer(&Nothing {})
    }

    fn answer_describe_canaries(&self, call: &Call) -> Answer {
        let request: Describe = call.read()?;
        let page = page("DescribeCanaries", &request, call.now)?;
        let (found, next_token) = page.cut(self.named(&request, &page), most(request.max_results, 20), name_of);
        let canaries = found.into_iter().map(|entry| WireCanary::of(&entry.canary, &self.place)).collect();
        answer(&DescribedCanaries { canaries, next_token })
    }

    fn answer_last_runs(&self, call: &Call) -> Answer {
        let request: Describe = call.read()?;
        let page = page("DescribeCanariesLastRun", &request, call.now)?;
        let with_runs = self.named(&request, &page).filter_map(|entry| {
            let is_asked = |run: &&KeptCanaryRun| {
                request.browser_type.is_none() || run.due.browser.is_none() || run.due.browser == request.browser_type
            };
            Some((entry, entry.kept(call.now).find(is_asked)?))
        });
        let (found, next_token) = page.cut(with_runs, most(request.max_results, 100), |(entry, _)| name_of(entry));
        let canaries_last_run = found.into_iter().map(|(entry, run)| LastRun {
            canary_name: entry.canary.configuration.name.as_str(),
            last_run: WireRun::from(run),
        });
        answer(&DescribedLastRuns { canaries_last_run: canaries_last_run.collect(), next_token })
    }

    /// The canaries that are asked for, from the page's place on.
    fn named<'a>(&'a self, request: &'a Describe, page: &'a Page) -> impl Iterator<Item = &'a Entry> {
        let is_asked = |name: &str| request.names.as_ref().is_none_or(|names| names.iter().any(|asked| asked == name));
        let is_after = |name: &str| page.after.as_deref().is_none_or(|after| name > after);
        let all = self.canaries.all.iter();
        all.filter(move |(name, _)| is_asked(name.as_str()) && is_after(name.as_str())).map(|(_, entry)| entry)
    }

    fn answer_runs(&self, call: &Call) -> Answer {
        let request: GetRuns = call.read()?;
        let page = Page::of("GetCanaryRuns", &request, request.next_token.as_deref(), call.now).map_err(invalid)?;
        let entry = self.canaries.entry(&request.name)?;
        let runs = asked_runs(entry, &request, call.now)?;
        let told = page.after.as_deref().map_or(0, |after| told(&runs, after));
        let position = |run: &&KeptCanaryRun| format!("{} {}", run.started.as_millis(), run.due.run);
        let (found, next_token) = page.cut(runs.into_iter().skip(told), most(request.max_results, 100), position);
        answer(&GotRuns { canary_runs: found.into_iter().map(WireRun::from).collect(), next_token })
    }

    fn answer_tag(&mut self, call: &Call) -> Answer {
        let request: Tagged = call.read()?;
        let set = self.tagged(call, &request.resource_arn)?.set(request.tags.unwrap_or_default());
        set.map_err(|error| ApiError::caller("BadRequestException", error.to_string()))?;
        answer(&Nothing {})
    }

    fn answer_untag(&mut self, call: &Call) -> Answer {
        let request: Tagged = call.read()?;
        let keys = request.tag_keys.unwrap_or_default();
        self.tagged(call, &request.resource_arn)?.unset(keys.iter().map(String::as_str));
        answer(&Nothing {})
    }

    fn answer_tags(&mut self, call: &Call) -> Answer {
        let request: Tagged = call.read()?;
        let tags = self.tagged(call, &request.resource_arn)?;
        answer(&TagsOf { tags: tags.iter().collect() })
    }

    fn tagged(&mut self, call: &Call, arn: &str) -> Result<&mut Tags, ApiError> {
        let unknown = || ApiError::caller("NotFoundException", format!("There is no resource {arn}.")).with_status(404);
        self.canary_tags(call.now, arn).ok_or_else(unknown)
    }
}

fn answer_runtimes(call: &Call) -> Answer {
    let request: Describe = call.read()?;
    let page = page("DescribeRuntimeVersions", &request, call.now)?;
    let place = page.after.as_ref().and_then(|after| RUNTIMES.iter().position(|version| version.name == after));
    let rest = RUNTIMES.iter().skip(place.map_or(0, |place| place + 1));
    let (found, next_token) = page.cut(rest, most(request.max_results, 100), |version| version.name.to_owned());
    answer(&DescribedRuntimes { runtime_versions: found.into_iter().map(WireRuntime::from).collect(), next_token })
}

fn page(action: &str, request: &Describe, now: Timestamp) -> Result<Page, ApiError> {
    Page::of(action, request, request.next_token.as_deref(), now).map_err(invalid)
}

/// A page token that is none.
fn invalid(error: ApiError) -> ApiError {
    ApiError::caller(code::VALIDATION, error.message)
}

fn most(asked: Option<Whole>, most: usize) -> usize {
    asked.map_or(most, |asked| most.min(asked.0 as usize)).max(1)
}

fn name_of(entry: &&Entry) -> String {
    entry.canary.configuration.name.to_string()
}

/// How many runs, newest first, were told by the pages up to a position: one is the start of a run, and its id. When
/// that run is no longer kept, those are left that started before it.
fn told(runs: &[&KeptCanaryRun], position: &str) -> usize {
    let (started, id) = position.split_once(' ').unwrap_or_default();
    let started: i64 = started.parse().unwrap_or(i64::MAX);
    let at = runs.iter().position(|run| run.due.run == id).map(|at| at + 1);
    at.or_else(|| runs.iter().position(|run| run.started.as_millis() < started)).unwrap_or(runs.len())
}

/// The runs of a canary that are asked for: its own, or those of dry runs, or of one of them.
fn asked_runs<'a>(entry: &'a Entry, request: &GetRuns, now: Timestamp) -> Result<Vec<&'a KeptCanaryRun>, CanaryError> {
    match (request.run_type.as_deref(), &request.dry_run_id) {
        (Some("CANARY_RUN"), Some(_)) => Err(CanaryError::Together("RunType CANARY_RUN", "DryRunId")),
        (_, Some(id)) => {
            let id = &entry.dry_run(id)?.id;
            Ok(entry.kept_dry(now).filter(|run| run.due.dry_run.as_ref() == Some(id)).collect())
        }
        (Some("DRY_RUN"), None) => Ok(entry.kept_dry(now).collect()),
        (_, None) => Ok(entry.kept(now).collect()),
    }
}
