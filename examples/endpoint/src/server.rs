//! The sockets, and what runs beside them.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cupola::base::Rng;
use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinSet, spawn_blocking};

use crate::accept::accept;
use crate::daemon::{self, Daemon};
use crate::journal::{Gate, JournalError};
use crate::world::World;
use crate::{Settings, deliver, tick};

/// A bound endpoint that waits to be run.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    daemon: Option<Daemon>,
    shared: Arc<Shared>,
}

impl Server {
    /// Binds the address, and that of the X-Ray daemon where one is wanted; then reads what is kept, if anything is.
    ///
    /// # Errors
    /// [`ServerError`] when an address cannot be bound, or the folder for data cannot be used.
    pub async fn bind(settings: Settings) -> Result<Self, ServerError> {
        let listener = TcpListener::bind(settings.listen).await?;
        let daemon = match settings.xray_daemon {
            Some(at) => Some(Daemon::bind(at).await?),
            None => None,
        };
        let opened = spawn_blocking(move || Shared::open(settings)).await;
        let shared = opened.unwrap_or_else(|_| Err(JournalError::Write("it cannot be replayed".into())))?;
        Ok(Self { listener, daemon, shared: Arc::new(shared) })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Where it listens as the X-Ray daemon does, by UDP and TCP; `None` where it does not.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn daemon_address(&self) -> io::Result<Option<SocketAddr>> {
        self.daemon.as_ref().map(Daemon::address).transpose()
    }

    /// Serves until `stop` is done; then no connection is taken in any more, open requests are answered, and all is
    /// written.
    ///
    /// # Errors
    /// [`ServerError`] when the journal cannot be written: then nothing more is taken in.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServerError> {
        let Self { listener, daemon, shared } = self;
        let (stopping, stopped) = watch::channel(false);
        let (mut doors, mut beside) = (JoinSet::new(), JoinSet::new());
        beside.spawn(tick::run(Arc::clone(&shared)));
        if let Some(to) = shared.settings.deliver_to.clone() {
            beside.spawn(deliver::run(to, Arc::clone(&shared)));
        }
        if let Some((packets, calls)) = daemon.map(Daemon::split) {
            beside.spawn(daemon::receive(packets, Arc::clone(&shared)));
            doors.spawn(accept(calls, Arc::clone(&shared), stopped.clone()));
        }
        doors.spawn(accept(listener, Arc::clone(&shared), stopped));
        tokio::select! {
            () = stop => {}
            _ = shared.gate.failed() => {}
        }
        shared.stopping.store(true, Ordering::Relaxed);
        // Nobody hears it where all have ended.
        let _ = stopping.send(true);
        while doors.join_next().await.is_some() {}
        beside.shutdown().await;
        let closed = spawn_blocking(move || shared.world.lock().close()).await;
        Ok(closed.unwrap_or_else(|_| Err(JournalError::Write("it cannot be closed".into())))?)
    }
}

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) ids: Rng,
    pub(crate) world: Mutex<World>,
    pub(crate) gate: Gate,
    stopping: AtomicBool,
}

impl Shared {
    fn open(settings: Settings) -> Result<Self, JournalError> {
        let world = World::open(&settings)?;
        let gate = world.gate();
        // After a restart requests have other names than before it.
        let ids = Rng::for_part(settings.seed.wrapping_add(gate.mark()), "request ids");
        Ok(Self { ids, world: Mutex::new(world), gate, settings, stopping: AtomicBool::new(false) })
    }

    /// Whether streams that have no end of their own must end.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

/// Why an endpoint cannot start, or has ended before its time.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// A socket failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The folder for data cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
}
