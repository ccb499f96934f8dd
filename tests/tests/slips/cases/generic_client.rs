//! Calls a function that is generic over the client with another type.
//~ error[E0277]: `()` is not a client, so it cannot send operations
//~ create it with a method of a client to send it

fn send<C: kirim::Dispatch>(_: &C) {}

pub fn slip() {
    send(&());
}

fn main() {}
