//! Computes which version a crate needs after its changes, as Cargo compares versions.

use semver::Version;

use super::{Verdict, VersionStep};

/// The version of a crate, judged by its changes since the old version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionCheck {
    /// The version is high enough.
    Enough,
    /// The version is too low.
    TooLow {
        /// The step that the changes require; `None` if there are no changes and the version is lower than the old one.
        step: Option<VersionStep>,
        /// The lowest version that is high enough.
        lowest: Version,
    },
}

impl Verdict {
    /// Compares the version of the new crate with the changes since the old one.
    ///
    /// # Errors
    ///
    /// Returns an error if one of the versions is invalid.
    pub fn check_version(&self) -> Result<VersionCheck, semver::Error> {
        let (old, new) = (Version::parse(&self.old_version)?, Version::parse(&self.new_version)?);
        let step = (!self.changes.is_empty()).then(|| self.step());
        let lowest = step.map_or_else(|| old.clone(), |step| next(&old, step));
        let is_enough = match step {
            None => new.cmp_precedence(&old).is_ge(),
            // A pre-release promises nothing to the versions that follow it.
            Some(_) if !old.pre.is_empty() => new.cmp_precedence(&old).is_gt(),
            Some(_) => new.cmp_precedence(&old).is_gt() && numbers(&new) >= numbers(&lowest),
        };
        Ok(if is_enough { VersionCheck::Enough } else { VersionCheck::TooLow { step, lowest } })
    }
}

/// Returns the lowest release after a version that is a step higher.
fn next(old: &Version, step: VersionStep) -> Version {
    let (major, minor, patch) = numbers(old);
    match step {
        _ if !old.pre.is_empty() => Version::new(major, minor, patch),
        VersionStep::Major => Version::new(major + 1, 0, 0),
        VersionStep::Minor => Version::new(major, minor + 1, 0),
        VersionStep::Patch => Version::new(major, minor, patch + 1),
    }
}

fn numbers(version: &Version) -> (u64, u64, u64) {
    (version.major, version.minor, version.patch)
}

#[cfg(test)]
mod tests {
    use super::super::{Change, Rule, Source, Verdict, Version, VersionStep, Wire};
    use super::VersionCheck;

    fn check(old: &str, new: &str, sources: &[Source]) -> String {
        let change = |source: &Source| Change {
            rule: Rule::ItemAdded,
            message: String::new(),
            wire: Wire::None,
            sides: Vec::new(),
            source: *source,
            items: Vec::new(),
            operations: Vec::new(),
            identity: String::new(),
            document: String::new(),
            version: Version::New,
            help: String::new(),
            fingerprint: String::new(),
            accepted: None,
        };
        let verdict = Verdict {
            changes: sources.iter().map(change).collect(),
            old_version: old.to_owned(),
            new_version: new.to_owned(),
        };
        match verdict.check_version() {
            Ok(VersionCheck::Enough) => "enough".to_owned(),
            Ok(VersionCheck::TooLow { step, lowest }) => format!("{} {lowest}", step.map_or("none", VersionStep::name)),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn changes_require_a_higher_version() {
        let (none, added, breaks) = (Source::None, Source::Added, Source::Breaks);
        for (old, new, sources, expected) in [
            ("1.2.3", "1.2.3", &[][..], "enough"),
            ("1.2.3", "1.2.2", &[], "none 1.2.3"),
            ("1.2.3", "1.2.3", &[none], "patch 1.2.4"),
            ("1.2.3", "1.2.4", &[none], "enough"),
            ("1.2.3", "1.2.4", &[none, added], "minor 1.3.0"),
            ("1.2.3", "1.3.0", &[added], "enough"),
            ("1.2.3", "1.9.0", &[added, breaks], "major 2.0.0"),
            ("1.2.3", "2.0.0", &[breaks], "enough"),
            ("1.2.3", "2.0.0-rc.1", &[breaks], "enough"),
            ("1.2.3", "1.2.3+build", &[none], "patch 1.2.4"),
            ("1.2.3", "next", &[none], "unexpected character 'n' while parsing major version number"),
        ] {
            assert_eq!(check(old, new, sources), expected, "{old} to {new} with {sources:?}");
        }
    }

    #[test]
    fn below_one_a_step_is_one_lower_and_before_a_release_any_step_is_enough() {
        let (added, breaks) = (Source::Added, Source::Breaks);
        for (old, new, sources, expected) in [
            ("0.1.0", "0.1.0", &[added][..], "patch 0.1.1"),
            ("0.1.0", "0.1.1", &[breaks], "minor 0.2.0"),
            ("0.1.0", "0.2.0", &[breaks], "enough"),
            ("0.1.0", "1.0.0", &[breaks], "enough"),
            ("0.0.3", "0.0.3", &[breaks], "patch 0.0.4"),
            ("0.0.3", "0.0.4", &[breaks], "enough"),
            ("1.0.0-rc.1", "1.0.0-rc.1", &[breaks], "patch 1.0.0"),
            ("1.0.0-rc.1", "1.0.0-rc.2", &[breaks], "enough"),
            ("1.0.0-rc.1", "1.0.0", &[breaks], "enough"),
        ] {
            assert_eq!(check(old, new, sources), expected, "{old} to {new} with {sources:?}");
        }
    }
}
