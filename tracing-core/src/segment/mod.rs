//! Segment documents: what they tell, how they are checked, read and written.

mod annotation;
mod aws;
mod body;
mod cause;
pub(crate) mod check;
mod code;
mod document;
mod extra;
mod http;
mod link;
mod metadata;
mod name;
mod record;
mod sql;
mod status;
mod strict;
mod subsegment;
mod time;
pub(crate) mod value;
pub(crate) mod write;

pub use annotation::{AnnotationKeys, AnnotationValue, Annotations};
pub use aws::{Aws, Ec2, Ecs, Eks, ElasticBeanstalk, LogGroup, XRay};
pub use body::Body;
pub use cause::{Cause, Causes, Exception, StackFrame};
pub use code::{SegmentErrorCode, SegmentRefusal};
pub use document::{Segment, SegmentDocument};
pub use extra::Extra;
pub use http::{ContentLength, Http, HttpRequest, HttpResponse};
pub use link::{Link, LinkAttributes, ReferenceType};
pub use metadata::Metadata;
pub use name::{SegmentName, SegmentNameError};
pub use sql::{Service, Sql};
pub use strict::SegmentFault;
pub use subsegment::{IndependentSubsegment, Namespace, Subsegment};
pub use time::{NotFinite, SegmentTime};
