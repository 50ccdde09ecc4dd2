CREATE TABLE appraisal_tally_entries (
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  indicator TEXT NOT NULL,
  voters TEXT NOT NULL,
  typed {int} NOT NULL CHECK (typed IN (1, 2)),
  issued {int} NOT NULL,
  returned {int} NOT NULL,
  spoilt {int} NOT NULL,
  choices TEXT NOT NULL,
  entered_at {int} NOT NULL,
  entered_by TEXT NOT NULL,
  PRIMARY KEY (participant_id, indicator, voters, typed)
) {strict};

CREATE TABLE appraisal_objections (
  id {pk},
  cycle_id {int} NOT NULL REFERENCES appraisal_cycles (id),
  participant_id {int} REFERENCES appraisal_participants (id),
  state TEXT NOT NULL CHECK (state IN ('received', 'upheld', 'dismissed', 'withdrawn')),
  words TEXT NOT NULL,
  raised_at {int} NOT NULL,
  raised_by TEXT NOT NULL,
  answer_due {int} NOT NULL,
  answer TEXT NOT NULL,
  answered_at {int},
  answered_by TEXT,
  version_id {int} REFERENCES appraisal_versions (id)
) {strict};
CREATE INDEX appraisal_objections_by_cycle ON appraisal_objections (cycle_id, id);
