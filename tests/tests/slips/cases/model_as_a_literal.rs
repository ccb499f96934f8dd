//! Creates a model that is only received.
//~ error[E0639]
//~ non-exhaustive

pub fn slip(detail: kirim::models::ErrorEnvelope) -> kirim::models::ErrorEnvelope {
    kirim::models::ErrorEnvelope { error: detail.error }
}

fn main() {}
