//! Deliveries that are sent to another endpoint, each in its service's protocol.
//!
//! A delivery leaves when its cause is durable. How it went comes back as an input: what failed for now is tried again
//! on the clock's time, what failed for good goes to its dead-letter queue. After a restart everything is sent again that
//! was on its way: at least once, under the same id. Several are on their way at once, so that they may arrive in
//! another order.

mod address;
mod client;
mod outcome;
mod request;

use std::sync::Arc;

use cupola::{ErrorCode, Outcome};
use tokio::sync::{Notify, Semaphore};
use tokio::task::spawn_blocking;

use crate::server::Shared;
use crate::state::Parcel;
pub use address::{DeliverTo, DeliverToError};
use outcome::Told;
use request::Request;

/// So many are on their way at once.
const AT_ONCE: usize = 16;

/// Sends what is handed out until nothing more can be.
pub(crate) async fn run(to: DeliverTo, shared: Arc<Shared>) {
    let (room, to) = (Arc::new(Semaphore::new(AT_ONCE)), Arc::new(to));
    let news = shared.world.lock().news();
    while let Ok(permit) = Arc::clone(&room).acquire_owned().await {
        let (seq, parcel) = next(&shared, &news).await;
        // What can never be durable has not happened.
        let Ok(()) = shared.gate.pass(seq).await else { return };
        let (to, shared) = (Arc::clone(&to), Arc::clone(&shared));
        tokio::spawn(async move {
            let told = send(&to, &parcel).await;
            // A panic has been told on standard error; after a restart it is sent again.
            let _ = spawn_blocking(move || tell(&shared, parcel, told)).await;
            drop(permit);
        });
    }
}

/// What is to be sent next, as soon as there is something. It is read at its turn: what had to make room by then is not
/// sent.
async fn next(shared: &Arc<Shared>, news: &Notify) -> (u64, Parcel) {
    loop {
        let of_task = Arc::clone(shared);
        if let Ok(Some(next)) = spawn_blocking(move || of_task.world.lock().next_to_send()).await {
            return next;
        }
        news.notified().await;
    }
}

fn tell(shared: &Shared, parcel: Parcel, told: Told) {
    let mut world = shared.world.lock();
    match told {
        Told::Outcome(outcome) => world.told(parcel.epoch, parcel.place, parcel.delivery.id, outcome),
        Told::Answer(answer) => world.answered(parcel.epoch, parcel.place, parcel.delivery.id, answer),
    }
}

async fn send(to: &DeliverTo, parcel: &Parcel) -> Told {
    match Request::of(to, &parcel.place, &parcel.delivery) {
        Ok(request) => match client::post(to, request).await {
            Ok(answer) => outcome::told(&parcel.delivery, &answer),
            Err(error) => Told::Outcome(Outcome::error(error.code(), error.to_string())),
        },
        Err(unsupported) => Told::Outcome(Outcome::error(ErrorCode::InvalidParameter, unsupported.to_string())),
    }
}
