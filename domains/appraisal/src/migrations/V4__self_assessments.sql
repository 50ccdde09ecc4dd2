CREATE TABLE appraisal_self_assessments (
  participant_id {int} NOT NULL PRIMARY KEY REFERENCES appraisal_participants (id),
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned')),
  summary TEXT NOT NULL,
  revision {int} NOT NULL,
  updated_at {int} NOT NULL,
  updated_by TEXT NOT NULL,
  submitted_at {int},
  submitted_by TEXT,
  returned_at {int},
  returned_by TEXT,
  returned_reason TEXT NOT NULL
) {strict};

CREATE TABLE appraisal_self_items (
  id {pk},
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  indicator TEXT NOT NULL,
  claim {int} CHECK (claim >= 0),
  claimed TEXT NOT NULL,
  words TEXT NOT NULL,
  revision {int} NOT NULL,
  updated_at {int} NOT NULL,
  updated_by TEXT NOT NULL,
  UNIQUE (participant_id, indicator)
) {strict};

CREATE TABLE appraisal_promises (
  id {pk},
  participant_id {int} NOT NULL UNIQUE REFERENCES appraisal_participants (id),
  grade TEXT NOT NULL,
  grade_name TEXT NOT NULL,
  grade_place {int},
  rank {int} CHECK (rank >= 1),
  measures TEXT NOT NULL,
  made_at {int} NOT NULL,
  made_by TEXT NOT NULL,
  CHECK (grade <> '' OR rank IS NOT NULL)
) {strict};
