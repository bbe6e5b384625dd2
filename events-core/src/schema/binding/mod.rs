//! Schemas as code: types that read and write the events.

mod plan;
mod python;
mod rust;
mod typescript;
mod words;
mod zip;

pub use zip::zip;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Schema;
use plan::Plan;

/// A language in which bindings are written.
///
/// The service has Java, Python, TypeScript and Go; Rust is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Language {
    /// Structs that derive serde's traits. Needs the crates `serde` (with `derive`) and `serde_json`.
    Rust,
    /// Data classes with `from_dict` and `to_dict`, for Python 3.7 and newer.
    Python36,
    /// Interfaces, for TypeScript 3 and newer.
    TypeScript3,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 3] = [Self::Rust, Self::Python36, Self::TypeScript3];

    /// The service's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Python36 => "Python36",
            Self::TypeScript3 => "TypeScript3",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, LanguageError> {
        match Self::ALL.into_iter().find(|language| language.as_str() == text) {
            Some(language) => Ok(language),
            None if ["Java8", "Go1"].contains(&text) => Err(LanguageError::NotWritten(text.to_owned())),
            None => Err(LanguageError::Unknown(text.to_owned())),
        }
    }
}

/// Why no bindings are written in a language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LanguageError {
    /// The service knows it, we do not write it.
    #[error("Code bindings in {0} are not supported yet: Rust, Python36 and TypeScript3 are.")]
    NotWritten(String),
    /// The service does not know it.
    #[error("Language {0} is not valid: Java8, Python36, TypeScript3, Go1 or Rust is needed.")]
    Unknown(String),
}

/// One file of source text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceFile {
    /// Its path below the folder of the bindings, with `/` between.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Schema {
    /// The schema as code: one type for each component, named after it. The same schema gives the same bytes.
    ///
    /// A member that is not always there, or may be null, is optional; where anything may stand, so it does in the code.
    /// Names that a language cannot have are bent to it, the name in the JSON stands beside.
    ///
    /// ```
    /// use cupola_events::schema::{Inference, Language};
    ///
    /// let schema = Inference::of(r#"{"crate-id": 7, "type": "heavy", "docks": [{"n": 1.5}]}"#)?.schema();
    /// let files = schema.bindings(Language::Rust);
    /// assert_eq!(files[0].path, "event.rs");
    /// assert!(files[0].text.contains("#[serde(rename = \"crate-id\")]\n    pub crate_id: i64,"), "{}", files[0].text);
    /// assert!(files[0].text.contains("pub docks: ::std::vec::Vec<DocksItem>,"), "{}", files[0].text);
    /// assert!(files[0].text.contains("pub r#type: ::std::string::String,"), "{}", files[0].text);
    /// # Ok::<(), cupola_events::schema::InferError>(())
    /// ```
    #[must_use]
    pub fn bindings(&self, language: Language) -> Vec<SourceFile> {
        match language {
            Language::Rust => {
                let plan = Plan::of(self, rust::TYPES, rust::FIELDS);
                vec![SourceFile { path: format!("{}.rs", plan.file), text: rust::print(&plan) }]
            }
            Language::Python36 => {
                let plan = Plan::of(self, python::TYPES, python::FIELDS);
                vec![SourceFile { path: format!("{}.py", plan.file), text: python::print(&plan) }]
            }
            Language::TypeScript3 => {
                let plan = Plan::of(self, typescript::TYPES, typescript::FIELDS);
                vec![SourceFile { path: format!("{}.ts", plan.file), text: typescript::print(&plan) }]
            }
        }
    }
}
