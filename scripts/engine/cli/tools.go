//go:build tools

// Names the programs that are built from this module, so that `go mod tidy` keeps their requirements.
package tools

import (
	_ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
	_ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
)
