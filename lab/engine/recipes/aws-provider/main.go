// The Pulumi provider for AWS, put together from the published Terraform provider and Pulumi's bridge.
//
// The vendor's own provider is made in the same way, with patches and with every resource. This one carries the
// resources that stacks use (resources.go); the rest of the Terraform provider is compiled in, but has no name here.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/hashicorp/terraform-provider-aws/internal"
	"github.com/hashicorp/terraform-provider-aws/internal/provider/framework"
	"github.com/hashicorp/terraform-provider-aws/internal/provider/sdkv2"
	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/x/muxer"
	"github.com/pulumi/pulumi-terraform-bridge/v3/unstable/metadata"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"
)

// version is set by the linker, so that the table of parts is the only place that names it.
var version string

func main() {
	ctx := context.Background()
	info, err := describe(ctx)
	if err != nil {
		fail(err)
	}
	schema, err := schemaOf(info)
	if err != nil {
		fail(err)
	}
	pf.MainWithMuxer(ctx, info.Name, info, schema)
}

// describe joins the two halves of the Terraform provider, which are written against two generations of its library.
func describe(ctx context.Context) (tfbridge.ProviderInfo, error) {
	internal.RegisterSmarterrFS()
	older, err := sdkv2.NewProvider(ctx)
	if err != nil {
		return tfbridge.ProviderInfo{}, err
	}
	newer, err := framework.NewProvider(ctx, older)
	if err != nil {
		return tfbridge.ProviderInfo{}, err
	}
	joined := pf.MuxShimWithDisjointgPF(ctx, shimv2.NewProvider(older), newer)
	info := tfbridge.ProviderInfo{
		P:            joined,
		Name:         "aws",
		Version:      version,
		Resources:    resources(joined.ResourcesMap()),
		DataSources:  dataSources(),
		MetadataInfo: tfbridge.NewProviderMetadata(nil),
	}
	info.IgnoreMappings = slices.Concat(
		unnamed(info.P.ResourcesMap(), info.Resources),
		unnamed(info.P.DataSourcesMap(), info.DataSources),
		slices.Collect(maps.Keys(info.P.Functions())),
	)
	info.SetAutonaming(longestName, "-")
	return info, dispatch(&info)
}

// dispatch notes which half serves which resource. The bridge reads the note when it starts; the vendor's build writes
// it into a file beforehand.
func dispatch(info *tfbridge.ProviderInfo) error {
	joined, ok := info.P.(interface {
		ResolveDispatch(info *tfbridge.ProviderInfo) (muxer.DispatchTable, error)
	})
	if !ok {
		return fmt.Errorf("%T does not say which half serves what", info.P)
	}
	table, err := joined.ResolveDispatch(info)
	if err != nil {
		return err
	}
	return metadata.Set(info.GetMetadata(), "mux", table)
}

// schemaOf describes the named resources in Pulumi's terms. The newer half translates by it.
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

func fail(err error) {
	fmt.Fprintln(os.Stderr, "pulumi-resource-aws:", err)
	os.Exit(1)
}
