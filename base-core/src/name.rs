//! Texts with a rule that is checked once.

/// Declares names: texts that keep to a rule, which a function checks when one is made.
///
/// Each is written as `Name: Error = check;`, where `check` takes the text and gives `Ok(())` or the
/// error. A name is cheap to clone, is ordered as its text and is nothing but its text in serde. The
/// using package needs serde.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// pub struct NoShelf;
/// # impl std::fmt::Display for NoShelf {
/// #     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
/// #         f.write_str("a shelf is one letter")
/// #     }
/// # }
///
/// cupola_base::names! {
///     /// A shelf: one letter.
///     Shelf: NoShelf = |text| if text.len() == 1 { Ok(()) } else { Err(NoShelf) };
/// }
///
/// assert_eq!(Shelf::new("a")?.as_str(), "a");
/// assert_eq!("ab".parse::<Shelf>(), Err(NoShelf));
/// assert!(serde_json::from_str::<Shelf>(r#""ab""#).is_err());
/// # Ok::<(), NoShelf>(())
/// ```
#[macro_export]
macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $error:ty = $check:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(try_from = "::std::sync::Arc<str>", into = "::std::sync::Arc<str>")]
        pub struct $name(::std::sync::Arc<str>);

        impl $name {
            /// Checks and takes the text.
            ///
            /// # Errors
            #[doc = concat!("[`", stringify!($error), "`], with what is accepted.")]
            pub fn new(text: impl Into<::std::sync::Arc<str>>) -> Result<Self, $error> {
                let check: fn(&str) -> Result<(), $error> = $check;
                let text = text.into();
                check(&text)?;
                Ok(Self(text))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<::std::sync::Arc<str>> for $name {
            type Error = $error;

            fn try_from(text: ::std::sync::Arc<str>) -> Result<Self, $error> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $error;

            fn try_from(text: &str) -> Result<Self, $error> {
                Self::new(text)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                Self::new(text)
            }
        }

        impl From<$name> for ::std::sync::Arc<str> {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl ::std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    )*};
}
