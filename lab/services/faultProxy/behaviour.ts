/** How the fault proxy is to behave. */
export type Behaviour = {
  /** Every API route answers with this status; the page's own files still come. */
  failWith: number | null;
  /** Relay credentials are given this life. */
  ttlSeconds: number | null;
  /** The relay is offered by `turns:` alone. */
  tlsOnly: boolean;
  /** Every API route answers with a page, as a captive portal does. */
  portal: boolean;
  /** The deployment offers no relay. */
  noRelay: boolean;
  /** The relay's password is another one. */
  wrongPass: boolean;
  /** The relay is named by its address, which is not in its certificate. */
  wrongName: boolean;
  /** Offers lose the page's decoys (protocol/decoys.ts) before the worker sees them. */
  stripDecoys: boolean;
};

export const AS_IT_IS: Behaviour = {
  ...{ failWith: null, ttlSeconds: null, tlsOnly: false, stripDecoys: false },
  ...{ portal: false, noRelay: false, wrongPass: false, wrongName: false },
};

/** `cert`, `key`, `ca` are PEM files; `secret` is coturn's, by stdin: arguments are for all to read. */
export type Setup = {
  ip: string;
  port: number;
  upstreamPort: number;
  name: string;
  cert: string;
  key: string;
  ca: string;
  secret: string;
};
