//! Prepares a response to a model instead of an operation.
//~ error[E0277]: `kirim::models::Contact` is not an operation of the API
//~ the operations are the types in the module `operations`

pub fn slip(fake: &kirim::testing::Fake) {
    let _ = fake.received_for::<kirim::models::Contact>();
}

fn main() {}
