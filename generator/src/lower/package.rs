//! Decides what a crate of several documents has beside the code of each: its manifest, its documentation and its root.

use std::collections::{BTreeMap, BTreeSet};

use super::{crate_docs, markdown};
use crate::comment::Comment;
use crate::config::Config;
use crate::invisible;
use crate::model::Api;
use crate::rust::{Crate, Export, Item, Manifest, Module, OwnCodecs, Package, RuntimeModule, Shared};

/// Combines the code of documents to a crate. `apis` are the models of the documents, in their order.
#[must_use]
pub(crate) fn package(mut documents: Vec<Crate>, apis: &[&Api], shared: Vec<Shared>, config: &Config) -> Package {
    let own_types = own_types(&mut documents);
    let manifest = manifest(&documents, apis, config);
    let entries: Vec<Entry> = documents.iter().zip(apis).map(|(document, api)| entry(document, api)).collect();
    let checks_webhooks = manifest.runtime_modules.contains(&RuntimeModule::Webhook);
    let features = features(&manifest, checks_webhooks);
    Package {
        docs: docs(&manifest.name, &documents, &entries, (features.clone(), !shared.is_empty())),
        readme: readme(&manifest.name, &documents, &entries, (features, !shared.is_empty())),
        exports: exports(&documents),
        manifest,
        documents,
        shared,
        own_types,
    }
}

/// Removes how types of other crates are read from the documents, since a crate can implement a trait for a type once.
fn own_types(documents: &mut [Crate]) -> Option<Module> {
    let mut types = BTreeSet::new();
    let mut first = None;
    for document in documents {
        let (own, others) = std::mem::take(&mut document.modules).into_iter().partition(|module| {
            let module: &Module = module;
            module.items.iter().any(|item| matches!(item, Item::OwnCodecs(_)))
        });
        document.modules = others;
        for module in own {
            for item in &module.items {
                if let Item::OwnCodecs(item) = item {
                    types.extend(item.types.iter().cloned());
                }
            }
            first = first.or(Some(module));
        }
    }
    let items = vec![Item::OwnCodecs(Box::new(OwnCodecs { types: types.into_iter().collect() }))];
    first.map(|module| Module { items, ..module })
}

fn manifest(documents: &[Crate], apis: &[&Api], config: &Config) -> Manifest {
    let all = || documents.iter().map(|document| &document.manifest);
    let titles: Vec<&str> = apis.iter().map(|api| api.info.title.trim()).filter(|title| !title.is_empty()).collect();
    let description =
        config.crate_description().map_or_else(|| format!("Client of {}", titles.join(", ")), str::to_owned);
    let runtime_modules: BTreeSet<RuntimeModule> = all().flat_map(|one| one.runtime_modules.clone()).collect();
    let dependencies: BTreeMap<String, String> = all().flat_map(|one| one.dependencies.clone()).collect();
    let features: BTreeMap<String, Vec<String>> = all().flat_map(|one| one.features.clone()).collect();
    Manifest {
        description: invisible::on_one_line(&description),
        homepage: config.manifest.homepage.clone(),
        documents: documents.iter().map(|document| document.module_name().to_owned()).collect(),
        groups: all().flat_map(|one| one.groups.clone()).collect(),
        webhook_payloads: all().any(|one| one.webhook_payloads),
        runtime_modules: runtime_modules.into_iter().collect(),
        dependencies: dependencies.into_iter().collect(),
        features: features.into_iter().collect(),
        returns_models_as_errors: all().any(|one| one.returns_models_as_errors),
        ..all().next().cloned().unwrap_or_default()
    }
}

/// Returns the exports of the runtime that any document has, one per module of the runtime.
fn exports(documents: &[Crate]) -> Vec<Export> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for export in documents.iter().flat_map(|document| &document.exports).filter(|export| export.is_of_runtime()) {
        names.entry(export.module.clone()).or_default().extend(export.names.iter().cloned());
    }
    names.into_iter().map(|(module, names)| Export { module, names: names.into_iter().collect() }).collect()
}

/// A module, and the title of its API.
type Entry = (Comment, Comment);

fn entry(document: &Crate, api: &Api) -> Entry {
    let title = api.info.title.trim();
    let title = if title.is_empty() { "an API without a title".into() } else { markdown::inline(title).into() };
    (Comment::name(document.module_name()), title)
}

fn docs(name: &str, documents: &[Crate], entries: &[Entry], (features, shares): (Comment, bool)) -> Comment {
    let line = |(module, title): &Entry| Comment::fill("* {}: [`{}`]", [title.clone(), module.clone()]);
    let list = Comment::joined(entries.iter().map(line), "\n");
    let mut text =
        Comment::from("Clients of several APIs, each in a module of its own:").and_block(list).and_block(MODULES);
    if shares {
        text.push_block(SHARED_MODELS);
    }
    if let Some(example) = example(name, documents) {
        text.push_block(Comment::from(SHARED_PARTS).and_block(Comment::example("no_run", &example)));
    }
    text.and_block("# Features").and_block(features)
}

fn readme(name: &str, documents: &[Crate], entries: &[Entry], (features, shares): (Comment, bool)) -> Comment {
    let line = |(module, title): &Entry| Comment::fill("* `{}`: {}", [module.clone(), title.clone()]);
    let list = Comment::joined(entries.iter().map(line), "\n");
    let mut text = Comment::fill("# {}", [Comment::name(name)])
        .and_block("Clients of several APIs, each in a module of its own:")
        .and_block(list)
        .and_block(
            "`cargo doc --open` shows the documentation of each module, which begins with an example and has a guide.",
        );
    if shares {
        text.push_block(SHARED_MODELS);
    }
    if let Some(example) = example(name, documents) {
        // Only rustdoc hides lines. The documentation of the crate has the example whole, and tests it.
        let visible: Vec<&str> = example.lines().filter(|line| !line.starts_with("# ")).collect();
        text.push_block(Comment::from(SHARED_PARTS).and_block(Comment::example("rust,ignore", &visible.join("\n"))));
    }
    text.and_block("## Features")
        .and_block(features)
        .and_block("This crate is generated: change the API descriptions that it comes from, not its files.")
}

/// Returns an example of two clients that share a transport and a retry budget.
fn example(name: &str, documents: &[Crate]) -> Option<String> {
    let krate = name.replace('-', "_");
    let [first, second, ..] = documents else { return None };
    let (first, second) = (first.module_name(), second.module_name());
    let gate = format!("# #[cfg(all(feature = \"hyper\", feature = \"{first}\", feature = \"{second}\"))]\n");
    let line = |module: &str| {
        format!(
            "let {module} = {krate}::{module}::Client::builder()\n    .transport(transport.clone())\n    .retry_budget(budget.clone())\n    .build()?;\n"
        )
    };
    Some(format!(
        "{gate}# fn connect() -> Result<(), Box<dyn std::error::Error>> {{\nuse std::time::Duration;\n\nuse {krate}::{{HyperTransport, RetryBudget}};\n\n\
         let transport = HyperTransport::new(Duration::from_secs(10));\nlet budget = RetryBudget::new(100);\n{}{}# drop(({first}, {second}));\n# Ok(())\n# }}\n# fn main() {{}}",
        line(first),
        line(second)
    ))
}

fn features(manifest: &Manifest, checks_webhooks: bool) -> Comment {
    let has_oauth = manifest.runtime_modules.contains(&RuntimeModule::OAuth);
    let modules = Comment::joined(manifest.documents.iter().map(|module| Comment::code(module)), ", ");
    let modules = Comment::from("* One per module, all of them default: ").and(modules).and(".\n");
    let groups = if manifest.groups.is_empty() { "" } else { GROUPS };
    crate_docs::common_features(has_oauth, manifest.webhook_payloads, checks_webhooks).and(modules).and(groups)
}

const MODULES: &str = "Each module has a `Client`, the `operations`, the `models` and the `Error` of its API, and a guide. The types that \
every client has, such as [`RetryPolicy`] and [`Transport`], are at the root of this crate, and can be named through each module as well.";

const SHARED_MODELS: &str = "Models that are equal in several APIs are one type, whichever module it is named through.";

const SHARED_PARTS: &str = "The clients can share connections, a retry budget, an observer and interceptors:";

const GROUPS: &str = "* One per group of operations and its models, all of them default; the name begins with the module. `Cargo.toml` lists them.\n";
