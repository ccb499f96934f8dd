//! Responds to every request with the same page of contacts, from a separate thread.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;

/// Returns a page with this many contacts.
fn page(contacts: usize) -> String {
    let contact = |number: usize| {
        format!(
            r#"{{"id":"ctc_{number:026}","object":"contact","phone_number":"+6281100{number:05}","name":"Ada Lovelace {number}",
            "email":null,"metadata":{{"source":"import","row":{number}}},"whatsapp_account":{{"phone_number":"+62 851-1760-0829"}},
            "created_at":"2026-05-23T10:00:00.000Z","updated_at":"2026-06-04T10:00:00.000Z"}}"#
        )
    };
    let contacts: Vec<String> = (0..contacts).map(contact).collect();
    format!(r#"{{"data":[{}],"has_more":true,"next_cursor":"Y3Vyc29y","request_id":"req_1"}}"#, contacts.join(","))
}

#[tokio::main]
async fn main() {
    let contacts = std::env::args().nth(1).and_then(|count| count.parse().ok()).expect("how many contacts a page has");
    let page = bytes::Bytes::from(page(contacts));
    let answer = move || {
        let page = page.clone();
        async move { ([(CONTENT_TYPE.as_str(), "application/json"), ("x-request-id", "req_1"), ("x-ratelimit-remaining", "99")], page) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
    println!("{}", listener.local_addr().expect("it is bound"));
    axum::serve(listener, Router::new().route("/{account}/contacts", get(answer))).await.expect("it serves");
}
