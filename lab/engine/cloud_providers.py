"""The clouds' own providers: parts that only `make test-providers` asks for, because a build of them takes long.

Where no release can be fetched, they are put together from the published Terraform providers and Pulumi's bridge, with
the resources that stacks use: see recipes/aws-provider and recipes/google-provider. Azure's is made by its vendor from
files that no registry carries, so there is no recipe for it.
"""

from lab.engine.part import Build, Program, Release


def _provider(cloud: str, title: str, *, recipe: str, version: str, seconds: int) -> Program:
    name = f"pulumi-resource-{cloud}"
    repository = f"pulumi/pulumi-{cloud}"
    return Program(
        name=name,
        purpose=f"the engine's provider for {title}",
        version=version,
        release=Release(
            url=f"https://github.com/{repository}/releases/download/v{{version}}/{name}-v{{version}}-{{os}}-{{arch}}.tar.gz",
            checksum=f"https://api.github.com/repos/{repository}/releases/tags/v{{version}}",
            version=version,
            members=(name,),
        ),
        build=Build(recipe, ".", seconds=seconds, stamps=(("main.version", version),)),
        demo=False,
    )


CLOUD_PROVIDERS = (
    _provider("aws", "AWS", recipe="aws-provider", version="7.51.1", seconds=2400),
    _provider("gcp", "Google Cloud", recipe="google-provider", version="10.2.0", seconds=500),
)
