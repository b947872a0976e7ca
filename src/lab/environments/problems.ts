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
    why: '`airflow-versions` names an Airflow for which airsmith ships no lock and none was added on this machine, so nothing says which packages belong to it.',
    next: 'Make a lock with `airsmith airflow add`, in a workflow as a step before airsmith; or name one of the versions in the message.',
  },
  AS3107: {
    title: 'This Airflow does not support that Python',
    why: 'None of the Pythons in `python-versions` is one that this Airflow declares support for.',
    next: 'Add one of those in the message to `python-versions`, or leave the setting out: then airsmith picks one for each Airflow.',
  },
  AS3108: {
    title: 'No Airflow could be made ready',
    why: 'A component counts as proven only when real Airflows executed it, and none of the configured ones could be had. So no model was asked, nothing was spent and nothing was written.',
    next: 'The lines about the lab say what each Airflow lacks: mostly a Python, or the way to a package index. Then run again.',
  },
  AS3301: {
    title: 'This is no Airflow release that can be added',
    why: '`airsmith airflow add` takes a final release with all three numbers, as in `2.10.5`. Pre-releases, ranges and names are not taken, and nothing in another form reaches a command or a path.',
    next: 'Write the version as PyPI lists it, without a `v`.',
  },
  AS3302: {
    title: 'This Airflow is too old to be added',
    why: 'The lab imports Airflow 2.8 and later, with the base classes, connections and triggers that these have. An older one would fail in the lab and not in the component.',
    next: 'Choose 2.8.0 or a later release.',
  },
  AS3303: {
    title: 'The package index knows no such Airflow',
    why: 'The index of this machine has no wheel of `apache-airflow` in that version. A mirror may lack what PyPI has. The cause is uv’s own.',
    next: 'Look for the version on PyPI; if your index is a mirror, let it fetch that version.',
  },
  AS3304: {
    title: 'An Airflow could not be asked what it holds',
    why: 'To know what can be imported from an Airflow, airsmith imports its modules in its environment once. That process ended with the error in the cause.',
    next: 'Read the cause: mostly a package in the environment does not fit that Airflow.',
  },
  AS3305: {
    title: 'This Airflow supports none of airsmith’s Pythons',
    why: 'An Airflow declares its Pythons in the classifiers of its wheel. None of them is among those that airsmith proves on.',
    next: 'Choose another Airflow.',
  },
  AS3306: {
    title: 'The package index could not be asked for an Airflow',
    why: 'To add an Airflow, airsmith asks the package index for its release day, its Pythons and its dependencies. The index did not answer. Nothing was added; Airflows that were added before need no index for that.',
    next: 'Run again with the index in reach (`UV_DEFAULT_INDEX` or `PIP_INDEX_URL`, `HTTPS_PROXY`, `SSL_CERT_FILE`).',
  },
  AS3307: {
    title: 'An Airflow does not resolve',
    why: 'The lock of an added Airflow holds what was on the index four weeks after it came out (or today, if that is sooner), together with the sqlite and common-sql providers, requests, aiohttp and pytest. uv found no such set, or a package has neither a wheel nor a source. The cause is uv’s own.',
    next: 'Try another patch release. If you deploy this one with constraints of your own, name them under `constraints` in `.airsmith.yaml`.',
  },
  AS3308: {
    title: 'The package index gives no upload times',
    why: 'A lock is made as of a day, so that it can be made again. Some mirrors leave out when a file was uploaded, and then uv cannot tell what there was on that day.',
    next: 'Name an index that gives upload times in `UV_DEFAULT_INDEX`, as PyPI does.',
  },
  AS3309: {
    title: 'An added Airflow is damaged',
    why: 'The folder in airsmith’s cache that `airsmith airflow add` wrote lacks a file, or one was changed since. Its hashes no longer hold, so it counts as absent; every other Airflow works as before.',
    next: 'Run `airsmith airflow add` for it again: it is made anew. Or delete the folder.',
  },
  AS3320: {
    title: 'A dependency conflicts with what an Airflow brings',
    why: 'A dependency of the spec, or something that it needs itself, wants another version of a package than the one in that Airflow’s lock. The environment is never changed for a spec, so the dependency is not installed there, and what the examples show is how the component behaves without it. The cause is uv’s own.',
    next: 'Narrow `airflow` in the spec to the versions beside which it fits, widen the range of the dependency, or leave it out. With `dependencies: absent` in `.airsmith.yaml` nothing is installed at all.',
  },
  AS3321: {
    title: 'Only another version of a dependency fits',
    why: 'The package can be installed beside that Airflow, or is there already, but in a version outside the range that the spec asks for. What an Airflow brings is never replaced. So the dependency counts as absent there, and that is what was tested.',
    next: 'Widen the range so that it holds the version in the message, or narrow `airflow` in the spec to versions that bring one inside it.',
  },
  AS3322: {
    title: 'The registry knows no such package',
    why: 'The package index of this machine has no package of that name. Nothing else of a similar name is tried.',
    next: 'Correct the name. A package of your own index is found when `UV_INDEX`, `PIP_INDEX_URL` or `index-url` in `.airsmith.yaml` names that index.',
  },
  AS3323: {
    title: 'A dependency has no wheel',
    why: 'The package, or something that it needs, can only be had as source for this Python and platform. Building it would run its code outside the sandbox, so it is not installed.',
    next: 'Choose a version with wheels, or put a wheel of it into an index of yours.',
  },
  AS3324: {
    title: 'A dependency is too large to install',
    why: 'What the dependency adds has more than 300 MB of wheels, as machine-learning frameworks do. It is not installed, and its absence is what was tested.',
    next: 'Let the examples bring a stand-in with `given.modules`, so that the component’s own logic is checked.',
  },
  AS3325: {
    title: 'The registry could not be reached',
    why: 'A spec has dependencies of which the cache does not know whether they fit, and the package index did not answer. Nothing was tested there: an absence that nobody looked for is no proof.',
    next: 'Run again with the index in reach (`UV_DEFAULT_INDEX` or `PIP_INDEX_URL`, `HTTPS_PROXY`, `SSL_CERT_FILE`); later runs need it no more. Or set `dependencies: absent` in `.airsmith.yaml`.',
  },
  AS3326: {
    title: 'The dependencies of a spec could not be installed',
    why: 'They fit, but a wheel could not be fetched, has other bytes than the index said, or could not be written.',
    next: 'Read the cause, check the index and the disk, and run again: what was fetched is kept.',
  },
  AS3327: {
    title: 'A dependency is no requirement by name',
    why: 'URLs, paths, options and variables are never given to the installer, whoever wrote them.',
    next: 'Write the name of a package, with extras, a version range and a marker where they are needed.',
  },
  AS3328: {
    title: 'Finding versions of the dependencies took too long',
    why: 'uv tries versions of the dependencies until a set of them fits beside an Airflow. With wide ranges that exclude each other late, it tries thousands; it is ended after two minutes. Nothing was tested there: an absence that nobody made sure of is no proof.',
    next: 'Narrow the ranges in `dependencies` of the spec, best to one version each. Where the package index is slow, run again: what was fetched is kept.',
  },
  AS3329: {
    title: 'Two dependencies of a spec contradict each other',
    why: 'Each of them could be installed beside that Airflow, but not both: they, or what they need, ask for different versions of one package. The first in the order of their names is installed, the other is absent. The cause is uv’s own.',
    next: 'Change one of the lines that the message names. With `dependencies: absent` in `.airsmith.yaml` nothing is installed at all.',
  },
  AS3360: {
    title: 'A dependency is nearly a well-known package',
    why: 'The name differs from that of a package that many people install by one letter, or only by hyphens and a `python` before or behind. That is how slips look, and how packages look that wait for slips. Nobody was asked to write anything, and nothing was installed.',
    next: 'Correct the name in the spec. If it is what you mean and you know who publishes it, write `trusted-dependencies: [NAME]` in `.airsmith.yaml` on the base branch.',
  },
  AS3361: {
    title: 'A dependency is new on the package index',
    why: 'Specs and models name packages that nobody published, and such names are then taken by somebody. So a name that neither a lock, nor airsmith’s list of known names, nor a component proven here, nor the settings vouch for has to be on the index for 90 days, with a wheel.',
    next: 'Look at who publishes it. If you trust them, write `trusted-dependencies: [NAME]` in `.airsmith.yaml` on the base branch.',
  },
  AS3362: {
    title: 'A dependency has hardly any releases',
    why: 'A name that neither a lock, nor airsmith’s list of known names, nor a component proven here, nor the settings vouch for needs three releases with a wheel that are older than 90 days. One release alone is what a name looks like that was taken to wait for somebody.',
    next: 'Look at who publishes it. If you trust them, write `trusted-dependencies: [NAME]` in `.airsmith.yaml` on the base branch.',
  },
  AS3363: {
    title: 'Dependencies are absent by the settings',
    why: 'With `dependencies: absent` nothing is installed for a spec. What the Airflow does not bring itself is absent, and that is the case that the examples test.',
    next: 'Set `dependencies: install`, or leave the setting out, to have what fits installed.',
  },
  AS3364: {
    title: 'The package index does not say how old a dependency is',
    why: 'A name that nothing else vouches for is installed when it has been on the index for 90 days. This index gives no upload times, so nobody can tell.',
    next: 'If you know the package, write `trusted-dependencies: [NAME]` in `.airsmith.yaml` on the base branch; or name an index that gives upload times, as PyPI does.',
  },
  AS3330: {
    title: 'Your own requirements do not resolve for an Airflow',
    why: '`constraints` and `requirements` of `.airsmith.yaml` say what you deploy, and components are proven on exactly that, beside the sqlite and common-sql providers and pytest, which the examples and the tests need. uv found no set of wheels that meets all of it together with that Airflow; the cause is its own.',
    next: 'Correct the line that the position names, or give another file to that Airflow: `constraints: {"2.11.2": deploy/constraints.txt}`.',
  },
  AS3331: {
    title: 'A constraints or requirements file is not there',
    why: '`.airsmith.yaml` names a file that the base commit (on a terminal: the work tree) does not hold as a regular file. Nothing else is taken in its place, for a proof on something else would not be what was asked for.',
    next: 'Commit the file on the base branch, or correct the path in `.airsmith.yaml`.',
  },
  AS3332: {
    title: 'A line of your requirements is not taken',
    why: 'Requirements by name, with extras, a version range, a marker and hashes are taken. Options, URLs, paths, editable installs, variables and other files are not: environments are made from wheels of an index alone.',
    next: 'Write the requirement by name; name the index in `index-url`, and put what `-r` and `-c` name into one file.',
  },
  AS3333: {
    title: 'A package has another hash than your requirements say',
    why: 'The index offers a wheel whose SHA-256 is none of those that stand behind the requirement. Nothing was installed.',
    next: 'Find out who changed it; if a mirror rebuilt the package, renew the hashes.',
  },
  AS3370: {
    title: 'A wheel cannot be read',
    why: '`airsmith learn` reads wheels, and nothing but wheels, since a source distribution would have to be run to be built. The package has none, the index cannot be reached, the file is damaged, or it holds more than components do.',
    next: 'Name a version that has a wheel, or a wheel file. The cause is uv’s own.',
  },
  AS3350: {
    title: 'Not all of the repository’s modules can be imported',
    why: 'The Python files below `python-path` are copied for each draft, so that generated code never sees the repository itself. There are too many of them, or they are too large; what was left out raises `ModuleNotFoundError` when a component imports it.',
    next: 'Name only the folders that components build on in `python-path`.',
  },
};
