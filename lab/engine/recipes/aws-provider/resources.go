package main

import (
	"maps"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	ptokens "github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// longestName is what most services of AWS accept; a name that Pulumi makes up stays within it.
const longestName = 63

// longestAlarmName is what CloudWatch accepts.
const longestAlarmName = 255

// allTags are a resource's own tags and those of the provider together.
const allTags = "tags_all"

// place is where Pulumi's package keeps a resource or a function.
type place struct{ module, name string }

// places are the resources that can be used through this provider, by their Terraform names.
var places = map[string]place{
	"aws_budgets_budget":                                 {"budgets", "Budget"},
	"aws_cloudwatch_composite_alarm":                     {"cloudwatch", "CompositeAlarm"},
	"aws_cloudwatch_dashboard":                           {"cloudwatch", "Dashboard"},
	"aws_cloudwatch_event_rule":                          {"cloudwatch", "EventRule"},
	"aws_cloudwatch_event_target":                        {"cloudwatch", "EventTarget"},
	"aws_cloudwatch_log_group":                           {"cloudwatch", "LogGroup"},
	"aws_cloudwatch_log_resource_policy":                 {"cloudwatch", "LogResourcePolicy"},
	"aws_cloudwatch_metric_alarm":                        {"cloudwatch", "MetricAlarm"},
	"aws_default_security_group":                         {"ec2", "DefaultSecurityGroup"},
	"aws_ecr_lifecycle_policy":                           {"ecr", "LifecyclePolicy"},
	"aws_ecr_pull_through_cache_rule":                    {"ecr", "PullThroughCacheRule"},
	"aws_ecr_registry_policy":                            {"ecr", "RegistryPolicy"},
	"aws_ecr_registry_scanning_configuration":            {"ecr", "RegistryScanningConfiguration"},
	"aws_ecr_replication_configuration":                  {"ecr", "ReplicationConfiguration"},
	"aws_ecr_repository":                                 {"ecr", "Repository"},
	"aws_ecr_repository_creation_template":               {"ecr", "RepositoryCreationTemplate"},
	"aws_ecr_repository_policy":                          {"ecr", "RepositoryPolicy"},
	"aws_ec2_tag":                                        {"ec2", "Tag"},
	"aws_eip":                                            {"ec2", "Eip"},
	"aws_eks_access_entry":                               {"eks", "AccessEntry"},
	"aws_eks_access_policy_association":                  {"eks", "AccessPolicyAssociation"},
	"aws_eks_addon":                                      {"eks", "Addon"},
	"aws_eks_cluster":                                    {"eks", "Cluster"},
	"aws_eks_node_group":                                 {"eks", "NodeGroup"},
	"aws_eks_pod_identity_association":                   {"eks", "PodIdentityAssociation"},
	"aws_flow_log":                                       {"ec2", "FlowLog"},
	"aws_autoscaling_group_tag":                          {"autoscaling", "Tag"},
	"aws_iam_instance_profile":                           {"iam", "InstanceProfile"},
	"aws_iam_openid_connect_provider":                    {"iam", "OpenIdConnectProvider"},
	"aws_iam_policy":                                     {"iam", "Policy"},
	"aws_iam_role":                                       {"iam", "Role"},
	"aws_iam_role_policy":                                {"iam", "RolePolicy"},
	"aws_iam_role_policy_attachment":                     {"iam", "RolePolicyAttachment"},
	"aws_iam_service_linked_role":                        {"iam", "ServiceLinkedRole"},
	"aws_internet_gateway":                               {"ec2", "InternetGateway"},
	"aws_kms_alias":                                      {"kms", "Alias"},
	"aws_kms_key":                                        {"kms", "Key"},
	"aws_launch_template":                                {"ec2", "LaunchTemplate"},
	"aws_nat_gateway":                                    {"ec2", "NatGateway"},
	"aws_prometheus_alert_manager_definition":            {"amp", "AlertManagerDefinition"},
	"aws_prometheus_rule_group_namespace":                {"amp", "RuleGroupNamespace"},
	"aws_prometheus_scraper":                             {"amp", "Scraper"},
	"aws_prometheus_workspace":                           {"amp", "Workspace"},
	"aws_prometheus_workspace_configuration":             {"amp", "WorkspaceConfiguration"},
	"aws_route":                                          {"ec2", "Route"},
	"aws_route53_record":                                 {"route53", "Record"},
	"aws_route53_zone":                                   {"route53", "Zone"},
	"aws_route_table":                                    {"ec2", "RouteTable"},
	"aws_route_table_association":                        {"ec2", "RouteTableAssociation"},
	"aws_s3_bucket":                                      {"s3", "Bucket"},
	"aws_s3_bucket_intelligent_tiering_configuration":    {"s3", "BucketIntelligentTieringConfiguration"},
	"aws_s3_bucket_lifecycle_configuration":              {"s3", "BucketLifecycleConfiguration"},
	"aws_s3_bucket_logging":                              {"s3", "BucketLogging"},
	"aws_s3_bucket_ownership_controls":                   {"s3", "BucketOwnershipControls"},
	"aws_s3_bucket_policy":                               {"s3", "BucketPolicy"},
	"aws_s3_bucket_public_access_block":                  {"s3", "BucketPublicAccessBlock"},
	"aws_s3_bucket_replication_configuration":            {"s3", "BucketReplicationConfig"},
	"aws_s3_bucket_server_side_encryption_configuration": {"s3", "BucketServerSideEncryptionConfiguration"},
	"aws_s3_bucket_versioning":                           {"s3", "BucketVersioning"},
	"aws_security_group":                                 {"ec2", "SecurityGroup"},
	"aws_security_group_rule":                            {"ec2", "SecurityGroupRule"},
	"aws_sns_topic":                                      {"sns", "Topic"},
	"aws_sns_topic_policy":                               {"sns", "TopicPolicy"},
	"aws_sns_topic_subscription":                         {"sns", "TopicSubscription"},
	"aws_sqs_queue":                                      {"sqs", "Queue"},
	"aws_sqs_queue_policy":                               {"sqs", "QueuePolicy"},
	"aws_subnet":                                         {"ec2", "Subnet"},
	"aws_vpc":                                            {"ec2", "Vpc"},
	"aws_vpc_endpoint":                                   {"ec2", "VpcEndpoint"},
	"aws_vpc_security_group_egress_rule":                 {"vpc", "SecurityGroupEgressRule"},
	"aws_vpc_security_group_ingress_rule":                {"vpc", "SecurityGroupIngressRule"},
}

// functions are the questions that can be asked through this provider, by their Terraform names.
var functions = map[string]place{
	"aws_availability_zones":          {"index", "getAvailabilityZones"},
	"aws_caller_identity":             {"index", "getCallerIdentity"},
	"aws_ec2_instance_type_offerings": {"ec2", "getInstanceTypeOfferings"},
	"aws_eks_addon_version":           {"eks", "getAddonVersion"},
	"aws_eks_cluster":                 {"eks", "getCluster"},
	"aws_eks_cluster_auth":            {"eks", "getClusterAuth"},
	"aws_iam_policy_document":         {"iam", "getPolicyDocument"},
	"aws_partition":                   {"index", "getPartition"},
	"aws_region":                      {"index", "getRegion"},
	"aws_route53_zone":                {"route53", "getZone"},
	"aws_ssm_parameter":               {"ssm", "getParameter"},
}

// differences are the fields that Pulumi's package calls, or shapes, otherwise than the bridge would by itself.
var differences = map[string]map[string]*tfbridge.SchemaInfo{
	"aws_cloudwatch_metric_alarm": {"alarm_name": tfbridge.AutoName("name", longestAlarmName, "-")},
	"aws_default_security_group":  {"egress": called("egress"), "ingress": called("ingress")},
	"aws_eks_cluster":             {"certificate_authority": {MaxItemsOne: tfbridge.True()}},
	"aws_route53_record": {
		"alias":                      listCalled("aliases"),
		"failover_routing_policy":    listCalled("failoverRoutingPolicies"),
		"geolocation_routing_policy": listCalled("geolocationRoutingPolicies"),
		"latency_routing_policy":     listCalled("latencyRoutingPolicies"),
		"weighted_routing_policy":    listCalled("weightedRoutingPolicies"),
	},
	"aws_security_group":         {"egress": called("egress"), "ingress": called("ingress")},
	"aws_sns_topic_subscription": {"topic_arn": called("topic")},
}

func called(name string) *tfbridge.SchemaInfo {
	return &tfbridge.SchemaInfo{Name: name}
}

func listCalled(name string) *tfbridge.SchemaInfo {
	return &tfbridge.SchemaInfo{Name: name, MaxItemsOne: tfbridge.False()}
}

var token = tokens.MakeStandard("aws")

// resources names what stacks use. The tags that a resource ends up with are told, never asked for.
func resources(known shim.ResourceMap) map[string]*tfbridge.ResourceInfo {
	named := make(map[string]*tfbridge.ResourceInfo, len(places))
	for name, place := range places {
		fields := map[string]*tfbridge.SchemaInfo{}
		maps.Copy(fields, differences[name])
		if tags, tagged := known.Get(name).Schema().GetOk(allTags); tagged && tags.Optional() {
			fields[allTags] = &tfbridge.SchemaInfo{MarkAsComputedOnly: tfbridge.True()}
		}
		named[name] = &tfbridge.ResourceInfo{Tok: ptokens.Type(place.token()), Fields: fields}
	}
	return named
}

func dataSources() map[string]*tfbridge.DataSourceInfo {
	named := make(map[string]*tfbridge.DataSourceInfo, len(functions))
	for name, place := range functions {
		named[name] = &tfbridge.DataSourceInfo{Tok: ptokens.ModuleMember(place.token())}
	}
	return named
}

func (place place) token() string {
	token, err := token(place.module, place.name)
	if err != nil {
		panic(err) // a place without a name: the tables above are wrong
	}
	return token
}
