//! What must hold whatever the text of a template (feature `testing`; exempt from stability). The law panics where it is
//! broken.

use cupola::{Observatory, Place, Timestamp};

use crate::{Loaded, Template, TemplateError};

/// Any text is a template or an error that points into it; templates are loaded the same way each time, or refused
/// with a place; printed as JSON and read again they load alike; and leniently no less is made than strictly.
///
/// # Panics
/// When it is not so.
pub fn template_law(text: &str) {
    let template = match Template::parse(text) {
        Ok(template) => template,
        Err(error) => return points(&error),
    };
    let strict = load(&template);
    assert_eq!(strict, load(&template), "the same template, the same load");
    strict.as_ref().map_or_else(points, |_| ());
    let printed = template.to_json();
    let again = Template::parse(&printed).unwrap_or_else(|error| panic!("printed, it is no template: {error}"));
    assert_eq!(again.to_json(), printed);
    match (&strict, load(&again)) {
        (Ok(one), Ok(other)) => assert_eq!(*one, other),
        (Err(one), Err(other)) => assert_eq!(one.kind(), other.kind()),
        (one, other) => panic!("printed, it loads otherwise: {one:?} {other:?}"),
    }
    let lenient = load(&template.lenient());
    lenient.as_ref().map_or_else(points, |_| ());
    if let Ok(strict) = strict {
        assert_eq!(lenient.as_ref().map(|loaded| &loaded.created), Ok(&strict.created));
    }
}

fn load(template: &Template) -> Result<Loaded, TemplateError> {
    let place = Place::parse("111122223333", "us-east-1").expect("a place");
    let now = Timestamp::parse("2026-01-05T00:00:00Z").expect("a time");
    template.load(now, &mut Observatory::new(place, 0))
}

/// An error says something, about a place in the text.
fn points(error: &TemplateError) {
    let diagnostic = error.diagnostic();
    assert!(!diagnostic.message().is_empty() && error.to_string().contains(diagnostic.message()));
    assert!(diagnostic.source().get(diagnostic.span().range()).is_some(), "{error}");
}
