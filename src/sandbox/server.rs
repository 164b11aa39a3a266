//! The listening socket, its thread and its connections

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, oneshot};

use super::Settings;
use super::body::Steps;
use super::handler::Handler;
use super::line::{Line, Signals};
use super::recorder::Recorder;

/// A sandbox's thread; it ends when this is dropped.
pub(super) struct Running {
    pub(super) address: SocketAddr,
    pub(super) recorder: Arc<Recorder>,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in there has been said already, and there is nobody left to serve.
            let _ = thread.join();
        }
    }
}

pub(super) fn start(settings: Settings, region: &str) -> io::Result<Running> {
    let address = settings.address;
    if !address.ip().is_loopback() {
        let refusal = format!("a sandbox listens on loopback only, and {address} is not");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, refusal));
    }
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let recorder = Arc::new(Recorder::default());
    let handler = Arc::new(Handler::new(settings, region.to_owned(), recorder.clone()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (stop, stopped) = oneshot::channel();
    let thread = std::thread::Builder::new().name("sandbox".to_owned()).spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = stopped => {}
                () = accept(listener, handler) => {}
            }
        });
    })?;
    Ok(Running { address, recorder, stop: Some(stop), thread: Some(thread) })
}

/// More wait in line until one of these has ended: what each may send is read into memory.
const CONNECTIONS: usize = 1_000;

async fn accept(listener: TcpListener, handler: Arc<Handler>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    while let Ok(place) = places.clone().acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let served = serve(stream, handler.clone());
                tokio::spawn(async move {
                    served.await;
                    drop(place);
                });
            }
            // Out of file descriptors, most likely; trying again at once would burn a core.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    }
}

async fn serve(stream: TcpStream, handler: Arc<Handler>) {
    // Frames are small, and each has to leave when it is made.
    let _ = stream.set_nodelay(true);
    let signals = Arc::new(Signals::default());
    let line = TokioIo::new(Line::new(stream, signals.clone()));
    let service = service_fn(|request: Request<Incoming>| {
        let (handler, signals) = (handler.clone(), signals.clone());
        async move { handler.answer(request, signals).await as Result<Response<Steps>, io::Error> }
    });
    // A client that went away, or one that was sent away on purpose.
    let _ = http1::Builder::new().auto_date_header(false).serve_connection(line, service).await;
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::time::Duration;

    use super::super::REGION;
    use super::*;

    const LIST: &str =
        "GET /foundation-models HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer x\r\nconnection: close\r\n\r\n";

    fn sandbox(faults: &[&str]) -> Running {
        let faults = faults.iter().map(|text| text.parse().unwrap()).collect();
        start(Settings { faults, ..Settings::default() }, REGION).unwrap()
    }

    fn ask(running: &Running) -> io::Result<String> {
        let mut stream = TcpStream::connect(running.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.write_all(LIST.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    #[test]
    fn listens_on_loopback_only() {
        let address = SocketAddr::from(([0, 0, 0, 0], 0));
        let refused = start(Settings { address, ..Settings::default() }, REGION).err().unwrap();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn stops_when_it_is_dropped() {
        let running = sandbox(&[]);
        let address = running.address;
        assert!(ask(&running).unwrap().starts_with("HTTP/1.1 200 OK"));
        assert_eq!(running.recorder.requests().len(), 1);
        drop(running);
        assert!(TcpStream::connect(address).is_err());
    }

    #[test]
    fn another_hosts_request_is_refused_whatever_it_asks_and_not_kept() {
        let running = sandbox(&["silence"]);
        for path in ["/foundation-models", "/", "/model/a.b/converse"] {
            let mut stream = TcpStream::connect(running.address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            let head = format!("GET {path} HTTP/1.1\r\nhost: rebound.example\r\nconnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert!(answer.starts_with("HTTP/1.1 403 ") && answer.contains("rebound.example"), "{answer}");
        }
        assert!(running.recorder.requests().is_empty());
    }

    #[test]
    fn a_head_and_a_body_that_are_absurd_are_refused() {
        let running = sandbox(&[]);
        for (head, status) in [
            (format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "y".repeat(1_000_000)), "431"),
            (
                "POST /model/a.b/converse HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99999999999\r\n\r\n"
                    .to_owned(),
                "",
            ),
        ] {
            let mut stream = TcpStream::connect(running.address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            // It may hang up before it has taken everything.
            let _ = stream.write_all(head.as_bytes());
            let block = [b'x'; 1024 * 1024];
            while status.is_empty() && stream.write_all(&block).is_ok() {}
            let mut answer = [0; 12];
            let read = stream.read(&mut answer).unwrap_or(0);
            assert!(
                read == 0 || String::from_utf8_lossy(&answer).ends_with(if status.is_empty() { "413" } else { status })
            );
        }
        assert!(ask(&running).unwrap().starts_with("HTTP/1.1 200 OK"));
    }

    #[test]
    fn a_reset_is_a_reset_and_a_close_is_an_end() {
        let running = sandbox(&["reset=1", "close=1"]);
        assert_eq!(ask(&running).unwrap_err().kind(), io::ErrorKind::ConnectionReset);
        assert_eq!(ask(&running).unwrap(), "");
        assert!(ask(&running).unwrap().contains("modelSummaries"));
    }

    #[test]
    fn a_cut_answer_is_shorter_than_it_says() {
        let answer = ask(&sandbox(&["cut-body"])).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        assert_eq!(length.parse::<usize>().unwrap() / 2, body.len());
    }
}
