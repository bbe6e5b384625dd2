//! What is due by the machine's clock.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;

use crate::ClockMode;
use crate::server::Shared;

/// Does what is due, at most a second late.
pub(crate) async fn run(shared: Arc<Shared>) {
    if shared.settings.clock != ClockMode::System {
        return;
    }
    loop {
        tokio::time::sleep(until_next(&shared)).await;
        let shared = Arc::clone(&shared);
        // A panic has been told on standard error; the next tick tries again.
        let _ = spawn_blocking(move || shared.world.lock().catch_up()).await;
    }
}

fn until_next(shared: &Shared) -> Duration {
    let world = shared.world.lock();
    let millis = world.next_due().map_or(1000, |due| due.millis_since(world.now()));
    Duration::from_millis(u64::try_from(millis.clamp(10, 1000)).unwrap_or(1000))
}
