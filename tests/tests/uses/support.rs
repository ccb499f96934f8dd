//! Helpers that the programs share: an account, contacts, and a server on loopback that sends prepared responses.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

use kirim::models::{Contact, ContactList};
use kirim::testing::Fake;
use serde_json::{Value, json};

/// The id of the account whose contacts are listed.
pub(crate) const ACCOUNT: &str = "106540352242922";

/// The result of a test whose steps can fail.
pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;

/// Returns a contact with this id and name.
pub(crate) fn contact(id: &str, name: &str) -> Contact {
    let mut contact = Contact::sample();
    id.clone_into(&mut contact.id);
    contact.name = Some(name.to_owned());
    contact
}

/// Returns a page with these contacts, and the cursor of the next one.
pub(crate) fn page(names: &[&str], next: Option<&str>) -> ContactList {
    let mut page = ContactList::sample();
    page.data = names.iter().map(|name| contact(&format!("ctc_{name}"), name)).collect();
    page.has_more = next.is_some();
    page.next_cursor = next.map(str::to_owned);
    "req_1".clone_into(&mut page.request_id);
    page
}

/// Returns the JSON of an error response.
pub(crate) fn error_json(code: &str, message: &str) -> Value {
    json!({ "error": {
        "type": "invalid_request_error", "code": code, "message": message, "param": "search", "request_id": "req_9",
    }})
}

/// Returns a client whose requests go to `fake`.
pub(crate) fn client_of(fake: &Fake) -> kirim::Client {
    kirim::Client::builder().bearer_auth("a-token-for-tests").transport(fake.clone()).build().expect("a client")
}

/// A server on loopback that sends one prepared response per connection.
pub(crate) struct Loopback {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Loopback {
    /// Starts a server that sends these responses: each a status line, headers and a body.
    pub(crate) fn start(responses: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let received = Arc::clone(&requests);
        thread::spawn(move || {
            for response in responses {
                let (mut stream, _) = listener.accept().expect("a connection");
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                }
                received.lock().expect("requests").push(String::from_utf8_lossy(&head).into_owned());
                stream.write_all(response.as_bytes()).expect("a response");
            }
        });
        Self { address, requests }
    }

    /// Returns the base URL of the API on this server.
    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Returns the heads of the requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("requests").clone()
    }
}

/// Returns a whole HTTP response with a JSON body.
pub(crate) fn http_json(status: &str, body: &impl ToString) -> String {
    let body = body.to_string();
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nx-request-id: req_7\r\n\
         connection: close\r\n\r\n{body}"
    )
}

/// Returns the JSON of a page of contacts.
pub(crate) fn page_json(names: &[&str]) -> Value {
    serde_json::to_value(page(names, None)).expect("JSON")
}
