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

/// The files that are copied unchanged: their paths below `src`, with `/`, and their text.
#[rustfmt::skip]
pub const MODULES: &[(&str, &str)] = files![
    "asking.rs",
    "attempt.rs",
    "base64.rs",
    "base_url.rs",
    "blocking.rs",
    "blocking/environment.rs",
    "blocking/failure.rs",
    "blocking/iter.rs",
    "blocking/read.rs",
    "blocking/ureq_transport.rs",
    "blocking/wait.rs",
    "body.rs",
    "buffered.rs",
    "byte_range.rs",
    "call.rs",
    "charset.rs",
    "checked.rs",
    "checked_string.rs",
    "chrono.rs",
    "client.rs",
    "codec.rs",
    "containers.rs",
    "content.rs",
    "core.rs",
    "core_builder.rs",
    "decimal.rs",
    "dispatch.rs",
    "download.rs",
    "drive.rs",
    "environment.rs",
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
    "escape.rs",
    "event_parser.rs",
    "event_source.rs",
    "events.rs",
    "fields.rs",
    "frames.rs",
    "generic.rs",
    "http_date.rs",
    "idempotency.rs",
    "idle.rs",
    "incoming.rs",
    "json.rs",
    "json_framing.rs",
    "lines.rs",
    "link.rs",
    "location.rs",
    "lone_surrogates.rs",
    "meta.rs",
    "multipart.rs",
    "nested.rs",
    "nesting.rs",
    "next.rs",
    "observe.rs",
    "offset_time.rs",
    "open_enum.rs",
    "open_integers.rs",
    "operation.rs",
    "own_type.rs",
    "pace.rs",
    "page.rs",
    "pattern.rs",
    "plain.rs",
    "proxy.rs",
    "query_string.rs",
    "random.rs",
    "rate_limit.rs",
    "raw.rs",
    "reader.rs",
    "record.rs",
    "record_reader.rs",
    "redacted.rs",
    "redaction.rs",
    "redirect.rs",
    "renewal.rs",
    "request.rs",
    "required.rs",
    "reqwest_transport.rs",
    "response.rs",
    "retry.rs",
    "retry_after.rs",
    "retry_budget.rs",
    "scalar.rs",
    "scalar_body.rs",
    "secret.rs",
    "secret_forms.rs",
    "security.rs",
    "sending.rs",
    "serde_by_codec.rs",
    "server.rs",
    "sink.rs",
    "source.rs",
    "span.rs",
    "speculation.rs",
    "style.rs",
    "tagged.rs",
    "target.rs",
    "testing.rs",
    "testing/answer.rs",
    "testing/clock.rs",
    "testing/received.rs",
    "testing/wait.rs",
    "text.rs",
    "threads.rs",
    "time.rs",
    "timer.rs",
    "tls.rs",
    "token.rs",
    "tower.rs",
    "trail.rs",
    "transfer.rs",
    "transport.rs",
    "tuples.rs",
    "union.rs",
    "union_macro.rs",
    "url.rs",
    "uuid.rs",
    "watch.rs",
    "webhook.rs",
    "wrapper.rs",
];

/// The line of the root after which nothing is copied.
const END_OF_COPY: &str = "// The lines below are not part of the form that is copied into generated crates.";

/// The features that only add types of other packages.
const TYPE_FEATURES: [&str; 4] = ["chrono", "rust_decimal", "url", "uuid"];

/// Returns the root as a module of a generated crate, without the items that belong to a package. It exports the macros, which
/// Rust places at the root of the crate.
#[must_use]
pub fn root_module() -> String {
    let items = ROOT.split(END_OF_COPY).next().unwrap_or_default();
    let is_of_package = |line: &&str| line.starts_with("//!") || line.starts_with("#![");
    let items: String = items.split_inclusive('\n').filter(|line| !is_of_package(line)).collect();
    // A crate that needs the types of these packages has them without a feature.
    let items = TYPE_FEATURES
        .iter()
        .fold(items, |items, feature| items.replace(&format!("#[cfg(feature = \"{feature}\")]\n"), ""));
    let macros = macros().into_iter().collect::<Vec<_>>().join(", ");
    format!(
        "//! The runtime: reads and writes models, encodes requests and sends them.\n{}\n\n#[rustfmt::skip]\npub use crate::{{{macros}}};\n",
        items.trim_end()
    )
}

/// Returns the names of the exported macros.
#[must_use]
pub fn macros() -> BTreeSet<&'static str> {
    let exported = MODULES.iter().flat_map(|(_, text)| text.split("#[macro_export]\nmacro_rules! ").skip(1));
    exported.filter_map(|rest| rest.split(' ').next()).collect()
}
