package main

import (
	// A service registers its resources when it is imported; only these are compiled in.
	_ "github.com/hashicorp/terraform-provider-google/google/services/artifactregistry"
	_ "github.com/hashicorp/terraform-provider-google/google/services/billingbudgets"
	_ "github.com/hashicorp/terraform-provider-google/google/services/compute"
	_ "github.com/hashicorp/terraform-provider-google/google/services/container"
	_ "github.com/hashicorp/terraform-provider-google/google/services/dns"
	_ "github.com/hashicorp/terraform-provider-google/google/services/kms"
	_ "github.com/hashicorp/terraform-provider-google/google/services/logging"
	_ "github.com/hashicorp/terraform-provider-google/google/services/monitoring"
	_ "github.com/hashicorp/terraform-provider-google/google/services/resourcemanager"
	_ "github.com/hashicorp/terraform-provider-google/google/services/storage"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	ptokens "github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// longestName is what most services of Google Cloud accept; a name that Pulumi makes up stays within it.
const longestName = 63

// allLabels are a resource's own labels and those of the provider together.
const allLabels = "terraform_labels"

// place is where Pulumi's package keeps a resource or a function.
type place struct{ module, name string }

// places are the resources that can be used through this provider, by their Terraform names.
var places = map[string]place{
	"google_artifact_registry_repository":             {"artifactregistry", "Repository"},
	"google_artifact_registry_repository_iam_binding": {"artifactregistry", "RepositoryIamBinding"},
	"google_artifact_registry_repository_iam_member":  {"artifactregistry", "RepositoryIamMember"},
	"google_billing_budget":                           {"billing", "Budget"},
	"google_compute_address":                          {"compute", "Address"},
	"google_compute_firewall":                         {"compute", "Firewall"},
	"google_compute_global_address":                   {"compute", "GlobalAddress"},
	"google_compute_network":                          {"compute", "Network"},
	"google_compute_reservation":                      {"compute", "Reservation"},
	"google_compute_resource_policy":                  {"compute", "ResourcePolicy"},
	"google_compute_route":                            {"compute", "Route"},
	"google_compute_router":                           {"compute", "Router"},
	"google_compute_router_nat":                       {"compute", "RouterNat"},
	"google_compute_subnetwork":                       {"compute", "Subnetwork"},
	"google_container_cluster":                        {"container", "Cluster"},
	"google_container_node_pool":                      {"container", "NodePool"},
	"google_dns_managed_zone":                         {"dns", "ManagedZone"},
	"google_dns_record_set":                           {"dns", "RecordSet"},
	"google_kms_crypto_key":                           {"kms", "CryptoKey"},
	"google_kms_crypto_key_iam_binding":               {"kms", "CryptoKeyIAMBinding"},
	"google_kms_crypto_key_iam_member":                {"kms", "CryptoKeyIAMMember"},
	"google_kms_key_ring":                             {"kms", "KeyRing"},
	"google_logging_metric":                           {"logging", "Metric"},
	"google_logging_project_bucket_config":            {"logging", "ProjectBucketConfig"},
	"google_logging_project_sink":                     {"logging", "ProjectSink"},
	"google_monitoring_alert_policy":                  {"monitoring", "AlertPolicy"},
	"google_monitoring_dashboard":                     {"monitoring", "Dashboard"},
	"google_monitoring_notification_channel":          {"monitoring", "NotificationChannel"},
	"google_project_iam_audit_config":                 {"projects", "IAMAuditConfig"},
	"google_project_iam_custom_role":                  {"projects", "IAMCustomRole"},
	"google_project_iam_member":                       {"projects", "IAMMember"},
	"google_project_service":                          {"projects", "Service"},
	"google_service_account":                          {"serviceaccount", "Account"},
	"google_service_account_iam_binding":              {"serviceaccount", "IAMBinding"},
	"google_service_account_iam_member":               {"serviceaccount", "IAMMember"},
	"google_storage_bucket":                           {"storage", "Bucket"},
	"google_storage_bucket_iam_binding":               {"storage", "BucketIAMBinding"},
	"google_storage_bucket_iam_member":                {"storage", "BucketIAMMember"},
	"google_storage_managed_folder":                   {"storage", "ManagedFolder"},
	"google_storage_managed_folder_iam_member":        {"storage", "ManagedFolderIamMember"},
}

// functions are the questions that can be asked through this provider, by their Terraform names.
var functions = map[string]place{
	"google_compute_zones":                   {"compute", "getZones"},
	"google_container_engine_versions":       {"container", "getEngineVersions"},
	"google_project":                         {"organizations", "getProject"},
	"google_storage_project_service_account": {"storage", "getProjectServiceAccount"},
}

var token = tokens.MakeStandard("gcp")

// resources names what stacks use. The labels that a resource ends up with are called after the tool that set them.
func resources(known shim.ResourceMap) map[string]*tfbridge.ResourceInfo {
	named := make(map[string]*tfbridge.ResourceInfo, len(places))
	for name, place := range places {
		fields := map[string]*tfbridge.SchemaInfo{}
		if _, labelled := known.Get(name).Schema().GetOk(allLabels); labelled {
			fields[allLabels] = &tfbridge.SchemaInfo{Name: "pulumiLabels"}
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
