"""Run a command; print how long it took and the most memory that it had, as JSON.

The system remembers for each ended child the largest resident set, and counts to it what the
process that started it had at that moment. So the measuring process must be a small one:
``measuring.run_process`` starts this file in a Python without packages.
"""

import json
import resource
import subprocess
import sys
import time

log, *command = sys.argv[1:]
with open(log, "wb") as told:
    start = time.perf_counter()
    code = subprocess.call(command, stdin=subprocess.DEVNULL, stdout=told, stderr=subprocess.STDOUT)
    seconds = time.perf_counter() - start
# The largest one of the child and of the children that it waited for, such as a script's program.
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
# Linux counts in kilobytes.
peak *= 1 if sys.platform == "darwin" else 1024
print(json.dumps({"code": code, "seconds": seconds, "bytes": peak}))
