//! Carries what the cores say over the routes, until nobody says anything more.

use cupola_base::{Deadline, Outbox, Timestamp};

use crate::audit::TrailLogEvent;
use crate::mail::{Letter, Mail};
use crate::output::{Lost, Notice};
use crate::routes::Step;
use crate::signal::Signal;
use crate::{Area, Observatory, audit, events, logs, metrics, traces, trail_line};

/// The five engines of an observatory.
#[derive(Debug)]
pub(crate) struct Engines {
    pub(crate) audit: audit::Engine,
    pub(crate) traces: traces::Engine,
    pub(crate) logs: logs::Engine,
    pub(crate) metrics: metrics::Engine,
    pub(crate) events: events::Engine,
}

impl Engines {
    pub(crate) fn next_deadline(&self, area: Area) -> Option<Deadline> {
        match area {
            Area::Audit => self.audit.next_deadline(),
            Area::Traces => self.traces.next_deadline(),
            Area::Logs => self.logs.next_deadline(),
            Area::Metrics => self.metrics.next_deadline(),
            Area::Events => self.events.next_deadline(),
        }
    }

    pub(crate) fn advance(&mut self, area: Area, now: Timestamp) {
        match area {
            Area::Audit => self.audit.advance(now),
            Area::Traces => self.traces.advance(now),
            Area::Logs => self.logs.advance(now),
            Area::Metrics => self.metrics.advance(now),
            Area::Events => self.events.advance(now),
        }
    }

    /// What the cores said since they were last asked, area by area.
    fn signals(&mut self) -> Vec<(Timestamp, Signal)> {
        let mut signals = Vec::new();
        signals.extend(self.audit.drain().into_iter().map(|output| (output.at(), Signal::from(output))));
        signals.extend(self.traces.drain().into_iter().map(|output| (output.at(), Signal::from(output))));
        signals.extend(self.logs.drain().into_iter().map(|output| (output.at(), Signal::from(output))));
        signals.extend(self.metrics.drain().into_iter().map(|output| (output.at(), Signal::from(output))));
        signals.extend(self.events.drain().into_iter().map(|output| (output.at(), Signal::from(output))));
        signals
    }

    /// Does one step at its instant. What is due in the taking area at that very instant comes
    /// after it: a producer acts before its consumer.
    fn take(&mut self, outbox: &mut Outbox<Notice>, mail: &mut Mail, at: Timestamp, step: Step) {
        match step {
            Step::PutDatum(datum) => {
                if let Err(error) = self.metrics.accept(at, datum) {
                    outbox.notify(at, Notice::Lost(Lost::Refused { area: Area::Metrics, why: error.to_string() }));
                }
            }
            Step::Publish(event) => self.events.publish(at, event),
            Step::Deliver(draft) => {
                outbox.push(draft);
            }
            Step::HandOn(delivery) => outbox.hand_on(delivery),
            Step::WriteLog(line) => {
                if let Some(outcome) = line.write(at, &mut self.logs) {
                    self.events.report(at, line.delivery, outcome);
                }
            }
            Step::WriteFinding(line) => {
                if let Err(why) = line.write(at, &mut self.logs) {
                    outbox.notify(at, Notice::Lost(Lost::Refused { area: Area::Logs, why }));
                }
            }
            Step::Send(message) => mail.take(outbox, at, Letter::Event(message)),
            Step::SendLogs(message) => mail.take(outbox, at, Letter::Logs(message)),
            Step::TellTrailFile(file) => outbox.notify(at, Notice::TrailFile(file)),
            Step::TellTrailDigest(due) => outbox.notify(at, Notice::TrailDigest(due)),
            Step::WriteTrailEvent(event) => self.write_trail_event(outbox, mail, at, event),
            Step::KeepRecord(record) => {
                mail.take(outbox, at, Letter::Record { from: self.audit.place().clone(), record });
            }
            Step::TellObject(object) => outbox.notify(at, Notice::Object(object)),
            Step::TellChange(change) => outbox.notify(at, Notice::StateChange(change)),
            Step::TellRun(due) => outbox.notify(at, Notice::CanaryRun(due)),
            Step::TellLoss(lost) => outbox.notify(at, Notice::Lost(lost)),
        }
    }
}

impl Engines {
    /// Here, when the log group is of this place; otherwise it is for the place of the trail.
    fn write_trail_event(&mut self, outbox: &mut Outbox<Notice>, mail: &mut Mail, at: Timestamp, event: TrailLogEvent) {
        match trail_line::write(at, &event, &mut self.logs) {
            None => mail.take(outbox, at, Letter::Trail { from: self.audit.place().clone(), event }),
            Some(Ok(())) => {}
            Some(Err(why)) => outbox.notify(at, Notice::Lost(Lost::Refused { area: Area::Logs, why })),
        }
    }
}

impl Observatory {
    /// Carries signals over the routes until there are none or the hop budget is spent.
    pub(crate) fn settle(&mut self) {
        let mut steps = Vec::new();
        for _hop in 0..self.routes.hop_budget() {
            let signals = self.engines.signals();
            if signals.is_empty() {
                return;
            }
            for (at, signal) in signals {
                self.routes.run(at, &signal, &mut steps);
                steps.drain(..).for_each(|step| self.engines.take(&mut self.outbox, &mut self.mail, at, step));
            }
        }
        self.cut_off();
    }

    fn cut_off(&mut self) {
        let signals = self.engines.signals();
        if !signals.is_empty() {
            let lost = Lost::Hops { signals: signals.len() };
            self.outbox.notify(self.now, Notice::Lost(lost));
        }
    }
}
