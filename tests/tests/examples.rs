//! The examples that strangers copy do what they say, against a server on loopback.

use std::fs;

use indicatif::ProgressBar;
use kirim::Client;
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};

#[path = "../examples/bulk_export.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod bulk_export;
#[path = "../examples/errors.rs"]
#[expect(dead_code, reason = "its `main` is for the command line")]
mod errors;

#[tokio::test]
async fn an_export_that_was_interrupted_goes_on() {
    let server = ContactsServer::builder().contacts(450).start();
    let kirim = Client::builder().base_url(server.base_url()).bearer_auth(server.api_key()).build().expect("a client");
    let file = std::env::temp_dir().join(format!("oaspress-export-{}.csv", std::process::id()));
    let bar = ProgressBar::hidden();
    let export =
        async |pages| bulk_export::export(&kirim, PHONE_NUMBER_ID, &file, pages, &bar).await.expect("an export");

    assert!(!export(2).await);
    // As if it had been interrupted in the middle of a page.
    let written = fs::read_to_string(&file).expect("a file");
    fs::write(&file, format!("{written}ctc_half,\"Ada")).expect("a file");
    assert!(!export(1).await);
    assert!(export(usize::MAX).await);
    let mut pages = server.requests().len();
    assert_eq!((pages, bar.position()), (5, 450), "no page is asked for twice");

    let mut csv = csv::Reader::from_path(&file).expect("CSV");
    let ids: Vec<String> = csv.records().map(|record| record.expect("a record")[0].to_owned()).collect();
    let expected: Vec<&str> = server.contacts().iter().filter_map(|contact| contact["id"].as_str()).collect();
    assert_eq!(ids, expected);
    assert!(!file.with_extension("csv.checkpoint").exists());

    // A new export begins again.
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
            "look at the network, after 2 tries",
            "take more time",
            "come back in 1 s",
        ]
    );
    let place = "data[3].created_at: invalid value: string \"yesterday\", expected a date-time string, in `";
    assert!(unreadable.starts_with(place) && unreadable.contains("\"created_at\":\"yesterday\","), "{unreadable}");
    assert!(shown.iter().all(|(_, text)| !text.contains(server.api_key()) && !text.contains("kdv_live_nobody")));
}
