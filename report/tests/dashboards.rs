//! Dashboards: well-formed, bounded, the same each time, with everything in them that was given.

use cupola_report::{
    AlarmEntry, AlarmList, BarChart, ChartAxis, Dashboard, Gauge, Gauges, GridPlace, LegendPlace, NumberEntry, Numbers,
    PieChart, Series, State, Table, TimeChart, Timestamp, Widget,
};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

/// The names of a page's elements and its texts; fails where it is not well formed.
fn read(html: &str) -> Result<(Vec<String>, String), String> {
    let mut reader = Reader::from_str(html);
    reader.config_mut().check_end_names = true;
    let (mut elements, mut texts, mut depth) = (Vec::new(), String::new(), 0);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                depth += 1;
                elements.push(name_of(&tag)?);
            }
            Event::Empty(tag) => elements.push(name_of(&tag)?),
            Event::End(_) => {
                depth -= 1;
                texts.push('\n');
            }
            Event::Text(text) => texts.push_str(&text.decode().map_err(|error| error.to_string())?),
            Event::GeneralRef(entity) => texts.push(match &*entity {
                b"amp" => '&',
                b"lt" => '<',
                b"gt" => '>',
                b"quot" => '"',
                other => return Err(format!("&{other:?}; is not XML's own")),
            }),
            Event::DocType(_) => {}
            Event::Eof if depth == 0 => return Ok((elements, texts)),
            other => return Err(format!("{other:?} is not expected at depth {depth}")),
        }
    }
}

/// The name of an element whose attributes hold nothing that is no place in a picture, and no unsafe address.
fn name_of(tag: &quick_xml::events::BytesStart<'_>) -> Result<String, String> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.unescape_value().map_err(|error| error.to_string())?;
        let address = attribute.key.as_ref() == b"href";
        if address && !["http://", "https://", "mailto:"].iter().any(|scheme| value.to_lowercase().starts_with(scheme))
        {
            return Err(format!("{value} is no safe address"));
        }
        if !address && (value.contains("NaN") || value.contains("inf")) {
            return Err(format!("{value} is no place in a picture"));
        }
    }
    String::from_utf8(tag.name().as_ref().to_vec()).map_err(|error| error.to_string())
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(1_800_000_000 + seconds)
}

fn wave(name: &str, height: f64, shift: i64) -> Series {
    Series::new(
        name,
        (0..180).map(|i| (at(60 * i), height + f64::from(i32::try_from((i * 7 + shift) % 23).unwrap_or(0)))),
    )
}

fn everything() -> Dashboard {
    let percent = ChartAxis { min: Some(0.0), max: Some(100.0), label: Some("Percent".into()) };
    let lines = TimeChart::new()
        .with_series(wave("web-1", 40.0, 0))
        .with_series(wave("web-2 in the other zone", 52.0, 9))
        .with_series_at_right(wave("requests", 3000.0, 4))
        .with_left(percent)
        .with_right(ChartAxis { label: Some("count per minute".into()), ..ChartAxis::default() })
        .with_line("too much", 85.0)
        .with_moment("release", at(60 * 110));
    let areas = (0..4).fold(TimeChart::new().stacked(), |chart, i| {
        chart.with_series(wave(&format!("queue {i}"), 5.0 + f64::from(i), i64::from(i) * 5))
    });
    let numbers = Numbers::new()
        .with(NumberEntry::new("Orders", Some(12_345.0)).in_unit("Count").with_line(wave("orders", 5.0, 3)))
        .with(NumberEntry::new("p99 latency", Some(812.4)).in_unit("Milliseconds").with_line(wave("p99", 800.0, 8)))
        .with(NumberEntry::new("Nobody knows", None));
    let gauges = Gauges::new().with(Gauge::new("CPU", Some(73.2), 0.0, 100.0).in_unit("Percent")).with(Gauge::new(
        "Queue",
        Some(1200.0),
        0.0,
        5000.0,
    ));
    let bars = BarChart::new().with("eu-central-1", 420.0).with("us-east-1", 1337.0).with("returned", -120.0);
    let pie = PieChart::new().with("2xx", 9_700.0).with("4xx", 240.0).with("5xx", 60.0);
    let alarms = AlarmList::new()
        .with(AlarmEntry::new("checkout-fails", State::Alarm).with_note("since 06:12 UTC"))
        .with(AlarmEntry::new("queue-grows", State::Ok))
        .with(AlarmEntry::new("canary", State::InsufficientData));
    let logs = Table::new(["@timestamp", "@message"])
        .with_row(["2026-05-04 06:12:00.123", "order <7> failed & was retried"])
        .with_row(["2026-05-04 06:12:01.000", "order 8 placed"]);
    let text = "# Shop\nAll that the **shop** does; ask *Ada* or read [the book](https://example.com/a?b=1&c=2).\n\n\
                - orders\n- `queue <1>`\n\n1. look\n2. call";
    Dashboard::new("Shop & more")
        .with(GridPlace::new(0, 0, 16, 7), Widget::time("Load and requests", lines))
        .with(GridPlace::new(16, 0, 8, 7), Widget::text(text))
        .with(GridPlace::new(0, 7, 12, 4), Widget::numbers("Right now", numbers))
        .with(GridPlace::new(12, 7, 6, 4), Widget::gauges("Limits", gauges))
        .with(GridPlace::new(18, 7, 6, 4), Widget::pie("Answers", pie))
        .with(GridPlace::new(0, 11, 12, 6), Widget::time("Queues", areas.with_legend(LegendPlace::Right)))
        .with(GridPlace::new(12, 11, 6, 6), Widget::bars("Orders by region", bars))
        .with(GridPlace::new(18, 11, 6, 6), Widget::alarms("Alarms", alarms))
        .with(GridPlace::new(0, 17, 12, 4), Widget::table("Errors", logs))
        .with(GridPlace::new(12, 17, 12, 4), Widget::note("Map", "Explorer widgets are not shown."))
}

#[test]
fn a_dashboard_holds_all_that_was_given() {
    let html = everything().to_html();
    let (elements, texts) = read(&html).unwrap_or_else(|error| panic!("{error}\n{html}"));
    for text in [
        "Shop & more",
        "Load and requests",
        "web-2 in the other zone",
        "requests (right)",
        "too much (85)",
        "release",
        "count per minute",
        "12.35k",
        "812.4 ms",
        "—",
        "73.2%",
        "2xx: 9700 (97%)",
        "us-east-1",
        "1337",
        "-120",
        "checkout-fails",
        "INSUFFICIENT_DATA",
        "since 06:12 UTC",
        "order <7> failed & was retried",
        "queue <1>",
        "Explorer widgets are not shown.",
        "08:30",
        "queue 3",
    ] {
        assert!(texts.contains(text), "no {text:?} in {texts}");
    }
    for element in ["h3", "strong", "em", "a", "ul", "ol", "code", "svg", "path", "table"] {
        assert!(elements.iter().any(|found| found == element), "no {element}");
    }
    assert!(elements.iter().all(|found| !["script", "img", "link", "iframe"].contains(&&**found)));
    assert_eq!(everything().to_html(), html);
}

#[test]
fn widgets_stand_where_they_were_put() {
    let html = everything().to_html();
    assert!(html.contains("grid-column:17 / span 8;grid-row:1 / span 7"));
    let edge = Dashboard::new("d").with(GridPlace::new(40, 50_000, 99, 0), Widget::note("", "x")).to_html();
    assert!(edge.contains("grid-column:24 / span 1;grid-row:10000 / span 1"), "{edge}");
}

#[test]
fn every_widget_has_words_for_its_picture() {
    let html = everything().to_html();
    for words in
        ["CPU: 73.2% between 0 and 100.", "us-east-1: 1337.", "5xx: 60 (0.6%).", "Moment release at", "Orders: 12.35k."]
    {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn many_points_make_a_small_page() {
    let many = |name: &str| Series::new(name, (0..400_000).map(|i| (at(i), (i % 1_000) as f64)));
    let plain = TimeChart::new().with_series(many("a"));
    let stacked = TimeChart::new().with_series(many("a")).with_series(many("b")).stacked();
    let names = (0..500)
        .fold(TimeChart::new(), |chart, i| chart.with_series(Series::new(format!("series {i}"), [(at(i), 1.0)])));
    let pie = (0..5_000).fold(PieChart::new(), |pie, i| pie.with(format!("slice {i}"), 1.0));
    let bars = (0..5_000).fold(BarChart::new(), |bars, i| bars.with(format!("bar {i}"), f64::from(i)));
    for widget in
        [Widget::time("t", plain), Widget::time("t", stacked), Widget::time("t", names), Widget::bars("b", bars)]
    {
        let html = Dashboard::new("d").with(GridPlace::new(0, 0, 24, 8), widget).to_html();
        assert!(html.len() < 200_000, "{} bytes", html.len());
        assert!(read(&html).is_ok());
    }
    let html = Dashboard::new("d").with(GridPlace::new(0, 0, 6, 6), Widget::pie("p", pie)).to_html();
    assert!(html.contains(" more"), "the rest is told");
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>(), -1e3..1e3, Just(f64::MAX), Just(f64::MIN), Just(5e-324), Just(f64::NAN), Just(0.0)]
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    prop_oneof![any::<i64>(), 0..1_000_000i64].prop_map(Timestamp::from_millis)
}

fn any_series() -> impl Strategy<Value = Series> {
    (any::<String>(), prop::collection::vec((any_time(), any_value()), 0..30))
        .prop_map(|(name, points)| Series::new(name, points))
}

fn any_end() -> impl Strategy<Value = Option<f64>> {
    prop::option::of(any_value())
}

prop_compose! {
    fn any_time_widget()(
        title in any::<String>(), left in prop::collection::vec(any_series(), 0..5), right in prop::collection::vec(any_series(), 0..3),
        stacked in any::<bool>(), ends in (any_end(), any_end(), any_end(), any_end()), label in prop::option::of(any::<String>()),
        line in (any::<String>(), any_value()), moment in (any::<String>(), any_time()), legend in 0..3u8,
        range in prop::option::of((any_time(), any_time())),
    ) -> Widget {
        let legend = [LegendPlace::Bottom, LegendPlace::Right, LegendPlace::Hidden][usize::from(legend)];
        let chart = TimeChart::new().with_line(line.0, line.1).with_moment(moment.0, moment.1).with_legend(legend);
        let chart = left.into_iter().fold(chart, TimeChart::with_series);
        let chart = right.into_iter().fold(chart, TimeChart::with_series_at_right);
        let chart = chart.with_left(ChartAxis { min: ends.0, max: ends.1, label });
        let chart = chart.with_right(ChartAxis { min: ends.2, max: ends.3, label: None });
        let chart = range.into_iter().fold(chart, |chart, (from, to)| chart.with_range(from, to));
        Widget::time(title, if stacked { chart.stacked() } else { chart })
    }
}

prop_compose! {
    fn any_other_widget()(
        title in any::<String>(), named in prop::collection::vec((any::<String>(), any_value()), 0..8), unit in any::<String>(),
        ends in (any_value(), any_value()), series in any_series(), kind in 0..4u8,
    ) -> Widget {
        let all = named.into_iter();
        match kind {
            0 => Widget::numbers(title, all.fold(Numbers::new(), |numbers, (label, value)| {
                numbers.with(NumberEntry::new(label, Some(value)).in_unit(&unit).with_line(series.clone()))
            })),
            1 => Widget::gauges(title, all.fold(Gauges::new(), |gauges, (label, value)| {
                gauges.with(Gauge::new(label, Some(value), ends.0, ends.1).in_unit(&unit))
            })),
            2 => Widget::bars(title, all.fold(BarChart::new().in_unit(unit), |bars, (label, value)| bars.with(label, value))),
            _ => Widget::pie(title, all.fold(PieChart::new().in_unit(unit), |pie, (label, value)| pie.with(label, value))),
        }
    }
}

proptest! {
    #[test]
    fn any_widget_is_well_formed(
        widget in prop_oneof![any_time_widget(), any_other_widget()], place in any::<(u32, u32, u32, u32)>(), size in (1..25u32, 1..30u32),
    ) {
        let place = if place.0 % 2 == 0 { GridPlace::new(place.0, place.1, place.2, place.3) } else { GridPlace::new(0, 0, size.0, size.1) };
        let html = Dashboard::new("d").with(place, widget.clone()).to_html();
        let read = read(&html);
        prop_assert!(read.is_ok(), "{:?}\n{html}", read);
        prop_assert_eq!(Dashboard::new("d").with(place, widget).to_html(), html);
    }

    #[test]
    fn any_text_is_well_formed(text in "([a-z ]|[*_`#\\[\\]()>.1-]|\n|\\*\\*|\\]\\(|https://|javascript:|```|<b>|&){0,60}") {
        let html = Dashboard::new("d").with(GridPlace::new(0, 0, 6, 6), Widget::text(text)).to_html();
        let read = read(&html);
        prop_assert!(read.is_ok(), "{:?}\n{html}", read);
    }

    #[test]
    fn any_plain_text_stands_as_it_is(text in "[a-zA-Z0-9<>&\"' ,;:!?=+äß🛒-]{0,40}") {
        let plain = format!("x{text}x");
        let html = Dashboard::new("d").with(GridPlace::new(0, 0, 6, 6), Widget::text(&plain)).to_html();
        let (_, texts) = read(&html).map_err(TestCaseError::fail)?;
        prop_assert!(texts.contains(&plain), "{texts}");
    }
}
