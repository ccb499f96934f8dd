//! How the values of parameters, and those of the fields of forms, become text.

/// How the value of a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// `cookie`
    Cookie,
}

impl Style {
    /// The value of the keyword.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
            Self::Cookie => "cookie",
        }
    }
}

/// Which of the reserved characters of a URL (`:/?#[]@!$&'()*+,;=`) stay as they are in a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Reserved {
    /// None of them.
    #[default]
    Escaped,
    /// `allowReserved`: those that do not end the value.
    Allowed,
    /// The same, and `/`: a parameter of a path whose value can have several segments.
    AllowedWithSlash,
}

/// How lists and objects inside of a list or an object are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nesting {
    /// `a.b=1`, `a=1&a=2`, `a[0].b=1`
    Dots,
    /// `a[b]=1`, `a[]=1`, `a[][b]=1`
    Brackets,
    /// `a[b]=1`, `a[0]=1`, `a[0][b]=1`
    Indices,
    /// JSON text.
    Json,
}
