//! Writes the front page of the documentation.

use super::runs::Flavor;
use super::showcase::Shown;
use super::{Scope, about, client, docs, first_steps, guide, markdown};
use crate::comment::Comment;
use crate::rust::{Chapter, Form, RuntimeModule};

/// Returns the front page of the documentation: how the crate is used, and then the description of the API.
pub(super) fn front_page(
    scope: &Scope<'_>,
    shown: Option<&Shown>,
    chapters: &[Chapter],
    runtime_modules: &[RuntimeModule],
) -> Comment {
    let mut parts = vec![client::of_the_api("A client of ", scope), "# First steps".into()];
    // Without features, there is nothing to hide around the example.
    let example = match scope.form() {
        Form::Crate => first_steps::doctest(scope, shown, Flavor::Async),
        Form::Module => first_steps::function(scope, shown),
    };
    parts.push(scope.example("", &example));
    if !scope.api.operations.is_empty() {
        parts.push("The module [`operations`] lists every request with the method that creates it.".into());
    }
    if scope.form() == Form::Crate {
        parts.push(guide::contents(chapters));
    }
    parts.push(ERRORS.into());
    if scope.form() == Form::Crate {
        let features = features(scope, runtime_modules.contains(&RuntimeModule::Webhook));
        parts.push(Comment::from("# Features\n\n").and(features).and_block(WITHOUT_FEATURES));
    }
    parts.push(OTHER_CRATES.into());
    parts.extend(about_the_api(scope));
    if !scope.api.info.version.trim().is_empty() {
        let version = Comment::code(scope.api.info.version.trim());
        parts.push(Comment::fill("Generated from version {} of the API description.", [version]));
    }
    if scope.form() == Form::Module {
        parts.push("# Dependencies\n\nThe crate that contains this module depends on:".into());
    }
    docs::blocks(parts)
}

/// Returns the section about the API: its description, and its links.
fn about_the_api(scope: &Scope<'_>) -> Option<Comment> {
    let info = &scope.api.info;
    let description = info.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let parts: Vec<Comment> =
        description.map(|text| markdown::block(text).into()).into_iter().chain(about::links(info)).collect();
    (!parts.is_empty()).then(|| docs::blocks([vec!["# About the API".into()], parts].concat()))
}

const ERRORS: &str = "# Errors\n\nAll calls have the error type [`Error`]: error responses ([`Error::Api`], with status, code and request id), invalid calls, \
which were not sent ([`Error::InvalidInput`], [`Error::MissingCredential`]), transport errors ([`Error::Transport`]) and responses that \
cannot be decoded ([`Error::Decode`], with the path of the problem).";

/// Returns the features of the crate as a list.
pub(super) fn features(scope: &Scope<'_>, checks_webhooks: bool) -> Comment {
    let has_oauth = scope.api.security_schemes.iter().any(|scheme| scheme.oauth.is_some());
    let list = common_features(has_oauth, super::webhooks::model(scope).is_some(), checks_webhooks);
    let groups = &scope.names.groups;
    let names = groups.iter().map(|group| Comment::code(&group.feature));
    match groups.len() {
        0 => list,
        1..=MOST_GROUPS => list
            .and("* One per group of operations and its models, all of them default: ")
            .and(Comment::joined(names, ", "))
            .and("."),
        _ => list.and("* One per group of operations and its models, all of them default; `Cargo.toml` lists them."),
    }
}

/// Returns the list of the features that do not depend on the operations.
pub(super) fn common_features(has_oauth: bool, has_webhooks: bool, checks_webhooks: bool) -> Comment {
    let mut list = Comment::from(FEATURES);
    if has_oauth {
        list.push("* `oauth`: requests tokens from the authorization servers of the API.\n");
    }
    if has_webhooks {
        list.push("* `webhook-payloads` (default): the types of webhook bodies, and the module `webhooks`.\n");
    }
    if checks_webhooks {
        list.push("* `webhook-signatures`: checks whether a webhook comes from the API's server.\n");
    }
    list
}

/// The maximum number of groups of operations whose features are listed.
const MOST_GROUPS: usize = 20;

const FEATURES: &str = "* `hyper` and `rustls` (default): the asynchronous client.\n\
* `blocking`: the client `blocking::Client`, over `ureq` and without an async runtime; of the other features it requires only one for TLS.\n\
* `fetch`: the asynchronous client in a browser.\n\
* `native-tls`: the system's TLS instead of `rustls`.\n\
* `http2`: HTTP/2 to servers that support it. The blocking client uses HTTP/1.1.\n\
* `gzip`, `br`, `zstd`: responses that are compressed in this way. The size limit applies to the decompressed body.\n\
* `reqwest`: a `reqwest::Client` of your own as the transport.\n\
* `tower`: services of `tower` as the transport, and layers of it around the default one.\n\
* `har`: records calls in a file, for `oaspress check-traffic`.\n\
* `tracing`: a span for every call, with the names and fields of OpenTelemetry.\n\
* `testing`: a fake server without a network, for your tests.\n";

const WITHOUT_FEATURES: &str = "Without any feature, an [`Operation`] still writes its request and decodes the response, for use with any HTTP library.";

const OTHER_CRATES: &str = "# Types of other crates\n\n\
Some types of this API belong to other crates: `http` 1 (status, headers, requests), `bytes` 1 (raw bodies), `jiff` 1 (dates and times) and \
`serde_json` 1 (any JSON). A program that names one of them depends on that crate itself.";
