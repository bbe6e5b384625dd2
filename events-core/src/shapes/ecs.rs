//! What rules, schedules and pipes say alike about a target that is an ECS task.

use cupola_base::shape::{List, Member, Range, Shape, Text};

pub(crate) const LAUNCH_TYPE: Member =
    Member::optional("LaunchType", &Shape::Text(Text::one_of(&["EC2", "FARGATE", "EXTERNAL"])));
pub(crate) const CAPACITY_PROVIDERS: Member = Member::optional("CapacityProviderStrategy", &CAPACITY_LIST);
pub(crate) const MANAGED_TAGS: Member = Member::optional("EnableECSManagedTags", &Shape::Boolean);
pub(crate) const EXECUTE_COMMAND: Member = Member::optional("EnableExecuteCommand", &Shape::Boolean);
pub(crate) const CONSTRAINTS: Member = Member::optional("PlacementConstraints", &CONSTRAINT_LIST);
pub(crate) const STRATEGY: Member = Member::optional("PlacementStrategy", &STRATEGY_LIST);
pub(crate) const PROPAGATE_TAGS: Member =
    Member::optional("PropagateTags", &Shape::Text(Text::one_of(&["TASK_DEFINITION"])));
pub(crate) const REFERENCE: Member = Member::optional("ReferenceId", &Shape::Text(Text::of(0, 1024)));

static CAPACITY_LIST: Shape = Shape::List(List::of(&CAPACITY).within(0, 6));
static CONSTRAINT_LIST: Shape = Shape::List(List::of(&CONSTRAINT).within(0, 10));
static STRATEGY_LIST: Shape = Shape::List(List::of(&STRATEGY_ITEM).within(0, 5));

static CAPACITY: Shape = Shape::Structure(&[
    Member::required("capacityProvider", &Shape::Text(Text::of(1, 255))),
    Member::optional("weight", &Shape::Integer(Range::of(0, 1000))),
    Member::optional("base", &Shape::Integer(Range::of(0, 100_000))),
]);

static CONSTRAINT: Shape = Shape::Structure(&[
    Member::optional("type", &Shape::Text(Text::one_of(&["distinctInstance", "memberOf"]))),
    Member::optional("expression", &Shape::Text(Text::of(0, 2000))),
]);

static STRATEGY_ITEM: Shape = Shape::Structure(&[
    Member::optional("type", &Shape::Text(Text::one_of(&["random", "spread", "binpack"]))),
    Member::optional("field", &Shape::Text(Text::of(0, 255))),
]);
