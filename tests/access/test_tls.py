"""TLS: certificates, their reloading, and clients that shake hands badly.

    BASALT=build/release/basalt python3 -m unittest test_tls
"""

import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

import boto3

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402

BASALT = os.environ["BASALT"]
PATIENCE_SECONDS = 10


def make_certificate(folder, name):
    """A self-signed certificate for 127.0.0.1: (its file, its key's file)."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="basalt-tls-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.first, cls.second = make_certificate(cls.folder, "first"), make_certificate(cls.folder, "second")

    def setUp(self):
        self.certificate, self.key = self.folder / "live.pem", self.folder / "live.key"
        self.install(self.first)
        self.log = open(self.folder / "log", "w+")
        self.addCleanup(self.log.close)
        self.server = BasaltServer(BASALT, "--in-memory", "--tls-cert", str(self.certificate), "--tls-key",
                                   str(self.key), log=self.log)
        self.addCleanup(self.server.stop)
        self.address = ("127.0.0.1", int(self.server.endpoint.rpartition(":")[2]))

    def install(self, pair):
        self.certificate.write_bytes(pair[0].read_bytes())
        self.key.write_bytes(pair[1].read_bytes())

    def reload(self, says):
        self.server.process.send_signal(signal.SIGHUP)
        for _ in range(100 * PATIENCE_SECONDS):
            if says in pathlib.Path(self.log.name).read_text():
                return
            time.sleep(0.01)
        self.fail(f"the log does not say '{says}'")

    def connect(self, trusted, **versions):
        context = ssl.create_default_context(cafile=str(trusted[0]))
        for name, version in versions.items():
            setattr(context, name, version)
        plain = socket.create_connection(self.address, timeout=PATIENCE_SECONDS)
        self.addCleanup(plain.close)
        connection = context.wrap_socket(plain, server_hostname="127.0.0.1")
        self.addCleanup(connection.close)
        return connection

    def is_healthy(self, connection):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        reply = b""
        while b"healthy" not in reply:
            data = connection.recv(4096)
            if not data:
                return False
            reply += data
        return reply.startswith(b"HTTP/1.1 200 OK\r\n")

    def test_an_sdk(self):
        self.assertRegex(self.server.endpoint, r"^https://127\.0\.0\.1:\d+$")
        client = boto3.client("dynamodb", endpoint_url=self.server.endpoint, region_name="us-east-1",
                              aws_access_key_id="a", aws_secret_access_key="b", verify=str(self.first[0]))
        client.create_table(TableName="table", BillingMode="PAY_PER_REQUEST",
                            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
        text = "x" * 390_000
        for number in range(4):
            client.put_item(TableName="table", Item={"id": {"S": str(number)}, "text": {"S": text}})
        page = client.scan(TableName="table")["Items"]
        self.assertGreaterEqual(len(page), 2)
        self.assertEqual({len(item["text"]["S"]) for item in page}, {len(text)})

    def test_versions(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            connection = self.connect(self.first, minimum_version=version, maximum_version=version)
            self.assertTrue(self.is_healthy(connection))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        with socket.create_connection(self.address, timeout=PATIENCE_SECONDS) as plain:
            with self.assertRaises((ssl.SSLError, ConnectionError)):
                context.wrap_socket(plain)

    def test_reloading(self):
        before = self.connect(self.first)
        self.assertTrue(self.is_healthy(before))
        self.install(self.second)
        self.reload("the certificate has been read again")
        self.assertTrue(self.is_healthy(self.connect(self.second)))
        self.assertTrue(self.is_healthy(before))
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.connect(self.first)

        self.key.write_bytes(self.first[1].read_bytes())
        self.reload("the old certificate stays: cannot use the key")
        self.assertTrue(self.is_healthy(self.connect(self.second)))

    def test_the_end_is_told(self):
        connection = self.connect(self.first)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        while connection.recv(4096):  # An end without close_notify would be an error here.
            pass

    def test_clients_that_do_not_speak_tls(self):
        for garbage in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x16\x03\x01\xff\xff" + b"x" * 100, b"\x00" * 100):
            with socket.create_connection(self.address, timeout=PATIENCE_SECONDS) as plain:
                plain.sendall(garbage)
                try:
                    while plain.recv(4096):
                        pass
                except ConnectionError:
                    pass
        silent = [socket.create_connection(self.address) for _ in range(200)]
        self.assertTrue(self.is_healthy(self.connect(self.first)))
        for connection in silent:
            connection.close()

    def test_handshakes_that_never_end(self):
        plain = socket.create_connection(self.address, timeout=3 * PATIENCE_SECONDS)
        self.addCleanup(plain.close)
        plain.sendall(b"\x16\x03\x01")
        self.assertEqual(plain.recv(1), b"")  # Ten seconds later.

    def test_healthcheck(self):
        self.assertEqual(subprocess.run([BASALT, "healthcheck", "--url", self.server.endpoint]).returncode, 0)
        without = subprocess.run([BASALT, "healthcheck", "--url", self.server.endpoint.replace("https:", "http:")],
                                 capture_output=True, text=True)
        self.assertEqual(without.returncode, 1)
        self.assertIn("as by a server of https", without.stderr)

    def test_files_of_no_use(self):
        for certificate, key, says in ((self.folder / "none", self.key, "cannot read"),
                                       (self.key, self.key, "cannot use the certificate in"),
                                       (self.certificate, self.second[1], "cannot use the key in")):
            done = subprocess.run([BASALT, "serve", "--in-memory", "--port", "0", "--tls-cert", str(certificate),
                                   "--tls-key", str(key)], capture_output=True, text=True, timeout=30)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn(says, done.stderr)


if __name__ == "__main__":
    unittest.main()
