//! Compares the runtimes of two versions of a crate: users of the crate name its items.

use semver::{Comparator, Op, Version};

use super::findings::Findings;
use super::{Rule, Source};

/// The beginning of a runtime that is a package.
const PACKAGE: &str = "oaspress-runtime@";

/// Compares the runtimes, as listings name them: a package with its version, or the fingerprint of a copy.
pub(super) fn compare(old: &str, new: &str, findings: &mut Findings) {
    if old == new || old.is_empty() || new.is_empty() {
        return;
    }
    let version = |runtime: &str| runtime.strip_prefix(PACKAGE).and_then(version);
    match (version(old), version(new)) {
        (Some(before), Some(now)) => {
            let message = format!("the runtime of the crate has the version {now}, and had {before}");
            let source = if is_compatible(&before, &now) { Source::None } else { Source::Breaks };
            findings.crate_wide(Rule::RuntimeChanged, &message, source);
        }
        _ => findings.crate_wide(Rule::RuntimeChanged, "the runtime of the crate differs", Source::None),
    }
}

/// Parses a version, whose last numbers may be missing.
fn version(text: &str) -> Option<Version> {
    ["", ".0", ".0.0"].iter().find_map(|zeros| Version::parse(&format!("{text}{zeros}")).ok())
}

/// Returns true if Cargo uses the new version in place of the old one.
fn is_compatible(old: &Version, new: &Version) -> bool {
    let caret = Comparator {
        op: Op::Caret,
        major: old.major,
        minor: Some(old.minor),
        patch: Some(old.patch),
        pre: old.pre.clone(),
    };
    caret.matches(new)
}

#[cfg(test)]
mod tests {
    use super::super::findings::Findings;
    use super::compare;

    #[test]
    fn an_incompatible_runtime_breaks_the_source() {
        for (old, new, expected) in [
            ("oaspress-runtime@0.1.0", "oaspress-runtime@0.1.0", None),
            ("oaspress-runtime@0.1.0", "oaspress-runtime@0.1.4", Some("none")),
            ("oaspress-runtime@0.1", "oaspress-runtime@0.2.0", Some("breaks")),
            ("oaspress-runtime@1.2.0", "oaspress-runtime@1.3", Some("none")),
            ("oaspress-runtime@1.2.0", "oaspress-runtime@2.0.0", Some("breaks")),
            ("0123456789abcdef", "123456789abcdef0", Some("none")),
            ("", "123456789abcdef0", None),
        ] {
            let mut findings = Findings::default();
            compare(old, new, &mut findings);
            assert_eq!(findings.list.first().map(|finding| finding.source.name()), expected, "{old} to {new}");
        }
    }
}
