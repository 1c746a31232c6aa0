// The Pulumi provider for Google Cloud, put together from the published Terraform provider and Pulumi's bridge.
//
// The vendor's own provider is made in the same way from the beta edition of the Terraform provider, with every
// resource. This one carries the resources that stacks use (resources.go), and the fields that are out of beta.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/hashicorp/terraform-provider-google/google/provider"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
)

// version is set by the linker, so that the table of parts is the only place that names it.
var version string

func main() {
	info := describe()
	schema, err := schemaOf(info)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-gcp:", err)
		os.Exit(1)
	}
	tfbridge.Main(info.Name, version, info, schema)
}

func describe() tfbridge.ProviderInfo {
	published := shimv2.NewProvider(provider.Provider())
	info := tfbridge.ProviderInfo{
		P:              published,
		Name:           "gcp",
		ResourcePrefix: "google",
		Version:        version,
		Resources:      resources(published.ResourcesMap()),
		DataSources:    dataSources(),
		MetadataInfo:   tfbridge.NewProviderMetadata(nil),
	}
	info.IgnoreMappings = slices.Concat(
		unnamed(info.P.ResourcesMap(), info.Resources),
		unnamed(info.P.DataSourcesMap(), info.DataSources),
	)
	info.SetAutonaming(longestName, "-")
	return info
}

// schemaOf describes the named resources in Pulumi's terms, for whoever asks what the provider takes.
func schemaOf(info tfbridge.ProviderInfo) ([]byte, error) {
	quiet := diag.DefaultSink(io.Discard, io.Discard, diag.FormatOptions{Color: colors.Never})
	generated, err := tfgen.GenerateSchemaWithOptions(tfgen.GenerateSchemaOptions{
		ProviderInfo:    info,
		DiagnosticsSink: quiet,
		XInMemoryDocs:   true, // the repository with the documentation is not at hand
	})
	if err != nil {
		return nil, err
	}
	return json.Marshal(generated.PackageSpec)
}

// unnamed is what the Terraform provider has and stacks do not use.
func unnamed[T any](all shim.ResourceMap, named map[string]T) []string {
	var rest []string
	all.Range(func(name string, _ shim.Resource) bool {
		if _, used := named[name]; !used {
			rest = append(rest, name)
		}
		return true
	})
	return rest
}
