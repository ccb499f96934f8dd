//! A minimal hand-written client over `ureq`, with the models of `by_hand`.

use std::time::Duration;

use by_hand::ContactList;

pub struct Client {
    http: ureq::Agent,
    base_url: String,
    authorization: String,
}

impl Client {
    pub fn new(base_url: &str, key: &str) -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30))).build();
        Self { http: config.into(), base_url: base_url.to_owned(), authorization: format!("Bearer {key}") }
    }

    pub fn list(&self, account: &str, search: Option<&str>, limit: Option<u32>) -> Result<ContactList, ureq::Error> {
        let url = format!("{}/{account}/contacts", self.base_url);
        let mut request = self.http.get(url).header("authorization", &self.authorization);
        if let Some(search) = search {
            request = request.query("search", search);
        }
        if let Some(limit) = limit {
            request = request.query("limit", limit.to_string());
        }
        request.call()?.body_mut().read_json()
    }
}
