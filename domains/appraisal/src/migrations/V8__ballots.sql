CREATE TABLE appraisal_ballot_counts (
  participant_id {int} NOT NULL REFERENCES appraisal_participants (id),
  indicator TEXT NOT NULL,
  voters TEXT NOT NULL,
  issued {int} NOT NULL,
  paper {int} NOT NULL,
  returned {int} NOT NULL,
  choices TEXT,
  CHECK (issued >= returned AND returned >= 0 AND paper >= 0),
  PRIMARY KEY (participant_id, indicator, voters)
) {strict};
