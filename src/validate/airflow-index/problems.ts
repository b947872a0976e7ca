import type { Catalogue } from '../../problems.js';

/** What the index of an Airflow shows, before any Python is started. */
export const INDEX_FINDINGS: Catalogue = {
  AS4501: {
    title: 'A module that this Airflow does not have',
    why: 'The component imports a module that is not there on the Airflow of the message: it moved, it was removed, or it never was. Wrong on Airflow 3: `from airflow.operators.python_operator import PythonOperator`. Right: `from airflow.providers.standard.operators.python import PythonOperator`, inside `try` where Airflow 2 is in the range as well.',
    next: 'Import it from the place in the remedy; where the range holds Airflows with different places, `try` the new one and fall back on the old one with `except ImportError`.',
  },
  AS4502: {
    title: 'A name that is not in that module',
    why: 'The module is there, but not the name that is imported from it. Wrong on every Airflow: `from airflow.models import BaseSensorOperator`. Right: `from airflow.sensors.base import BaseSensorOperator`, or `from airflow.sdk import BaseSensorOperator` on Airflow 3.',
    next: 'Import it from the place in the remedy, or correct its spelling.',
  },
  AS4503: {
    title: 'The provider is not installed',
    why: 'Providers are packages of their own. A bare Airflow 2 has few of them, a bare Airflow 3 fewer: `airflow.providers.http` belongs to neither. The import at the top of the component would fail.',
    next: 'Name the provider under `dependencies` in the spec, import it inside the method that needs it, or do without it.',
  },
  AS4504: {
    title: 'A module that cannot be imported there',
    why: 'The module is part of that Airflow, but needs a package that is not installed beside it.',
    next: 'Name the package under `dependencies` in the spec, or import the module inside the method that needs it.',
  },
  AS4505: {
    title: 'A deprecated import',
    why: 'The import works on that Airflow, which warns that the name has moved and will go.',
    next: 'Import it from the new place, inside `try` where an older Airflow in the range does not have it.',
  },
  AS4506: {
    title: 'The base is no class',
    why: 'The component derives from something that is a function or a module on that Airflow. Wrong: `class Fetch(task):`. Right: `class Fetch(BaseOperator):`.',
    next: 'Derive from the class of the kind, and import that.',
  },
  AS4507: {
    title: 'A call with a keyword that is not there',
    why: 'The constructor or method takes no argument of that name on that Airflow. Wrong on Airflow 3: `Variable.get("key", default_var=None)` with the `Variable` of `airflow.sdk`. Right: `Variable.get("key", default=None)`.',
    next: 'Correct the spelling or leave the keyword out. The remedy names what is taken.',
  },
  AS4508: {
    title: 'A call with too many positional arguments',
    why: 'The constructor or method takes fewer positional arguments on that Airflow. Wrong: `super().__init__(task_id, **kwargs)` in an operator. Right: `super().__init__(task_id=task_id, **kwargs)`.',
    next: 'Pass the arguments by name.',
  },
  AS4509: {
    title: 'A context key that went with Airflow 3',
    why: 'The task context of that Airflow has no such key, so reading it raises `KeyError`, and `context.get(…)` gives None or its default without a word. Wrong: `context["execution_date"]`. Right: `context["logical_date"]`.',
    next: 'Read the key in the remedy.',
  },
  AS4510: {
    title: 'A name that is never imported',
    why: 'The component uses a name that nothing in it imports or defines, so Python raises `NameError` when it comes there. Wrong: `raise AirflowException("…")` without `from airflow.exceptions import AirflowException`. It is said where the name stands for one thing only: a class or function of that Airflow, or of the standard library.',
    next: 'Add the import in the remedy.',
  },
  AS4511: {
    title: 'An unknown base class',
    why: 'The component derives from a name that nothing imports or defines, and that is nearly the name of one base class. Wrong: `class Fetch(BaseOperater):`. Right: `class Fetch(BaseOperator):`.',
    next: 'Derive from the class in the remedy, and import it.',
  },
  AS4512: {
    title: 'An argument under its old name',
    why: 'The constructor still takes the argument, and has it under another name that means the same; Airflow 3 takes only that. Wrong: `task_concurrency=1`. Right: `max_active_tis_per_dag=1`.',
    next: 'Write the name in the remedy.',
  },
  AS4513: {
    title: 'A decorator that does nothing',
    why: '`apply_defaults` has done nothing since Airflow 2.0, and Airflow 3 does not have it. Wrong: `@apply_defaults` above `def __init__`. Right: `def __init__` alone.',
    next: 'Leave out the decorator and its import.',
  },
  AS4514: {
    title: 'The running task is looked for in the wrong place',
    why: 'The context is a mapping, and XComs belong to the task that runs. Wrong: `context.xcom_pull(task_ids="a")`; on Airflow 3 also `self.xcom_pull(context, task_ids="a")`. Right: `context["ti"].xcom_pull(task_ids="a")`.',
    next: 'Write what the remedy says.',
  },
  AS4516: {
    title: 'The date of the run under its old name',
    why: 'On Airflow 3 neither the running task nor its run has an `execution_date`, so reading it raises `AttributeError`. Wrong: `context["ti"].execution_date`, `context["dag_run"].execution_date`. Right on every Airflow from 2.8 on: `context["logical_date"]`, `context["dag_run"].logical_date`.',
    next: 'Read what the remedy says.',
  },
};
