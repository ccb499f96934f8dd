//! The table of all kinds of findings.

use std::fmt;
use std::str::FromStr;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// For information. The output is as the document declares.
    Note,
    /// The output is usable, but less specific than the document, or the document contradicts itself.
    Warning,
    /// No output is written.
    Error,
}

impl Severity {
    /// Returns the name in text and JSON output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The cause of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The document violates the specification of its format.
    Invalid,
    /// The document is valid, but the generator does not support a construct.
    Unsupported,
    /// Two items would get the same name.
    Collision,
    /// A part of the document has no effect.
    Ignored,
    /// The configuration is invalid.
    Config,
    /// The document is valid, but could be more specific.
    Advice,
}

impl Kind {
    /// Returns the name in text and JSON output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Unsupported => "unsupported",
            Self::Collision => "collision",
            Self::Ignored => "ignored",
            Self::Config => "config",
            Self::Advice => "advice",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $kind:ident $explain:literal)*) => {
        /// The kind of a finding, with a name that can be explained, denied or allowed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $explain] $variant,)*
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the name, in kebab case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the default severity.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// Returns the cause.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)* }
            }

            /// Returns a one-sentence explanation of the finding and its consequence.
            #[must_use]
            pub const fn explain(self) -> &'static str {
                match self { $(Self::$variant => $explain,)* }
            }
        }
    };
}

// One line per code: variant, name, severity, kind, explanation.
#[rustfmt::skip]
codes! {
    Syntax               "syntax"                 Error   Invalid     "The text is not well-formed JSON, YAML or TOML, so nothing can be read from it."
    OddEncoding          "odd-encoding"           Warning Invalid     "The text has bytes that are not UTF-8, which are read as Latin-1, or escapes of halves of characters, which are read as U+FFFD."
    DuplicateKey         "duplicate-key"          Warning Invalid     "An object holds the same key more than once, and only the last one counts."
    Version              "version"                Error   Unsupported "The document does not say that it is OpenAPI of a version that can be read."
    OddVersion           "odd-version"            Warning Invalid     "The version is not written as OpenAPI asks, and was read as what it probably means."
    UnknownKeyword       "unknown-keyword"        Warning Ignored     "A keyword has no meaning at its place in OpenAPI, is probably misspelt, and is ignored."
    WrongType            "wrong-type"             Warning Invalid     "The value of a keyword has the wrong JSON type, so the keyword is ignored."
    RefSibling           "ref-sibling"            Warning Ignored     "A keyword stands beside `$ref`, where OpenAPI 3.0 ignores it."
    DanglingRef          "dangling-ref"           Warning Invalid     "A `$ref` points to a place that does not exist, so what refers to it is left untyped or left out."
    ExternalRef          "external-ref"           Warning Unsupported "A `$ref` points to an address or out of the root folder, and it is not followed."
    MissingFile          "missing-file"           Warning Invalid     "A `$ref` names a file that does not exist, so what refers to it is left untyped or left out."
    UnreadableFile       "unreadable-file"        Warning Invalid     "A `$ref` names a file that cannot be read, so what refers to it is left untyped or left out."
    UnsupportedSchema    "unsupported-schema"     Warning Unsupported "A schema says something that has no Rust type here, so the value stays a `serde_json::Value`."
    UnsupportedOperation "unsupported-operation"  Warning Unsupported "An operation does something that the client cannot do."
    UnsupportedParameter "unsupported-parameter"  Warning Unsupported "A parameter cannot be expressed as the document asks, and is left out or sent in its plain form."
    UnsupportedMediaType "unsupported-media-type" Warning Unsupported "A body has no media type that can be encoded or decoded, so it stays raw bytes or is left out."
    UnsupportedSecurity  "unsupported-security"   Warning Unsupported "A security scheme cannot be applied by the client, so the user has to add its credentials by hand."
    HttpScheme           "http-scheme"            Warning Unsupported "An `http` security scheme is neither basic nor bearer, so the client sends a credential for it unchanged and computes nothing."
    OpenIdConnect        "openid-connect"         Note    Unsupported "The client does not discover a provider of `openIdConnect` or fetch tokens, so the caller passes an access token."
    NameClash            "name-clash"             Warning Collision   "Two things would get the same Rust name, so they are told apart by their place in the document."
    MissingOperationId   "missing-operation-id"   Note    Advice      "An operation has no `operationId`, so its method is named after its HTTP method and path."
    PathParameter        "path-parameter"         Warning Invalid     "The template of a path and the path parameters that are declared for it do not agree."
    PatternNotChecked    "pattern-not-checked"    Note    Unsupported "A `pattern` is beyond what can be checked by generated code, so values are sent unchecked."
    InvalidDefault       "invalid-default"        Warning Invalid     "A `default` does not satisfy its own schema and is ignored."
    EnumDuplicate        "enum-duplicate"         Warning Invalid     "An `enum` lists the same value more than once, and the repetition is ignored."
    RelativeServer       "relative-server"        Warning Advice      "The document declares no server that requests can be sent to, so every user of the client has to name the base URL."
    RefPlace             "ref-place"              Note    Invalid     "A `$ref` stands where OpenAPI allows none, and is followed all the same."
    OddRef               "odd-ref"                Warning Invalid     "A `$ref` is not written as OpenAPI asks, and was read as what it probably means."
    MissingKeyword       "missing-keyword"        Warning Invalid     "A keyword that must be there is missing."
    RefCycle             "ref-cycle"              Warning Invalid     "References lead only to each other, so what refers to them is left untyped or left out."
    TooDeep              "too-deep"               Warning Unsupported "Objects are nested so deeply that the innermost ones are left out."
    Contradiction        "contradiction"          Warning Invalid     "Two schemas that hold for one value contradict each other, so the first one is used."
    EnumValue            "enum-value"             Note    Invalid     "A value of an `enum` is not of the type that the schema names, and is read as if it were."
    RequiredProperty     "required-property"      Warning Invalid     "`required` names a property that is not declared."
    Discriminator        "discriminator"          Warning Invalid     "A discriminator or its mapping does not agree with the schemas it is for, so it is not used there."
    NestedValue          "nested-value"           Warning Unsupported "A parameter or a field of a form has lists or objects in its items, and neither its style nor the configuration defines how they are written, so calls that set them are rejected."
    NotChecked           "not-checked"            Note    Unsupported "A constraint has no bearing on the type and is not checked."
    DuplicateParameter   "duplicate-parameter"    Warning Invalid     "Two parameters of an operation have the same name and place, and only the first counts."
    ReservedHeader       "reserved-header"        Note    Ignored     "A header parameter is set by the media type or the credentials, as OpenAPI says, and is left out."
    PathTemplate         "path-template"          Warning Invalid     "The key of a path is not a path as OpenAPI has it."
    DuplicateOperationId "duplicate-operation-id" Warning Invalid     "Two operations have the same `operationId`, so the later one is named after its method and path."
    StatusCode           "status-code"            Warning Invalid     "A key of `responses` is no status code, or the same as another one, and is ignored."
    ServerVariable       "server-variable"        Warning Invalid     "The URL of a server names a variable that is not declared, which is left empty."
    ServerUrl            "server-url"             Warning Invalid     "The URL of a server is not one that requests can go to, and is read as what it probably means."
    MissingSecurity      "missing-security"       Note    Advice      "There are security schemes and no `security`, so every operation is sent whichever credential is set."
    UndeclaredSecurity   "undeclared-security"    Warning Invalid     "`security` names a scheme that is not declared, so it is left out."
    Overlay              "overlay"                Error   Invalid     "An overlay breaks a rule of the Overlay Specification, or one of its actions cannot be applied, so nothing is written."
    OverlayNoEffect      "overlay-no-effect"      Warning Ignored     "An action of an overlay changes nothing, because its target selects nothing or it does not say what to change."
    OverlayExtends       "overlay-extends"        Warning Config      "The `extends` of an overlay names another file than the document that the overlay is applied to."
    Unused               "unused"                 Note    Ignored     "A part of the document is valid OpenAPI and has no effect on the client."
    ConfigUnknownKey     "config-unknown-key"     Error   Config      "The configuration holds a key that does not exist."
    ConfigWrongType      "config-wrong-type"      Error   Config      "The value of a configuration key has the wrong type."
    ConfigInvalidValue   "config-invalid-value"   Error   Config      "The value of a configuration key is not one of those that are allowed there."
    ConfigNotApplicable  "config-not-applicable"  Error   Config      "The configuration speaks of something that the document does not (or no longer) contain."
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|code| code.name() == name).ok_or(UnknownCode)
    }
}

/// The error for a name that is not the name of a [`Code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no diagnostic has this code")
    }
}

impl std::error::Error for UnknownCode {}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn every_code_has_a_kebab_name_and_one_sentence() {
        for &code in Code::ALL {
            let name = code.name();
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{name}");
            assert_eq!(name.parse(), Ok(code), "{name} names two codes");
            let explain = code.explain();
            assert!(explain.ends_with('.') && !explain.trim_end_matches('.').contains(". "), "{explain}");
        }
    }
}
