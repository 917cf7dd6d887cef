-- What was spent in each window, by whom. `scope` is a keyed hash, never an address.
CREATE TABLE spent (
  scope TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- Unix time in ms at which the window ends; with scope and kind it names the window.
  ends_ms INTEGER NOT NULL,
  used INTEGER NOT NULL CHECK (used >= 0),
  PRIMARY KEY (scope, kind, ends_ms)
) STRICT, WITHOUT ROWID;

-- For the daily removal of windows that are over.
CREATE INDEX spent_ends_ms ON spent (ends_ms);
