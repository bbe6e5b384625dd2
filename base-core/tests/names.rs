//! Names that another package declares.

use std::collections::BTreeSet;

/// The text is no pier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a number of a pier")]
pub struct NoPier(String);

fn check(text: &str) -> Result<(), NoPier> {
    if text.starts_with('p') { Ok(()) } else { Err(NoPier(text.into())) }
}

cupola_base::names! {
    /// A pier.
    Pier: NoPier = check;
}

#[test]
fn no_door_goes_around_the_check() {
    assert_eq!(Pier::new("7"), Err(NoPier("7".into())));
    assert_eq!(Pier::try_from("7"), Err(NoPier("7".into())));
    assert_eq!("7".parse::<Pier>(), Err(NoPier("7".into())));
    let error = serde_json::from_str::<Pier>(r#""7""#).unwrap_err();
    assert_eq!(error.to_string(), "7 is not a number of a pier");
}

#[test]
fn a_name_is_its_text() {
    let pier = Pier::new("p7").unwrap();
    assert_eq!((pier.to_string(), format!("{pier:?}")), ("p7".into(), r#""p7""#.into()));
    assert_eq!(serde_json::to_string(&pier).unwrap(), r#""p7""#);
    assert_eq!(serde_json::from_str::<Pier>(r#""p7""#).unwrap(), pier);
    assert!(BTreeSet::from([pier]).contains("p7"));
}
