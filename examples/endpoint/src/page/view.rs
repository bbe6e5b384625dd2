//! The page as HTML.

use cupola::events::pipes::PipeNotice;

use super::alarms::AlarmRow;
use super::counts::AreaCounts;
use super::html::{Html, grouped};
use super::{Facts, PlaceFacts};
use crate::ledger::{Entry, Fate};

const STYLE: &str = include_str!("style.css");

/// So many alarms are shown, and so many deliveries and notices of pipes.
const MOST_ALARMS: usize = 200;
const MOST_DELIVERIES: usize = 20;

/// Everything on one page.
pub(crate) fn page(facts: &Facts<'_>) -> String {
    let mut html = begin("cupola");
    html.raw("<header><h1>cupola</h1><p>").text("version ").text(env!("CARGO_PKG_VERSION"));
    html.raw(" · <a href=\"/\">Look again</a></p></header><main>");
    clock(&mut html, facts);
    if facts.places.is_empty() {
        nothing(&mut html, facts.host);
    }
    facts.places.iter().for_each(|place| section(&mut html, place));
    deliveries(&mut html, facts);
    html.raw("</main><footer><p>For programs: ");
    for path in ["/_cupola/health", "/_cupola/clock", "/_cupola/deliveries"] {
        html.raw("<a href=\"").raw(path).raw("\">").raw(path).raw("</a> ");
    }
    html.raw("</p></footer></body></html>\n");
    html.finish()
}

/// Why a form was refused.
pub(crate) fn refusal(why: &str) -> String {
    let mut html = begin("cupola: refused");
    html.raw("<main><h1>This cannot be done</h1>").element("p", "", why);
    html.raw("<p><a href=\"/\">Back</a></p></main></body></html>\n");
    html.finish()
}

fn begin(title: &str) -> Html {
    let mut html = Html::default();
    html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">")
        .element("title", "", title)
        .raw("<style>")
        .raw(STYLE)
        .raw("</style></head><body>");
    html
}

fn clock(html: &mut Html, facts: &Facts<'_>) {
    let now = facts.now.to_string();
    html.raw("<section aria-labelledby=\"clock\"><h2 id=\"clock\">Clock</h2><p class=\"now\"><time datetime=\"");
    html.text(&now).raw("\">").text(&now).raw("</time></p>");
    if facts.is_manual {
        html.raw(STEPS);
        html.raw("<form method=\"post\" action=\"/_cupola/clock\"><label for=\"to\">Go to</label> <input id=\"to\" name=\"to\" value=\"");
        html.text(&now).raw("\" required> <button>Go</button></form>");
        html.raw("<p>Time stands still until it is moved; what is due on the way is done in order.</p>");
    } else {
        html.raw("<p>The time is the machine's. With <code>--clock manual</code> it is moved from here.</p>");
    }
    html.raw("</section>");
}

/// Buttons that move the clock; no script is needed.
const STEPS: &str = "<form method=\"post\" action=\"/_cupola/clock\"><fieldset><legend>Move on by</legend>\
    <button name=\"by\" value=\"60\">1 minute</button> <button name=\"by\" value=\"300\">5 minutes</button> \
    <button name=\"by\" value=\"3600\">1 hour</button> <button name=\"by\" value=\"86400\">1 day</button></fieldset></form>";

fn nothing(html: &mut Html, host: &str) {
    html.raw("<section><h2>Nothing is here yet</h2><p>Point a client at this address:</p><pre>");
    html.text(&format!("aws --endpoint-url http://{host} logs create-log-group --log-group-name app"));
    html.raw("</pre></section>");
}

fn section(html: &mut Html, facts: &PlaceFacts) {
    html.raw("<section>").element("h2", "", &facts.place.to_string()).raw("<div class=\"areas\">");
    facts.areas.iter().for_each(|area| card(html, area));
    html.raw("</div>");
    alarms(html, &facts.alarms);
    if let Some(map) = &facts.map {
        html.raw("<figure class=\"wide\">").raw(map).raw("</figure>");
    }
    html.raw("</section>");
}

fn card(html: &mut Html, area: &AreaCounts) {
    html.raw("<div class=\"card\">").element("h3", "", area.name).raw("<dl>");
    for (name, count) in &area.counts {
        html.raw("<div>").element("dt", "", name).element("dd", "", &grouped(*count)).raw("</div>");
    }
    html.raw("</dl></div>");
}

fn alarms(html: &mut Html, alarms: &[AlarmRow]) {
    if alarms.is_empty() {
        return;
    }
    html.table("Alarms", &["Alarm", "State", "Since", "Reason"], |html| {
        for alarm in alarms.iter().take(MOST_ALARMS) {
            html.raw("<tr><th scope=\"row\">").text(&alarm.name).raw("</th><td>");
            html.element("span", look(alarm.state), alarm.state).raw("</td>");
            html.element("td", "time", &alarm.since.to_string()).element("td", "long", &alarm.reason).raw("</tr>");
        }
    });
    more(html, alarms.len(), MOST_ALARMS);
}

/// The state is told by its word; the colour only helps.
fn look(state: &str) -> &'static str {
    match state {
        "ALARM" => "state alarm",
        "OK" => "state ok",
        _ => "state unknown",
    }
}

fn more(html: &mut Html, all: usize, shown: usize) {
    if all > shown {
        html.element("p", "", &format!("and {} more", all - shown));
    }
}

fn deliveries(html: &mut Html, facts: &Facts<'_>) {
    html.raw("<section><h2>What left</h2>");
    let newest: Vec<&Entry> = facts.ledger.newest().take(MOST_DELIVERIES).collect();
    if newest.is_empty() {
        html.raw("<p>Nothing has left for a target yet.</p>");
    } else {
        let caption = match newest.len() {
            1 => "The newest delivery".to_owned(),
            more => format!("The newest {more} deliveries"),
        };
        let columns = ["Delivery", "Time", "Cause", "Target", "Outcome"];
        html.table(&caption, &columns, |html| newest.iter().for_each(|entry| delivery(html, entry)));
    }
    html.element("p", "", if facts.is_sending { SENT } else { KEPT });
    notices(html, facts);
    html.raw("</section>");
}

/// What became of records of pipes.
fn notices(html: &mut Html, facts: &Facts<'_>) {
    let newest: Vec<&PipeNotice> = facts.ledger.notices().newest().take(MOST_DELIVERIES).collect();
    if newest.is_empty() {
        return;
    }
    html.table("What pipes told last of records", &["Pipe", "Time", "What"], |html| {
        for notice in newest {
            html.raw("<tr><th scope=\"row\">").text(notice.pipe.as_str()).raw("</th>");
            html.element("td", "time", &notice.at.to_string()).element("td", "long", &notice.to_string()).raw("</tr>");
        }
    });
}

const SENT: &str = "Deliveries are sent to another endpoint; what fails for now is tried again on the clock's time.";
const KEPT: &str = "Nothing is sent anywhere: what is listed counts as delivered. With --deliver-to it is sent.";

fn delivery(html: &mut Html, Entry { delivery, fate, .. }: &Entry) {
    let outcome = match fate {
        Fate::Kept => "kept".to_owned(),
        other => other.shown().unwrap_or_default(),
    };
    html.raw("<tr><th scope=\"row\" class=\"whole\">").text(&delivery.id.to_string()).raw("</th>");
    html.element("td", "time", &delivery.at.to_string());
    html.element("td", "long", &delivery.cause).element("td", "long", &delivery.target);
    html.element("td", "", &format!("{outcome}, try {}", delivery.attempt)).raw("</tr>");
}
