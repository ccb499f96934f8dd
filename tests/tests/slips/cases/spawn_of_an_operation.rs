//! Spawns an operation that was not sent.
//~ error[E0277]
//~ ListContacts<
//~ is not a future

pub fn slip(client: &kirim::Client) {
    drop(tokio::spawn(client.contacts().list("1")));
}

fn main() {}
