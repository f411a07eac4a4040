/** Shown to people and run by code-samples.test.ts. */
export const PYTHON_SAMPLE = `import base64
import hashlib
import hmac
import re
import time


def is_genuine(body: bytes, headers, secret: str) -> bool:
    """Whether Tidings made this request. body: the raw bytes, before any JSON parser."""
    message_id = headers.get("webhook-id") or ""
    timestamp = headers.get("webhook-timestamp") or ""
    signatures = headers.get("webhook-signature") or ""
    if not re.fullmatch("[0-9]{1,12}", timestamp):
        return False
    if abs(time.time() - int(timestamp)) > 300:
        return False

    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    return any(
        hmac.compare_digest(signature.encode(), expected)
        for signature in signatures.split(" ")
    )


# With Flask:
# @app.post("/hook")
# def hook():
#     if not is_genuine(request.get_data(), request.headers, os.environ["SIGNING_SECRET"]):
#         abort(401)
#     callback = request.get_json()
#     return "", 204
`;
