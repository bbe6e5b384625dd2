//! Whatever goes in, what comes out is well-formed XML of a bounded size, with the texts in it.

use std::time::Duration;

use cupola_report::{Drawing, LineChart, Page, Series, State, StateBand, StateRow, Table, Timestamp};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

/// The texts of a document, in order; fails where it is not well formed.
fn texts(xml: &str) -> Result<Vec<String>, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut texts, mut depth) = (vec![String::new()], 0);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                depth += 1;
                check_attributes(&tag)?;
                texts.push(String::new());
            }
            Event::Empty(tag) => check_attributes(&tag)?,
            Event::End(_) => {
                depth -= 1;
                texts.push(String::new());
            }
            Event::Text(text) => last(&mut texts).push_str(&text.decode().map_err(|error| error.to_string())?),
            Event::GeneralRef(entity) => last(&mut texts).push(character(&entity)?),
            Event::DocType(_) => {}
            Event::Eof if depth == 0 => return Ok(texts),
            other => return Err(format!("{other:?} is not expected at depth {depth}")),
        }
    }
}

fn check_attributes(tag: &quick_xml::events::BytesStart<'_>) -> Result<(), String> {
    for attribute in tag.attributes() {
        let value =
            attribute.map_err(|error| error.to_string())?.unescape_value().map_err(|error| error.to_string())?;
        if value.contains("NaN") || value.contains("inf") {
            return Err(format!("{value} is no place in a picture"));
        }
    }
    Ok(())
}

fn character(entity: &[u8]) -> Result<char, String> {
    let known = [(&b"amp"[..], '&'), (b"lt", '<'), (b"gt", '>'), (b"quot", '"')];
    let found = known.into_iter().find(|(name, _)| *name == entity);
    found.map(|(_, c)| c).ok_or_else(|| format!("&{entity:?}; is not XML's own"))
}

fn last(texts: &mut [String]) -> &mut String {
    texts.last_mut().expect("there is one from the start")
}

fn assert_holds(drawing: &Drawing, text: &str) {
    let svg = drawing.to_svg();
    let texts = texts(&svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    assert!(texts.iter().any(|found| found == text), "no {text:?} in {texts:?}");
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(1_800_000_000 + seconds)
}

#[test]
fn nothing_to_draw_is_said() {
    assert_holds(&LineChart::new("Empty").draw(), "no data");
    assert_holds(&LineChart::new("Empty").with_series(Series::new("s", [])).draw(), "no data");
    assert_holds(&StateBand::new("Empty").draw(), "no data");
    assert_holds(&StateBand::new("Empty").with_row(StateRow::new("a", [])).draw(), "no data");
}

#[test]
fn a_single_point_is_a_dot_that_tells_its_value() {
    let drawing = LineChart::new("One").with_series(Series::new("s", [(at(0), 7.25)])).draw();
    assert_holds(&drawing, "2027-01-15T08:00:00Z: 7.25");
    assert!(drawing.to_svg().contains("<circle"));
}

#[test]
fn what_is_not_a_number_is_left_out_and_counted() {
    let points = [(at(0), 1.0), (at(60), f64::NAN), (at(120), f64::NEG_INFINITY), (at(180), 2.0)];
    let chart = LineChart::new("Holes").with_series(Series::new("s", points)).with_threshold("limit", f64::NAN);
    let drawing = chart.draw();
    assert_holds(&drawing, "limit (NaN: no line)");
    assert!(drawing.description().contains("2 values that are not finite are left out"));
    assert!(!drawing.to_svg().contains("<path"), "no line crosses the hole");
}

#[test]
fn gaps_break_the_line() {
    let points = [0, 60, 120, 600, 660].map(|s| (at(s), 1.0));
    let chart = LineChart::new("Gap").with_series(Series::new("s", points)).with_gap(Duration::from_secs(60));
    let svg = chart.draw().to_svg();
    let (_, path) = svg.split_once(" d=\"").expect("there is a line");
    let (path, _) = path.split_once('"').expect("it ends");
    assert_eq!(path.matches('M').count(), 2, "{path}");
}

#[test]
fn values_keep_their_order_in_the_picture() {
    let points = [(at(0), 0.0), (at(60), 10.0)];
    let svg = LineChart::new("Up").with_series(Series::new("s", points)).draw().to_svg();
    // Plot: 64 to 936 across, 44 to 284 down; the scale goes from 0 to 10.
    assert!(svg.contains("d=\"M64 284L936 44\""), "{svg}");
}

#[test]
fn a_million_points_make_a_small_picture() {
    let points = (0..1_000_000).map(|i| (at(i), (i % 1_000) as f64));
    let svg = LineChart::new("Many").with_series(Series::new("s", points)).draw().to_svg();
    assert!(svg.len() < 100_000, "{} bytes", svg.len());
    let flicker = (0..1_000_000).map(|i| (at(i), if i % 2 == 0 { State::Ok } else { State::Alarm }));
    let svg = StateBand::new("Many").with_row(StateRow::new("a", flicker)).draw().to_svg();
    assert!(svg.len() < 100_000, "{} bytes", svg.len());
}

#[test]
fn many_breaks_make_a_small_picture_too() {
    let points = (0..300_000).map(|i| (at(i), if i % 2 == 0 { f64::NAN } else { (i % 1_000) as f64 }));
    let svg = LineChart::new("Holes").with_series(Series::new("s", points)).draw().to_svg();
    assert!(svg.len() < 1_000_000, "{} bytes", svg.len());
}

#[test]
fn a_page_has_everything_in_its_order() {
    let page = Page::new("T & T")
        .heading("<h>")
        .paragraph("a\nb")
        .figure_with_caption(LineChart::new("C").draw(), "c\u{0}c")
        .table(Table::new(["x"]).with_caption("cap").with_row(["1", "2"]))
        .preformatted("  \n</pre><script>alert(1)</script>");
    let html = page.to_html();
    let texts = texts(&html).expect("well formed");
    let order =
        ["T & T", "<h>", "a\nb", "C", "c\u{fffd}c", "cap", "x", "1", "2", "\n  \n</pre><script>alert(1)</script>"];
    let mut found = texts.iter();
    for text in order {
        assert!(found.any(|t| t == text), "{text:?} in its place of {texts:?}");
    }
    assert_eq!(page.to_html(), html);
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), -1e3..1e3, Just(f64::MAX), Just(f64::MIN), Just(5e-324), Just(f64::NAN)]
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    prop_oneof![any::<i64>(), 0..1_000_000i64].prop_map(Timestamp::from_millis)
}

fn any_state() -> impl Strategy<Value = State> {
    prop_oneof![Just(State::Ok), Just(State::InsufficientData), Just(State::Alarm)]
}

prop_compose! {
    fn any_chart()(
        title in any::<String>(), unit in any::<String>(), names in prop::collection::vec(any::<String>(), 0..9),
        points in prop::collection::vec((any_time(), any_value()), 0..50), threshold in any_value(),
        states in prop::collection::vec((any_time(), any_state()), 0..20),
        range in prop::option::of((any_time(), any_time())), gap in any::<u32>(), size in any::<(u32, u32)>(),
    ) -> LineChart {
        let chart = LineChart::new(&title).with_unit(unit).with_threshold(title, threshold).with_size(size.0, size.1);
        let chart = chart.with_gap(Duration::from_millis(gap.into())).with_states(StateRow::new("row", states));
        let chart = names.into_iter().fold(chart, |chart, name| chart.with_series(Series::new(name, points.clone())));
        range.into_iter().fold(chart, |chart, (from, to)| chart.with_range(from, to))
    }
}

proptest! {
    #[test]
    fn any_chart_is_well_formed(chart in any_chart()) {
        let svg = chart.draw().to_svg();
        prop_assert!(texts(&svg).is_ok(), "{:?}\n{svg}", texts(&svg));
        prop_assert_eq!(chart.draw().to_svg(), svg);
    }

    #[test]
    fn any_text_survives_escaping(text in "\\PC{1,20}") {
        let html = Page::new(text.clone()).paragraph(text.clone()).table(Table::new([text.clone()])).to_html();
        let found = texts(&html).map_err(TestCaseError::fail)?;
        prop_assert_eq!(found.iter().filter(|found| **found == text).count(), 4, "title, heading, paragraph, cell");
    }
}

/// Pictures to look at: `LOOK=dir cargo test -p cupola-report --test well_formed -- --ignored`.
#[test]
#[ignore = "writes files for the eye"]
fn look() {
    let directory = std::path::PathBuf::from(option_env!("LOOK").unwrap_or("target"));
    let minute = |i: i64| at(60 * i);
    let wave = |i: i64| (minute(i), if (60..75).contains(&i) { 31.0 } else { (i * 7 % 11) as f64 });
    let states = [
        (minute(0), State::InsufficientData),
        (minute(15), State::Ok),
        (minute(62), State::Alarm),
        (minute(78), State::Ok),
        (minute(110), State::Alarm),
        (minute(112), State::Ok),
    ];
    let chart = LineChart::new("Failed logins <per minute>")
        .with_unit("Count")
        .with_series(Series::new("failed", (0..240).filter(|i| !(120..140).contains(i)).map(wave)))
        .with_series(Series::new("accepted", (0..240).step_by(8).map(|i| (minute(i), 12.0 + (i % 5) as f64))))
        .with_threshold("alarm above 20", 20.0)
        .with_gap(Duration::from_secs(500))
        .with_states(StateRow::new("failed-logins", states));
    let band = StateBand::new("Alarms")
        .with_row(StateRow::new("a", states))
        .with_row(StateRow::new("b", states))
        .with_range(minute(0), minute(239));
    std::fs::write(directory.join("chart.svg"), chart.draw().to_svg()).unwrap();
    std::fs::write(directory.join("band.svg"), band.draw().to_svg()).unwrap();
    let page = Page::new("Night")
        .paragraph("All of it.")
        .figure_with_caption(chart.draw(), "What happened")
        .figure(band.draw());
    let page = page
        .heading("Numbers")
        .table(Table::new(["Alarm", "Changes"]).with_numbers_in(1).with_row(["a", "4"]))
        .preformatted("a\n  b");
    std::fs::write(directory.join("page.html"), page.to_html()).unwrap();
}
