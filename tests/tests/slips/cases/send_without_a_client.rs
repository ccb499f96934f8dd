//! Sends an operation that has no client.
//~ error[E0599]
//~ `()` is not a client, so it cannot send operations
//~ create it with a method of a client to send it

pub fn slip() {
    let _ = kirim::operations::ListContacts::new("1").send();
}

fn main() {}
