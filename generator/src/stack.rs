//! Runs recursive work on documents with a stack that is large enough, independent of the caller's thread.

/// The size of the stack in bytes. Unused parts cost nothing.
const SIZE: usize = 64 * 1024 * 1024;

/// Returns the result of `work`, which runs in a thread of its own, or in the current one if no thread can be started.
pub(crate) fn with_room<T: Send>(work: impl Fn() -> T + Sync) -> T {
    std::thread::scope(|scope| match std::thread::Builder::new().stack_size(SIZE).spawn_scoped(scope, &work) {
        Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        Err(_) => work(),
    })
}
