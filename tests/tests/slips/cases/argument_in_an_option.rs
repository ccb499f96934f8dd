//! Passes an `Option` for a required argument.
//~ error[E0277]: `Option<&str>` cannot be passed where the API takes a `PhoneNumberId`
//~ instead of an `Option`

pub fn slip(client: &kirim::Client) {
    let _ = client.contacts().list(Some("1"));
}

fn main() {}
