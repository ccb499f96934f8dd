//! The bounds of what a client keeps and awaits: `Send` and `Sync`, except in a browser.

/// A value that can move to another thread. With WebAssembly, where the futures of a browser cannot, it is any value.
///
/// It is implemented for all types that qualify.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}

#[cfg(not(target_family = "wasm"))]
impl<T: Send + ?Sized> MaybeSend for T {}

/// A value that can move to another thread. With WebAssembly, where the futures of a browser cannot, it is any value.
///
/// It is implemented for all types that qualify.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}

#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSend for T {}

/// A value that several threads can use at the same time. With WebAssembly it is any value.
///
/// It is implemented for all types that qualify.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSync: Sync {}

#[cfg(not(target_family = "wasm"))]
impl<T: Sync + ?Sized> MaybeSync for T {}

/// A value that several threads can use at the same time. With WebAssembly it is any value.
///
/// It is implemented for all types that qualify.
#[cfg(target_family = "wasm")]
pub trait MaybeSync {}

#[cfg(target_family = "wasm")]
impl<T: ?Sized> MaybeSync for T {}
