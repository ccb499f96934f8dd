//! Lists a page of contacts.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = kirim::Client::from_env()?;
    for contact in client.contacts().list("106540352242922").send().await?.into_inner().data {
        println!("{} {}", contact.id, contact.name.as_deref().unwrap_or("-"));
    }
    Ok(())
}
