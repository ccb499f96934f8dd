//! How the values of parameters and form fields are serialized.

/// How the value of a parameter is serialized.
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
    /// Returns the value of the keyword `style`.
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

/// Which reserved characters of a URL (`:/?#[]@!$&'()*+,;=`) are sent unescaped in a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Reserved {
    /// None: all are escaped.
    #[default]
    Escaped,
    /// `allowReserved`: those that do not end the value.
    Allowed,
    /// Those of `Allowed`, and `/`. For path parameters whose value can contain several segments.
    AllowedWithSlash,
}

/// How lists and objects within a list or an object are serialized.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nesting {
    /// `a.b=1`, `a=1&a=2`, `a[0].b=1`
    Dots,
    /// `a[b]=1`, `a[]=1`, `a[][b]=1`
    Brackets,
    /// `a[b]=1`, `a[0]=1`, `a[0][b]=1`
    Indices,
    /// JSON.
    Json,
}
