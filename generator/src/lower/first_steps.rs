//! Writes the first example: on the front page, in the README, and for the blocking client.

use super::runs::{self, Flavor};
use super::showcase::{Output, Shown};
use super::{Scope, connect};

/// Returns the program as a doctest, with hidden lines that run it.
pub(super) fn doctest(scope: &Scope<'_>, shown: Option<&Shown>, flavor: Flavor) -> String {
    let krate = scope.krate();
    let client = client(scope, shown, flavor);
    let made = flavor.path(&krate);
    let gate = if flavor == Flavor::Blocking { "# #[cfg(feature = \"blocking\")]\n" } else { "" };
    let connect = format!("{gate}# fn connect() -> Result<{made}, {krate}::Error> {{\nlet client = {client};\n");
    match shown {
        None => format!("{connect}println!(\"{{client:?}}\");\n# Ok(client)\n# }}\n# fn main() {{}}"),
        Some(shown) => {
            let lines = calls(shown, flavor).join("\n");
            let (begin, finish) = (runs::begin(scope, shown, flavor), runs::finish(scope, shown, flavor));
            format!("{connect}# Ok(client)\n# }}\n{begin}\n{lines}\n{finish}")
        }
    }
}

/// Returns the program as a function.
pub(super) fn function(scope: &Scope<'_>, shown: Option<&Shown>) -> String {
    let krate = scope.krate();
    let client = client(scope, shown, Flavor::Async);
    let mut lines = vec![format!("let client = {client};")];
    match shown {
        None => lines.push("println!(\"{client:?}\");".to_owned()),
        Some(shown) => lines.extend(calls(shown, Flavor::Async)),
    }
    lines.push("Ok(())".to_owned());
    let body = lines.join("\n");
    let indent = |line: &str| if line.is_empty() { String::new() } else { format!("    {line}") };
    let body = body.split('\n').map(indent).collect::<Vec<_>>().join("\n");
    let parameters = shown.iter().flat_map(|shown| &shown.parameters).map(|(name, ty)| format!("{name}: {ty}"));
    let parameters: Vec<String> = parameters.collect();
    format!("async fn run({}) -> Result<(), {krate}::Error> {{\n{body}\n}}", parameters.join(", "))
}

fn client(scope: &Scope<'_>, shown: Option<&Shown>, flavor: Flavor) -> String {
    let credentials = shown.map(|shown| shown.credentials.as_slice()).unwrap_or_default();
    connect::client(scope, &flavor.path(&scope.krate()), credentials)
}

/// Returns the lines that use the client.
fn calls(shown: &Shown, flavor: Flavor) -> Vec<String> {
    let wait = if flavor == Flavor::Async { ".await" } else { "" };
    let Shown { begin, method, .. } = shown;
    let sent = format!("client{begin}.{method}(){wait}?");
    let request = |of: &str| format!("{of}.meta().request_id().unwrap_or(\"-\")");
    match &shown.output {
        Output::Page(length) => {
            let mut lines = vec![
                format!("let page = {sent};"),
                format!("let count = {length};"),
                format!("println!(\"{{count}} items, request {{}}\", {});", request("page")),
                String::new(),
                "// All items: the other pages are read when they are needed.".to_owned(),
            ];
            lines.extend(walk(&format!("client{begin}.items()"), "items", "item", flavor));
            lines
        }
        Output::List => vec![
            format!("let items = {sent};"),
            format!("println!(\"{{}} items, request {{}}\", items.len(), {});", request("items")),
        ],
        Output::Value => vec![format!("let response = {sent};"), "println!(\"{response:?}\");".to_owned()],
        Output::Pieces => {
            let follows = method.starts_with("follow");
            let source = if follows { format!("client{begin}.{method}()") } else { sent };
            let (all, one) = if method.contains("events") { ("events", "event") } else { ("values", "value") };
            walk(&source, all, one, flavor)
        }
        Output::Other => vec![
            format!("let response = {sent};"),
            format!("println!(\"{{}}, request {{}}\", response.meta().status(), {});", request("response")),
        ],
    }
}

/// Returns a loop over a stream or an iterator.
fn walk(source: &str, all: &str, one: &str, flavor: Flavor) -> Vec<String> {
    let print = format!("    println!(\"{{:?}}\", {one}?);");
    match flavor {
        Flavor::Async => vec![
            format!("let mut {all} = {source};"),
            format!("while let Some({one}) = {all}.next().await {{"),
            print,
            "}".to_owned(),
        ],
        Flavor::Blocking => {
            let source =
                source.strip_suffix('?').map_or_else(|| source.to_owned(), |sent| format!("{sent}?.into_inner()"));
            vec![format!("for {one} in {source} {{"), print, "}".to_owned()]
        }
    }
}
