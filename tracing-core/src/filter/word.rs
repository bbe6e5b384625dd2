//! The words of the language, and where each may stand.

/// Where a term stands: what it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The trace.
    Trace,
    /// A segment, in `service() { }`.
    Segment,
    /// A call, in `edge() { }`.
    Call,
    /// A part of a root cause.
    Cause(CauseKind, CauseLevel),
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $($variant:ident $text:literal),* $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($variant,)*
        }

        impl $name {
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// The word of that text, in whichever letter case.
            pub(crate) fn of(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str().eq_ignore_ascii_case(text))
            }
        }
    };
}

words! {
    /// What is true or false.
    Flag:
    Ok "ok", Error "error", Throttle "throttle", Fault "fault", Partial "partial", Inferred "inferred",
    Root "root", First "first", Last "last", Remote "remote",
}

words! {
    /// What is a number.
    Quantity:
    ResponseTime "responsetime", Duration "duration", HttpStatus "http.status", Index "index",
    Coverage "coverage",
}

words! {
    /// What is a text.
    Property:
    HttpUrl "http.url", HttpMethod "http.method", HttpUserAgent "http.useragent", HttpClientIp "http.clientip",
    User "user", AvailabilityZone "availabilityzone", InstanceId "instance.id", ResourceArn "resource.arn",
    AccountId "account.id", Name "name", Type "type", Message "message",
}

words! {
    /// How two values are compared.
    Operator:
    Equal "=", NotEqual "!=", Less "<", AtMost "<=", Greater ">", AtLeast ">=",
    Contains "CONTAINS", BeginsWith "BEGINSWITH", EndsWith "ENDSWITH",
}

words! {
    /// Which root causes.
    CauseKind: Fault "fault", Error "error", ResponseTime "responsetime",
}

words! {
    /// Which part of a root cause.
    CauseLevel: Service "service", Entity "entity", Exception "exception",
}

impl Scope {
    pub(crate) const fn what(self) -> &'static str {
        match self {
            Self::Trace => "a trace",
            Self::Segment => "service() { }",
            Self::Call => "edge() { }",
            Self::Cause(_, CauseLevel::Service) => "the services of a root cause",
            Self::Cause(_, CauseLevel::Entity) => "the entities of a root cause",
            Self::Cause(_, CauseLevel::Exception) => "the exceptions of a root cause",
        }
    }

    const fn is_cause(self) -> bool {
        matches!(self, Self::Cause(..))
    }
}

impl Flag {
    pub(crate) const fn is_legal(self, scope: Scope) -> bool {
        match self {
            Self::Ok | Self::Error | Self::Throttle | Self::Fault | Self::Partial => !scope.is_cause(),
            Self::Inferred => !matches!(scope, Scope::Cause(_, CauseLevel::Exception)),
            Self::Root => matches!(scope, Scope::Segment | Scope::Call),
            Self::First | Self::Last => scope.is_cause(),
            Self::Remote => matches!(scope, Scope::Cause(_, CauseLevel::Entity)),
        }
    }
}

impl Quantity {
    pub(crate) const fn is_legal(self, scope: Scope) -> bool {
        match self {
            Self::ResponseTime | Self::Duration | Self::HttpStatus => !scope.is_cause(),
            Self::Index => scope.is_cause(),
            Self::Coverage => matches!(scope, Scope::Cause(CauseKind::ResponseTime, CauseLevel::Entity)),
        }
    }
}

impl Property {
    pub(crate) const fn is_legal(self, scope: Scope) -> bool {
        match self {
            Self::Name => !matches!(scope, Scope::Trace),
            Self::Type => {
                matches!(scope, Scope::Segment | Scope::Call | Scope::Cause(_, CauseLevel::Service))
            }
            Self::Message => matches!(scope, Scope::Cause(_, CauseLevel::Exception)),
            _ => !scope.is_cause(),
        }
    }
}

/// Every keyword that may stand in a scope, for messages.
pub(crate) fn legal_words(scope: Scope) -> Vec<&'static str> {
    let flags = Flag::ALL.iter().filter(|word| word.is_legal(scope)).map(|word| word.as_str());
    let quantities = Quantity::ALL.iter().filter(|word| word.is_legal(scope)).map(|word| word.as_str());
    let properties = Property::ALL.iter().filter(|word| word.is_legal(scope)).map(|word| word.as_str());
    let annotation: &[&str] = if scope.is_cause() { &[] } else { &["annotation.key"] };
    let complex: &[&str] = if scope == Scope::Trace { &COMPLEX } else { &[] };
    flags.chain(quantities).chain(properties).chain(annotation.iter().copied()).chain(complex.iter().copied()).collect()
}

const COMPLEX: [&str; 7] = [
    "service()",
    "edge()",
    "group.name",
    "group.arn",
    "rootcause.fault.service",
    "rootcause.error.service",
    "rootcause.responsetime.service",
];
