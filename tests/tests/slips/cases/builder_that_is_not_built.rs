//! Drops the builder of a client.
//~ error: unused `ClientBuilder` that must be used
//~ = note: a builder does nothing until it is built

pub fn slip() {
    kirim::Client::builder().max_retries(0);
}

fn main() {}
