//! Who may do what with a mass evaluation. Voting itself needs no role: whoever stands in the frozen electorate may.

kernel::acts! {
    /// See evaluations, their questions and how many have taken part.
    ReadEvaluations = "ballots.read_evaluations": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
    ],
    /// Set up, open and close evaluations, and note who votes on paper.
    RunEvaluation = "ballots.run_evaluation": [CommitteeAdmin => All],
    /// See what a closed evaluation came to; an organisation its own.
    ReadOutcome = "ballots.read_outcome": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Take the sealed bundle of a closed evaluation for a recount. It names nobody.
    AuditBallots = "ballots.audit": [AuditAdmin => All],
}
