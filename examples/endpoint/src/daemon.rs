//! The X-Ray daemon's door: documents by UDP, the sampling calls by HTTP on the same port.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::{TcpListener, UdpSocket};
use tokio::task::spawn_blocking;

use crate::server::Shared;

/// The longest packet that UDP carries.
const MOST_BYTES: usize = 65_536;

/// Both sockets of a daemon.
#[derive(Debug)]
pub(crate) struct Daemon {
    packets: UdpSocket,
    calls: TcpListener,
}

impl Daemon {
    /// Binds both to one address; of port 0 both get the same free port.
    pub(crate) async fn bind(at: SocketAddr) -> io::Result<Self> {
        let packets = UdpSocket::bind(at).await?;
        let calls = TcpListener::bind(packets.local_addr()?).await?;
        Ok(Self { packets, calls })
    }

    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.packets.local_addr()
    }

    pub(crate) fn split(self) -> (UdpSocket, TcpListener) {
        (self.packets, self.calls)
    }
}

/// Takes packets in until the program ends. What is no document of X-Ray is dropped, as the daemon does it.
pub(crate) async fn receive(packets: UdpSocket, shared: Arc<Shared>) {
    let mut room = vec![0; MOST_BYTES];
    loop {
        let Ok((length, _)) = packets.recv_from(&mut room).await else { continue };
        let (packet, shared) = (room[..length].to_vec(), Arc::clone(&shared));
        // A panic has been told on standard error; the next packet tries again.
        let _ = spawn_blocking(move || shared.world.lock().datagram(packet)).await;
    }
}
