//! The other end of stdout: whether somebody still reads there

/// Watched from the first question on.
#[cfg(unix)]
#[derive(Default)]
pub struct Reader(Option<Option<tokio::net::unix::pipe::Sender>>);

#[cfg(unix)]
impl Reader {
    /// Ends when nobody reads any more; never where stdout is no pipe.
    pub async fn gone(&mut self) {
        if let Some(pipe) = self.0.get_or_insert_with(watched)
            && pipe
                .ready(tokio::io::Interest::ERROR)
                .await
                .is_ok_and(|ready| ready.is_error() || ready.is_write_closed())
        {
            return;
        }
        std::future::pending().await
    }
}

/// Nothing is written here, so the pipe stays blocking, as the processes that share it expect. A regular file cannot be
/// watched, and has no reader.
#[cfg(unix)]
fn watched() -> Option<tokio::net::unix::pipe::Sender> {
    use std::os::fd::AsFd;

    let stdout = std::io::stdout().as_fd().try_clone_to_owned().ok()?;
    tokio::net::unix::pipe::Sender::from_owned_fd_unchecked(stdout).ok()
}

/// Windows tells it at the next write.
#[cfg(not(unix))]
#[derive(Default)]
pub struct Reader;

#[cfg(not(unix))]
impl Reader {
    pub async fn gone(&mut self) {
        std::future::pending().await
    }
}
