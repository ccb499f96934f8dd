//! A minimal HTTP client that distinguishes whole responses from truncated ones.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};
use serde_json::Value;

/// The response, read until the connection closed.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// Lists contacts with a valid key.
pub(crate) fn list(server: &ContactsServer, query: &str) -> Answer {
    get(server, &format!("/v1/{PHONE_NUMBER_ID}/contacts{query}"))
}

/// Sends a `GET` with a valid key.
pub(crate) fn get(server: &ContactsServer, target: &str) -> Answer {
    send(server, &format!("GET {target}"), &authorization(server))
}

/// Returns the header with a valid key.
pub(crate) fn authorization(server: &ContactsServer) -> String {
    format!("Authorization: Bearer {}\r\n", server.api_key())
}

/// Sends a request with exactly these headers, besides the ones that every request needs.
pub(crate) fn send(server: &ContactsServer, method_and_target: &str, headers: &str) -> Answer {
    parse(&exchange(server, method_and_target, headers))
}

/// Sends a request and returns the bytes of the response.
pub(crate) fn exchange(server: &ContactsServer, method_and_target: &str, headers: &str) -> String {
    let mut stream = request(server, method_and_target, headers);
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Sends a request and returns the connection.
pub(crate) fn request(server: &ContactsServer, method_and_target: &str, headers: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let request = format!("{method_and_target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

fn parse(text: &str) -> Answer {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| line.split_once(": ").unwrap());
    Answer {
        status,
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        body: body.to_owned(),
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn number(&self, name: &str) -> u64 {
        self.header(name).unwrap().parse().unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"));
        serde_json::from_str(&self.body).unwrap()
    }

    /// Returns the page of a successful response.
    pub(crate) fn page(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.json()
    }

    /// Returns the status, type, code and param of an error response, in one line.
    pub(crate) fn error(&self) -> String {
        let error = &self.json()["error"];
        let text = |key: &str| error[key].as_str().unwrap_or("-").to_owned();
        assert_eq!(self.header("x-request-id"), error["request_id"].as_str());
        assert!(!text("message").is_empty());
        format!("{} {} {} {}", self.status, text("type"), text("code"), text("param"))
    }
}

/// Returns the contacts of a page.
pub(crate) fn data(page: &Value) -> &[Value] {
    page["data"].as_array().unwrap()
}
