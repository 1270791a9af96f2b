"""Payloads encrypted on the client: the store sees binary attributes, and keeps every byte."""

import base64
import hashlib
import json
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_VERSION = 1


class Vault:
    """Seals and opens payloads with one data key. Each is bound to the address of its entity: moved
    to another, it does not open."""

    def __init__(self, key):
        self._cipher = AESGCM(key)

    @classmethod
    def from_environment(cls):
        text = os.environ.get("DIALOGUES_KEY")
        if not text:
            raise SystemExit("DIALOGUES_KEY is not set: `python3 -m dialogues key` makes one")
        return cls(base64.b64decode(text))

    @staticmethod
    def new_key():
        return base64.b64encode(AESGCM.generate_key(256)).decode()

    def seal(self, entity):
        """The attributes that stand for the entity's payload; none where it has none."""
        if not entity.payload:
            return {}
        nonce = os.urandom(NONCE_BYTES)
        text = json.dumps(entity.payload, sort_keys=True).encode()
        digest = _digest(entity)
        return {"content_encrypted": self._cipher.encrypt(nonce, text, digest),
                "content_nonce": nonce, "key_id": f"dek#{entity.dialogue}#{KEY_VERSION}",
                "aad_hash": digest.hex()}

    def open(self, entity, item):
        """The payload in an item that was read at this entity's address."""
        if "content_encrypted" not in item:
            return {}
        text = self._cipher.decrypt(item["content_nonce"], item["content_encrypted"],
                                    _digest(entity))
        return json.loads(text)


def _digest(entity):
    return hashlib.sha256(entity.address.encode()).digest()
