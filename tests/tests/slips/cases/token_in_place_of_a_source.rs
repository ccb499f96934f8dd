//! Passes a token where a source of tokens is expected.
//~ error[E0277]: `&str` is not a source of tokens
//~ pass a token that does not change without

pub fn slip() {
    let _ = kirim::Client::builder().bearer_auth(kirim::Credential::source("token"));
}

fn main() {}
