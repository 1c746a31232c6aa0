// The Pulumi provider for Kubernetes, put together from its published module.
//
// The module's own main embeds two generated files that the module does not carry. This one reads the schema, which
// the module does carry, from the folder the program lies in; reading and importing existing objects need it.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

// version is set by the linker, so that the table of parts is the only place that names it.
var version string

func main() {
	schema, err := readBesideProgram("schema.json")
	if err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-kubernetes:", err)
		os.Exit(1)
	}
	noTerraformMapping := []byte("{}") // only `pulumi convert --from terraform` asks for it
	provider.Serve("kubernetes", version, schema, noTerraformMapping)
}

func readBesideProgram(name string) ([]byte, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	program, err = filepath.EvalSymlinks(program)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(filepath.Dir(program), name))
}
