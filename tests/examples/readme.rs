//! The example in the client's README. A test compares both.

#[rustfmt::skip]
async fn first_steps() -> Result<(), kirim::Error> {
    let kirim = kirim::Client::from_env()?;                            // KIRIM_API_KEY
    let page = kirim.contacts().list("106540352242922").search("ada").limit(50).send().await?;
    println!("{} contacts, request {}", page.data.len(), page.meta().request_id().unwrap_or("-"));

    let mut all = kirim.contacts().list("106540352242922").items();   // every page, read when needed
    while let Some(contact) = all.next().await {
        match contact {
            Ok(contact) => println!("{}", contact.name.as_deref().unwrap_or("somebody")),
            Err(kirim::Error::Api(error)) if error.is_rate_limit() => break,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), kirim::Error> {
    first_steps().await
}
