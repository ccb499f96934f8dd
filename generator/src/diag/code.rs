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
pub enum CodeKind {
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
    /// Recorded traffic differs from the document.
    Traffic,
}

impl CodeKind {
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
            Self::Traffic => "traffic",
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
            pub const fn kind(self) -> CodeKind {
                match self { $(Self::$variant => CodeKind::$kind,)* }
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
    Syntax               "syntax"                 Error   Invalid     "The text is not well-formed JSON, YAML or TOML, so it cannot be parsed."
    OddEncoding          "odd-encoding"           Warning Invalid     "The text contains bytes that are not UTF-8, which are decoded as Latin-1, or escapes of unpaired surrogates, which are replaced by U+FFFD."
    DuplicateKey         "duplicate-key"          Warning Invalid     "An object holds the same key more than once, and only the last one counts."
    Version              "version"                Error   Unsupported "The document does not declare a supported version of OpenAPI."
    OddVersion           "odd-version"            Warning Invalid     "The version is malformed, and the version that is probably meant is used."
    UnknownKeyword       "unknown-keyword"        Warning Ignored     "OpenAPI does not define the keyword for this object, so it is ignored; it is probably misspelt."
    WrongType            "wrong-type"             Warning Invalid     "The value of a keyword has the wrong JSON type, so the keyword is ignored."
    RefSibling           "ref-sibling"            Warning Ignored     "A keyword is a sibling of `$ref`, where OpenAPI 3.0 ignores it."
    DanglingRef          "dangling-ref"           Warning Invalid     "A `$ref` points to a place that does not exist, so what refers to it is left untyped or left out."
    ExternalRef          "external-ref"           Warning Unsupported "A `$ref` points to a URL or out of the root folder, and is not followed."
    MissingFile          "missing-file"           Warning Invalid     "A `$ref` names a file that does not exist, so what refers to it is left untyped or left out."
    NoOperations         "no-operations"          Warning Invalid     "The document declares paths, and none of them has an operation, so the crate calls nothing."
    UnreadableFile       "unreadable-file"        Warning Invalid     "A `$ref` names a file that cannot be read, so what refers to it is left untyped or left out."
    UnsupportedSchema    "unsupported-schema"     Warning Unsupported "A schema has a constraint that no Rust type can express, so the type is `serde_json::Value`."
    UnsupportedOperation "unsupported-operation"  Warning Unsupported "An operation requires a feature that the client does not support."
    UnsupportedParameter "unsupported-parameter"  Warning Unsupported "The serialization of a parameter is not supported, so the parameter is left out or sent in its plain form."
    UnsupportedMediaType "unsupported-media-type" Warning Unsupported "A body has no media type that can be encoded or decoded, so it is raw bytes or left out."
    UnsupportedSecurity  "unsupported-security"   Warning Unsupported "A security scheme cannot be applied by the client, so the user has to add its credentials by hand."
    HttpScheme           "http-scheme"            Warning Unsupported "An `http` security scheme is neither basic nor bearer, so the client sends a credential for it unchanged and computes nothing."
    OauthFlow            "oauth-flow"             Note    Unsupported "The client does not request tokens by the implicit or the password flow of OAuth 2, so the caller passes an access token."
    OauthUrl             "oauth-url"              Warning Invalid     "A URL of an authorization server is missing, not valid or not https, so the client cannot send a request for tokens to it."
    OauthScope           "oauth-scope"            Warning Invalid     "A scope of OAuth 2 has characters that a scope cannot have, so the crate has no constant for it."
    NameClash            "name-clash"             Warning Collision   "Two items would get the same Rust name, so their location in the document becomes part of the name."
    MissingOperationId   "missing-operation-id"   Note    Advice      "An operation has no `operationId`, so its method is named after its HTTP method and path."
    RepeatedWords        "repeated-words"         Note    Advice      "All methods of a group begin with the same words, which make calls longer."
    PathParameter        "path-parameter"         Warning Invalid     "The template of a path and its declared path parameters differ."
    PatternNotChecked    "pattern-not-checked"    Note    Unsupported "A `pattern` cannot be checked by generated code, so values are sent unchecked."
    InvalidDefault       "invalid-default"        Warning Invalid     "A `default` does not satisfy its own schema and is ignored."
    EnumDuplicate        "enum-duplicate"         Warning Invalid     "An `enum` lists the same value more than once, and the repetition is ignored."
    RelativeServer       "relative-server"        Warning Advice      "The document declares no server that requests can be sent to, so every user of the client has to set the base URL."
    RefPlace             "ref-place"              Note    Invalid     "A `$ref` is used where OpenAPI does not allow it, and is followed nevertheless."
    OddRef               "odd-ref"                Warning Invalid     "A `$ref` is malformed, and the reference that is probably meant is used."
    MissingKeyword       "missing-keyword"        Warning Invalid     "A required keyword is missing."
    RefCycle             "ref-cycle"              Warning Invalid     "References lead only to each other, so what refers to them is left untyped or left out."
    TooDeep              "too-deep"               Warning Unsupported "Objects are nested so deeply that the innermost ones are left out."
    Contradiction        "contradiction"          Warning Invalid     "Two schemas that apply to one value contradict each other, so the first one is used."
    EnumValue            "enum-value"             Note    Invalid     "A value of an `enum` does not have the type that the schema declares, and is converted to it."
    RequiredProperty     "required-property"      Warning Invalid     "`required` names a property that is not declared."
    Discriminator        "discriminator"          Warning Invalid     "A discriminator or its mapping contradicts the schemas that it applies to, so it is not used for them."
    NestedValue          "nested-value"           Warning Unsupported "A parameter or a field of a form has lists or objects in its items, and neither its style nor the configuration defines how they are written, so calls that set them are rejected."
    NotChecked           "not-checked"            Note    Unsupported "A constraint does not affect the type and is not checked."
    DuplicateParameter   "duplicate-parameter"    Warning Invalid     "Two parameters of an operation have the same name and location, and only the first one is used."
    ReservedHeader       "reserved-header"        Note    Ignored     "OpenAPI defines that this header is set by the media type or the credentials, so the parameter is left out."
    PathTemplate         "path-template"          Warning Invalid     "The key of a path is not a valid path template."
    DuplicateOperationId "duplicate-operation-id" Warning Invalid     "Two operations have the same `operationId`, so the later one is named after its method and path."
    StatusCode           "status-code"            Warning Invalid     "A key of `responses` is not a status code, or is equivalent to another one, and is ignored."
    ServerVariable       "server-variable"        Warning Invalid     "The URL of a server contains a variable that is not declared, which is replaced by an empty string."
    ServerUrl            "server-url"             Warning Invalid     "The URL of a server is not valid for requests, and the URL that is probably meant is used."
    MissingSecurity      "missing-security"       Note    Advice      "There are security schemes but no `security`, so every operation sends any credential that is set."
    UndeclaredSecurity   "undeclared-security"    Warning Invalid     "`security` names a scheme that is not declared, so it is left out."
    Overlay              "overlay"                Error   Invalid     "An overlay violates the Overlay Specification, or one of its actions cannot be applied, so no output is written."
    OverlayNoEffect      "overlay-no-effect"      Warning Ignored     "An action of an overlay changes nothing, because its target selects nothing or it declares no change."
    OverlayExtends       "overlay-extends"        Warning Config      "The `extends` of an overlay names another file than the document that the overlay is applied to."
    Unused               "unused"                 Note    Ignored     "A part of the document is valid OpenAPI, but has no effect on the client."
    ConfigUnknownKey     "config-unknown-key"     Error   Config      "The configuration contains an unknown key."
    ConfigWrongType      "config-wrong-type"      Error   Config      "The value of a configuration key has the wrong type."
    ConfigInvalidValue   "config-invalid-value"   Error   Config      "The value of a configuration key is not one of the allowed values."
    ConfigNotApplicable  "config-not-applicable"  Error   Config      "The configuration refers to a part that the document does not (or no longer) contain."
    UnmatchedAccept      "unmatched-accept"       Error   Config      "The configuration accepts a change that is not among the changes since the version that the crate is compared with, so the entry has no effect."
    TrafficPath          "traffic-path"           Note    Traffic     "The traffic contains calls of a path that the document does not describe, so the crate has no method for them."
    TrafficMethod        "traffic-method"         Note    Traffic     "The traffic contains calls of a method that the path does not have, so the crate has no method for them."
    TrafficStatus        "traffic-status"         Warning Traffic     "The server responds with a success that the operation does not describe, which the crate reports as an error."
    TrafficErrorStatus   "traffic-error-status"   Note    Traffic     "The server responds with an error that the operation does not describe, so its body is not typed."
    TrafficMediaType     "traffic-media-type"     Warning Traffic     "A body has a media type that the document does not describe, so the crate may not decode it."
    TrafficBody          "traffic-body"           Warning Traffic     "A described body is missing, or is not what its media type declares, so the crate does not decode it."
    TrafficMissing       "traffic-missing"        Warning Traffic     "A required property is missing in a body, so the crate may not decode it."
    TrafficNull          "traffic-null"           Warning Traffic     "A value is `null`, and its schema does not allow it, so the crate may not decode it."
    TrafficTyped         "traffic-type"           Warning Traffic     "A value has another type than its schema declares, so the crate may not decode it."
    TrafficFormat        "traffic-format"         Warning Traffic     "A text does not have the `format` that its schema declares, so the crate may not decode it."
    TrafficEnum          "traffic-enum"           Note    Traffic     "A value is not listed in the `enum` of its schema, so the crate has no variant for it."
    TrafficProperty      "traffic-property"       Note    Traffic     "A body contains properties that its schema does not declare, so the crate has no fields for them."
    TrafficConstraint    "traffic-constraint"     Note    Traffic     "A value does not satisfy a limit of its schema, such as `pattern` or `maxLength`."
    TrafficParameter     "traffic-parameter"      Note    Traffic     "A request has query parameters that the operation does not declare, so the crate has no setters for them."
    TrafficMissingParameter "traffic-missing-parameter" Warning Traffic "A request without a required parameter succeeded, so the crate requires more than the server."
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
