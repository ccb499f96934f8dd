//! Matches an open enum without a last arm.
//~ error[E0004]
//~ non-exhaustive patterns

pub fn slip(body: &kirim::ErrorBody) -> bool {
    match body {
        kirim::ErrorBody::ErrorEnvelope(_) => true,
        kirim::ErrorBody::Other(_) => false,
    }
}

fn main() {}
