//! The source text of this package, which the generator writes into crates that contain a copy of the runtime.

use std::collections::BTreeSet;

/// The version of this package.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The root, `lib.rs`.
pub const ROOT: &str = include_str!("lib.rs");

/// Lists files of this folder with their text.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!($name))),*]
    };
}

/// The files that are copied: their paths below `src`, with `/`, and their text.
#[rustfmt::skip]
pub const MODULES: &[(&str, &str)] = files![
    "blocking.rs",
    "blocking/environment.rs",
    "blocking/failure.rs",
    "blocking/iter.rs",
    "blocking/read.rs",
    "blocking/ureq_transport.rs",
    "blocking/wait.rs",
    "call.rs",
    "call/attempt.rs",
    "call/call_spec.rs",
    "call/conditional.rs",
    "call/execute.rs",
    "call/idempotency.rs",
    "call/instrument.rs",
    "call/interception.rs",
    "call/interceptor.rs",
    "call/location.rs",
    "call/observer.rs",
    "call/operation.rs",
    "call/options.rs",
    "call/plan.rs",
    "call/random.rs",
    "call/rate_limit.rs",
    "call/rate_limiter.rs",
    "call/redirect.rs",
    "call/retry.rs",
    "call/retry_after.rs",
    "call/retry_budget.rs",
    "call/retry_rule.rs",
    "call/sending.rs",
    "call/span.rs",
    "client.rs",
    "client/base_url.rs",
    "client/client_config.rs",
    "client/core.rs",
    "client/core_builder.rs",
    "client/dispatch.rs",
    "client/environment.rs",
    "client/server.rs",
    "client/settings.rs",
    "codec.rs",
    "codec/any_value.rs",
    "codec/buffered.rs",
    "codec/containers.rs",
    "codec/decode_path.rs",
    "codec/json.rs",
    "codec/json_cursor.rs",
    "codec/json_numbers.rs",
    "codec/json_reader.rs",
    "codec/json_sink.rs",
    "codec/json_strings.rs",
    "codec/lone_surrogates.rs",
    "codec/reader.rs",
    "codec/record_reader.rs",
    "codec/required.rs",
    "codec/scalar.rs",
    "codec/serde_by_codec.rs",
    "codec/sink.rs",
    "codec/source.rs",
    "codec/speculation.rs",
    "codec/traits.rs",
    "credentials.rs",
    "credentials/oauth.rs",
    "credentials/oauth/authorization_code.rs",
    "credentials/oauth/client_credentials.rs",
    "credentials/oauth/device_code.rs",
    "credentials/oauth/discovery.rs",
    "credentials/oauth/executor.rs",
    "credentials/oauth/form.rs",
    "credentials/oauth/oauth_error.rs",
    "credentials/oauth/random.rs",
    "credentials/oauth/registration.rs",
    "credentials/oauth/server.rs",
    "credentials/oauth/settings.rs",
    "credentials/oauth/single_flight.rs",
    "credentials/oauth/source.rs",
    "credentials/oauth/token_request.rs",
    "credentials/oauth/token_set.rs",
    "credentials/oauth/user_tokens.rs",
    "credentials/placement.rs",
    "credentials/redaction.rs",
    "credentials/secret.rs",
    "credentials/secret_forms.rs",
    "credentials/security.rs",
    "credentials/token.rs",
    "credentials/token_refresh.rs",
    "credentials/token_transport.rs",
    "error.rs",
    "error/api.rs",
    "error/body.rs",
    "error/configuration.rs",
    "error/decode.rs",
    "error/extract.rs",
    "error/extract/message.rs",
    "error/fault.rs",
    "error/invalid.rs",
    "error/partial.rs",
    "error/text.rs",
    "error/transport.rs",
    "generic.rs",
    "model.rs",
    "model/base64.rs",
    "model/checked.rs",
    "model/checked_string.rs",
    "model/chrono.rs",
    "model/decimal.rs",
    "model/integer_string.rs",
    "model/internally_tagged.rs",
    "model/nested.rs",
    "model/offset_time.rs",
    "model/open_enum.rs",
    "model/open_integers.rs",
    "model/own_type.rs",
    "model/pattern.rs",
    "model/record.rs",
    "model/redacted.rs",
    "model/text.rs",
    "model/time.rs",
    "model/time_crate.rs",
    "model/tuples.rs",
    "model/union.rs",
    "model/union_macro.rs",
    "model/url.rs",
    "model/uuid.rs",
    "model/wrapper.rs",
    "page.rs",
    "page/link.rs",
    "page/page_cursor.rs",
    "page/pages.rs",
    "request.rs",
    "request/content.rs",
    "request/encoder.rs",
    "request/escape.rs",
    "request/form_fields.rs",
    "request/multipart.rs",
    "request/nesting.rs",
    "request/param_value.rs",
    "request/query_string.rs",
    "request/style.rs",
    "response.rs",
    "response/byte_range.rs",
    "response/charset.rs",
    "response/decoded.rs",
    "response/download.rs",
    "response/http_date.rs",
    "response/meta.rs",
    "response/raw.rs",
    "response/scalar_body.rs",
    "stream.rs",
    "stream/event_parser.rs",
    "stream/event_source.rs",
    "stream/events.rs",
    "stream/json_framing.rs",
    "stream/lines.rs",
    "testing.rs",
    "testing/clock.rs",
    "testing/fake_response.rs",
    "testing/received.rs",
    "testing/wait.rs",
    "transport.rs",
    "transport/body.rs",
    "transport/certificates.rs",
    "transport/clock.rs",
    "transport/compression.rs",
    "transport/compression/decoder.rs",
    "transport/connection.rs",
    "transport/connector.rs",
    "transport/fetch.rs",
    "transport/fetch/exchange.rs",
    "transport/fetch/failure.rs",
    "transport/fetch/incoming.rs",
    "transport/fetch/outgoing.rs",
    "transport/fetch/random.rs",
    "transport/fetch/scope.rs",
    "transport/fetch/timer.rs",
    "transport/fetch/upload.rs",
    "transport/http_body.rs",
    "transport/http_failure.rs",
    "transport/hyper_transport.rs",
    "transport/idle_timeout.rs",
    "transport/interface.rs",
    "transport/proxy.rs",
    "transport/recorder.rs",
    "transport/redacted_traffic.rs",
    "transport/reqwest_transport.rs",
    "transport/secret_names.rs",
    "transport/secret_urls.rs",
    "transport/threads.rs",
    "transport/timer.rs",
    "transport/tls.rs",
    "transport/tls_config.rs",
    "transport/tls_session.rs",
    "transport/tower.rs",
    "transport/transfer.rs",
    "webhook.rs",
    "webhook/verifier.rs",
    "webhook/webhook_payload.rs",
];

/// The line of the root after which nothing is copied.
const END_OF_COPY: &str = "// The lines below are not part of the form that is copied into generated crates.";

/// The features that only add types of other packages.
const TYPE_FEATURES: [&str; 5] = ["chrono", "rust_decimal", "time", "url", "uuid"];

/// Returns the root as a module of a generated crate, without the items that belong to a package. It exports the macros, which
/// Rust places at the root of the crate.
#[must_use]
pub fn root_module() -> String {
    let items = ROOT.split(END_OF_COPY).next().unwrap_or_default();
    let is_of_package = |line: &&str| line.starts_with("//!") || line.starts_with("#![");
    let items: String = items.split_inclusive('\n').filter(|line| !is_of_package(line)).collect();
    let items = copied(&items);
    let macros = macros().into_iter().collect::<Vec<_>>().join(", ");
    format!(
        "//! The runtime: reads and writes models, encodes requests and sends them.\n{}\n\n#[rustfmt::skip]\npub use crate::{{{macros}}};\n",
        items.trim_end()
    )
}

/// Returns a file as a generated crate contains it: a crate that needs the types of another package has them without a feature.
#[must_use]
pub fn copied(text: &str) -> String {
    let without = |text: String, feature| text.replace(&format!("#[cfg(feature = \"{feature}\")]\n"), "");
    TYPE_FEATURES.into_iter().fold(text.to_owned(), without)
}

/// Returns the names of the exported macros.
#[must_use]
pub fn macros() -> BTreeSet<&'static str> {
    let exported = MODULES.iter().flat_map(|(_, text)| text.split("#[macro_export]\nmacro_rules! ").skip(1));
    exported.filter_map(|rest| rest.split(' ').next()).collect()
}
