"""Counts the instructions of a small fixed workload and holds them to a budget.

    check.py WORKLOAD            fails where an operation takes more than its budget
    check.py WORKLOAD --write    makes what it takes now the budget

The budget, budget.txt beside this file, is instructions an operation as callgrind counts them in a
release build. They repeat to within a percent or so; compilers and RocksDB's versions differ by
more, hence the tolerance. Exit code 77: there is no valgrind here, or it cannot run.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

RUNS = 100  # As workload.cc has it.
TOLERANCE = 0.10
SKIPPED = 77
BUDGET = pathlib.Path(__file__).with_name('budget.txt')


def skip(why):
    print(f'SKIPPED: instructions are not counted: {why}')
    sys.exit(SKIPPED)


def count(workload):
    """Instructions an operation, by the operation's name."""
    valgrind = shutil.which('valgrind')
    if valgrind is None:
        skip('valgrind is not installed')
    if subprocess.run([valgrind, '--tool=none', '/bin/true'], capture_output=True).returncode != 0:
        skip('valgrind cannot run on this machine')
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [valgrind, '--tool=callgrind', '--quiet', f'--callgrind-out-file={folder}/out', workload],
            check=True)
        counts = {}
        for file in pathlib.Path(folder).iterdir():
            text = file.read_text(errors='replace')
            name = re.search(r'^desc: Trigger: Client Request: (\w+)$', text, re.MULTILINE)
            total = re.search(r'^totals: (\d+)', text, re.MULTILINE)
            if name and total:
                counts[name.group(1)] = int(total.group(1)) // RUNS
        return counts


def read_budget():
    return {name: int(number) for name, number in map(str.split, BUDGET.read_text().splitlines())}


def main():
    counts = count(sys.argv[1])
    if '--write' in sys.argv:
        BUDGET.write_text(''.join(f'{name} {number}\n' for name, number in sorted(counts.items())))
        return 0
    budget = read_budget()
    failed = counts.keys() != budget.keys()
    if failed:
        print(f'budget.txt names {sorted(budget)}, but {sorted(counts)} were counted')
    for name in sorted(counts.keys() & budget.keys()):
        ratio = counts[name] / budget[name]
        verdict = 'ok'
        if ratio > 1 + TOLERANCE:
            verdict, failed = 'TOO MANY', True
        elif ratio < 1 - TOLERANCE:
            verdict = 'ok; the budget can be lowered (check.py WORKLOAD --write)'
        print(f'{name:20} {counts[name]:9} of {budget[name]:9} instructions: {verdict}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
