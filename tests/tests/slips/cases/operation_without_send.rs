//! Uses `?` on an operation that was not sent.
//~ error[E0277]
//~ the `?` operator can only be applied to
//~ ListContacts<

pub async fn slip(client: kirim::Client) -> Result<(), kirim::Error> {
    let page = client.contacts().list("1")?;
    println!("{}", page.data.len());
    Ok(())
}

fn main() {}
