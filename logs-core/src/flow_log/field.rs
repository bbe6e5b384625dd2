//! The columns that a record can have.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::{FlowLogFormatError, FlowLogFormatErrorKind};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the service knows these")]
pub enum FlowLogFieldKind {
    /// A whole number of 32 bits.
    Number32,
    /// A whole number of 64 bits.
    Number64,
    /// A text.
    Text,
}

macro_rules! fields {
    ($($version:literal { $($field:ident $name:literal $kind:ident,)* })*) => {
        /// A column of a flow-log record.
        ///
        /// ```
        /// use cupola_logs::flow_log::{FlowLogField, FlowLogFieldKind};
        ///
        /// let field: FlowLogField = "tcp-flags".parse()?;
        /// assert_eq!((field.version(), field.kind()), (3, FlowLogFieldKind::Number32));
        /// # Ok::<(), cupola_logs::flow_log::FlowLogFormatError>(())
        /// ```
        ///
        /// # Source
        /// Amazon VPC User Guide, "Flow log records".
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "the names are the service's")]
        pub enum FlowLogField {
            $($(#[serde(rename = $name)] $field,)*)*
        }

        impl FlowLogField {
            /// All of them, by version, in the order of the documents.
            pub const ALL: &'static [Self] = &[$($(Self::$field,)*)*];

            /// The service's name, e.g. `interface-id`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$field => $name,)*)*
                }
            }

            /// The version of the format that brought it: 2 to 10.
            #[must_use]
            pub const fn version(self) -> u32 {
                match self {
                    $($(Self::$field)|* => $version,)*
                }
            }

            /// What it holds.
            #[must_use]
            pub const fn kind(self) -> FlowLogFieldKind {
                match self {
                    $($(Self::$field => FlowLogFieldKind::$kind,)*)*
                }
            }
        }
    };
}

fields! {
    2 {
        Version "version" Number32,
        AccountId "account-id" Text,
        InterfaceId "interface-id" Text,
        SrcAddr "srcaddr" Text,
        DstAddr "dstaddr" Text,
        SrcPort "srcport" Number32,
        DstPort "dstport" Number32,
        Protocol "protocol" Number32,
        Packets "packets" Number64,
        Bytes "bytes" Number64,
        Start "start" Number64,
        End "end" Number64,
        Action "action" Text,
        LogStatus "log-status" Text,
    }
    3 {
        VpcId "vpc-id" Text,
        SubnetId "subnet-id" Text,
        InstanceId "instance-id" Text,
        TcpFlags "tcp-flags" Number32,
        Type "type" Text,
        PktSrcAddr "pkt-srcaddr" Text,
        PktDstAddr "pkt-dstaddr" Text,
    }
    4 {
        Region "region" Text,
        AzId "az-id" Text,
        SublocationType "sublocation-type" Text,
        SublocationId "sublocation-id" Text,
    }
    5 {
        PktSrcAwsService "pkt-src-aws-service" Text,
        PktDstAwsService "pkt-dst-aws-service" Text,
        FlowDirection "flow-direction" Text,
        TrafficPath "traffic-path" Number32,
    }
    6 {
        ResourceType "resource-type" Text,
        TgwId "tgw-id" Text,
        TgwAttachmentId "tgw-attachment-id" Text,
        TgwSrcVpcAccountId "tgw-src-vpc-account-id" Text,
        TgwDstVpcAccountId "tgw-dst-vpc-account-id" Text,
        TgwSrcVpcId "tgw-src-vpc-id" Text,
        TgwDstVpcId "tgw-dst-vpc-id" Text,
        TgwSrcSubnetId "tgw-src-subnet-id" Text,
        TgwDstSubnetId "tgw-dst-subnet-id" Text,
        TgwSrcEni "tgw-src-eni" Text,
        TgwDstEni "tgw-dst-eni" Text,
        TgwSrcAzId "tgw-src-az-id" Text,
        TgwDstAzId "tgw-dst-az-id" Text,
        TgwPairAttachmentId "tgw-pair-attachment-id" Text,
        PacketsLostNoRoute "packets-lost-no-route" Number64,
        PacketsLostBlackhole "packets-lost-blackhole" Number64,
        PacketsLostMtuExceeded "packets-lost-mtu-exceeded" Number64,
        PacketsLostTtlExpired "packets-lost-ttl-expired" Number64,
    }
    7 {
        EcsClusterArn "ecs-cluster-arn" Text,
        EcsClusterName "ecs-cluster-name" Text,
        EcsContainerInstanceArn "ecs-container-instance-arn" Text,
        EcsContainerInstanceId "ecs-container-instance-id" Text,
        EcsContainerId "ecs-container-id" Text,
        EcsSecondContainerId "ecs-second-container-id" Text,
        EcsServiceName "ecs-service-name" Text,
        EcsTaskDefinitionArn "ecs-task-definition-arn" Text,
        EcsTaskArn "ecs-task-arn" Text,
        EcsTaskId "ecs-task-id" Text,
    }
    8 {
        RejectReason "reject-reason" Text,
    }
    9 {
        ResourceId "resource-id" Text,
    }
    10 {
        EncryptionStatus "encryption-status" Text,
    }
}

impl FlowLogField {
    /// Whether it tells of traffic: such columns are empty in records of silence and of loss.
    #[must_use]
    pub const fn is_traffic(self) -> bool {
        !matches!(
            self,
            Self::Version
                | Self::AccountId
                | Self::InterfaceId
                | Self::Start
                | Self::End
                | Self::LogStatus
                | Self::VpcId
                | Self::SubnetId
                | Self::InstanceId
                | Self::Region
                | Self::AzId
                | Self::SublocationType
                | Self::SublocationId
                | Self::ResourceType
                | Self::ResourceId
                | Self::TgwId
                | Self::TgwAttachmentId
        ) && self.version() != 7
    }
}

impl fmt::Display for FlowLogField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for FlowLogField {
    type Err = FlowLogFormatError;

    fn from_str(text: &str) -> Result<Self, FlowLogFormatError> {
        let found = Self::ALL.iter().copied().find(|field| field.as_str() == text);
        let whole = cupola_base::text::Span::new(0, text.len());
        found.ok_or_else(|| FlowLogFormatError::new(FlowLogFormatErrorKind::UnknownField, text, whole))
    }
}
