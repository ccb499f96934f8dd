//! Awaits an operation of the blocking client.
//~ error[E0277]
//~ ListContacts<kirim::blocking::Client>

pub async fn slip(client: kirim::blocking::Client) {
    let _ = client.contacts().list("1").await;
}

fn main() {}
