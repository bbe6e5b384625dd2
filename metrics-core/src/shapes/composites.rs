//! Actions on composite alarms.

use cupola_base::shape::{List, Member, NOTHING, Operation, Range, Shape, Text};

use super::{ALARM_NAME, MOST, TAGS};

pub(super) const PUT_COMPOSITE_ALARM: Operation = Operation::new("PutCompositeAlarm", &PUT, &NOTHING);

static ACTIONS: Shape = Shape::List(List::of(&Shape::Text(Text::of(1, 1024))));
static PERIOD: Shape = Shape::Integer(Range::of(0, MOST));

static PUT: Shape = Shape::Structure(&[
    Member::optional("ActionsEnabled", &Shape::Boolean),
    Member::optional("AlarmActions", &ACTIONS),
    Member::optional("AlarmDescription", &Shape::Text(Text::of(0, 1024))),
    Member::required("AlarmName", &ALARM_NAME),
    Member::required("AlarmRule", &Shape::Text(Text::of(1, 10_240))),
    Member::optional("InsufficientDataActions", &ACTIONS),
    Member::optional("OKActions", &ACTIONS),
    Member::optional("Tags", &TAGS),
    Member::optional("ActionsSuppressor", &Shape::Text(Text::of(1, 1600))),
    Member::optional("ActionsSuppressorWaitPeriod", &PERIOD),
    Member::optional("ActionsSuppressorExtensionPeriod", &PERIOD),
]);
