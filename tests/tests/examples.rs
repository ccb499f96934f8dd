//! Runs the examples against a server on loopback.

use std::fs;

use indicatif::ProgressBar;
use kirim::Client;
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};

#[path = "../examples/all_contacts.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod all_contacts;
#[path = "../examples/axum_webhook.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod axum_webhook;
#[path = "../examples/blocking.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod blocking;
#[path = "../examples/bulk_export.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod bulk_export;
#[path = "../examples/errors.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod errors;
#[path = "../examples/fake_in_tests.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod fake_in_tests;
#[path = "../examples/list.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod list;
#[path = "../examples/tower_middleware.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod tower_middleware;

#[tokio::test]
async fn an_export_that_was_interrupted_goes_on() {
    let server = ContactsServer::builder().contacts(450).start();
    let kirim = Client::builder().base_url(server.base_url()).bearer_auth(server.api_key()).build().expect("a client");
    let file = std::env::temp_dir().join(format!("oaspress-export-{}.csv", std::process::id()));
    let bar = ProgressBar::hidden();
    let export =
        async |pages| bulk_export::export(&kirim, PHONE_NUMBER_ID, &file, pages, &bar).await.expect("an export");

    assert!(!export(2).await);
    // Simulates an interruption in the middle of a page.
    let written = fs::read_to_string(&file).expect("a file");
    fs::write(&file, format!("{written}ctc_half,\"Ada")).expect("a file");
    assert!(!export(1).await);
    assert!(export(usize::MAX).await);
    let mut pages = server.requests().len();
    assert_eq!((pages, bar.position()), (5, 450), "no page is requested twice");

    let mut csv = csv::Reader::from_path(&file).expect("CSV");
    let ids: Vec<String> = csv.records().map(|record| record.expect("a record")[0].to_owned()).collect();
    let expected: Vec<&str> = server.contacts().iter().filter_map(|contact| contact["id"].as_str()).collect();
    assert_eq!(ids, expected);
    assert!(!file.with_extension("csv.checkpoint").exists());

    // A new export starts from the beginning.
    assert!(export(usize::MAX).await);
    pages += 5;
    assert_eq!((server.requests().len(), fs::read_to_string(&file).expect("a file").lines().count()), (pages, 451));
    fs::remove_file(&file).expect("a file");
}

#[tokio::test]
async fn every_error_has_its_advice() {
    let server = ContactsServer::start();
    let shown = errors::show(Some(&server)).await.expect("a client");
    let advice: Vec<&str> =
        shown.iter().filter_map(|(_, text)| text.split_once("advice: ")).map(|(_, advice)| advice).collect();
    let (unreadable, advice) = advice.split_last().expect("an error");
    assert_eq!(
        advice,
        [
            "give another phone_number_id: it must match `^\\d{6,20}$`",
            "mend `limit`: limit must be a number from 1 to 100.",
            "look for another one",
            "ask for another key",
            "look at the network, after 2 attempts",
            "take more time",
            "come back in 1 s",
        ]
    );
    let place = "data[3].created_at: invalid value: string \"yesterday\", expected a date-time string, in `";
    assert!(unreadable.starts_with(place) && unreadable.contains("\"created_at\":\"yesterday\","), "{unreadable}");
    assert!(shown.iter().all(|(_, text)| !text.contains(server.api_key()) && !text.contains("kdv_live_nobody")));
}

#[tokio::test]
async fn the_short_ones_do_what_they_say() {
    let server = ContactsServer::builder().contacts(250).start();
    let builder = || Client::builder().base_url(server.base_url()).bearer_auth(server.api_key());
    list::list(&builder().build().expect("a client"), Some("ada")).await.expect("a page");
    assert_eq!(all_contacts::all_contacts(builder()).await.expect("all of them"), 250);
    let before = server.requests().len();
    tower_middleware::layered(builder())
        .expect("a client")
        .contacts()
        .list(PHONE_NUMBER_ID)
        .send()
        .await
        .expect("a page");
    assert_eq!(server.requests()[before].header("x-team"), Some("billing"));
    fake_in_tests::all_pages_are_read().await;
    fake_in_tests::a_busy_server_is_asked_again().await;
}

#[test]
fn a_thread_waits_for_all_pages() {
    let server = ContactsServer::builder().contacts(400).start();
    let builder = kirim::blocking::Client::builder().base_url(server.base_url()).bearer_auth(server.api_key());
    let names = blocking::names(&builder.build().expect("a client"), "ada").expect("names");
    assert!(names.len() > 25 && names.iter().all(|name| name.contains("Ada")), "{names:?}");
}

#[tokio::test]
async fn a_webhook_is_taken_if_it_is_signed() {
    use hmac::{Hmac, KeyInit as _, Mac as _};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, axum_webhook::router(["whsec_new", "whsec_old"].into_iter())).into_future());
    let body = r#"{"type":"contact.archived"}"#;
    let seconds = jiff::Timestamp::now().as_second();
    let post = async |secret: &str| {
        let mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
        let mac = mac.chain_update(format!("{seconds}.{body}")).finalize().into_bytes();
        let hex = mac.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        let request = http::Request::post(format!("http://{address}/webhooks"))
            .header("x-kirim-signature", format!("t={seconds},v1={hex}"))
            .body(kirim::Body::from(body))
            .expect("a request");
        let transport = kirim::HyperTransport::new(std::time::Duration::from_secs(5));
        kirim::Transport::send(&transport, request).await.expect("an answer").status().as_u16()
    };
    assert_eq!((post("whsec_old").await, post("whsec_stolen").await), (200, 401));
}
