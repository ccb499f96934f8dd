//! Passes a value that is not a transport.
//~ error[E0277]: `()` is not a transport
//~ does not implement `Transport`
//~ a client of `reqwest` is passed to `reqwest_client`

pub fn slip() {
    let _ = kirim::Client::builder().transport(());
}

fn main() {}
