"""What stores answer becomes one line and a hint; what they echo of a request is dropped."""

import pytest

from transship.models.store_errors import explained, is_absent_object

ECHO = (
    "The operation lacked the necessary privileges: Error performing GET http://127.0.0.1:7171/b/x in 1ms - Server "
    "returned non-2xx status code: 403 Forbidden: <?xml version='1.0'?>\n<Error><Code>SignatureDoesNotMatch</Code>"
    "<Message>The request signature does not match.</Message><AWSAccessKeyId>AKIAEXAMPLE</AWSAccessKeyId>"
    "<StringToSign>AWS4-HMAC-SHA256</StringToSign></Error>\n\nDebug source:\nPermissionDenied {}"
)
SIGNED = (
    "Generic Azure error: Error performing PUT https://a.blob.core.windows.net/c/x?sig=c2VjcmV0&se=2026 in 1ms, "
    "after 2 retries - HTTP error: error sending request\n\nDebug source:\nGeneric { sig=c2VjcmV0 }"
)
NO_BUCKET = "not found: 404: <Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist.</Message>"
NO_KEY = "not found: 404: <Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>"


def test_the_servers_own_words_are_shown_and_its_echo_is_not() -> None:
    text = str(explained(Exception(ECHO), "s3://b: could not read x"))
    assert text == (
        "s3://b: could not read x: 1 problem\n"
        "  SignatureDoesNotMatch: The request signature does not match.\n"
        "    hint: the secret key does not belong to the access key"
    )


def test_signatures_in_addresses_are_cut_off() -> None:
    text = str(explained(Exception(SIGNED), "az://c: could not write x"))
    assert "https://a.blob.core.windows.net/c/x" in text
    assert "c2VjcmV0" not in text
    assert "does the server run?" in text


@pytest.mark.parametrize(
    ("answer", "absent"),
    [(NO_KEY, True), ("Object at location x not found: 404 Not Found", True), (NO_BUCKET, False)],
)
def test_a_missing_bucket_is_not_a_missing_object(answer: str, absent: bool) -> None:
    assert is_absent_object(answer) is absent


@pytest.mark.parametrize(
    ("answer", "hint", "reason"),
    [
        (
            "403: <Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request. Make",
            "the key does not belong to the account",
            "Azure, another account's key",
        ),
        (
            "403: <Error><Code>AuthorizationPermissionMismatch</Code><Message>This request is not authorized to",
            "Storage Blob Data Reader",
            "Azure, an identity without a role on the data",
        ),
        (
            "403: <Error><Code>AuthorizationFailure</Code><Message>This request is not authorized to perform this op",
            "network rules",
            "Azure, an account that is closed to this network",
        ),
        (
            "Unable to decode service account file: unknown variant `external_account`, expected `service_account`",
            "GOOGLE_BEARER_TOKEN",
            "Google, the credentials of a pipeline elsewhere",
        ),
    ],
)
def test_what_clouds_refuse_comes_with_a_way_out(answer: str, hint: str, reason: str) -> None:
    assert hint in str(explained(Exception(answer), "az://models")), reason
