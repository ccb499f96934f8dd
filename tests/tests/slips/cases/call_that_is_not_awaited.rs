//! Sends an operation and drops the future.
//~ error: unused `Sending` that must be used
//~ = note: a call does nothing until it is awaited

pub fn slip(client: &kirim::Client) {
    client.contacts().list("1").send();
}

fn main() {}
