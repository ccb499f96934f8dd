//! The packages and features that the generator writes into manifests. The parts of the manifests are the source.

/// The parts of manifests that declare dependencies.
const DEPENDENCIES: [&str; 10] = [
    include_str!("../print/dependencies.toml"),
    include_str!("../print/transport.toml"),
    include_str!("../print/targets.toml"),
    include_str!("../print/oauth.toml"),
    include_str!("../print/signatures.toml"),
    include_str!("../print/chrono.toml"),
    include_str!("../print/rust_decimal.toml"),
    include_str!("../print/time.toml"),
    include_str!("../print/url.toml"),
    include_str!("../print/uuid.toml"),
];

/// Returns the names under which generated crates depend on packages, and the names of renamed packages.
pub fn packages() -> impl Iterator<Item = &'static str> {
    let renamed =
        |manifest: &'static str| manifest.split("package = \"").skip(1).filter_map(|rest| rest.split('"').next());
    DEPENDENCIES.into_iter().flat_map(move |manifest| keys(manifest).chain(renamed(manifest)))
}

/// Returns the features that every generated crate has.
pub fn features() -> impl Iterator<Item = &'static str> {
    keys(include_str!("../print/features.toml")).chain(["default"])
}

/// Returns the keys of a part of a manifest.
fn keys(manifest: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = manifest.lines().filter_map(|line| line.split_once(" = "));
    lines
        .map(|(key, _)| key)
        .filter(|key| key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)))
}
