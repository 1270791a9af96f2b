#!/usr/bin/env python3
"""Runs a command against a Basalt server started for it.

    with_server.py build/release/basalt [--OPTION=VALUE...] COMMAND [ARGUMENT...]

The options are those of `basalt serve`.

The command finds the server as it would find AWS, through AWS_ENDPOINT_URL and the other variables
of the AWS SDKs; an argument that reads {endpoint} becomes the server's address. The exit code is
the command's, or 1 if the server did not end cleanly.
"""

import itertools
import subprocess
import sys

from basalt_server import BasaltServer

# DynamoDB answers pages of any origin, and is told of names that are not its own.
AS_AWS = ("--cors", "*", "--allowed-host", "example.org")


def main():
    binary, *words = sys.argv[1:]
    options = list(itertools.takewhile(lambda word: word.startswith("--"), words))
    command = words[len(options):]
    with BasaltServer(binary, "--in-memory", "--admin", *AS_AWS, *options) as server:
        command = [server.endpoint if word == "{endpoint}" else word for word in command]
        code = subprocess.run(command, env=server.environment()).returncode
    sys.exit(code)


if __name__ == "__main__":
    main()
