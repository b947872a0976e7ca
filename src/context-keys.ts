/** Keys of the task context that Airflow 2 had and 3 has not: what validation tells of them, and repair puts in their place. */

/** Another key that every Airflow from 2.8 on has; with `days` that many later, with `format` as a text. */
export interface Successor {
  readonly key: string;
  readonly days?: number;
  readonly format?: string;
}

export interface GoneKey {
  /** What to read instead, for people. */
  readonly instead: string;
  /** The same value on every Airflow. */
  readonly exact?: Successor;
  /** What Airflow 2 itself said to read instead; a run that somebody started by hand may give another value. */
  readonly advised?: Successor;
}

const DAY = '%Y-%m-%d';
const PLAIN_DAY = '%Y%m%d';

/** Nobody knows the date of the run before by the schedule any more. */
const PREVIOUS =
  '`context["prev_data_interval_start_success"]`, which is another value: where the last run that succeeded began; what the schedule gives before `context["logical_date"]` can only be reckoned';

const GONE: { readonly [key: string]: GoneKey } = {
  conf: { instead: '`airflow.configuration.conf`' },
  execution_date: { instead: '`context["logical_date"]`', exact: { key: 'logical_date' } },
  next_ds: {
    instead: '`context["data_interval_end"]`',
    advised: { key: 'data_interval_end', format: DAY },
  },
  next_ds_nodash: {
    instead: '`context["data_interval_end"]`',
    advised: { key: 'data_interval_end', format: PLAIN_DAY },
  },
  next_execution_date: {
    instead: '`context["data_interval_end"]`',
    advised: { key: 'data_interval_end' },
  },
  prev_ds: { instead: PREVIOUS },
  prev_ds_nodash: { instead: PREVIOUS },
  prev_execution_date: { instead: PREVIOUS },
  prev_execution_date_success: {
    instead: '`context["prev_data_interval_start_success"]`',
    exact: { key: 'prev_data_interval_start_success' },
  },
  tomorrow_ds: {
    instead: '`context["logical_date"]` and a day more',
    exact: { key: 'logical_date', days: 1, format: DAY },
  },
  tomorrow_ds_nodash: {
    instead: '`context["logical_date"]` and a day more',
    exact: { key: 'logical_date', days: 1, format: PLAIN_DAY },
  },
  triggering_dataset_events: { instead: '`context["triggering_asset_events"]`' },
  yesterday_ds: {
    instead: '`context["logical_date"]` and a day less',
    exact: { key: 'logical_date', days: -1, format: DAY },
  },
  yesterday_ds_nodash: {
    instead: '`context["logical_date"]` and a day less',
    exact: { key: 'logical_date', days: -1, format: PLAIN_DAY },
  },
};

/** What became of a key; undefined for one that every Airflow has, or none ever had. */
export function goneKey(key: string): GoneKey | undefined {
  return Object.hasOwn(GONE, key) ? GONE[key] : undefined;
}
