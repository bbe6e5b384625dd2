//! The answer on its way.

use std::fmt::{self, Display};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Response;
use pin_project_lite::pin_project;

use super::body::Watched;
use super::exchange::Exchange;

pin_project! {
    /// The answer of a service around which an `HttpLayer` lies.
    pub struct Carried<F> {
        #[pin]
        inner: F,
        exchange: Option<Exchange>,
    }
}

impl<F> Carried<F> {
    pub(super) const fn new(inner: F, exchange: Exchange) -> Self {
        Self { inner, exchange: Some(exchange) }
    }
}

impl<F, R, E> Future for Carried<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    E: Display,
{
    type Output = Result<Response<Watched<R>>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let part = this.exchange.as_ref().map(|exchange| exchange.part().clone());
        let polled = match part {
            Some(part) => part.enter(|| this.inner.poll(context)),
            None => this.inner.poll(context),
        };
        let answer = ready!(polled);
        let mut exchange = this.exchange.take();
        Poll::Ready(match answer {
            Ok(response) => {
                let (mut parts, body) = response.into_parts();
                exchange.iter_mut().for_each(|exchange| exchange.answer(&mut parts));
                Ok(Response::from_parts(parts, Watched::new(body, exchange)))
            }
            Err(error) => {
                exchange.iter_mut().for_each(|exchange| exchange.fail(&error));
                Err(error)
            }
        })
    }
}

impl<F> fmt::Debug for Carried<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Carried({:?})", self.exchange)
    }
}
