//! Lists a page of contacts.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = by_hand::Client::new("https://api.kirim.chat/v1", &std::env::var("KIRIM_API_KEY")?);
    for contact in client.list("106540352242922", None, None).await?.data {
        println!("{} {}", contact.id, contact.name.as_deref().unwrap_or("-"));
    }
    Ok(())
}
