//! "Test the very template that I deploy, in `cargo test`."
//!
//! A shop is watched by what `templates/shop.yaml` describes: a metric filter, alarms, rules, a trail, a sampling
//! rule. Here the template is loaded into a world with a clock, things happen, and what should come of them is
//! expected. The same shop stands in `templates/shop.plan.json` as a plan of Terraform, and meets the same tests. In
//! a project of yours the functions below are tests.
//!
//! ```text
//! cargo run --example template_test
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use cupola::metrics::StateValue::{Alarm, Ok as Fine};
use cupola_test::{Template, TemplateError, World};

const SHOP: &str = include_str!("templates/shop.yaml");
const PLAN: &str = include_str!("templates/shop.plan.json");

const FAILED: &str = r#"{"level": "ERROR", "path": "/orders", "message": "no connection"}"#;
const PAGER: &str = "arn:aws:sns:us-east-1:111122223333:shop-dev-pager";
const SHIPPING: &str = "arn:aws:sqs:us-east-1:111122223333:shop-dev-shipping";

fn main() -> Result<(), TemplateError> {
    for text in [SHOP, PLAN] {
        println!("{}", World::new().load(&Template::parse(text)?)?);
        failing_requests_page_somebody(text)?;
        a_bad_minute_pages_nobody(text)?;
        deployments_page_nobody(text)?;
        orders_are_shipped(text)?;
        root_sign_ins_are_told(text)?;
        health_checks_are_not_traced(text)?;
    }
    production_keeps_its_logs_for_a_year()?;
    what_is_not_met_is_drawn()?;
    mistakes_are_pointed_at();
    Ok(())
}

/// A world with the shop in it, at eight in the morning.
fn shop(text: &str) -> Result<World, TemplateError> {
    let mut world = World::new();
    world.template(text)?.at("08:00");
    Ok(world)
}

/// So many failed requests in this minute.
fn fail(world: &mut World, times: usize) {
    (0..times).for_each(|_| _ = world.log("/shop/dev/web", FAILED));
}

fn failing_requests_page_somebody(text: &str) -> Result<(), TemplateError> {
    let mut world = shop(text)?;
    fail(&mut world, 5);
    world.run_until("+1m").expect_alarm("shop-dev-errors", Fine);
    fail(&mut world, 7);
    world
        .run_until("+1m")
        .expect_alarm("shop-dev-errors", Alarm)
        .expect_alarm("shop-dev-page", Alarm)
        .expect_target(PAGER);
    world.run_until("+10m").expect_alarm("shop-dev-page", Fine);
    Ok(())
}

fn a_bad_minute_pages_nobody(text: &str) -> Result<(), TemplateError> {
    let mut world = shop(text)?;
    fail(&mut world, 50);
    // Health checks that fail do not count.
    world.log("/shop/dev/web", r#"{"level": "ERROR", "path": "/health"}"#);
    world.run_until("+1h").expect_no_alarm("shop-dev-errors").expect_no_target(PAGER).expect_nothing_lost();
    Ok(())
}

fn deployments_page_nobody(text: &str) -> Result<(), TemplateError> {
    let mut world = shop(text)?;
    for _ in 0..3 {
        fail(&mut world, 20);
        world.datum("Shop/dev", "Deployments", 1.0).run_until("+1m");
    }
    world.expect_alarm("shop-dev-errors", Alarm).expect_no_alarm("shop-dev-page").expect_no_target(PAGER);
    Ok(())
}

fn orders_are_shipped(text: &str) -> Result<(), TemplateError> {
    let mut world = shop(text)?;
    world.event("shop", "Order placed", r#"{"order": "A-7", "total": 0}"#).expect_no_target(SHIPPING);
    world.event("shop", "Order placed", r#"{"order": "A-8", "total": 12.5}"#);
    assert_eq!(world.expect_delivery(SHIPPING).payload.as_str(), r#"{"ship": "A-8"}"#);
    Ok(())
}

fn root_sign_ins_are_told(text: &str) -> Result<(), TemplateError> {
    let sign_in = r#"{"eventVersion": "1.08", "eventTime": "2026-01-05T08:00:00Z", "eventSource": "signin.amazonaws.com",
        "eventName": "ConsoleLogin", "awsRegion": "us-east-1", "eventType": "AwsConsoleSignIn", "eventCategory": "Management",
        "eventID": "11111111-2222-4333-8444-555555555555", "recipientAccountId": "111122223333", "readOnly": false,
        "managementEvent": true, "userIdentity": {"type": "Root", "accountId": "111122223333"}}"#;
    shop(text)?.record(sign_in).run_until("+1m").expect_target(PAGER);
    Ok(())
}

fn health_checks_are_not_traced(text: &str) -> Result<(), TemplateError> {
    let mut world = shop(text)?;
    world.request("shop", "GET", "/health").expect_sampled("shop-dev-health", false);
    world.request("shop", "GET", "/orders").expect_sampled("Default", true);
    Ok(())
}

fn production_keeps_its_logs_for_a_year() -> Result<(), TemplateError> {
    let prod = Template::cloudformation(SHOP)?.named("shop").with_parameter("Stage", "prod");
    let loaded = World::new().load(&prod)?;
    let log = loaded.created.iter().find(|created| created.logical_id == "Log").expect("it is made");
    assert!(log.calls.iter().any(|call| call.action == "PutRetentionPolicy" && call.input.contains("365")));
    assert_eq!(loaded.exports["shop-log"], "arn:aws:logs:us-east-1:111122223333:log-group:/shop/prod/web:*");
    Ok(())
}

/// Somebody hopes that four failures in a minute page: the drawing says why they do not.
fn what_is_not_met_is_drawn() -> Result<(), TemplateError> {
    let mut world = shop(SHOP)?;
    (0..2).for_each(|_| {
        fail(&mut world, 4);
        world.run_until("+1m");
    });
    let unmet = world.try_expect_alarm("HighErrors", Alarm).map(|_| ()).expect_err("it takes five");
    println!("{unmet}\n");
    assert!(unmet.to_string().contains("it is in OK"));
    Ok(())
}

fn mistakes_are_pointed_at() {
    let wrong = SHOP.replace("TreatMissingData: notBreaching", "TreatMissingdata: notBreaching");
    let error = World::new().template(&wrong).map(|_| ()).expect_err("there is no such property");
    println!("{error}");
    assert!(error.to_string().contains("did you mean \"TreatMissingData\"?"));
}
