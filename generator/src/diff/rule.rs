//! The table of every kind of change: its effect on a client built from the old document, and the remedy.

use std::fmt;
use std::str::FromStr;

use super::Wire;

macro_rules! rules {
    ($($variant:ident $name:literal $request:ident $response:ident $explain:literal $help:literal)*) => {
        /// A kind of change, as a name that can be looked up.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $explain] $variant,)*
        }

        impl Rule {
            /// Every rule, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the name, in kebab case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the effect on a client built from the old document, if it sends the part.
            #[must_use]
            pub const fn request(self) -> Wire {
                match self { $(Self::$variant => Wire::$request,)* }
            }

            /// Returns the effect on a client built from the old document, if it reads the part.
            #[must_use]
            pub const fn response(self) -> Wire {
                match self { $(Self::$variant => Wire::$response,)* }
            }

            /// Returns what happens, in one or two sentences.
            #[must_use]
            pub const fn explain(self) -> &'static str {
                match self { $(Self::$variant => $explain,)* }
            }

            /// Returns what users of the crate do about it; empty if there is nothing to do.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }
        }
    };
}

// One line per rule: variant, name, effect on requests, effect on responses, explanation, help.
#[rustfmt::skip]
rules! {
    OperationAdded            "operation-added"             None      None      "The document declares another operation." ""
    OperationRemoved          "operation-removed"           Breaks    None      "An operation is gone, so the server rejects calls of it." "remove the calls, or keep the old version of the crate while the server still has the operation"
    OperationMoved            "operation-moved"             Breaks    None      "An operation has another method or path, so the server rejects calls to the old one." "update the crate: the source of calls does not change"
    OperationDeprecated       "operation-deprecated"        None      None      "An operation is deprecated, so calls of it have a compiler warning." "replace the calls before the operation is removed"
    SecurityChanged           "security-changed"            Breaks    None      "Operations require other credentials than clients send." "set the credential on the builder of the client"
    SecurityRelaxed           "security-relaxed"            None      None      "Operations require fewer credentials, or accept further ones." ""
    ServerChanged             "server-changed"              MayBreak  None      "The default base URL is another one; clients built from the old document use the old one." "update the crate, or set `base_url`"
    OauthChanged              "oauth-changed"               MayBreak  None      "The authorization server has another URL, or the document does not declare a URL, a flow or a scope of it any more; clients built from the old document use the old one." "update the crate, or pass the URL to `AuthorizationServer`"
    ServerAdded               "server-added"                None      None      "The document declares another server." ""
    ServerRemoved             "server-removed"              MayBreak  None      "The document does not declare a server any more." "choose another server"
    ParameterAdded            "parameter-added"             None      None      "An operation has another optional parameter." ""
    RequiredParameterAdded    "required-parameter-added"    Breaks    None      "An operation requires another parameter, so the server rejects calls without it." "pass the parameter"
    FixedParameterAdded       "fixed-parameter-added"       Breaks    None      "An operation requires a parameter with one allowed value, which only updated clients send." "update the crate: it sends the value"
    ParameterRemoved          "parameter-removed"           MayBreak  None      "A parameter is gone; the server ignores or rejects it." "remove it from the calls"
    ParameterRenamed          "parameter-renamed"           Breaks    None      "A parameter has another name, so the server ignores or rejects the old one." "use the new name"
    ParameterMoved            "parameter-moved"             Breaks    None      "A parameter is sent in another place, such as a header instead of the query." "update the crate: the source of calls does not change"
    StyleChanged              "style-changed"               Breaks    None      "The value of a parameter is written in another style, so the server reads the old one differently." "update the crate: the source of calls does not change"
    BodyAdded                 "body-added"                  None      None      "An operation accepts a request body." ""
    RequiredBodyAdded         "required-body-added"         Breaks    None      "An operation requires a request body, so the server rejects calls without it." "pass the body"
    BodyRemoved               "body-removed"                MayBreak  None      "An operation has no request body any more; the server ignores or rejects it." "remove the body from the calls"
    MediaTypeAdded            "media-type-added"            None      None      "A body can have another media type." ""
    MediaTypeRemoved          "media-type-removed"          Breaks    Breaks    "A body cannot have a media type any more, so the server rejects requests with it, or does not send it." "choose another media type"
    BecameRequired            "became-required"             Breaks    None      "A parameter, body or property is required, so the server rejects requests without it." "pass it"
    BecameOptional            "became-optional"             None      Breaks    "A parameter, body or property can be missing, so old clients cannot decode responses without it." "handle `None` in what you read"
    BecameNullable            "became-nullable"             None      Breaks    "A required property can be `null`, so old clients cannot decode responses with it." "handle `None` in what you read"
    OptionalBecameNullable    "optional-became-nullable"    None      None      "An optional property can be `null`, which old clients read like a missing one." ""
    BecameNotNullable         "became-not-nullable"         Breaks    None      "A property cannot be `null`, so the server rejects requests with `null`." "do not send `null`"
    PropertyAdded             "property-added"              None      None      "An object has another property that requests need not have." ""
    RequiredPropertyAdded     "required-property-added"     Breaks    None      "An object requires another property, so the server rejects requests without it." "pass the property"
    PropertyRemoved           "property-removed"            MayBreak  None      "An optional property is gone: it is `None` in responses, and the server ignores or rejects it in requests." "stop using the field"
    RequiredPropertyRemoved   "required-property-removed"   MayBreak  Breaks    "A required property is gone, so old clients cannot decode responses." "stop using the field"
    PropertyRenamed           "property-renamed"            Breaks    None      "A property has another name, so the server ignores or rejects the old one in requests, and it is `None` in responses." "use the field with the new name"
    RequiredPropertyRenamed   "required-property-renamed"   Breaks    Breaks    "A required property has another name, so requests with the old one are rejected and responses cannot be decoded." "use the field with the new name"
    BecameReadOnly            "became-read-only"            MayBreak  None      "A property is read-only, so the server ignores or rejects it in requests." "stop sending it"
    BecameWriteOnly           "became-write-only"           None      None      "An optional property is write-only, so it is `None` in responses." "stop reading it"
    RequiredBecameWriteOnly   "required-became-write-only"  None      Breaks    "A required property is write-only, so old clients cannot decode responses." "stop reading it"
    DefaultChanged            "default-changed"             Behaviour None      "The server uses another value if a parameter or property is missing." "pass the value if you depend on the old one"
    ConstantChanged           "constant-changed"            Breaks    None      "A parameter or property has another single allowed value, which only updated clients send." "update the crate: it sends the value"
    RuleTightened             "rule-tightened"              Breaks    None      "A rule allows fewer values, so the server rejects requests with the others." "check the values that you send"
    RuleLoosened              "rule-loosened"               None      None      "A rule allows more values." ""
    TypeChanged               "type-changed"                Breaks    Breaks    "A value has another type: requests with the old one are rejected, and responses cannot be decoded." "convert the value"
    TypeNarrowed              "type-narrowed"               Breaks    None      "A type allows fewer values, so the server rejects requests with the others." "check the values that you send"
    TypeWidened               "type-widened"                None      Breaks    "A type allows more values, which old clients cannot decode." "handle the further values in what you read"
    EnumValueAdded            "enum-value-added"            None      None      "An enumeration has another value, which old clients read as `Unknown`." "match the new variant, if it matters"
    EnumValueRemoved          "enum-value-removed"          Breaks    None      "An enumeration has lost a value, so the server rejects requests with it." "do not send the value"
    AlternativeAdded          "alternative-added"           None      None      "A union has another alternative, which old clients read as `Unknown`." "match the new variant, if it matters"
    AlternativeRemoved        "alternative-removed"         Breaks    None      "A union has lost an alternative, so the server rejects requests with it." "do not send the alternative"
    ResponseAdded             "response-added"              None      None      "An operation has another response, which old clients can read." ""
    SuccessAdded              "success-added"               None      MayBreak  "An operation has another successful response, with a type that old clients do not expect." "handle the further variant of the result"
    SuccessMoved              "success-moved"               None      None      "A successful response has another status; clients read every status from 200 to 299." ""
    ResponseRemoved           "response-removed"            None      None      "The document does not declare a response any more." ""
    SuccessBodyAdded          "success-body-added"          None      None      "A successful response has a body, which old clients ignore." "use the body"
    SuccessBodyRemoved        "success-body-removed"        None      Breaks    "A successful response has no body, so old clients cannot decode it." "stop using the result"
    PaginationAdded           "pagination-added"            None      None      "The result of an operation can be read by `pages` and `items`." ""
    PaginationRemoved         "pagination-removed"          None      Behaviour "Pages do not lead to the next one any more, so `items` and `pages` of old clients end after one page." "request further pages by the parameters of the operation"
    PaginationChanged         "pagination-changed"          None      Behaviour "The next page is requested in another way, so `items` and `pages` of old clients can end early, fail or repeat a page." "update the crate, and discard saved cursors"
    HeaderAdded               "header-added"                None      None      "The document declares another header of responses." ""
    HeaderRemoved             "header-removed"              None      None      "The document does not declare a header of responses any more; it is `None`." "read it with `Meta::header`, if the server still sends it"
    WebhooksChanged           "webhooks-changed"            None      None      "The document declares other webhooks." ""
    SchemaAdded               "schema-added"                None      None      "The crate has another type." ""
    SchemaRemoved             "schema-removed"              None      None      "A type is gone from the crate." "remove its uses"
    ErrorsChanged             "errors-changed"              None      Behaviour "The declared bodies of error responses differ; old clients keep such a body unchanged." "match the error body by its new type"
    Renamed                   "renamed"                     None      None      "An item of the crate has another name, although the API is the same." "use the new name, or keep the old one by `[names]` in oaspress.toml"
    NameReused                "name-reused"                 None      None      "The name of an item belongs to another part of the API, with the same signature, so old code compiles and means something else." "review every use of the name"
    ArgumentsSwapped          "arguments-swapped"           None      None      "Arguments of one type have another order, so old code compiles and swaps the values." "review every call"
    SignatureChanged          "signature-changed"           None      None      "A function, field or type has another signature." "adapt the code where the compiler reports it"
    KindChanged               "kind-changed"                None      None      "A type has become another kind of item, such as an enum instead of an alias." "adapt the code where the compiler reports it"
    ImplRemoved               "impl-removed"                None      None      "A type does not implement a trait any more." "adapt the code where the compiler reports it"
    ImplAdded                 "impl-added"                  None      None      "A type implements another trait." ""
    FeatureChanged            "feature-changed"             None      None      "An item needs another feature of the crate." "enable the feature"
    Deprecated                "deprecated"                  None      None      "A parameter or property is deprecated, so its uses have a compiler warning." "replace its uses before it is removed"
    ItemAdded                 "item-added"                  None      None      "The crate has another public item." ""
    ItemRemoved               "item-removed"                None      None      "A public item of the crate is gone." "remove its uses"
    DocumentAdded             "document-added"              None      None      "The crate has the module of another document." ""
    DocumentRemoved           "document-removed"            None      None      "The module of a document is gone from the crate." "remove its uses, or keep the document in `[[documents]]`"
    ModelJoined               "model-joined"                None      None      "Two models are one type now, so a trait cannot be implemented for both." "remove the implementations for one of the two"
    ModelSeparated            "model-separated"             None      None      "Two models were one type, and are two types now." "convert the values where one is passed for the other"
    RuntimeChanged            "runtime-changed"             None      None      "The crate has another version of the runtime, or a copy of another one; an incompatible version breaks the source of users." "read the changelog of the runtime"
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// There is no rule of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRule;

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name).ok_or(UnknownRule)
    }
}
