//! One client with many callers, and futures that are sent between threads.

use std::mem::size_of;
use std::task::Poll;

use futures_util::{StreamExt as _, stream};
use kirim::operations::{Contacts, ListContacts};
use kirim::{Client, Error, Items, Pages};
use oaspress_tests::contacts_server::{ContactsServer, Fault};

use crate::support::{client, contacts};

#[tokio::test(flavor = "multi_thread")]
async fn one_client_serves_many_tasks() {
    let server = ContactsServer::start();
    let client = client(&server);
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let phone = format!("+62811{number:07}");
                let page = contacts(&client).phone(&phone).send().await?;
                Ok::<_, Error>((phone, page.into_inner()))
            })
        })
        .collect();
    for (number, task) in tasks.into_iter().enumerate() {
        let (phone, page) = task.await.unwrap().unwrap();
        let numbers: Vec<_> = page.data.iter().filter_map(|contact| contact.phone_number.as_ref()).collect();
        // Every eleventh contact has no number.
        let expected = if number % 11 == 10 { vec![] } else { vec![&phone] };
        assert_eq!(numbers, expected);
    }
    assert_eq!(server.requests().len(), 40);
}

#[tokio::test]
async fn calls_overlap() {
    let server = ContactsServer::start();
    // The first response comes long after the others. No other call waits for it.
    server.fail_next(Fault::Slow(std::time::Duration::from_secs(600)));
    let client = client(&server);
    let slow = tokio::spawn(contacts(&client).send());
    while server.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    let pages = stream::iter(0..10).map(|_| contacts(&client).send()).buffer_unordered(10);
    assert_eq!(pages.filter(|page| std::future::ready(page.is_ok())).count().await, 10);
    assert!(!slow.is_finished());
    slow.abort();
}

#[tokio::test]
async fn a_call_that_is_dropped_does_no_harm() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Slow(std::time::Duration::from_secs(600)));
    let client = client(&server);
    tokio::select! {
        biased;
        page = contacts(&client).send() => panic!("{page:?} came at once"),
        () = async { while server.requests().is_empty() { tokio::task::yield_now().await } } => {}
    }
    assert_eq!(contacts(&client).send().await.unwrap().data.len(), 25);
}

/// Drops a paginated list at each point where it may wait. Later calls succeed, and no task keeps running.
#[tokio::test]
async fn a_call_can_be_dropped_wherever_it_waits() {
    let server = ContactsServer::builder().contacts(60).rate_limit(100_000).start();
    let client = client(&server);
    let mut waits = 0;
    loop {
        let mut walk = Box::pin(contacts(&client).limit(10).items().collect());
        let mut waited = 0;
        let finished = std::future::poll_fn(|context| {
            let poll = walk.as_mut().poll(context);
            waited += 1;
            if poll.is_ready() || waited > waits { Poll::Ready(poll) } else { Poll::Pending }
        });
        if let Poll::Ready(all) = finished.await {
            assert_eq!(all.unwrap().len(), 60);
            break;
        }
        drop(walk);
        assert_eq!(contacts(&client).send().await.unwrap().data.len(), 25);
        waits += 1;
    }
    assert!(waits > 5, "it waits at least once for each page");

    drop(client);
    let alive = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    while alive() > 0 {
        tokio::task::yield_now().await;
    }
}

#[test]
fn everything_can_move_between_threads() {
    fn future<F: Future + Send + 'static>(_: F) {}
    fn value<T: Send + Sync + 'static>() {}
    fn sendable<T: Send + Unpin + 'static>() {}
    let list = || Client::new("key").contacts().list("123456");
    future(list().send());
    future(async move { list().items().next().await });
    future(async move { list().pages().next().await });
    value::<Client>();
    value::<Contacts>();
    value::<ListContacts<Client>>();
    value::<ListContacts>();
    value::<Error>();
    sendable::<Items<ListContacts<Client>>>();
    sendable::<Pages<ListContacts<Client>>>();
}

#[test]
fn a_client_is_small() {
    assert!(size_of::<Client>() <= 16, "{}", size_of::<Client>());
}
