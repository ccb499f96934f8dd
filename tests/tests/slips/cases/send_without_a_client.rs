//! Sends an operation that has no client.
//~ error[E0599]: the method `send` exists for struct `ListContacts`, but its trait bounds were not satisfied
//~ `(): Dispatch`

pub fn slip() {
    let _ = kirim::operations::ListContacts::new("1").send();
}

fn main() {}
