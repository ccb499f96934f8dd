//! The data of `Cargo.toml`.

use super::writer::{Writer, flag, quoted, words};
use crate::rust::{Form, GroupFeature, Manifest, Runtime};

pub(super) fn manifest(writer: &mut Writer<'_>, form: Form, manifest: &Manifest) {
    let Manifest {
        name,
        version,
        description,
        license,
        homepage,
        repository,
        documents,
        groups,
        webhook_payloads,
        runtime_modules,
        runtime,
        dependencies,
        features,
        authors,
        keywords,
        categories,
        private,
        returns_models_as_errors,
        package_lines,
        tables,
    } = manifest;
    let flags = [
        flag(form == Form::Module, "module of another crate"),
        flag(*private, "private"),
        flag(*returns_models_as_errors, "models as errors"),
        flag(*webhook_payloads, "webhook payloads"),
    ];
    writer.line(&format!("package {name} {version} {}", quoted(description)));
    lines(writer, "", flags.into_iter().filter(|flag| !flag.is_empty()));
    for (key, value) in [("license", license), ("homepage", homepage), ("repository", repository)] {
        lines(writer, key, value.iter().map(|value| quoted(value)));
    }
    for (key, list) in [("authors", authors), ("keywords", keywords), ("categories", categories)] {
        lines(writer, key, list.iter().map(|text| quoted(text)));
    }
    lines(writer, "dependency", dependencies.iter().map(|(package, requirement)| format!("{package} = {requirement}")));
    lines(writer, "feature", features.iter().map(|(feature, enabled)| format!("{feature} = {enabled:?}")));
    lines(writer, "manifest", package_lines.lines().chain(tables.lines()));
    lines(writer, "document", documents);
    let document = |document: &Option<String>| document.as_ref().map(|document| format!("of {document}"));
    let groups = groups.iter().map(|GroupFeature { name, document: of }| (name, document(of).unwrap_or_default()));
    lines(writer, "group", groups.map(|(name, of)| words([name, &of])));
    lines(writer, "runtime has", runtime_modules.iter().map(|module| format!("{module:?}")));
    if let Runtime::Crate { version, path, git } = runtime {
        writer.line(&format!("runtime {version:?} {path:?} {git:?}"));
    }
}

/// Writes a line for each value, behind its key.
fn lines(writer: &mut Writer<'_>, key: &str, values: impl IntoIterator<Item = impl AsRef<str>>) {
    for value in values {
        writer.line(&words([key, value.as_ref()]));
    }
}
