//! Media types, classified by the encoding of their bodies.

/// The encoding of bodies of a media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// JSON.
    Json,
    /// One JSON value per line.
    Lines,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/…`
    Multipart,
    /// Any other media type.
    Other,
}

impl Media {
    /// Classifies a media type.
    #[must_use]
    pub fn parse(media_type: &str) -> Self {
        let essence = essence(media_type);
        match essence.as_str() {
            "application/json" | "*/*" | "application/*" | "text/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            "application/x-ndjson" | "application/jsonl" | "application/x-jsonlines" | "application/ndjson" => {
                Self::Lines
            }
            essence if essence.ends_with("+json") => Self::Json,
            essence if essence.starts_with("multipart/") => Self::Multipart,
            _ => Self::Other,
        }
    }

    /// Returns true if two media types are equal, ignoring their parameters.
    #[must_use]
    pub fn same(left: &str, right: &str) -> bool {
        essence(left) == essence(right)
    }

    /// Returns true if an entry of `Accept` matches a media type.
    #[must_use]
    pub fn accepts(accept: &str, media_type: &str) -> bool {
        let (accept, media_type) = (essence(accept), essence(media_type));
        let start = accept.strip_suffix('*').filter(|start| start.ends_with('/'));
        accept == "*/*" || accept == media_type || start.is_some_and(|start| media_type.starts_with(start))
    }

    /// Returns a concrete media type that matches a media type or wildcard.
    #[must_use]
    pub fn concrete(media_type: &str) -> String {
        match essence(media_type).as_str() {
            "*/*" | "application/*" => "application/json".to_owned(),
            "text/*" => "text/plain".to_owned(),
            "image/*" => "image/png".to_owned(),
            _ => media_type.to_owned(),
        }
    }
}

/// Returns the media type without its parameters.
#[must_use]
pub fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
