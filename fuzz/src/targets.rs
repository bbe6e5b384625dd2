//! The targets: each lays any bytes against laws of the library.

use cupola_audit::testing as audit;
use cupola_base::policy::{Request, Requester};
use cupola_base::testing::laws as base;
use cupola_base::testing::policy as policies;
use cupola_events::testing::laws as events;
use cupola_events::testing::{pipes, rule_sets, schema, templates};
use cupola_logs::agent::laws as agent_logs;
use cupola_logs::emf::laws as emf;
use cupola_logs::filter::laws as logs;
use cupola_logs::flow_log::laws as flow_log;
use cupola_logs::format::laws as log_lines;
use cupola_logs::policy_laws as log_policies;
use cupola_logs::{SelectionCriteria, SuffixPath};
use cupola_metrics::testing::insight_laws as insight_rules;
use cupola_metrics::testing::laws as metrics;
use cupola_metrics::testing::math_laws as math;
use cupola_metrics::testing::rule_laws as rules;
use cupola_sigma::testing as sigma;
use cupola_test::testing as kit;
use cupola_traces::testing::laws as traces;

use super::door;

/// A law panics where it is broken.
pub type Law = fn(&[u8]);

/// All targets, by name.
pub const TARGETS: &[(&str, Law)] = &[
    ("json_scanner", json_scanner),
    ("wildcard", wildcard),
    ("words", words),
    ("schedule", schedule),
    ("policy", policy),
    ("filter_pattern", logs::pattern_law),
    ("data_protection", log_policies::protection_law),
    ("transformer", log_policies::transformer_law),
    ("emf", emf::message_law),
    ("agent_logs", agent_logs::agent_law),
    ("log_lines", log_lines::line_law),
    ("flow_log", flow_log::line_law),
    ("filter_set", logs::set_law),
    ("selection_criteria", selection_criteria),
    ("suffix_path", suffix_path),
    ("insights_query", cupola_logs::insights::laws::query_law),
    ("event_pattern", events::pattern_law),
    ("event", events::event_law),
    ("event_patterns", events::analysis_law),
    ("event_rules", rule_sets::rule_set_law),
    ("input_template", templates::template_law),
    ("pipe", pipes::pipe_law),
    ("event_schema", schema::law),
    ("schema_document", schema::document_law),
    ("trace_header", traces::header_law),
    ("trace_id", trace_id),
    ("segment_document", traces::document_law),
    ("datagram", traces::datagram_law),
    ("sampling_manifest", traces::manifest_law),
    ("trace_filter", traces::filter_law),
    ("audit_record", audit::record_law),
    ("audit_file", audit::file_law),
    ("audit_engine", audit::engine_law),
    ("audit_object_key", audit::object_key_law),
    ("audit_selector", audit::selector_law),
    ("audit_digest", audit::digest_law),
    ("lake_sql", audit::lake_sql_law),
    ("sigma_rules", sigma_rules),
    ("template", template),
    ("metrics_call", metrics::call_law),
    ("metrics_shapes", metrics_shapes),
    ("agent", metrics::agent_law),
    ("dashboard", metrics::dashboard_law),
    ("metric_math", math::math_law),
    ("metric_math_generated", metric_math_generated),
    ("metric_search", math::search_law),
    ("metric_insights", math::insights_law),
    ("alarm_rule", rules::rule_law),
    ("insight_rule", insight_rules::insight_rule_law),
    ("mute_schedule", rules::mute_schedule_law),
    ("door", door::any_calls_are_answered),
];

fn json_scanner(bytes: &[u8]) {
    base::scanner_agrees_with_serde(bytes);
    base::scanner_ends_for_ever(bytes);
    base::scanner_skips_what_it_walks(bytes);
    base::scanner_members_are_its_tokens(bytes);
    base::runner_agrees_with_the_scanner(bytes);
    base::runner_passes_other_keys_by(bytes);
    base::lines_are_learnt(bytes);
}

/// A pattern, a line feed, and a text.
fn wildcard(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (pattern, text) = text.split_once('\n').unwrap_or((&text, &text));
    // The slow twin fills a table of both lengths.
    if pattern.len().saturating_mul(text.len()) < 1 << 20 {
        base::wildcard_agrees_with_its_table(pattern, text);
    }
}

fn words(bytes: &[u8]) {
    base::words_survive_printing(&String::from_utf8_lossy(bytes));
}

fn schedule(bytes: &[u8]) {
    base::schedules_run_as_their_twin(&String::from_utf8_lossy(bytes));
}

/// A policy, and the values of one condition key after a line feed.
fn policy(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (policy, values) = text.rsplit_once('\n').unwrap_or((&text, ""));
    let request = Request::new(Requester::service("events.amazonaws.com"), "events:PutEvents", "arn:aws:a:b:c:d");
    let request = values.split(' ').fold(request, |request, value| request.with("k:v", value));
    policies::policy_law(policy, &request);
}

/// The first 16 bytes, zeros where there are fewer.
fn trace_id(bytes: &[u8]) {
    let mut bits = [0; 16];
    bits.iter_mut().zip(bytes).for_each(|(bit, byte)| *bit = *byte);
    traces::trace_id_law(u128::from_be_bytes(bits));
}

fn metrics_shapes(bytes: &[u8]) {
    metrics::answers_have_their_shapes(bytes);
}

fn metric_math_generated(bytes: &[u8]) {
    math::generated_math_law(bytes);
}

/// What is refused points into the text; what is accepted survives printing.
fn selection_criteria(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match SelectionCriteria::parse(&text) {
        Err(error) => assert!(text.get(error.span().range()).is_some() && error.to_string().contains('^'), "{error}"),
        Ok(criteria) => {
            let printed = criteria.to_string();
            if printed.chars().count() <= SelectionCriteria::MAX_LENGTH {
                assert_eq!(SelectionCriteria::parse(&printed).as_ref(), Ok(&criteria), "{printed}");
            }
        }
    }
}

/// What is refused points into the text; what is accepted is printed as it was written.
fn suffix_path(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for read in [SuffixPath::parse, SuffixPath::parse_for_hive] {
        match read(&text) {
            Err(error) => {
                assert!(text.get(error.span().range()).is_some() && error.to_string().contains('^'), "{error}")
            }
            Ok(path) => assert_eq!(path.to_string(), text),
        }
    }
}

fn sigma_rules(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        sigma::rules_law(text);
    }
}

/// A template of CloudFormation or a plan of Terraform.
fn template(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        kit::template_law(text);
    }
}
