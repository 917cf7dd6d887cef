/** What the worker counts, and `GET /metrics` in Prometheus' text format. */
export type Metrics = {
  sessionsActive: number;
  sessionsStarted: number;
  framesReceived: number;
  /** Frames that a newer one replaced before a detection took them. */
  framesReplaced: number;
  resultsSent: number;
  /** Results that were ready when the channel was clogged or gone. */
  resultsDropped: number;
  photosRead: number;
};

export function createMetrics(): Metrics {
  return {
    sessionsActive: 0,
    sessionsStarted: 0,
    framesReceived: 0,
    framesReplaced: 0,
    resultsSent: 0,
    resultsDropped: 0,
    photosRead: 0,
  };
}

const SERIES: [keyof Metrics, string, 'gauge' | 'counter'][] = [
  ['sessionsActive', 'sightline_sessions_active', 'gauge'],
  ['sessionsStarted', 'sightline_sessions_started_total', 'counter'],
  ['framesReceived', 'sightline_frames_received_total', 'counter'],
  ['framesReplaced', 'sightline_frames_replaced_total', 'counter'],
  ['resultsSent', 'sightline_results_sent_total', 'counter'],
  ['resultsDropped', 'sightline_results_dropped_total', 'counter'],
  ['photosRead', 'sightline_photos_read_total', 'counter'],
];

export function toPrometheus(metrics: Metrics): string {
  return SERIES.map(([key, name, type]) => `# TYPE ${name} ${type}\n${name} ${metrics[key]}\n`).join('');
}
