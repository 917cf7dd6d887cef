/** What the worker counts, and `GET /metrics` in Prometheus' text format. */
import { inputWords, type ModelFacts } from '../detect/objects/model/facts';
import { createHistogram, type Histogram } from './histogram';

/** Each count with its name there, and what kind of series it is. */
const SERIES = {
  sessionsActive: ['sightline_sessions_active', 'gauge'],
  sessionsStarted: ['sightline_sessions_started_total', 'counter'],
  framesReceived: ['sightline_frames_received_total', 'counter'],
  /** Frames that a newer one replaced before a detection took them. */
  framesReplaced: ['sightline_frames_replaced_total', 'counter'],
  resultsSent: ['sightline_results_sent_total', 'counter'],
  /** Results that were ready when the channel was clogged or gone. */
  resultsDropped: ['sightline_results_dropped_total', 'counter'],
  photosRead: ['sightline_photos_read_total', 'counter'],
  sessionProcesses: ['sightline_session_processes', 'gauge'],
  sessionProcessesCrashed: ['sightline_session_processes_crashed_total', 'counter'],
} as const;
type Counts = Record<keyof typeof SERIES, number>;
const COUNTS = Object.keys(SERIES) as (keyof Counts)[];

/** What a session counts. */
export type SessionCounts = Pick<
  Counts,
  'framesReceived' | 'framesReplaced' | 'resultsSent' | 'resultsDropped'
> & { resultAge: Pick<Histogram, 'observe'> };

export type Metrics = Counts & {
  /** From a frame's arrival to its result being handed to the channel, ms. */
  resultAge: Histogram;
  /** Bytes, of all processes that hold sessions. */
  sessionMemory: () => { heap: number; external: number };
  /** null where no objects can be seen. */
  model: ModelFacts | null;
};

export function createMetrics(): Metrics {
  return {
    ...(Object.fromEntries(COUNTS.map((key) => [key, 0])) as Counts),
    resultAge: createHistogram(),
    sessionMemory: () => ({ heap: 0, external: 0 }),
    model: null,
  };
}

export function toPrometheus(metrics: Metrics): string {
  const counts = COUNTS.map((key) => {
    const [name, type] = SERIES[key];
    return sample(name, type, metrics[key]);
  });
  const age = metrics.resultAge.toText('sightline_result_age_seconds');
  return [...counts, age, ...model(metrics.model), ...memory(metrics)].join('');
}

/** A constant 1 whose labels say which model it is, as Prometheus' "info" series do. */
function model(facts: ModelFacts | null): string[] {
  if (!facts) return [];
  const { file, head, names, input } = facts;
  const labels = { file, head, classes: names.join(','), input: inputWords(input) };
  const text = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return [sample(`sightline_model_info{${text.join(',')}}`, 'gauge', 1)];
}

/**
 * Under the names that Prometheus' own client libraries give them, so that ready-made dashboards find them;
 * the sessions' under ours.
 */
function memory({ sessionMemory }: Metrics): string[] {
  const { rss, heapUsed, external } = process.memoryUsage();
  const sessions = sessionMemory();
  return [
    sample('process_resident_memory_bytes', 'gauge', rss),
    sample('nodejs_heap_size_used_bytes', 'gauge', heapUsed),
    sample('nodejs_external_memory_bytes', 'gauge', external),
    sample('sightline_session_heap_size_used_bytes', 'gauge', sessions.heap),
    sample('sightline_session_external_memory_bytes', 'gauge', sessions.external),
  ];
}

function sample(name: string, type: 'gauge' | 'counter', value: number): string {
  return `# TYPE ${name.split('{')[0]} ${type}\n${name} ${value}\n`;
}
