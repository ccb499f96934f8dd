//! Downloads over real sockets: when they are resumed, and when they must not be.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use oaspress_runtime::runtime::response::download::Download;
use oaspress_runtime::runtime::{Body, Core, Error, TransportKind};
use serde_json::Value;

use crate::server::{Act, Server};
use crate::support::{Ask, Chunks, run};

/// The head of a response, and a part of ten bytes, after which the connection is closed.
macro_rules! says {
    ($status:literal, $headers:literal, $body:literal) => {
        Act::Say(concat!("HTTP/1.1 ", $status, "\r\n", $headers, "\r\n", $body).as_bytes())
    };
}

const HALF: Act = says!("200 OK", "ETag: \"v1\"\r\nContent-Length: 10\r\n", "0123");
const REST: Act = says!("206 Partial", "Content-Range: bytes 4-9/10\r\nContent-Length: 6\r\n", "456789");

fn download(core: &Core) -> Download<Ask> {
    Download::new(core.clone(), Ask::things(), "*/*")
}

/// Returns the written text and the result: the number of bytes, or the error.
async fn outcome(server: &Server, retries: u32) -> (String, Result<u64, Error<Value>>) {
    let mut written = Vec::new();
    let core = server.builder().max_retries(retries).build();
    let end = download(&core).to_writer(&mut written).await.map(|answer| *answer);
    (String::from_utf8(written).expect("text"), end)
}

fn kind(end: Result<u64, Error<Value>>) -> TransportKind {
    match end {
        Err(Error::Transport(error)) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_rest_is_asked_for_where_the_connection_breaks_off() {
    run(async {
        let server = Server::start(vec![HALF, Act::Reset(b""), REST]).await;
        let told = Arc::new(Mutex::new(Vec::new()));
        let told_here = Arc::clone(&told);
        let core = server.builder().max_retries(2).build();
        let mut written = Vec::new();
        let download = download(&core).on_progress(move |progress| {
            let seen = (progress.received, progress.total, progress.version.map(str::to_owned));
            told_here.lock().expect("no panic").push(seen);
        });
        let answer = download.to_async_writer(&mut written).await.expect("all of it");
        assert_eq!((&written[..], *answer, answer.meta().status().as_u16()), (&b"0123456789"[..], 10, 206));
        let version = Some("\"v1\"".to_owned());
        assert_eq!(*told.lock().expect("no panic"), [(4, Some(10), version.clone()), (10, Some(10), version)]);
        let requests = server.requests();
        assert!(!requests[0].contains("range"), "{}", requests[0]);
        for request in &requests[1..] {
            assert!(request.contains("range: bytes=4-\r\n") && request.contains("if-range: \"v1\"\r\n"), "{request}");
        }
    });
}

#[test]
fn versions_are_never_mixed() {
    run(async {
        let again = says!("200 OK", "ETag: \"v2\"\r\nContent-Length: 10\r\n", "abcdefghij");
        let server = Server::start(vec![HALF, again]).await;
        let (written, end) = outcome(&server, 3).await;
        assert_eq!(written, "0123");
        assert!(matches!(end, Err(Error::Decode(error)) if error.message().contains("another version")));
        let elsewhere = says!("206 Partial", "Content-Range: bytes 0-9/10\r\nContent-Length: 10\r\n", "0123456789");
        let server = Server::start(vec![HALF, elsewhere]).await;
        assert!(matches!(outcome(&server, 3).await.1, Err(Error::Decode(_))));
        for nameless in [
            says!("200 OK", "ETag: W/\"v1\"\r\nContent-Length: 10\r\n", "0123"),
            says!("200 OK", "Content-Length: 10\r\n", "0123"),
        ] {
            let server = Server::start(vec![nameless, REST]).await;
            assert_eq!(kind(outcome(&server, 3).await.1), TransportKind::Interrupted);
            assert_eq!(server.requests().len(), 1);
        }
    });
}

/// Returns the written text and the result for these responses: the number of bytes, or a part of the error message.
async fn ended(acts: Vec<Act>) -> (String, Result<u64, String>, usize) {
    let server = Server::start(acts).await;
    let (written, end) = outcome(&server, 3).await;
    (written, end.map_err(|error| error.to_string()), server.requests().len())
}

#[test]
fn a_part_that_is_shorter_than_requested_is_continued() {
    let part = |number: u8| match number {
        4 => says!("206 Partial", "ETag: \"v1\"\r\nContent-Range: bytes 4-6/10\r\nContent-Length: 3\r\n", "456"),
        7 => says!("206 Partial", "ETag: \"v1\"\r\nContent-Range: Bytes  7-9/10\r\nContent-Length: 3\r\n", "789"),
        _ => says!("206 Partial", "Content-Range: bytes 4-6/*\r\nContent-Length: 3\r\n", "456"),
    };
    run(async {
        let server = Server::start(vec![HALF, part(4), part(7)]).await;
        let (written, end) = outcome(&server, 1).await;
        assert_eq!((written.as_str(), end.expect("all of it")), ("0123456789", 10));
        let ranges: Vec<_> = server.requests().iter().map(|request| request.contains("range: bytes=7-\r\n")).collect();
        assert_eq!(ranges, [false, false, true]);

        let chunked = says!("200 OK", "ETag: \"v1\"\r\nTransfer-Encoding: chunked\r\n", "4\r\n0123\r\n");
        let end = says!("416 No", "Content-Range: bytes */7\r\nContent-Length: 0\r\n", "");
        let ended = ended(vec![chunked, part(0), end]).await;
        assert_eq!(ended, ("0123456".to_owned(), Ok(7), 3), "a part of a file of unknown length is not its end");
    });
}

#[test]
fn a_part_has_to_be_the_one_that_was_requested() {
    let bad = |name: &str| match name {
        "the rest of another version" => {
            says!("206 Partial", "ETag: \"v2\"\r\nContent-Range: bytes 4-9/10\r\nContent-Length: 6\r\n", "ABCDEF")
        }
        "rest of another version" => {
            says!("206 Partial", "ETag: W/\"v1\"\r\nContent-Range: bytes 4-9/10\r\nContent-Length: 6\r\n", "ABCDEF")
        }
        "length of the file has changed" => {
            says!("206 Partial", "ETag: \"v1\"\r\nContent-Range: bytes 4-7/8\r\nContent-Length: 4\r\n", "ABCD")
        }
        "another part" => says!("206 Partial", "Content-Range: bytes 5-9/10\r\nContent-Length: 5\r\n", "56789"),
        "another part of the file" => {
            says!("206 Partial", "Content-Range: lines 4-9/10\r\nContent-Length: 6\r\n", "456789")
        }
        "part of the file than" => says!("206 Partial", "Content-Length: 6\r\n", "456789"),
        "of the file than the one" => {
            says!("206 Partial", "Content-Range: bytes 4-10/10\r\nContent-Length: 6\r\n", "456789")
        }
        _ => says!("206 Partial", "Content-Range: bytes 4-3/10\r\nContent-Length: 6\r\n", "456789"),
    };
    run(async {
        for name in [
            "the rest of another version",
            "rest of another version",
            "length of the file has changed",
            "another part",
            "another part of the file",
            "part of the file than",
            "of the file than the one",
            "than the one that was requested",
        ] {
            let (written, end, requests) = ended(vec![HALF, bad(name)]).await;
            let error = end.expect_err(name);
            assert!(error.contains(name), "{name}: {error}");
            assert_eq!((written.as_str(), requests), ("0123", 2), "{name}");
        }
        let long = says!("206 Partial", "Content-Range: bytes 4-6/10\r\nContent-Length: 6\r\n", "456789");
        let (written, end, _) = ended(vec![HALF, long]).await;
        assert!(end.is_err() && "0123456789".starts_with(&written), "{end:?} {written}");
    });
}

#[test]
fn a_part_that_was_not_requested_is_an_error() {
    let first = || says!("206 Partial", "ETag: \"v1\"\r\nContent-Range: bytes 0-3/10\r\nContent-Length: 4\r\n", "0123");
    run(async {
        let (written, end, requests) = ended(vec![first()]).await;
        assert!(end.expect_err("a part").contains("although all of it was requested"));
        assert_eq!((written.as_str(), requests), ("", 1));

        let server = Server::start(vec![first()]).await;
        let mut written = Vec::new();
        let part = Ask::things().header("range", "bytes=0-3");
        let download = Download::new(server.core(), part, "*/*");
        assert_eq!(*download.to_writer(&mut written).await.expect("the part that the caller requested"), 4);
        assert_eq!(written, b"0123");
    });
}

#[test]
fn only_what_identifies_a_version_is_sent_as_one() {
    let broken = |headers: u8| match headers {
        0 => says!(
            "200 OK",
            "ETag: W/\"v1\"\r\nLast-Modified: Thu, 04 Jun 2026 10:00:00 GMT\r\nContent-Length: 10\r\n",
            "0123"
        ),
        1 => says!(
            "200 OK",
            "Last-Modified: Thu, 04 Jun 2026 10:00:00 GMT\r\nDate: Thu, 04 Jun 2026 10:00:01 GMT\r\nContent-Length: 10\r\n",
            "0123"
        ),
        _ => says!(
            "200 OK",
            "Last-Modified: Thu, 04 Jun 2026 10:00:00 GMT\r\nDate: Thu, 04 Jun 2026 10:00:00 GMT\r\nContent-Length: 10\r\n",
            "0123"
        ),
    };
    let changed = says!(
        "206 Partial",
        "Last-Modified: Thu, 04 Jun 2026 10:00:01 GMT\r\nContent-Range: bytes 4-9/10\r\nContent-Length: 6\r\n",
        "ABCDEF"
    );
    run(async {
        for headers in [0, 1] {
            let server = Server::start(vec![broken(headers), REST]).await;
            outcome(&server, 3).await.1.expect("all of it");
            let request = server.requests().remove(1);
            assert!(request.contains("if-range: Thu, 04 Jun 2026 10:00:00 GMT\r\n"), "{request}");
        }
        let (_, end, requests) = ended(vec![broken(2), REST]).await;
        assert!(end.is_err(), "the file may have changed again within that second");
        assert_eq!(requests, 1);
        let (_, end, _) = ended(vec![broken(1), changed]).await;
        assert!(end.expect_err("another version").contains("another version"));

        let server = Server::start(vec![REST]).await;
        let end = download(&server.core()).resume(4, "W/\"v1\"").to_writer(&mut Vec::new()).await.map(|answer| *answer);
        assert_eq!((kind(end), server.requests().len()), (TransportKind::Other, 0));
    });
}

#[test]
fn a_download_that_never_gets_on_ends() {
    run(async {
        let nothing = says!("206 Partial", "Content-Range: bytes 4-9/10\r\nContent-Length: 6\r\n", "");
        let server = Server::start(vec![HALF, nothing]).await;
        let (written, end) = outcome(&server, 1).await;
        assert_eq!((written.as_str(), kind(end)), ("0123", TransportKind::Interrupted));
        assert_eq!(server.requests().len(), 2, "the half, and a try that brought nothing");
        let server = Server::start(vec![HALF, REST]).await;
        assert_eq!(kind(outcome(&server, 0).await.1), TransportKind::Interrupted);
    });
}

#[test]
fn silence_is_not_waited_for() {
    const BEGUN: &[u8] = b"HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 10\r\n\r\n0123";
    run(async {
        let server = Server::start(vec![Act::Hang(BEGUN), REST]).await;
        let core = server.builder().idle_timeout(Duration::from_millis(100)).max_retries(1).build();
        let mut written = Vec::new();
        download(&core).to_writer(&mut written).await.expect("all of it");
        assert_eq!(written, b"0123456789");
        let server = Server::start(vec![Act::Hang(BEGUN)]).await;
        let mut body =
            server.core().send_stream(&Ask::things().idle_timeout(Duration::from_millis(100))).await.expect("a body");
        let failure = body.write_to(&mut written).await.expect_err("half of it");
        assert_eq!(failure.kind(), TransportKind::Timeout);
        assert!(body.chunk().await.is_none());
    });
}

#[test]
fn a_slow_answer_is_not_idle() {
    run(async {
        let server = Server::start(vec![Act::Drip]).await;
        let limit = Duration::from_secs(2);
        let core = server.builder().idle_timeout(limit).timeout(limit).build();
        let mut body = core.send_stream(&Ask::things()).await.expect("a body");
        let begun = Instant::now();
        while begun.elapsed() < limit + limit / 4 {
            body.chunk().await.expect("a piece").expect("in time");
        }
    });
}

#[test]
fn a_download_has_the_bound_that_it_is_given() {
    run(async {
        let server = Server::start(vec![says!("200 OK", "Content-Length: 10\r\n", "0123456789")]).await;
        let mut written = Vec::new();
        let end = download(&server.core()).limit(9).to_writer(&mut written).await.map(|answer| *answer);
        assert_eq!((kind(end), written.len()), (TransportKind::TooLarge, 0));
        let server = Server::start(vec![Act::Flood]).await;
        let end = download(&server.core()).limit(100_000).to_writer(&mut written).await.map(|answer| *answer);
        assert_eq!(kind(end), TransportKind::TooLarge);
        assert!(written.len() <= 100_000, "{}", written.len());
    });
}

#[test]
fn a_file_is_resumed_by_another_process() {
    let path = std::env::temp_dir().join(format!("oaspress-download-{}", std::process::id()));
    run(async {
        std::fs::write(&path, "0123 and bytes after the last reported progress").expect("a file");
        let server =
            Server::start(vec![REST, says!("416 No", "Content-Range: bytes */10\r\nContent-Length: 0\r\n", "")]).await;
        let answer = download(&server.core()).resume(4, "\"v1\"").to_file(&path).await.expect("the rest");
        assert_eq!((*answer, std::fs::read_to_string(&path).expect("a file").as_str()), (10, "0123456789"));
        let answer = download(&server.core()).resume(10, "\"v1\"").to_file(&path).await.expect("nothing");
        assert_eq!((*answer, std::fs::read_to_string(&path).expect("a file").as_str()), (10, "0123456789"));
    });
    std::fs::remove_file(&path).expect("a file");
    let nowhere = path.join("nowhere");
    let server = run(Server::start(vec![HALF]));
    assert_eq!(kind(run(download(&server.core()).to_file(nowhere)).map(|answer| *answer)), TransportKind::Write);
}

/// A disk with this capacity in bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = bytes.len().min(self.0);
        self.0 -= written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_can_not_be_written_is_told() {
    let body = || Body::stream(Chunks::from_texts(["0123", "4567"]));
    let failure = run(body().write_to(&mut Full(5))).expect_err("no room");
    assert_eq!(failure.kind(), TransportKind::Write);
    assert!(std::error::Error::source(&failure).is_some());
    assert_eq!(run(body().write_to(&mut Full(8))).expect("room"), 8);
}
