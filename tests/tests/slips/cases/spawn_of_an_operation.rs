//! Passes an operation where a future is expected.
//~ error[E0277]: `ListContacts<kirim::Client>` is not a future

fn spawn(_: impl Future) {}

pub fn slip(client: &kirim::Client) {
    spawn(client.contacts().list("1"));
}

fn main() {}
