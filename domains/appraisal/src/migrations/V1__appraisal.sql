CREATE TABLE appraisal_schemes (
  id {pk},
  code TEXT NOT NULL,
  version {int} NOT NULL,
  name TEXT NOT NULL,
  toml TEXT NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (code, version)
) {strict};

CREATE TABLE appraisal_cycles (
  id {pk},
  year {int} NOT NULL UNIQUE,
  scheme_id {int} NOT NULL REFERENCES appraisal_schemes (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'computed', 'published')),
  summary TEXT NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  computed_at {int},
  published_at {int},
  published_by TEXT
) {strict};

CREATE TABLE appraisal_submissions (
  id {pk},
  cycle_id {int} NOT NULL REFERENCES appraisal_cycles (id),
  category TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('refused', 'ready', 'applied', 'replaced')),
  preview TEXT NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL
) {strict};
CREATE INDEX appraisal_submissions_by_cycle ON appraisal_submissions (cycle_id, id);

CREATE TABLE appraisal_participants (
  id {pk},
  cycle_id {int} NOT NULL REFERENCES appraisal_cycles (id),
  org_id {int} NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  path {path} NOT NULL,
  UNIQUE (cycle_id, org_id),
  UNIQUE (cycle_id, key)
) {strict};
CREATE INDEX appraisal_participants_by_org ON appraisal_participants (org_id);

CREATE TABLE appraisal_marks (
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  indicator TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  mark {int} NOT NULL CHECK (mark >= 0),
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  cell TEXT NOT NULL,
  PRIMARY KEY (participant_id, indicator, reviewer)
) {strict};

CREATE TABLE appraisal_tallies (
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  indicator TEXT NOT NULL,
  voters TEXT NOT NULL,
  due {int} NOT NULL,
  issued {int} NOT NULL,
  returned {int} NOT NULL,
  spoilt {int} NOT NULL,
  choices TEXT NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  cell TEXT NOT NULL,
  CHECK (due >= issued AND issued >= returned AND returned >= spoilt AND spoilt >= 0),
  PRIMARY KEY (participant_id, indicator, voters)
) {strict};

CREATE TABLE appraisal_results (
  participant_id {int} NOT NULL PRIMARY KEY REFERENCES appraisal_participants (id),
  rank {int} NOT NULL,
  of_all {int} NOT NULL,
  panel TEXT NOT NULL,
  mass TEXT NOT NULL,
  total TEXT NOT NULL,
  grade TEXT NOT NULL,
  grade_name TEXT NOT NULL,
  grade_place {int} NOT NULL,
  portrait TEXT NOT NULL,
  explanation TEXT NOT NULL
) {strict};
