//! Verbs on dashboards.

use cupola_base::json::Json;
use cupola_base::{ApiError, Tags, TagsError, Timestamp};

use super::{Dashboard, DashboardBody, DashboardMessage, DashboardName, DashboardNameError, InvalidDashboard};
use crate::code;
use crate::engine::Engine;

impl Engine {
    /// Creates a dashboard, or replaces the body of the one of this name; tags count only for a new
    /// one. Answers what is odd about the body.
    ///
    /// ```
    /// use cupola_metrics::{Engine, Place, Timestamp};
    ///
    /// let mut engine = Engine::new(Place::parse("111122223333", "us-east-1")?, 0);
    /// let now = Timestamp::parse("2026-05-04T08:00:00Z")?;
    /// let body = r##"{"widgets": [{"type": "text", "properties": {"markdown": "# Hello", "colour": "red"}}]}"##;
    /// let odd = engine.put_dashboard(now, "hello", body, Vec::new())?;
    /// assert_eq!(odd[0].to_string(), "/widgets/0/properties: has the unknown property colour");
    /// assert_eq!(engine.dashboard(now, "hello")?.arn, "arn:aws:cloudwatch::111122223333:dashboard/hello");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PutDashboardError`] with everything that is wrong; nothing is stored.
    ///
    /// # Source
    /// CloudWatch API Reference, PutDashboard.
    #[doc(alias = "PutDashboard")]
    pub fn put_dashboard(
        &mut self,
        now: Timestamp,
        name: &str,
        body: &str,
        tags: Vec<(String, String)>,
    ) -> Result<Vec<DashboardMessage>, PutDashboardError> {
        self.advance(now);
        let name = DashboardName::new(name)?;
        if body.len() > self.limits.dashboard_bytes {
            return Err(PutDashboardError::TooLarge { given: body.len(), most: self.limits.dashboard_bytes });
        }
        let warnings = DashboardBody::parse(body)?.warnings;
        let modified = self.now();
        match self.dashboards.0.get_mut(&name) {
            Some(dashboard) => (dashboard.body, dashboard.modified) = (body.into(), modified),
            None => self.create_dashboard(name, body, tags)?,
        }
        Ok(warnings)
    }

    fn create_dashboard(
        &mut self,
        name: DashboardName,
        body: &str,
        given: Vec<(String, String)>,
    ) -> Result<(), PutDashboardError> {
        if self.dashboards.0.len() >= self.limits.dashboards {
            return Err(PutDashboardError::TooMany(self.limits.dashboards));
        }
        let mut tags = Tags::default();
        tags.set(given)?;
        let (partition, account) = (self.place.region.partition(), &self.place.account);
        let arn = format!("arn:{partition}:cloudwatch::{account}:dashboard/{name}");
        let dashboard = Dashboard { name: name.clone(), arn, body: body.into(), modified: self.now, tags };
        self.dashboards.0.insert(name, dashboard);
        Ok(())
    }

    /// A dashboard.
    ///
    /// # Errors
    /// [`UnknownDashboard`] when there is none of this name.
    ///
    /// # Source
    /// CloudWatch API Reference, GetDashboard.
    #[doc(alias = "GetDashboard")]
    pub fn dashboard(&mut self, now: Timestamp, name: &str) -> Result<&Dashboard, UnknownDashboard> {
        self.advance(now);
        self.dashboards.get(name).ok_or_else(|| UnknownDashboard(name.into()))
    }

    /// The dashboards whose names begin with `prefix`, by name.
    ///
    /// # Source
    /// CloudWatch API Reference, ListDashboards.
    pub fn list_dashboards<'a>(&'a mut self, now: Timestamp, prefix: &'a str) -> impl Iterator<Item = &'a Dashboard> {
        self.advance(now);
        self.dashboards.select(prefix, None)
    }

    /// Deletes dashboards: all, or none when one of them does not exist.
    ///
    /// # Errors
    /// [`DeleteDashboardsError`] when there is none of a name, or there are too many names.
    ///
    /// # Source
    /// CloudWatch API Reference, DeleteDashboards.
    pub fn delete_dashboards<S: AsRef<str>>(
        &mut self,
        now: Timestamp,
        names: &[S],
    ) -> Result<(), DeleteDashboardsError> {
        self.advance(now);
        let most = self.limits.names_per_call;
        if names.is_empty() {
            return Err(DeleteDashboardsError::None);
        }
        if names.len() > most {
            return Err(DeleteDashboardsError::TooMany { given: names.len(), most });
        }
        let known = |name: &S| self.dashboards.get(name.as_ref()).map(|dashboard| dashboard.name.clone());
        let unknown = |name: &S| UnknownDashboard(name.as_ref().into());
        let found: Result<Vec<DashboardName>, _> =
            names.iter().map(|name| known(name).ok_or_else(|| unknown(name))).collect();
        for name in found? {
            self.dashboards.0.remove(&name);
        }
        Ok(())
    }
}

/// Why a dashboard was not put.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutDashboardError {
    /// The name is none.
    #[error(transparent)]
    Name(#[from] DashboardNameError),
    /// The body is none.
    #[error(transparent)]
    Body(#[from] InvalidDashboard),
    /// The tags are not those of a resource.
    #[error(transparent)]
    Tags(#[from] TagsError),
    /// The body has more bytes than [`Limits::dashboard_bytes`](crate::Limits::dashboard_bytes).
    #[error("a body of {given} bytes is larger than {most}")]
    TooLarge {
        /// How many it has.
        given: usize,
        /// How many it may have.
        most: usize,
    },
    /// There are as many dashboards as there may be.
    #[error("there are {0} dashboards already, as many as there may be")]
    TooMany(usize),
}

impl From<PutDashboardError> for ApiError {
    fn from(error: PutDashboardError) -> Self {
        let text = error.to_string();
        match error {
            PutDashboardError::Name(error) => error.into(),
            PutDashboardError::Body(error) => error.into(),
            PutDashboardError::Tags(_) | PutDashboardError::TooMany(_) => Self::caller(code::INVALID_VALUE, text),
            PutDashboardError::TooLarge { .. } => Self::caller(code::INVALID_DASHBOARD, text),
        }
    }
}

impl From<InvalidDashboard> for ApiError {
    fn from(error: InvalidDashboard) -> Self {
        let count = error.messages.len();
        let list = Json::of(&error.messages);
        let text = format!("The dashboard body is invalid, there are {count} validation errors: {}", list.as_str());
        Self::caller(code::INVALID_DASHBOARD, text).with_member("dashboardValidationMessages", list)
    }
}

/// There is no dashboard of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no dashboard `{0}`")]
pub struct UnknownDashboard(pub(crate) String);

impl From<UnknownDashboard> for ApiError {
    fn from(_: UnknownDashboard) -> Self {
        Self::caller(code::DASHBOARD_NOT_FOUND, "").with_status(404)
    }
}

/// Why dashboards were not deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeleteDashboardsError {
    /// No name was given.
    #[error("The parameter DashboardNames must have one name at least.")]
    None,
    /// There is none of this name.
    #[error(transparent)]
    Unknown(#[from] UnknownDashboard),
    /// More names than one call takes.
    #[error("{given} names in one call are more than {most}")]
    TooMany {
        /// How many were given.
        given: usize,
        /// How many may be.
        most: usize,
    },
}

impl From<DeleteDashboardsError> for ApiError {
    fn from(error: DeleteDashboardsError) -> Self {
        match error {
            DeleteDashboardsError::Unknown(unknown) => unknown.into(),
            DeleteDashboardsError::None | DeleteDashboardsError::TooMany { .. } => {
                Self::caller(code::INVALID_VALUE, error.to_string())
            }
        }
    }
}
