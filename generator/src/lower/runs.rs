//! Writes hidden lines around examples. They run an example against `testing::Fake` if the crate has that feature; else the
//! example is only compiled.

use super::samples::Sample;
use super::showcase::Shown;
use super::{Scope, connect};

/// The kind of client in an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavor {
    /// The asynchronous client.
    Async,
    /// The blocking client.
    Blocking,
}

impl Flavor {
    /// Returns the path of the client's type.
    pub(super) fn path(self, krate: &str) -> String {
        match self {
            Self::Async => format!("{krate}::Client"),
            Self::Blocking => format!("{krate}::blocking::Client"),
        }
    }
}

/// Returns the hidden lines before an example that uses a `client`.
pub(super) fn begin(scope: &Scope<'_>, shown: &Shown, flavor: Flavor) -> String {
    let krate = scope.krate();
    let gate = gate(shown, flavor, &[]).map(|gate| format!("# #[cfg({gate})]\n")).unwrap_or_default();
    let word = if flavor == Flavor::Async { "async " } else { "" };
    let parameters = shown.further_parameters();
    let client = flavor.path(&krate);
    format!("{gate}# {word}fn run(client: {client}{parameters}) -> Result<(), {krate}::Error> {{")
}

/// Returns the hidden lines after an example that uses a `client`.
pub(super) fn finish(scope: &Scope<'_>, shown: &Shown, flavor: Flavor) -> String {
    let end = "# Ok(())\n# }\n";
    let (Some(responses), true) = (responses(shown), shown.parameters.is_empty()) else {
        return format!("{end}# fn main() {{}}");
    };
    let krate = scope.krate();
    let gate = gate(shown, flavor, &["testing"]).unwrap_or_default();
    let builder = connect::builder(scope, &flavor.path(&krate), &shown.credentials);
    let (used, run) = match flavor {
        Flavor::Async => ("{FakeResponse, Fake, wait_for}", "wait_for(run(client))"),
        Flavor::Blocking => ("{FakeResponse, Fake}", "run(client)"),
    };
    let operation = format!("{krate}::operations::{}", shown.operation);
    format!(
        "{end}# #[cfg({gate})]\n# fn main() -> Result<(), {krate}::Error> {{\n#     use {krate}::testing::{used};\n\
         #     let fake = Fake::new().on::<{operation}>({responses});\n\
         #     let client = {builder}.transport(fake).build()?;\n#     {run}\n# }}\n\
         # #[cfg(not({gate}))]\n# fn main() {{}}"
    )
}

/// Returns the features that an example needs, as a predicate of `cfg`; `None` if it needs none.
fn gate(shown: &Shown, flavor: Flavor, more: &[&str]) -> Option<String> {
    let blocking = (flavor == Flavor::Blocking).then_some("blocking");
    let features: Vec<String> = more
        .iter()
        .copied()
        .chain(blocking)
        .chain(shown.feature.as_deref())
        .map(|feature| format!("feature = {feature:?}"))
        .collect();
    match features.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        _ => Some(format!("all({})", features.join(", "))),
    }
}

/// Returns the responses of the fake server as an expression.
fn responses(shown: &Shown) -> Option<String> {
    let one = response(shown.sample.as_ref()?);
    let is_followed = shown.method.starts_with("follow");
    Some(if is_followed { format!("[{one}, FakeResponse::empty(204)]") } else { one })
}

fn response(sample: &Sample) -> String {
    match &sample.body {
        None => format!("FakeResponse::empty({})", sample.status),
        Some((media_type, body)) => format!("FakeResponse::bytes({}, {media_type:?}, {body:?})", sample.status),
    }
}

/// Returns the hidden lines before an example without a client, whose requests `carry` sends.
pub(super) fn begin_carrying(scope: &Scope<'_>, shown: &Shown) -> String {
    let krate = scope.krate();
    let gate = gate(shown, Flavor::Async, &[]).map(|gate| format!("# #[cfg({gate})]\n")).unwrap_or_default();
    let parameters = shown.further_parameters();
    let carry = format!("carry: impl Fn(http::Request<{krate}::Body>) -> http::Response<Vec<u8>>");
    format!("{gate}# fn run({carry}{parameters}) -> Result<(), {krate}::Error> {{")
}

/// Returns the hidden lines after an example without a client.
pub(super) fn finish_carrying(scope: &Scope<'_>, shown: &Shown) -> String {
    let run = shown.sample.as_ref().map(|sample| format!("run(|_| {})", http_response(sample)));
    ended(scope, shown, &[], run)
}

/// Returns the hidden lines after a test that has no client.
pub(super) fn finish_test(scope: &Scope<'_>, shown: &Shown) -> String {
    let end = ended(scope, shown, &["testing"], Some("run(())".to_owned()));
    end.strip_prefix("# Ok(())\n# }\n").map(str::to_owned).unwrap_or(end)
}

/// Returns the end of a function, and a `main` that runs it if it has no parameters without a literal.
fn ended(scope: &Scope<'_>, shown: &Shown, features: &[&str], run: Option<String>) -> String {
    let end = "# Ok(())\n# }\n";
    let Some(run) = run.filter(|_| shown.parameters.is_empty()) else {
        return format!("{end}# fn main() {{}}");
    };
    let main = format!("# fn main() -> Result<(), {}::Error> {{\n#     {run}\n# }}", scope.krate());
    match gate(shown, Flavor::Async, features) {
        None => format!("{end}{main}"),
        Some(gate) => format!("{end}# #[cfg({gate})]\n{main}\n# #[cfg(not({gate}))]\n# fn main() {{}}"),
    }
}

/// Returns an HTTP response as an expression.
fn http_response(sample: &Sample) -> String {
    let (media_type, body) = sample.body.clone().unwrap_or_default();
    let header =
        if media_type.is_empty() { String::new() } else { format!(".header(\"content-type\", {media_type:?})") };
    let status = sample.status;
    format!("http::Response::builder().status({status}){header}.body(Vec::from({body:?})).expect(\"a response\")")
}
