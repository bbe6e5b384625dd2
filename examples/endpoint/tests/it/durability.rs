//! The program is killed again and again, and what it answered is there again.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use cupola::Timestamp;
use serde_json::{Value, json};

use crate::support::START;
use crate::support::program::{Client, Folder, Program, command};

const KILLS: usize = 100;
const CLIENTS: usize = 4;
/// So many rules a client has in turn: all clients' are listed on one page.
const RULES: usize = 20;

/// What one client was answered, and what it may have done besides.
#[derive(Clone, Debug, Default)]
struct Done {
    logs: Vec<String>,
    rules: Vec<String>,
    data: usize,
    events: usize,
    /// What was under way when the program died.
    open: Option<usize>,
}

/// The work of a client until the program dies: logs, data, rules and events in turn.
fn work(mut connection: Client, round: usize, client: usize, answered: &Sender<()>) -> Done {
    let (mut done, at) = (Done::default(), Timestamp::parse(START).unwrap().as_millis());
    for step in 0.. {
        let name = format!("{round}-{client}-{step}");
        let (service, target, body) = match step % 4 {
            0 => {
                let events = json!([{"timestamp": at, "message": name}]);
                let body = json!({"logGroupName": "g", "logStreamName": format!("s{client}"), "logEvents": events});
                ("logs", "Logs_20140328.PutLogEvents", body)
            }
            1 => {
                let datum = json!({"MetricName": format!("m{client}"), "Value": 1, "Timestamp": at / 1000});
                (
                    "monitoring",
                    "GraniteServiceVersion20100801.PutMetricData",
                    json!({"Namespace": "N", "MetricData": [datum]}),
                )
            }
            2 => ("events", "AWSEvents.PutRule", rule(&rule_name(client, step), round)),
            _ => {
                let entry =
                    json!({"Source": "shop", "DetailType": "order", "Detail": json!({"name": name}).to_string()});
                ("events", "AWSEvents.PutEvents", json!({"Entries": [entry]}))
            }
        };
        let Some((status, answer)) = connection.call(service, target, &body) else {
            done.open = Some(step % 4);
            break;
        };
        assert_eq!(status, 200, "{answer}");
        match step % 4 {
            0 => done.logs.push(name),
            1 => done.data += 1,
            2 => done.rules.push(rule_name(client, step)),
            _ => done.events += 1,
        }
        // Nobody counts any more when it was enough.
        let _ = answered.send(());
    }
    done
}

fn rule_name(client: usize, step: usize) -> String {
    format!("{client}-{}", step / 4 % RULES)
}

/// A rule that says of which round it is.
fn rule(name: &str, round: usize) -> Value {
    json!({"Name": name, "Description": round.to_string(), "EventPattern": "{\"source\":[\"none\"]}"})
}

/// Loads the program from several threads, and kills it in the midst.
fn load_and_kill(program: Program, round: usize) -> Vec<Done> {
    let ((sender, answered), enough) = (channel(), 6 + (round * 7) % 24);
    let connections: Vec<_> = (0..CLIENTS).map(|_| Client::of(&program)).collect();
    thread::scope(|scope| {
        let spawn = |(client, connection)| {
            let sender = sender.clone();
            scope.spawn(move || work(connection, round, client, &sender))
        };
        let threads: Vec<_> = connections.into_iter().enumerate().map(spawn).collect();
        drop(sender);
        // It ends early when all clients have ended, for a reason that they tell.
        let _ = answered.iter().take(enough).count();
        program.kill();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn make_streams(client: &mut Client, count: usize) {
    client.must("logs", "Logs_20140328.CreateLogGroup", &json!({"logGroupName": "g"}));
    for number in 0..count {
        let body = json!({"logGroupName": "g", "logStreamName": format!("s{number}")});
        client.must("logs", "Logs_20140328.CreateLogStream", &body);
    }
}

/// All messages of a stream.
fn messages(client: &mut Client, number: usize) -> Vec<String> {
    let mut body = json!({"logGroupName": "g", "logStreamName": format!("s{number}"), "startFromHead": true});
    let mut all = Vec::new();
    loop {
        let page = client.must("logs", "Logs_20140328.GetLogEvents", &body);
        let events = page["events"].as_array().unwrap();
        all.extend(events.iter().map(|event| event["message"].as_str().unwrap().to_owned()));
        if events.is_empty() {
            return all;
        }
        body["nextToken"] = page["nextForwardToken"].clone();
    }
}

fn sum(client: &mut Client, number: usize) -> usize {
    let start = Timestamp::parse(START).unwrap().as_secs();
    let body = json!({"Namespace": "N", "MetricName": format!("m{number}"), "StartTime": start, "EndTime": start + 60,
        "Period": 60, "Statistics": ["Sum", "SampleCount"]});
    let answer = client.must("monitoring", "GraniteServiceVersion20100801.GetMetricStatistics", &body);
    let point = &answer["Datapoints"][0];
    assert_eq!(point["Sum"], point["SampleCount"]);
    point["Sum"].as_f64().map_or(0, |sum| sum.to_string().parse().unwrap())
}

/// Ids and what they name.
fn deliveries(client: &mut Client) -> BTreeMap<String, String> {
    let (_, kept) = client.ask("GET /_cupola/deliveries HTTP/1.1\r\n", "").unwrap();
    let of = |delivery: &Value| {
        let name = &delivery["payload"]["detail"]["name"];
        (delivery["id"].as_str().unwrap().to_owned(), name.as_str().unwrap().to_owned())
    };
    let all = kept["deliveries"].as_array().unwrap();
    let by_id: BTreeMap<_, _> = all.iter().map(of).collect();
    assert_eq!(by_id.len(), all.len(), "each has its own id");
    by_id
}

/// The rules that were put last in this round.
fn rules_of(client: &mut Client, round: usize) -> Vec<String> {
    let listed = client.must("events", "AWSEvents.ListRules", &json!({}));
    assert_eq!(listed.get("NextToken"), None, "they are on one page");
    let name = round.to_string();
    let of_round = listed["Rules"].as_array().unwrap().iter().filter(|rule| rule["Description"] == name.as_str());
    of_round.map(|rule| rule["Name"].as_str().unwrap().to_owned()).collect()
}

/// What was known of the whole before a round.
#[derive(Default)]
struct Known {
    messages: [Vec<String>; CLIENTS],
    data: [usize; CLIENTS],
    deliveries: BTreeMap<String, String>,
}

impl Known {
    /// Compares what is there with what was answered: nothing is missing, and nothing more is there than what was under
    /// way.
    fn check(&mut self, client: &mut Client, round: usize, done: &[Done]) {
        for (number, done) in done.iter().enumerate() {
            let open = |kind| usize::from(done.open == Some(kind));
            let (found, answered) = (messages(client, number), [&self.messages[number][..], &done.logs].concat());
            assert!(found.starts_with(&answered), "round {round}: {found:?}, not {answered:?}");
            assert!(found.len() <= answered.len() + open(0), "round {round}: {found:?}");
            self.messages[number] = found;
            let (sum, least) = (sum(client, number), self.data[number] + done.data);
            assert!((least..=least + open(1)).contains(&sum), "round {round}: {sum} of {least}");
            self.data[number] = sum;
        }
        let rules = rules_of(client, round);
        let missing = done.iter().flat_map(|done| &done.rules).find(|name| !rules.contains(name));
        assert_eq!(missing, None, "round {round}");
        self.check_deliveries(client, done);
    }

    fn check_deliveries(&mut self, client: &mut Client, done: &[Done]) {
        let found = deliveries(client);
        let renamed = self.deliveries.iter().find(|(id, name)| found.get(*id) != Some(name));
        assert_eq!(renamed, None, "ids are stable");
        let least = self.deliveries.len() + done.iter().map(|done| done.events).sum::<usize>();
        let open = done.iter().filter(|done| done.open == Some(3)).count();
        assert!((least..=least + open).contains(&found.len()), "{} of {least}", found.len());
        self.deliveries = found;
    }
}

#[test]
fn a_hundred_kills_lose_nothing_that_was_answered() {
    let folder = Folder::new("kills");
    let mut program = Program::start(&folder);
    let mut client = Client::of(&program);
    client.must("events", "AWSEvents.PutRule", &json!({"Name": "orders", "EventPattern": "{\"source\":[\"shop\"]}"}));
    let target = json!({"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:orders"});
    client.must("events", "AWSEvents.PutTargets", &json!({"Rule": "orders", "Targets": [target]}));
    make_streams(&mut client, CLIENTS);
    let mut known = Known::default();
    for round in 0..KILLS {
        let done = load_and_kill(program, round);
        program = Program::start(&folder);
        known.check(&mut Client::of(&program), round, &done);
    }
    program.stop();
    let program = Program::start(&folder);
    known.check(&mut Client::of(&program), KILLS, &vec![Done::default(); CLIENTS]);
    program.kill();
}

/// The program, with no room for files beyond four megabytes.
fn without_room(folder: &Folder) -> Command {
    let program = command(folder);
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 8192; exec \"$@\"", "sh"]).arg(program.get_program());
    shell.args(program.get_args()).stderr(Stdio::piped());
    shell
}

#[test]
fn a_full_disk_ends_the_program_and_loses_nothing_that_was_answered() {
    let folder = Folder::new("full");
    let program = Program::of(without_room(&folder));
    let mut client = Client::of(&program);
    make_streams(&mut client, 1);
    let at = Timestamp::parse(START).unwrap().as_millis();
    let mut answered = 0;
    let refusal = loop {
        let message = format!("{answered}-{}", "x".repeat(200_000));
        let body =
            json!({"logGroupName": "g", "logStreamName": "s0", "logEvents": [{"timestamp": at, "message": message}]});
        match client.call("logs", "Logs_20140328.PutLogEvents", &body) {
            Some((200, _)) => answered += 1,
            other => break other,
        }
        assert!(answered < 1000, "there is no room for so much");
    };
    let (status, said) = refusal.expect("it says why");
    assert_eq!(status, 500);
    assert!(said["message"].as_str().unwrap().starts_with("the journal cannot be written"), "{said}");
    let (is_well, said) = program.wait();
    assert!(!is_well && said.contains("the journal cannot be written"), "{said}");
    let program = Program::start(&folder);
    let found = messages(&mut Client::of(&program), 0);
    assert!(answered > 0 && (answered..=answered + 1).contains(&found.len()), "{answered}, {}", found.len());
    program.kill();
}

#[test]
fn two_programs_cannot_have_one_folder() {
    let folder = Folder::new("shared");
    let program = Program::start(&folder);
    let output = command(&folder).output().unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("is in use by another cupola-endpoint"), "{said}");
    program.kill();
}

#[test]
fn the_system_is_told_what_else_is_in_the_folder() {
    let folder = Folder::new("foreign");
    std::fs::create_dir_all(folder.path()).unwrap();
    std::fs::write(folder.path().join("journal.redb"), "my letters").unwrap();
    let output = command(&folder).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("is no journal of cupola-endpoint"), "{said}");
}
