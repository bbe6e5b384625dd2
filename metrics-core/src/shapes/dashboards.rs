//! Actions on dashboards.

use cupola_base::shape::{INTEGER, List, Member, NOTHING, Operation, Shape, TEXT, TEXTS};

use super::TAGS;

pub(super) const DELETE_DASHBOARDS: Operation = Operation::new("DeleteDashboards", &DELETE, &NOTHING);
pub(super) const GET_DASHBOARD: Operation = Operation::new("GetDashboard", &GET, &GOT);
pub(super) const LIST_DASHBOARDS: Operation = Operation::new("ListDashboards", &LIST, &LISTED);
pub(super) const PUT_DASHBOARD: Operation = Operation::new("PutDashboard", &PUT, &CREATED);

static PUT: Shape = Shape::Structure(&[
    Member::required("DashboardName", &TEXT),
    Member::required("DashboardBody", &TEXT),
    Member::optional("Tags", &TAGS),
]);
static MESSAGE: Shape = Shape::Structure(&[Member::optional("DataPath", &TEXT), Member::optional("Message", &TEXT)]);
static CREATED: Shape =
    Shape::Structure(&[Member::optional("DashboardValidationMessages", &Shape::List(List::of(&MESSAGE)))]);

static GET: Shape = Shape::Structure(&[Member::required("DashboardName", &TEXT)]);
static GOT: Shape = Shape::Structure(&[
    Member::optional("DashboardArn", &TEXT),
    Member::optional("DashboardBody", &TEXT),
    Member::optional("DashboardName", &TEXT),
]);

static LIST: Shape =
    Shape::Structure(&[Member::optional("DashboardNamePrefix", &TEXT), Member::optional("NextToken", &TEXT)]);
static ENTRY: Shape = Shape::Structure(&[
    Member::optional("DashboardName", &TEXT),
    Member::optional("DashboardArn", &TEXT),
    Member::optional("LastModified", &Shape::Timestamp),
    Member::optional("Size", &INTEGER),
]);
static LISTED: Shape = Shape::Structure(&[
    Member::optional("DashboardEntries", &Shape::List(List::of(&ENTRY))),
    Member::optional("NextToken", &TEXT),
]);

static DELETE: Shape = Shape::Structure(&[Member::required("DashboardNames", &TEXTS)]);
