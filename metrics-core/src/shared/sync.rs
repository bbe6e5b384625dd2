//! What threads share: the real thing, or that of the model checker.

#[cfg(not(all(loom, test)))]
pub(super) use {
    parking_lot::Mutex,
    std::sync::Arc,
    std::sync::atomic::{AtomicUsize, Ordering},
};

#[cfg(all(loom, test))]
pub(super) use {
    loom::sync::Arc,
    loom::sync::atomic::{AtomicUsize, Ordering},
    modelled::Mutex,
};

/// The model checker's lock, without poison.
#[cfg(all(loom, test))]
mod modelled {
    use loom::sync::MutexGuard;

    #[derive(Debug, Default)]
    pub(in super::super) struct Mutex<T>(loom::sync::Mutex<T>);

    impl<T> Mutex<T> {
        pub(in super::super) fn lock(&self) -> MutexGuard<'_, T> {
            self.0.lock().unwrap()
        }
    }
}
