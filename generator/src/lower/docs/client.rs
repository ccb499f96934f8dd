//! Writes the documentation of the clients, of their builder, and of the functions that create configurations.

use crate::comment::Comment;
use crate::lower::scope::Access;
use crate::model::{SecurityKind, SecurityScheme};
use crate::rust::{BaseUrl, ClientDocs, KnownUrl, RequiredUrl, SchemeKind};

/// The end of both clients' documentation.
const CHEAP_TO_CLONE: &str = "It is cheap to clone: the clones share their connections.";

/// The errors of both builders.
const BUILD_ERRORS: &str = "# Errors\n\n[`Error::Configuration`] if the base URL or another setting is invalid.";

/// The `#[must_use]` message of the builder.
const UNUSED_BUILDER: &str = "a builder does nothing until it is built";

/// Returns the documentation of the asynchronous client, which begins with `client`.
pub(in crate::lower) fn asynchronous(client: Comment, base_url: &BaseUrl, access: &Access) -> ClientDocs {
    let choice = "If an operation accepts one of several credentials, the first one that is set is sent, in the order of the \
                  API\ndescription.";
    ClientDocs {
        client: client.and_block(CHEAP_TO_CLONE),
        core: "Returns the part of the client that sends requests: settings, credentials, connections.".into(),
        builder: builder(base_url, access),
        builder_type: Comment::from("The builder of a [`Client`], or of a blocking one.")
            .and_block(if access.schemes.len() > 1 { choice } else { "" }),
        build: Comment::from("Builds the asynchronous client.").and_block(BUILD_ERRORS),
        ureq_agent: Comment::new(),
        unused_builder: UNUSED_BUILDER,
    }
}

/// Returns the documentation of the blocking client, which begins with `client`.
pub(in crate::lower) fn blocking(client: Comment, base_url: &BaseUrl, access: &Access) -> ClientDocs {
    ClientDocs {
        client: client.and_block(CHEAP_TO_CLONE),
        core: "Returns the part of the client that sends requests: settings, credentials, connections. Its methods are\n\
               asynchronous: [`wait_for`] runs them."
            .into(),
        builder: builder(base_url, access),
        builder_type: "Methods of the builder of the blocking client.".into(),
        build: Comment::from("Builds the blocking client.").and_block(BUILD_ERRORS),
        ureq_agent: "Sends requests through an agent of `ureq` of your own.\n\n\
                     Build it with `max_redirects(0)` and `max_redirects_will_error(false)`, so that a redirect to another \
                     origin gets\nno credentials."
            .into(),
        unused_builder: UNUSED_BUILDER,
    }
}

/// Returns the documentation of a method of the blocking client that creates an operation.
pub(in crate::lower) fn blocking_method(name: &str) -> Comment {
    Comment::fill("Same as `{}` of the asynchronous client.", [Comment::name(name.trim_start_matches("r#"))])
}

/// Returns the documentation of `builder`.
fn builder(base_url: &BaseUrl, access: &Access) -> Comment {
    let required = "Returns a builder of a client. It requires `base_url`.";
    match base_url {
        BaseUrl::Known(_) => "Returns a builder of a client.".into(),
        // Without `new`, this is the only place for the notes about the base URL.
        BaseUrl::Required(url) if access.constructor.is_none() => Comment::from(required).and_block(url.docs.clone()),
        BaseUrl::Required(_) => required.into(),
    }
}

/// Returns the documentation of the constant with the base URL, which ends with the notes about it.
pub(in crate::lower) fn base_url(docs: Comment) -> Comment {
    Comment::from("The default base URL.").and_block(docs)
}

/// Returns the beginning of the documentation of `new` for one of several credentials.
pub(in crate::lower) fn usual_credential(scheme: &str) -> Comment {
    let text = "The credential is that of {}. [`builder`](Self::builder) takes the others.";
    Comment::fill(text, [Comment::code(scheme)])
}

/// Returns the documentation of `new` and that of `client_config`. `credential` is the documentation of the credential, if there is one.
pub(in crate::lower) fn constructor(base_url: &BaseUrl, credential: Option<Comment>) -> (Comment, Comment) {
    let (given, of_config) = match (base_url.is_required(), credential.is_none()) {
        (true, true) => ("this base URL and ", " at this base URL."),
        (true, false) => ("this base URL, this credential and ", " at this base URL, with this credential."),
        (false, true) => ("", "."),
        (false, false) => ("this credential and ", ", with this credential."),
    };
    let new = Comment::fill("Creates a client with {}the default settings.", [given.into()]);
    let config = Comment::from("Creates the configuration of an operation without a client: the server of the API")
        .and(of_config);
    (new.and_block(base_url.docs()).and_block(credential.unwrap_or_default()), config.and_block(base_url.docs()))
}

/// The environment variables that the functions read.
pub(in crate::lower) struct Variables<'a> {
    /// The base URL, with its variable.
    pub base_url: &'a BaseUrl,
    /// The variables of credentials, with the kinds of their schemes.
    pub credentials: Vec<(&'a str, &'a SchemeKind)>,
    /// Whether the API description declares credentials.
    pub has_schemes: bool,
    /// Whether one of the credentials is required.
    pub requires_credential: bool,
}

impl Variables<'_> {
    /// Returns the documentation of `from_env` of the asynchronous client.
    pub(in crate::lower) fn of_from_env(&self) -> Comment {
        let listed: Vec<Comment> = self.credentials.iter().map(|(name, kind)| variable(name, kind)).collect();
        let credentials = match listed.as_slice() {
            [] if !self.has_schemes => Comment::new(),
            [] => " It has no credential; the builder sets one.".into(),
            _ => {
                let is_set = if self.requires_credential { "." } else { ", if it is set." };
                Comment::fill(" The credential is in {}", [Comment::joined(listed, " or ")]).and(is_set)
            }
        };
        let base = match self.base_url {
            BaseUrl::Known(KnownUrl { variable: None, .. }) => Comment::new(),
            BaseUrl::Known(KnownUrl { variable: Some(variable), .. }) => {
                Comment::fill(" The base URL is in `{}`, if it is set.", [Comment::name(variable)])
            }
            BaseUrl::Required(RequiredUrl { variable, .. }) => {
                Comment::fill(" The base URL is in `{}`.", [Comment::name(variable)])
            }
        };
        let text = Comment::fill("Creates a client from environment variables.{}{}", [credentials, base]);
        text.and_block("# Errors").and_block(self.errors())
    }

    /// Returns the documentation of `from_env` of the blocking client.
    pub(in crate::lower) fn of_blocking_from_env(&self) -> Comment {
        Comment::from("Creates a client from environment variables; see [`crate::Client::from_env`].")
            .and_block("# Errors")
            .and_block(self.errors())
    }

    /// Returns the documentation of `client_config_from_env`.
    pub(in crate::lower) fn of_config_from_env(&self) -> Comment {
        let errors = match (self.base_url.is_required(), self.requires_credential) {
            (true, false) => "When the base URL is not set.",
            (true, true) => "When the base URL or a credential is not set.",
            (false, false) => "Never: an invalid base URL is reported when a client is built with it.",
            (false, true) => "When no credential is set.",
        };
        Comment::from("Creates the configuration of an operation from environment variables; see [`Client::from_env`].")
            .and_block("# Errors")
            .and_block(errors)
    }

    /// Returns the errors of the functions that create a client.
    fn errors(&self) -> Comment {
        let credential =
            if self.requires_credential { "[`Error::MissingCredential`] if no credential is set, " } else { "" };
        let invalid = if self.base_url.is_required() {
            "[`Error::Configuration`] if the base URL is not set or invalid."
        } else {
            "[`Error::Configuration`] if the base URL is invalid."
        };
        Comment::from(credential).and(invalid)
    }
}

/// Returns the environment variable of a credential, with the form of its value unless that is the credential itself.
pub(in crate::lower) fn variable(name: &str, kind: &SchemeKind) -> Comment {
    let form = if *kind == SchemeKind::Basic { " (`user:password`)" } else { "" };
    Comment::fill("`{}`{}", [Comment::name(name), form.into()])
}

/// Returns the documentation of the constant of a security scheme.
pub(in crate::lower) fn scheme(scheme: &SecurityScheme) -> Comment {
    let without = if scheme.optional { " Operations are sent without it if it is not set." } else { "" };
    Comment::fill("The security scheme {}.", [Comment::code(&scheme.name)]).and(without)
}

/// Returns the note about a credential that is the whole value of the header `Authorization`. Other credentials have none.
pub(in crate::lower) fn whole_header(scheme: &SecurityScheme) -> Option<Comment> {
    match &scheme.kind {
        SecurityKind::Signed => Some(
            "It is the whole value of the header `Authorization`. Set it only if all requests have the same value. If each \
             request has its own value, add the header in a [`Transport`](crate::Transport) of your own."
                .into(),
        ),
        SecurityKind::HeaderKey(name) if name.eq_ignore_ascii_case("authorization") => Some(
            "It is the whole value of the header `Authorization`, sent unchanged. If the API requires a prefix, pass the value \
             with it, as in `Token abc`."
                .into(),
        ),
        _ => None,
    }
}

/// Returns the documentation of the builder's method that sets a credential, which ends with the description of the scheme.
pub(in crate::lower) fn credential_setter(scheme: &SecurityScheme, kind: &SchemeKind, description: Comment) -> Comment {
    let what = match kind {
        SchemeKind::Bearer if scheme.oauth.is_some() => {
            ": a token, a source of the module `oauth` (feature `oauth`), or another\n[`Credential::source`] of tokens"
        }
        SchemeKind::Bearer => ": a token, or a [`Credential::source`] of tokens",
        _ => "",
    };
    Comment::fill("Sets the credential of {}{}.", [Comment::code(&scheme.name), what.into()]).and_block(description)
}
