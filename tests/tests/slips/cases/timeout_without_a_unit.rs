//! Passes a number for a duration.
//~ error[E0308]
//~ Duration

pub fn slip() {
    let _ = kirim::Client::builder().timeout(30);
}

fn main() {}
