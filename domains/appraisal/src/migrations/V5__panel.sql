CREATE TABLE appraisal_reviewers (
  id {pk},
  cycle_id {int} NOT NULL REFERENCES appraisal_cycles (id),
  user_id {int},
  label TEXT NOT NULL,
  org_id {int},
  org_path {path},
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (cycle_id, label),
  UNIQUE (cycle_id, user_id)
) {strict};
CREATE INDEX appraisal_reviewers_by_user ON appraisal_reviewers (user_id);

CREATE TABLE appraisal_assignments (
  reviewer_id {int} NOT NULL REFERENCES appraisal_reviewers (id),
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  recused {bool} NOT NULL,
  recused_by TEXT CHECK (recused_by IN ('rule', 'office', 'reviewer')),
  reason TEXT NOT NULL,
  set_at {int} NOT NULL,
  set_by TEXT NOT NULL,
  PRIMARY KEY (reviewer_id, participant_id)
) {strict};
CREATE INDEX appraisal_assignments_by_participant ON appraisal_assignments (participant_id);

CREATE TABLE appraisal_score_sheets (
  reviewer_id {int} NOT NULL REFERENCES appraisal_reviewers (id),
  category TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'submitted', 'returned')),
  submitted_at {int},
  submitted_by TEXT,
  reason TEXT NOT NULL,
  PRIMARY KEY (reviewer_id, category)
) {strict};

CREATE TABLE appraisal_sheet_uploads (
  id {pk},
  reviewer_id {int} NOT NULL REFERENCES appraisal_reviewers (id),
  category TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('refused', 'ready', 'applied', 'replaced')),
  by_office {bool} NOT NULL,
  found TEXT NOT NULL,
  created_at {int} NOT NULL,
  created_by TEXT NOT NULL
) {strict};
CREATE INDEX appraisal_sheet_uploads_by_reviewer ON appraisal_sheet_uploads (reviewer_id, category, id);

CREATE INDEX appraisal_marks_by_reviewer ON appraisal_marks (reviewer_id);
