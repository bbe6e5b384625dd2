//! The door of EventBridge Pipes: the service's actions with its own JSON, a thin layer over the typed verbs.

use cupola_base::{ApiError, Caller, Timestamp};

use super::shapes as s;
use super::wire::{
    ChangedAnswer, CreateRequest, ListRequest, NamedPipe, PipeAnswer, PipesAnswer, ResourceTags, SummaryAnswer,
    TagRequest, TagsAnswer, UntagRequest, UpdateRequest,
};
use super::{CreatePipe, Pipe, PipeName};
use crate::Engine;
use crate::api::{PageRequest, door};
use crate::wire::Nothing;

impl Engine {
    /// Answers one action of EventBridge Pipes' API, JSON in and JSON out; [`OPERATIONS`](crate::pipes::OPERATIONS)
    /// lists them. Members of path and query stand in the request under their names. Lists come in pages of `Limit`
    /// items, 100 unless told.
    ///
    /// ```
    /// use cupola_base::{Caller, Place, Timestamp};
    /// use cupola_events::Engine;
    ///
    /// let place = Place::parse("111122223333", "us-east-1")?;
    /// let (mut engine, caller) = (Engine::new(place.clone(), 0), Caller::root(place));
    /// let request = r#"{"Name": "p", "Source": "arn:aws:sqs:us-east-1:111122223333:orders",
    ///     "Target": "arn:aws:sns:us-east-1:111122223333:bills", "RoleArn": "arn:aws:iam::111122223333:role/r"}"#;
    /// let answer = engine.call_pipes(Timestamp::EPOCH, &caller, "CreatePipe", request)?;
    /// assert!(answer.starts_with(r#"{"Arn":"arn:aws:pipes:us-east-1:111122223333:pipe/p","Name":"p","DesiredState":"RUNNING","#));
    /// let again = engine.call_pipes(Timestamp::EPOCH, &caller, "CreatePipe", request).unwrap_err();
    /// assert_eq!((again.code.as_ref(), again.status), ("ConflictException", 409));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`ApiError`] with the service's code. An action that is not listed is `UnknownOperationException`, a request that
    /// is not JSON `SerializationException`, one that breaks a bound `ValidationException`.
    ///
    /// # Source
    /// EventBridge Pipes API Reference.
    pub fn call_pipes(
        &mut self,
        now: Timestamp,
        _caller: &Caller,
        action: &str,
        input: &str,
    ) -> Result<String, ApiError> {
        let now = self.see(now);
        match action {
            "CreatePipe" => door(&s::CREATE_PIPE, input, |request| self.answer_create_pipe(now, request)),
            "DeletePipe" => door(&s::DELETE_PIPE, input, |NamedPipe { name }| {
                self.delete_pipe(now, &name)?;
                self.answer_changed(&name)
            }),
            "DescribePipe" => door(&s::DESCRIBE_PIPE, input, |request: NamedPipe| {
                Ok(PipeAnswer::of(self.describe_pipe(&request.name)?, self.place()))
            }),
            "ListPipes" => door(&s::LIST_PIPES, input, |request| self.answer_list_pipes(request)),
            "StartPipe" => door(&s::START_PIPE, input, |NamedPipe { name }| {
                self.start_pipe(now, &name)?;
                self.answer_changed(&name)
            }),
            "StopPipe" => door(&s::STOP_PIPE, input, |NamedPipe { name }| {
                self.stop_pipe(now, &name)?;
                self.answer_changed(&name)
            }),
            "UpdatePipe" => door(&s::UPDATE_PIPE, input, |request| self.answer_update_pipe(now, request)),
            "TagResource" => door(&s::TAG_RESOURCE, input, |request: TagRequest| {
                Ok(self.tag_pipe(now, &request.resource_arn, request.tags).map(|()| Nothing {})?)
            }),
            "UntagResource" => door(&s::UNTAG_RESOURCE, input, |request: UntagRequest| {
                let keys = request.tag_keys.iter().map(String::as_str);
                Ok(self.untag_pipe(now, &request.resource_arn, keys).map(|()| Nothing {})?)
            }),
            "ListTagsForResource" => door(&s::LIST_TAGS_FOR_RESOURCE, input, |request: ResourceTags| {
                Ok(TagsAnswer { tags: self.list_tags_for_pipe(&request.resource_arn)? })
            }),
            _ => Err(ApiError::unknown_operation(action)),
        }
    }

    fn answer_create_pipe(&mut self, now: Timestamp, request: CreateRequest) -> Result<ChangedAnswer, ApiError> {
        let create = CreatePipe::try_from(request)?;
        let name = create.name.clone();
        self.create_pipe(now, create)?;
        self.answer_changed(&name)
    }

    fn answer_update_pipe(&mut self, now: Timestamp, request: UpdateRequest) -> Result<ChangedAnswer, ApiError> {
        let name = request.name.clone();
        let update = request.update(&self.describe_pipe(&name)?.source)?;
        self.update_pipe(now, &name, update)?;
        self.answer_changed(&name)
    }

    fn answer_changed(&self, name: &PipeName) -> Result<ChangedAnswer, ApiError> {
        Ok(ChangedAnswer::of(self.describe_pipe(name)?, self.place()))
    }

    fn answer_list_pipes(&self, request: ListRequest) -> Result<PipesAnswer<'_>, ApiError> {
        let wanted = Wanted::of(&request);
        let page = PageRequest::new("ListPipes", &wanted.arguments(), request.next_token.clone(), request.limit);
        let pipes = self.list_pipes().filter(|pipe| wanted.has(pipe));
        let page = page.of(self.now(), pipes, |pipe| pipe.name.as_str())?;
        let pipes = page.items.into_iter().map(|pipe| SummaryAnswer::of(pipe, self.place())).collect();
        Ok(PipesAnswer { pipes, next_token: page.next })
    }
}

/// Which pipes a list shows.
struct Wanted<'a> {
    name: &'a str,
    desired: &'a str,
    current: &'a str,
    source: &'a str,
    target: &'a str,
}

impl<'a> Wanted<'a> {
    fn of(request: &'a ListRequest) -> Self {
        Self {
            name: request.name_prefix.as_deref().unwrap_or_default(),
            desired: request.desired_state.map_or("", super::DesiredState::as_str),
            current: request.current_state.as_deref().unwrap_or_default(),
            source: request.source_prefix.as_deref().unwrap_or_default(),
            target: request.target_prefix.as_deref().unwrap_or_default(),
        }
    }

    const fn arguments(&self) -> [&'a str; 5] {
        [self.name, self.desired, self.current, self.source, self.target]
    }

    fn has(&self, pipe: &Pipe) -> bool {
        pipe.name.as_str().starts_with(self.name)
            && pipe.source.arn.starts_with(self.source)
            && pipe.target.as_str().starts_with(self.target)
            && (self.desired.is_empty() || pipe.desired.as_str() == self.desired)
            && (self.current.is_empty() || pipe.state.as_str() == self.current)
    }
}
