//! The effects of a change, and the step of the version that they require.

/// The effect on clients built from the old document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wire {
    /// They work as before.
    #[default]
    None,
    /// They work, but the server behaves differently.
    Behaviour,
    /// Some of their calls may fail.
    MayBreak,
    /// Calls fail.
    Breaks,
}

/// The effect on the source of users who update the crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// It compiles as before.
    #[default]
    None,
    /// There are new items, or a warning of the compiler.
    Added,
    /// Nearly all of it compiles, but code that relies on type inference may not.
    Inference,
    /// It does not compile.
    Breaks,
    /// It compiles, but behaves differently.
    BreaksSilently,
}

/// The direction of a part of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Clients send it.
    Request,
    /// Clients read it.
    Response,
    /// Clients read it from error responses, whose body is kept if it cannot be decoded.
    Error,
}

/// One of the two compared versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// The kind of a version change, as Cargo compares versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VersionStep {
    /// No change that users notice when they compile.
    #[default]
    Patch,
    /// New items.
    Minor,
    /// Breaking changes of the source.
    Major,
}

impl Wire {
    /// Returns the name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Behaviour => "behavior",
            Self::MayBreak => "may break",
            Self::Breaks => "breaks",
        }
    }
}

impl Source {
    /// Returns the name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Added => "added",
            Self::Inference => "inference",
            Self::Breaks => "breaks",
            Self::BreaksSilently => "breaks silently",
        }
    }

    /// Returns the step that a change with this effect requires.
    #[must_use]
    pub const fn step(self) -> VersionStep {
        match self {
            Self::None => VersionStep::Patch,
            Self::Added | Self::Inference => VersionStep::Minor,
            Self::Breaks | Self::BreaksSilently => VersionStep::Major,
        }
    }
}

impl Side {
    /// Returns the name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Error => "error response",
        }
    }
}

impl VersionStep {
    /// Returns the name for display.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Returns the step for a version. Below 1.0.0 it is one lower, because Cargo treats such versions so. Below 0.1.0 and between
    /// pre-releases, every version may break.
    #[must_use]
    pub fn from_version(self, version: &str) -> Self {
        let version = semver::Version::parse(version).ok();
        let is_unstable = version.as_ref().is_some_and(|version| (version.major, version.minor) == (0, 0));
        let is_pre_release = version.as_ref().is_some_and(|version| !version.pre.is_empty());
        match (version.is_some_and(|version| version.major == 0), self) {
            _ if is_unstable || is_pre_release => Self::Patch,
            (true, Self::Major) => Self::Minor,
            (true, _) => Self::Patch,
            (false, step) => step,
        }
    }
}
