//! The HTTP methods: one table with everything that the generator decides by the method of an operation.

/// An HTTP method.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// QUERY
    Query,
    /// Any other method, in the capitalization in which it is sent.
    Other(String),
}

/// A row of the table.
struct Facts {
    method: Method,
    /// The keyword of a path item for its operation.
    keyword: &'static str,
    /// The token that is sent, which is also the name of the constant of `http::Method`.
    token: &'static str,
    /// The effect of a request.
    effect: Effect,
    bodies: Bodies,
}

/// Which messages have a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bodies {
    /// None.
    Neither,
    /// Responses. Requests usually have none.
    Response,
    /// Requests and responses.
    Both,
}

/// The effect of a request on the server, as far as the method determines it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// None. The client follows its redirects.
    Reads,
    /// The same effect if it is sent more than once.
    Idempotent,
    /// Unknown.
    Unknown,
}

/// The methods with a keyword of their own, in the order of the specification.
static METHODS: [Facts; 9] = [
    row(Method::Get, "get", "GET", Effect::Reads, Bodies::Response),
    row(Method::Put, "put", "PUT", Effect::Idempotent, Bodies::Both),
    row(Method::Post, "post", "POST", Effect::Unknown, Bodies::Both),
    row(Method::Delete, "delete", "DELETE", Effect::Idempotent, Bodies::Response),
    row(Method::Options, "options", "OPTIONS", Effect::Idempotent, Bodies::Response),
    row(Method::Head, "head", "HEAD", Effect::Reads, Bodies::Neither),
    row(Method::Patch, "patch", "PATCH", Effect::Unknown, Bodies::Both),
    row(Method::Trace, "trace", "TRACE", Effect::Idempotent, Bodies::Response),
    row(Method::Query, "query", "QUERY", Effect::Reads, Bodies::Both),
];

const fn row(method: Method, keyword: &'static str, token: &'static str, effect: Effect, bodies: Bodies) -> Facts {
    Facts { method, keyword, token, effect, bodies }
}

/// Returns the keywords of a path item for operations, in the order of the specification.
pub(crate) fn keywords() -> impl Iterator<Item = &'static str> {
    METHODS.iter().map(|row| row.keyword)
}

/// Returns the keywords of a path item for operations, those whose requests usually have a body first.
#[must_use]
pub(crate) fn keywords_by_body() -> Vec<&'static str> {
    let mut rows: Vec<&Facts> = METHODS.iter().collect();
    rows.sort_by_key(|row| (row.bodies != Bodies::Both, row.method != Method::Post));
    rows.into_iter().map(|row| row.keyword).collect()
}

impl Method {
    /// Returns the method with this keyword, such as `get`.
    #[must_use]
    pub fn from_keyword(keyword: &str) -> Option<Self> {
        METHODS.iter().find(|row| row.keyword == keyword).map(|row| row.method.clone())
    }

    /// Returns the method with this token, such as `GET`.
    #[must_use]
    pub fn from_token(token: &str) -> Self {
        let known = METHODS.iter().find(|row| row.token == token);
        known.map_or_else(|| Self::Other(token.to_owned()), |row| row.method.clone())
    }

    /// Returns the keyword of the method in a path item, such as `get`. `None` if it has none.
    #[must_use]
    pub fn keyword(&self) -> Option<&'static str> {
        self.facts().map(|row| row.keyword)
    }

    /// Returns the token of the method, such as `GET`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(token) => token,
            known => known.facts().map_or("", |row| row.token),
        }
    }

    /// Returns true if the client follows a redirect of a request with this method like that of a read.
    #[must_use]
    pub fn only_reads(&self) -> bool {
        self.facts().is_some_and(|row| row.effect == Effect::Reads)
    }

    /// Returns true if a request has the same effect if it is sent more than once.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.facts().is_some_and(|row| row.effect != Effect::Unknown)
    }

    /// Returns true if a response can have a body.
    #[must_use]
    pub fn has_response_body(&self) -> bool {
        self.facts().is_none_or(|row| row.bodies != Bodies::Neither)
    }

    fn facts(&self) -> Option<&'static Facts> {
        METHODS.iter().find(|row| row.method == *self)
    }
}

#[cfg(test)]
mod tests {
    use super::{METHODS, Method, keywords_by_body};

    #[test]
    fn every_method_is_found_by_its_names() {
        for row in &METHODS {
            assert_eq!(Method::from_keyword(row.keyword), Some(row.method.clone()));
            assert_eq!(Method::from_token(row.token), row.method);
            assert_eq!((row.method.keyword(), row.method.as_str()), (Some(row.keyword), row.token));
        }
        let purge = Method::from_token("PURGE");
        assert_eq!((purge.as_str(), purge.keyword(), purge.is_idempotent()), ("PURGE", None, false));
        assert!(purge.has_response_body() && !Method::Head.has_response_body());
    }

    #[test]
    fn the_usual_method_of_webhooks_is_first() {
        assert_eq!(keywords_by_body()[..4], ["post", "put", "patch", "query"]);
    }
}
