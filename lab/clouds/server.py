"""The engine's protocol in front of a pretended cloud.

Secrets are left to the engine: it hands them over in clear, and marks again whatever comes back under the same name.
"""

# The protocol names the methods, and says what each is for.
# ruff: noqa: D102, N802

import json
import re

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer

from lab.clouds import names
from lab.clouds.cloud import Cloud, HalfCreatedError, RefusedError, Request
from lab.clouds.differences import Difference, differences
from lab.clouds.refusals import half_created, refuse
from lab.clouds.values import Properties, Value
from lab.clouds.vendor import AutoName, Failure, UnknownTypeError
from lab.clouds.wire import DEFAULTS, read, written

_API_VERSION = re.compile(r"/v\d{8}\w*(?=:)")


class StandIn(ResourceProviderServicer):
    """A provider of Pulumi's whose cloud is an account in a file."""

    def __init__(self, cloud: Cloud, version: str) -> None:
        self.cloud = cloud
        self.version = version

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self.version)

    def GetSchema(
        self, request: provider_pb2.GetSchemaRequest, context: grpc.ServicerContext
    ) -> provider_pb2.GetSchemaResponse:
        return provider_pb2.GetSchemaResponse(
            schema=json.dumps({"name": self.cloud.vendor.name, "version": self.version})
        )

    def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        return _diff_response(differences(read(request.olds), read(request.news)), frozenset(), named=False)

    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        self.cloud.configuration = {key: _decoded(value) for key, value in read(request.args).items()}
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        token, vendor = token_of(request.urn), self.cloud.vendor
        olds, news = read(request.olds), read(request.news)
        try:
            named = _named(vendor.auto_name(token), olds, news, _name(request.urn), request.randomSeed)
            kept = {key: value for key, value in named.items() if key == DEFAULTS}
            inputs = vendor.normalised(token, _bare(named), self.cloud.configuration)
            failures = vendor.failures(token, inputs, self.cloud.account)
        except UnknownTypeError as error:
            inputs, kept, failures = news, {}, [Failure("", str(error))]
        for failure in failures:
            self.cloud.account.record("check", token, failure.property, request.urn, _reason(failure))
        return provider_pb2.CheckResponse(
            inputs=written({**inputs, **kept}),
            failures=[
                provider_pb2.CheckFailure(property=failure.property, reason=_reason(failure)) for failure in failures
            ],
        )

    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        token = token_of(request.urn)
        old, new = read(request.old_inputs), read(request.news)
        rule = self.cloud.vendor.auto_name(token)
        # Names that the program chose are taken until the old resource is gone.
        named = rule is not None and rule.property not in _filled_in(new) and old.get(rule.property) is not None
        same = rule is not None and old.get(rule.property) == new.get(rule.property)
        return _diff_response(differences(old, new), self.cloud.vendor.replaced_by(token), named=named and same)

    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> provider_pb2.CreateResponse:
        inputs = _bare(read(request.properties))
        if request.preview:
            return provider_pb2.CreateResponse(properties=written(self.cloud.planned(_request(request.urn, inputs))))
        token = token_of(request.urn)
        secrets = self.cloud.vendor.secret_outputs(token)
        try:
            standing = self.cloud.create(_request(request.urn, inputs))
        except RefusedError as error:
            refuse(context, error)
        except HalfCreatedError as error:
            half_created(context, error, secrets)
        return provider_pb2.CreateResponse(id=standing.id, properties=written(standing.outputs, secrets))

    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> provider_pb2.ReadResponse:
        token = token_of(request.urn)
        standing = self.cloud.account.find(token, request.id)
        if standing is None:
            return provider_pb2.ReadResponse()
        known = read(request.inputs)
        # Without inputs it is an import: everything that the cloud has is news.
        live = {key: standing.inputs[key] for key in known if key in standing.inputs} if known else standing.inputs
        kept = {key: value for key, value in known.items() if key == DEFAULTS}
        return provider_pb2.ReadResponse(
            id=standing.id,
            inputs=written({**live, **kept}),
            properties=written(standing.outputs, self.cloud.vendor.secret_outputs(token)),
        )

    def Update(self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext) -> provider_pb2.UpdateResponse:
        inputs = _bare(read(request.news))
        if request.preview:
            gone = set(read(request.old_inputs))
            kept = {key: value for key, value in read(request.olds).items() if key not in gone}
            return provider_pb2.UpdateResponse(properties=written({**kept, **inputs}))
        try:
            standing = self.cloud.update(_request(request.urn, inputs), request.id)
        except RefusedError as error:
            refuse(context, error)
        secrets = self.cloud.vendor.secret_outputs(standing.token)
        return provider_pb2.UpdateResponse(properties=written(standing.outputs, secrets))

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> Empty:
        try:
            self.cloud.delete(_request(request.urn, read(request.old_inputs)), request.id)
        except RefusedError as error:
            refuse(context, error)
        return Empty()

    def Invoke(self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext) -> provider_pb2.InvokeResponse:
        try:
            answer = self.cloud.vendor.invoke(
                _unversioned(request.tok), read(request.args), self.cloud.configuration, self.cloud.account
            )
        except UnknownTypeError as error:
            return provider_pb2.InvokeResponse(failures=[provider_pb2.CheckFailure(reason=str(error))])
        response = provider_pb2.InvokeResponse()
        # The field is called as a word that Python keeps for itself.
        getattr(response, "return").CopyFrom(written(answer))
        return response

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        self.cloud.cancelled.set()
        return Empty()


def _diff_response(found: list[Difference], replacing: frozenset[str], *, named: bool) -> provider_pb2.DiffResponse:
    kinds = provider_pb2.PropertyDiff.Kind
    replaces = {each.path for each in found if each.replaces(replacing)}
    detailed = {
        each.path: provider_pb2.PropertyDiff(
            kind=kinds.Value(f"{each.kind}_REPLACE" if each.path in replaces else each.kind), inputDiff=True
        )
        for each in found
    }
    changes = provider_pb2.DiffResponse.DiffChanges
    return provider_pb2.DiffResponse(
        changes=changes.Value("DIFF_SOME" if found else "DIFF_NONE"),
        diffs=sorted({each.place[0] for each in found}),
        replaces=sorted(replaces),
        deleteBeforeReplace=bool(replaces) and named,
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )


def _named(rule: AutoName | None, olds: Properties, news: Properties, name: str, seed: bytes) -> dict[str, Value]:
    """The inputs with a name, and a note of it when it was not the program that chose it."""
    if rule is None or news.get(rule.property) is not None:
        return dict(news)
    kept = olds.get(rule.property) if rule.property in _filled_in(olds) else None
    return {**news, rule.property: kept or names.chosen(rule, name, seed), DEFAULTS: [rule.property]}


def _filled_in(inputs: Properties) -> list[Value]:
    noted = inputs.get(DEFAULTS)
    return noted if isinstance(noted, list) else []


def _bare(inputs: Properties) -> dict[str, Value]:
    return {key: value for key, value in inputs.items() if key != DEFAULTS}


def _request(urn: str, inputs: Properties) -> Request:
    return Request(token=token_of(urn), urn=urn, name=_name(urn), inputs=inputs)


def token_of(urn: str) -> str:
    """The type of a resource, from its `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`."""
    return _unversioned(urn.split("::")[2].rsplit("$", maxsplit=1)[-1])


def _name(urn: str) -> str:
    return urn.split("::", maxsplit=3)[3]


def _unversioned(token: str) -> str:
    return _API_VERSION.sub("", token)


def _reason(failure: Failure) -> str:
    return f"{failure.reason}; hint: {failure.hint}" if failure.hint else failure.reason


def _decoded(value: Value) -> Value:
    """Objects in a provider's configuration travel as JSON text."""
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        decoded: Value = json.loads(value)
    except ValueError:
        return value
    return decoded
