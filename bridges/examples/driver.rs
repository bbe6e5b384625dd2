//! "Run it in my service: with the real clock, in the background, and give me what is to be sent."
//!
//! A thread owns the observatory. It pours the inbox out, advances to the present, and sends what comes out through a channel;
//! it sleeps until there is something to do, a quarter of a second at most. Stopping it is graceful: what waits is poured, what is
//! due is done, and the observatory comes back.
//!
//! ```text
//! cargo run -p cupola-bridges --example driver
//! ```

#![expect(clippy::print_stdout, reason = "an example tells what it sees")]

use std::error::Error;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use cupola::metrics::{Alarm, Datum, Period, Resolution};
use cupola::{Observatory, Output, Place, Timestamp};
use cupola_bridges::{Clock, Destination, Inbox, Input};

/// Drives an observatory in the background. Stop it with [`Driver::stop`]; dropping it stops it, too, and the observatory is gone.
struct Driver {
    stop: Sender<()>,
    thread: JoinHandle<Observatory>,
}

impl Driver {
    /// How long it sleeps at most: what comes into the inbox is at most so late.
    const LONGEST_SLEEP: Duration = Duration::from_millis(250);

    /// Begins to drive, and gives the other end of the channel: the outputs, oldest first.
    #[expect(clippy::disallowed_methods, reason = "an application may have threads; this is one")]
    fn start(sky: Observatory, clock: Clock, inbox: Inbox) -> (Self, Receiver<Output>) {
        let (stop, stopped) = mpsc::channel();
        let (sender, outputs) = mpsc::channel();
        let thread = std::thread::spawn(move || drive(sky, &clock, &inbox, &stopped, &sender));
        (Self { stop, thread }, outputs)
    }

    /// Pours and does what is left, and gives the observatory back; `None` when its thread has panicked.
    fn stop(self) -> Option<Observatory> {
        drop(self.stop);
        self.thread.join().ok()
    }
}

fn drive(
    mut sky: Observatory,
    clock: &Clock,
    inbox: &Inbox,
    stopped: &Receiver<()>,
    outputs: &Sender<Output>,
) -> Observatory {
    loop {
        // Asked first: what is sent before the driver is stopped is still poured.
        let is_last = !matches!(stopped.recv_timeout(sleep(&sky, clock.now())), Err(RecvTimeoutError::Timeout));
        let now = clock.now();
        let poured = inbox.pour(now, &mut sky);
        poured.refused.iter().for_each(|refusal| println!("refused: {refusal}"));
        sky.advance(now);
        // Who hears no more loses what comes out: the driver goes on all the same.
        sky.drain().into_iter().for_each(|output| drop(outputs.send(output)));
        if is_last {
            return sky;
        }
    }
}

/// Until the next deadline.
fn sleep(sky: &Observatory, now: Timestamp) -> Duration {
    let due = sky.next_deadline().map(|deadline| deadline.at.millis_since(now).max(0).unsigned_abs());
    due.map_or(Driver::LONGEST_SLEEP, |millis| Duration::from_millis(millis).min(Driver::LONGEST_SLEEP))
}

/// The system's clock: the one place where it is read.
#[expect(clippy::disallowed_methods, reason = "an application may have a clock; this is it")]
fn system_clock() -> Clock {
    Clock::new(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp::EPOCH.plus(since)
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let (clock, inbox) = (system_clock(), Inbox::default());
    let now = clock.now();
    let mut sky = Observatory::new(Place::parse("111122223333", "us-east-1")?, 7);
    let ops = "arn:aws:sns:us-east-1:111122223333:ops";
    let alarm = Alarm::on("Shop", "Failed").named("failing").sum(Period::new(10)?).at_least(3.0).for_periods(1);
    sky.metrics(now).put_metric_alarm(now, alarm.on_alarm(ops))?;

    let (driver, outputs) = Driver::start(sky, clock.clone(), inbox.clone());
    for number in 0..4 {
        let failed = Datum::new("Shop", "Failed", clock.now(), 1.0).with_resolution(Resolution::High);
        inbox.send(Input::Datum(failed));
        inbox.send(Input::log_event(&Destination::new("shop", "web-1"), clock.now(), format!("order {number} failed")));
    }
    // The alarm looks every ten seconds.
    let delivery = loop {
        match outputs.recv_timeout(Duration::from_secs(60))? {
            Output::Delivery(delivery) => break delivery,
            other => println!("{other:?}"),
        }
    };
    println!("to {}: {}", delivery.target, delivery.cause);
    assert_eq!(delivery.target, ops);

    inbox.send(Input::log_event(&Destination::new("shop", "web-1"), clock.now(), "the last line"));
    let mut sky = driver.stop().ok_or("the driver has panicked")?;
    let now = sky.now();
    let lines = sky.logs(now).get_log_events(now, &cupola::logs::GetLogEvents::of("shop", "web-1"))?;
    assert_eq!(lines.events.len(), 5, "what was sent before it was stopped is there");
    println!("stopped; {} lines are kept", lines.events.len());
    Ok(())
}
