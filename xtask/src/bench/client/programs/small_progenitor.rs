//! Lists a page of contacts.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("authorization", format!("Bearer {}", std::env::var("KIRIM_API_KEY")?).parse()?);
    let http = reqwest::Client::builder().default_headers(headers).build()?;
    let client = by_progenitor::Client::new_with_client("https://api.kirim.chat/v1", http);
    let page = client.list_contacts(&"106540352242922".parse()?, None, None, None, None).await?.into_inner();
    for contact in page.data {
        println!("{} {}", contact.id, contact.name.as_deref().unwrap_or("-"));
    }
    Ok(())
}
