//! Passes a value that is not an observer.
//~ error[E0277]: `()` is not an observer
//~ = note: a closure is an observer if the types of its arguments are written

pub fn slip() {
    let _ = kirim::Client::builder().observer(());
}

fn main() {}
