//! Begins an operation and drops it.
//~ error: unused `ListContacts` that must be used
//~ = note: an operation does nothing until it is sent

pub fn slip(client: &kirim::Client) {
    client.contacts().list("1");
}

fn main() {}
