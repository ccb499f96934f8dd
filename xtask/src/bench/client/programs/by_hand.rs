//! A minimal hand-written client with one endpoint.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Deserialize)]
pub struct ContactList {
    pub data: Vec<Contact>,
    pub has_more: bool,
    pub next_cursor: Option<String>,
    pub request_id: String,
}

#[derive(Debug, Deserialize)]
pub struct Contact {
    pub id: String,
    pub object: ContactObject,
    pub phone_number: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub metadata: Option<Map<String, Value>>,
    pub whatsapp_account: WhatsappAccount,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactObject {
    Contact,
}

#[derive(Debug, Deserialize)]
pub struct WhatsappAccount {
    pub phone_number: Option<String>,
}

pub struct Client {
    http: reqwest::Client,
    base_url: String,
    key: String,
}

impl Client {
    pub fn new(base_url: &str, key: &str) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(30)).build().expect("the client can be built");
        Self { http, base_url: base_url.to_owned(), key: key.to_owned() }
    }

    pub async fn list(&self, account: &str, search: Option<&str>, limit: Option<u32>) -> Result<ContactList, reqwest::Error> {
        let mut request = self.http.get(format!("{}/{account}/contacts", self.base_url)).bearer_auth(&self.key);
        if let Some(search) = search {
            request = request.query(&[("search", search)]);
        }
        if let Some(limit) = limit {
            request = request.query(&[("limit", limit)]);
        }
        request.send().await?.error_for_status()?.json().await
    }
}
