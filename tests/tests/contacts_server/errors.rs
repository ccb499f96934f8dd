//! Error responses, the request id and the rate limit.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use oaspress_tests::contacts_server::{ContactsServer, EXPIRED_API_KEY, PHONE_NUMBER_ID, UNCONNECTED_PHONE_NUMBER_ID};

use crate::http::{get, list, send};

#[test]
fn each_invalid_parameter_is_named() {
    let server = ContactsServer::start();
    let long = format!("?search={}", "%C3%A9".repeat(201));
    for (query, code_and_param) in [
        ("?limit=0", "invalid_limit limit"),
        ("?limit=101", "invalid_limit limit"),
        ("?limit=-1", "invalid_limit limit"),
        ("?limit=%2B5", "invalid_limit limit"),
        ("?limit=ten", "invalid_limit limit"),
        ("?limit=", "invalid_limit limit"),
        ("?limit=99999999999999999999999", "invalid_limit limit"),
        ("?search=", "invalid_field_value search"),
        (&long, "invalid_field_value search"),
        ("?phone=", "invalid_phone_number phone"),
        ("?phone=628110000012", "invalid_phone_number phone"),
        // An unescaped plus is a space.
        ("?phone=+628110000012", "invalid_phone_number phone"),
    ] {
        let expected = format!("400 invalid_request_error {code_and_param}");
        assert_eq!(list(&server, query).error(), expected, "{query}");
    }
    assert_eq!(list(&server, &long.replacen("%C3%A9", "", 1)).status, 200);
}

#[test]
fn the_account_must_be_valid_known_and_connected() {
    let server = ContactsServer::start();
    let error = |account: &str| get(&server, &format!("/v1/{account}/contacts")).error();
    for account in ["12345", "123456789012345678901", "1065403522429x2", "%20106540352242922", ".."] {
        let expected = "400 invalid_request_error invalid_field_value phone_number_id";
        assert_eq!(error(account), expected, "{account}");
    }
    assert_eq!(error("123456"), "404 not_found resource_not_found phone_number_id");
    assert_eq!(error(UNCONNECTED_PHONE_NUMBER_ID), "422 invalid_request_error account_not_connected phone_number_id");
}

#[test]
fn there_is_no_other_path_and_no_other_method() {
    let server = ContactsServer::start();
    let contacts = format!("/v1/{PHONE_NUMBER_ID}/contacts");
    for path in ["/", "/v1", "/v1//", &contacts[3..], &format!("{contacts}/"), &format!("{contacts}/x")] {
        assert_eq!(get(&server, path).error(), "404 not_found resource_not_found -", "{path}");
    }
    assert_eq!(send(&server, &format!("POST {contacts}"), "").error(), "405 invalid_request_error invalid_request -");
}

#[test]
fn only_a_valid_bearer_key_opens_the_door() {
    let server = ContactsServer::start();
    let target = format!("GET /v1/{PHONE_NUMBER_ID}/contacts");
    let key = server.api_key();
    for headers in [
        String::new(),
        "Authorization: Bearer\r\n".to_owned(),
        format!("Authorization: {key}\r\n"),
        format!("Authorization: Basic {key}\r\n"),
        format!("Authorization: Bearer {key}x\r\n"),
        format!("X-Api-Key: {key}\r\n"),
    ] {
        let answer = send(&server, &target, &headers);
        assert_eq!(answer.error(), "401 authentication_error invalid_api_key -", "{headers}");
    }
    let expired = send(&server, &target, &format!("Authorization: Bearer {EXPIRED_API_KEY}\r\n"));
    assert_eq!(expired.error(), "401 authentication_error expired_api_key -");
    assert_eq!(send(&server, &target, &format!("authorization: bearer {key}\r\n")).status, 200);
}

#[test]
fn every_answer_has_a_request_id_of_its_own() {
    let server = ContactsServer::start();
    let (first, second) = (list(&server, ""), list(&server, ""));
    let id = first.header("x-request-id").unwrap();
    assert_eq!(first.page()["request_id"], id);
    assert_ne!(second.header("x-request-id"), Some(id));
    let crockford = |character: char| "0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(character);
    assert!(id.len() == 30 && id.strip_prefix("req_").unwrap().chars().all(crockford), "{id}");
}

#[test]
fn the_headers_count_the_requests_down() {
    let server = ContactsServer::builder().rate_limit(3).start();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let counted = |target: &str| {
        let answer = get(&server, target);
        assert_eq!(answer.number("x-ratelimit-limit"), 3);
        (answer.status, answer.number("x-ratelimit-remaining"), answer.number("x-ratelimit-reset") - now)
    };
    let good = format!("/v1/{PHONE_NUMBER_ID}/contacts");
    let (status, remaining, reset) = counted(&good);
    assert_eq!((status, remaining), (200, 2));
    assert!((20..=23).contains(&reset), "{reset}");
    assert_eq!(counted("/v1/123456/contacts").0, 404);
    let (status, remaining, reset) = counted(&good);
    assert_eq!((status, remaining), (200, 0));
    assert!((59..=63).contains(&reset), "{reset}");

    let limited = get(&server, &good);
    assert_eq!(limited.error(), "429 rate_limit_error rate_limit_exceeded -");
    assert!((18..=20).contains(&limited.number("retry-after")));
    assert_eq!(limited.number("x-ratelimit-remaining"), 0);
}

#[test]
fn waiting_as_long_as_the_server_says_helps() {
    let server = ContactsServer::builder().rate_limit(1).rate_window(Duration::from_millis(900)).start();
    assert_eq!(list(&server, "").status, 200);
    let limited = list(&server, "");
    assert_eq!(limited.status, 429);
    std::thread::sleep(Duration::from_secs(limited.number("retry-after")));
    assert_eq!(list(&server, "").status, 200);
}
