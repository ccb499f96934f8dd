//! Passes a flag for a number.
//~ error[E0277]: `bool` cannot be passed where the API takes a `Limit`

pub fn slip(client: &kirim::Client) {
    let _ = client.contacts().list("1").limit(true);
}

fn main() {}
