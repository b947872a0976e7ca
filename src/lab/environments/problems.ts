import type { Catalogue } from '../../problems.js';

export const ENVIRONMENT_PROBLEMS: Catalogue = {
  AS3101: {
    title: 'uv could not be installed',
    why: 'airsmith makes its Airflow environments with uv, which it installs from PyPI into its own cache: pinned, with hashes checked. No Python on this machine has a working pip that reaches a package index, and there is no recent uv on `PATH` either.',
    next: 'Install a `python3` with pip (on Debian and Ubuntu `python3-pip` or `python3-venv`), or put uv on `PATH` (`astral-sh/setup-uv` in a workflow). Behind a mirror set `PIP_INDEX_URL`; behind a proxy `HTTPS_PROXY`; with an own certificate authority `SSL_CERT_FILE`.',
  },
  AS3102: {
    title: 'No Python for this Airflow',
    why: 'Each Airflow supports some Pythons only (2.8.1 stops at 3.11). airsmith looks on `PATH`, in pyenv, in the tool cache of a GitHub runner and among those of uv, and then asks uv to download one. An Airflow that did not run never counts as proven.',
    next: 'Add a step with `actions/setup-python` and that `python-version` before airsmith, or run `pyenv install` or `uv python install` for it. Or take the Airflow out of `airflow-versions`.',
  },
  AS3103: {
    title: 'Packages could not be installed',
    why: 'The packages of a shipped lock, each pinned with its hashes, could not be fetched or installed. The cause says which one and why; mostly the index cannot be reached, or a mirror lacks a package.',
    next: 'Check the index settings (`UV_DEFAULT_INDEX` or `PIP_INDEX_URL`, `HTTPS_PROXY`, `SSL_CERT_FILE`) and run again: what was fetched is kept.',
  },
  AS3104: {
    title: 'A package is not the one that was locked',
    why: 'The index answered with other bytes than those whose hash stands in the lock. Nothing of it was installed.',
    next: 'Find out who changed it: some mirrors rebuild packages; else treat it as an attack on the index.',
  },
  AS3105: {
    title: 'The cache cannot be written',
    why: 'airsmith keeps uv, wheels and environments in a cache folder, about 300 MB for each Airflow. The folder is read-only, belongs to someone else, or its disk is full.',
    next: 'Free some room, or name another folder as cache.',
  },
  AS3106: {
    title: 'No lock for this Airflow',
    why: '`airflow-versions` names an Airflow for which this version of airsmith ships no lock, so nothing says which packages belong to it.',
    next: 'Name one of the versions in the message, or update airsmith.',
  },
  AS3107: {
    title: 'This Airflow does not support that Python',
    why: 'None of the Pythons in `python-versions` is one that this Airflow declares support for.',
    next: 'Add one of those in the message to `python-versions`, or leave the setting out: then airsmith picks one for each Airflow.',
  },
  AS3304: {
    title: 'An Airflow could not be asked what it holds',
    why: 'To know what can be imported from an Airflow, airsmith imports its modules in its environment once. That process ended with the error in the cause.',
    next: 'Read the cause: mostly a package in the environment does not fit that Airflow.',
  },
};
