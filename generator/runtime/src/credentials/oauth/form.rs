//! The parameters of requests and redirects, as `application/x-www-form-urlencoded`.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::runtime::credentials::secret::Secret;
use crate::runtime::credentials::secret_forms;
use crate::runtime::request::escape::form_decoded;

/// The characters that the encoding escapes, besides the blank, which becomes a plus sign.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// Parameters in their order, all of which may be secret.
#[derive(Clone, Default)]
pub(super) struct Form(Vec<(Cow<'static, str>, Secret)>);

impl Form {
    pub(super) fn add(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Secret>) {
        self.0.push((name.into(), value.into()));
    }

    /// Adds a parameter in place of an earlier one of the same name, except for `resource` and `audience`, which can be repeated.
    pub(super) fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Secret>) {
        let name = name.into();
        if !matches!(&*name, "resource" | "audience") {
            self.0.retain(|(known, _)| *known != name);
        }
        self.add(name, value);
    }

    pub(super) fn extend(&mut self, other: &Self) {
        for (name, value) in &other.0 {
            self.set(name.clone(), value.clone());
        }
    }

    /// Returns the encoded parameters.
    pub(super) fn encode(&self) -> String {
        let pairs = self.0.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value.expose())));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Adds the forms in which a server may quote the values to a list.
    pub(super) fn add_secrets(&self, forms: &mut Vec<String>) {
        const PUBLIC: [&str; 7] =
            ["grant_type", "client_id", "scope", "audience", "resource", "redirect_uri", "response_type"];
        for (_, value) in self.0.iter().filter(|(name, _)| !PUBLIC.contains(&&**name)) {
            add_secret(forms, value.expose());
        }
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// Adds the forms in which a server may quote a secret that was sent in a form or in `Basic` credentials (RFC 6749, 2.3.1).
pub(super) fn add_secret(forms: &mut Vec<String>, secret: &str) {
    secret_forms::add(forms, secret);
    let escaped = escape(secret);
    secret_forms::add(forms, &escaped);
    secret_forms::add(forms, &secret_forms::lower_escapes(&escaped));
}

/// Encodes a name or a value.
pub(super) fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string().replace("%20", "+")
}

/// Returns the parameters of a query, decoded.
pub(super) fn parse(query: &str) -> impl Iterator<Item = (String, String)> {
    query.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (form_decoded(name), form_decoded(value))
    })
}
