//! Iterates over the stream of an asynchronous client.
//~ error[E0277]
//~ is not an iterator

pub fn slip(client: &kirim::Client) {
    for _ in client.contacts().list("1").items() {}
}

fn main() {}
