//! Uses `?` on the future of a call.
//~ error[E0277]
//~ the `?` operator can only be applied to
//~ Sending<

pub async fn slip(client: kirim::Client) -> Result<(), kirim::Error> {
    let page = client.contacts().list("1").send()?;
    println!("{}", page.data.len());
    Ok(())
}

fn main() {}
