//! A blocking client over `tokio-postgres` that can send several statements before it reads the first answer.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use futures_util::TryStreamExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{
    Config, Error, Row, SimpleQueryMessage, SimpleQueryStream, Socket, Statement,
};

/// A session with a server; its work is done while a method waits.
pub(super) struct Client {
    // Dropped before the link: without a client the connection says goodbye to the server and ends.
    inner: tokio_postgres::Client,
    link: Link,
}

/// Texts that are on their way to the server.
pub(super) struct Sent(Vec<SimpleQueryStream>);

/// What speaks with the server.
struct Link {
    runtime: Runtime,
    /// `None` once the session has ended.
    connection: Option<Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>>,
}

/// Why there is no session.
pub(super) enum ConnectError {
    Server(Error),
    /// The system gives no runtime.
    Runtime(std::io::Error),
}

impl Client {
    /// Opens a session.
    pub(super) fn connect<T>(config: &Config, tls: T) -> Result<Self, ConnectError>
    where
        T: MakeTlsConnect<Socket>,
        T::Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(ConnectError::Runtime)?;
        let (inner, connection) = runtime
            .block_on(config.connect(tls))
            .map_err(ConnectError::Server)?;
        let link = Link {
            runtime,
            connection: Some(Box::pin(connection)),
        };
        Ok(Self { inner, link })
    }

    /// Hands all texts over; they go out while something is waited for, or with [`Client::flush`].
    ///
    /// # Errors
    /// The session has ended.
    pub(super) fn send(&mut self, texts: &[&str]) -> Result<Sent, Error> {
        let Self { inner, link } = self;
        link.block_on(async {
            let mut streams = Vec::with_capacity(texts.len());
            for text in texts {
                // The message is only handed over here; nothing is waited for.
                streams.push(inner.simple_query_raw(text).await?);
            }
            Ok(Sent(streams))
        })
    }

    /// Writes what was handed over, as far as the network takes it at once.
    ///
    /// # Errors
    /// The session has ended.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        self.link.work()
    }

    /// Waits for the answer to each text that was sent; `read` takes each message as it comes.
    ///
    /// # Errors
    /// The session has ended; what the server answers to a text is in the list.
    pub(super) fn receive<T>(
        &mut self,
        sent: Sent,
        mut read: impl FnMut(SimpleQueryMessage) -> T,
    ) -> Result<Vec<Result<Vec<T>, Error>>, Error> {
        self.link.block_on(async {
            let mut answers = Vec::with_capacity(sent.0.len());
            for stream in sent.0 {
                answers.push(stream.map_ok(&mut read).try_collect().await);
            }
            Ok(answers)
        })
    }

    pub(super) fn prepare(&mut self, text: &str) -> Result<Statement, Error> {
        self.link.block_on(self.inner.prepare(text))
    }

    pub(super) fn execute(&mut self, statement: &Statement) -> Result<u64, Error> {
        self.link.block_on(self.inner.execute(statement, &[]))
    }

    pub(super) fn query(&mut self, statement: &Statement) -> Result<Vec<Row>, Error> {
        self.link.block_on(self.inner.query(statement, &[]))
    }
}

impl Link {
    /// Does what can be done at once: writes what was handed over, reads what has come.
    fn work(&mut self) -> Result<(), Error> {
        let Some(running) = &mut self.connection else {
            return Ok(());
        };
        let ended = self.runtime.block_on(poll_fn(|cx| {
            Poll::Ready(match running.as_mut().poll(cx) {
                Poll::Ready(ended) => Some(ended),
                Poll::Pending => None,
            })
        }));
        match ended {
            Some(ended) => {
                self.connection = None;
                ended
            }
            None => Ok(()),
        }
    }

    /// Waits for an answer, with the connection at work.
    fn block_on<R>(&mut self, answer: impl Future<Output = Result<R, Error>>) -> Result<R, Error> {
        let connection = &mut self.connection;
        let mut answer = pin!(answer);
        self.runtime.block_on(poll_fn(|cx| {
            if let Some(running) = connection
                && let Poll::Ready(ended) = running.as_mut().poll(cx)
            {
                *connection = None;
                if let Err(error) = ended {
                    return Poll::Ready(Err(error));
                }
            }
            answer.as_mut().poll(cx)
        }))
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Nobody is left to be told that it failed.
            let _ = self.runtime.block_on(connection);
        }
    }
}
