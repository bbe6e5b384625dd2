//! Actions on delivery sources, delivery destinations and deliveries.

use cupola_base::ApiError;

use super::page::{DEFAULT_PAGE, Page};
use super::{Answer, Call, answer, nothing};
use crate::engine::Engine;
use crate::vended::{self, ConfigurationTemplateQuery, DeliveryDestinationType, OutputFormat};
use crate::wire::Whole;
use crate::wire::deliveries::{
    CreateDelivery, Deliveries, DeliveryAnswer, DestinationAnswer, Destinations, Identified, Named, NamedDestination,
    Paged, Policy, PolicyAnswer, PutDeliveryDestination, PutDeliverySource, PutPolicy, SourceAnswer, Sources,
    UpdateDelivery,
};
use crate::wire::delivery_templates::{DescribeTemplates, Templates};

pub(super) fn put_delivery_source(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutDeliverySource = call.read_validated()?;
    let put = vended::PutDeliverySource::new(request.name, request.resource_arn, request.log_type);
    let put = put.tagged(request.tags.unwrap_or_default());
    let configuration = request.delivery_source_configuration.unwrap_or_default();
    let put = configuration.into_iter().fold(put, |put, (key, value)| put.configured(key, value));
    let delivery_source = engine.put_delivery_source(call.now, &put)?.into();
    answer(&SourceAnswer { delivery_source })
}

pub(super) fn get_delivery_source(engine: &Engine, call: &Call<'_>) -> Answer {
    let Named { name } = call.read_validated()?;
    answer(&SourceAnswer { delivery_source: engine.delivery_source(&name)?.into() })
}

pub(super) fn delete_delivery_source(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let Named { name } = call.read_validated()?;
    engine.delete_delivery_source(call.now, &name)?;
    nothing()
}

pub(super) fn describe_delivery_sources(engine: &Engine, call: &Call<'_>) -> Answer {
    let (page, most) = page(call, "DescribeDeliverySources")?;
    let found = engine.delivery_sources_after(page.after.as_deref());
    let (found, next_token) = page.cut(found, most, |source| source.name.clone());
    answer(&Sources { delivery_sources: found.into_iter().map(Into::into).collect(), next_token })
}

pub(super) fn put_delivery_destination(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutDeliveryDestination = call.read_validated()?;
    let resource = request.delivery_destination_configuration.map(|to| to.destination_resource_arn);
    let put = vended::PutDeliveryDestination::unset(request.name).with_resource(resource);
    let put = put.tagged(request.tags.unwrap_or_default());
    let kind = request.delivery_destination_type.as_deref().and_then(destination_type);
    let put = kind.into_iter().fold(put, vended::PutDeliveryDestination::of_type);
    let format = request.output_format.as_deref().and_then(|format| format.parse::<OutputFormat>().ok());
    let put = format.into_iter().fold(put, vended::PutDeliveryDestination::in_format);
    let delivery_destination = engine.put_delivery_destination(call.now, &put)?.into();
    answer(&DestinationAnswer { delivery_destination })
}

/// The table of shapes lets no other text in.
fn destination_type(text: &str) -> Option<DeliveryDestinationType> {
    DeliveryDestinationType::ALL.into_iter().find(|kind| kind.as_str() == text)
}

pub(super) fn get_delivery_destination(engine: &Engine, call: &Call<'_>) -> Answer {
    let Named { name } = call.read_validated()?;
    answer(&DestinationAnswer { delivery_destination: engine.delivery_destination(&name)?.into() })
}

pub(super) fn delete_delivery_destination(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let Named { name } = call.read_validated()?;
    engine.delete_delivery_destination(call.now, &name)?;
    nothing()
}

pub(super) fn describe_delivery_destinations(engine: &Engine, call: &Call<'_>) -> Answer {
    let (page, most) = page(call, "DescribeDeliveryDestinations")?;
    let found = engine.delivery_destinations_after(page.after.as_deref());
    let (found, next_token) = page.cut(found, most, |destination| destination.name.clone());
    answer(&Destinations { delivery_destinations: found.into_iter().map(Into::into).collect(), next_token })
}

pub(super) fn put_delivery_destination_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: PutPolicy = call.read_validated()?;
    let name = &request.delivery_destination_name;
    engine.put_delivery_destination_policy(call.now, name, &request.delivery_destination_policy)?;
    policy_of(engine, name)
}

pub(super) fn get_delivery_destination_policy(engine: &Engine, call: &Call<'_>) -> Answer {
    let request: NamedDestination = call.read_validated()?;
    policy_of(engine, &request.delivery_destination_name)
}

fn policy_of(engine: &Engine, name: &str) -> Answer {
    let delivery_destination_policy = engine.delivery_destination_policy(name)?;
    answer(&PolicyAnswer { policy: Policy { delivery_destination_policy } })
}

pub(super) fn delete_delivery_destination_policy(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: NamedDestination = call.read_validated()?;
    engine.delete_delivery_destination_policy(call.now, &request.delivery_destination_name)?;
    nothing()
}

pub(super) fn create_delivery(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: CreateDelivery = call.read_validated()?;
    let create = vended::CreateDelivery::new(request.delivery_source_name, request.delivery_destination_arn);
    let create = create.with(request.configuration.into()).tagged(request.tags.unwrap_or_default());
    let by = &call.caller.principal;
    let delivery = engine.create_delivery_as(call.now, &create, by, call.deliveries)?.into();
    answer(&DeliveryAnswer { delivery })
}

pub(super) fn get_delivery(engine: &Engine, call: &Call<'_>) -> Answer {
    let Identified { id } = call.read_validated()?;
    answer(&DeliveryAnswer { delivery: engine.delivery(&id)?.into() })
}

pub(super) fn delete_delivery(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let Identified { id } = call.read_validated()?;
    engine.delete_delivery(call.now, &id)?;
    nothing()
}

pub(super) fn describe_deliveries(engine: &Engine, call: &Call<'_>) -> Answer {
    let (page, most) = page(call, "DescribeDeliveries")?;
    let found = engine.deliveries_after(number(&page)?);
    let (found, next_token) = page.cut(found, most, |(number, _)| number.to_string());
    let deliveries = found.into_iter().map(|(_, delivery)| delivery.into()).collect();
    answer(&Deliveries { deliveries, next_token })
}

pub(super) fn update_delivery_configuration(engine: &mut Engine, call: &Call<'_>) -> Answer {
    let request: UpdateDelivery = call.read_validated()?;
    engine.update_delivery_configuration(call.now, &request.id, &request.configuration.into())?;
    nothing()
}

pub(super) fn describe_configuration_templates(_: &Engine, call: &Call<'_>) -> Answer {
    let request: DescribeTemplates = call.read_validated()?;
    let kinds = request.delivery_destination_types.unwrap_or_default();
    let query = ConfigurationTemplateQuery {
        service: request.service,
        log_types: request.log_types.unwrap_or_default(),
        resource_types: request.resource_types.unwrap_or_default(),
        kinds: kinds.iter().filter_map(|kind| destination_type(kind)).collect(),
    };
    let identity = format!("DescribeConfigurationTemplates {query:?}");
    let page = Page::of(identity, request.next_token.as_deref(), call.now).map_err(validation)?;
    let from = number(&page)?.map_or(0, |after| after.saturating_add(1));
    let found = (0u64..).zip(query.templates()).skip_while(|(place, _)| *place < from);
    let most = request.limit.map_or(DEFAULT_PAGE, Whole::count);
    let (found, next_token) = page.cut(found, most, |(place, _)| place.to_string());
    let configuration_templates = found.into_iter().map(|(_, template)| template.into()).collect();
    answer(&Templates { configuration_templates, next_token })
}

fn page(call: &Call<'_>, list: &str) -> Result<(Page, usize), ApiError> {
    let request: Paged = call.read_validated()?;
    let page = Page::of(list.to_owned(), request.next_token.as_deref(), call.now).map_err(validation)?;
    Ok((page, request.limit.map_or(DEFAULT_PAGE, Whole::count)))
}

/// The number at which the page before ended.
fn number(page: &Page) -> Result<Option<u64>, ApiError> {
    page.number().map_err(|error| validation(error.into()))
}

/// These actions know no other code for what is wrong in a request.
fn validation(error: ApiError) -> ApiError {
    ApiError::caller("ValidationException", error.message)
}
