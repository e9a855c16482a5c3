"""Makes the fixed vector of sealing.test.ts, independently of the code it tests."""

import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(info: str, length: int) -> bytes:
    key = bytes(range(32))
    return HKDF(hashes.SHA256(), length, salt=None, info=f"linkauth/sealing/v1/{info}".encode()).derive(key)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


header = f"la1.credential.{base64url(derive('key-id', 6))}"
iv = bytes(range(12))
plaintext = json.dumps({"fields": {"api_key": "sk-test"}}).encode()
sealed = AESGCM(derive("credential", 32)).encrypt(iv, plaintext, header.encode())
print(f"{header}.{base64url(iv + sealed)}")
