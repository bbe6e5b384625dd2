//! The socket and the loop.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use cupola::ApiError;
use cupola::base::Rng;
use parking_lot::Mutex;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::daemon::{self, Daemon};
use crate::incoming::Incoming;
use crate::journal::{Gate, JournalError};
use crate::protocol::Framing;
use crate::protocol::failure::Failure;
use crate::reply::Reply;
use crate::world::World;
use crate::{ClockMode, Settings, body, front};

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

    /// Serves until `stop` is done, open requests are answered and all is written.
    ///
    /// # Errors
    /// [`ServerError`] when the listener fails, or the journal cannot be written: then nothing more is taken in.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServerError> {
        let ticks = tokio::spawn(tick(Arc::clone(&self.shared)));
        let shared = Arc::clone(&self.shared);
        let gate = self.shared.gate.clone();
        let stop = async move {
            tokio::select! {
                () = stop => {}
                _ = gate.failed() => {}
            }
            shared.stopping.store(true, Ordering::Relaxed);
        };
        let router = Router::new().fallback(handle).with_state(Arc::clone(&self.shared));
        let beside = self.daemon.map(|daemon| beside(daemon, router.clone(), Arc::clone(&self.shared)));
        let served = axum::serve(self.listener, router).with_graceful_shutdown(stop).await;
        ticks.abort();
        beside.into_iter().flatten().for_each(|task| task.abort());
        let shared = self.shared;
        let closed = spawn_blocking(move || shared.world.lock().close()).await;
        closed.unwrap_or_else(|_| Err(JournalError::Write("it cannot be closed".into())))?;
        Ok(served?)
    }
}

/// What runs beside the endpoint where it is a daemon, too.
fn beside(daemon: Daemon, router: Router, shared: Arc<Shared>) -> [JoinHandle<()>; 2] {
    let (packets, calls) = daemon.split();
    let calls = async move {
        // It ends with the program alone.
        let _ = axum::serve(calls, router).await;
    };
    [tokio::spawn(daemon::receive(packets, shared)), tokio::spawn(calls)]
}

#[derive(Debug)]
pub(crate) struct Shared {
    settings: Settings,
    ids: Rng,
    pub(crate) world: Mutex<World>,
    gate: Gate,
    stopping: AtomicBool,
}

impl Shared {
    fn open(settings: Settings) -> Result<Self, JournalError> {
        let world = World::open(&settings, None)?;
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

async fn handle(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let request_id = shared.ids.uuid();
    let (parts, body) = request.into_parts();
    let most = shared.settings.most_body;
    let body = body::collect(&parts.headers, body, most).await;
    let (id, shared_for_tail) = (request_id.clone(), Arc::clone(&shared));
    let answered = spawn_blocking(move || {
        let incoming = Incoming::new(parts, body, most);
        let reply = front::answer(&shared.world, &shared.settings.place, &incoming, &id);
        (reply, shared.gate.mark())
    });
    let mut reply = match answered.await {
        Ok((reply, mark)) => passed(&shared_for_tail.gate, mark, reply, &request_id).await,
        Err(_) => broken(&request_id),
    };
    match reply.take_tail() {
        Some(tail) => reply.with_body(tail.stream(shared_for_tail), &request_id),
        None => reply.into_response(&request_id),
    }
}

/// The reply, when everything that it saw is durable.
async fn passed(gate: &Gate, mark: u64, reply: Reply, request_id: &str) -> Reply {
    match gate.pass(mark).await {
        Ok(()) => reply,
        Err(error) => failed(error.to_string(), request_id),
    }
}

/// A defect of ours ends one request, not the connection.
fn broken(request_id: &str) -> Reply {
    failed("The endpoint failed; its standard error says how.".into(), request_id)
}

fn failed(message: String, request_id: &str) -> Reply {
    let error = ApiError::service("InternalFailure", message);
    Framing::Json(cupola::Service::Logs).failure(&Failure::framing(error), request_id)
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

/// Does what is due by the machine's clock, at most a second late.
async fn tick(shared: Arc<Shared>) {
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
