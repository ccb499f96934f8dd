//! Decides the exports of the crate root.

use super::Scope;
use crate::rust::{EXPORTED, Export, Input, Item, Module, Passing, Role, RuntimeModule, Symbol, symbol};

/// Returns the exports of the crate root.
pub(super) fn exports(scope: &Scope<'_>, modules: &[Module], runtime_modules: &[RuntimeModule]) -> Vec<Export> {
    let of_crate = |module: &str, names: &[&str]| Export {
        module: module.to_owned(),
        names: names.iter().map(|&name| name.to_owned()).collect(),
    };
    let items = modules.iter().flat_map(|module| &module.items);
    let clients = items.filter_map(|item| if let Item::Client(client) = item { Some(client) } else { None });
    let base_url = (!scope.base_url.is_required()).then_some("BASE_URL");
    let client = base_url.into_iter().chain(["Client", "ClientBuilder"]);
    let client: Vec<&str> = client.chain(clients.flat_map(|client| client.config_functions())).collect();
    let mut exports = vec![
        of_crate("client", &client),
        of_crate("error", &["ApiError", "Error", "ErrorBody"]),
        of_runtime(&[symbol::model::base64::BASE64]),
        of_runtime(&[symbol::model::offset_time::OFFSET_TIME]),
        of_runtime(&[symbol::model::time::DURATION]),
        of_runtime(&usual(shows_checked(modules))),
    ];
    if !scope.names.headers.is_empty() {
        exports.push(of_crate("headers", &["Headers"]));
    }
    for module in runtime_modules {
        exports.extend(added_by(*module).iter().map(|symbols| of_runtime(symbols)));
    }
    exports
}

/// Returns the export of items from one module of the runtime.
fn of_runtime(symbols: &[Symbol]) -> Export {
    let module = symbols.first().map_or("", |symbol| symbol.module());
    Export {
        module: module.trim_start_matches("crate::").to_owned(),
        names: symbols.iter().map(|symbol| symbol.name().to_owned()).collect(),
    }
}

/// Returns the items that an optional module of the runtime adds to the crate root, one list per module.
const fn added_by(module: RuntimeModule) -> &'static [&'static [Symbol]] {
    use symbol::model::{integer_string, nested};
    use symbol::request::multipart;
    use symbol::response::download;
    use symbol::stream::event_source;
    use symbol::stream::events;
    use symbol::stream::lines;
    match module {
        RuntimeModule::Multipart => &[&[multipart::FILE_PART, multipart::PARTS]],
        RuntimeModule::Events => &[
            &[events::EVENT, events::EVENT_ID, events::EVENT_SHAPE, events::EVENT_STREAM],
            &[event_source::EVENT_SOURCE],
        ],
        RuntimeModule::Download => &[&[download::DOWNLOAD, download::PROGRESS]],
        RuntimeModule::Lines => &[&[lines::JSON_FRAMING, lines::JSON_LINES]],
        RuntimeModule::IntegerStrings => &[&[integer_string::I64_STRING, integer_string::U64_STRING]],
        RuntimeModule::Nested => &[&[nested::NESTED]],
        RuntimeModule::Uuid
        | RuntimeModule::Chrono
        | RuntimeModule::Time
        | RuntimeModule::Decimal
        | RuntimeModule::Url
        | RuntimeModule::OwnTypes
        | RuntimeModule::Incoming
        | RuntimeModule::OAuth
        | RuntimeModule::Webhook
        | RuntimeModule::Tuples => &[],
    }
}

/// Returns the items that every crate exports from the root of the runtime: all types and traits, except those that only
/// generated code uses, those that the crate defines itself, those of the module `observe`, and those of optional modules.
fn usual(shows_checked: bool) -> Vec<Symbol> {
    const INTERNAL: [Symbol; 4] = [symbol::CALL, symbol::CORE_BUILDER, symbol::JSON, symbol::PLAIN];
    const OF_THE_CRATE: [Symbol; 2] = [symbol::API_ERROR, symbol::ERROR];
    let is_usual = |(module, symbol): &&(&str, Symbol)| {
        let is_type = symbol.name().starts_with(|first: char| first.is_ascii_uppercase());
        is_type
            && !matches!(*module, "request::multipart" | "call::observer")
            && !INTERNAL.contains(symbol)
            && (shows_checked || *symbol != symbol::CHECKED)
            && !OF_THE_CRATE.contains(symbol)
    };
    let mut usual: Vec<Symbol> = EXPORTED.iter().filter(is_usual).map(|(_, symbol)| *symbol).collect();
    usual.sort();
    usual
}

/// Returns true if a struct of named arguments has a public field of the type `Checked`.
fn shows_checked(modules: &[Module]) -> bool {
    let is_shown = |input: &Input| matches!(input.role, Role::Named) && input.passing == Passing::Checked;
    modules.iter().flat_map(|module| &module.items).any(|item| match item {
        Item::Operation(operation) => operation.inputs.iter().any(is_shown),
        _ => false,
    })
}
