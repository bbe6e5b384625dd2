//! The service's JSON of processors.

use serde::{Deserialize, Serialize};

/// One processor as it is written: an object with one member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Processor {
    #[serde(rename = "parseJSON")]
    ParseJson(ParseJson),
    Grok(Grok),
    Csv(Csv),
    ParseKeyValue(ParseKeyValue),
    #[serde(rename = "parseVPC")]
    ParseVpc(Vended),
    #[serde(rename = "parseRoute53")]
    ParseRoute53(Vended),
    #[serde(rename = "parseWAF")]
    ParseWaf(Vended),
    ParseCloudfront(Vended),
    ParsePostgres(Vended),
    #[serde(rename = "parseToOCSF")]
    ParseToOcsf(serde_json::Value),
    AddKeys(Entries<AddKey>),
    CopyValue(Entries<Transfer>),
    MoveKeys(Entries<Transfer>),
    RenameKeys(Entries<RenameKey>),
    DeleteKeys(WithKeys),
    LowerCaseString(WithKeys),
    UpperCaseString(WithKeys),
    TrimString(WithKeys),
    SplitString(Entries<Split>),
    SubstituteString(Entries<Substitute>),
    TypeConverter(Entries<Convert>),
    DateTimeConverter(DateTime),
    ListToMap(ListToMap),
}

impl Processor {
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::ParseJson(_) => "parseJSON",
            Self::Grok(_) => "grok",
            Self::Csv(_) => "csv",
            Self::ParseKeyValue(_) => "parseKeyValue",
            Self::ParseVpc(_) => "parseVPC",
            Self::ParseRoute53(_) => "parseRoute53",
            Self::ParseWaf(_) => "parseWAF",
            Self::ParseCloudfront(_) => "parseCloudfront",
            Self::ParsePostgres(_) => "parsePostgres",
            Self::ParseToOcsf(_) => "parseToOCSF",
            Self::AddKeys(_) => "addKeys",
            Self::CopyValue(_) => "copyValue",
            Self::MoveKeys(_) => "moveKeys",
            Self::RenameKeys(_) => "renameKeys",
            Self::DeleteKeys(_) => "deleteKeys",
            Self::LowerCaseString(_) => "lowerCaseString",
            Self::UpperCaseString(_) => "upperCaseString",
            Self::TrimString(_) => "trimString",
            Self::SplitString(_) => "splitString",
            Self::SubstituteString(_) => "substituteString",
            Self::TypeConverter(_) => "typeConverter",
            Self::DateTimeConverter(_) => "dateTimeConverter",
            Self::ListToMap(_) => "listToMap",
        }
    }

    /// Whether it reads the logs of a service.
    pub(super) const fn is_vended(&self) -> bool {
        matches!(
            self,
            Self::ParseVpc(_)
                | Self::ParseRoute53(_)
                | Self::ParseWaf(_)
                | Self::ParseCloudfront(_)
                | Self::ParsePostgres(_)
                | Self::ParseToOcsf(_)
        )
    }

    pub(super) const fn is_parser(&self) -> bool {
        self.is_vended() || matches!(self, Self::ParseJson(_) | Self::Grok(_) | Self::Csv(_) | Self::ParseKeyValue(_))
    }

    /// The source that a parser names.
    pub(super) fn source(&self) -> Option<&str> {
        match self {
            Self::ParseJson(ParseJson { source, .. })
            | Self::Grok(Grok { source, .. })
            | Self::Csv(Csv { source, .. })
            | Self::ParseKeyValue(ParseKeyValue { source, .. })
            | Self::ParseVpc(Vended { source })
            | Self::ParseRoute53(Vended { source })
            | Self::ParseWaf(Vended { source })
            | Self::ParseCloudfront(Vended { source })
            | Self::ParsePostgres(Vended { source }) => source.as_deref(),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ParseJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) destination: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Grok {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(rename = "match")]
    pub(super) pattern: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Csv {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quote_character: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delimiter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) columns: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) destination: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ParseKeyValue {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) destination: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) field_delimiter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key_value_delimiter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key_prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) non_match_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) overwrite_if_exists: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Vended {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entries<E> {
    pub(super) entries: Vec<E>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WithKeys {
    pub(super) with_keys: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AddKey {
    pub(super) key: String,
    pub(super) value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) overwrite_if_exists: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transfer {
    pub(super) source: String,
    pub(super) target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) overwrite_if_exists: Option<bool>,
}

/// The user guide calls the new name `target`, the API `renameTo`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RenameKey {
    pub(super) key: String,
    #[serde(alias = "target")]
    pub(super) rename_to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) overwrite_if_exists: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Split {
    pub(super) source: String,
    pub(super) delimiter: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Substitute {
    pub(super) source: String,
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Convert {
    pub(super) key: String,
    #[serde(rename = "type")]
    pub(super) kind: Kind,
}

/// What a value is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Kind {
    Boolean,
    Integer,
    Double,
    String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DateTime {
    pub(super) source: String,
    pub(super) target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target_format: Option<String>,
    pub(super) match_patterns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source_timezone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target_timezone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) locale: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListToMap {
    pub(super) source: String,
    pub(super) key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flatten: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flattened_element: Option<Element>,
}

/// Which element of a list is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Element {
    First,
    Last,
}
