//! Passes bytes for a text.
//~ error[E0277]
//~ Vec<u8>

pub fn slip(client: &kirim::Client) {
    let _ = client.contacts().list("1").cursor(vec![1_u8]);
}

fn main() {}
