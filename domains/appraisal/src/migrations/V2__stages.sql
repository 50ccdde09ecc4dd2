ALTER TABLE appraisal_cycles ADD COLUMN stage TEXT NOT NULL DEFAULT 'draft' CHECK (stage IN
  ('draft', 'self_assessment', 'review', 'mass_evaluation', 'deliberation', 'notice', 'published'));
UPDATE appraisal_cycles SET stage = CASE state WHEN 'computed' THEN 'deliberation' ELSE state END;

CREATE TABLE appraisal_versions (
  id {pk},
  cycle_id {int} NOT NULL REFERENCES appraisal_cycles (id),
  number {int} NOT NULL CHECK (number >= 1),
  state TEXT NOT NULL CHECK (state IN ('working', 'noticed', 'published')),
  scheme_id {int} NOT NULL REFERENCES appraisal_schemes (id),
  summary TEXT NOT NULL,
  input TEXT NOT NULL,
  changes TEXT NOT NULL,
  reason TEXT NOT NULL,
  digest TEXT NOT NULL,
  computed_at {int} NOT NULL,
  computed_by TEXT NOT NULL,
  frozen_at {int},
  published_at {int},
  published_by TEXT,
  UNIQUE (cycle_id, number)
) {strict};
INSERT INTO appraisal_versions (cycle_id, number, state, scheme_id, summary, input, changes, reason, digest,
    computed_at, computed_by, frozen_at, published_at, published_by)
  SELECT id, 1, CASE state WHEN 'published' THEN 'published' ELSE 'working' END, scheme_id, summary, '', '[]', '', '',
    COALESCE(computed_at, created_at), created_by, published_at, published_at, published_by
  FROM appraisal_cycles WHERE state <> 'draft';

ALTER TABLE appraisal_cycles DROP COLUMN state;
ALTER TABLE appraisal_cycles DROP COLUMN summary;
ALTER TABLE appraisal_cycles DROP COLUMN computed_at;
ALTER TABLE appraisal_cycles RENAME COLUMN stage TO state;
ALTER TABLE appraisal_cycles ADD COLUMN revision {int} NOT NULL DEFAULT 0;
ALTER TABLE appraisal_cycles ADD COLUMN shown_version {int};
ALTER TABLE appraisal_cycles ADD COLUMN working_version {int};
ALTER TABLE appraisal_cycles ADD COLUMN opened_at {int};
ALTER TABLE appraisal_cycles ADD COLUMN self_due {int};
ALTER TABLE appraisal_cycles ADD COLUMN review_due {int};
ALTER TABLE appraisal_cycles ADD COLUMN mass_due {int};
ALTER TABLE appraisal_cycles ADD COLUMN notice_from {int};
ALTER TABLE appraisal_cycles ADD COLUMN notice_days {int};
ALTER TABLE appraisal_cycles ADD COLUMN notice_until {int};
UPDATE appraisal_cycles SET
  shown_version = (SELECT v.id FROM appraisal_versions v WHERE v.cycle_id = appraisal_cycles.id AND v.state = 'published'),
  working_version = (SELECT v.id FROM appraisal_versions v WHERE v.cycle_id = appraisal_cycles.id AND v.state = 'working');

ALTER TABLE appraisal_participants ADD COLUMN members {int} NOT NULL DEFAULT 0;
ALTER TABLE appraisal_marks ADD COLUMN reviewer_id {int};
ALTER TABLE appraisal_marks ADD COLUMN entered_at {int};
ALTER TABLE appraisal_marks ADD COLUMN entered_by TEXT;

CREATE TABLE appraisal_electorates (
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  voters TEXT NOT NULL,
  due {int} NOT NULL CHECK (due >= 0),
  PRIMARY KEY (participant_id, voters)
) {strict};

CREATE TABLE appraisal_facts (
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  fact TEXT NOT NULL,
  value TEXT NOT NULL,
  note TEXT NOT NULL,
  entered_at {int} NOT NULL,
  entered_by TEXT NOT NULL,
  PRIMARY KEY (participant_id, fact)
) {strict};

CREATE TABLE appraisal_events (
  id {pk},
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  event TEXT NOT NULL,
  happened {int} NOT NULL,
  count {int} NOT NULL CHECK (count >= 1),
  note TEXT NOT NULL,
  entered_at {int} NOT NULL,
  entered_by TEXT NOT NULL
) {strict};
CREATE INDEX appraisal_events_by_participant ON appraisal_events (participant_id);

CREATE TABLE appraisal_vetoes (
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  veto TEXT NOT NULL,
  note TEXT NOT NULL,
  entered_at {int} NOT NULL,
  entered_by TEXT NOT NULL,
  PRIMARY KEY (participant_id, veto)
) {strict};

CREATE TABLE appraisal_decisions (
  id {pk},
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  what TEXT NOT NULL CHECK (what IN ('mark', 'total', 'grade')),
  subject TEXT NOT NULL,
  computed TEXT NOT NULL,
  decided TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_at {int} NOT NULL,
  decided_by TEXT NOT NULL,
  withdrawn_at {int},
  withdrawn_by TEXT,
  withdrawn_reason TEXT
) {strict};
CREATE INDEX appraisal_decisions_by_participant ON appraisal_decisions (participant_id);

CREATE TABLE appraisal_version_results (
  version_id {int} NOT NULL REFERENCES appraisal_versions (id),
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  rank {int} NOT NULL,
  of_all {int} NOT NULL,
  panel TEXT NOT NULL,
  mass TEXT NOT NULL,
  total TEXT NOT NULL,
  grade TEXT NOT NULL,
  grade_name TEXT NOT NULL,
  grade_place {int} NOT NULL,
  portrait TEXT NOT NULL,
  explanation TEXT NOT NULL,
  PRIMARY KEY (version_id, participant_id)
) {strict};
INSERT INTO appraisal_version_results (version_id, participant_id, rank, of_all, panel, mass, total, grade, grade_name,
    grade_place, portrait, explanation)
  SELECT v.id, r.participant_id, r.rank, r.of_all, r.panel, r.mass, r.total, r.grade, r.grade_name, r.grade_place,
    r.portrait, r.explanation
  FROM appraisal_results r JOIN appraisal_participants p ON p.id = r.participant_id
  JOIN appraisal_versions v ON v.cycle_id = p.cycle_id;
DROP TABLE appraisal_results;
ALTER TABLE appraisal_version_results RENAME TO appraisal_results;
