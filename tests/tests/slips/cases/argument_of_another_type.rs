//! Passes a fraction for an identifier.
//~ error[E0277]: `{float}` cannot be passed where the API takes a `PhoneNumberId`
//~ not a `PhoneNumberId`, and cannot be converted to one
//~ = note: pass a `PhoneNumberId`, or a string or number that it can be parsed from

pub fn slip(client: &kirim::Client) {
    let _ = client.contacts().list(3.5);
}

fn main() {}
