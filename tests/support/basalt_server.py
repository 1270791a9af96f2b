"""A Basalt server for a test to talk to: starts the real executable on a port of its own."""

import os
import re
import signal
import subprocess
import sys

READY = re.compile(r"(https?://\S+?)[,\s]")


class BasaltServer:
    """One running `basalt serve`, from the ready line to the end of the process.

    Used as a context manager it is stopped with SIGTERM, and a server that does not then end
    cleanly is a failed test.
    """

    def __init__(self, binary, *arguments, environment=None, log=None, launcher=()):
        """`environment` is added to this process's; the log goes to the file `log`; `launcher` is a command
        that becomes the server, such as ("prlimit", "--nofile=256")."""
        self.process = subprocess.Popen(
            [*launcher, binary, "serve", "--port", "0", *arguments], env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE, stderr=log or sys.stderr, text=True)
        self.ready_line = self.process.stdout.readline()
        found = READY.search(self.ready_line)
        if not found:
            self.process.kill()
            self.process.wait()
            raise RuntimeError(f"basalt serve did not say that it is ready: {self.ready_line!r}")
        self.endpoint = found[1]

    def environment(self):
        """What makes an AWS SDK talk to this server, and to nothing else."""
        return {
            **os.environ,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_EC2_METADATA_DISABLED": "true",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def kill(self):
        """The process is gone as after a crash: nothing flushed, nothing closed."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        if code != 0:
            raise RuntimeError(f"basalt serve ended with {code} on SIGTERM")

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.stop()
