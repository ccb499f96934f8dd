//! Awaits an operation that has no client.
//~ error[E0277]
//~ `ListContacts` is not a future

pub async fn slip() {
    let _ = kirim::operations::ListContacts::new("1").await;
}

fn main() {}
