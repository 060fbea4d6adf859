"""Runs `terminal.py COMMAND ARGUMENT…` in a terminal of its own.

What the terminal shows goes to standard output, and what comes on standard input is typed there; at its end the terminal is closed under the
command, as a window is. Then standard error says as JSON how the command ended and whether it left the terminal as it found it.
"""

import fcntl
import json
import os
import select
import struct
import sys
import termios

master, slave = os.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
before = termios.tcgetattr(slave)
pid = os.fork()
if pid == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for stream in (0, 1, 2):
        os.dup2(slave, stream)
    os.close(master)
    os.close(slave)
    os.execvp(sys.argv[1], sys.argv[1:])

after = None
status = None
listening = [master, 0]
while status is None:
    for ready in select.select(listening, [], [], 0.05)[0]:
        if ready == master:
            os.write(1, os.read(master, 65536))
        elif typed := os.read(0, 65536):
            os.write(master, typed)
        else:
            after = termios.tcgetattr(slave)
            os.close(slave)
            os.close(master)
            listening = []
    ended, how = os.waitpid(pid, os.WNOHANG)
    status = how if ended == pid else None

if listening:
    after = termios.tcgetattr(slave)
    while select.select([master], [], [], 0)[0]:
        os.write(1, os.read(master, 65536))
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "asBefore": after == before}), file=sys.stderr)
