//! The answer's body, while it is sent.

use std::fmt::{self, Display};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Buf;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::exchange::Exchange;

pin_project! {
    /// A body that ends its request's segment when it was sent, failed or is dropped.
    pub struct Watched<B> {
        #[pin]
        inner: B,
        exchange: Option<Exchange>,
    }
}

impl<B> Watched<B> {
    pub(super) const fn new(inner: B, exchange: Option<Exchange>) -> Self {
        Self { inner, exchange }
    }
}

impl<B: Body> Body for Watched<B>
where
    B::Error: Display,
{
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = self.project();
        let part = this.exchange.as_ref().map(|exchange| exchange.part().clone());
        let polled = match part {
            Some(part) => part.enter(|| this.inner.poll_frame(context)),
            None => this.inner.poll_frame(context),
        };
        match &polled {
            Poll::Ready(None) => *this.exchange = None,
            Poll::Ready(Some(Err(error))) => {
                this.exchange.iter_mut().for_each(|exchange| exchange.fail(error));
                *this.exchange = None;
            }
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, bytes_of);
                this.exchange.iter_mut().for_each(|exchange| exchange.sent(bytes));
            }
            Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

fn bytes_of(data: &impl Buf) -> u64 {
    u64::try_from(data.remaining()).unwrap_or(u64::MAX)
}

impl<B: fmt::Debug> fmt::Debug for Watched<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watched").field(&self.inner).finish()
    }
}
