//! The table: the behavior of each server, and the result of a call.

use std::time::Duration;

use kirim::TransportKind::{Interrupted, Protocol, Security, Timeout, TooLarge};
use oaspress_tests::raw_server::{Manners, ServerStep, send};

use crate::case::End::{Api, Decode, Page, Transport};
use crate::case::{BOUND, Case, Method, case};

/// The page of the server.
pub(crate) const BODY: &str = r#"{"data":[],"has_more":false,"next_cursor":null,"request_id":"right"}"#;

/// Returns a response with these headers and a body.
fn answer(lines: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{lines}\r\n{body}")
}

/// Returns a correct response.
pub(crate) fn page() -> String {
    answer(&format!("Content-Length: {}\r\n", BODY.len()), BODY)
}

/// Returns the body in two chunks, without the last chunk.
fn chunks() -> String {
    let (first, rest) = BODY.split_at(20);
    format!("{:x}\r\n{first}\r\n{:X};name=value\r\n{rest}\r\n", first.len(), rest.len())
}

const CHUNKED: &str = "Transfer-Encoding: chunked\r\n";

const PAUSE: Duration = Duration::from_millis(50);

/// Returns all cases, in the order of the book.
pub(crate) fn all() -> Vec<Case> {
    let parts: [fn() -> Vec<Case>; 8] =
        [breaks, takes_its_time, has_no_end, miscounts, chunk_by_chunk, is_odd, is_not_http, redirects];
    parts.into_iter().flat_map(|part| part()).chain(crate::more::all()).collect()
}

fn breaks() -> Vec<Case> {
    let long = "Content-Length: 9999\r\n";
    let head = "resets or closes the connection before or in the headers";
    let body = "resets or closes the connection in the body";
    vec![
        case(head, vec![ServerStep::Reset], Transport(Interrupted, None)),
        case(head, vec![ServerStep::Close], Transport(Interrupted, None)).way("by closing"),
        case(head, vec![send("HTTP/1.1 200 O"), ServerStep::Reset], Transport(Interrupted, None)).way("in the headers"),
        case(head, vec![send("HTTP/1.1 200 OK\r\nX-"), ServerStep::Close], Transport(Interrupted, None))
            .way("closing in them"),
        case(body, vec![send(answer(long, "")), ServerStep::Reset], Transport(Interrupted, Some(200))),
        case(body, vec![send(answer(long, "")), ServerStep::Close], Transport(Interrupted, Some(200)))
            .way("by closing"),
        case(body, vec![send(answer(long, BODY)), ServerStep::Reset], Transport(Interrupted, Some(200)))
            .way("half way"),
        case(body, vec![send(answer(long, BODY)), ServerStep::Close], Transport(Interrupted, Some(200)))
            .way("half way, by closing"),
        case("resets the connection at the first two attempts of a call that reads", Vec::new(), Page)
            .act(|heard| match heard.number {
                0 => vec![ServerStep::Reset],
                1 => vec![send(answer("Content-Length: 9999\r\n", BODY)), ServerStep::Close],
                _ => vec![send(page())],
            })
            .retries(3, 3),
        case(
            "breaks off in the body of an error",
            vec![send("HTTP/1.1 503 Busy\r\nContent-Length: 99\r\n\r\n{"), ServerStep::Close],
            Api(503),
        ),
    ]
}

fn takes_its_time() -> Vec<Case> {
    let byte = |byte: u8| ServerStep::Repeat(vec![byte], Duration::from_millis(20));
    let head = "is silent, or drips headers";
    let body = "stops or drips in the body";
    let begun = || send(answer("Content-Length: 9999\r\n", BODY));
    let (first, rest) = (page()[..40].to_owned(), page()[40..].to_owned());
    vec![
        case(head, vec![ServerStep::Hang], Transport(Timeout, None)).late(),
        case(head, vec![send("HTTP/1.1 200 OK\r\nX: "), byte(b'a')], Transport(Timeout, None)).late().way("dripping"),
        case(head, vec![send("HTTP/1.1 200 OK\r\n"), ServerStep::Hang], Transport(Timeout, None))
            .late()
            .way("half way"),
        case(
            head,
            vec![ServerStep::Repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec(), PAUSE)],
            Transport(Timeout, None),
        )
        .late()
        .way("with hints"),
        case(body, vec![begun(), ServerStep::Hang], Transport(Timeout, Some(200))).late(),
        case(body, vec![begun(), byte(b' ')], Transport(Timeout, Some(200))).late().way("dripping"),
        case("drips in the body of an error", vec![send("HTTP/1.1 500 No\r\n\r\n{"), byte(b' ')], Api(500)).late(),
        case("is slow, and in time", vec![send(first), ServerStep::Pause(PAUSE), send(rest)], Page),
    ]
}

fn has_no_end() -> Vec<Case> {
    let flood = |bytes: &str| ServerStep::Repeat(bytes.repeat(100).into_bytes(), Duration::ZERO);
    let endless = "sends a body without an end, or one that is too large";
    let nested = "[".repeat(BOUND / 2);
    vec![
        case(endless, vec![send("HTTP/1.1 200 OK\r\n\r\n"), flood(" ")], Transport(TooLarge, Some(200))),
        case(endless, vec![send(answer(CHUNKED, "")), flood("4\r\n    \r\n")], Transport(TooLarge, Some(200)))
            .way("in chunks"),
        case(
            endless,
            vec![send(answer("Content-Length: 18446744073709551613\r\n", "")), flood(" ")],
            Transport(TooLarge, Some(200)),
        )
        .way("of a length that it tells"),
        case("sends an error without an end", vec![send("HTTP/1.1 500 No\r\n\r\n"), flood("x")], Api(500)),
        case(
            "sends headers without an end, or too many",
            vec![send("HTTP/1.1 200 OK\r\n"), flood("X-A: b\r\n")],
            Transport(Protocol, None),
        ),
        case(
            "sends headers without an end, or too many",
            vec![send("HTTP/1.1 200 OK\r\nX: "), flood("a")],
            Transport(Protocol, None),
        )
        .way("of one"),
        case(
            "sends large headers",
            vec![send(answer(&format!("X: {}\r\nContent-Length: {}\r\n", "a".repeat(100_000), BODY.len()), BODY))],
            Page,
        ),
        case(
            "sends JSON as deep as it fits",
            vec![send(answer(&format!("Content-Length: {}\r\n", nested.len()), &nested))],
            Decode,
        ),
        case("sends a compressed body without being asked: it is not decompressed", vec![send(compressed())], Decode),
    ]
}

/// Returns the beginning of a gzip body that expands to gigabytes.
fn compressed() -> Vec<u8> {
    let mut answer =
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 30\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
    answer.extend([0xED; 20]);
    answer
}

fn miscounts() -> Vec<Case> {
    let long = BODY.len() + 1;
    let short = "declares a shorter length than the body's";
    vec![
        case(
            "declares a longer length than the body's",
            vec![send(answer(&format!("Content-Length: {long}\r\n"), BODY)), ServerStep::Close],
            Transport(Interrupted, Some(200)),
        ),
        case(short, vec![send(answer("Content-Length: 10\r\n", BODY))], Decode),
        case(
            "declares two lengths, or one that is not a number",
            vec![send(answer("Content-Length: 10\r\nContent-Length: 11\r\n", BODY))],
            Transport(Protocol, None),
        ),
        case(
            "declares two lengths, or one that is not a number",
            vec![send(answer("Content-Length: -1\r\n", BODY))],
            Transport(Protocol, None),
        )
        .way("negative"),
        case(
            "declares two lengths, or one that is not a number",
            vec![send(answer("Content-Length: 99999999999999999999\r\n", BODY))],
            Transport(Protocol, None),
        )
        .way("large"),
        case(
            "declares a length and sends chunks",
            vec![
                send(answer(&format!("Content-Length: 3\r\n{CHUNKED}"), &format!("{}0\r\n\r\n", chunks()))),
                ServerStep::Close,
            ],
            Page,
        ),
        case("sends more than one response to a request: the next one gets its own", Vec::new(), Page)
            .act(|heard| match heard.number {
                0 => vec![send(page() + &page().replace("right", "wrong"))],
                _ => vec![send(page())],
            })
            .twice(PAUSE, 2),
    ]
}

fn chunk_by_chunk() -> Vec<Case> {
    let chunked = |end: &str| send(answer(CHUNKED, &format!("{}{end}", chunks())));
    let broken = "sends a chunk without a size, or with one that is too large";
    let size = |size: &str| send(answer(CHUNKED, &format!("{size}\r\n{BODY}\r\n0\r\n\r\n")));
    vec![
        case("sends chunks, with extensions or trailers", vec![chunked("0\r\n\r\n")], Page),
        case(
            "sends chunks, with extensions or trailers",
            vec![chunked("0\r\nX-Checksum: 1\r\nX-Request-Id: 2\r\n\r\n")],
            Page,
        )
        .way("with trailers"),
        case("ends without the last chunk", vec![chunked(""), ServerStep::Close], Transport(Interrupted, Some(200))),
        case(broken, vec![size("zz")], Transport(Protocol, Some(200))),
        case(broken, vec![size("")], Transport(Protocol, Some(200))).way("empty"),
        case(broken, vec![size("-5")], Transport(Protocol, Some(200))).way("negative"),
        case(broken, vec![size("fffffffffffffffff")], Transport(Protocol, Some(200))).way("large"),
        case(
            "sends trailers without an end",
            vec![chunked("0\r\n"), ServerStep::Repeat(b"X-A: b\r\n".repeat(100), Duration::ZERO)],
            Transport(Protocol, Some(200)),
        ),
    ]
}

fn is_odd() -> Vec<Case> {
    let old = |text: &str| vec![send(text.to_owned() + BODY), ServerStep::Close];
    let interim = "sends 100 or 103 before the response";
    let continued = || vec![send("HTTP/1.1 100 Continue\r\n\r\n".to_owned() + &page())];
    vec![
        case(interim, continued(), Page),
        case(interim, continued(), Page).method(Method::Post(1000)).way("to a POST"),
        case(interim, vec![send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".to_owned() + &page())], Page)
            .way("103"),
        case("speaks HTTP/1.0, or declares no length", old("HTTP/1.0 200 OK\r\n\r\n"), Page),
        case("speaks HTTP/1.0, or declares no length", old("HTTP/1.1 200 OK\r\n\r\n"), Page).way("1.1"),
        case("speaks HTTP/1.0, or declares no length", old("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n"), Page)
            .way("though it would stay"),
        case(
            "sends headers that are not text",
            vec![send([b"HTTP/1.1 200 OK\r\nX: \xff\xfe\r\nContent-Length: 68\r\n\r\n", BODY.as_bytes()].concat())],
            Page,
        ),
        case("uses an unknown status", vec![send(page().replace("200 OK", "299 Hm"))], Page),
        case("uses an unknown status", vec![send(page().replace("200 OK", "799 Hm"))], Api(799)),
        case(
            "responds before it has read the body",
            vec![send("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n"), ServerStep::Hang],
            Api(413),
        )
        .method(Method::Post(50_000_000))
        .manners(Manners { ignores_bodies: true, ..Manners::default() }),
    ]
}

fn is_not_http() -> Vec<Case> {
    let greets = Manners { greets: true, ..Manners::default() };
    let alert = b"\x15\x03\x03\x00\x02\x02\x28".to_vec();
    let frame = b"\0\0\0\x04\0\0\0\0\0".to_vec();
    let garbage = "sends what is not HTTP/1, such as HTTP/2 or TLS";
    let plain = "speaks plain http, or garbage, where https is required";
    vec![
        case(garbage, vec![send("SSH-2.0-OpenSSH_9.6\r\n\r\n"), ServerStep::Close], Transport(Protocol, None)),
        case(garbage, vec![send("HTTP/1.1 20 OK\r\n\r\n")], Transport(Protocol, None)).way("a status of two digits"),
        case(garbage, vec![send("HTTP/2.0 200 OK\r\n\r\n")], Transport(Protocol, None)).way("version 2"),
        case(garbage, vec![send(frame), ServerStep::Hang], Transport(Protocol, None)).way("HTTP/2"),
        case(garbage, vec![send(alert.clone()), ServerStep::Close], Transport(Protocol, None)).way("TLS"),
        case(plain, vec![send("HTTP/1.1 400 Bad\r\n\r\n"), ServerStep::Close], Transport(Security, None))
            .https()
            .manners(greets),
        case(plain, vec![send(alert), ServerStep::Close], Transport(Security, None))
            .https()
            .manners(greets)
            .way("an alert"),
        case(plain, vec![send(vec![0xFF; 100]), ServerStep::Close], Transport(Security, None))
            .https()
            .manners(greets)
            .way("garbage"),
        case("is silent where https is required", vec![ServerStep::Hang], Transport(Timeout, None))
            .https()
            .manners(greets)
            .late(),
    ]
}

fn redirects() -> Vec<Case> {
    let to =
        |location: &str| vec![send(format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"))];
    let nowhere = "redirects without a location, to an invalid one, to itself again and again, or a POST";
    vec![
        case("redirects to another path of the same server", Vec::new(), Page)
            .act(
                move |heard| {
                    if heard.head.starts_with("get /elsewhere ") { vec![send(page())] } else { to("/elsewhere") }
                },
            )
            .retries(0, 2),
        case(nowhere, to("/v1/again"), Api(302)).retries(0, 6),
        case(nowhere, to(""), Api(302)).retries(0, 6).way("to the same"),
        case(nowhere, to("http://"), Api(302)).way("to none"),
        case(nowhere, to("ftp://127.0.0.1/"), Api(302)).way("to another protocol"),
        case(nowhere, to("http://user:secret@127.0.0.1/"), Api(302)).way("to another user"),
        case(nowhere, to("/v1/again"), Api(302)).method(Method::Post(10)).way("a POST"),
    ]
}
