"""Turns what an object store answers into one line and a hint, without a secret in it."""

import re

from components.errors import OperationError, TransshipError

_CODE = re.compile(r"<Code>([^<]*)</Code>")
_MESSAGE = re.compile(r"<Message>([^<\n]*)")
_QUERY = re.compile(r"(https?://[^\s?]*)\?\S*")
"""Queries of signed URLs carry signatures and tokens."""

_ABSENT_OBJECT_CODES = {"NoSuchKey", "BlobNotFound"}
_NO_CREDENTIALS = (
    "no credentials in the environment: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
    "GOOGLE_APPLICATION_CREDENTIALS, AZURE_STORAGE_ACCOUNT_KEY or, after `az login`, AZURE_USE_AZURE_CLI=true; or run "
    "where there is a workload identity"
)
_HINTS = (
    ("NoSuchBucket", "create the bucket first, or correct the registry URL"),
    ("ContainerNotFound", "create the container first, or correct the registry URL"),
    ("169.254.169.254", _NO_CREDENTIALS),
    ("SignatureDoesNotMatch", "the secret key does not belong to the access key"),
    ("AdminUserNotFound", "the server does not know this access key"),
    ("InvalidAccessKeyId", "the server does not know this access key"),
    ("Server failed to authenticate the request", "the key does not belong to the account"),
    (
        "AuthorizationPermissionMismatch",
        "give the identity Storage Blob Data Reader on the container, Contributor to push",
    ),
    (
        "AuthorizationFailure",
        "the account's network rules admit nobody from here: push from inside, or allow this address",
    ),
    ("403 Forbidden", "these credentials may not do this: check the policy of the bucket and of the identity"),
    ("401 Unauthorized", "the server did not accept these credentials"),
    (
        "error sending request",
        "is the endpoint right (AWS_ENDPOINT_URL, AZURE_STORAGE_ENDPOINT, GOOGLE_BASE_URL), and does the server run?",
    ),
    ("Account must be specified", "set AZURE_STORAGE_ACCOUNT_NAME"),
    ("501 Not Implemented", "the registry needs a store with conditional writes (If-None-Match)"),
    (
        "`external_account`",
        "give a token instead: GOOGLE_BEARER_TOKEN=$(gcloud auth print-access-token), good for an hour",
    ),
    ("os error 28", "the registry's disk is full"),
)
"""What an answer contains, and what to do about it; the first that fits is shown."""


def is_absent_object(text: str) -> bool:
    """Whether a not-found answer is about the object, not about its bucket, container or account."""
    code = _CODE.search(text)
    return code is None or code[1] in _ABSENT_OBJECT_CODES


def explained(error: Exception, title: str) -> TransshipError:
    """The error to show for whatever a store call raised."""
    text = str(error)
    hint = next((hint for sign, hint in _HINTS if sign in text), "")
    return OperationError.because(title, _brief(text), hint=hint)


def _brief(text: str) -> str:
    """The server's own code and message where it sent some, else the first line.

    The rest of an answer is left out: it repeats the request, and some servers echo what was signed.
    """
    if code := _CODE.search(text):
        message = _MESSAGE.search(text)
        return f"{code[1]}: {message[1]}" if message else code[1]
    first_line = text.strip().split("\n", 1)[0]
    return _QUERY.sub(r"\1", first_line)
