//! Passes an `Option` to the setter of an optional parameter.
//~ error[E0277]: `Option<&str>` cannot be passed where the API takes a `SearchFilter`
//~ for an optional parameter, pass the value itself instead of an `Option`

pub fn slip(client: &kirim::Client) {
    let _ = client.contacts().list("1").search(Some("ada"));
}

fn main() {}
