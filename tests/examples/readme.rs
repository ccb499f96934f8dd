//! The example in the README. A test compares both.

#[rustfmt::skip]
async fn first_steps() -> Result<(), kirim::Error> {
    let kirim = kirim::Client::from_env()?; // KIRIM_API_KEY
    let page = kirim.contacts().list("106540352242922").search("ada").limit(50).send().await?;
    println!("{} contacts, request {}", page.data.len(), page.meta().request_id().unwrap_or("-"));
    let mut all = kirim.contacts().list("106540352242922").items(); // fetches a page when it is needed
    while let Some(contact) = all.next().await {
        match contact {
            Ok(contact) => println!("{} {:?}", contact.id, contact.name),
            Err(error) if error.is_rate_limit() => println!("wait {:?}", error.retry_after()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), kirim::Error> {
    first_steps().await
}
