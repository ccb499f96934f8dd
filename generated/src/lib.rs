//! Kirim.
