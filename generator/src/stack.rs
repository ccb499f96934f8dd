//! Runs what recurses as deeply as a document is nested on a stack that has room for it, whatever thread the caller is in.

/// How many bytes the stack has. What is not used of them costs nothing.
const SIZE: usize = 64 * 1024 * 1024;

/// Returns the result of `work`, which runs in a thread of its own, or here where no thread can be started.
pub(crate) fn with_room<T: Send>(work: impl Fn() -> T + Sync) -> T {
    std::thread::scope(|scope| match std::thread::Builder::new().stack_size(SIZE).spawn_scoped(scope, &work) {
        Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        Err(_) => work(),
    })
}
