import type { Catalogue } from '../problems.js';

/** Problems of the lab itself; those of making environments stand in `environments/problems.ts`. */
export const LAB_PROBLEMS: Catalogue = {
  AS3201: {
    title: 'No sandbox can be had on this machine',
    why: 'Drafts are code that a model wrote, and airsmith runs them. On Linux it shuts each into namespaces or into landlock (files, TCP ports), and always into seccomp (system calls); see docs/sandbox.md. Here neither can be had: a container or AppArmor forbids namespaces, and the kernel is older than 6.7, landlock is not enabled in it, or a container forbids that too.',
    next: 'Run on Linux 6.7 or later with landlock enabled (GitHub’s `ubuntu-24.04` is), on x86-64 or arm64; in a container, allow the `landlock_*` and `seccomp` system calls. `--unsafe` runs drafts without a sandbox, and every report says so: use it only for drafts that you have read.',
  },
  AS3202: {
    title: 'The lab does not run on this system',
    why: 'The lab forks warmed Airflows and shuts them into Linux’s own sandbox. macOS and Windows have neither, and Airflow itself does not run on Windows.',
    next: 'Run airsmith in a Linux container or virtual machine, or let the action do it on `ubuntu-24.04`.',
  },
  AS3203: {
    title: 'An Airflow did not start',
    why: 'The environment was installed, but importing Airflow in it failed or took too long. The cause holds the end of what it printed.',
    next: 'Run again. If it stays so, delete that environment from the cache folder, and it is made anew.',
  },
  AS3204: {
    title: 'The example world did not start',
    why: 'The server of the example world, which answers requests and compares results, did not start. The cause holds the end of what it printed; mostly the machine is out of memory.',
    next: 'Look whether the machine has 2 GB of memory to spare, and run again.',
  },
  AS3206: {
    title: 'The sandbox that was asked for cannot be had',
    why: '`AIRSMITH_SANDBOX` names one sandbox, and this machine lacks something that it needs: namespaces of an ordinary user are forbidden by many containers and by AppArmor on some Ubuntus; landlock that restricts TCP needs Linux 6.7.',
    next: 'Unset `AIRSMITH_SANDBOX`: airsmith then takes the best that can be had, and every verdict names it. Or allow what the message says is missing.',
  },
  AS3210: {
    title: 'No temporary folder can be made',
    why: 'The lab needs a folder of its own for servers and drafts. The system’s folder for temporary files cannot be written, or is full.',
    next: 'Make room there, or set `TMPDIR` to a folder that can be written.',
  },
  AS3205: {
    title: 'ruff did not answer',
    why: 'The linter ended without a list of findings, so nothing can be said about the draft’s plain mistakes.',
    next: 'Run again. If it stays so, delete the `tools` folder from the cache, and it is installed anew.',
  },
};
