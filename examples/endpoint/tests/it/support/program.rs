//! The program itself, and clients that keep their connections.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::{START, signed};

/// The program, on a folder.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Program {
    pub(crate) fn start(folder: &Folder) -> Self {
        Self::of(command(folder))
    }

    /// As [`start`](Self::start), started otherwise.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").expect("it has started").parse().unwrap();
        Self { child, address }
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it ends by itself: whether it says that all is well, and what it says on standard error.
    pub(crate) fn wait(self) -> (bool, String) {
        let output = self.child.wait_with_output().unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    }

    /// SIGTERM, and its end.
    pub(crate) fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

/// A short journal, so that kills fall on snapshots as well.
pub(crate) fn command(folder: &Folder) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cupola-endpoint"));
    command.args(["--listen", "127.0.0.1:0", "--clock", "manual", "--start", START, "--data-dir"]).arg(&folder.0);
    command.args(["--journal-entries", "30"]);
    command
}

/// A folder that goes with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("cupola-endpoint-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A client that keeps its connection.
pub(crate) struct Client(BufReader<TcpStream>);

impl Client {
    pub(crate) fn of(program: &Program) -> Self {
        Self::at(program.address).unwrap()
    }

    pub(crate) fn at(address: SocketAddr) -> std::io::Result<Self> {
        Ok(Self(BufReader::new(TcpStream::connect(address)?)))
    }

    /// The status and the answer; `None` when the program is gone.
    pub(crate) fn ask(&mut self, head: &str, body: &str) -> Option<(u16, Value)> {
        let request = format!("{head}Host: x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        self.0.get_mut().write_all(request.as_bytes()).ok()?;
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).ok()? == 0 {
                return None;
            }
            match line.trim().to_ascii_lowercase().as_str() {
                "" => break,
                line if line.starts_with("http/1.1 ") => status = line[9..12].parse().unwrap(),
                line => length = line.strip_prefix("content-length: ").map_or(length, |text| text.parse().unwrap()),
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).ok()?;
        Some((status, if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() }))
    }

    pub(crate) fn call(&mut self, service: &str, target: &str, body: &Value) -> Option<(u16, Value)> {
        let head = format!("POST / HTTP/1.1\r\nAuthorization: {}\r\nX-Amz-Target: {target}\r\n", signed(service));
        self.ask(&head, &body.to_string())
    }

    pub(crate) fn must(&mut self, service: &str, target: &str, body: &Value) -> Value {
        let (status, answer) = self.call(service, target, body).unwrap();
        assert_eq!(status, 200, "{target}: {answer}");
        answer
    }
}
